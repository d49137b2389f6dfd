/*
 * session: the SQL database of one run.
 *
 * All tables of src/table stand in it, empty, together with the knowledge
 * (known_<file>), before anything is read. Statements are then prepared: the
 * authorizer notes which tables they read, and only those are filled (see
 * scan.h). They are ordinary tables of a private SQLite database rather than
 * virtual ones: joins get SQLite's automatic indexes, a `log` of a gigabyte
 * spills to a temporary file instead of filling memory, and since the wanted
 * tables are known before the first byte is read, an archive is still
 * streamed once.
 *
 * Not thread-safe; two sessions are independent of each other.
 */
#ifndef TAILOR_ENGINE_SESSION_H
#define TAILOR_ENGINE_SESSION_H

#include <sqlite3.h>

#include "table/table.h"

struct session;

/*
 * For a program that has all its sessions in one thread, before the first: SQLite then takes no locks and keeps no counts (a tenth of a
 * small diagnosis). Other threads, such as those of a probe, must not come near one.
 */
void sessions_in_one_thread(void);

struct session *session_open(const struct knowledge *knowledge, struct error *err) MUST_USE;
void session_close(struct session *s);

sqlite3 *session_db(struct session *s);
const struct knowledge *session_knowledge(const struct session *s);

/*
 * Prepares one SELECT. What it reads is added to the wanted tables. A statement that would write, attach or change a
 * setting is refused.
 */
sqlite3_stmt *session_prepare(struct session *s, const char *sql, struct error *err) MUST_USE;

/* Is the table read by a statement prepared so far, directly or through a derived table? `index` is into all_tables. */
bool session_wants(const struct session *s, size_t index);
void session_want(struct session *s, const char *table);
/* Wants each table whose name stands in the statement: at least those that it would read, told before it is prepared. */
void session_want_words(struct session *s, const char *sql);
/* The tables that the last session_prepare() read, as a bit per index of all_tables (at most 256 tables). */
bool session_last_read(const struct session *s, size_t index);
/* Does any wanted table read artefacts of this kind? NULL kind: no. */
bool session_wants_kind(const struct session *s, const char *kind);

/* Adds a row; values beyond the table's own columns come from the origin. */
bool session_insert(struct session *s, size_t index, const struct value *values, struct slice source, int64_t line, int64_t ns,
                    struct error *err) MUST_USE;
bool session_begin(struct session *s, struct error *err) MUST_USE;
/* Ends the filling: gives times without a zone the zone of the rest, runs the derived tables, commits. */
bool session_settle(struct session *s, struct error *err) MUST_USE;
/* After session_settle(): marks this attempt as the judged one, and makes the tables derived from `attempt` anew. */
bool session_judge(struct session *s, int64_t attempt, struct error *err) MUST_USE;

/*
 * After session_settle(): in place of every attempt that was, the next one, supposed to fail at this stage for no reason that is known.
 * Rules then say which conditions would explain that (rehearsal.h). Errors, crashes and dialogs of past failures are forgotten.
 */
struct supposed {
    const char *stage, *version, *build; /* where it ends, and its target; NULL: not known */
    int64_t ns;                          /* when: now, as the evidence has it */
};
bool session_suppose(struct session *s, const struct supposed *what, struct error *err) MUST_USE;

/* Index in all_tables, or SIZE_MAX. */
size_t table_index(const char *name);

static inline void stmt_cleanup(sqlite3_stmt **stmt) { sqlite3_finalize(*stmt); }
#define CLEANUP_STMT __attribute__((cleanup(stmt_cleanup)))

/* The column as a slice, valid until the statement moves; {NULL, 0} for NULL. */
struct slice stmt_text(sqlite3_stmt *stmt, int column);
/* The same as a string in the arena: NULL for NULL, and when the arena is full. */
const char *stmt_string(struct arena *arena, sqlite3_stmt *stmt, int column);

#endif

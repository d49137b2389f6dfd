#include "engine/session.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "engine/sql_functions.h"
#include "engine/sql_words.h"

enum { MAX_TABLES = 256, MAX_KNOWN = 64, SQL_LIMIT = 1 << 20, CACHE_KIB = 32 * 1024, LOOKASIDE_BYTES = 1200, LOOKASIDE_SLOTS = 400 };

/* The rows of a known_ table are put in when something reads it. */
enum known_state { KNOWN_EMPTY, KNOWN_WANTED, KNOWN_LOADED };

struct session {
    sqlite3 *db;
    const struct knowledge *knowledge;
    bool wanted[MAX_TABLES], last_read[MAX_TABLES];
    sqlite3_stmt *insert[MAX_TABLES];
    bool guarded;                      /* the authorizer refuses what is not reading */
    enum known_state known[MAX_KNOWN]; /* of each file of the knowledge */
    const char *asked;                 /* the table that the authorizer heard of last: it hears of each column */
    size_t asked_index;
    uint16_t by_letter[32], same_letter[MAX_TABLES]; /* see index_letters() */
};

size_t table_index(const char *name) {
    for (size_t i = 0; all_tables[i]; i++)
        if (strcmp(all_tables[i]->name, name) == 0)
            return i;
    return SIZE_MAX;
}

static bool run(struct session *s, const char *sql, struct error *err) {
    char *message = NULL;
    bool guarded = s->guarded;
    s->guarded = false;
    int rc = sqlite3_exec(s->db, sql, NULL, NULL, &message);
    s->guarded = guarded;
    if (rc != SQLITE_OK)
        error_set(err, "SQLite: %s", message ? message : sqlite3_errstr(rc));
    sqlite3_free(message);
    return rc == SQLITE_OK;
}

static const char *const sql_types[] = {[COLUMN_TEXT] = "TEXT", [COLUMN_INTEGER] = "INTEGER", [COLUMN_REAL] = "REAL"};

static bool create_table(struct session *s, const struct table *t, struct error *err) {
    struct buffer sql CLEANUP_BUFFER = buffer_with_limit(SQL_LIMIT);
    buffer_printf(&sql, "CREATE TABLE \"%s\"(", t->name);
    for (size_t i = 0; i < t->n_columns; i++)
        buffer_printf(&sql, "\"%s\" %s, ", t->columns[i].name, sql_types[t->columns[i].type]);
    buffer_add_str(&sql, "source TEXT, line INTEGER, time TEXT, ns INTEGER);");
    buffer_add_str(&sql, t->scratch ? t->scratch : "");
    buffer_add_byte(&sql, '\0');
    return buffer_ok(&sql) ? run(s, (const char *)sql.data, err) : error_set(err, "table %s has too many columns", t->name);
}

/* NUMERIC: digits become numbers, so that a rule can compare codes and sizes; everything else stays text. */
static bool create_known(struct session *s, const struct tsv *t, struct error *err) {
    struct buffer sql CLEANUP_BUFFER = buffer_with_limit(SQL_LIMIT);
    buffer_printf(&sql, "CREATE TABLE \"known_%s\"(", t->name);
    for (size_t i = 0; i < t->n_columns; i++)
        buffer_printf(&sql, "%s\"%s\" NUMERIC", i ? ", " : "", t->columns[i]);
    buffer_append(&sql, slice_of(")", 2));
    return buffer_ok(&sql) ? run(s, (const char *)sql.data, err) : error_set(err, "it has too many columns");
}

static sqlite3_stmt *prepare_known(struct session *s, const struct tsv *t, struct error *err) {
    struct buffer sql CLEANUP_BUFFER = buffer_with_limit(SQL_LIMIT);
    sqlite3_stmt *stmt = NULL;
    bool guarded = s->guarded;
    buffer_printf(&sql, "INSERT INTO \"known_%s\" VALUES(", t->name);
    for (size_t i = 0; i < t->n_columns; i++)
        buffer_add_str(&sql, i ? ", ?" : "?");
    buffer_append(&sql, slice_of(")", 2));
    s->guarded = false;
    int rc = buffer_ok(&sql) ? sqlite3_prepare_v2(s->db, (const char *)sql.data, -1, &stmt, NULL) : SQLITE_NOMEM;
    s->guarded = guarded;
    if (rc != SQLITE_OK)
        error_set(err, "%s", sqlite3_errmsg(s->db));
    return stmt;
}

static bool load_known(struct session *s, const struct tsv *t, struct error *err) {
    sqlite3_stmt *stmt CLEANUP_STMT = prepare_known(s, t, err);
    if (!stmt)
        return false;
    for (size_t row = 0; row < t->n_rows; row++) {
        for (size_t i = 0; i < t->n_columns; i++) {
            const char *cell = tsv_cell(t, row, i);
            if (*cell)
                sqlite3_bind_text(stmt, (int)i + 1, cell, -1, SQLITE_STATIC);
            else
                sqlite3_bind_null(stmt, (int)i + 1);
        }
        if (sqlite3_step(stmt) != SQLITE_DONE)
            return error_set(err, "%s", sqlite3_errmsg(s->db));
        sqlite3_reset(stmt);
    }
    return true;
}

static bool load_wanted_knowledge(struct session *s, struct error *err) {
    for (size_t i = 0; i < knowledge_count(s->knowledge) && i < MAX_KNOWN; i++) {
        const struct tsv *t = knowledge_at(s->knowledge, i);
        if (s->known[i] != KNOWN_WANTED)
            continue;
        if (!load_known(s, t, err))
            return error_wrap(err, "loading knowledge/%s.tsv", t->name);
        s->known[i] = KNOWN_LOADED;
    }
    return true;
}

static void want_known(struct session *s, const char *table) {
    for (size_t i = 0; i < knowledge_count(s->knowledge) && i < MAX_KNOWN; i++)
        if (strcmp(knowledge_at(s->knowledge, i)->name, table + strlen("known_")) == 0 && s->known[i] == KNOWN_EMPTY)
            s->known[i] = KNOWN_WANTED;
}

static bool is_known(const char *table) { return strncmp(table, "known_", strlen("known_")) == 0; }

void session_want(struct session *s, const char *table) {
    /* A work list instead of recursion: a derived table wants what it is made from. */
    const char *work[MAX_TABLES];
    size_t n = 0;
    work[n++] = table;
    while (n) {
        const char *name = work[--n];
        if (is_known(name))
            want_known(s, name);
        size_t i = table_index(name);
        if (i == SIZE_MAX || s->wanted[i])
            continue;
        s->wanted[i] = true;
        for (const char *const *need = all_tables[i]->needs; need && *need && n < MAX_TABLES; need++)
            work[n++] = *need;
    }
}

/* The tables by their first letter, so that a word is compared with few. */
static void index_letters(struct session *s) {
    memset(s->by_letter, 0xFF, sizeof s->by_letter);
    for (size_t i = 0; all_tables[i] && i < MAX_TABLES; i++) {
        uint16_t *first = &s->by_letter[all_tables[i]->name[0] & 31];
        s->same_letter[i] = *first;
        *first = (uint16_t)i;
    }
}

void session_want_words(struct session *s, const char *sql) {
    struct slice rest = slice_str(sql), word;
    while (sql_next_word(&rest, &word))
        for (size_t i = s->by_letter[word.data[0] & 31]; i < MAX_TABLES; i = s->same_letter[i])
            if (!s->wanted[i] && slice_is_nocase(word, all_tables[i]->name))
                session_want(s, all_tables[i]->name);
}

static bool is_reading(int action) {
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION || action == SQLITE_RECURSIVE;
}

static void note_read(struct session *s, const char *table) {
    if (!s->asked || strcmp(table, s->asked) != 0) {
        session_want(s, table);
        s->asked_index = table_index(table);
        s->asked = s->asked_index == SIZE_MAX ? NULL : all_tables[s->asked_index]->name;
    }
    if (s->asked_index != SIZE_MAX)
        s->last_read[s->asked_index] = true;
}

/* Called by SQLite while it compiles a statement. */
static int authorize(void *context, int action, const char *a, const char *b, const char *c, const char *d) {
    struct session *s = context;
    (void)b;
    (void)c;
    (void)d;
    if (!s->guarded)
        return SQLITE_OK;
    if (!is_reading(action))
        return SQLITE_DENY;
    if (action == SQLITE_READ && a)
        note_read(s, a);
    return SQLITE_OK;
}

static bool build(struct session *s, struct error *err) {
    if (!run(s, "BEGIN", err))
        return false;
    for (size_t i = 0; all_tables[i]; i++)
        if (i >= MAX_TABLES || !create_table(s, all_tables[i], err))
            return error_wrap(err, "creating table %s", all_tables[i]->name);
    for (size_t i = 0; i < knowledge_count(s->knowledge); i++)
        if (i >= MAX_KNOWN || !create_known(s, knowledge_at(s->knowledge, i), err))
            return error_wrap(err, "knowledge/%s.tsv", knowledge_at(s->knowledge, i)->name);
    return run(s, "COMMIT", err);
}

void sessions_in_one_thread(void) {
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0); /* hundreds of small scratch tables: no pages for each beforehand */
}

struct session *session_open(const struct knowledge *knowledge, struct error *err) {
    struct session *s = calloc(1, sizeof *s);
    if (!s) {
        error_set(err, "out of memory");
        return NULL;
    }
    s->knowledge = knowledge;
    index_letters(s);
    /* The empty name: a private database in memory that spills to a temporary file past its cache. */
    if (sqlite3_open_v2("", &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        error_set(err, "SQLite: %s", s->db ? sqlite3_errmsg(s->db) : "out of memory");
        session_close(s);
        return NULL;
    }
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_LOOKASIDE, NULL, LOOKASIDE_BYTES, LOOKASIDE_SLOTS);
    sqlite3_set_authorizer(s->db, authorize, s);
    if (!sql_functions_add(s->db)) {
        error_set(err, "SQLite: %s", sqlite3_errmsg(s->db));
        session_close(s);
        return NULL;
    }
    char pragmas[160];
    snprintf(pragmas, sizeof pragmas, "PRAGMA cache_size=-%d; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE",
             CACHE_KIB);
    if (!run(s, pragmas, err) || !build(s, err)) {
        session_close(s);
        return NULL;
    }
    s->guarded = true;
    return s;
}

void session_close(struct session *s) {
    if (!s)
        return;
    for (size_t i = 0; i < MAX_TABLES; i++)
        sqlite3_finalize(s->insert[i]);
    sqlite3_close(s->db);
    free(s);
}

sqlite3 *session_db(struct session *s) { return s->db; }
const struct knowledge *session_knowledge(const struct session *s) { return s->knowledge; }
bool session_wants(const struct session *s, size_t index) { return index < MAX_TABLES && s->wanted[index]; }
bool session_last_read(const struct session *s, size_t index) { return index < MAX_TABLES && s->last_read[index]; }

sqlite3_stmt *session_prepare(struct session *s, const char *sql, struct error *err) {
    sqlite3_stmt *stmt = NULL;
    const char *tail = NULL;
    memset(s->last_read, 0, sizeof s->last_read);
    if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, &tail) != SQLITE_OK) {
        error_set(err, "%s", sqlite3_errcode(s->db) == SQLITE_AUTH ? "only SELECT is allowed" : sqlite3_errmsg(s->db));
        return NULL;
    }
    if (!stmt)
        error_set(err, "there is no statement");
    else if (slice_trim(slice_str(tail)).len) {
        error_set(err, "one statement at a time; the second begins with \"%.40s\"", tail);
        sqlite3_finalize(stmt);
        stmt = NULL;
    }
    if (stmt && !load_wanted_knowledge(s, err)) {
        sqlite3_finalize(stmt);
        stmt = NULL;
    }
    return stmt;
}

static bool table_reads(const struct table *t, const char *kind) {
    for (const char *const *k = t->artefacts; k && *k; k++)
        if (strcmp(*k, kind) == 0)
            return true;
    return false;
}

bool session_wants_kind(const struct session *s, const char *kind) {
    for (size_t i = 0; kind && all_tables[i]; i++)
        if (s->wanted[i] && table_reads(all_tables[i], kind))
            return true;
    return false;
}

static bool prepare_insert(struct session *s, size_t index, struct error *err) {
    const struct table *t = all_tables[index];
    struct buffer sql CLEANUP_BUFFER = buffer_with_limit(SQL_LIMIT);
    buffer_printf(&sql, "INSERT INTO \"%s\" VALUES(", t->name);
    for (size_t i = 0; i < t->n_columns; i++)
        buffer_add_str(&sql, "?, ");
    buffer_append(&sql, slice_of("?, ?, ?, ?)", 12));
    s->guarded = false;
    int rc = buffer_ok(&sql) ? sqlite3_prepare_v2(s->db, (const char *)sql.data, -1, &s->insert[index], NULL) : SQLITE_NOMEM;
    s->guarded = true;
    return rc == SQLITE_OK ? true : error_set(err, "table %s: %s", t->name, sqlite3_errmsg(s->db));
}

static void bind_value(sqlite3_stmt *stmt, int at, const struct value *v) {
    if (v->type == VALUE_INTEGER)
        sqlite3_bind_int64(stmt, at, v->integer);
    else if (v->type == VALUE_REAL)
        sqlite3_bind_double(stmt, at, v->real);
    else if (v->type == VALUE_TEXT)
        sqlite3_bind_text64(stmt, at, (const char *)v->text.data, v->text.len, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(stmt, at);
}

bool session_insert(struct session *s, size_t index, const struct value *values, struct slice source, int64_t line, int64_t ns,
                    struct error *err) {
    if (!s->insert[index] && !prepare_insert(s, index, err))
        return false;
    sqlite3_stmt *stmt = s->insert[index];
    char time[32];
    int at = 1;
    for (size_t i = 0; i < all_tables[index]->n_columns; i++)
        bind_value(stmt, at++, &values[i]);
    sqlite3_bind_text64(stmt, at++, (const char *)source.data, source.len, SQLITE_STATIC, SQLITE_UTF8);
    line ? sqlite3_bind_int64(stmt, at++, line) : sqlite3_bind_null(stmt, at++);
    timestamp_format(ns, time);
    time[0] ? sqlite3_bind_text(stmt, at++, time, -1, SQLITE_STATIC) : sqlite3_bind_null(stmt, at++);
    ns != TIMESTAMP_NONE ? sqlite3_bind_int64(stmt, at++, ns) : sqlite3_bind_null(stmt, at++);
    int rc = sqlite3_step(stmt);
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    return rc == SQLITE_DONE ? true : error_set(err, "table %s: %s", all_tables[index]->name, sqlite3_errmsg(s->db));
}

bool session_begin(struct session *s, struct error *err) { return run(s, "BEGIN", err); }

/* Is the table derived, directly or not, from the other? Their needs form a short chain. */
static bool derived_from(const struct table *t, const char *other) {
    for (const char *const *need = t->derive ? t->needs : NULL; need && *need; need++)
        if (strcmp(*need, other) == 0 || (table_index(*need) != SIZE_MAX && derived_from(all_tables[table_index(*need)], other)))
            return true;
    return false;
}

/* Derived tables (`from`: only those made from that one) in the order of their needs: each pass runs those whose needs are done. */
static bool run_derived(struct session *s, const char *from, struct error *err) {
    bool done[MAX_TABLES] = {false}, moved = true;
    for (size_t i = 0; all_tables[i]; i++)
        done[i] = !all_tables[i]->derive || !s->wanted[i] || (from && !derived_from(all_tables[i], from));
    while (moved) {
        moved = false;
        for (size_t i = 0; all_tables[i]; i++) {
            bool ready = !done[i];
            for (const char *const *need = all_tables[i]->needs; ready && need && *need; need++)
                ready = table_index(*need) == SIZE_MAX || done[table_index(*need)];
            if (!ready)
                continue;
            if (!run(s, all_tables[i]->derive, err))
                return error_wrap(err, "deriving table %s", all_tables[i]->name);
            done[i] = moved = true;
        }
    }
    return true;
}

static bool has_column(const struct table *t, const char *name) {
    for (size_t i = 0; i < t->n_columns; i++)
        if (strcmp(t->columns[i].name, name) == 0)
            return true;
    return false;
}

/* The zone in which most of the table's rows were written; false when none says. */
static bool common_zone(struct session *s, const char *table, int64_t *ret_minutes, int64_t *ret_rows) {
    char sql[256];
    sqlite3_stmt *stmt CLEANUP_STMT = NULL;
    snprintf(sql, sizeof sql, "SELECT zone, COUNT(*) FROM \"%s\" WHERE zone IS NOT NULL GROUP BY zone ORDER BY 2 DESC LIMIT 1", table);
    if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
        return false;
    *ret_minutes = sqlite3_column_int64(stmt, 0);
    *ret_rows = sqlite3_column_int64(stmt, 1);
    return true;
}

/*
 * Logs of one Mac are written in one zone. Rows whose zone is not known (`log show --style compact` writes none) stand as if they were
 * UTC: they are moved to the zone of the rest, so that logs can be laid side by side.
 */
static bool settle_zones(struct session *s, struct error *err) {
    int64_t zone = 0, minutes = 0, rows = 0, most = 0;
    for (size_t i = 0; all_tables[i]; i++)
        if (s->wanted[i] && has_column(all_tables[i], "zone") && common_zone(s, all_tables[i]->name, &minutes, &rows) && rows > most) {
            most = rows;
            zone = minutes;
        }
    for (size_t i = 0; zone != 0 && all_tables[i]; i++) {
        char sql[320];
        if (!s->wanted[i] || !has_column(all_tables[i], "zone"))
            continue;
        snprintf(sql, sizeof sql,
                 "UPDATE \"%s\" SET ns = ns - %lld, time = strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', time, '%+lld minutes') "
                 "WHERE zone IS NULL AND ns IS NOT NULL",
                 all_tables[i]->name, (long long)(zone * 60 * NS_PER_SECOND), (long long)-zone);
        if (!run(s, sql, err))
            return false;
    }
    return true;
}

/*
 * Lines without a year were given the year in which their file was modified, which a copy makes the present one. Where no line and no date
 * of the Mac tells better, a report of a crash does that fits the day of the year on which such a log ends: its log is of that year too.
 */
#define YEAR_OF_LOG                                                                                                                        \
    "WITH ends AS (SELECT source, MAX(time) AS time FROM signal WHERE time IS NOT NULL GROUP BY source HAVING MAX(dated) = 0), "           \
    "year_of_log AS (SELECT e.source, MAX(CAST(substr(c.time, 1, 4) AS INTEGER)) - CAST(substr(e.time, 1, 4) AS INTEGER) AS years "        \
    "FROM ends AS e JOIN crash AS c ON substr(c.time, 1, 4) < substr(e.time, 1, 4) "                                                       \
    "AND julianday(substr(c.time, 1, 4) || substr(e.time, 5)) BETWEEN julianday(c.time) - 2 AND julianday(c.time) + 1 "                    \
    "WHERE NOT EXISTS (SELECT 1 FROM signal WHERE dated = 1) AND NOT EXISTS (SELECT 1 FROM clock WHERE mac_time IS NOT NULL) "             \
    "GROUP BY e.source) "

static bool settle_years_of(struct session *s, const char *table, struct error *err) {
    char sql[1400];
    snprintf(sql, sizeof sql,
             YEAR_OF_LOG "UPDATE \"%s\" SET time = strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', time, y.years || ' years'), "
                         "ns = ns + (strftime('%%s', time, y.years || ' years') - strftime('%%s', time)) * 1000000000 "
                         "FROM year_of_log AS y WHERE y.source = \"%s\".source AND ns IS NOT NULL",
             table, table);
    return run(s, sql, err);
}

/* The signals come last: from them the years are told. */
static bool settle_years(struct session *s, struct error *err) {
    static const char *const tables[] = {"log", "error", "signal"};
    bool good = true;
    if (!session_wants(s, table_index("signal")) || !session_wants(s, table_index("crash")))
        return true;
    for (size_t i = 0; good && i < sizeof tables / sizeof *tables; i++)
        good = !session_wants(s, table_index(tables[i])) || settle_years_of(s, tables[i], err);
    return good;
}

bool session_settle(struct session *s, struct error *err) {
    return load_wanted_knowledge(s, err) && settle_zones(s, err) && settle_years(s, err) && run_derived(s, NULL, err) &&
           run(s, "COMMIT", err);
}

/* Ends a transaction in which a table was changed: those that are made from it are made again. */
static bool derive_anew(struct session *s, const char *from, struct error *err) {
    bool good = true;
    for (size_t i = 0; good && all_tables[i]; i++)
        if (s->wanted[i] && derived_from(all_tables[i], from)) {
            char sql[160];
            snprintf(sql, sizeof sql, "DELETE FROM \"%s\"", all_tables[i]->name);
            good = run(s, sql, err);
        }
    return good && run_derived(s, from, err) && run(s, "COMMIT", err);
}

bool session_judge(struct session *s, int64_t attempt, struct error *err) {
    char sql[160];
    snprintf(sql, sizeof sql, "BEGIN; UPDATE attempt SET judged = (attempt = %lld)", (long long)attempt);
    return run(s, sql, err) && derive_anew(s, "attempt", err);
}

/* What tells of failures that were: a supposed attempt has none. */
static const char forget_failures[] = "BEGIN; DELETE FROM attempt; DELETE FROM error; DELETE FROM dialog; DELETE FROM crash; ";

bool session_suppose(struct session *s, const struct supposed *what, struct error *err) {
    char *row =
        sqlite3_mprintf("INSERT INTO attempt(attempt, kind, start_ns, end_ns, last_stage, outcome, target_version, target_build, events, "
                        "superseded, judged, text, source) VALUES(1, 'supposed', %lld, %lld, %Q, 'failed', %Q, %Q, 0, 0, 1, '', '')",
                        (long long)what->ns, (long long)what->ns, what->stage, what->version, what->build);
    bool good = row ? run(s, forget_failures, err) && run(s, row, err) : error_set(err, "out of memory");
    sqlite3_free(row);
    return good && derive_anew(s, "attempt", err);
}

struct slice stmt_text(sqlite3_stmt *stmt, int column) {
    const void *text = sqlite3_column_text(stmt, column);
    return text ? slice_of(text, (size_t)sqlite3_column_bytes(stmt, column)) : slice_of(NULL, 0);
}

const char *stmt_string(struct arena *arena, sqlite3_stmt *stmt, int column) {
    struct slice s = stmt_text(stmt, column);
    return s.data ? arena_string(arena, s) : NULL;
}

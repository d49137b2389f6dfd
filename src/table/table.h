/*
 * table: how evidence becomes rows of SQL tables.
 *
 * One file src/table/<name>.c defines one table `table_<name>`; the build
 * collects them. A table says which artefacts it reads (kinds of
 * knowledge/artefact.tsv) and gives a function that reads one artefact and
 * emits rows; or it is derived from other tables by SQL once all are filled.
 * Only tables that some rule or query reads are filled.
 *
 * Every table has, after its own columns, the columns that say where a row
 * comes from: `source` (path in the evidence), `line` (1-based; a byte offset
 * for binary formats; NULL) and `time` (ISO 8601 UTC; NULL). They are added
 * here, not listed by the table.
 *
 *     enum { COLUMN_PORT, COLUMN_HOST, COLUMN_COUNT };
 *     static const struct column columns[] = {
 *         [COLUMN_PORT] = {"port", COLUMN_INTEGER, SHOW, "TCP port"},
 *         [COLUMN_HOST] = {"host", COLUMN_TEXT, REDACT, "name or address"},
 *     };
 *     static bool feed_proxy(struct feed *f, struct error *err) {
 *         struct slice text;
 *         if (!feed_text(f, &text, err))
 *             return false;
 *         ... struct value row[COLUMN_COUNT] = {0};
 *         row[COLUMN_PORT] = value_integer(port);
 *         feed_row(f, &table_proxy, row, at_line(n)); ...
 *     }
 *     const struct table table_proxy = {.name = "proxy", .doc = "...", .columns = columns, .n_columns = COLUMN_COUNT,
 *                                       .artefacts = (const char *const[]){"scutil_proxy", NULL}, .feed = feed_proxy};
 */
#ifndef TAILOR_TABLE_TABLE_H
#define TAILOR_TABLE_TABLE_H

#include "evidence/artefact.h"
#include "knowledge/knowledge.h"

enum column_type { COLUMN_TEXT, COLUMN_INTEGER, COLUMN_REAL };

/* What a report does with the column's values by default (DESIGN section 7). */
enum redaction {
    SHOW,   /* as it is, after the general patterns (UUID, address, user folder ...) */
    REDACT, /* always personal: serial, ECID, user, host and network names and addresses */
};

struct column {
    const char *name;
    enum column_type type;
    enum redaction redaction;
    const char *doc; /* one sentence: meaning and unit */
};

enum value_type { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT };

struct value {
    enum value_type type;
    int64_t integer;
    double real;
    struct slice text;
};

static inline struct value value_null(void) { return (struct value){.type = VALUE_NULL}; }
static inline struct value value_integer(int64_t i) { return (struct value){.type = VALUE_INTEGER, .integer = i}; }
static inline struct value value_real(double r) { return (struct value){.type = VALUE_REAL, .real = r}; }
static inline struct value value_bool(bool b) { return value_integer(b); }
/* An empty slice with NULL data is NULL; any other empty slice is ''. */
static inline struct value value_text(struct slice s) { return s.data ? (struct value){.type = VALUE_TEXT, .text = s} : value_null(); }
static inline struct value value_str(const char *s) { return value_text(slice_str(s)); }

/* Where in the artefact a row was found. */
struct origin {
    int64_t line;        /* 1-based line or byte offset; 0: not known */
    int64_t time;        /* TIMESTAMP_NONE: not known */
    struct slice source; /* empty: the artefact's path */
};
static inline struct origin at_line(int64_t line) { return (struct origin){.line = line, .time = TIMESTAMP_NONE}; }
static inline struct origin at_time(int64_t line, int64_t time) { return (struct origin){.line = line, .time = time}; }

struct table;

/* One artefact being read for the tables that are wanted. */
/* What log_pass makes of the knowledge alone, and keeps from one artefact to the next; the engine's, which calls free_log at the end. */
struct feed_kept {
    struct arena *arena; /* lives as long as the run */
    void *log;
    void (*free_log)(void *log);
};

struct feed {
    struct artefact *artefact;
    struct arena *arena;    /* lives as long as the artefact */
    struct feed_kept *kept; /* NULL: nothing is kept */
    const struct knowledge *knowledge;
    void *sink; /* of the engine; see feed_row */
    bool (*wants)(const struct feed *f, const struct table *t);
    void (*row)(struct feed *f, const struct table *t, const struct value *values, struct origin origin);
    /* Tells that the work goes on, and how far into the artefact it is; cheap. */
    void (*progress)(struct feed *f, uint64_t bytes_done);
    /* The artefact can be read but something in it is wrong: kept as the `problem` of its row in `evidence`. */
    void (*problem)(struct feed *f, const char *text);
};

/* Is any rule or query going to read this table? Emitting to another one is allowed and does nothing. */
static inline bool feed_wants(const struct feed *f, const struct table *t) { return f->wants(f, t); }
/* `values` has one entry per column of the table; texts are copied. */
static inline void feed_row(struct feed *f, const struct table *t, const struct value *values, struct origin origin) {
    f->row(f, t, values, origin);
}

/* The whole artefact as UTF-8 text: byte order mark, UTF-16, RTF and CR LF taken away (at most 64 MiB). */
bool feed_text(struct feed *f, struct slice *ret_text, struct error *err) MUST_USE;
/* The whole artefact as it is (at most 64 MiB). */
bool feed_bytes(struct feed *f, struct slice *ret_bytes, struct error *err) MUST_USE;

/* False: the artefact is damaged; err becomes the `problem` of its row in `evidence`. Rows emitted before stay. */
typedef bool table_feed(struct feed *f, struct error *err);

struct table {
    const char *name, *doc;
    const struct column *columns;
    size_t n_columns;
    const char *const *artefacts; /* kinds, NULL-terminated; NULL for a derived table */
    table_feed *feed;             /* called once per artefact, even when several tables name the same function */
    const char *scratch;          /* SQL: tables for the steps of `derive`, empty before and after it; NULL for none */
    const char *derive;           /* SQL: INSERT INTO <name>(...) SELECT ...; run after the tables in `needs` */
    const char *const *needs;     /* NULL-terminated names */
};

/* All tables in alphabetical order, NULL-terminated; generated by the build. */
extern const struct table *const all_tables[];

#endif

/*
 * table_test: runs a table's feed over text in memory and keeps the rows, for unit tests of tables.
 *
 *     struct capture c;
 *     assert_true(capture_feed(&c, &table_df, "df", "commands/df.txt", "Filesystem ..."));
 *     assert_int_equal(c.n_rows, 2);
 *     assert_string_equal(cell(&c, 0, "mount_point"), "/");
 *     capture_free(&c);
 *
 * Cells come back as text: NULL for SQL NULL, numbers printed with %lld or %g. `source`, `line`, `time` work as column names too.
 */
#ifndef TAILOR_TABLE_TEST_H
#define TAILOR_TABLE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "table/table.h"

enum { CAPTURE_ROWS = 512, CAPTURE_COLUMNS = 64 };

struct capture {
    struct arena *arena;
    struct knowledge *knowledge;
    const struct table *table;
    const char *cells[CAPTURE_ROWS][CAPTURE_COLUMNS];
    char lines[CAPTURE_ROWS][24], times[CAPTURE_ROWS][32];
    const char *sources[CAPTURE_ROWS];
    size_t n_rows;
    const char *problem; /* the last one told */
    struct error err;
};

static inline bool capture_wants(const struct feed *f, const struct table *t) {
    (void)f;
    (void)t;
    return true;
}

static inline void capture_row(struct feed *f, const struct table *t, const struct value *values, struct origin origin) {
    struct capture *c = f->sink;
    if (t != c->table || c->n_rows == CAPTURE_ROWS)
        return;
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct value *v = &values[i];
        const char *text = v->type == VALUE_TEXT      ? arena_string(c->arena, v->text)
                           : v->type == VALUE_INTEGER ? arena_printf(c->arena, "%lld", (long long)v->integer)
                           : v->type == VALUE_REAL    ? arena_printf(c->arena, "%g", v->real)
                                                      : NULL;
        c->cells[c->n_rows][i] = text;
    }
    snprintf(c->lines[c->n_rows], sizeof c->lines[0], "%lld", (long long)origin.line);
    timestamp_format(origin.time, c->times[c->n_rows]);
    c->sources[c->n_rows] = arena_string(c->arena, origin.source.len ? origin.source : f->artefact->path);
    c->n_rows++;
}

static inline void capture_progress(struct feed *f, uint64_t done) {
    (void)f;
    (void)done;
}

static inline void capture_problem(struct feed *f, const char *text) {
    struct capture *c = f->sink;
    c->problem = arena_string(c->arena, slice_str(text));
}

static inline bool capture_feed_slice(struct capture *c, const struct table *table, const char *kind, const char *path,
                                      struct slice bytes) {
    memset(c, 0, sizeof *c);
    c->arena = arena_new(256u << 20);
    c->knowledge = knowledge_open(NULL, &c->err);
    c->table = table;
    assert_non_null(c->arena);
    if (!c->knowledge)
        fail_msg("knowledge: %s", c->err.text);
    struct artefact a = artefact_of_slice(path, kind, &bytes);
    struct feed f = {.artefact = &a,
                     .arena = c->arena,
                     .knowledge = c->knowledge,
                     .sink = c,
                     .wants = capture_wants,
                     .row = capture_row,
                     .progress = capture_progress,
                     .problem = capture_problem};
    return table->feed(&f, &c->err);
}

static inline bool capture_feed(struct capture *c, const struct table *table, const char *kind, const char *path, const char *text) {
    return capture_feed_slice(c, table, kind, path, slice_str(text));
}

static inline const char *cell(const struct capture *c, size_t row, const char *column) {
    assert_true(row < c->n_rows);
    if (strcmp(column, "line") == 0)
        return c->lines[row];
    if (strcmp(column, "time") == 0)
        return c->times[row];
    if (strcmp(column, "source") == 0)
        return c->sources[row];
    for (size_t i = 0; i < c->table->n_columns; i++)
        if (strcmp(c->table->columns[i].name, column) == 0)
            return c->cells[row][i];
    fail_msg("table %s has no column %s", c->table->name, column);
    return NULL;
}

static inline void capture_free(struct capture *c) {
    arena_free(c->arena);
    knowledge_close(c->knowledge);
}

#endif

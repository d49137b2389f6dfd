/* engine_test: a session with rows put into it by hand, for unit tests of the engine. */
#ifndef TAILOR_ENGINE_TEST_H
#define TAILOR_ENGINE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/session.h"

struct bench {
    struct knowledge *knowledge;
    struct session *session;
    struct arena *arena;
    struct error err;
};

static inline void bench_open(struct bench *b) {
    memset(b, 0, sizeof *b);
    b->arena = arena_new(64 << 20);
    b->knowledge = knowledge_open(NULL, &b->err);
    b->session = b->knowledge ? session_open(b->knowledge, &b->err) : NULL;
    if (!b->session)
        fail_msg("%s", b->err.text);
}

static inline void bench_close(struct bench *b) {
    session_close(b->session);
    knowledge_close(b->knowledge);
    arena_free(b->arena);
}

/* For cmocka_unit_test_setup_teardown: each test gets a bench of its own as its state. */
static inline int bench_setup(void **state) {
    static struct bench b;
    bench_open(&b);
    *state = &b;
    return 0;
}

static inline int bench_teardown(void **state) {
    bench_close(*state);
    return 0;
}

/* A row with the named text columns set ("name", "value", ..., NULL) and everything else NULL. */
static inline void bench_row(struct bench *b, const char *table, const char *source, int64_t line, int64_t ns, ...) {
    size_t index = table_index(table);
    struct value values[64] = {{0}};
    va_list args;
    assert_true(index != SIZE_MAX);
    va_start(args, ns);
    for (const char *column; (column = va_arg(args, const char *));) {
        const char *text = va_arg(args, const char *);
        size_t i = 0;
        while (i < all_tables[index]->n_columns && strcmp(all_tables[index]->columns[i].name, column) != 0)
            i++;
        if (i == all_tables[index]->n_columns)
            fail_msg("table %s has no column %s", table, column);
        values[i] = value_str(text);
    }
    va_end(args);
    session_want(b->session, table);
    if (!session_insert(b->session, index, values, slice_str(source), line, ns, &b->err))
        fail_msg("%s", b->err.text);
}

/* The first column of the first row of a query, as text that lives in the bench; NULL when there is none. */
static inline const char *bench_ask(struct bench *b, const char *sql) {
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(b->session, sql, &b->err);
    if (!stmt)
        fail_msg("%s: %s", sql, b->err.text);
    return sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_type(stmt, 0) != SQLITE_NULL ? arena_string(b->arena, stmt_text(stmt, 0))
                                                                                           : NULL;
}

#endif

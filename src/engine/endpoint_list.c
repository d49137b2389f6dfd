#include "engine/endpoint_list.h"

enum { MAX_ENDPOINTS = 4096 };

static const char *text_at(struct arena *arena, sqlite3_stmt *stmt, int column) {
    struct slice s = stmt_text(stmt, column);
    return s.data ? arena_string(arena, s) : NULL;
}

static void read_row(struct arena *arena, sqlite3_stmt *stmt, struct endpoint *e) {
    const char **texts[] = {&e->host, &e->protocol, &e->stage, &e->via,    &e->state,
                            &e->step, &e->outcome,  &e->text,  &e->issuer, &e->interceptor};
    for (int i = 0; i < 10; i++)
        *texts[i] = text_at(arena, stmt, i);
    e->port = sqlite3_column_int64(stmt, 10);
    e->tries = sqlite3_column_int64(stmt, 11);
    e->failures = sqlite3_column_int64(stmt, 12);
    e->has_connect = sqlite3_column_type(stmt, 13) != SQLITE_NULL;
    e->connect_ms = sqlite3_column_double(stmt, 13);
    e->jitter_ms = sqlite3_column_double(stmt, 14);
    e->has_offset = sqlite3_column_type(stmt, 15) != SQLITE_NULL;
    e->offset_seconds = sqlite3_column_double(stmt, 15);
}

bool endpoint_list_read(struct session *s, struct arena *arena, struct endpoint_list *ret_list, struct error *err) {
    static const char sql[] =
        "SELECT host, protocol, stage, via, state, step, outcome, text, issuer, interceptor, port, tries, failures, connect_ms, jitter_ms, "
        "offset_seconds FROM endpoint AS e ORDER BY COALESCE((SELECT CAST(position AS INTEGER) FROM known_stage AS k WHERE k.stage = "
        "e.stage), 99), e.rowid "
        "LIMIT 4096";
    struct endpoint_list list = {.endpoints = arena_array(arena, MAX_ENDPOINTS, sizeof *list.endpoints)};
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, sql, err);
    if (!stmt || !list.endpoints)
        return stmt ? error_set(err, "out of memory") : false;
    while (sqlite3_step(stmt) == SQLITE_ROW && list.n_endpoints < MAX_ENDPOINTS) {
        struct endpoint *e = &list.endpoints[list.n_endpoints++];
        read_row(arena, stmt, e);
        list.n_good += e->state && strcmp(e->state, "good") == 0;
        list.n_failed += e->state && strcmp(e->state, "failed") == 0;
    }
    *ret_list = list;
    return true;
}

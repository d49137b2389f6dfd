#include "engine/endpoint_list.h"

enum { N_TEXTS = 16, NUMBERS = N_TEXTS, STEPS = NUMBERS + 7 };

const char *const endpoint_step_names[ENDPOINT_STEPS] = {"dns", "tcp", "proxy", "tls", "http", "sntp"};

static const char sql[] =
    "SELECT host, protocol, stage, via, state, step, outcome, text, issuer, interceptor, address, families, proxy, proxy_from, pac, "
    "probed, "
    "port, tries, failures, sample_bytes, jitter_ms, offset_seconds, bytes_per_second, "
    "dns_outcome, dns_ms, tcp_outcome, connect_ms, proxy_outcome, proxy_ms, tls_outcome, tls_ms, http_outcome, http_ms, sntp_outcome, "
    "sntp_ms "
    "FROM endpoint AS e ORDER BY COALESCE((SELECT CAST(position AS INTEGER) FROM known_stage AS k WHERE k.stage = e.stage), 99), e.rowid "
    "LIMIT 4096";

static void read_row(struct arena *arena, sqlite3_stmt *stmt, struct endpoint *e) {
    const char **texts[N_TEXTS] = {&e->host,    &e->protocol,   &e->stage,  &e->via,         &e->state,   &e->step,
                                   &e->outcome, &e->text,       &e->issuer, &e->interceptor, &e->address, &e->families,
                                   &e->proxy,   &e->proxy_from, &e->pac,    &e->probed};
    for (int i = 0; i < N_TEXTS; i++)
        *texts[i] = stmt_string(arena, stmt, i);
    e->port = sqlite3_column_int64(stmt, NUMBERS);
    e->tries = sqlite3_column_int64(stmt, NUMBERS + 1);
    e->failures = sqlite3_column_int64(stmt, NUMBERS + 2);
    e->sample_bytes = sqlite3_column_int64(stmt, NUMBERS + 3);
    e->jitter_ms = sqlite3_column_double(stmt, NUMBERS + 4);
    e->has_offset = sqlite3_column_type(stmt, NUMBERS + 5) != SQLITE_NULL;
    e->offset_seconds = sqlite3_column_double(stmt, NUMBERS + 5);
    e->bytes_per_second = sqlite3_column_double(stmt, NUMBERS + 6);
    for (int i = 0; i < ENDPOINT_STEPS; i++) {
        int ms = STEPS + 2 * i + 1;
        e->outcomes[i] = stmt_string(arena, stmt, STEPS + 2 * i);
        e->ms[i] = sqlite3_column_type(stmt, ms) == SQLITE_NULL ? -1 : sqlite3_column_double(stmt, ms);
    }
}

static bool read_estimates(struct session *s, struct arena *arena, struct endpoint_list *list, struct error *err) {
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, "SELECT text FROM download_estimate ORDER BY bytes LIMIT 8", err);
    if (!stmt)
        return false;
    while (list->n_estimates < ENDPOINT_ESTIMATES && sqlite3_step(stmt) == SQLITE_ROW)
        list->estimates[list->n_estimates++] = stmt_string(arena, stmt, 0);
    return true;
}

bool endpoint_list_read(struct session *s, struct arena *arena, struct endpoint_list *ret_list, struct error *err) {
    sqlite3_stmt *count CLEANUP_STMT = session_prepare(s, "SELECT MIN(COUNT(*), 4096) FROM endpoint", err),
                        *stmt CLEANUP_STMT = count ? session_prepare(s, sql, err) : NULL;
    if (!stmt)
        return false;
    size_t n = sqlite3_step(count) == SQLITE_ROW ? (size_t)sqlite3_column_int64(count, 0) : 0;
    struct endpoint_list list = {.endpoints = arena_array(arena, n + 1, sizeof *list.endpoints)};
    if (!list.endpoints)
        return error_set(err, "out of memory");
    while (list.n_endpoints < n && sqlite3_step(stmt) == SQLITE_ROW) {
        struct endpoint *e = &list.endpoints[list.n_endpoints++];
        read_row(arena, stmt, e);
        list.n_good += e->state && strcmp(e->state, "good") == 0;
        list.n_failed += e->state && strcmp(e->state, "failed") == 0;
    }
    if (!read_estimates(s, arena, &list, err))
        return false;
    *ret_list = list;
    return true;
}

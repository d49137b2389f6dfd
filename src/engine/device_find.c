#include "engine/device_find.h"

enum { CHIP, BOARD, DOMAIN_COLUMN, ECID, NONCE, CLASS, PRODUCTION, SECURITY };

static const char sql[] = "SELECT chip, board, security_domain, ecid, nonce, device_class, production, security FROM (\n"
                          "  SELECT *, CASE origin WHEN 'ioreg' THEN 0 WHEN 'nvram' THEN 1 ELSE 2 END AS place, 0 AS late FROM device)\n"
                          "ORDER BY place, rowid";
static const char logged_sql[] = "SELECT chip, board, security_domain, ecid, NULL, target, production, security FROM signing_request\n"
                                 "ORDER BY ns DESC NULLS LAST, rowid DESC LIMIT 1";

static void set_number(sqlite3_stmt *stmt, int column, bool *has, uint64_t *number) {
    if (*has || sqlite3_column_type(stmt, column) == SQLITE_NULL)
        return;
    *has = true;
    *number = (uint64_t)sqlite3_column_int64(stmt, column);
}

static bool is_another(sqlite3_stmt *stmt, const struct device_keys *k) {
    uint64_t ecid = 0;
    if (k->has_chip && sqlite3_column_type(stmt, CHIP) != SQLITE_NULL && (uint64_t)sqlite3_column_int64(stmt, CHIP) != k->chip)
        return true;
    return k->has_ecid && device_number(stmt_text(stmt, ECID), &ecid) && ecid != k->ecid;
}

static struct slice bytes_of(struct arena *arena, struct slice hex) {
    uint8_t *bytes = arena_alloc(arena, hex.len / 2 + 1);
    for (size_t i = 0; bytes && i + 1 < hex.len; i += 2) {
        int high = slice_hex_digit(hex.data[i]), low = slice_hex_digit(hex.data[i + 1]);
        if (high < 0 || low < 0)
            return slice_of(NULL, 0);
        bytes[i / 2] = (uint8_t)(high << 4 | low);
    }
    return slice_of(bytes, hex.len / 2);
}

static void take(sqlite3_stmt *stmt, struct arena *arena, bool *modes_told, struct device_keys *k) {
    if (is_another(stmt, k))
        return;
    set_number(stmt, CHIP, &k->has_chip, &k->chip);
    set_number(stmt, BOARD, &k->has_board, &k->board);
    set_number(stmt, DOMAIN_COLUMN, &k->has_domain, &k->security_domain);
    if (!k->has_ecid)
        k->has_ecid = device_number(stmt_text(stmt, ECID), &k->ecid);
    if (!k->nonce.data && stmt_text(stmt, NONCE).len)
        k->nonce = bytes_of(arena, stmt_text(stmt, NONCE));
    if (!k->device_class.len && stmt_text(stmt, CLASS).len)
        k->device_class = arena_slice(arena, stmt_text(stmt, CLASS));
    if (!*modes_told && sqlite3_column_type(stmt, PRODUCTION) != SQLITE_NULL && sqlite3_column_type(stmt, SECURITY) != SQLITE_NULL) {
        *modes_told = true;
        k->production = sqlite3_column_int(stmt, PRODUCTION) != 0;
        k->security = sqlite3_column_int(stmt, SECURITY) != 0;
    }
}

void device_wants(struct session *session) {
    session_want(session, "device");
    session_want(session, "signing_request");
}

bool device_find(struct session *session, struct arena *arena, struct device_keys *ret_keys, struct error *err) {
    const char *const statements[] = {sql, logged_sql};
    struct device_keys k = {.production = true, .security = true};
    bool modes_told = false;
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(session, statements[i], err);
        int code = SQLITE_ROW;
        if (!stmt)
            return false;
        while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
            take(stmt, arena, &modes_told, &k);
        if (code != SQLITE_DONE)
            return error_set(err, "the rows of this Mac cannot be read");
    }
    *ret_keys = k;
    return true;
}

#include "engine/rehearsal_preview.h"

static const char held_sql[] =
    "SELECT EXISTS (SELECT 1 FROM evidence WHERE kind = 'probe'), EXISTS (SELECT 1 FROM evidence WHERE kind = 'pmv'),\n"
    "  EXISTS (SELECT 1 FROM evidence WHERE kind = 'apple_account'), EXISTS (SELECT 1 FROM evidence WHERE kind = 'exchange')";
static const char board_sql[] = "SELECT board_id FROM mac WHERE board_id IS NOT NULL LIMIT 1";

/* Of several the one that is no board of Intel's side ("Mac-…"). */
static struct slice board_of(struct arena *arena, struct slice boards) {
    struct slice word, found = {0};
    while (slice_next_word(&boards, &word))
        if (!slice_starts_with(word, "Mac-"))
            found = word;
    uint8_t *text = found.len ? arena_alloc(arena, found.len) : NULL;
    for (size_t i = 0; text && i < found.len; i++)
        text[i] = found.data[i] >= 'A' && found.data[i] <= 'Z' ? (uint8_t)(found.data[i] + 32) : found.data[i];
    return slice_of(text, text ? found.len : 0);
}

static bool read_held(struct session *s, struct rehearsal_preview *p, struct error *err) {
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, held_sql, err);
    bool *const places[] = {&p->has_probe, &p->has_pmv, &p->has_account, &p->has_exchange};
    if (!stmt || sqlite3_step(stmt) != SQLITE_ROW)
        return stmt ? error_set(err, "the evidence tells nothing of itself") : false;
    for (int i = 0; i < 4; i++)
        *places[i] = sqlite3_column_int(stmt, i);
    return true;
}

static bool read_device(struct session *s, struct arena *arena, struct device_keys *ret_device, struct error *err) {
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, board_sql, err);
    if (!stmt || !device_find(s, arena, ret_device, err))
        return false;
    if (!ret_device->has_board && !ret_device->device_class.len && sqlite3_step(stmt) == SQLITE_ROW)
        ret_device->device_class = board_of(arena, stmt_text(stmt, 0));
    return true;
}

bool rehearsal_preview(const struct knowledge *k, const struct scan_options *scan, bool device, struct arena *arena,
                       struct rehearsal_preview *ret_preview, struct error *err) {
    struct rehearsal_preview p = {0};
    struct session *s = session_open(k, err);
    bool good = s != NULL;
    if (good) {
        session_want(s, "evidence");
        if (device) {
            session_want(s, "mac");
            device_wants(s);
        }
        good = scan_evidence(s, scan, err) && read_held(s, &p, err) && (!device || read_device(s, arena, &p.device, err));
    }
    session_close(s);
    if (good)
        *ret_preview = p;
    return good;
}

#include "engine/rehearsal_preview.h"

static const char sql[] =
    "SELECT model, kind, ecid, board_id,\n"
    "  EXISTS (SELECT 1 FROM evidence WHERE kind = 'probe'), EXISTS (SELECT 1 FROM evidence WHERE kind = 'pmv'),\n"
    "  EXISTS (SELECT 1 FROM evidence WHERE kind = 'apple_account'), EXISTS (SELECT 1 FROM evidence WHERE kind = 'exchange')\n"
    "FROM (SELECT 1) LEFT JOIN mac ON 1 ORDER BY ecid IS NULL, board_id IS NULL LIMIT 1";

static const char *text_at(struct arena *arena, sqlite3_stmt *stmt, int column) {
    struct slice s = stmt_text(stmt, column);
    return s.len ? arena_string(arena, s) : NULL;
}

/* Of several the one that is no board of Intel's side ("Mac-…"). */
static const char *board_of(struct arena *arena, struct slice boards) {
    struct slice word, found = {0};
    while (slice_next_word(&boards, &word))
        if (!slice_starts_with(word, "Mac-"))
            found = word;
    if (!found.len)
        return NULL;
    uint8_t *text = arena_alloc(arena, found.len + 1);
    for (size_t i = 0; text && i < found.len; i++)
        text[i] = found.data[i] >= 'A' && found.data[i] <= 'Z' ? (uint8_t)(found.data[i] + 32) : found.data[i];
    if (text)
        text[found.len] = 0;
    return (const char *)text;
}

static bool read_preview(struct session *s, struct arena *arena, struct rehearsal_preview *ret_preview, struct error *err) {
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, sql, err);
    if (!stmt || sqlite3_step(stmt) != SQLITE_ROW)
        return stmt ? error_set(err, "the evidence tells nothing of itself") : false;
    *ret_preview = (struct rehearsal_preview){.model = text_at(arena, stmt, 0),
                                              .kind = text_at(arena, stmt, 1),
                                              .ecid = text_at(arena, stmt, 2),
                                              .board = board_of(arena, stmt_text(stmt, 3)),
                                              .has_probe = sqlite3_column_int(stmt, 4),
                                              .has_pmv = sqlite3_column_int(stmt, 5),
                                              .has_account = sqlite3_column_int(stmt, 6),
                                              .has_exchange = sqlite3_column_int(stmt, 7)};
    return true;
}

bool rehearsal_preview(const struct knowledge *k, const struct scan_options *scan, struct arena *arena,
                       struct rehearsal_preview *ret_preview, struct error *err) {
    struct session *s = session_open(k, err);
    bool good = s != NULL;
    if (good) {
        session_want(s, "mac");
        session_want(s, "evidence");
        good = scan_evidence(s, scan, err) && read_preview(s, arena, ret_preview, err);
    }
    session_close(s);
    return good;
}

#include "engine/rehearsal_target.h"

void rehearsal_target_wants(struct session *s) {
    static const char *const tables[] = {"build_identity", "mac", "offer", "os", "preference", "signal"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        session_want(s, tables[i]);
}

/* What is offered to this Mac: by its boards, or in its own words. */
#define OFFERED                                                                                                                            \
    "WITH runs AS (SELECT version, build, major FROM os WHERE version IS NOT NULL LIMIT 1),\n"                                             \
    "mine AS (SELECT ' ' || lower(board_id) || ' ' AS boards FROM mac WHERE board_id IS NOT NULL LIMIT 1),\n"                              \
    "offered AS (\n"                                                                                                                       \
    "  SELECT DISTINCT o.version, o.build, o.major, o.minor, o.patch, o.list FROM offer AS o JOIN mine AS m\n"                             \
    "    ON instr(m.boards, ' ' || lower(o.board) || ' ') WHERE o.list <> 'background'\n"                                                  \
    "  UNION SELECT version, build, CAST(version AS INTEGER), CAST(substr(version, instr(version, '.') + 1) AS INTEGER), 0, 'list'\n"      \
    "    FROM signal WHERE name IN ('update-offered', 'full-installer-offered') AND version IS NOT NULL\n"                                 \
    "      AND source LIKE '%softwareupdate-list%'),\n"                                                                                    \
    "newer AS (SELECT o.* FROM offered AS o LEFT JOIN runs AS r ON 1 WHERE r.version IS NULL OR version_before(r.version, o.version))\n"

static const char named[] = OFFERED
    "SELECT COALESCE(o.version, CASE WHEN ?1 GLOB '[0-9]*.*' OR ?1 GLOB '[0-9][0-9]' THEN ?1 END),\n"
    "       COALESCE(o.build, b.build, CASE WHEN ?1 GLOB '[0-9][0-9][A-Z]*' THEN ?1 END), 'named'\n"
    "FROM (SELECT 1) LEFT JOIN (SELECT version, build FROM offered WHERE version = ?1 OR build = ?1 COLLATE NOCASE ORDER BY build IS NULL\n"
    "                           LIMIT 1) AS o ON 1\n"
    "LEFT JOIN (SELECT version, build FROM build_identity WHERE version = ?1 OR build = ?1 LIMIT 1) AS b ON 1";

static const struct {
    const char *sql;
} choices[] = {
    {"SELECT p.value, NULL, 'enforced by management' FROM preference AS p JOIN os AS o ON version_before(o.version, p.value)\n"
     "WHERE p.domain = 'SoftwareUpdateDDMStatePersistence' AND p.key LIKE '%/TargetOSVersion' LIMIT 1"},
    {"SELECT version, build, 'the build of the manifest' FROM build_identity WHERE version IS NOT NULL LIMIT 1"},
    {OFFERED "SELECT n.version, n.build, CASE WHEN n.major = r.major THEN 'the newest offered of this major version' ELSE 'the newest "
             "offered' END\n"
             "FROM newer AS n LEFT JOIN runs AS r ON 1 ORDER BY n.major IS r.major DESC, n.major DESC, n.minor DESC, n.patch DESC, n.build "
             "IS NULL, n.list = 'public' DESC LIMIT 1"},
};

static const char *text_at(struct arena *arena, sqlite3_stmt *stmt, int column) {
    struct slice s = stmt_text(stmt, column);
    return s.len ? arena_string(arena, s) : NULL;
}

/* Its row, if it has one. */
static bool ask(struct session *s, struct arena *arena, const char *sql, const char *wanted, struct rehearsal_target *target,
                struct error *err) {
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, sql, err);
    int64_t major = 0;
    if (!stmt)
        return error_wrap(err, "choosing the update to rehearse");
    if (wanted)
        sqlite3_bind_text(stmt, 1, wanted, -1, SQLITE_STATIC);
    if (sqlite3_step(stmt) != SQLITE_ROW)
        return true;
    *target = (struct rehearsal_target){text_at(arena, stmt, 0), text_at(arena, stmt, 1), text_at(arena, stmt, 2), 0};
    struct slice first = slice_str(target->version ? target->version : ""), rest;
    if (!slice_cut(first, ".", &first, &rest))
        first = slice_str(target->version ? target->version : "");
    target->major = first.len && slice_to_int64(first, &major) ? major : 0;
    return true;
}

bool rehearsal_target_find(struct session *s, struct arena *arena, const char *wanted, struct rehearsal_target *ret_target,
                           struct error *err) {
    struct rehearsal_target t = {0};
    if (wanted) {
        if (!ask(s, arena, named, wanted, &t, err))
            return false;
    }
    for (size_t i = 0; !wanted && !t.origin && i < sizeof choices / sizeof *choices; i++)
        if (!ask(s, arena, choices[i].sql, NULL, &t, err))
            return false;
    if (t.version && !t.build) { /* the build that goes with it, where one is offered */
        struct rehearsal_target named_so = {0};
        if (!ask(s, arena, named, t.version, &named_so, err))
            return false;
        t.build = named_so.build;
    }
    *ret_target = t;
    return true;
}

bool rehearsal_target_is_valid(const char *text) {
    struct slice s = slice_str(text);
    bool digits = s.len > 0;
    for (size_t i = 0; i < s.len; i++) {
        bool digit = s.data[i] >= '0' && s.data[i] <= '9', letter = (s.data[i] | 0x20) >= 'a' && (s.data[i] | 0x20) <= 'z';
        if (!digit && !letter && s.data[i] != '.')
            return false;
        digits = digits && (digit || s.data[i] == '.');
    }
    return s.len && s.len < 24 && s.data[0] >= '1' && s.data[0] <= '9' && (digits || slice_find_byte(s, '.') == SLICE_NOT_FOUND);
}

/*
 * permission: mode and owner of files that an update reads or writes, beside what knowledge/permission.tsv says is normal.
 *
 * Only an archive or a volume made as root tells them; a copied folder has those of whoever copied it, and the evidence then gives mode 0
 * and owner -1, which make no row. Nothing is read of the file itself.
 */
#include "table/shared/mac_path.h"
#include "table/table.h"

enum { PATH, MODE, EXPECTED_MODE, OWNER, EXPECTED_OWNER, PROBLEM, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [PATH] = {"path", COLUMN_TEXT, SHOW, "path of the file in the evidence"},
    [MODE] = {"mode", COLUMN_TEXT, SHOW, "permission bits in octal, such as 0644; NULL when not known"},
    [EXPECTED_MODE] = {"expected_mode", COLUMN_TEXT, SHOW, "permission bits that known_permission gives for the path"},
    [OWNER] = {"owner", COLUMN_INTEGER, SHOW, "user id of the owner, 0 for root; NULL when not known"},
    [EXPECTED_OWNER] = {"expected_owner", COLUMN_INTEGER, SHOW, "user id that known_permission gives for the path; NULL for several"},
    [PROBLEM] = {"problem", COLUMN_TEXT, SHOW, "what is wrong: write for group or others, no read, another owner; NULL when nothing is"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "path, mode, owner and problem in one line, to quote"},
};

extern const struct table table_permission;

/* The first row whose path matches; SIZE_MAX for none. */
static size_t find_expected(const struct tsv *known, struct slice path) {
    size_t column = tsv_column(known, "path");
    for (size_t i = 0; column != SIZE_MAX && i < known->n_rows; i++)
        if (slice_matches_glob(path, tsv_cell(known, i, column)))
            return i;
    return SIZE_MAX;
}

/* "0644", "1777"; false for anything else. */
static bool read_octal(struct slice text, uint32_t *ret_mode) {
    uint32_t mode = 0;
    if (text.len < 3 || text.len > 4)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '7')
            return false;
        mode = mode * 8 + (uint32_t)(text.data[i] - '0');
    }
    *ret_mode = mode;
    return true;
}

static const char *judge(struct feed *f, uint32_t expected_mode, struct value expected_owner) {
    static const struct {
        uint32_t bit;
        bool must_be_clear;
        const char *problem;
    } checks[] = {{0002, true, "everyone may write to it"},
                  {0020, true, "its group may write to it"},
                  {0400, false, "its owner may not read it"},
                  {0200, false, "its owner may not write to it"},
                  {0004, false, "only its owner and group may read it"}};
    uint32_t mode = f->artefact->mode;
    int64_t owner = f->artefact->owner;
    for (size_t i = 0; mode && i < sizeof checks / sizeof *checks; i++) {
        bool is = mode & checks[i].bit, should = expected_mode & checks[i].bit;
        if (is != should && is == checks[i].must_be_clear)
            return checks[i].problem;
    }
    if (owner >= 0 && expected_owner.type == VALUE_INTEGER && owner != expected_owner.integer)
        return arena_printf(f->arena, "it belongs to user id %lld, not %lld", (long long)owner, (long long)expected_owner.integer);
    return NULL;
}

static bool feed_permission(struct feed *f, struct error *err) {
    (void)err;
    const struct tsv *known = knowledge_find(f->knowledge, "permission");
    if (!known || f->artefact->owner < 0)
        return true;
    size_t i = find_expected(known, mac_path(f->arena, f->artefact->path));
    size_t mode_column = tsv_column(known, "mode"), owner_column = tsv_column(known, "owner");
    uint32_t expected_mode = 0;
    int64_t expected_owner = 0;
    if (i == SIZE_MAX || mode_column == SIZE_MAX || owner_column == SIZE_MAX ||
        !read_octal(slice_str(tsv_cell(known, i, mode_column)), &expected_mode))
        return true;
    struct value row[COLUMN_COUNT] = {0};
    if (slice_to_int64(slice_str(tsv_cell(known, i, owner_column)), &expected_owner))
        row[EXPECTED_OWNER] = value_integer(expected_owner);
    row[PATH] = value_text(f->artefact->path);
    if (f->artefact->mode)
        row[MODE] = value_str(arena_printf(f->arena, "%04o", f->artefact->mode & 07777u));
    row[EXPECTED_MODE] = value_str(arena_printf(f->arena, "%04o", expected_mode));
    if (f->artefact->owner >= 0)
        row[OWNER] = value_integer(f->artefact->owner);
    row[PROBLEM] = value_str(judge(f, expected_mode, row[EXPECTED_OWNER]));
    row[TEXT] =
        value_str(arena_printf(f->arena, "%.*s mode %.*s owner %lld%s%.*s", SLICE_ARG(f->artefact->path), SLICE_ARG(row[MODE].text),
                               (long long)f->artefact->owner, row[PROBLEM].type == VALUE_TEXT ? ": " : "", SLICE_ARG(row[PROBLEM].text)));
    feed_row(f, &table_permission, row, at_line(0));
    return true;
}

const struct table table_permission = {.name = "permission",
                                       .doc = "Mode and owner of files that an update reads or writes, where an archive tells them",
                                       .columns = columns,
                                       .n_columns = COLUMN_COUNT,
                                       .artefacts =
                                           (const char *const[]){"software_update_prefs", "network_prefs", "network_interfaces",
                                                                 "install_history", "receipt", "receipt_bom", "launchd_job", "kext_info",
                                                                 "boot_plist", "system_version", "plist", "hosts", "resolver_file", NULL},
                                       .feed = feed_permission};

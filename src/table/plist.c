/*
 * plist: every property list of the evidence, whole or broken.
 *
 * A broken one is a row with valid = 0 and what is wrong and where, and the same text as the problem of its artefact. One that macOS
 * reads but nobody should write (bytes after </plist>) is valid with a problem.
 */
#include "table/shared/property_list.h"

enum { PATH, KIND, FORMAT, VALID, PROBLEM, PROBLEM_OFFSET, PROBLEM_LINE, BYTES, ROOT_TYPE, KEYS, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [PATH] = {"path", COLUMN_TEXT, SHOW, "path of the list in the evidence"},
    [KIND] = {"kind", COLUMN_TEXT, SHOW, "what the list is: its kind in known_artefact, such as network_prefs; plist for any other"},
    [FORMAT] = {"format", COLUMN_TEXT, SHOW, "xml, binary, openstep or unknown"},
    [VALID] = {"valid", COLUMN_INTEGER, SHOW, "1 when macOS can read it, 0 when it cannot"},
    [PROBLEM] = {"problem", COLUMN_TEXT, SHOW, "what is wrong with it, or odd about it"},
    [PROBLEM_OFFSET] = {"problem_offset", COLUMN_INTEGER, SHOW, "byte at which it goes wrong, from 0"},
    [PROBLEM_LINE] = {"problem_line", COLUMN_INTEGER, SHOW, "line at which it goes wrong, from 1; NULL in a binary list"},
    [BYTES] = {"bytes", COLUMN_INTEGER, SHOW, "size in bytes"},
    [ROOT_TYPE] = {"root_type", COLUMN_TEXT, SHOW, "type of the outermost value: dict, array, string"},
    [KEYS] = {"keys", COLUMN_INTEGER, SHOW, "entries of the outermost dict or array"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "path, format and problem in one line, to quote"},
};

extern const struct table table_plist;

static const char *format_name(enum plist_format format) {
    static const char *const names[] = {
        [PLIST_UNKNOWN] = "unknown", [PLIST_XML] = "xml", [PLIST_BINARY] = "binary", [PLIST_OPENSTEP] = "openstep"};
    return names[format];
}

static void set_problem(struct value *row, const char *text, const struct plist_problem *problem) {
    row[PROBLEM] = value_str(text);
    row[PROBLEM_OFFSET] = problem->offset <= INT64_MAX ? value_integer((int64_t)problem->offset) : value_null();
    if (problem->line)
        row[PROBLEM_LINE] = value_integer(problem->line);
}

static bool feed_plist(struct feed *f, struct error *err) {
    struct slice bytes;
    const struct plist *root = NULL;
    struct plist_problem problem = {0};
    struct error why = {0};
    if (!feed_bytes(f, &bytes, err))
        return false;
    struct value row[COLUMN_COUNT] = {0};
    bool valid = plist_parse(bytes, f->arena, &root, &problem, &why);
    row[PATH] = value_text(f->artefact->path);
    row[KIND] = value_str(f->artefact->kind);
    row[FORMAT] = value_str(format_name(problem.format));
    row[VALID] = value_bool(valid);
    row[BYTES] = value_integer((int64_t)bytes.len);
    if (!valid) {
        set_problem(row, why.text, &problem);
        f->problem(f, why.text);
    } else {
        row[ROOT_TYPE] = value_str(plist_type_name(root->type));
        if (root->type == PLIST_DICT || root->type == PLIST_ARRAY)
            row[KEYS] = value_integer((int64_t)root->n_items);
        if (problem.note)
            row[PROBLEM] = value_str(problem.note);
    }
    row[TEXT] = value_str(arena_printf(f->arena, "%.*s: %s property list%s%.*s", SLICE_ARG(f->artefact->path), format_name(problem.format),
                                       row[PROBLEM].type == VALUE_TEXT ? ", " : "", SLICE_ARG(row[PROBLEM].text)));
    int64_t at = problem.line ? (int64_t)problem.line : row[PROBLEM_OFFSET].integer;
    feed_row(f, &table_plist, row, at_line(valid ? 0 : at));
    return true;
}

const struct table table_plist = {.name = "plist",
                                  .doc = "Every property list: whole, or what is wrong and where",
                                  .columns = columns,
                                  .n_columns = COLUMN_COUNT,
                                  .artefacts = (const char *const[]){"system_version",
                                                                     "software_update_prefs",
                                                                     "update_declarations",
                                                                     "time_machine_prefs",
                                                                     "network_prefs",
                                                                     "network_interfaces",
                                                                     "install_history",
                                                                     "receipt",
                                                                     "opencore_config",
                                                                     "launchd_job",
                                                                     "kext_info",
                                                                     "managed_prefs",
                                                                     "boot_plist",
                                                                     "build_manifest",
                                                                     "plist",
                                                                     "system_profiler",
                                                                     "diskutil_list",
                                                                     "diskutil_info",
                                                                     "diskutil_apfs_list",
                                                                     "nvram",
                                                                     "profiles",
                                                                     NULL},
                                  .feed = feed_plist};

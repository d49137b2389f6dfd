/*
 * preference: the leaves of preference files and of a boot loader's settings.
 *
 * Only files that bear on updates are flattened whole; any other file under Library/Preferences is when it is small. Values whose key says
 * that they identify a Mac, a person or a network, or that they are secret, go into a column of their own.
 */
#include "table/shared/identity.h"
#include "table/shared/property_list.h"

enum { DOMAIN, PATH, KEY, TYPE, VALUE, PRIVATE_VALUE, TEXT, COLUMN_COUNT };
enum { MAX_VALUE = 1000, MAX_LEAVES = 5000, MAX_LEAVES_OF_OTHERS = 2000 };

static const struct column columns[] = {
    [DOMAIN] = {"domain", COLUMN_TEXT, SHOW, "name of the file without .plist, such as com.apple.SoftwareUpdate"},
    [PATH] = {"path", COLUMN_TEXT, SHOW, "path of the file in the evidence"},
    [KEY] = {"key", COLUMN_TEXT, SHOW, "keys and array indexes down to the value, joined with '/'"},
    [TYPE] = {"type", COLUMN_TEXT, SHOW, "type of the value: string, integer, real, boolean, date, data, array, dict"},
    [VALUE] = {"value", COLUMN_TEXT, SHOW,
               "the value as text, cut at 1000 bytes; data in hexadecimal; '' for an empty array or dict; NULL when private"},
    [PRIVATE_VALUE] = {"private_value", COLUMN_TEXT, REDACT,
                       "the value where its key says that it is secret or identifies a Mac, person or network"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "key and value in one line, to quote; NULL when private"},
};

extern const struct table table_preference;

static struct slice domain_of(struct slice path) {
    struct slice name = slice_behind_last(path, '/');
    return slice_ends_with(name, ".plist") ? slice_sub(name, 0, name.len - 6) : name;
}

static void emit(struct feed *f, struct slice path, const struct plist *leaf) {
    struct value row[COLUMN_COUNT] = {0};
    struct value value = property_leaf(f->arena, leaf, MAX_VALUE);
    bool hidden = identity_is_private(slice_behind_last(path, '/'));
    row[DOMAIN] = value_text(domain_of(f->artefact->path));
    row[PATH] = value_text(f->artefact->path);
    row[KEY] = value_text(path.data ? path : slice_of("", 0));
    row[TYPE] = value_str(plist_type_name(leaf->type));
    row[hidden ? PRIVATE_VALUE : VALUE] = value;
    if (!hidden)
        row[TEXT] = value_str(arena_printf(f->arena, "%.*s = %.*s", SLICE_ARG(path), SLICE_ARG(value.text)));
    feed_row(f, &table_preference, row, property_origin(leaf));
}

static bool feed_preference(struct feed *f, struct error *err) {
    bool other = strcmp(f->artefact->kind, "plist") == 0;
    /* launchd's list of switched-off services is a preference in another place. */
    if (other && !slice_contains(f->artefact->path, "Library/Preferences/") &&
        !slice_contains(f->artefact->path, "com.apple.xpc.launchd/disabled"))
        return true;
    const struct plist *root, *leaf;
    struct slice path;
    if (!property_list_read(f, &root, err))
        return false;
    struct plist_walk *walk = arena_alloc(f->arena, sizeof *walk);
    if (!walk)
        return error_set(err, "the memory allowed for one artefact is used up");
    size_t leaves = 0;
    plist_walk_begin(walk, root);
    while (other && leaves <= MAX_LEAVES_OF_OTHERS && plist_walk_next(walk, &path, &leaf))
        leaves++;
    if (leaves > MAX_LEAVES_OF_OTHERS)
        return true; /* a database in the guise of preferences */
    leaves = 0;
    plist_walk_begin(walk, root);
    while (leaves < MAX_LEAVES && plist_walk_next(walk, &path, &leaf)) {
        emit(f, path, leaf);
        leaves++;
    }
    if (leaves == MAX_LEAVES && plist_walk_next(walk, &path, &leaf))
        f->problem(f, "more than 5000 values: table preference holds the first 5000");
    return true;
}

const struct table table_preference = {
    .name = "preference",
    .doc = "Values of preference files, of settings and declarations of management, and of a boot loader",
    .columns = columns,
    .n_columns = COLUMN_COUNT,
    .artefacts = (const char *const[]){"software_update_prefs", "time_machine_prefs", "update_declarations", "managed_prefs", "boot_plist",
                                       "opencore_config", "plist", NULL},
    .feed = feed_preference};

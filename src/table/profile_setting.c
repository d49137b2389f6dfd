/*
 * profile_setting: what profiles and managed preferences set, one row for each value.
 *
 * From the payloads of `profiles show -output` and from the files in /Library/Managed Preferences. Custom settings
 * (com.apple.ManagedClient.preferences) keep the values of a preference domain under DOMAIN/Forced/N/mcx_preference_settings; they
 * come with that domain, as the payloads of Apple's own types do. Passwords and other secrets are not shown.
 */
#include "base/buffer.h"
#include "format/profile_list.h"
#include "table/table.h"

extern const struct table table_profile_setting;

enum {
    COLUMN_IDENTIFIER,
    COLUMN_PAYLOAD_TYPE,
    COLUMN_DOMAIN,
    COLUMN_KEY,
    COLUMN_PATH,
    COLUMN_VALUE,
    COLUMN_NUMBER,
    COLUMN_VALUE_TYPE,
    COLUMN_TEXT_LINE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_IDENTIFIER] = {"identifier", COLUMN_TEXT, SHOW, "identifier of the profile; NULL: from a file of managed preferences"},
    [COLUMN_PAYLOAD_TYPE] = {"payload_type", COLUMN_TEXT, SHOW, "type of the payload, or the domain of the file of managed preferences"},
    [COLUMN_DOMAIN] = {"domain", COLUMN_TEXT, SHOW, "preference domain that the value is for; the payload type where it has none"},
    [COLUMN_KEY] = {"key", COLUMN_TEXT, SHOW, "last name of the path that is no number (forceDelayedSoftwareUpdates)"},
    [COLUMN_PATH] = {"path", COLUMN_TEXT, SHOW, "keys and indexes down to the value, joined with '/'"},
    [COLUMN_VALUE] = {"value", COLUMN_TEXT, SHOW, "the value as text, cut after 512 bytes; secrets and data are not shown"},
    [COLUMN_NUMBER] = {"number", COLUMN_INTEGER, SHOW, "the value when it is an integer; 0 or 1 of a boolean"},
    [COLUMN_VALUE_TYPE] = {"value_type", COLUMN_TEXT, SHOW, "type in the property list: string, integer, true, dict (empty) ..."},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "key and value"},
};

enum { MAX_ROWS = 20000, MAX_VALUE = 512 };

static bool is_secret(struct slice key) {
    static const char *const words[] = {"password",   "passphrase", "secret", "token",      "challenge",
                                        "credential", "privatekey", "apikey", "licensekey", "license_key"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_contains_nocase(key, words[i]))
            return true;
    return false;
}

static bool is_number(struct slice s) {
    int64_t n;
    return slice_to_int64(s, &n);
}

/* The last component that is no index. */
static struct slice last_name(struct slice path) {
    struct slice name = path;
    for (;;) {
        size_t slash = SLICE_NOT_FOUND;
        for (size_t i = path.len; i-- > 0 && slash == SLICE_NOT_FOUND;)
            slash = path.data[i] == '/' ? i : SLICE_NOT_FOUND;
        name = slash == SLICE_NOT_FOUND ? path : slice_from(path, slash + 1);
        if (slash == SLICE_NOT_FOUND || !is_number(name))
            return name;
        path = slice_sub(path, 0, slash);
    }
}

/* ".../com.apple.SoftwareUpdate/Forced/0/mcx_preference_settings/CatalogURL" */
static struct slice mcx_domain(struct slice path) {
    static const char *const marks[] = {"/Forced/", "/Set-Once/", "/Often/"};
    struct slice before = {NULL, 0}, after;
    for (size_t i = 0; i < 3; i++)
        if (slice_cut(path, marks[i], &before, &after) && slice_contains(after, "mcx_preference_settings"))
            return last_name(before);
    return (struct slice){NULL, 0};
}

static struct slice printed(const struct plist *leaf, struct arena *arena) {
    char time[32];
    switch (leaf->type) {
    case PLIST_STRING:
        return slice_sub(leaf->text, 0, MAX_VALUE);
    case PLIST_BOOL:
        return slice_str(leaf->boolean ? "true" : "false");
    case PLIST_INTEGER:
        return slice_str(arena_printf(arena, "%lld", (long long)leaf->integer));
    case PLIST_REAL:
        return slice_str(arena_printf(arena, "%g", leaf->real));
    case PLIST_DATE:
        timestamp_format(leaf->date, time);
        return slice_str(arena_printf(arena, "%s", time));
    case PLIST_DATA:
        return slice_str(arena_printf(arena, "(%zu bytes)", leaf->text.len));
    default:
        return (struct slice){NULL, 0};
    }
}

/* Where settings come from. */
struct origin_of_settings {
    struct slice identifier, type;
};

static void emit(struct feed *f, const struct origin_of_settings *o, struct slice path, const struct plist *leaf) {
    struct value row[COLUMN_COUNT] = {0};
    struct slice domain = mcx_domain(path), value = printed(leaf, f->arena);
    struct slice key = last_name(path);
    bool text = leaf->type == PLIST_STRING;
    if (text && is_secret(key))
        value = slice_str("(not shown)");
    row[COLUMN_IDENTIFIER] = value_text(o->identifier);
    row[COLUMN_PAYLOAD_TYPE] = value_text(o->type);
    row[COLUMN_DOMAIN] = value_text(domain.len ? domain : o->type);
    row[COLUMN_KEY] = value_text(key);
    row[COLUMN_PATH] = value_text(path);
    row[COLUMN_VALUE] = value_text(value);
    if (leaf->type == PLIST_BOOL || leaf->type == PLIST_INTEGER)
        row[COLUMN_NUMBER] = value_integer(leaf->type == PLIST_BOOL ? leaf->boolean : leaf->integer);
    row[COLUMN_VALUE_TYPE] = value_str(plist_type_name(leaf->type));
    row[COLUMN_TEXT_LINE] = value_str(arena_printf(f->arena, "%.*s = %.*s", SLICE_ARG(key), SLICE_ARG(value)));
    feed_row(f, &table_profile_setting, row, at_line((int64_t)(leaf->line ? leaf->line : leaf->offset)));
}

/* False: there are more than MAX_ROWS. */
static bool emit_tree(struct feed *f, const struct origin_of_settings *o, const struct plist *tree, size_t *rows) {
    struct plist_walk walk;
    struct slice path;
    const struct plist *leaf;
    plist_walk_begin(&walk, tree);
    while (plist_walk_next(&walk, &path, &leaf)) {
        if (*rows == MAX_ROWS)
            return false;
        ++*rows;
        emit(f, o, path, leaf);
    }
    return true;
}

static void tell_of_limit(struct feed *f, bool complete) {
    if (!complete)
        f->problem(f, "more than 20000 settings: the rest was not read");
}

static bool feed_list(struct feed *f, struct slice bytes, struct error *err) {
    struct profile_list list;
    struct profile_payload p;
    size_t rows = 0;
    bool complete = true;
    if (!profile_list_open(bytes, f->arena, &list, err))
        return false;
    while (complete && profile_list_next(&list, &p)) {
        struct origin_of_settings o = {.identifier = p.identifier, .type = p.type};
        if (p.content)
            complete = emit_tree(f, &o, p.content, &rows);
    }
    tell_of_limit(f, complete);
    return true;
}

/* The domain of ".../Managed Preferences/jroe/com.apple.SoftwareUpdate.plist". */
static struct slice file_domain(struct slice path) {
    for (size_t i = path.len; i-- > 0;)
        if (path.data[i] == '/') {
            path = slice_from(path, i + 1);
            break;
        }
    return slice_ends_with(path, ".plist") ? slice_sub(path, 0, path.len - strlen(".plist")) : path;
}

static bool feed_managed(struct feed *f, struct slice bytes, struct error *err) {
    const struct plist *root;
    size_t rows = 0;
    if (!plist_parse(bytes, f->arena, &root, NULL, err))
        return false;
    struct origin_of_settings o = {.type = file_domain(f->artefact->path)};
    tell_of_limit(f, emit_tree(f, &o, root, &rows));
    return true;
}

static bool feed_settings(struct feed *f, struct error *err) {
    struct slice bytes;
    if (!feed_bytes(f, &bytes, err))
        return false;
    if (bytes.len == 0)
        return error_set(err, "the file is empty");
    bool managed = f->artefact->kind && strcmp(f->artefact->kind, "managed_prefs") == 0;
    return managed ? feed_managed(f, bytes, err) : feed_list(f, bytes, err);
}

const struct table table_profile_setting = {.name = "profile_setting",
                                            .doc = "Values that configuration profiles and managed preferences set",
                                            .columns = columns,
                                            .n_columns = COLUMN_COUNT,
                                            .artefacts = (const char *const[]){"profiles", "managed_prefs", NULL},
                                            .feed = feed_settings};

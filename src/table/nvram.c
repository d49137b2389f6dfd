/*
 * nvram: the variables in the firmware's memory.
 *
 * `nvram -xp` writes a property list of data values, `nvram -p` a line "name<tab>value" with every byte that cannot be printed, and '%',
 * as %xx (nvram.c of Apple's system_cmds). A name may carry the GUID of its namespace in front: "7C436110-...:boot-args".
 */
#include "base/buffer.h"
#include "base/utf8.h"
#include "table/shared/identity.h"
#include "table/shared/output.h"
#include "table/shared/property_list.h"

enum { NAME, GUID, VALUE, PRIVATE_VALUE, BYTES, TEXT, COLUMN_COUNT };
enum { MAX_VALUE = 4096 };

static const struct column columns[] = {
    [NAME] = {"name", COLUMN_TEXT, SHOW, "name of the variable, such as boot-args"},
    [GUID] = {"guid", COLUMN_TEXT, SHOW, "GUID of the namespace, where it is written with the name"},
    [VALUE] = {"value", COLUMN_TEXT, SHOW,
               "the value as text, or in hexadecimal when it cannot be printed, at most 4096 bytes; NULL when it is private"},
    [PRIVATE_VALUE] = {"private_value", COLUMN_TEXT, REDACT,
                       "the value of a variable that holds names, networks, addresses, tokens or the identity of the Mac"},
    [BYTES] = {"bytes", COLUMN_INTEGER, SHOW, "length of the value in bytes"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "name and value in one line, to quote; NULL when the value is private"},
};

extern const struct table table_nvram;

static bool printable(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if ((s.data[i] < ' ' && s.data[i] != '\t' && s.data[i] != '\n') || s.data[i] == 0x7f)
            return false;
    return utf8_is_valid(s);
}

static bool is_guid(struct slice s) {
    if (s.len != 36)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        uint8_t c = s.data[i];
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hex)
            return false;
    }
    return true;
}

static void emit(struct feed *f, struct slice name, struct slice bytes, struct origin origin) {
    struct value row[COLUMN_COUNT] = {0};
    struct slice before, after, shown = bytes;
    if (slice_cut(name, ":", &before, &after) && is_guid(before)) {
        row[GUID] = value_text(before);
        name = after;
    }
    /* C strings are stored with their NUL; one that is all there is to a value is data. */
    if (shown.len > 1 && shown.data[shown.len - 1] == 0 && printable(slice_sub(shown, 0, shown.len - 1)))
        shown.len--;
    struct value value = !printable(shown)        ? property_hex(f->arena, bytes, MAX_VALUE / 2)
                         : shown.len == 0         ? value_str("")
                         : shown.len <= MAX_VALUE ? value_text(shown)
                                                  : value_text(slice_sub(shown, 0, MAX_VALUE));
    bool hidden = identity_is_private(name);
    row[NAME] = value_text(name.data ? name : slice_of("", 0));
    row[hidden ? PRIVATE_VALUE : VALUE] = value;
    row[BYTES] = value_integer((int64_t)bytes.len);
    if (!hidden)
        row[TEXT] = value_str(arena_printf(f->arena, "%.*s=%.*s", SLICE_ARG(name), SLICE_ARG(slice_sub(value.text, 0, 1000))));
    feed_row(f, &table_nvram, row, origin);
}

static bool feed_property_list(struct feed *f, struct error *err) {
    const struct plist *root;
    if (!property_list_read(f, &root, err))
        return false;
    if (root->type != PLIST_DICT)
        return error_set(err, "a property list whose root is %s, not the dict that nvram -xp writes", plist_type_name(root->type));
    for (size_t i = 0; i < root->n_items; i++) {
        const struct plist *item = &root->items[i];
        struct value value = item->type == PLIST_DATA ? value_text(item->text) : property_leaf(f->arena, item, MAX_VALUE);
        emit(f, root->keys[i], value.text, property_origin(item));
    }
    return true;
}

/* A '%' that no two digits follow stays as it is: the line was cut or written by another tool. */
static struct slice unescape(struct arena *arena, struct slice s) {
    uint8_t *out = arena_alloc(arena, s.len);
    size_t n = 0;
    if (!out)
        return slice_of("", 0);
    for (size_t i = 0; i < s.len; i++) {
        int high = s.data[i] == '%' && i + 2 < s.len ? slice_hex_digit(s.data[i + 1]) : -1;
        int low = high >= 0 ? slice_hex_digit(s.data[i + 2]) : -1;
        if (low < 0) {
            out[n++] = s.data[i];
            continue;
        }
        out[n++] = (uint8_t)(high * 16 + low);
        i += 2;
    }
    return slice_of(out, n);
}

static bool feed_text_form(struct feed *f, struct error *err) {
    struct text_lines lines;
    struct slice line;
    size_t rows = 0;
    if (!output_lines(f, &lines, err))
        return false;
    while (text_lines_next(&lines, &line)) {
        struct slice name, value;
        if (!slice_cut(line, "\t", &name, &value) || name.len == 0 || slice_find_byte(name, ' ') != SLICE_NOT_FOUND)
            continue;
        emit(f, name, unescape(f->arena, value), at_line(lines.number));
        rows++;
    }
    return rows > 0 || output_unknown("nvram -p", err);
}

static bool feed_nvram(struct feed *f, struct error *err) {
    return strcmp(f->artefact->kind, "nvram_text") == 0 ? feed_text_form(f, err) : feed_property_list(f, err);
}

const struct table table_nvram = {.name = "nvram",
                                  .doc = "Variables in the firmware's memory: boot arguments, overrides, update targets",
                                  .columns = columns,
                                  .n_columns = COLUMN_COUNT,
                                  .artefacts = (const char *const[]){"nvram", "nvram_text", NULL},
                                  .feed = feed_nvram};

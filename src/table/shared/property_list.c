#include "table/shared/property_list.h"

#include "base/buffer.h"
#include "base/utf8.h"

enum { MAX_JOINED = 64 * 1024 };

bool property_list_read(struct feed *f, const struct plist **ret_root, struct error *err) {
    struct slice bytes;
    return feed_bytes(f, &bytes, err) && plist_parse(bytes, f->arena, ret_root, NULL, err);
}

struct value property_text(struct arena *arena, const struct plist *p) {
    if (!p)
        return value_null();
    switch (p->type) {
    case PLIST_STRING:
        return value_text(p->text.data ? p->text : slice_of("", 0));
    case PLIST_INTEGER:
    case PLIST_REAL:
    case PLIST_BOOL:
        return property_leaf(arena, p, SIZE_MAX);
    default:
        return value_null();
    }
}

struct value property_integer(const struct plist *p) {
    int64_t value = 0;
    if (plist_integer_value(p, &value) || slice_to_int64(plist_string(p), &value))
        return value_integer(value);
    return value_null();
}

struct value property_yes_no(struct slice text) {
    static const char *const yes[] = {"yes", "true", "1", "enabled", "on"}, *const no[] = {"no", "false", "0", "disabled", "off"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (slice_is_nocase(text, yes[i]))
            return value_bool(true);
        if (slice_is_nocase(text, no[i]))
            return value_bool(false);
    }
    return value_null();
}

struct value property_bool(const struct plist *p) {
    bool value = false;
    return plist_bool_value(p, &value) ? value_bool(value) : property_yes_no(plist_string(p));
}

struct value property_date(struct arena *arena, const struct plist *p) {
    char text[32];
    if (!p || p->type != PLIST_DATE || p->date == TIMESTAMP_NONE)
        return value_null();
    timestamp_format(p->date, text);
    return value_text(arena_slice(arena, slice_str(text)));
}

struct value property_joined(struct arena *arena, const struct plist *array) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(MAX_JOINED);
    for (size_t i = 0; i < property_count(array); i++) {
        struct slice s = plist_string(&array->items[i]);
        if (!s.data || s.len + 2 > MAX_JOINED - out.len)
            continue;
        if (out.len)
            buffer_add_str(&out, ", ");
        buffer_append(&out, s);
    }
    return out.len ? value_text(arena_slice(arena, buffer_slice(&out))) : value_null();
}

struct value property_hex(struct arena *arena, struct slice bytes, size_t limit) {
    static const char digits[] = "0123456789ABCDEF";
    size_t n = bytes.len < limit ? bytes.len : limit;
    uint8_t *text = arena_array(arena, n, 2);
    if (!text)
        return value_null();
    for (size_t i = 0; i < n; i++) {
        text[2 * i] = (uint8_t)digits[bytes.data[i] >> 4];
        text[2 * i + 1] = (uint8_t)digits[bytes.data[i] & 15];
    }
    return value_text(slice_of(text, 2 * n));
}

/* At most `limit` bytes, without cutting a character in two. */
static struct slice cut_text(struct slice s, size_t limit) {
    if (s.len <= limit)
        return s.data ? s : slice_of("", 0);
    size_t n = limit;
    while (n > 0 && (s.data[n] & 0xC0) == 0x80)
        n--;
    return slice_sub(s, 0, n);
}

struct value property_leaf(struct arena *arena, const struct plist *leaf, size_t limit) {
    if (!leaf)
        return value_null();
    switch (leaf->type) {
    case PLIST_STRING:
        return value_text(cut_text(leaf->text, limit));
    case PLIST_BOOL:
        return value_str(leaf->boolean ? "true" : "false");
    case PLIST_INTEGER:
        return value_str(leaf->is_unsigned ? arena_printf(arena, "%llu", (unsigned long long)(uint64_t)leaf->integer)
                                           : arena_printf(arena, "%lld", (long long)leaf->integer));
    case PLIST_UID:
        return value_str(arena_printf(arena, "%lld", (long long)leaf->integer));
    case PLIST_REAL:
        return value_str(arena_printf(arena, "%.17g", leaf->real));
    case PLIST_DATE:
        return property_date(arena, leaf);
    case PLIST_DATA:
        return property_hex(arena, leaf->text, limit / 2);
    case PLIST_NULL:
    case PLIST_ARRAY:
    case PLIST_DICT:
        break;
    }
    return value_str("");
}

struct origin property_origin(const struct plist *p) {
    if (!p)
        return at_line(0);
    return at_line(p->line ? (int64_t)p->line : p->offset > INT64_MAX ? 0 : (int64_t)p->offset);
}

const struct plist *property_profiler_items(const struct plist *report, const char *data_type) {
    for (size_t i = 0; i < property_count(report); i++) {
        const struct plist *part = &report->items[i];
        if (slice_is(plist_string(plist_get(part, "_dataType")), data_type))
            return plist_get(part, "_items");
    }
    return NULL;
}

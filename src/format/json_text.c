#include "format/json_text.h"

#include "base/utf8.h"
#include "format/log_cursor.h"

static void eat_space(struct slice *s) {
    while (s->len && (is_blank(s->data[0]) || s->data[0] == '\n' || s->data[0] == '\r'))
        drop(s, 1);
}

/* The raw inside of a string, cut off the cursor. */
static bool eat_string(struct slice *s, struct slice *ret_inside) {
    if (!eat(s, '"'))
        return false;
    bool escaped = false;
    for (size_t i = 0; i < s->len; i++) {
        if (!escaped && s->data[i] == '"') {
            *ret_inside = slice_sub(*s, 0, i);
            drop(s, i + 1);
            return true;
        }
        escaped = !escaped && s->data[i] == '\\';
    }
    return false;
}

/* An object or array as a whole, by counting. */
static bool skip_nested(struct slice *s) {
    size_t depth = 0;
    struct slice inside;
    while (s->len) {
        uint8_t c = s->data[0];
        if (c == '"') {
            if (!eat_string(s, &inside))
                return false;
            continue;
        }
        drop(s, 1);
        if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0)
            return true;
    }
    return false;
}

static bool hex4(struct slice s, uint32_t *ret_unit) {
    uint32_t unit = 0;
    if (s.len < 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        uint8_t c = s.data[i];
        if (!is_hex(c))
            return false;
        unit = unit << 4 | (uint32_t)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    *ret_unit = unit;
    return true;
}

/* \uXXXX, with its second half where it is a surrogate; the cursor stands behind the u. */
static void decode_unicode(struct slice *s, struct buffer *out) {
    uint32_t unit = 0, low = 0;
    if (!hex4(*s, &unit)) {
        utf8_append(out, 0xFFFD);
        return;
    }
    drop(s, 4);
    if (unit >= 0xD800 && unit <= 0xDBFF && slice_starts_with(*s, "\\u") && hex4(slice_from(*s, 2), &low) && low >= 0xDC00 &&
        low <= 0xDFFF) {
        drop(s, 6);
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    if (unit)
        utf8_append(out, unit);
}

void json_text_decode(struct slice s, struct buffer *out) {
    static const char escapes[] = "n\nt\tr\rb\bf\f";
    while (s.len) {
        size_t plain = slice_find_byte(s, '\\');
        buffer_append(out, slice_sub(s, 0, plain));
        if (plain == SLICE_NOT_FOUND || plain + 1 >= s.len)
            return;
        uint8_t c = s.data[plain + 1];
        drop(&s, plain + 2);
        if (c == 'u') {
            decode_unicode(&s, out);
            continue;
        }
        for (size_t i = 0; escapes[i]; i += 2)
            if (c == (uint8_t)escapes[i]) {
                c = (uint8_t)escapes[i + 1];
                break;
            }
        buffer_add_byte(out, c);
    }
}

/* A value of any kind. */
static bool eat_value(struct slice *s, struct slice *ret_value, bool *ret_is_string) {
    struct slice start = *s;
    *ret_is_string = peek(*s) == '"';
    if (*ret_is_string)
        return eat_string(s, ret_value);
    if (peek(*s) == '{' || peek(*s) == '[') {
        if (!skip_nested(s))
            return false;
    } else {
        while (s->len && !strchr(",}] \t\r\n", s->data[0] ? s->data[0] : 'x'))
            drop(s, 1);
    }
    *ret_value = slice_sub(start, 0, start.len - s->len);
    return ret_value->len > 0;
}

bool json_text_next_member(struct slice *cursor, struct json_member *ret_member) {
    struct slice s = *cursor;
    eat_space(&s);
    (void)eat(&s, ',');
    eat_space(&s);
    if (!eat_string(&s, &ret_member->key))
        return false;
    eat_space(&s);
    if (!eat(&s, ':'))
        return false;
    eat_space(&s);
    if (!eat_value(&s, &ret_member->value, &ret_member->is_string))
        return false;
    *cursor = s;
    return true;
}

bool json_text_next_element(struct slice *cursor, struct slice *ret_value) {
    struct slice s = *cursor;
    bool is_string = false;
    eat_space(&s);
    (void)eat(&s, ',');
    eat_space(&s);
    if (!eat_value(&s, ret_value, &is_string))
        return false;
    *cursor = s;
    return true;
}

static bool pick_key(struct slice json, struct slice key, struct slice *ret_value) {
    struct json_member member;
    eat_space(&json);
    if (!eat(&json, '{'))
        return false;
    while (json_text_next_member(&json, &member))
        if (slice_equal(member.key, key)) {
            *ret_value = member.value;
            return true;
        }
    return false;
}

static bool pick_element(struct slice json, int64_t index, struct slice *ret_value) {
    bool is_string = false;
    if (!eat(&json, '['))
        return false;
    for (;;) {
        eat_space(&json);
        if (!eat_value(&json, ret_value, &is_string))
            return false;
        if (index-- == 0)
            return true;
        eat_space(&json);
        if (!eat(&json, ','))
            return false;
    }
}

bool json_text_pick(struct slice json, const char *path, struct slice *ret_value) {
    struct slice rest = slice_str(path);
    while (rest.len) {
        struct slice step = rest, after = slice_of(NULL, 0), key, index;
        (void)slice_cut(rest, ".", &step, &after);
        rest = after;
        int64_t element = -1;
        key = step;
        if (slice_cut(step, "[", &key, &index) && !slice_to_int64(slice_sub(index, 0, index.len - 1), &element))
            return false;
        if (!pick_key(json, key, &json) || (element >= 0 && !pick_element(json, element, &json)))
            return false;
    }
    *ret_value = json;
    return true;
}

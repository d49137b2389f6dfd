#include "format/log_json.h"

#include "base/utf8.h"
#include "format/log_cursor.h"
#include "format/log_stamp.h"

/* At the start of a line this stands only between entries: no string holds a line end, and what is nested is indented. */
static bool begins_entry(struct slice line) { return slice_starts_with(line, "},{") || slice_starts_with(line, "{\""); }

enum log_json_end log_json_find_end(struct slice text, size_t *ret_end) {
    size_t depth = 0;
    bool in_string = false, escaped = false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (c == '\n' && (in_string || begins_entry(slice_from(text, i + 1)))) {
            bool ends = !in_string && depth == 1 && text.data[i + 1] == '}';
            *ret_end = i + (ends ? 2 : 1);
            return ends ? LOG_JSON_WHOLE : LOG_JSON_TORN;
        }
        if (in_string) {
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            *ret_end = i + 1;
            return LOG_JSON_WHOLE;
        }
    }
    return LOG_JSON_INCOMPLETE;
}

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

static void decode_string(struct slice s, struct buffer *out) {
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

enum field { FIELD_TIME, FIELD_MESSAGE, FIELD_PROCESS, FIELD_SENDER, FIELD_SUBSYSTEM, FIELD_CATEGORY, FIELD_TYPE, FIELD_PID, FIELDS };

static const char *const field_names[FIELDS] = {"timestamp", "eventMessage", "processImagePath", "senderImagePath",
                                                "subsystem", "category",     "messageType",      "processID"};

/* The top-level values by key; texts raw. */
static bool take_fields(struct slice s, struct slice values[FIELDS]) {
    struct slice key, text;
    if (!eat(&s, '{'))
        return false;
    for (;;) {
        eat_space(&s);
        (void)eat(&s, ',');
        eat_space(&s);
        if (!eat_string(&s, &key))
            return true;
        eat_space(&s);
        if (!eat(&s, ':'))
            return true;
        eat_space(&s);
        size_t before = s.len;
        struct slice start = s;
        if (peek(s) == '"') {
            if (!eat_string(&s, &text))
                return true;
        } else if (peek(s) == '{' || peek(s) == '[') {
            text = slice_of(NULL, 0);
            if (!skip_nested(&s))
                return true;
        } else {
            while (s.len && s.data[0] != ',' && s.data[0] != '}' && s.data[0] != '\n')
                drop(&s, 1);
            text = slice_trim(slice_sub(start, 0, before - s.len));
        }
        for (size_t i = 0; i < FIELDS; i++)
            if (slice_is(key, field_names[i]))
                values[i] = text;
    }
}

static struct slice last_part(struct slice path) {
    for (size_t i = path.len; i > 0; i--)
        if (path.data[i - 1] == '/')
            return slice_from(path, i);
    return path;
}

static void take_time(struct slice s, struct log_head *h) {
    size_t digits = 0;
    if (log_stamp_eat_iso_date(&s, h) && (eat(&s, ' ') || eat(&s, 'T')) && log_stamp_eat_clock(&s, h, &digits))
        log_stamp_eat_zone(&s, h);
}

bool log_json_parse(struct slice object, struct buffer *scratch, struct log_head *ret_head) {
    struct slice values[FIELDS] = {{NULL, 0}};
    size_t ends[FIELDS + 1] = {0};
    buffer_clear(scratch);
    if (!take_fields(object, values) || (!values[FIELD_TIME].data && !values[FIELD_MESSAGE].data))
        return false;
    for (size_t i = 0; i < FIELDS; i++) {
        decode_string(values[i], scratch);
        ends[i + 1] = scratch->len;
    }
    if (!buffer_ok(scratch))
        return false;
    for (size_t i = 0; i < FIELDS; i++)
        values[i] = slice_sub(buffer_slice(scratch), ends[i], ends[i + 1] - ends[i]);
    *ret_head = (struct log_head){.style = LOG_JSON,
                                  .pid = -1,
                                  .process = last_part(values[FIELD_PROCESS]),
                                  .library = last_part(values[FIELD_SENDER]),
                                  .subsystem = values[FIELD_SUBSYSTEM],
                                  .category = values[FIELD_CATEGORY],
                                  .level = values[FIELD_TYPE],
                                  .message = values[FIELD_MESSAGE]};
    if (!slice_to_int64(values[FIELD_PID], &ret_head->pid))
        ret_head->pid = -1;
    take_time(values[FIELD_TIME], ret_head);
    return true;
}

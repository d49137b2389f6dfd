#include "base/json_writer.h"

#include <math.h>

#include "base/utf8.h"

struct json_writer json_writer_to(struct buffer *out, int indent) {
    return (struct json_writer){.out = out, .indent = indent};
}

static void line_break(struct json_writer *j) {
    if (!j->indent)
        return;
    buffer_add_byte(j->out, '\n');
    for (int i = 0; i < j->depth * j->indent; i++)
        buffer_add_byte(j->out, ' ');
}

static void before_value(struct json_writer *j) {
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    if (j->need_comma)
        buffer_add_byte(j->out, ',');
    if (j->depth > 0)
        line_break(j);
}

void json_open(struct json_writer *j, char bracket) {
    before_value(j);
    buffer_add_byte(j->out, (uint8_t)bracket);
    j->depth++;
    j->need_comma = false;
}

void json_close(struct json_writer *j, char bracket) {
    j->depth--;
    if (j->need_comma)
        line_break(j);
    buffer_add_byte(j->out, (uint8_t)bracket);
    j->need_comma = true;
}

static void write_char(struct buffer *out, uint8_t c) {
    if (c == '"' || c == '\\') {
        buffer_add_byte(out, '\\');
        buffer_add_byte(out, c);
    } else if (c == '\n') {
        buffer_add_str(out, "\\n");
    } else if (c == '\t') {
        buffer_add_str(out, "\\t");
    } else {
        buffer_printf(out, "\\u%04x", c);
    }
}

static bool needs_escape(uint8_t c) { return c < 0x20 || c == '"' || c == '\\' || c == 0x7f; }

/* U+0080 to U+009F: terminals take some of them for escape sequences. */
static bool is_c1(struct slice s, size_t at) {
    return s.data[at] == 0xC2 && at + 1 < s.len && s.data[at + 1] >= 0x80 && s.data[at + 1] < 0xA0;
}

static void write_string(struct buffer *out, struct slice text) {
    buffer_add_byte(out, '"');
    size_t run = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!needs_escape(text.data[i]) && !is_c1(text, i))
            continue;
        utf8_append_valid(out, slice_sub(text, run, i - run));
        i += is_c1(text, i);
        write_char(out, text.data[i]);
        run = i + 1;
    }
    utf8_append_valid(out, slice_from(text, run));
    buffer_add_byte(out, '"');
}

void json_key(struct json_writer *j, const char *key) {
    before_value(j);
    write_string(j->out, slice_str(key));
    buffer_add_str(j->out, j->indent ? ": " : ":");
    j->after_key = true;
    j->need_comma = true;
}

void json_slice(struct json_writer *j, struct slice text) {
    before_value(j);
    write_string(j->out, text);
    j->need_comma = true;
}

void json_null(struct json_writer *j) {
    before_value(j);
    buffer_add_str(j->out, "null");
    j->need_comma = true;
}

void json_str(struct json_writer *j, const char *text) {
    if (text)
        json_slice(j, slice_str(text));
    else
        json_null(j);
}

void json_int(struct json_writer *j, int64_t value) {
    before_value(j);
    buffer_printf(j->out, "%lld", (long long)value);
    j->need_comma = true;
}

void json_real(struct json_writer *j, double value) {
    if (!isfinite(value)) {
        json_null(j);
        return;
    }
    before_value(j);
    buffer_printf(j->out, "%.15g", value);
    j->need_comma = true;
}

void json_bool(struct json_writer *j, bool value) {
    before_value(j);
    buffer_add_str(j->out, value ? "true" : "false");
    j->need_comma = true;
}

void json_member_str(struct json_writer *j, const char *key, const char *text) {
    json_key(j, key);
    json_str(j, text);
}

void json_member_int(struct json_writer *j, const char *key, int64_t value) {
    json_key(j, key);
    json_int(j, value);
}

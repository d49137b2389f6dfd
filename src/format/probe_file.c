#include "format/probe_file.h"

#include "format/json_text.h"
#include "format/log_cursor.h"

static const char schema[] = "tailor.probe/1";

static struct slice without_space(struct slice s) {
    while (s.len && (is_blank(s.data[0]) || s.data[0] == '\n' || s.data[0] == '\r'))
        drop(&s, 1);
    return s;
}

bool probe_file_open(struct slice text, struct probe_file *ret_file, struct error *err) {
    struct slice cursor = without_space(text);
    struct probe_file f = {.text = text, .line = 1};
    struct json_member m;
    bool known = false;
    if (!eat(&cursor, '{'))
        return error_set(err, "this is no JSON object");
    for (;;) {
        struct slice before = cursor;
        bool whole = json_text_next_member(&cursor, &m);
        if (whole && slice_is(m.key, "schema"))
            known = slice_is(m.value, schema);
        else if (whole && slice_is(m.key, "start"))
            f.start = m.value;
        if (whole && !slice_is(m.key, "endpoints"))
            continue;
        if (!known)
            return error_set(err, "the schema is not %s", schema);
        /* A list that is cut short is no whole member: what it holds is read all the same. */
        size_t at = whole ? SLICE_NOT_FOUND : slice_find_str(before, "\"endpoints\"");
        struct slice list = whole ? m.value : slice_from(before, at);
        size_t bracket = slice_find_byte(list, '[');
        if ((!whole && at == SLICE_NOT_FOUND) || bracket == SLICE_NOT_FOUND)
            return error_set(err, "there is no list of endpoints");
        f.cursor = slice_from(list, bracket + 1);
        *ret_file = f;
        return true;
    }
}

static int64_t line_of(struct probe_file *f, const uint8_t *at) {
    for (size_t end = (size_t)(at - f->text.data); f->counted < end; f->counted++)
        f->line += f->text.data[f->counted] == '\n';
    return f->line;
}

bool probe_file_next(struct probe_file *f, struct probe_endpoint *ret_endpoint) {
    struct slice rest = f->cursor, json;
    if (f->n >= PROBE_MAX_ENDPOINTS || !json_text_next_element(&rest, &json) || json.data[0] != '{')
        return false;
    f->cursor = rest;
    f->n++;
    *ret_endpoint = (struct probe_endpoint){json, line_of(f, json.data)};
    return true;
}

bool probe_file_complete(const struct probe_file *f) { return peek(without_space(f->cursor)) == ']'; }

bool probe_endpoint_text(const struct probe_endpoint *e, const char *path, struct buffer *out) {
    struct slice raw;
    if (!json_text_pick(e->json, path, &raw) || slice_is(raw, "null"))
        return false;
    json_text_decode(raw, out);
    return buffer_ok(out);
}

bool probe_endpoint_words(const struct probe_endpoint *e, const char *path, struct buffer *out) {
    struct slice list, word;
    size_t n = 0;
    if (!json_text_pick(e->json, path, &list) || !eat(&list, '['))
        return false;
    while (json_text_next_element(&list, &word)) {
        if (n++)
            buffer_add_byte(out, ' ');
        json_text_decode(word, out);
    }
    return n > 0 && buffer_ok(out);
}

bool probe_endpoint_real(const struct probe_endpoint *e, const char *path, double *ret_value) {
    struct slice raw;
    return json_text_pick(e->json, path, &raw) && slice_to_double(raw, ret_value);
}

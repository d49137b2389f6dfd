#include "net/http_head.h"

static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

/* "HTTP/1.1 404 Not Found"; the reason may be absent. */
static bool status_line(struct slice line, struct http_head *h) {
    if (line.len < 12 || !slice_starts_with(line, "HTTP/1.") || !is_digit(line.data[7]) || line.data[8] != ' ')
        return false;
    for (size_t i = 9; i < 12; i++)
        if (!is_digit(line.data[i]))
            return false;
    if (line.data[9] == '0' || (line.len > 12 && line.data[12] != ' '))
        return false;
    h->status = (unsigned)(line.data[9] - '0') * 100 + (unsigned)(line.data[10] - '0') * 10 + (unsigned)(line.data[11] - '0');
    h->reason = slice_trim(slice_from(line, 12));
    return true;
}

/* Could the bytes still become a status line? */
static bool may_begin(struct slice bytes) {
    static const char start[] = "HTTP/1.";
    size_t n = bytes.len < sizeof start - 1 ? bytes.len : sizeof start - 1;
    return memcmp(bytes.data, start, n) == 0;
}

static void take_field(struct slice line, struct http_head *h) {
    struct http_field f;
    if (h->n_fields == HTTP_MAX_HEADERS || !slice_cut(line, ":", &f.name, &f.value))
        return;
    f.value = slice_trim(f.value);
    h->fields[h->n_fields++] = f;
}

enum http_head_state http_head_parse(struct slice bytes, struct http_head *ret_head) {
    struct http_head h = {.status = 0};
    struct slice rest = slice_sub(bytes, 0, HTTP_MAX_HEAD);
    if (rest.len == 0)
        return HTTP_HEAD_MORE;
    if (!may_begin(rest))
        return HTTP_HEAD_MALFORMED;
    for (bool first = true;; first = false) {
        size_t end = slice_find_byte(rest, '\n');
        if (end == SLICE_NOT_FOUND)
            return bytes.len >= HTTP_MAX_HEAD ? HTTP_HEAD_TOO_LARGE : HTTP_HEAD_MORE;
        struct slice line = slice_sub(rest, 0, end);
        if (line.len && line.data[line.len - 1] == '\r')
            line.len--;
        rest = slice_from(rest, end + 1);
        if (first && !status_line(line, &h))
            return HTTP_HEAD_MALFORMED;
        if (line.len == 0) {
            h.length = (size_t)(rest.data - bytes.data);
            *ret_head = h;
            return HTTP_HEAD_DONE;
        }
        if (!first)
            take_field(line, &h);
    }
}

struct slice http_head_get(const struct http_head *head, const char *name) {
    for (size_t i = 0; i < head->n_fields; i++)
        if (slice_is_nocase(head->fields[i].name, name))
            return head->fields[i].value;
    return slice_of(NULL, 0);
}

/* A log in pieces: records come in order, lie within the text, and the way it is cut into pieces changes nothing. */
#include <stdlib.h>

#include "base/buffer.h"
#include "format/log_scan.h"

struct seen {
    size_t records;
    int64_t line;
    uint64_t hash;
};

static void add(struct seen *seen, struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        seen->hash = (seen->hash ^ s.data[i]) * 1099511628211u;
}

static bool on_record(void *context, const struct log_record *r) {
    struct seen *seen = context;
    if (r->line < seen->line || r->raw.len > LOG_SCAN_RECORD)
        abort();
    seen->line = r->line;
    seen->records++;
    add(seen, r->raw);
    add(seen, r->message);
    add(seen, r->process);
    add(seen, slice_of(&r->line, sizeof r->line));
    add(seen, slice_of(&r->time, sizeof r->time));
    return true;
}

static struct seen scan(struct slice text, size_t piece, const struct log_scan_options *options) {
    struct seen seen = {0};
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct log_scan *s CLEANUP_LOG_SCAN = log_scan_new(arena, options, on_record, &seen);
    if (!s)
        abort();
    while (text.len) {
        struct slice part = slice_sub(text, 0, piece);
        text = slice_from(text, part.len);
        if (!log_scan_push(s, part, NULL))
            abort();
    }
    if (!log_scan_finish(s, NULL))
        abort();
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2 || size > 1 << 18)
        return 0;
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct slice literals[] = {slice_str("Error Domain="), slice_str("phase:PRE"), slice_str("7301"), slice_str("\" : ")};
    struct log_scan_options options = {
        .modified = data[0] & 1 ? INT64_C(1700000000000000000) : TIMESTAMP_NONE, .tool_output = data[0] & 2, .ticks = data[0] & 4};
    if (data[0] & 8)
        options.needles = needles_build(arena, literals, sizeof literals / sizeof *literals, NULL);
    struct slice text = slice_of(data + 2, size - 2);
    struct buffer repeated CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    while (data[0] & 16 && text.len && repeated.len < 200 << 10) /* so that the window slides */
        buffer_append(&repeated, text);
    if (repeated.len)
        text = buffer_slice(&repeated);
    struct seen whole = scan(text, SIZE_MAX, &options), pieces = scan(text, (size_t)data[1] * 640 + 1, &options);
    if (whole.records != pieces.records || whole.hash != pieces.hash)
        abort();
    return 0;
}

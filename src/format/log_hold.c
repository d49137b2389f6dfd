#include "format/log_hold.h"

struct entry {
    size_t raw_at, raw_len, message_at, message_len;
    int64_t line;
    int turn;
};

struct log_hold log_hold_with_limit(size_t limit) {
    return (struct log_hold){.bytes = buffer_with_limit(limit), .entries = buffer_with_limit(limit)};
}

void log_hold_free(struct log_hold *h) {
    buffer_free(&h->bytes);
    buffer_free(&h->entries);
}

bool log_hold_add(struct log_hold *h, const struct log_held *record) {
    if (record->raw.len > h->bytes.limit - h->bytes.len || record->message.len > h->bytes.limit - h->bytes.len - record->raw.len ||
        h->entries.limit - h->entries.len < sizeof(struct entry))
        return false;
    if (!buffer_reserve(&h->bytes, record->raw.len + record->message.len) || !buffer_reserve(&h->entries, sizeof(struct entry)))
        return false;
    struct entry e = {.raw_at = h->bytes.len,
                      .raw_len = record->raw.len,
                      .message_at = h->bytes.len + record->raw.len,
                      .message_len = record->message.len,
                      .line = record->line,
                      .turn = record->turn};
    buffer_append(&h->bytes, record->raw);
    buffer_append(&h->bytes, record->message);
    buffer_append(&h->entries, slice_of(&e, sizeof e));
    return true;
}

size_t log_hold_count(const struct log_hold *h) { return h->entries.len / sizeof(struct entry); }

struct log_held log_hold_at(const struct log_hold *h, size_t index) {
    struct entry e;
    memcpy(&e, h->entries.data + index * sizeof e, sizeof e);
    struct slice bytes = buffer_slice(&h->bytes);
    return (struct log_held){.raw = slice_sub(bytes, e.raw_at, e.raw_len),
                             .message = slice_sub(bytes, e.message_at, e.message_len),
                             .line = e.line,
                             .turn = e.turn};
}

void log_hold_clear(struct log_hold *h) {
    buffer_clear(&h->bytes);
    buffer_clear(&h->entries);
}

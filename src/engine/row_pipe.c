#include "engine/row_pipe.h"

void message_begin(struct buffer *out, enum message_kind kind) {
    buffer_append(out, slice_of("\0\0\0\0", 4));
    buffer_add_byte(out, (uint8_t)kind);
}

void message_end(struct buffer *out, size_t start) {
    if (!buffer_ok(out))
        return;
    uint32_t length = (uint32_t)(out->len - start - 4);
    memcpy(out->data + start, &length, sizeof length);
}

void message_add_u16(struct buffer *out, uint16_t value) { buffer_append(out, slice_of(&value, sizeof value)); }
void message_add_u64(struct buffer *out, uint64_t value) { buffer_append(out, slice_of(&value, sizeof value)); }

void message_add_text(struct buffer *out, struct slice text) {
    struct slice cut = slice_sub(text, 0, MESSAGE_TEXT_LIMIT);
    uint32_t length = cut.data ? (uint32_t)cut.len : UINT32_MAX; /* all ones: no text at all */
    buffer_append(out, slice_of(&length, sizeof length));
    buffer_append(out, cut);
}

void message_add_value(struct buffer *out, const struct value *value) {
    buffer_add_byte(out, (uint8_t)value->type);
    uint64_t bits = 0;
    if (value->type == VALUE_INTEGER)
        message_add_u64(out, (uint64_t)value->integer);
    else if (value->type == VALUE_TEXT)
        message_add_text(out, value->text);
    else if (value->type == VALUE_REAL) {
        memcpy(&bits, &value->real, sizeof bits);
        message_add_u64(out, bits);
    }
}

bool message_next(struct slice *bytes, struct message *ret_message, bool *ret_broken, struct error *err) {
    uint32_t length = 0;
    *ret_broken = false;
    if (bytes->len < sizeof length)
        return false;
    memcpy(&length, bytes->data, sizeof length);
    if (length < 1 || length > MESSAGE_LIMIT) {
        *ret_broken = true;
        return error_set(err, "the reader sent a message of %u bytes", length);
    }
    if (bytes->len - sizeof length < length)
        return false;
    struct slice body = slice_sub(*bytes, sizeof length, length);
    *bytes = slice_from(*bytes, sizeof length + length);
    *ret_message = (struct message){.kind = (enum message_kind)body.data[0], .payload = reader_of(slice_from(body, 1))};
    return true;
}

uint16_t message_u16(struct message *m) {
    uint16_t value = 0;
    struct slice s = reader_bytes(&m->payload, sizeof value);
    if (s.len)
        memcpy(&value, s.data, sizeof value);
    return value;
}

uint64_t message_u64(struct message *m) {
    uint64_t value = 0;
    struct slice s = reader_bytes(&m->payload, sizeof value);
    if (s.len)
        memcpy(&value, s.data, sizeof value);
    return value;
}

struct slice message_text(struct message *m) {
    uint32_t length = 0;
    struct slice s = reader_bytes(&m->payload, sizeof length);
    if (s.len)
        memcpy(&length, s.data, sizeof length);
    if (length == UINT32_MAX)
        return slice_of(NULL, 0);
    struct slice text = reader_bytes(&m->payload, length);
    return message_ok(m) && text.len == 0 ? slice_str("") : text;
}

struct value message_value(struct message *m) {
    uint8_t type = reader_u8(&m->payload);
    if (type == VALUE_INTEGER)
        return value_integer((int64_t)message_u64(m));
    if (type == VALUE_TEXT)
        return value_text(message_text(m));
    if (type == VALUE_REAL) {
        uint64_t bits = message_u64(m);
        double real = 0;
        memcpy(&real, &bits, sizeof real);
        return value_real(real);
    }
    if (type != VALUE_NULL)
        m->payload.failed = true;
    return value_null();
}

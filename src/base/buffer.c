#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buffer_free(struct buffer *b) {
    free(b->data);
    *b = (struct buffer){.limit = b->limit};
}

void buffer_clear(struct buffer *b) {
    b->len = 0;
    b->failed = false;
}

bool buffer_reserve(struct buffer *b, size_t more) {
    if (b->failed || more > b->limit - b->len) {
        b->failed = true;
        return false;
    }
    if (b->len + more <= b->capacity)
        return true;
    size_t wanted = b->capacity ? b->capacity : 256;
    while (wanted < b->len + more)
        wanted = wanted > b->limit / 2 ? b->limit : wanted * 2;
    uint8_t *grown = realloc(b->data, wanted);
    if (!grown) {
        b->failed = true;
        return false;
    }
    b->data = grown;
    b->capacity = wanted;
    return true;
}

void buffer_append(struct buffer *b, struct slice s) {
    if (s.len == 0 || !buffer_reserve(b, s.len))
        return;
    memcpy(b->data + b->len, s.data, s.len);
    b->len += s.len;
}

void buffer_add_str(struct buffer *b, const char *text) { buffer_append(b, slice_str(text)); }

void buffer_add_byte(struct buffer *b, uint8_t byte) { buffer_append(b, slice_of(&byte, 1)); }

void buffer_printf(struct buffer *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        b->failed = true;
    else if (buffer_reserve(b, (size_t)length + 1)) {
        vsnprintf((char *)b->data + b->len, (size_t)length + 1, format, again);
        b->len += (size_t)length;
    }
    va_end(again);
}

void buffer_drop_front(struct buffer *b, size_t count) {
    if (count > b->len)
        count = b->len;
    if (count)
        memmove(b->data, b->data + count, b->len - count);
    b->len -= count;
}

/*
 * base64: RFC 4648, section 4.
 *
 * Reading forgives white space anywhere (lists and logs break lines) and padding that is missing, nothing else.
 */
#ifndef TAILOR_BASE_BASE64_H
#define TAILOR_BASE_BASE64_H

#include "base/arena.h"
#include "base/buffer.h"

void base64_append(struct buffer *out, struct slice bytes);

/* What one of its letters stands for, 0 to 63; -1: it is none. */
int base64_digit(uint8_t c);

/* False: a byte that is none of it, or memory is short. */
bool base64_read(struct slice text, struct arena *arena, struct slice *ret_bytes) MUST_USE;

#endif

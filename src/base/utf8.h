/*
 * utf8: is this text, and if not, what may be shown of it.
 */
#ifndef TAILOR_BASE_UTF8_H
#define TAILOR_BASE_UTF8_H

#include "base/buffer.h"

/* Length in bytes (1..4) of the well-formed sequence at the start, 0 if there is none. Surrogates and overlong forms are not well-formed
 * (RFC 3629). */
size_t utf8_sequence(struct slice s, uint32_t *ret_code_point);

/* Appends the code point; U+FFFD in place of one that cannot be encoded. */
void utf8_append(struct buffer *out, uint32_t code_point);

/* Appends the bytes with every ill-formed byte replaced by U+FFFD. */
void utf8_append_valid(struct buffer *out, struct slice s);

bool utf8_is_valid(struct slice s);

#endif

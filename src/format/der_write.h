/*
 * der_write: elements of DER, one behind the other, into a buffer (ITU-T X.690). The other side of der.h.
 *
 * An element that holds others is opened and closed; its length is put in when it is closed, so that nothing has to be known in advance.
 * Failure is the buffer's: sticky, asked for once at the end with buffer_ok().
 *
 *     size_t sequence = der_open(&out, DER_UNIVERSAL, DER_SEQUENCE);
 *     der_put(&out, DER_IA5_STRING, slice_str("IM4M"));
 *     der_put_unsigned(&out, 0);
 *     der_close(&out, sequence);
 */
#ifndef TAILOR_FORMAT_DER_WRITE_H
#define TAILOR_FORMAT_DER_WRITE_H

#include "base/buffer.h"
#include "format/der.h"

/* A constructed element; what is returned goes to der_close. */
size_t der_open(struct buffer *out, enum der_class class, uint32_t tag);
void der_close(struct buffer *out, size_t opened);

/* A primitive element of class UNIVERSAL with this content. */
void der_put(struct buffer *out, enum der_tag tag, struct slice content);
void der_put_unsigned(struct buffer *out, uint64_t value); /* an INTEGER, in the fewest bytes */
void der_put_boolean(struct buffer *out, bool value);

#endif

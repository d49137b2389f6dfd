/*
 * der: the elements of DER-encoded bytes, one after the other (ITU-T X.690, clauses 8 and 10).
 *
 * Strict: definite lengths in the fewest bytes, tag numbers in the fewest bytes (at most 32 bits). Nothing is allocated; elements are
 * slices of the input. Going down is the caller's, into der_inside(), so that no input decides how deep anything recurses.
 *
 * A four-character code of the img4 family is the tag number of an element of class PRIVATE: DER_PRIVATE and the four bytes as a
 * big-endian number.
 *
 *     struct der_cursor c = der_cursor_of(bytes), inner;
 *     struct der e;
 *     if (!der_expect(&c, DER_UNIVERSAL, DER_SEQUENCE, "IM4M", &e, err))
 *         return false;
 *     inner = der_inside(&c, &e);
 *     while (!der_at_end(&inner)) if (!der_next(&inner, &e, err)) ...
 */
#ifndef TAILOR_FORMAT_DER_H
#define TAILOR_FORMAT_DER_H

#include "base/error.h"
#include "base/slice.h"

enum der_class { DER_UNIVERSAL, DER_APPLICATION, DER_CONTEXT, DER_PRIVATE };

enum der_tag { /* of class UNIVERSAL */
               DER_BOOLEAN = 1,
               DER_INTEGER = 2,
               DER_BIT_STRING = 3,
               DER_OCTET_STRING = 4,
               DER_OID = 6,
               DER_UTF8_STRING = 12,
               DER_SEQUENCE = 16,
               DER_SET = 17,
               DER_IA5_STRING = 22
};

struct der {
    enum der_class class;
    bool constructed;
    uint32_t tag;
    size_t offset; /* of its first byte in the bytes that the first cursor was made of */
    struct slice whole, content;
};

struct der_cursor {
    const uint8_t *start; /* of the outermost bytes: what offsets count from */
    struct slice rest;
};

struct der_cursor der_cursor_of(struct slice bytes);
struct der_cursor der_inside(const struct der_cursor *c, const struct der *e);
static inline bool der_at_end(const struct der_cursor *c) { return c->rest.len == 0; }
size_t der_offset(const struct der_cursor *c);

/* The next element. False: there is none, or err says what is wrong with it and at which offset. */
bool der_next(struct der_cursor *c, struct der *ret, struct error *err) MUST_USE;
/* The next element, which must be this one; `what` names it in the error. */
bool der_expect(struct der_cursor *c, enum der_class class, uint32_t tag, const char *what, struct der *ret, struct error *err) MUST_USE;
static inline bool der_is(const struct der *e, enum der_class class, uint32_t tag) { return e->class == class && e->tag == tag; }

/* Of an INTEGER: a number from 0 to 2^64-1 in the fewest bytes. */
bool der_unsigned(const struct der *e, uint64_t *ret_value, struct error *err) MUST_USE;
/* Of a BOOLEAN: one byte, 00 or FF. */
bool der_boolean(const struct der *e, bool *ret_value, struct error *err) MUST_USE;

#endif

/*
 * http_head: the head of an HTTP/1 answer, from bytes that may be anybody's (RFC 9112 section 4 and 5).
 *
 * A pure reader: slices point into the bytes. At most HTTP_MAX_HEAD bytes and HTTP_MAX_HEADERS fields are looked at; further fields are
 * passed over, a longer head is HTTP_HEAD_TOO_LARGE.
 *
 *     switch (http_head_parse(bytes, &head)) {
 *     case HTTP_HEAD_DONE: ... slice_from(bytes, head.length) is the beginning of the body
 *     case HTTP_HEAD_MORE: ... read on
 */
#ifndef TAILOR_NET_HTTP_HEAD_H
#define TAILOR_NET_HTTP_HEAD_H

#include "base/slice.h"

enum { HTTP_MAX_HEAD = 32 << 10, HTTP_MAX_HEADERS = 64 };

struct http_field {
    struct slice name, value;
};

struct http_head {
    unsigned status; /* 100 to 999 */
    struct slice reason;
    struct http_field fields[HTTP_MAX_HEADERS];
    size_t n_fields;
    size_t length; /* of the head with its empty line */
};

enum http_head_state { HTTP_HEAD_MORE, HTTP_HEAD_DONE, HTTP_HEAD_MALFORMED, HTTP_HEAD_TOO_LARGE };

enum http_head_state http_head_parse(struct slice bytes, struct http_head *ret_head) MUST_USE;

/* Value of the first field of this name, any case; {NULL, 0} without one. */
struct slice http_head_get(const struct http_head *head, const char *name);

#endif

/*
 * json_text: single values out of JSON text, without building it in memory.
 *
 * For files of Apple's diagnostics, which are large, often cut short, and of which a few values are wanted. Nothing is checked that is
 * not needed; nested values are skipped by counting, so that no depth is too deep. The grammar is RFC 8259's.
 *
 * Owner: results point into the text; json_text_decode appends to the caller's buffer.
 *
 *     struct slice raw;
 *     if (json_text_pick(body, "exception.type", &raw)) json_text_decode(raw, &out);
 */
#ifndef TAILOR_FORMAT_JSON_TEXT_H
#define TAILOR_FORMAT_JSON_TEXT_H

#include "base/buffer.h"

struct json_member {
    struct slice key;   /* raw, between the quotes */
    struct slice value; /* raw: between the quotes of a string, a whole object or array, or a bare word */
    bool is_string;
};

/* The next member of the object whose inside the cursor is in (start behind the '{'). False at its end or where the text is broken. */
bool json_text_next_member(struct slice *cursor, struct json_member *ret_member);

/* The next element of the array whose inside the cursor is in (start behind the '['); raw as a member's value. False at its end or where
 * the text is broken. */
bool json_text_next_element(struct slice *cursor, struct slice *ret_value);

/* The value at a path of keys, "a.b.c"; of a key that comes twice, the first. A number in brackets takes an element: "reasons[0]". */
bool json_text_pick(struct slice json, const char *path, struct slice *ret_value);

/* Escapes resolved; ill-formed ones become U+FFFD, NUL is left out. */
void json_text_decode(struct slice raw, struct buffer *out);

#endif

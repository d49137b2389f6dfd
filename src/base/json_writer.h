/*
 * json_writer: JSON text into a buffer, commas and escapes kept right.
 *
 * The caller keeps the nesting right; the writer keeps the punctuation.
 * Strings from evidence may hold anything: ill-formed UTF-8 becomes U+FFFD,
 * control characters are escaped. With `indent` > 0 the output is laid out for
 * people, with 0 it is one line.
 *
 *     struct json_writer j = json_writer_to(&out, 2);
 *     json_open(&j, '{');
 *     json_key(&j, "status"); json_str(&j, "failed");
 *     json_close(&j, '}');
 */
#ifndef TAILOR_BASE_JSON_WRITER_H
#define TAILOR_BASE_JSON_WRITER_H

#include "base/buffer.h"

struct json_writer {
    struct buffer *out;
    int indent, depth;
    bool need_comma, after_key;
};

struct json_writer json_writer_to(struct buffer *out, int indent);
void json_open(struct json_writer *j, char bracket);
void json_close(struct json_writer *j, char bracket);
void json_key(struct json_writer *j, const char *key);
void json_str(struct json_writer *j, const char *text); /* NULL writes null */
void json_slice(struct json_writer *j, struct slice text);
/* A key and its value. */
void json_member_str(struct json_writer *j, const char *key, const char *text);
void json_member_int(struct json_writer *j, const char *key, int64_t value);
void json_int(struct json_writer *j, int64_t value);
void json_real(struct json_writer *j, double value); /* not finite: null */
void json_bool(struct json_writer *j, bool value);
void json_null(struct json_writer *j);

#endif

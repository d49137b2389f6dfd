/*
 * probe_file: the endpoints of a probe.json, as `tailor probe --json` writes it (net/net_json.h).
 *
 * The file may come from a stranger: it is read value by value, at most PROBE_MAX_ENDPOINTS endpoints, nothing is built in memory.
 *
 *     struct probe_file file;
 *     struct probe_endpoint e;
 *     if (!probe_file_open(text, &file, err))
 *         return false;
 *     while (probe_file_next(&file, &e))
 *         if (probe_endpoint_text(&e, "tls.issuer", &scratch)) ...
 */
#ifndef TAILOR_FORMAT_PROBE_FILE_H
#define TAILOR_FORMAT_PROBE_FILE_H

#include "base/buffer.h"
#include "base/error.h"

enum { PROBE_MAX_ENDPOINTS = 4096 };

struct probe_file {
    struct slice text, cursor; /* the rest of the array */
    struct slice start;        /* when the probe began, raw; empty: not told */
    size_t counted;            /* of `text`, up to the line below */
    int64_t line;
    size_t n;
};

struct probe_endpoint {
    struct slice json; /* the whole object */
    int64_t line;      /* 1-based */
};

/* False: not a file of this schema, or cut before its endpoints. */
bool probe_file_open(struct slice text, struct probe_file *ret_file, struct error *err) MUST_USE;
/* False at the end, and where the text is broken; see probe_file_complete. */
bool probe_file_next(struct probe_file *file, struct probe_endpoint *ret_endpoint);
/* After the last endpoint: did the list end as it ought to? */
bool probe_file_complete(const struct probe_file *file);

/* The string or word at a path of keys, decoded and appended; false when it is not there or null. */
bool probe_endpoint_text(const struct probe_endpoint *e, const char *path, struct buffer *out);
/* The strings of the array at the path, with blanks between. */
bool probe_endpoint_words(const struct probe_endpoint *e, const char *path, struct buffer *out);
bool probe_endpoint_real(const struct probe_endpoint *e, const char *path, double *ret_value);

#endif

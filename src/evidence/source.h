/*
 * source: a stream of bytes, handed out as views, that layers stack upon.
 *
 * A file, bytes in memory, the inflated bytes of another source, the data of an archive member: each fills in `fill`, which
 * gives the next view. A view lives until the next call; it is as long as the source's buffer allows unless the end is near,
 * so that a peek at a fresh source sees its first bytes. Failure is sticky and is told after all good bytes were given.
 *
 *     struct slice head, view;
 *     if (!source_peek(s, &head, err)) ...
 *     while (source_next(s, &view, err) && view.len) ...
 */
#ifndef TAILOR_EVIDENCE_SOURCE_H
#define TAILOR_EVIDENCE_SOURCE_H

#include "base/error.h"
#include "base/slice.h"

struct source {
    bool (*fill)(struct source *s, struct slice *ret_view, struct error *err); /* an empty view: the end */
    uint64_t (*leap)(struct source *s, uint64_t count);                        /* skips up to count bytes, returns how many; NULL: cannot */
    uint64_t limit;                                                            /* fails past so many bytes; 0: none */
    uint64_t filled;                                                           /* bytes that fill gave so far */
    struct slice pending;                                                      /* given back by source_peek or source_read */
    bool ended, failed;
    bool truncated; /* ended or failed because bytes are missing at the end */
    struct error why;
};

/* *ret_view empty at the end. False: the rest cannot be had. */
bool source_next(struct source *s, struct slice *ret_view, struct error *err) MUST_USE;
/* Looks at what source_next will give. */
bool source_peek(struct source *s, struct slice *ret_view, struct error *err) MUST_USE;
/* Copies up to `capacity` bytes; *ret_len 0 at the end. */
bool source_read(struct source *s, void *bytes, size_t capacity, size_t *ret_len, struct error *err) MUST_USE;
/* Skips without reading where that is possible; returns how many bytes were skipped, 0 when it cannot. */
uint64_t source_leap(struct source *s, uint64_t count);

/* Bytes in memory; they must outlive the source. */
struct memory_source {
    struct source source;
    struct slice bytes;
};
void memory_source_open(struct memory_source *m, struct slice bytes);

/* An open file; read() only, so a file that shrinks meanwhile ends early and says so. The descriptor stays the caller's. */
struct file_source {
    struct source source;
    int fd;
    uint64_t expected; /* size when it was opened; 0: not known */
    bool seekable;
    uint8_t *buffer;
    size_t capacity;
};
void file_source_open(struct file_source *f, int fd, uint64_t expected, bool seekable, uint8_t *buffer, size_t capacity);

/* A part of an open file, by pread: the file's own position is neither used nor moved. */
struct part_source {
    struct source source;
    int fd;
    uint64_t at, left;
    uint8_t *buffer;
    size_t capacity;
};
void part_source_open(struct part_source *p, int fd, uint64_t offset, uint64_t size, uint8_t *buffer, size_t capacity);

#endif

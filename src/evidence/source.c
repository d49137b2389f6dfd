#include "evidence/source.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

bool source_next(struct source *s, struct slice *ret_view, struct error *err) {
    if (s->pending.len) {
        *ret_view = s->pending;
        s->pending = slice_of(NULL, 0);
        return true;
    }
    if (s->failed) {
        if (err)
            *err = s->why;
        return false;
    }
    struct slice view = {0};
    if (!s->ended && !s->fill(s, &view, &s->why)) {
        s->failed = true;
        return source_next(s, ret_view, err);
    }
    s->ended = view.len == 0;
    s->filled += view.len;
    if (s->limit && s->filled > s->limit) {
        s->failed = true;
        error_set(&s->why, "gives more than the limit of %" PRIu64 " bytes", s->limit);
        return source_next(s, ret_view, err);
    }
    *ret_view = view;
    return true;
}

bool source_peek(struct source *s, struct slice *ret_view, struct error *err) {
    struct slice view;
    if (!source_next(s, &view, err))
        return false;
    s->pending = view;
    *ret_view = view;
    return true;
}

bool source_read(struct source *s, void *bytes, size_t capacity, size_t *ret_len, struct error *err) {
    struct slice view;
    if (!source_next(s, &view, err))
        return false;
    struct slice part = slice_sub(view, 0, capacity);
    if (part.len)
        memcpy(bytes, part.data, part.len);
    s->pending = slice_from(view, part.len);
    *ret_len = part.len;
    return true;
}

uint64_t source_leap(struct source *s, uint64_t count) {
    if (!s->leap || s->failed || s->ended)
        return 0;
    uint64_t left = count;
    size_t held = s->pending.len < left ? s->pending.len : (size_t)left;
    s->pending = slice_from(s->pending, held);
    left -= held;
    if (left)
        left -= s->leap(s, left);
    return count - left;
}

static bool fill_from_memory(struct source *s, struct slice *ret_view, struct error *err) {
    (void)err;
    struct memory_source *m = (struct memory_source *)s;
    *ret_view = m->bytes;
    m->bytes = slice_of(NULL, 0);
    return true;
}

void memory_source_open(struct memory_source *m, struct slice bytes) {
    *m = (struct memory_source){.source = {.fill = fill_from_memory}, .bytes = bytes};
}

static bool fill_from_file(struct source *s, struct slice *ret_view, struct error *err) {
    struct file_source *f = (struct file_source *)s;
    size_t got = 0;
    while (got < f->capacity) {
        ssize_t n = read(f->fd, f->buffer + got, f->capacity - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && got == 0)
            return error_set(err, "cannot be read: %s", strerror(errno));
        if (n <= 0)
            break; /* an error after good bytes comes again with the next call */
        got += (size_t)n;
    }
    if (got == 0 && s->filled < f->expected) {
        s->truncated = true;
        error_set(&s->why, "became shorter while it was read: %" PRIu64 " of %" PRIu64 " bytes were left", s->filled, f->expected);
    }
    *ret_view = slice_of(f->buffer, got);
    return true;
}

/* Never past the size that was listed: the end of a shorter file must still be noticed by a read. */
static uint64_t leap_in_file(struct source *s, uint64_t count) {
    struct file_source *f = (struct file_source *)s;
    uint64_t left = f->expected > s->filled ? f->expected - s->filled : 0;
    uint64_t step = count < left ? count : left;
    if (!f->seekable || step == 0 || step > INT64_MAX || lseek(f->fd, (off_t)step, SEEK_CUR) < 0)
        return 0;
    s->filled += step;
    return step;
}

void file_source_open(struct file_source *f, int fd, uint64_t expected, bool seekable, uint8_t *buffer, size_t capacity) {
    *f = (struct file_source){.source = {.fill = fill_from_file, .leap = leap_in_file},
                              .fd = fd,
                              .expected = expected,
                              .seekable = seekable,
                              .buffer = buffer,
                              .capacity = capacity};
}

static bool fill_from_part(struct source *s, struct slice *ret_view, struct error *err) {
    struct part_source *p = (struct part_source *)s;
    size_t got = 0, most = p->left < p->capacity ? (size_t)p->left : p->capacity;
    while (got < most) {
        ssize_t n = pread(p->fd, p->buffer + got, most - got, (off_t)p->at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_set(err, "cannot be read back: %s", n < 0 ? strerror(errno) : "it is shorter than it was");
        got += (size_t)n;
        p->at += (uint64_t)n;
        p->left -= (uint64_t)n;
    }
    *ret_view = slice_of(p->buffer, got);
    return true;
}

void part_source_open(struct part_source *p, int fd, uint64_t offset, uint64_t size, uint8_t *buffer, size_t capacity) {
    *p = (struct part_source){
        .source = {.fill = fill_from_part}, .fd = fd, .at = offset, .left = size, .buffer = buffer, .capacity = capacity};
}

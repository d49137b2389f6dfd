/*
 * sink: where a bundle is written to: a .tar.gz or .tar, or a folder when the name has no ending of an archive.
 *
 * There whole or not at all (os/files.h). An archive keeps owner and mode of each file; a folder is its maker's alone.
 *
 *     struct sink *s = sink_open(path, &who, arena, &err);
 *     sink_add(s, &entry, fd, size, &err) ...
 *     sink_commit(s, &err)  or  sink_abandon(s)
 */
#ifndef TAILOR_COLLECT_SINK_H
#define TAILOR_COLLECT_SINK_H

#include "base/arena.h"
#include "base/error.h"

struct sink;

struct sink_entry {
    const char *path; /* no ".." in it, no '/' in front */
    uint32_t mode;
    int64_t owner, modified;
};

/* Could it be written? Leaves nothing behind. */
bool sink_check(const char *path, struct error *err) MUST_USE;
/* `owner` and `group` of the new file; -1: as it comes. NULL: err says why. */
struct sink *sink_open(const char *path, int64_t owner, int64_t group, struct arena *arena, struct error *err) MUST_USE;
/* `size` bytes of the open file, from its beginning. */
bool sink_add(struct sink *s, const struct sink_entry *entry, int fd, uint64_t size, struct error *err) MUST_USE;
bool sink_commit(struct sink *s, struct error *err) MUST_USE;
void sink_abandon(struct sink *s);

#endif

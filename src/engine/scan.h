/*
 * scan: fills the wanted tables of a session from the evidence.
 *
 * The evidence is read in a confined child (os.h) that can neither write nor
 * reach the network; rows come back over a pipe (row_pipe.h). When the child
 * crashes or hangs, the artefact it was reading becomes a row of `evidence`
 * with the reason, and a new child goes on behind it: a crash costs one
 * artefact. Nothing is read twice into the tables. Standard input cannot be
 * read again: where it is among the paths, the first crash ends the scan, and
 * a row of `evidence` says so.
 */
#ifndef TAILOR_ENGINE_SCAN_H
#define TAILOR_ENGINE_SCAN_H

#include "engine/session.h"
#include "evidence/evidence.h"

struct scan_options {
    const char *const *paths; /* as evidence_visit takes them */
    size_t n_paths;
    const struct evidence_held *held; /* what was gathered from this Mac, in `held_fd` */
    size_t n_held;
    int held_fd;
    /* Told now and then: what is being read, how far. NULL: nobody wants to know. */
    void (*progress)(void *context, struct slice path, uint64_t bytes_done);
    void *context;
    int hang_ms;            /* silence after which a reader is given up while it is at an artefact; 0: 30 seconds */
    const char *bytes_name; /* not NULL: the evidence is this one file in memory, under this name, and `paths` is not used */
    struct slice bytes;
};

/* False only when nothing could be read at all or the database failed. */
bool scan_evidence(struct session *s, const struct scan_options *options, struct error *err) MUST_USE;

/*
 * The same in two steps, for who has something to do while the child begins to read: what is wanted must be known before the first.
 * The session and the options must outlive it. Each scan that was started is finished or abandoned, which frees it.
 */
struct scan;
struct scan *scan_start(struct session *s, const struct scan_options *options, struct error *err) MUST_USE;
bool scan_finish(struct scan *scan, struct error *err) MUST_USE;
void scan_abandon(struct scan *scan);

#endif

/*
 * artefact: one file of the evidence while it is being read.
 *
 * Evidence hands artefacts out one after the other, as a stream: the bytes of
 * an archive member are gone once the next one is asked for. A reader takes
 * either the stream (logs of any size) or the whole (everything else, with a
 * limit). Whether the bytes come from a folder, an archive or stdin does not
 * show here; a gzip-compressed file inside the evidence arrives inflated.
 *
 * Owner: the evidence that handed it out. `path` and `kind` live until the
 * next artefact.
 */
#ifndef TAILOR_EVIDENCE_ARTEFACT_H
#define TAILOR_EVIDENCE_ARTEFACT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/timestamp.h"

struct artefact {
    struct slice path; /* inside the evidence, '/'-separated, as shown to people: "root/private/etc/hosts" */
    const char *kind;  /* name in knowledge/artefact.tsv ("hosts", "install_log"), or NULL: nothing wants it */
    int64_t modified;  /* TIMESTAMP_NONE when the evidence does not say */
    uint64_t size;     /* as listed; UINT64_MAX when not known before it is read */
    uint32_t mode;     /* permission bits as listed (07777); 0 when not known */
    int64_t owner;     /* numeric uid as listed by an archive; -1 when not known or not the Mac's own */
    /* Up to `capacity` next bytes; *ret_len 0 at the end. False: the rest is damaged, and err says why. */
    bool (*read)(struct artefact *a, void *bytes, size_t capacity, size_t *ret_len, struct error *err);
    void *state; /* of the reader behind `read` */
};

/* The whole artefact, from where it stands, into the arena. Fails past `limit` bytes. */
bool artefact_read_all(struct artefact *a, struct arena *arena, size_t limit, struct slice *ret_bytes, struct error *err) MUST_USE;

/* An artefact over bytes in memory, for tests and for the fuzzers; `cursor` must outlive it. */
struct artefact artefact_of_slice(const char *path, const char *kind, struct slice *cursor);

#endif

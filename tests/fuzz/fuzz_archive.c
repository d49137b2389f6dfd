/*
 * The walk over one file in memory: compression, tar and zip, archives in archives, recognition by content. All that comes out is
 * read. Beyond not crashing: each artefact offered has its note, and nothing goes past the limits.
 */
#include <stdint.h>
#include <stdlib.h>

#include "evidence/evidence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STREAM_BYTES = 2 << 20, ARTEFACT_BYTES = 1 << 20, ENTRIES = 1000 };

struct tally {
    uint64_t offered, noted;
};

static bool take(void *context, struct artefact *a, struct error *err) {
    uint8_t bytes[4096];
    struct tally *t = context;
    uint64_t total = 0;
    size_t len = 0;
    t->offered++;
    if (!a->kind || a->path.len == 0)
        abort();
    do {
        if (!a->read(a, bytes, sizeof bytes, &len, err))
            return false;
        total += len;
        if (total > ARTEFACT_BYTES)
            abort();
    } while (len);
    return true;
}

static void note(void *context, const struct evidence_note *n) {
    struct tally *t = context;
    t->noted++;
    if ((n->state == EVIDENCE_DAMAGED || n->state == EVIDENCE_SKIPPED) && !n->problem)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct knowledge *k;
    if (!k)
        k = knowledge_open(NULL, NULL);
    struct tally tally = {0};
    const struct evidence_options options = {
        .knowledge = k, .limits = {.entries = ENTRIES, .stream_bytes = STREAM_BYTES, .artefact_bytes = ARTEFACT_BYTES}};
    const struct evidence_visitor visitor = {.context = &tally, .artefact = take, .note = note};
    struct error err;
    if (!evidence_visit_bytes(&options, &visitor, "evidence", slice_of(data, size), &err) || tally.noted < tally.offered)
        abort();
    return 0;
}

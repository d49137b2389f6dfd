/*
 * save_child: the confined half of save. Rewrites each item and sends frames: a kind, a length (4 bytes, little-endian), so many bytes.
 * Internal to src/collect.
 */
#ifndef TAILOR_COLLECT_SAVE_CHILD_H
#define TAILOR_COLLECT_SAVE_CHILD_H

#include "collect/bundle_json.h"

enum frame {
    FRAME_BEGIN, /* index of the item (8 bytes): it is being rewritten */
    FRAME_PATH,  /* its path in the bundle */
    FRAME_DATA,
    FRAME_END,  /* it is complete */
    FRAME_DROP, /* it is left out: why */
    FRAME_NOTE, /* it is not whole: why */
    FRAME_DONE,
    FRAME_KINDS
};
enum { FRAME_HEAD = 5, FRAME_MOST = 1 << 20 };

/* The index of bundle.json in FRAME_BEGIN. */
#define BUNDLE_JSON UINT64_MAX

struct save_child {
    const struct collection *collection;
    struct redactor *redactor;
    const bool *skipped; /* items at which an earlier child ended */
};

int save_child_run(void *save_child, int out_fd);

#endif

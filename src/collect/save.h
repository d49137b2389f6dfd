/*
 * save: a collection becomes a bundle (DESIGN: root/, commands/, dialog.txt, bundle.json).
 *
 * Redacted by the same redactor as the reports, which first learns what is personal by reading the collection as evidence; --no-redact
 * leaves it out. The files are rewritten in a confined child, since they may be anybody's; it sends them to the parent, which only stores
 * them. A file at which the child crashes or hangs is left out, and all is written anew: tokens are numbered in the order of writing.
 */
#ifndef TAILOR_COLLECT_SAVE_H
#define TAILOR_COLLECT_SAVE_H

#include "collect/collection.h"

struct save_options {
    const char *path;
    bool no_redact;
    int64_t owner, group; /* of what is written; -1: as it comes */
};

struct saved {
    size_t files, outputs; /* in the bundle */
    size_t left_out;       /* gathered, but not in the bundle: see the problem of the item */
    uint64_t bytes;        /* of all of them */
};

bool save_bundle(struct collection *c, const struct save_options *options, struct saved *ret_saved, struct error *err) MUST_USE;

#endif

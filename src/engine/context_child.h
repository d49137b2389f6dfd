/*
 * context_child: the confined half of context. Walks the evidence and sends each wanted line: MESSAGE_LINE with the index of its place, the
 * number of the line and its text; MESSAGE_DONE when it has them all.
 */
#ifndef TAILOR_ENGINE_CONTEXT_CHILD_H
#define TAILOR_ENGINE_CONTEXT_CHILD_H

#include "engine/context.h"

struct context_child {
    const struct scan_options *options;
    const struct knowledge *knowledge;
    const struct context *context;
    const char *const *kinds; /* of the artefacts in which the places are; NULL-terminated */
};

int context_child_run(void *context_child, int out_fd);

#endif

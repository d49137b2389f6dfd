/*
 * scan_child: the confined half of the scan. Walks the evidence, lets the
 * tables read each artefact, and writes messages (row_pipe.h) to `out_fd`.
 */
#ifndef TAILOR_ENGINE_SCAN_CHILD_H
#define TAILOR_ENGINE_SCAN_CHILD_H

#include "engine/scan.h"

struct scan_child {
    const struct session *session; /* only asked what it wants; the database is not touched here */
    const struct scan_options *options;
    uint64_t resume_at; /* number of notes that an earlier child delivered already, the fatal artefact among them */
};

/* The exit status of the child: 0 when MESSAGE_DONE or MESSAGE_FAILED was sent. */
int scan_child_run(void *scan_child, int out_fd);

#endif

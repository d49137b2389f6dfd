/*
 * probe_watch: `tailor probe --watch`: the same examination again and again until it is interrupted, telling what changed and when.
 *
 * SIGINT, SIGTERM and SIGHUP end it within a tenth of a second or so, also in the middle of a round, which then counts for nothing; how
 * often each host failed is told at the end. As text, or as lines of JSON (schema tailor.probe-watch/1, docs/probe.md), each written out
 * as soon as it is known.
 */
#ifndef TAILOR_CLI_PROBE_WATCH_H
#define TAILOR_CLI_PROBE_WATCH_H

#include "base/arena.h"
#include "cli/verb.h"
#include "net/net.h"

struct probe_watch {
    const struct net_target *targets;
    size_t n_targets;
    struct net_options net; /* `stop` and `context` are set here */
    struct net_result *results;
    unsigned every_seconds; /* from the start of a round to that of the next */
    bool json;
};

/* The exit status: 0 nothing ever failed, 1 something did, 2 no round came to its end. */
int probe_watch_run(struct probe_watch *watch, const struct options *o, struct arena *arena);

#endif

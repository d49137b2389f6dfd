/*
 * probe_targets: what `tailor probe` is to examine, from knowledge/host.tsv and the words of the command line.
 */
#ifndef TAILOR_CLI_PROBE_TARGETS_H
#define TAILOR_CLI_PROBE_TARGETS_H

#include "base/arena.h"
#include "knowledge/knowledge.h"
#include "net/net.h"

struct probe_wish {
    const char *const *hosts; /* "host" or "host:port"; a host that knowledge has not is examined by its port alone */
    size_t n_hosts;           /* 0: all that knowledge has */
    const char *stage;        /* NULL: all */
    bool sample;              /* the host of knowledge/sample.tsv too */
};

struct probe_targets {
    struct net_target *targets;
    size_t n_targets;
};

bool probe_targets_make(const struct knowledge *k, const struct probe_wish *wish, struct arena *arena, struct probe_targets *ret_targets,
                        struct error *err) MUST_USE;

/* Which file shows how fast Apple's delivery network is: knowledge/sample.tsv. Strings of the knowledge. */
struct probe_sample {
    const char *host, *path;
    uint16_t port;
};
bool probe_sample_find(const struct knowledge *k, struct probe_sample *ret_sample, struct error *err) MUST_USE;

/* What net_options takes from knowledge: the private roots of certificate_root.tsv, the names of interceptor.tsv. */
bool probe_trust(const struct knowledge *k, struct arena *arena, struct net_options *options, struct error *err) MUST_USE;

#endif

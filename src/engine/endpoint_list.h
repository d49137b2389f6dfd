/*
 * endpoint_list: the rows of the table `endpoint`, in the order of the stages, for the report of a probe.
 */
#ifndef TAILOR_ENGINE_ENDPOINT_LIST_H
#define TAILOR_ENGINE_ENDPOINT_LIST_H

#include "engine/session.h"

struct endpoint {
    const char *host, *protocol, *stage, *via, *state, *step, *outcome, *text, *issuer, *interceptor;
    int64_t port, tries, failures;
    double connect_ms, jitter_ms;
    bool has_connect, has_offset;
    double offset_seconds;
};

struct endpoint_list {
    struct endpoint *endpoints;
    size_t n_endpoints, n_good, n_failed;
};

/* At most 4096; in the arena. The table must have been wanted before the scan. */
bool endpoint_list_read(struct session *s, struct arena *arena, struct endpoint_list *ret_list, struct error *err) MUST_USE;

#endif

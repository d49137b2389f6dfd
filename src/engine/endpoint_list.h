/*
 * endpoint_list: the rows of the table `endpoint`, in the order of the stages, for the reports.
 */
#ifndef TAILOR_ENGINE_ENDPOINT_LIST_H
#define TAILOR_ENGINE_ENDPOINT_LIST_H

#include "engine/session.h"

/* In the order in which they are gone; the name of each is the beginning of its columns. */
enum endpoint_step { ENDPOINT_DNS, ENDPOINT_TCP, ENDPOINT_PROXY, ENDPOINT_TLS, ENDPOINT_HTTP, ENDPOINT_SNTP, ENDPOINT_STEPS };
extern const char *const endpoint_step_names[ENDPOINT_STEPS];

enum { ENDPOINT_ESTIMATES = 8 };

struct endpoint {
    const char *host, *protocol, *stage, *via, *state, *step, *outcome, *text, *issuer, *interceptor, *address, *families, *proxy,
        *proxy_from, *pac, *probed;
    const char *outcomes[ENDPOINT_STEPS]; /* NULL: not gone */
    double ms[ENDPOINT_STEPS];            /* negative: not known */
    int64_t port, tries, failures, sample_bytes;
    double jitter_ms, offset_seconds, bytes_per_second;
    bool has_offset;
};

struct endpoint_list {
    struct endpoint *endpoints;
    size_t n_endpoints, n_good, n_failed;
    const char *estimates[ENDPOINT_ESTIMATES]; /* how long updates take to download, as sentences */
    size_t n_estimates;
};

/* At most 4096; in the arena. The table must have been wanted before the scan. */
bool endpoint_list_read(struct session *s, struct arena *arena, struct endpoint_list *ret_list, struct error *err) MUST_USE;

#endif

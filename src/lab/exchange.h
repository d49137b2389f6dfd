/*
 * exchange: one request to the lab and its answer, without a network: what is asked for, what the faults that are on make of it, and the
 * bytes that go back. The server (server.h) only carries them.
 *
 *     lab_exchange(&lab, &call, arena, &reply);
 *
 * Owner: the reply's body is the caller's buffer; its other texts live as long as the lab, the arena or the call.
 */
#ifndef TAILOR_LAB_EXCHANGE_H
#define TAILOR_LAB_EXCHANGE_H

#include "lab/fault.h"
#include "lab/issue.h"
#include "lab/policy.h"

/* One update that the lab offers. */
struct lab_release {
    struct slice version, build;
    const char *posted, *expires; /* "2025-11-03" */
    const struct slice *devices;  /* "J274AP" */
    size_t n_devices;
    uint64_t download_bytes, installed_bytes;
};

struct lab {
    struct lab_policy policy;
    struct lab_image_names names;
    const struct lab_release *releases;
    size_t n_releases;
    struct lab_press *press;
    const struct lab_keys *keys;
    struct lab_faults faults;
    int64_t started_ns; /* by the clock of the wall */
};

enum lab_route {
    LAB_ROUTE_SIGN,   /* POST /TSS/controller?action=2 */
    LAB_ROUTE_HEALTH, /* /TSS/controller?action=0 */
    LAB_ROUTE_OPTION, /* /TSS/controller with another action */
    LAB_ROUTE_PMV,
    LAB_ROUTE_CATALOGUE, /* GET /catalogue?model=J274AP */
    LAB_ROUTE_ASSETS,    /* POST /v2/assets */
    LAB_ROUTE_ACCOUNT,
    LAB_ROUTE_TIME,
    LAB_ROUTE_FAULTS,      /* GET and POST /lab/faults */
    LAB_ROUTE_NONE,        /* anything else; also "/", which answers 404 at Apple's too */
    LAB_ROUTE_MISDIRECTED, /* for a host of Apple's */
    LAB_ROUTES
};
const char *lab_route_path(enum lab_route route); /* for the log: never what a client wrote */
enum lab_place lab_route_place(enum lab_route route);

struct lab_call {
    struct slice method, path, action, model, host;
    struct slice body;
    int64_t now_ns;
    uint64_t monotonic_ns;
    bool from_here; /* from this machine, and no web page's doing: may switch faults */
};

struct lab_reply {
    unsigned http;
    const char *content_type;
    const char *location;     /* NULL: none */
    const char *authenticate; /* name of the header that asks for it; NULL: none */
    long retry_after;         /* seconds; 0: none */
    enum lab_wire wire;
    long wire_value;
    long clock_date; /* seconds that the Date header is off */
    struct buffer *body;
    enum lab_kind kind;
    int status;      /* STATUS; -1: none */
    const char *why; /* of a refusal; NULL: nothing to tell */
    bool changed;    /* faults were switched */
};

enum lab_route lab_route_of(const struct lab_call *call);
void lab_exchange(struct lab *lab, const struct lab_call *call, struct arena *arena, struct lab_reply *reply);

#endif

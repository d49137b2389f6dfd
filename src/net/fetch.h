/*
 * fetch: one exchange of HTTP or HTTPS, by libcurl, and the step at which it failed.
 *
 * For the exchanges that a Mac has with Apple (a ticket, a list of versions); the probe examines each step with its own code. Nothing is
 * followed, remembered or guessed: no redirects, cookies, .netrc, environment, compression, nor HTTP/0.9. The answer is cut off at a limit
 * in bytes, its head at FETCH_MAX_HEAD, the whole at a time limit.
 *
 * Trust: a host of Apple's own (`pinned`) has to show a chain that ends in one of options.private_roots or of extra_root_file, as the
 * probe demands (trust.h); any other one that the system trusts, or extra_root_file. The clock counts.
 *
 *     struct fetch_request q = {.url = "https://gs.apple.com/TSS/controller?action=2", .body = plist, .options = &net, .pinned = true};
 *     struct fetch_answer a;
 *     if (!fetch_run(&q, arena, &a, err)) ...                 // the request itself is bad, or out of memory
 *     if (a.failed != FETCH_DONE) printf("%s: %s", fetch_step_name(a.failed), a.text);
 *     else ... a.status, a.body ...
 *
 * Owner: the body and the strings live in the arena. Blocks. Several threads may fetch at once, each with its own arena.
 */
#ifndef TAILOR_NET_FETCH_H
#define TAILOR_NET_FETCH_H

#include "base/arena.h"
#include "net/net.h"

enum {
    FETCH_MAX_HEAD = 64 << 10,
    FETCH_DEFAULT_LIMIT = 1 << 20,
    FETCH_DEFAULT_MS = 30000,
    FETCH_MAX_HEADERS = 32, /* of the request */
};

enum fetch_step {
    FETCH_DONE,      /* an answer came, whatever its status */
    FETCH_NAME,      /* name resolution */
    FETCH_TCP,       /* connecting */
    FETCH_PROXY,     /* the proxy's name, its connection, or its refusal */
    FETCH_TLS,       /* the handshake or the certificate; `outcome` says what of it */
    FETCH_HTTP,      /* the connection broke, or what came is no HTTP */
    FETCH_TOO_LARGE, /* beyond the limit */
    FETCH_TIMEOUT,   /* the time was up; `text` says at which step */
    FETCH_STEPS
};
const char *fetch_step_name(enum fetch_step step); /* "done", "name", "tcp", "proxy", "tls", "http", "too-large", "timeout" */

struct fetch_request {
    const char *url;            /* http or https, without user and password */
    struct slice body;          /* data not NULL: POST, else GET */
    const char *const *headers; /* "Name: value", NULL-terminated; NULL: none */
    size_t limit;               /* of the answer's body in bytes; 0: FETCH_DEFAULT_LIMIT */
    unsigned timeout_ms;        /* of the whole; 0: FETCH_DEFAULT_MS */
    unsigned connect_ms;        /* until connected, TLS included; 0: timeout_ms */
    bool pinned;                /* only private_roots and extra_root_file are trusted */
    const char *resolve;        /* "host:port:address" in place of the name server, as curl --resolve; NULL: none */
    /* Of these: private_roots, extra_root_file, proxy, no_proxy. */
    const struct net_options *options;
};

struct fetch_answer {
    enum fetch_step failed;
    enum net_outcome outcome; /* what went wrong in that step, as the probe names it; NET_OK when done */
    const char *text;         /* a sentence without its end; "" when done */
    unsigned status;          /* of the answer; 0: none came. With FETCH_PROXY the proxy's own answer to CONNECT */
    const char *retry_after, *date, *content_type, *location, *server; /* headers of the answer; NULL where it has none */
    struct slice body;
    const char *address; /* that was connected to; NULL: none */
    int64_t started_ns, took_ns;
};

/* False: nothing could be tried, and err says why (a bad URL or file, out of memory). What the network does is in the answer. */
bool fetch_run(const struct fetch_request *request, struct arena *arena, struct fetch_answer *ret_answer, struct error *err) MUST_USE;

/* "https://gs.apple.com:443/x" → "gs.apple.com"; NULL when it is no URL of http or https, or out of memory. */
const char *fetch_url_host(const char *url, struct arena *arena);

#endif

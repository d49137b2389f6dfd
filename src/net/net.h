/*
 * net: the staged examination of the hosts that an update needs.
 *
 * Each target goes through the steps name resolution, TCP, proxy, TLS, HTTP (or one exchange of SNTP), each with its own start, end, bytes
 * and outcome, until one fails. net_run() does all targets at once in a bounded number of threads, with at most NET_MAX_SOCKETS sockets in
 * the whole and every wait ended by a deadline. It sends nothing but what the steps need and contacts nobody but the targets, the
 * configured name servers and the proxy.
 *
 * Other sides are hostile: what they send is looked at up to fixed limits and kept in the fixed places below, cut where it is longer.
 * Texts that came from outside may hold anything: the one who shows them escapes them.
 *
 *     struct net_result *results = calloc(n, sizeof *results);
 *     struct net_options options = {.private_roots = roots, .n_private_roots = 3};
 *     if (!net_run(targets, n, &options, results, &summary, &err)) ...
 *
 * Owner: results belong to the caller; they point at the targets. Blocks until all is done. Uses threads; two runs may go on at once.
 */
#ifndef TAILOR_NET_NET_H
#define TAILOR_NET_NET_H

#include "base/error.h"
#include "base/timestamp.h"
#include "net/address.h"
#include "net/outcome.h"
#include "net/proxy_setting.h"

enum {
    NET_MAX_SOCKETS = 64,
    NET_MAX_TARGETS = 512,
    NET_MAX_TRIES = 100,
    NET_MAX_CHAIN = 6,
    NET_NAME = 256,
    NET_TEXT = 240,
    NET_BODY = 256,
};

enum net_protocol { NET_PLAIN, NET_TLS_ONLY, NET_HTTPS, NET_NTP };

/* What is examined, and what a good answer is. Strings are the caller's and outlive the results. */
struct net_target {
    const char *host;
    uint16_t port;
    enum net_protocol protocol;
    const char *stage, *purpose; /* carried along */
    const char *request;         /* "GET /path"; NULL: no request */
    unsigned expect_status;      /* 0: any that is no error */
    const char *expect_body;     /* NULL: any */
    const char *expect_header;   /* NULL: any */
    const char *healthy;         /* the same in words, for people */
    bool private_root;           /* its chain must end in one of options.private_roots */
    bool tells_portals;          /* serves one known page, which a captive portal replaces */
};

/* Reads "status 200, body has Success", "header Set-Cookie", "handshake", "connected" into the target; `storage` keeps the words. */
void net_target_expect(struct net_target *target, const char *healthy, char *storage, size_t size);

struct net_stage {
    enum net_outcome outcome;
    int64_t start_ns, end_ns; /* this machine's clock */
    uint64_t sent, received;  /* bytes, of the application */
    char text[NET_TEXT];      /* what was seen; empty when there is nothing to add */
};

struct net_answer {
    enum net_outcome outcome;
    struct net_address_list addresses;
};

struct net_dns {
    struct net_answer system, direct4, direct6;
    struct net_address_list hosts;       /* what the hosts file says */
    char chain[NET_MAX_CHAIN][NET_NAME]; /* the names that CNAMEs lead to */
    size_t n_chain;
    bool differs; /* the system's resolver and the name server give addresses without one in common */
};

struct net_connection {
    struct net_address address;
    enum net_outcome outcome;
    int64_t took_ns;
};

struct net_tcp {
    struct net_connection tried[NET_MAX_ADDRESSES];
    size_t n_tried;
    size_t n_lost; /* silent, refused or reset though another was reached; without a way there (no IPv6 at all) does not count */
    struct net_address address; /* of the connection that is used; len 0: none */
};

enum net_trust_kind { NET_TRUST_NONE, NET_TRUST_PUBLIC, NET_TRUST_PRIVATE };
const char *net_trust_name(enum net_trust_kind kind); /* "none", "public", "apple" */

/* Of a host that has addresses of both families: by which of them is it reached? */
enum net_families { NET_ONE_FAMILY, NET_BOTH_FAMILIES, NET_IPV4_ONLY, NET_IPV6_ONLY, NET_NEITHER_FAMILY };
const char *net_families_name(enum net_families families); /* "one", "both", "ipv4 only", "ipv6 only", "neither" */

struct net_tls {
    char protocol[16], cipher[48];
    char subject[NET_NAME], issuer[NET_NAME]; /* of the server's certificate */
    char root[NET_NAME];                      /* top of the chain that verified, else of what was sent */
    char names[NET_NAME];                     /* of the certificate, with blanks between */
    char error[NET_TEXT];                     /* why the chain does not verify */
    char root_sha256[65];
    enum net_trust_kind trust;
    size_t n_chain; /* certificates that the server sent */
    bool stapled;
    int64_t not_before_ns, not_after_ns; /* TIMESTAMP_NONE: no certificate */
};

struct net_http {
    unsigned status;
    char server[NET_NAME], location[NET_NAME], content_type[64], via[NET_NAME], squid_error[64];
    char body[NET_BODY]; /* its beginning, NUL bytes made blanks */
};

struct net_sntp {
    unsigned stratum, leap;
    char reference[16];
    double offset_seconds, delay_seconds;
    bool answered;
};

struct net_sample;

/* Over the tries of one target: of the last failed one everything is kept, of a series without a failure the last. */
struct net_series {
    unsigned tries, failures;
    double least_ms, mean_ms, most_ms,
        jitter_ms; /* of the time to connect (or of the exchange of SNTP); jitter: mean change between tries */
};

struct net_result {
    const struct net_target *target;
    bool examined; /* false: the time was up before its turn */
    bool good;
    enum net_step failed_step; /* when it is examined and not good */
    struct net_stage stages[NET_STEPS];
    enum net_proxy_kind via;
    const struct net_options *options; /* of the run; they outlive the results that are written as JSON */
    struct net_dns dns;
    struct net_tcp tcp;
    enum net_families families;
    unsigned proxy_status; /* of the answer to CONNECT or, for SOCKS, its reply code */
    uint16_t segment;      /* largest TCP segment that was asked for; 0: as the system likes */
    struct net_tls tls;
    struct net_http http;
    struct net_sntp sntp;
    struct net_series series;
    const struct net_sample *sample; /* the caller's; NULL: none was taken */
};

struct net_options {
    const char *const *private_roots; /* DER as base64 */
    size_t n_private_roots;
    const char *const *interceptors; /* parts of names (any case) under which products re-sign; such an issuer is never the host's own */
    size_t n_interceptors;
    const char *extra_root_file; /* PEM; counts as private roots do, and for all hosts; NULL: none */
    const struct net_proxy *proxy;
    const char *proxy_from;  /* who named it, carried along: "option", "environment", "system"; NULL: nobody */
    const char *pac;         /* an automatic proxy configuration that is not followed, carried along; NULL: none */
    const char *no_proxy;    /* hosts that are reached without it; NULL: none */
    const char *nameservers; /* "192.0.2.1,192.0.2.2:53" instead of the configured ones for direct queries; NULL: those */
    unsigned step_ms;        /* longest wait of one step; 0: 5 seconds */
    unsigned total_ms;       /* of the whole run; 0: 60 seconds */
    unsigned tries;          /* of each target; 0: 1 */
    /* Told from any thread, one at a time, when a target is done. NULL: nobody wants to know. */
    void (*progress)(void *context, size_t done, size_t total);
    /* Asked now and then, from any thread: is the run to end soon? What is under way then counts for nothing. NULL: it is not. */
    bool (*stop)(void *context);
    void *context;
};

struct net_summary {
    int64_t start_ns, end_ns;
    unsigned most_sockets; /* open at the same time */
};

/* How fast a host delivers: the beginning of one large file, by the same way as a probe takes. */
struct net_sample_wish {
    const char *path; /* of the file; a public one without any identifier */
    uint64_t most_bytes;
    unsigned most_ms; /* of the transfer */
};

struct net_sample {
    enum net_outcome outcome; /* NET_OK: the rate is worth something */
    unsigned status;          /* of HTTP; 0: it did not come so far */
    uint64_t bytes;           /* of the body */
    double seconds;           /* that it took, from the request on */
    double bytes_per_second;  /* after the start, which is slow on every connection */
    char text[NET_TEXT];      /* what was in the way; empty */
};

/* Blocks. False: it could not be begun at all. */
bool net_sample(const struct net_target *target, const struct net_sample_wish *wish, const struct net_options *options,
                struct net_sample *ret_sample, struct error *err) MUST_USE;

/* False when nothing could be examined at all: out of memory, a bad root or proxy. */
bool net_run(const struct net_target *targets, size_t n_targets, const struct net_options *options, struct net_result *results,
             struct net_summary *ret_summary, struct error *err) MUST_USE;

/* One sentence: "gs.apple.com:443: the certificate ..."; no line end. */
struct buffer;
void net_sentence(const struct net_result *r, struct buffer *out);

#endif

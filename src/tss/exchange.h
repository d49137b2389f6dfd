/*
 * exchange: a request sent to a signing server, its answer, and what the ticket that came back is worth.
 *
 * Asks as Apple's clients do: https first, then plain http (the documented default of older ones), again only while the server is not
 * reached; every answer, good or bad, ends it. A certificate that is not Apple's ends it too: what was told apart once is not tried
 * without encryption. An answer is verified before it is believed: a granted ticket whose signature, signer or contents do not fit is
 * "unverified".
 *
 * Outcomes: granted, refused (a STATUS other than 0), unreachable, http-error (another HTTP status than 200), garbled (200, but no answer
 * of a signing server), unverified. `code` is what a Mac would log for it (3100 + n and the table of nserror.h).
 *
 *     struct exchange_question q = {.request = &request, .net = &net, .roots = roots, .n_roots = n, .names = names};
 *     if (!exchange_run(&q, arena, &x, err)) ...           // nothing could be sent; what the network does is in the outcome
 *
 * Owner: everything in the arena, or in the question, which has to live on. Blocks.
 */
#ifndef TAILOR_TSS_EXCHANGE_H
#define TAILOR_TSS_EXCHANGE_H

#include "net/fetch.h"
#include "tss/ticket_fit.h"

enum { EXCHANGE_MAX_ATTEMPTS = 12, EXCHANGE_DEFAULT_TRIES = 3, EXCHANGE_PAUSE_MS = 1000 };

enum exchange_outcome {
    EXCHANGE_GRANTED,
    EXCHANGE_REFUSED,
    EXCHANGE_UNREACHABLE,
    EXCHANGE_HTTP_ERROR,
    EXCHANGE_GARBLED,
    EXCHANGE_UNVERIFIED
};
const char *exchange_outcome_name(enum exchange_outcome outcome); /* "http-error" */

struct exchange_question {
    const struct tss_request *request;
    const char *server;            /* base URL in place of Apple's: "https://127.0.0.1:8443"; NULL: Apple's */
    const struct net_options *net; /* trust, proxy, no_proxy */
    unsigned timeout_ms;           /* of one attempt; 0: 30 seconds */
    unsigned tries;                /* while the server is not reached; 0: EXCHANGE_DEFAULT_TRIES */
    unsigned pause_ms;             /* between two tries of the same address; 0: EXCHANGE_PAUSE_MS */
    const char *resolve;           /* as in fetch.h */
    const struct ticket_root *roots;
    size_t n_roots;
    struct ticket_names names;
};

struct exchange_attempt {
    const char *url;
    int64_t started_ns, took_ns;
    unsigned http_status;    /* 0: none */
    enum fetch_step failed;  /* FETCH_DONE: an answer came */
    enum net_outcome detail; /* of the failed step */
    const char *error;       /* a sentence without its end; NULL: none */
    bool has_status;
    int64_t status; /* of the signing server */
    const char *message, *retry_after, *location, *content_type;
};

struct exchange {
    const struct tss_request *request;
    int64_t started_ns;
    struct exchange_attempt attempts[EXCHANGE_MAX_ATTEMPTS];
    size_t n_attempts;
    enum exchange_outcome outcome;
    const char *host, *transport; /* of the last attempt */
    bool has_status;
    int64_t status;
    const char *message; /* of the server, or what is wrong; NULL: none */
    const char *domain;  /* of what a Mac would log; NULL: nothing */
    int64_t code;
    struct slice ticket; /* DER; empty: none */
    struct ticket_checks checks;
};

bool exchange_run(const struct exchange_question *q, struct arena *arena, struct exchange *ret_exchange, struct error *err) MUST_USE;

/* Does some check say no, or is it only that something could not be verified? */
enum ticket_outcome exchange_verdict(const struct exchange *x);

/* tailor.exchange/1. `whole`: with the Mac's ECID and the ticket, which names it too; else both are null. */
void exchange_json_write(const struct exchange *x, bool whole, struct buffer *out);

#endif

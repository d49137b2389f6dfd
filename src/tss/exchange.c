#include "tss/exchange.h"

#include <time.h>

#include "base/buffer.h"
#include "format/nserror.h"
#include "tss/answer.h"

/* The client's own codes. */
enum { NOT_REACHED = 10002, TIMED_OUT = 10012, INVALID_RESPONSE = 10052 };
enum { INVALID_IMG4 = 23, VERIFICATION_FAILURE = 31, HTTP_OK = 200, DEFAULT_TIMEOUT_MS = 30000 };

#define AUTH_INSTALL "AMAuthInstallErrorDomain"
#define UPDATE_DOMAIN "MobileSoftwareUpdateErrorDomain"

static const char *const apples[] = {"https://gs.apple.com:443", "http://gs.apple.com:80"};
static const char path[] = "/TSS/controller?action=2";

const char *exchange_outcome_name(enum exchange_outcome outcome) {
    static const char *const names[] = {"granted", "refused", "unreachable", "http-error", "garbled", "unverified"};
    return names[outcome];
}

struct work {
    const struct exchange_question *q;
    struct arena *arena;
    struct slice body;
    struct exchange x;
    struct fetch_answer answer; /* the last */
};

/* As Apple's client sends it; what it says of the platform, and its agent, are what other clients say. */
static const char *const headers[] = {"Content-Type: text/xml; charset=\"utf-8\"",
                                      "Cache-Control: no-cache",
                                      "Pragma: no-cache",
                                      "User-Agent: InetURL/1.0",
                                      "Accept: */*",
                                      NULL};

static const char *full_url(struct work *w, const char *base) {
    size_t len = strlen(base);
    while (len && base[len - 1] == '/')
        len--;
    if (strstr(base, "/TSS/controller"))
        return base;
    return arena_printf(w->arena, "%.*s%s", (int)len, base, path);
}

static bool attempt(struct work *w, const char *base, struct error *err) {
    struct fetch_request f = {.url = full_url(w, base),
                              .body = w->body,
                              .headers = headers,
                              .limit = TSS_ANSWER_LIMIT,
                              .timeout_ms = w->q->timeout_ms ? w->q->timeout_ms : DEFAULT_TIMEOUT_MS,
                              .pinned = true,
                              .resolve = w->q->resolve,
                              .options = w->q->net};
    if (!f.url)
        return error_set(err, "out of memory");
    if (!fetch_run(&f, w->arena, &w->answer, err))
        return false;
    const struct fetch_answer *a = &w->answer;
    w->x.attempts[w->x.n_attempts++] = (struct exchange_attempt){.url = f.url,
                                                                 .started_ns = a->started_ns,
                                                                 .took_ns = a->took_ns,
                                                                 .http_status = a->status,
                                                                 .failed = a->failed,
                                                                 .detail = a->outcome,
                                                                 .error = a->failed == FETCH_DONE ? NULL : a->text,
                                                                 .retry_after = a->retry_after,
                                                                 .location = a->location,
                                                                 .content_type = a->content_type};
    w->x.transport = strncmp(f.url, "https", 5) == 0 ? "https" : "http";
    w->x.host = fetch_url_host(f.url, w->arena);
    return true;
}

/* A certificate that says no will say so again, and what is told to go elsewhere is not told in plain text. */
static bool is_final(const struct fetch_answer *a) {
    bool refused = a->failed == FETCH_TLS && a->outcome >= NET_UNTRUSTED && a->outcome <= NET_NOT_YET_VALID;
    return a->failed == FETCH_DONE || a->failed == FETCH_TOO_LARGE || refused || (a->failed == FETCH_PROXY && a->status != 0);
}

static void pause_between(unsigned ms) {
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    nanosleep(&t, NULL);
}

/* https, http, https …: Apple's two addresses one after the other, the given one again and again. */
static bool ask(struct work *w, struct error *err) {
    unsigned tries = w->q->tries ? w->q->tries : EXCHANGE_DEFAULT_TRIES;
    size_t n = w->q->server ? 1 : sizeof apples / sizeof *apples;
    tries = tries < EXCHANGE_MAX_ATTEMPTS ? tries : EXCHANGE_MAX_ATTEMPTS;
    for (unsigned i = 0; i < tries; i++) {
        if (i >= n)
            pause_between(w->q->pause_ms ? w->q->pause_ms : EXCHANGE_PAUSE_MS);
        if (!attempt(w, w->q->server ? w->q->server : apples[i % n], err))
            return false;
        if (is_final(&w->answer))
            break;
    }
    return true;
}

static void conclude(struct exchange *x, enum exchange_outcome outcome, int64_t layer_code, const char *message) {
    x->outcome = outcome;
    x->domain = AUTH_INSTALL;
    x->code = authinstall_code_of_tss_status(layer_code);
    x->message = message;
}

static void conclude_unreached(struct exchange *x, const struct fetch_answer *a) {
    if (a->failed == FETCH_TOO_LARGE)
        conclude(x, EXCHANGE_GARBLED, INVALID_RESPONSE, a->text);
    else if (a->failed == FETCH_PROXY && a->status != 0)
        conclude(x, EXCHANGE_HTTP_ERROR, a->status, a->text); /* the proxy's status is what the client sees */
    else
        conclude(x, EXCHANGE_UNREACHABLE, a->failed == FETCH_TIMEOUT ? TIMED_OUT : NOT_REACHED, a->text);
}

/* The steps of ticket.h, then those of ticket_fit.h. */
static bool verify(struct work *w, struct error *err) {
    struct exchange *x = &w->x;
    struct img4 img4;
    struct error why = {{0}};
    if (!img4_parse(x->ticket, w->arena, &img4, &why) || !img4.has_manifest) {
        const char *text = arena_printf(w->arena, "What came as a ticket is none: %s", *why.text ? why.text : "there is no IM4M in it");
        bool told = ticket_checks_add(&x->checks, "form", TICKET_FAILED, 0, text);
        x->outcome = EXCHANGE_UNVERIFIED;
        x->code = INVALID_IMG4;
        x->message = text;
        return told || error_set(err, "out of memory");
    }
    if (!ticket_check(&img4.manifest, w->q->roots, w->q->n_roots, w->arena, &x->checks, err) ||
        !ticket_fit_check(&img4.manifest, x->request, &w->q->names, w->arena, &x->checks, err))
        return false;
    if (exchange_verdict(x) == TICKET_PASSED) {
        x->domain = NULL;
        return true;
    }
    x->outcome = EXCHANGE_UNVERIFIED;
    x->domain = exchange_verdict(x) == TICKET_FAILED ? UPDATE_DOMAIN : NULL;
    x->code = VERIFICATION_FAILURE;
    for (size_t i = 0; i < x->checks.n && exchange_verdict(x) == TICKET_FAILED; i++)
        if (x->checks.list[i].outcome == TICKET_FAILED) {
            x->message = x->checks.list[i].text;
            break;
        }
    return true;
}

static bool conclude_answer(struct work *w, struct error *err) {
    struct exchange *x = &w->x;
    struct exchange_attempt *last = &x->attempts[x->n_attempts - 1];
    struct tss_answer a;
    if (w->answer.status != HTTP_OK) {
        conclude(x, EXCHANGE_HTTP_ERROR, w->answer.status, arena_printf(w->arena, "the HTTP status was %u", w->answer.status));
        return x->message ? true : error_set(err, "out of memory");
    }
    if (!tss_answer_read(w->answer.body, x->request->kind->ticket_key, w->arena, &a, err))
        return false;
    x->has_status = last->has_status = a.kind != TSS_GARBLED;
    x->status = last->status = a.status;
    last->message = a.message.data ? arena_string(w->arena, a.message) : NULL;
    if (a.kind == TSS_GARBLED) {
        conclude(x, EXCHANGE_GARBLED, a.status, a.problem);
        last->error = a.problem;
        return true;
    }
    conclude(x, a.kind == TSS_REFUSED ? EXCHANGE_REFUSED : EXCHANGE_GRANTED, a.status, last->message);
    x->ticket = a.ticket;
    return a.kind == TSS_REFUSED || verify(w, err);
}

bool exchange_run(const struct exchange_question *q, struct arena *arena, struct exchange *ret_exchange, struct error *err) {
    struct work w = {.q = q, .arena = arena, .x = {.request = q->request}};
    struct buffer body CLEANUP_BUFFER = buffer_with_limit(TSS_REQUEST_LIMIT);
    if (!tss_request_write(q->request, &body, err))
        return error_wrap(err, "writing the request");
    w.body = buffer_slice(&body);
    if (!ask(&w, err))
        return false;
    w.x.started_ns = w.x.attempts[0].started_ns;
    if (w.answer.failed != FETCH_DONE)
        conclude_unreached(&w.x, &w.answer);
    else if (!conclude_answer(&w, err))
        return false;
    *ret_exchange = w.x;
    return true;
}

enum ticket_outcome exchange_verdict(const struct exchange *x) { return ticket_verdict(&x->checks); }

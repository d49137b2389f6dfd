#include "net/fetch.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#include "base/buffer.h"
#include "net/fetch_library.h"
#include "net/fetch_trust.h"
#include "os/os.h"

enum { TRUST_LIMIT = 8 << 20 };

const char *fetch_step_name(enum fetch_step step) {
    static const char *const names[FETCH_STEPS] = {"done", "name", "tcp", "proxy", "tls", "http", "too-large", "timeout"};
    return names[step];
}

/* After fetch_library() has succeeded once. */
static const struct fetch_library *lib(void) { return fetch_library(NULL); }

/* What one exchange holds while it goes on. */
struct exchange {
    const struct fetch_request *request;
    CURL *curl;
    struct curl_slist *headers, *resolve;
    struct buffer trust, body, head;
    char words[CURL_ERROR_SIZE];
    bool through_proxy;
};

static struct exchange exchange_open(const struct fetch_request *q) {
    return (struct exchange){.request = q,
                             .curl = lib()->curl_easy_init(),
                             .trust = buffer_with_limit(TRUST_LIMIT),
                             .body = buffer_with_limit(q->limit ? q->limit : FETCH_DEFAULT_LIMIT),
                             .head = buffer_with_limit(FETCH_MAX_HEAD)};
}

static void exchange_close(struct exchange *x) {
    lib()->curl_easy_cleanup(x->curl);
    lib()->curl_slist_free_all(x->headers);
    lib()->curl_slist_free_all(x->resolve);
    buffer_free(&x->trust);
    buffer_free(&x->body);
    buffer_free(&x->head);
}

/* Fewer bytes taken than given ends the transfer with CURLE_WRITE_ERROR. */
static size_t keep(char *bytes, size_t size, size_t count, void *kept) {
    struct buffer *b = kept;
    buffer_append(b, slice_of(bytes, size * count));
    return buffer_ok(b) ? size * count : 0;
}

static bool add_line(struct curl_slist **list, const char *line) {
    struct curl_slist *longer = lib()->curl_slist_append(*list, line);
    if (longer)
        *list = longer;
    return longer != NULL;
}

static bool set_headers(struct exchange *x) {
    const char *const *given = x->request->headers;
    bool good = add_line(&x->headers, "Expect:"); /* no waiting for "100 Continue" */
    for (size_t i = 0; good && given && given[i] && i < FETCH_MAX_HEADERS; i++)
        good = add_line(&x->headers, given[i]);
    if (good && x->request->resolve)
        good = add_line(&x->resolve, x->request->resolve);
    return good && lib()->curl_easy_setopt(x->curl, CURLOPT_HTTPHEADER, x->headers) == CURLE_OK &&
           lib()->curl_easy_setopt(x->curl, CURLOPT_RESOLVE, x->resolve) == CURLE_OK;
}

static bool set_body(struct exchange *x) {
    struct slice body = x->request->body;
    if (!body.data)
        return lib()->curl_easy_setopt(x->curl, CURLOPT_HTTPGET, 1L) == CURLE_OK;
    return lib()->curl_easy_setopt(x->curl, CURLOPT_POST, 1L) == CURLE_OK &&
           lib()->curl_easy_setopt(x->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.len) == CURLE_OK &&
           lib()->curl_easy_setopt(x->curl, CURLOPT_POSTFIELDS, (const char *)body.data) == CURLE_OK;
}

static bool set_limits(struct exchange *x) {
    long whole = x->request->timeout_ms ? (long)x->request->timeout_ms : FETCH_DEFAULT_MS;
    long connect = x->request->connect_ms ? (long)x->request->connect_ms : whole;
    CURL *c = x->curl;
    return lib()->curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, whole) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, connect) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keep) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_WRITEDATA, &x->body) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, keep) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_HEADERDATA, &x->head) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_HTTP09_ALLOWED, 0L) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK;
}

/* "" keeps the library from looking into the environment. */
static bool set_proxy(struct exchange *x, const char *host) {
    const struct net_options *o = x->request->options;
    const struct net_proxy *p = o ? o->proxy : NULL;
    CURL *c = x->curl;
    char url[sizeof p->host + 32];
    x->through_proxy = p && p->kind != NET_DIRECT && !net_proxy_passes_by(o->no_proxy, host);
    if (!x->through_proxy)
        return lib()->curl_easy_setopt(c, CURLOPT_PROXY, "") == CURLE_OK;
    bool v6 = strchr(p->host, ':') != NULL;
    snprintf(url, sizeof url, "%s://%s%s%s:%u", p->kind == NET_SOCKS5 ? "socks5h" : "http", v6 ? "[" : "", p->host, v6 ? "]" : "",
             (unsigned)p->port);
    if (lib()->curl_easy_setopt(c, CURLOPT_PROXY, url) != CURLE_OK || lib()->curl_easy_setopt(c, CURLOPT_NOPROXY, "") != CURLE_OK)
        return false;
    if (!*p->user)
        return true;
    return lib()->curl_easy_setopt(c, CURLOPT_PROXYUSERNAME, p->user) == CURLE_OK &&
           lib()->curl_easy_setopt(c, CURLOPT_PROXYPASSWORD, p->password) == CURLE_OK;
}

static bool set_trust(struct exchange *x, struct error *err) {
    if (!fetch_trust_write(x->request->options, x->request->pinned, &x->trust, err))
        return false;
    if (x->trust.len == 0)
        return true;
    struct curl_blob pem = {.data = x->trust.data, .len = x->trust.len, .flags = CURL_BLOB_NOCOPY};
    if (lib()->curl_easy_setopt(x->curl, CURLOPT_CAINFO_BLOB, &pem) != CURLE_OK ||
        lib()->curl_easy_setopt(x->curl, CURLOPT_CAPATH, NULL) != CURLE_OK)
        return error_set(err, "this libcurl cannot be told whom to trust");
    return true;
}

const char *fetch_url_host(const char *url, struct arena *arena) {
    if (!lib())
        return NULL;
    CURLU *u = lib()->curl_url();
    char *scheme = NULL, *host = NULL;
    const char *copy = NULL;
    if (u && lib()->curl_url_set(u, CURLUPART_URL, url, CURLU_DISALLOW_USER) == CURLUE_OK &&
        lib()->curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
        lib()->curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK && (strcmp(scheme, "https") == 0 || strcmp(scheme, "http") == 0)) {
        struct slice s = slice_str(host);
        copy = arena_string(arena, slice_starts_with(s, "[") ? slice_sub(s, 1, s.len - 2) : s);
    }
    lib()->curl_free(scheme);
    lib()->curl_free(host);
    lib()->curl_url_cleanup(u);
    return copy;
}

static bool prepare(struct exchange *x, struct arena *arena, struct error *err) {
    const char *host = fetch_url_host(x->request->url, arena);
    if (!host)
        return error_set(err, "%s is no address of http or https", x->request->url);
    bool good = x->curl && lib()->curl_easy_setopt(x->curl, CURLOPT_URL, x->request->url) == CURLE_OK &&
                lib()->curl_easy_setopt(x->curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
                lib()->curl_easy_setopt(x->curl, CURLOPT_ERRORBUFFER, x->words) == CURLE_OK && set_headers(x) && set_body(x) &&
                set_limits(x) && set_proxy(x, host);
    if (!good)
        return error_set(err, "libcurl refuses an option, or memory is short");
    return set_trust(x, err);
}

struct failure {
    CURLcode code;
    enum fetch_step step;
    enum net_outcome outcome;
};

static const struct failure failures[] = {
    {CURLE_OK, FETCH_DONE, NET_OK},
    {CURLE_COULDNT_RESOLVE_HOST, FETCH_NAME, NET_NO_ADDRESS},
    {CURLE_COULDNT_RESOLVE_PROXY, FETCH_PROXY, NET_NO_ADDRESS},
    {CURLE_COULDNT_CONNECT, FETCH_TCP, NET_REFUSED},
    {CURLE_PROXY, FETCH_PROXY, NET_PROXY_DENIED},
    {CURLE_SSL_CONNECT_ERROR, FETCH_TLS, NET_ALERT},
    {CURLE_PEER_FAILED_VERIFICATION, FETCH_TLS, NET_UNTRUSTED},
    {CURLE_OPERATION_TIMEDOUT, FETCH_TIMEOUT, NET_SILENT},
    {CURLE_GOT_NOTHING, FETCH_HTTP, NET_CLOSED},
    {CURLE_PARTIAL_FILE, FETCH_HTTP, NET_CLOSED},
    {CURLE_SEND_ERROR, FETCH_HTTP, NET_CLOSED},
    {CURLE_RECV_ERROR, FETCH_HTTP, NET_RESET},
    {CURLE_WRITE_ERROR, FETCH_TOO_LARGE, NET_TOO_LARGE},
};

static struct failure failure_of(CURLcode code) {
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (failures[i].code == code)
            return failures[i];
    return (struct failure){code, FETCH_HTTP, NET_MALFORMED};
}

static enum net_outcome outcome_of_errno(long number) {
    static const struct {
        int number;
        enum net_outcome outcome;
    } rows[] = {{ECONNREFUSED, NET_REFUSED},     {ECONNRESET, NET_RESET},        {ETIMEDOUT, NET_SILENT},
                {EHOSTUNREACH, NET_UNREACHABLE}, {ENETUNREACH, NET_UNREACHABLE}, {EPIPE, NET_CLOSED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].number == number)
            return rows[i].outcome;
    return NET_OK;
}

static bool reached(CURL *c, CURLINFO what) {
    double seconds = 0;
    return lib()->curl_easy_getinfo(c, what, &seconds) == CURLE_OK && seconds > 0;
}

/* Where the time was up. */
static const char *waited_for(const struct exchange *x, bool tls) {
    if (!reached(x->curl, CURLINFO_NAMELOOKUP_TIME))
        return "its name was not resolved in time";
    if (!reached(x->curl, CURLINFO_CONNECT_TIME))
        return tls ? "no connection with TLS came about in time" : "no connection came about in time";
    return x->head.len || x->body.len ? "the answer began and did not end in time" : "connected, and no answer came in time";
}

/* libcurl tells some failures of TLS, and of the proxy, under codes of others. */
static struct failure refine(const struct exchange *x, struct failure f, bool tls, long connect_status) {
    long number = 0, verified = 0;
    lib()->curl_easy_getinfo(x->curl, CURLINFO_OS_ERRNO, &number);
    if (f.step == FETCH_TLS && lib()->curl_easy_getinfo(x->curl, CURLINFO_SSL_VERIFYRESULT, &verified) == CURLE_OK &&
        f.code == CURLE_PEER_FAILED_VERIFICATION)
        f.outcome = fetch_trust_outcome(verified);
    if ((f.step == FETCH_TCP || f.step == FETCH_HTTP) && outcome_of_errno(number) != NET_OK)
        f.outcome = outcome_of_errno(number);
    if (x->through_proxy && (f.step == FETCH_TCP || connect_status >= 300)) {
        f.step = FETCH_PROXY;
        f.outcome = connect_status == 407 ? NET_PROXY_AUTHENTICATION : connect_status >= 300 ? NET_PROXY_DENIED : f.outcome;
    } else if (f.step == FETCH_HTTP && tls && !reached(x->curl, CURLINFO_APPCONNECT_TIME)) {
        f.step = FETCH_TLS; /* a reset or an end in the middle of the handshake */
    }
    if (f.step == FETCH_TLS && strstr(x->words, "subject name")) /* compared after the chain, whose result says nothing then */
        f.outcome = NET_WRONG_NAME;
    if (f.step == FETCH_TLS && strstr(x->words, "wrong version number"))
        f.outcome = NET_NOT_TLS;
    if (f.step == FETCH_TIMEOUT && (x->head.len || x->body.len))
        f.outcome = NET_STALLED;
    return f;
}

/* libcurl's own words only where they tell more than the outcome: they may name addresses of this network. */
static const char *sentence(const struct exchange *x, const struct failure *f, bool tls, unsigned status, struct arena *arena) {
    static const char *const subjects[FETCH_STEPS] = {
        [FETCH_NAME] = "the name", [FETCH_TCP] = "the connection", [FETCH_TLS] = "the server", [FETCH_HTTP] = "the request"};
    bool telling = f->outcome == NET_MALFORMED || f->outcome == NET_ALERT || f->outcome == NET_ERROR;
    const char *words = *x->words ? x->words : lib()->curl_easy_strerror(f->code), *subject = subjects[f->step];
    switch (f->step) {
    case FETCH_DONE:
        return "";
    case FETCH_TIMEOUT:
        return waited_for(x, tls);
    case FETCH_TOO_LARGE:
        return arena_printf(arena, "the answer is larger than %zu bytes", buffer_ok(&x->head) ? x->body.limit : x->head.limit);
    case FETCH_PROXY:
        subject = status ? "the proxy" : "the way to the proxy";
        break;
    default:
        break;
    }
    return arena_printf(arena, "%s %s%s%s%s", subject, net_outcome_meaning(f->outcome), telling ? " (" : "", telling ? words : "",
                        telling ? ")" : "");
}

static const char *header(const struct exchange *x, const char *name, struct arena *arena) {
    struct curl_header *h = NULL;
    return lib()->curl_easy_header(x->curl, name, 0, CURLH_HEADER, -1, &h) == CURLHE_OK ? arena_string(arena, slice_str(h->value)) : NULL;
}

static bool describe(struct exchange *x, CURLcode code, struct arena *arena, struct fetch_answer *a) {
    long status = 0, connect_status = 0;
    char *address = NULL;
    bool tls = strncmp(x->request->url, "https", 5) == 0;
    lib()->curl_easy_getinfo(x->curl, CURLINFO_RESPONSE_CODE, &status);
    lib()->curl_easy_getinfo(x->curl, CURLINFO_HTTP_CONNECTCODE, &connect_status);
    lib()->curl_easy_getinfo(x->curl, CURLINFO_PRIMARY_IP, &address);
    struct failure f = refine(x, failure_of(code), tls, connect_status);
    a->failed = f.step;
    a->outcome = f.outcome;
    a->status = (unsigned)(f.step == FETCH_PROXY ? connect_status : status);
    a->text = sentence(x, &f, tls, a->status, arena);
    a->address = address && *address ? arena_string(arena, slice_str(address)) : NULL;
    a->retry_after = header(x, "Retry-After", arena);
    a->date = header(x, "Date", arena);
    a->content_type = header(x, "Content-Type", arena);
    a->location = header(x, "Location", arena);
    a->server = header(x, "Server", arena);
    a->body = arena_slice(arena, buffer_slice(&x->body));
    return a->text && (a->body.data || x->body.len == 0);
}

/* A write to a closed connection is an error, not the end of the program: the signal is held back, and taken if it came. */
struct held_signal {
    sigset_t pipe, before;
    bool was_waiting;
};

static struct held_signal hold_pipe_signal(void) {
    struct held_signal h;
    sigset_t waiting;
    sigemptyset(&h.pipe);
    sigaddset(&h.pipe, SIGPIPE);
    h.was_waiting = sigpending(&waiting) == 0 && sigismember(&waiting, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &h.pipe, &h.before);
    return h;
}

static void release_pipe_signal(const struct held_signal *h) {
    sigset_t waiting;
    int taken = 0;
    if (!h->was_waiting && sigpending(&waiting) == 0 && sigismember(&waiting, SIGPIPE) == 1)
        sigwait(&h->pipe, &taken);
    pthread_sigmask(SIG_SETMASK, &h->before, NULL);
}

bool fetch_run(const struct fetch_request *request, struct arena *arena, struct fetch_answer *ret_answer, struct error *err) {
    if (!fetch_library(err))
        return false;
    struct fetch_answer a = {.started_ns = os_wall_clock_ns()};
    uint64_t began = os_monotonic_ns();
    struct held_signal held = hold_pipe_signal();
    struct exchange x = exchange_open(request);
    bool good = prepare(&x, arena, err);
    if (good) {
        CURLcode code = lib()->curl_easy_perform(x.curl);
        a.took_ns = (int64_t)(os_monotonic_ns() - began);
        good = code != CURLE_OUT_OF_MEMORY && describe(&x, code, arena, &a);
        if (!good)
            error_set(err, "out of memory");
    }
    exchange_close(&x); /* says goodbye, too */
    release_pipe_signal(&held);
    if (good)
        *ret_answer = a;
    return good;
}

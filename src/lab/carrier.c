#include "lab/carrier.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/os.h"

enum {
    ARENA_BYTES = 32 << 20,
    ANSWER_BYTES = 64 << 20,
    MAX_HELD = 128 << 20,  /* of all requests that are being read */
    MAX_DRAINED = 8 << 20, /* of a request that is too large: read on, so that the client gets to the answer */
    IDLE_SECONDS = 15,
    MAX_IDLE_VISITS = 64,
    DROPS_A_SECOND = 10,
    FILLER_BYTES = 4096
};
#define NS_OF_A_SECOND UINT64_C(1000000000)

struct visit { /* one request */
    struct lab_carrier *carrier;
    struct buffer body, answer;
    struct arena *arena;
    struct lab_call call;
    struct lab_reply reply;
    uint64_t started_ns;
    size_t drained;
    unsigned refused; /* HTTP status of a request that is not read to its end; 0: it is */
    bool decided, waited;
    struct MHD_Connection *connection;
    struct visit *next;
};

struct lab_carrier {
    struct lab_carrier_options options;
    const struct mhd_calls *mhd;
    struct MHD_Daemon *plain, *tls[LAB_CERTIFICATES];
    _Atomic size_t held;  /* bytes of requests */
    pthread_mutex_t lock; /* of the list */
    struct visit *idle;
    size_t n_idle;
};

static struct visit *new_visit(struct lab_carrier *c) {
    struct visit *v = calloc(1, sizeof *v);
    if (!v)
        return NULL;
    *v = (struct visit){.carrier = c,
                        .body = buffer_with_limit(LAB_MAX_REQUEST),
                        .answer = buffer_with_limit(ANSWER_BYTES),
                        .arena = arena_new(ARENA_BYTES)};
    if (v->arena)
        return v;
    free(v);
    return NULL;
}

static void free_visit(struct visit *v) {
    buffer_free(&v->body);
    buffer_free(&v->answer);
    arena_free(v->arena);
    free(v);
}

static struct visit *take_visit(struct lab_carrier *c) {
    pthread_mutex_lock(&c->lock);
    struct visit *v = c->idle;
    if (v) {
        c->idle = v->next;
        c->n_idle--;
    }
    pthread_mutex_unlock(&c->lock);
    if (!v)
        v = new_visit(c);
    if (v)
        v->started_ns = os_monotonic_ns();
    return v;
}

/* Keeps it for the next request, with its memory unless that is much. */
static void give_visit(struct lab_carrier *c, struct visit *v) {
    enum { MUCH = 128 << 10 };
    c->held -= v->body.len;
    if (v->body.capacity > MUCH)
        buffer_free(&v->body);
    if (v->answer.capacity > MUCH)
        buffer_free(&v->answer);
    buffer_clear(&v->body);
    buffer_clear(&v->answer);
    arena_reset(v->arena);
    v->decided = v->waited = false;
    v->refused = 0;
    v->drained = 0;
    pthread_mutex_lock(&c->lock);
    bool kept = c->n_idle < MAX_IDLE_VISITS;
    if (kept) {
        v->next = c->idle;
        c->idle = v;
        c->n_idle++;
    }
    pthread_mutex_unlock(&c->lock);
    if (!kept)
        free_visit(v);
}

static bool is_loopback(const struct sockaddr *a) {
    if (a && a->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr) >> 24 == 127;
    return a && a->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
}

static struct slice argument(const struct mhd_calls *mhd, struct MHD_Connection *connection, enum MHD_ValueKind kind, const char *name) {
    return slice_str(mhd->lookup_connection_value(connection, kind, name));
}

static void fill_call(struct visit *v, struct MHD_Connection *connection, const char *url, const char *method) {
    const struct mhd_calls *mhd = v->carrier->mhd;
    const union MHD_ConnectionInfo *from = mhd->get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    v->call = (struct lab_call){
        .method = slice_str(method),
        .path = slice_str(url),
        .action = argument(mhd, connection, MHD_GET_ARGUMENT_KIND, "action"),
        .model = argument(mhd, connection, MHD_GET_ARGUMENT_KIND, "model"),
        .host = argument(mhd, connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST),
        .body = buffer_slice(&v->body),
        .now_ns = os_wall_clock_ns(),
        .monotonic_ns = os_monotonic_ns(),
        .from_here = from && is_loopback(from->client_addr) && !argument(mhd, connection, MHD_HEADER_KIND, "Origin").data,
    };
}

static void decide(struct visit *v, struct MHD_Connection *connection, const char *url, const char *method) {
    struct lab_carrier *c = v->carrier;
    v->decided = true;
    v->connection = connection;
    v->reply.body = &v->answer;
    fill_call(v, connection, url, method);
    if (v->refused) {
        const char *why = v->refused == 413 ? "the request is too large" : "too much is asked at once";
        v->reply = (struct lab_reply){.http = v->refused, .content_type = "text/plain", .status = -1, .body = &v->answer, .why = why};
        buffer_printf(&v->answer, "%s\n", why);
        return;
    }
    lab_exchange(c->options.lab, &v->call, v->arena, &v->reply);
    if (v->reply.changed)
        c->options.changed(c->options.context);
}

/* "Tue, 24 Nov 2026 14:00:00 GMT" (RFC 9110, section 5.6.7) */
static void http_date(int64_t ns, char out[64]) {
    static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t moment = ns < 0 ? 0 : ns;
    struct civil t = timestamp_to_civil(moment);
    snprintf(out, 64, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[moment / (NS_PER_SECOND * 86400) % 7], t.day, months[t.month - 1], t.year,
             t.hour, t.minute, t.second);
}

static void add_header(const struct mhd_calls *mhd, struct MHD_Response *response, const char *name, const char *value) {
    if (value)
        (void)!mhd->add_response_header(response, name, value);
}

static void add_headers(struct MHD_Response *response, const struct visit *v) {
    const struct mhd_calls *mhd = v->carrier->mhd;
    const struct lab_reply *r = &v->reply;
    char date[64], seconds[32];
    http_date(v->call.now_ns + r->clock_date * NS_PER_SECOND, date);
    snprintf(seconds, sizeof seconds, "%ld", r->retry_after);
    add_header(mhd, response, MHD_HTTP_HEADER_SERVER, "tailor-lab");
    add_header(mhd, response, MHD_HTTP_HEADER_DATE, date);
    add_header(mhd, response, MHD_HTTP_HEADER_CONTENT_TYPE, r->content_type);
    add_header(mhd, response, MHD_HTTP_HEADER_LOCATION, r->location);
    add_header(mhd, response, MHD_HTTP_HEADER_RETRY_AFTER, r->retry_after ? seconds : NULL);
    if (r->authenticate)
        add_header(mhd, response, r->authenticate, "Basic realm=\"practice\"");
}

/* The first half, then the connection is closed. */
static ssize_t read_half(void *context, uint64_t at, char *out, size_t room) {
    const struct visit *v = context;
    size_t half = v->answer.len / 2;
    if (at >= half)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t n = half - (size_t)at < room ? half - (size_t)at : room;
    memcpy(out, v->answer.data + at, n);
    return (ssize_t)n;
}

static ssize_t read_endless(void *context, uint64_t at, char *out, size_t room) {
    struct visit *v = context;
    size_t n = 0;
    for (; n < room && at + n < v->answer.len; n++)
        out[n] = (char)v->answer.data[at + n];
    memset(out + n, '\n', room - n);
    return lab_waiting_stopping(v->carrier->options.waiting) ? MHD_CONTENT_READER_END_WITH_ERROR : (ssize_t)room;
}

/* A drop, and a pause behind it. */
static ssize_t read_drop(void *context, uint64_t at, char *out, size_t room) {
    struct visit *v = context;
    size_t left = v->answer.len - (size_t)at, drop = (size_t)v->reply.wire_value / DROPS_A_SECOND;
    drop = drop == 0 ? 1 : drop;
    drop = drop < left ? drop : left;
    drop = drop < room ? drop : room;
    if (!v->waited) {
        v->waited = true;
        return lab_waiting_suspend(v->carrier->options.waiting, v->connection, os_monotonic_ns() + NS_OF_A_SECOND / DROPS_A_SECOND)
                   ? 0
                   : MHD_CONTENT_READER_END_WITH_ERROR;
    }
    v->waited = false;
    memcpy(out, v->answer.data + at, drop);
    return (ssize_t)drop;
}

static struct MHD_Response *make_response(struct visit *v) {
    const struct mhd_calls *mhd = v->carrier->mhd;
    switch (v->reply.wire) {
    case LAB_WIRE_TRUNCATED:
        return mhd->create_response_from_callback(v->answer.len, FILLER_BYTES, read_half, v, NULL);
    case LAB_WIRE_ENDLESS:
        return mhd->create_response_from_callback(MHD_SIZE_UNKNOWN, FILLER_BYTES, read_endless, v, NULL);
    case LAB_WIRE_DRIP:
        return mhd->create_response_from_callback(v->answer.len, FILLER_BYTES, read_drop, v, NULL);
    default:
        return mhd->create_response_from_buffer(v->answer.len, v->answer.data, MHD_RESPMEM_PERSISTENT);
    }
}

static enum MHD_Result send_answer(struct visit *v, struct MHD_Connection *connection) {
    const struct mhd_calls *mhd = v->carrier->mhd;
    struct MHD_Response *response = make_response(v);
    if (!response)
        return MHD_NO;
    add_headers(response, v);
    enum MHD_Result queued = mhd->queue_response(connection, v->reply.http, response);
    mhd->destroy_response(response);
    return queued;
}

static void reset(const struct visit *v, struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = v->carrier->mhd->get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info)
        os_reset_connection(info->connect_fd);
}

/* Does the answer wait? Suspends the connection; the handler is called again when its time has come. */
static bool waits(struct visit *v, struct MHD_Connection *connection) {
    uint64_t seconds = v->reply.wire == LAB_WIRE_SILENT ? LAB_SILENT_SECONDS : (uint64_t)v->reply.wire_value;
    if (v->waited || (v->reply.wire != LAB_WIRE_SILENT && v->reply.wire != LAB_WIRE_SLOW))
        return false;
    v->waited = true;
    seconds = seconds < LAB_SILENT_SECONDS ? seconds : LAB_SILENT_SECONDS;
    return lab_waiting_suspend(v->carrier->options.waiting, connection, os_monotonic_ns() + seconds * NS_OF_A_SECOND);
}

static enum MHD_Result respond(struct visit *v, struct MHD_Connection *connection) {
    if (waits(v, connection))
        return MHD_YES;
    lab_log_request(v->carrier->options.log, &v->call, &v->reply, os_monotonic_ns() - v->started_ns);
    if (v->reply.wire == LAB_WIRE_RESET)
        reset(v, connection);
    if (v->reply.wire == LAB_WIRE_RESET || v->reply.wire == LAB_WIRE_EMPTY || v->reply.wire == LAB_WIRE_SILENT)
        return MHD_NO; /* closes it */
    if (v->reply.wire == LAB_WIRE_DRIP)
        v->waited = false;
    return send_answer(v, connection);
}

static struct lab_watched *watched(const struct lab_carrier *carrier, struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = carrier->mhd->get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static bool take_part(struct visit *v, const char *data, size_t len) {
    if (len > LAB_MAX_REQUEST - v->body.len)
        v->refused = 413;
    else if (v->carrier->held > MAX_HELD && !v->refused)
        v->refused = 503;
    if (v->refused) {
        v->drained += len;
        return v->drained <= MAX_DRAINED;
    }
    buffer_append(&v->body, slice_of(data, len));
    if (buffer_ok(&v->body))
        v->carrier->held += len;
    return buffer_ok(&v->body);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                              const char *data, size_t *len, void **state) {
    struct visit *v = *state;
    (void)version;
    if (!v) {
        *state = take_visit(context);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*len) {
        bool good = take_part(v, data, *len);
        *len = 0;
        return good ? MHD_YES : MHD_NO;
    }
    struct lab_watched *c = watched(context, connection);
    if (c)
        c->answering = true;
    if (!v->decided)
        decide(v, connection, url, method);
    return respond(v, connection);
}

static void completed(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode how) {
    struct lab_watched *c = watched(context, connection);
    (void)how;
    if (c) {
        c->since_ns = os_monotonic_ns();
        c->answering = false;
    }
    if (*state)
        give_visit(context, *state);
    *state = NULL;
}

static void connected(void *context, struct MHD_Connection *connection, void **state, enum MHD_ConnectionNotificationCode how) {
    struct lab_carrier *c = context;
    if (how == MHD_CONNECTION_NOTIFY_CLOSED) {
        lab_waiting_unwatch(c->options.waiting, *state);
        *state = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info = c->mhd->get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *state = info ? lab_waiting_watch(c->options.waiting, info->connect_fd, os_monotonic_ns()) : NULL;
}

/* What libmicrohttpd has to say is about clients that do not behave, which is their business. */
static void say_nothing(void *context, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
static void say_nothing(void *context, const char *format, va_list args) {
    (void)context;
    (void)format;
    (void)args;
}

static struct MHD_Daemon *start(struct lab_carrier *c, const char *certificate, const char *key, unsigned threads) {
    struct MHD_OptionItem tls[] = {{MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)certificate},
                                   {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)key},
                                   {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_TURBO | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME |
                     MHD_USE_SUPPRESS_DATE_NO_CLOCK | MHD_USE_ERROR_LOG | (certificate ? MHD_USE_TLS : 0);
    return c->mhd->start_daemon(flags, 0, NULL, NULL, handle, c, MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL, MHD_OPTION_THREAD_POOL_SIZE,
                                threads, MHD_OPTION_CONNECTION_LIMIT, (unsigned)LAB_MAX_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
                                (unsigned)IDLE_SECONDS, MHD_OPTION_NOTIFY_COMPLETED, completed, c, MHD_OPTION_NOTIFY_CONNECTION, connected,
                                c, MHD_OPTION_ARRAY, certificate ? tls : none, MHD_OPTION_END);
}

static struct MHD_Daemon *start_tls(struct lab_carrier *c, enum lab_certificate which, struct error *err) {
    struct buffer certificate CLEANUP_BUFFER = buffer_with_limit(LAB_PEM_LIMIT), key CLEANUP_BUFFER = buffer_with_limit(LAB_PEM_LIMIT);
    const struct lab_keys *keys = c->options.lab->keys;
    if (!lab_server_certificate(keys, which, c->options.names, c->options.n_names, &certificate, err) ||
        !lab_key_pem(keys->tls_key, &key, err))
        return NULL;
    buffer_add_byte(&certificate, 0);
    buffer_add_byte(&key, 0);
    struct MHD_Daemon *d =
        start(c, (const char *)certificate.data, (const char *)key.data, which == LAB_CERTIFICATE_GOOD ? c->options.threads : 1);
    if (!d)
        error_set(err, "the TLS server does not start");
    return d;
}

struct lab_carrier *lab_carrier_open(const struct lab_carrier_options *options, struct error *err) {
    struct lab_carrier *c = calloc(1, sizeof *c);
    if (!c || pthread_mutex_init(&c->lock, NULL) != 0) {
        free(c);
        error_set(err, "out of memory");
        return NULL;
    }
    c->options = *options;
    c->mhd = options->waiting->mhd;
    c->plain = start(c, NULL, NULL, options->threads);
    c->tls[LAB_CERTIFICATE_GOOD] = c->plain ? start_tls(c, LAB_CERTIFICATE_GOOD, err) : NULL;
    if (c->tls[LAB_CERTIFICATE_GOOD])
        return c;
    if (!c->plain)
        error_set(err, "the HTTP server does not start");
    lab_carrier_close(c);
    return NULL;
}

void lab_carrier_close(struct lab_carrier *c) {
    if (c->plain)
        c->mhd->stop_daemon(c->plain);
    for (size_t i = 0; i < LAB_CERTIFICATES; i++)
        if (c->tls[i])
            c->mhd->stop_daemon(c->tls[i]);
    for (struct visit *v = c->idle, *next; v; v = next) {
        next = v->next;
        free_visit(v);
    }
    pthread_mutex_destroy(&c->lock);
    free(c);
}

void lab_carrier_take(struct lab_carrier *c, int fd, const struct sockaddr *from, socklen_t from_len, bool tls) {
    enum lab_certificate which = tls ? lab_faults_certificate(&c->options.lab->faults) : LAB_CERTIFICATE_GOOD;
    struct error err;
    if (tls && !c->tls[which])
        c->tls[which] = start_tls(c, which, &err);
    struct MHD_Daemon *d = tls ? c->tls[which] : c->plain;
    if (d)
        (void)c->mhd->add_connection(d, fd, from, from_len); /* closes it where it fails */
    else
        close(fd);
}

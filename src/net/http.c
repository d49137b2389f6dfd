/*
 * HTTP: one request without any identifier, the head of its answer, and the beginning of the body.
 *
 * Of the body so much is read as the target's mark needs, at most MAX_BODY; the connection is closed after it.
 */
#include <stdio.h>

#include "base/buffer.h"
#include "net/context.h"
#include "net/http_head.h"

enum { MAX_REQUEST = 4096, MAX_BODY = 64 << 10, MAX_BODY_UNASKED = 1024, CHUNK = 4096 };

static enum net_outcome send_request(struct net_run *run, const struct net_result *r, struct net_stream *s) {
    const struct net_target *t = r->target;
    bool by_proxy = r->via == NET_HTTP_PROXY && !s->ssl;
    struct slice request = slice_str(t->request), method, path;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(MAX_REQUEST);
    if (!slice_cut(request, " ", &method, &path))
        return NET_ERROR;
    buffer_printf(&out, "%.*s ", SLICE_ARG(method));
    if (by_proxy) {
        buffer_add_str(&out, "http://");
        net_host_in_url(t->host, &out);
        buffer_printf(&out, ":%u", t->port);
    }
    buffer_printf(&out, "%.*s HTTP/1.1\r\nHost: ", SLICE_ARG(path));
    net_host_in_url(t->host, &out);
    buffer_add_str(&out, "\r\nUser-Agent: tailor\r\nAccept: */*\r\nConnection: close\r\n");
    if (by_proxy)
        net_proxy_credentials(run->options->proxy, &out);
    buffer_add_str(&out, "\r\n");
    return buffer_ok(&out) ? net_stream_write(s, buffer_slice(&out)) : NET_ERROR;
}

static enum net_outcome read_more(struct net_stream *s, struct buffer *in) {
    size_t got = 0;
    if (!buffer_reserve(in, CHUNK))
        return NET_TOO_LARGE;
    enum net_outcome how = net_stream_read(s, in->data + in->len, CHUNK, &got);
    in->len += how == NET_OK ? got : 0;
    return how;
}

/* The head, over interim answers of the kind 1xx. */
static enum net_outcome read_head(struct net_stream *s, struct buffer *in, struct http_head *head) {
    for (;;) {
        switch (http_head_parse(buffer_slice(in), head)) {
        case HTTP_HEAD_DONE:
            if (head->status >= 200)
                return NET_OK;
            buffer_drop_front(in, head->length);
            continue;
        case HTTP_HEAD_MALFORMED:
            return NET_MALFORMED;
        case HTTP_HEAD_TOO_LARGE:
            return NET_TOO_LARGE;
        case HTTP_HEAD_MORE:
            break;
        }
        bool begun = in->len > 0;
        enum net_outcome how = read_more(s, in);
        if (how != NET_OK)
            return how == NET_SILENT && begun ? NET_STALLED : how;
    }
}

static bool has_mark(const struct net_target *t, struct slice body) { return !t->expect_body || slice_contains(body, t->expect_body); }

/* As much of the body as is asked for. NET_STALLED when it begins, lacks the mark, and does not go on. */
static enum net_outcome read_body(struct net_stream *s, struct buffer *in, const struct http_head *head, const struct net_target *t) {
    size_t most = t->expect_body ? MAX_BODY : MAX_BODY_UNASKED;
    int64_t length = INT64_MAX;
    if (!slice_to_int64(http_head_get(head, "Content-Length"), &length) || length < 0)
        length = INT64_MAX;
    if (head->status == 204 || head->status == 304)
        return NET_OK;
    for (;;) {
        struct slice body = slice_from(buffer_slice(in), head->length);
        if (body.len >= most || (int64_t)body.len >= length || (t->expect_body && has_mark(t, body)) || (!t->expect_body && body.len))
            return NET_OK;
        enum net_outcome how = read_more(s, in);
        if (how == NET_CLOSED)
            return NET_OK;
        if (how != NET_OK)
            return how == NET_SILENT ? NET_STALLED : how;
    }
}

static void keep(struct slice from, char *out, size_t size) {
    size_t n = from.len < size - 1 ? from.len : size - 1;
    for (size_t i = 0; i < n; i++)
        out[i] = from.data[i] ? (char)from.data[i] : ' ';
    out[n] = '\0';
}

static void keep_answer(const struct http_head *head, struct slice body, struct net_http *http) {
    http->status = head->status;
    keep(http_head_get(head, "Server"), http->server, sizeof http->server);
    keep(http_head_get(head, "Location"), http->location, sizeof http->location);
    keep(http_head_get(head, "Content-Type"), http->content_type, sizeof http->content_type);
    keep(http_head_get(head, "Via"), http->via, sizeof http->via);
    keep(http_head_get(head, "X-Squid-Error"), http->squid_error, sizeof http->squid_error);
    keep(body, http->body, sizeof http->body);
}

/* The host of a Location with a scheme; empty for a path. */
static struct slice host_of(struct slice url) {
    struct slice scheme, rest;
    if (!slice_cut(url, "://", &scheme, &rest))
        return slice_of(NULL, 0);
    for (size_t i = 0; i < rest.len; i++)
        if (rest.data[i] == '/' || rest.data[i] == ':' || rest.data[i] == '?')
            return slice_sub(rest, 0, i);
    return rest;
}

/* One that leads elsewhere over plain HTTP: Apple's own redirections stay among Apple's names. */
static bool leads_away(const struct net_http *http) {
    struct slice host = host_of(slice_str(http->location));
    bool redirection = http->status == 301 || http->status == 302 || http->status == 303 || http->status == 307 || http->status == 308;
    return redirection && host.len && !slice_ends_with(host, ".apple.com") && !slice_ends_with(host, ".cdn-apple.com");
}

static enum net_outcome judge(const struct http_head *head, struct slice body, const struct net_result *r, bool clear) {
    const struct net_target *t = r->target;
    const struct net_http *http = &r->http;
    bool status = t->expect_status ? http->status == t->expect_status : http->status < 400;
    bool header = !t->expect_header || http_head_get(head, t->expect_header).data;
    if (status && header && has_mark(t, body))
        return NET_OK;
    if (clear && (http->status == 511 || leads_away(http) || (t->tells_portals && http->status < 400)))
        return NET_PORTAL;
    if (http->status >= 500)
        return NET_SERVER_ERROR;
    return status ? NET_UNEXPECTED_PAGE : NET_UNEXPECTED_STATUS;
}

/* By way of a proxy, its own answers are told apart from the host's by what proxies put into them. */
static bool is_the_proxys(const struct net_result *r) {
    return r->via == NET_HTTP_PROXY && (r->http.status == 407 || *r->http.squid_error);
}

static void describe(struct net_stage *stage, const struct net_http *http) {
    if (http->status == 0 || stage->outcome == NET_OK)
        return;
    bool led = *http->location != '\0';
    net_stage_text(stage, "status %u%s%.120s%s%.60s", http->status, led ? ", leads to " : "", http->location,
                   *http->server ? ", server " : "", http->server);
}

bool net_http_step(struct net_run *run, struct net_result *r, struct net_stream *stream) {
    struct net_stage *stage = &r->stages[NET_HTTP];
    struct buffer in CLEANUP_BUFFER = buffer_with_limit(HTTP_MAX_HEAD + MAX_BODY + CHUNK);
    struct http_head head = {.status = 0};
    net_stage_begin(stage);
    r->http = (struct net_http){.status = 0};
    stream->deadline_ns = net_step_deadline(run);
    stream->sent = stream->received = 0;
    enum net_outcome how = send_request(run, r, stream);
    if (how == NET_OK)
        how = read_head(stream, &in, &head);
    bool has_head = how == NET_OK;
    if (has_head)
        how = read_body(stream, &in, &head, r->target);
    struct slice body = has_head ? slice_from(buffer_slice(&in), head.length) : slice_of(NULL, 0);
    if (has_head)
        keep_answer(&head, body, &r->http);
    bool unasked = how == NET_STALLED && !r->target->expect_body; /* the head alone tells enough */
    if (has_head && (how == NET_OK || unasked))
        how = judge(&head, body, r, !stream->ssl);
    stage->sent = stream->sent;
    stage->received = stream->received;
    if (has_head && how != NET_OK && is_the_proxys(r)) {
        r->proxy_status = r->http.status;
        how = net_proxy_status_outcome(r->http.status);
    }
    bool good = net_stage_end(stage, how);
    describe(stage, &r->http);
    return good;
}

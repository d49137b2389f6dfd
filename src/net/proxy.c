/* The proxy: CONNECT of HTTP (RFC 9110 section 9.3.6) and SOCKS5 (RFC 1928, RFC 1929), over a connection to it. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>

#include "base/buffer.h"
#include "net/context.h"
#include "net/http_head.h"

enum { MAX_REQUEST = 4096 };

void net_proxy_credentials(const struct net_proxy *p, struct buffer *out) {
    unsigned char plain[2 * sizeof p->user], coded[4 * sizeof p->user];
    if (!*p->user)
        return;
    int n = snprintf((char *)plain, sizeof plain, "%s:%s", p->user, p->password);
    if (n <= 0 || (size_t)n >= sizeof plain)
        return;
    EVP_EncodeBlock(coded, plain, n);
    buffer_printf(out, "Proxy-Authorization: Basic %s\r\n", coded);
    OPENSSL_cleanse(plain, sizeof plain);
    OPENSSL_cleanse(coded, sizeof coded);
}

enum net_outcome net_proxy_status_outcome(unsigned status) {
    if (status >= 200 && status < 300)
        return NET_OK;
    if (status == 407)
        return NET_PROXY_AUTHENTICATION;
    return status == 502 || status == 503 || status == 504 ? NET_PROXY_GATEWAY : NET_PROXY_DENIED;
}

/* Reads byte by byte: what follows the head belongs to the tunnel. */
static enum net_outcome read_head(struct net_stream *s, uint8_t *bytes, size_t size, struct http_head *head) {
    for (size_t n = 0, got = 0; n < size; n += got) {
        enum net_outcome how = net_stream_read(s, bytes + n, 1, &got);
        if (how != NET_OK)
            return how;
        if (bytes[n] != '\n')
            continue;
        switch (http_head_parse(slice_of(bytes, n + 1), head)) {
        case HTTP_HEAD_DONE:
            return NET_OK;
        case HTTP_HEAD_MORE:
            break;
        default:
            return NET_NOT_A_PROXY;
        }
    }
    return NET_TOO_LARGE;
}

static enum net_outcome connect_through(struct net_run *run, struct net_result *r, struct net_stream *s) {
    struct buffer request CLEANUP_BUFFER = buffer_with_limit(MAX_REQUEST);
    uint8_t answer[8192];
    struct http_head head;
    const struct net_target *t = r->target;
    buffer_add_str(&request, "CONNECT ");
    net_host_in_url(t->host, &request);
    buffer_printf(&request, ":%u HTTP/1.1\r\nHost: ", t->port);
    net_host_in_url(t->host, &request);
    buffer_printf(&request, ":%u\r\n", t->port);
    net_proxy_credentials(run->options->proxy, &request);
    buffer_add_str(&request, "\r\n");
    if (!buffer_ok(&request))
        return NET_ERROR;
    enum net_outcome how = net_stream_write(s, buffer_slice(&request));
    if (how == NET_OK)
        how = read_head(s, answer, sizeof answer, &head);
    if (how != NET_OK)
        return how;
    r->proxy_status = head.status;
    struct slice scheme = http_head_get(&head, "Proxy-Authenticate"), why = http_head_get(&head, "X-Squid-Error");
    if (head.status == 407)
        net_stage_text(&r->stages[NET_PROXY], "status 407, %.*s", SLICE_ARG(slice_sub(scheme, 0, 100)));
    else if (head.status >= 300)
        net_stage_text(&r->stages[NET_PROXY], "status %u%s%.*s", head.status, why.len ? ", " : "", SLICE_ARG(slice_sub(why, 0, 100)));
    return net_proxy_status_outcome(head.status);
}

/* A message of SOCKS, and the `n` bytes of the answer to it. */
static enum net_outcome exchange(struct net_stream *s, struct slice message, uint8_t *answer, size_t n) {
    enum net_outcome how = net_stream_write(s, message);
    return how == NET_OK ? net_stream_read_all(s, answer, n) : how;
}

static enum net_outcome socks_login(const struct net_proxy *p, struct net_stream *s) {
    uint8_t message[3 + sizeof p->user + sizeof p->password], answer[2];
    size_t user = strlen(p->user), password = strlen(p->password), n = 0;
    message[n++] = 1;
    message[n++] = (uint8_t)user;
    memcpy(message + n, p->user, user);
    n += user;
    message[n++] = (uint8_t)password;
    memcpy(message + n, p->password, password);
    n += password;
    enum net_outcome how = exchange(s, slice_of(message, n), answer, sizeof answer);
    OPENSSL_cleanse(message, sizeof message);
    return how == NET_OK && answer[1] != 0 ? NET_PROXY_AUTHENTICATION : how;
}

/* RFC 1928 section 6. */
static enum net_outcome socks_reply_outcome(unsigned code) {
    if (code == 0)
        return NET_OK;
    return code == 2 ? NET_PROXY_DENIED : NET_PROXY_GATEWAY;
}

static enum net_outcome socks_greet(const struct net_proxy *p, struct net_stream *s) {
    bool named = *p->user != '\0';
    uint8_t hello[4] = {5, named ? 2 : 1, 0, 2}, answer[2];
    enum net_outcome how = exchange(s, slice_of(hello, named ? 4 : 3), answer, sizeof answer);
    if (how != NET_OK)
        return how;
    if (answer[0] != 5)
        return NET_NOT_A_PROXY;
    if (answer[1] == 2 && named)
        return socks_login(p, s);
    return answer[1] == 0 ? NET_OK : NET_PROXY_AUTHENTICATION;
}

static enum net_outcome socks_through(struct net_run *run, struct net_result *r, struct net_stream *s) {
    uint8_t request[7 + 255], answer[4], rest[255 + 2];
    size_t name = strlen(r->target->host), n = 5;
    enum net_outcome how = name <= 255 ? socks_greet(run->options->proxy, s) : NET_ERROR;
    if (how != NET_OK)
        return how;
    memcpy(request, (const uint8_t[]){5, 1, 0, 3, (uint8_t)name}, 5);
    memcpy(request + n, r->target->host, name);
    n += name;
    request[n++] = (uint8_t)(r->target->port >> 8);
    request[n++] = (uint8_t)r->target->port;
    how = exchange(s, slice_of(request, n), answer, sizeof answer);
    if (how != NET_OK)
        return how;
    if (answer[0] != 5)
        return NET_NOT_A_PROXY;
    r->proxy_status = answer[1];
    if (answer[1] != 0) {
        net_stage_text(&r->stages[NET_PROXY], "reply code %u", answer[1]);
        return socks_reply_outcome(answer[1]);
    }
    /* The address that the proxy uses itself: nothing to learn, but to be read. */
    size_t len = answer[3] == 1 ? 4 : answer[3] == 4 ? 16 : 0;
    if (answer[3] == 3) {
        how = net_stream_read_all(s, rest, 1);
        len = rest[0];
    }
    return how == NET_OK ? net_stream_read_all(s, rest, len + 2) : how;
}

bool net_proxy_step(struct net_run *run, struct net_result *r, struct net_stream *stream) {
    struct net_stage *stage = &r->stages[NET_PROXY];
    const struct net_proxy *p = run->options->proxy;
    net_stage_begin(stage);
    stream->deadline_ns = net_step_deadline(run);
    uint64_t sent = stream->sent, received = stream->received;
    enum net_outcome how = p->kind == NET_SOCKS5 ? socks_through(run, r, stream) : connect_through(run, r, stream);
    stage->sent = stream->sent - sent;
    stage->received = stream->received - received;
    return net_stage_end(stage, how);
}

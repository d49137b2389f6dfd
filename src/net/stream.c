#include "net/stream.h"

#include <errno.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/context.h"

bool net_wait(const struct net_run *run, int fd, short events, uint64_t deadline_ns) {
    while (!net_time_is_up(run, deadline_ns)) {
        struct pollfd p = {.fd = fd, .events = events};
        int ready = poll(&p, 1, net_wait_ms(run, deadline_ns));
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return true; /* the call that follows tells what is wrong */
    }
    return false;
}

enum net_outcome net_errno_outcome(int number) {
    switch (number) {
    case ECONNREFUSED:
        return NET_REFUSED;
    case ECONNRESET:
    case EPIPE:
        return NET_RESET;
    case ETIMEDOUT:
        return NET_SILENT;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EADDRNOTAVAIL:
    case EACCES:
    case EPERM: /* a local packet filter */
        return NET_UNREACHABLE;
    default:
        return NET_ERROR;
    }
}

/* After a call that gave `code`: true when it is to be tried again. */
static bool again(struct net_stream *s, int code, enum net_outcome *ret_outcome) {
    short events = 0;
    if (s->ssl) {
        int why = SSL_get_error(s->ssl, code);
        events = why == SSL_ERROR_WANT_READ ? POLLIN : why == SSL_ERROR_WANT_WRITE ? POLLOUT : 0;
        if (!events) {
            bool end = why == SSL_ERROR_ZERO_RETURN ||
                       (why == SSL_ERROR_SSL && ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING);
            *ret_outcome = end ? NET_CLOSED : why == SSL_ERROR_SYSCALL && errno ? net_errno_outcome(errno) : NET_ERROR;
            return false;
        }
    } else if (code == 0) {
        *ret_outcome = NET_CLOSED;
        return false;
    } else if (errno == EINTR) {
        return true;
    } else if (errno != EAGAIN && errno != EWOULDBLOCK) {
        *ret_outcome = net_errno_outcome(errno);
        return false;
    }
    *ret_outcome = NET_SILENT;
    return net_wait(s->run, s->fd, events ? events : POLLIN, s->deadline_ns);
}

enum net_outcome net_stream_write(struct net_stream *s, struct slice bytes) {
    enum net_outcome how = NET_OK;
    while (bytes.len) {
        int part = bytes.len > 16384 ? 16384 : (int)bytes.len;
        ERR_clear_error();
        errno = 0;
        int n = s->ssl ? SSL_write(s->ssl, bytes.data, part) : (int)send(s->fd, bytes.data, (size_t)part, 0);
        if (n > 0) {
            s->sent += (uint64_t)n;
            bytes = slice_from(bytes, (size_t)n);
        } else if (!s->ssl && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            if (!net_wait(s->run, s->fd, POLLOUT, s->deadline_ns))
                return NET_SILENT;
        } else if (!again(s, n, &how)) {
            return how;
        }
    }
    return NET_OK;
}

enum net_outcome net_stream_read(struct net_stream *s, void *bytes, size_t capacity, size_t *ret_len) {
    enum net_outcome how = NET_OK;
    int part = capacity > 16384 ? 16384 : (int)capacity;
    for (;;) {
        if (net_time_is_up(s->run, s->deadline_ns))
            return NET_SILENT; /* one who sends a byte now and then does not hold us */
        ERR_clear_error();
        errno = 0;
        int n = s->ssl ? SSL_read(s->ssl, bytes, part) : (int)recv(s->fd, bytes, (size_t)part, 0);
        if (n > 0) {
            s->received += (uint64_t)n;
            *ret_len = (size_t)n;
            return NET_OK;
        }
        if (!again(s, n, &how))
            return how;
    }
}

enum net_outcome net_stream_read_all(struct net_stream *s, uint8_t *bytes, size_t len) {
    for (size_t at = 0, got = 0; at < len; at += got) {
        enum net_outcome how = net_stream_read(s, bytes + at, len - at, &got);
        if (how != NET_OK)
            return how;
    }
    return NET_OK;
}

void net_stream_close(struct net_stream *s) {
    SSL_free(s->ssl); /* without a farewell: nobody waits for it */
    s->ssl = NULL;
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

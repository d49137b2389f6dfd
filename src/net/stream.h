/*
 * stream: a connected socket, in the clear or under TLS, whose every wait ends at a deadline. Internal to this room.
 *
 * Counts the bytes of the application. The descriptor is non-blocking and belongs to the stream until net_stream_close().
 */
#ifndef TAILOR_NET_STREAM_H
#define TAILOR_NET_STREAM_H

#include <openssl/ssl.h>

#include "base/slice.h"
#include "net/outcome.h"

struct net_run;

struct net_stream {
    int fd;   /* -1: closed */
    SSL *ssl; /* NULL: in the clear */
    const struct net_run *run;
    uint64_t deadline_ns, sent, received;
};

/* Waits until the descriptor is ready for `events` of poll(2). False: the deadline has passed, or the run is to stop. */
bool net_wait(const struct net_run *run, int fd, short events, uint64_t deadline_ns) MUST_USE;

/* NET_OK, NET_SILENT, NET_CLOSED, NET_RESET or NET_ERROR. */
enum net_outcome net_stream_write(struct net_stream *s, struct slice bytes) MUST_USE;
/* At least one byte with NET_OK; NET_CLOSED at the end. */
enum net_outcome net_stream_read(struct net_stream *s, void *bytes, size_t capacity, size_t *ret_len) MUST_USE;
/* Exactly so many. */
enum net_outcome net_stream_read_all(struct net_stream *s, uint8_t *bytes, size_t len) MUST_USE;
void net_stream_close(struct net_stream *s);

/* The outcome that errno stands for after a failed call on a socket. */
enum net_outcome net_errno_outcome(int number);

#endif

/*
 * A sample of what a host delivers: the first bytes of one large file, bounded in bytes and in time, thrown away as they come.
 *
 * A connection starts slowly, whatever the line: the rate counts from the first QUIET_BYTES on, where so much came.
 */
#include <stdio.h>

#include "base/buffer.h"
#include "net/context.h"
#include "net/http_head.h"
#include "net/trust.h"
#include "os/os.h"

enum { MAX_REQUEST = 4096, CHUNK = 16 << 10, QUIET_BYTES = 256 << 10, LEAST_BYTES = 64 << 10 };

static enum net_outcome ask(struct net_stream *s, const struct net_target *t, const struct net_sample_wish *wish) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(MAX_REQUEST);
    buffer_printf(&out, "GET %s HTTP/1.1\r\nHost: ", wish->path);
    net_host_in_url(t->host, &out);
    buffer_printf(&out, "\r\nUser-Agent: tailor\r\nAccept: */*\r\nRange: bytes=0-%llu\r\nConnection: close\r\n\r\n",
                  (unsigned long long)wish->most_bytes - 1);
    return buffer_ok(&out) ? net_stream_write(s, buffer_slice(&out)) : NET_ERROR;
}

/* Reads the head, and counts what of the body came with it. */
static enum net_outcome read_head(struct net_stream *s, struct net_sample *sample) {
    struct buffer in CLEANUP_BUFFER = buffer_with_limit(HTTP_MAX_HEAD + CHUNK);
    struct http_head head;
    for (;;) {
        size_t got = 0;
        if (!buffer_reserve(&in, CHUNK))
            return NET_TOO_LARGE;
        enum net_outcome how = net_stream_read(s, in.data + in.len, CHUNK, &got);
        if (how != NET_OK)
            return how;
        in.len += got;
        switch (http_head_parse(buffer_slice(&in), &head)) {
        case HTTP_HEAD_MORE:
            continue;
        case HTTP_HEAD_MALFORMED:
            return NET_MALFORMED;
        case HTTP_HEAD_TOO_LARGE:
            return NET_TOO_LARGE;
        case HTTP_HEAD_DONE:
            sample->status = head.status;
            sample->bytes = in.len - head.length;
            return head.status == 200 || head.status == 206 ? NET_OK : head.status >= 500 ? NET_SERVER_ERROR : NET_UNEXPECTED_STATUS;
        }
    }
}

static double seconds_since(uint64_t start_ns) { return (double)(os_monotonic_ns() - start_ns) / 1e9; }

static enum net_outcome read_body(struct net_stream *s, const struct net_sample_wish *wish, uint64_t start_ns, struct net_sample *sample) {
    uint8_t bytes[CHUNK];
    uint64_t counted = 0;
    double from = 0;
    enum net_outcome how = NET_OK;
    while (how == NET_OK && sample->bytes < wish->most_bytes) {
        size_t got = 0;
        how = net_stream_read(s, bytes, CHUNK, &got);
        sample->bytes += how == NET_OK ? got : 0;
        if (counted == 0 && sample->bytes >= QUIET_BYTES) {
            counted = sample->bytes;
            from = seconds_since(start_ns);
        }
    }
    sample->seconds = seconds_since(start_ns);
    double span = sample->seconds - from;
    sample->bytes_per_second = span > 0 ? (double)(sample->bytes - counted) / span : 0;
    return how;
}

/* The time was up, or the file was shorter: what came by then tells the rate all the same. Hardly anything does not. */
static enum net_outcome judge(enum net_outcome how, const struct net_sample *sample) {
    bool enough = sample->bytes >= LEAST_BYTES && sample->bytes_per_second > 0;
    return enough && (how == NET_SILENT || how == NET_CLOSED) ? NET_OK : how == NET_OK && !enough ? NET_CLOSED : how;
}

static enum net_outcome fetch(struct net_stream *s, const struct net_target *t, const struct net_sample_wish *wish,
                              struct net_sample *sample) {
    uint64_t start_ns = os_monotonic_ns();
    s->deadline_ns = start_ns + UINT64_C(1000000) * wish->most_ms;
    enum net_outcome how = ask(s, t, wish);
    if (how == NET_OK)
        how = read_head(s, sample);
    return how == NET_OK ? judge(read_body(s, wish, start_ns, sample), sample) : how;
}

bool net_sample(const struct net_target *target, const struct net_sample_wish *wish, const struct net_options *options,
                struct net_sample *ret_sample, struct error *err) {
    struct net_trust trust;
    struct net_run run;
    struct net_sample sample = {.outcome = NET_ERROR};
    struct net_result r = {.target = target};
    struct net_stream stream = {.fd = -1};
    if (!net_run_open(options, &trust, &run, err))
        return false;
    if (net_reach(&run, &r, &stream)) {
        sample.outcome = fetch(&stream, target, wish, &sample);
        net_stream_close(&stream);
        net_sockets_give(&run.sockets, 1);
    } else {
        sample.outcome = r.stages[r.failed_step].outcome;
        snprintf(sample.text, sizeof sample.text, "at %s", net_step_name(r.failed_step));
    }
    net_run_close(&trust);
    *ret_sample = sample;
    return true;
}

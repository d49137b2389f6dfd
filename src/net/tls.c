/* TLS: the handshake, and what the certificate is worth. */
#include <errno.h>
#include <openssl/err.h>
#include <poll.h>
#include <stdio.h>

#include "net/context.h"
#include "net/trust.h"
#include "os/os.h"

static SSL *prepare(const struct net_trust *trust, const struct net_target *target, int fd) {
    struct net_address literal;
    SSL *ssl = SSL_new(trust->context);
    if (!ssl || SSL_set_fd(ssl, fd) != 1) {
        SSL_free(ssl);
        return NULL;
    }
    if (!net_address_parse(target->host, &literal))
        SSL_set_tlsext_host_name(ssl, target->host);
    SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp);
    SSL_set_connect_state(ssl);
    return ssl;
}

struct reason {
    int code;
    enum net_outcome outcome;
};

/* Reasons of OpenSSL (sslerr.h) that tell of something else than an alert. */
static const struct reason reasons[] = {
    {SSL_R_WRONG_VERSION_NUMBER, NET_NOT_TLS},        {SSL_R_HTTP_REQUEST, NET_NOT_TLS},
    {SSL_R_PACKET_LENGTH_TOO_LONG, NET_NOT_TLS},      {SSL_R_UNKNOWN_PROTOCOL, NET_NOT_TLS},
    {SSL_R_UNSUPPORTED_PROTOCOL, NET_OLD_PROTOCOL},   {SSL_R_EXCESSIVE_MESSAGE_SIZE, NET_TOO_LARGE},
    {SSL_R_UNEXPECTED_EOF_WHILE_READING, NET_CLOSED},
};

static enum net_outcome outcome_of_error(struct net_stage *stage) {
    unsigned long code = ERR_peek_error();
    int reason = ERR_GET_REASON(code);
    const char *words = ERR_reason_error_string(code);
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].code == reason)
            return reasons[i].outcome;
    net_stage_text(stage, "%s", words ? words : "");
    return reason >= SSL_AD_REASON_OFFSET ? NET_ALERT : NET_MALFORMED; /* alerts of the other side are reasons from 1000 on */
}

/* NET_OK when the handshake is done. */
static enum net_outcome shake_hands(struct net_stream *s, struct net_stage *stage) {
    for (;;) {
        if (net_time_is_up(s->run, s->deadline_ns))
            return NET_SILENT;
        ERR_clear_error();
        errno = 0;
        int code = SSL_do_handshake(s->ssl);
        if (code == 1)
            return NET_OK;
        int why = SSL_get_error(s->ssl, code);
        short events = why == SSL_ERROR_WANT_READ ? POLLIN : why == SSL_ERROR_WANT_WRITE ? POLLOUT : 0;
        if (why == SSL_ERROR_SYSCALL)
            return errno ? net_errno_outcome(errno) : NET_CLOSED;
        if (!events)
            return outcome_of_error(stage);
        if (!net_wait(s->run, s->fd, events, s->deadline_ns))
            return NET_SILENT;
    }
}

static void describe(struct net_stage *stage, const struct net_tls *tls) {
    char date[32];
    switch (stage->outcome) {
    case NET_WRONG_NAME:
        net_stage_text(stage, "it is for %.200s", *tls->names ? tls->names : tls->subject);
        break;
    case NET_EXPIRED:
        timestamp_format(tls->not_after_ns, date);
        net_stage_text(stage, "until %s", date);
        break;
    case NET_NOT_YET_VALID:
        timestamp_format(tls->not_before_ns, date);
        net_stage_text(stage, "from %s", date);
        break;
    case NET_UNTRUSTED:
    case NET_SELF_SIGNED:
    case NET_RE_SIGNED:
    case NET_WRONG_ROOT:
        net_stage_text(stage, "issued by %.200s", tls->issuer);
        break;
    case NET_OLD_PROTOCOL:
        net_stage_text(stage, "%s", tls->protocol);
        break;
    default:
        break;
    }
}

bool net_tls_step(struct net_run *run, struct net_result *r, struct net_stream *stream) {
    struct net_stage *stage = &r->stages[NET_TLS];
    r->tls = (struct net_tls){.not_before_ns = TIMESTAMP_NONE, .not_after_ns = TIMESTAMP_NONE};
    net_stage_begin(stage);
    stream->deadline_ns = net_step_deadline(run);
    stream->ssl = prepare(run->trust, r->target, stream->fd);
    if (!stream->ssl)
        return net_stage_end(stage, NET_ERROR);
    enum net_outcome how = shake_hands(stream, stage);
    stage->sent = BIO_number_written(SSL_get_wbio(stream->ssl));
    stage->received = BIO_number_read(SSL_get_rbio(stream->ssl));
    if (how == NET_SILENT && stage->received > 0)
        how = NET_STALLED;
    if (how == NET_OK)
        how = net_trust_judge(run->trust, stream->ssl, r->target, os_wall_clock_ns(), &r->tls);
    bool good = net_stage_end(stage, how);
    describe(stage, &r->tls);
    return good;
}

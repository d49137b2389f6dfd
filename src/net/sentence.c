#include "base/buffer.h"
#include "net/net.h"

static const char *const subjects[NET_STEPS] = {
    [NET_DNS] = "resolving the name", [NET_TCP] = "the connection",
    [NET_PROXY] = "the proxy",        [NET_TLS] = "TLS",
    [NET_HTTP] = "the request",       [NET_SNTP] = "the question for the time",
};

/* Outcomes whose subject is not that of their step. */
static const char *subject_of(enum net_step step, enum net_outcome o) {
    if (step == NET_TLS && o >= NET_UNTRUSTED && o <= NET_NOT_YET_VALID)
        return "the server";
    if (step == NET_PROXY && o < NET_PROXY_AUTHENTICATION)
        return "the connection through the proxy";
    return subjects[step];
}

void net_sentence(const struct net_result *r, struct buffer *out) {
    const struct net_stage *s = &r->stages[r->failed_step];
    buffer_printf(out, "%s:%u ", r->target->host, r->target->port);
    if (!r->examined) {
        buffer_add_str(out, "was not examined: the time was up");
        return;
    }
    if (r->good) {
        buffer_printf(out, "is reached %s", r->via == NET_DIRECT ? "" : "through the proxy ");
        if (r->tcp.n_lost)
            buffer_printf(out, "by some of its addresses only (%s)", r->stages[NET_TCP].text);
        else
            buffer_add_str(out, "cleanly");
        return;
    }
    buffer_printf(out, "fails at %s: %s %s", net_step_name(r->failed_step), subject_of(r->failed_step, s->outcome),
                  net_outcome_meaning(s->outcome));
    if (*s->text)
        buffer_printf(out, " (%s)", s->text);
    if (r->series.tries > 1)
        buffer_printf(out, "; %u of %u tries failed", r->series.failures, r->series.tries);
}

#include "report/probe_advice.h"

#include "report/words.h"

static const char untouched[] = "Do not decrypt: pass TLS with this name (SNI) through untouched";
static const char tls_stopped[] = "Permit TLS with this name (SNI) on this port; it is stopped after the connection opens";
static const char http_stopped[] = "Permit HTTP to this host and port; it is stopped after the connection opens";
static const char own_name_server[] =
    "Let this computer's own resolver settings lead to a name server that answers; the one it should ask does";

static const struct probe_advice advices[] = {
    {"dns", "hosts-file", "Remove the line from the computer's hosts file", true, false},
    {"dns", "system-resolver", own_name_server, true, false},
    {"dns", "silent", "Permit UDP and TCP port 53 to the name server; it does not answer", false, false},
    {"dns", "refused", "Permit UDP and TCP port 53 to the name server; it refuses", false, false},
    {"dns", NULL, "Let the name be resolved to Apple's own addresses; take it off the block list of the name server", false, false},
    {"tcp", NULL, "Permit outgoing TCP to this host and port, over IPv4 and IPv6", false, false},
    {"proxy", "authentication-required", "Pass this host and port without authentication: the update daemon has no user who could log in",
     false, false},
    {"proxy", "gateway-error", "Let the proxy itself reach this host and port", false, false},
    {"proxy", "not-a-proxy", "Name the right proxy in the computer's settings; what answers there is none", true, false},
    {"proxy", NULL, "Permit CONNECT to this host and port", false, false},
    {"tls", "path-mtu", "Let ICMP \"fragmentation needed\" and \"packet too big\" through, or clamp the TCP segment size on the tunnel",
     false, false},
    {"tls", "untrusted", untouched, false, true},
    {"tls", "self-signed", untouched, false, true},
    {"tls", "re-signed", untouched, false, true},
    {"tls", "wrong-root", untouched, false, true},
    {"tls", "wrong-name", "Do not redirect this host: another server answers in its place", false, false},
    {"tls", "expired", "Check the computer's clock first, then whether a proxy shows an old certificate", true, false},
    {"tls", "not-yet-valid", "Set the computer's clock", true, false},
    {"tls", NULL, tls_stopped, false, false},
    {"http", "portal", "Let this computer past the captive portal, or exempt the host from it", false, false},
    {"http", "silent", http_stopped, false, false},
    {"http", "closed", http_stopped, false, false},
    {"http", "reset", http_stopped, false, false},
    {"http", "server-error", "Nothing, where the error is Apple's; else let the request through unchanged", false, false},
    {"http", NULL, "Let the request through unchanged; something else than Apple's server seems to answer", false, false},
    {"sntp", NULL, "Permit outgoing UDP to this host and port, and the answers", false, false},
    {NULL, NULL, "", false, false},
};

/* What failed is the way to the proxy, not that to the host. */
static const struct probe_advice to_the_proxy = {NULL, NULL, "Let the computer reach its proxy, or take the proxy out of its settings",
                                                 true, false};

const struct probe_advice *probe_advice_for(const struct endpoint *e) {
    const struct probe_advice *a = advices;
    if (str_is(e->state, "failed") && e->proxy && (str_is(e->step, "dns") || str_is(e->step, "tcp")))
        return &to_the_proxy;
    if (str_is(e->state, "failed"))
        while (a->step && !(str_is(e->step, a->step) && (!a->outcome || str_is(e->outcome, a->outcome))))
            a++;
    else
        a = &advices[sizeof advices / sizeof *advices - 1];
    return a;
}

const char *probe_transport(const struct endpoint *e) { return str_is(e->protocol, "ntp") ? "UDP" : "TCP"; }

const char *probe_seen(const struct endpoint *e) {
    const char *text = e->text ? e->text : "";
    const char *cut = str_is(e->state, "failed") ? strstr(text, ": ") : strchr(text, ' ');
    return cut ? cut + (*cut == ':' ? 2 : 1) : text;
}

const struct finding *probe_likely(const struct diagnosis *d) {
    const struct finding *best = NULL;
    for (size_t i = 0; i < d->findings.n_findings; i++) {
        const struct finding *f = &d->findings.findings[i];
        if (words_stands(f) && (!best || f->confidence > best->confidence))
            best = f;
    }
    return best;
}

#include "net/net.h"

struct word {
    const char *name, *meaning;
};

static const struct word words[NET_OUTCOMES] = {
    [NET_NOT_RUN] = {"not-run", "was not examined"},
    [NET_OK] = {"ok", "is good"},
    [NET_SILENT] = {"silent", "gets no answer"},
    [NET_STALLED] = {"stalled", "gets the beginning of an answer, then nothing more"},
    [NET_CLOSED] = {"closed", "is closed by the other side"},
    [NET_RESET] = {"reset", "is reset"},
    [NET_MALFORMED] = {"malformed", "gets an answer that is not of this protocol"},
    [NET_TOO_LARGE] = {"too-large", "gets an answer beyond every limit"},
    [NET_ERROR] = {"error", "fails"},
    [NET_NXDOMAIN] = {"nxdomain", "is denied: the name server says that there is no such name"},
    [NET_NO_ADDRESS] = {"no-address", "gives no address"},
    [NET_SERVER_FAILURE] = {"server-failure", "fails in the name server"},
    [NET_SYSTEM_RESOLVER] = {"system-resolver", "fails in this system's resolver, though the name server answers"},
    [NET_SINKHOLE] = {"sinkhole", "gives an address that leads nowhere, as filters do"},
    [NET_PRIVATE_ADDRESS] = {"private-address", "gives a private address"},
    [NET_HOSTS_FILE] = {"hosts-file", "is overruled by the hosts file"},
    [NET_REFUSED] = {"refused", "is refused"},
    [NET_UNREACHABLE] = {"unreachable", "has no way there"},
    [NET_PROXY_AUTHENTICATION] = {"authentication-required", "asks for a name and a password"},
    [NET_PROXY_DENIED] = {"denied", "refuses the host"},
    [NET_PROXY_GATEWAY] = {"gateway-error", "cannot reach the host itself"},
    [NET_NOT_A_PROXY] = {"not-a-proxy", "does not answer as a proxy does"},
    [NET_NOT_TLS] = {"not-tls", "is answered by something that does not speak TLS"},
    [NET_ALERT] = {"alert", "is refused with an alert"},
    [NET_OLD_PROTOCOL] = {"old-protocol", "uses a protocol that Apple's clients refuse"},
    [NET_PATH_MTU] = {"path-mtu", "gets no large packets: they are lost on the way, and small ones pass"},
    [NET_UNTRUSTED] = {"untrusted", "shows a certificate of an authority that is not trusted"},
    [NET_SELF_SIGNED] = {"self-signed", "shows a certificate that signed itself"},
    [NET_RE_SIGNED] = {"re-signed", "shows a certificate that a product made which opens encrypted connections"},
    [NET_WRONG_ROOT] = {"wrong-root", "shows a certificate that does not end in Apple's own root, as this host's does"},
    [NET_WRONG_NAME] = {"wrong-name", "shows a certificate for other names"},
    [NET_EXPIRED] = {"expired", "shows a certificate that has expired by this machine's clock"},
    [NET_NOT_YET_VALID] = {"not-yet-valid", "shows a certificate that is not valid yet by this machine's clock"},
    [NET_PORTAL] = {"portal", "is led to the page of a captive portal or filter"},
    [NET_UNEXPECTED_STATUS] = {"unexpected-status", "gets another status than this host gives"},
    [NET_UNEXPECTED_PAGE] = {"unexpected-page", "gets another page than this host serves"},
    [NET_SERVER_ERROR] = {"server-error", "gets an error of the server"},
    [NET_KISS] = {"kiss-of-death", "is told by the time server to stay away"},
    [NET_UNSYNCHRONISED] = {"unsynchronised", "gets the time of a server that is not synchronised itself"},
};

const char *net_step_name(enum net_step step) {
    static const char *const names[NET_STEPS] = {"dns", "tcp", "proxy", "tls", "http", "sntp"};
    return names[step];
}

const char *net_families_name(enum net_families families) {
    static const char *const names[] = {"one", "both", "ipv4 only", "ipv6 only", "neither"};
    return names[families];
}

const char *net_outcome_name(enum net_outcome outcome) { return words[outcome].name; }
const char *net_outcome_meaning(enum net_outcome outcome) { return words[outcome].meaning; }

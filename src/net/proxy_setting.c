#include "net/proxy_setting.h"

const char *net_proxy_kind_name(enum net_proxy_kind kind) {
    static const char *const names[] = {"direct", "http-proxy", "socks5"};
    return names[kind];
}

struct scheme {
    const char *prefix;
    enum net_proxy_kind kind;
    uint16_t port;
};

static const struct scheme schemes[] = {
    {"http://", NET_HTTP_PROXY, 3128}, {"socks5h://", NET_SOCKS5, 1080}, {"socks5://", NET_SOCKS5, 1080}, {"socks://", NET_SOCKS5, 1080}};

static bool copy_decoded(struct slice s, char *out, size_t size) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.data[i];
        if (c == '%' && i + 2 < s.len && slice_hex_digit(s.data[i + 1]) >= 0 && slice_hex_digit(s.data[i + 2]) >= 0) {
            c = (uint8_t)(slice_hex_digit(s.data[i + 1]) << 4 | slice_hex_digit(s.data[i + 2]));
            i += 2;
        }
        if (n + 1 >= size || c < ' ' || c == 0x7f)
            return false;
        out[n++] = (char)c;
    }
    out[n] = '\0';
    return true;
}

static bool take_credentials(struct slice *rest, struct net_proxy *p) {
    struct slice credentials, user, password = slice_str("");
    size_t at = SLICE_NOT_FOUND;
    for (size_t i = 0; i < rest->len; i++)
        if (rest->data[i] == '@')
            at = i;
    if (at == SLICE_NOT_FOUND)
        return true;
    credentials = user = slice_sub(*rest, 0, at);
    *rest = slice_from(*rest, at + 1);
    (void)slice_cut(credentials, ":", &user, &password);
    return copy_decoded(user, p->user, sizeof p->user) && copy_decoded(password, p->password, sizeof p->password);
}

/* "host", "host:port", "[::1]:port" */
static bool take_host(struct slice rest, struct net_proxy *p) {
    struct slice host = rest, port = slice_of(NULL, 0);
    int64_t number = p->port;
    if (slice_starts_with(rest, "[")) {
        if (!slice_cut(slice_from(rest, 1), "]", &host, &port))
            return false;
        if (port.len && !slice_starts_with(port, ":"))
            return false;
        port = slice_from(port, 1);
    } else {
        (void)slice_cut(rest, ":", &host, &port);
    }
    if (port.len && (!slice_to_int64(port, &number) || number < 1 || number > UINT16_MAX))
        return false;
    p->port = (uint16_t)number;
    return host.len > 0 && slice_find_byte(host, ' ') == SLICE_NOT_FOUND && copy_decoded(host, p->host, sizeof p->host);
}

bool net_proxy_parse(struct slice text, struct net_proxy *ret_proxy, struct error *err) {
    struct net_proxy p = {.kind = NET_HTTP_PROXY, .port = 3128};
    struct slice rest = slice_trim(text), scheme, after;
    if (rest.len == 0 || slice_is(rest, "direct")) {
        *ret_proxy = (struct net_proxy){.kind = NET_DIRECT};
        return true;
    }
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (slice_starts_with(rest, schemes[i].prefix)) {
            p.kind = schemes[i].kind;
            p.port = schemes[i].port;
            rest = slice_from(rest, strlen(schemes[i].prefix));
            break;
        }
    if (slice_cut(rest, "://", &scheme, &after))
        return error_set(err, "a proxy of the kind %.*s is not known; http and socks5 are", SLICE_ARG(scheme));
    rest = slice_sub(rest, 0, slice_find_byte(rest, '/'));
    if (!take_credentials(&rest, &p) || !take_host(rest, &p))
        return error_set(err, "this is not the address of a proxy, which looks like http://host:port");
    *ret_proxy = p;
    return true;
}

static bool names(struct slice pattern, struct slice host) {
    if (slice_starts_with(pattern, "*."))
        pattern = slice_from(pattern, 1);
    if (slice_starts_with(pattern, "."))
        pattern = slice_from(pattern, 1);
    if (pattern.len == 0 || host.len < pattern.len)
        return false;
    struct slice end = slice_from(host, host.len - pattern.len);
    for (size_t i = 0; i < end.len; i++)
        if ((end.data[i] | 0x20) != (pattern.data[i] | 0x20))
            return false;
    return host.len == pattern.len || host.data[host.len - pattern.len - 1] == '.';
}

bool net_proxy_passes_by(const char *no_proxy, const char *host) {
    struct slice rest = slice_str(no_proxy), entry, after;
    while (rest.len) {
        entry = rest;
        after = slice_of(NULL, 0);
        (void)slice_cut(rest, ",", &entry, &after);
        entry = slice_trim(entry);
        if (slice_is(entry, "*") || names(entry, slice_str(host)))
            return true;
        rest = after;
    }
    return false;
}

/*
 * proxy_setting: a proxy as environment variables and people name it, and the hosts that go around it.
 */
#ifndef TAILOR_NET_PROXY_SETTING_H
#define TAILOR_NET_PROXY_SETTING_H

#include "base/error.h"
#include "base/slice.h"

enum net_proxy_kind { NET_DIRECT, NET_HTTP_PROXY, NET_SOCKS5 };
const char *net_proxy_kind_name(enum net_proxy_kind kind); /* "direct", "http-proxy", "socks5" */

struct net_proxy {
    enum net_proxy_kind kind;
    char host[256];
    uint16_t port;
    char user[128], password[128]; /* empty: none */
};

/* "http://user:password@host:3128", "socks5://host", "host:8080"; percent escapes in user and password. "" and "direct": none. */
bool net_proxy_parse(struct slice text, struct net_proxy *ret_proxy, struct error *err) MUST_USE;

/* NO_PROXY: names with commas between; a name stands for itself and what ends in it behind a dot; "*" for all. NULL: none. */
bool net_proxy_passes_by(const char *no_proxy, const char *host);

#endif

/*
 * network_options: what the command line and the environment say of the way into the network; and numbers of options.
 *
 * The proxy is --proxy, else https_proxy, HTTPS_PROXY, http_proxy, all_proxy or ALL_PROXY; no_proxy (NO_PROXY) counts. The trust is that
 * of knowledge/certificate_root.tsv and of --trust.
 */
#ifndef TAILOR_CLI_NETWORK_OPTIONS_H
#define TAILOR_CLI_NETWORK_OPTIONS_H

#include "base/arena.h"
#include "cli/options.h"
#include "knowledge/knowledge.h"
#include "net/net.h"

/* Fills the roots, the proxy and no_proxy of `options`; they point into `proxy`, the arena and the knowledge. */
bool network_options_read(const struct options *o, const struct knowledge *k, struct arena *arena, struct net_proxy *proxy,
                          struct net_options *options, struct error *err) MUST_USE;

/* The option's number from 1 to `most`; *ret_number is left as it is when the option is not given. */
bool option_number(const struct options *o, enum option_id id, int64_t most, unsigned *ret_number, struct error *err) MUST_USE;

#endif

/*
 * network_options: what the command line and the environment say of the way into the network.
 *
 * The proxy is that of cli/probe_proxy.h; the trust that of knowledge/certificate_root.tsv and of --trust.
 */
#ifndef TAILOR_CLI_NETWORK_OPTIONS_H
#define TAILOR_CLI_NETWORK_OPTIONS_H

#include "base/arena.h"
#include "cli/options.h"
#include "knowledge/knowledge.h"
#include "net/net.h"

/* Fills what `options` has of roots and of the proxy; they point into `proxy`, the arena and the knowledge. */
bool network_options_read(const struct options *o, const struct knowledge *k, struct arena *arena, struct net_proxy *proxy,
                          struct net_options *options, struct error *err) MUST_USE;

#endif

/*
 * probe_proxy: which proxy a probe goes through, and who says so.
 *
 * --proxy first; then, on a Mac, what the system is set to (`scutil --proxy`, read by the table `proxy`), since the update daemons know
 * nothing else; then https_proxy, http_proxy and all_proxy of the environment. An automatic configuration (PAC, WPAD) is named and not
 * followed. Where recorded commands stand in for a Mac's (cli/this_mac.h), the recorded scutil is asked.
 */
#ifndef TAILOR_CLI_PROBE_PROXY_H
#define TAILOR_CLI_PROBE_PROXY_H

#include "base/arena.h"
#include "cli/options.h"
#include "knowledge/knowledge.h"
#include "net/net.h"

/* Fills `proxy` and the members of `net` about it; strings live in the arena or the environment. */
bool probe_proxy_find(const struct options *o, const struct knowledge *k, struct arena *arena, struct net_proxy *proxy,
                      struct net_options *net, struct error *err) MUST_USE;

#endif

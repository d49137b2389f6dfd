#include "cli/network_options.h"

#include "cli/probe_proxy.h"
#include "cli/probe_targets.h"

bool network_options_read(const struct options *o, const struct knowledge *k, struct arena *arena, struct net_proxy *proxy,
                          struct net_options *options, struct error *err) {
    if (!probe_proxy_find(o, k, arena, proxy, options, err) || !probe_trust(k, arena, options, err))
        return false;
    options->extra_root_file = o->value[OPTION_TRUST];
    options->proxy = proxy;
    return true;
}

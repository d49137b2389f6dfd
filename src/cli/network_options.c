#include "cli/network_options.h"

#include "cli/probe_proxy.h"
#include "cli/probe_targets.h"

bool option_number(const struct options *o, enum option_id id, int64_t most, unsigned *ret_number, struct error *err) {
    const char *text = o->value[id];
    int64_t n = 0;
    if (!text)
        return true;
    if (!slice_to_int64(slice_str(text), &n) || n < 1 || n > most)
        return error_set(err, "--%s takes a number from 1 to %d", option_specs[id].name, (int)most);
    *ret_number = (unsigned)n;
    return true;
}

bool network_options_read(const struct options *o, const struct knowledge *k, struct arena *arena, struct net_proxy *proxy,
                          struct net_options *options, struct error *err) {
    if (!probe_proxy_find(o, k, arena, proxy, options, err) || !probe_trust(k, arena, options, err))
        return false;
    options->extra_root_file = o->value[OPTION_TRUST];
    options->proxy = proxy;
    return true;
}

#include "cli/network_options.h"

#include <stdlib.h>

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

/* --proxy, else what the environment names. */
static bool read_proxy(const struct options *o, struct net_proxy *proxy, struct error *err) {
    static const char *const variables[] = {"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"};
    const char *text = o->value[OPTION_PROXY];
    for (size_t i = 0; !text && i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        text = value && *value ? value : NULL;
    }
    return net_proxy_parse(slice_str(text ? text : ""), proxy, err);
}

static const char *read_no_proxy(void) {
    const char *lower = getenv("no_proxy");
    return lower && *lower ? lower : getenv("NO_PROXY");
}

bool network_options_read(const struct options *o, const struct knowledge *k, struct arena *arena, struct net_proxy *proxy,
                          struct net_options *options, struct error *err) {
    if (!read_proxy(o, proxy, err) || !probe_trust(k, arena, options, err))
        return false;
    options->extra_root_file = o->value[OPTION_TRUST];
    options->proxy = proxy;
    options->no_proxy = read_no_proxy();
    return true;
}

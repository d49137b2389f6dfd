#include "cli/rehearse_live.h"

#include <stdio.h>

#include "base/buffer.h"
#include "cli/network_options.h"
#include "cli/probe_targets.h"
#include "cli/signing.h"
#include "cli/verb.h"
#include "net/net_json.h"
#include "os/files.h"
#include "os/os.h"

enum { ARENA_BYTES = 256 << 20, JSON_LIMIT = 16 << 20, PMV_LIMIT = 8 << 20, ACCOUNT_LIMIT = 64 << 10, FETCH_MS = 15000, STEP_MS = 5000 };
enum { SIGNING_MS = 15000, SIGNING_TRIES = 2, SIGNING_PAUSE_MS = 200 };

static const char apple[] = "https://gdmf.apple.com";

struct live {
    const struct options *o;
    const struct knowledge *k;
    const struct rehearsal_preview *seen;
    struct collection *c;
    struct arena *arena;
    const char *server; /* NULL: Apple's */
    struct net_proxy proxy;
    struct net_options net;
};

bool rehearse_hold(struct collection *c, const char *path, struct slice bytes, struct error *err) {
    struct collect_item *item = collection_add(c, path);
    if (!item || !os_write_all(c->spool, bytes))
        return error_set(err, "%s cannot be kept in the temporary folder", path);
    item->held = true;
    item->offset = c->used;
    item->size = bytes.len;
    c->used += bytes.len;
    return true;
}

/* "https://127.0.0.1:8443/" -> "127.0.0.1:8443" */
static const char *authority_of(const char *url, struct arena *arena) {
    struct slice scheme, rest, host, path;
    if (!slice_cut(slice_str(url), "://", &scheme, &rest))
        return NULL;
    if (!slice_cut(rest, "/", &host, &path))
        host = rest;
    bool plain = slice_is(scheme, "http");
    bool has_port = !slice_ends_with(host, "]") && slice_find_byte(host, ':') != SLICE_NOT_FOUND;
    return arena_printf(arena, "%.*s%s", SLICE_ARG(host), has_port ? "" : plain ? ":80" : ":443");
}

/* The server stands for the hosts of each of these stages. */
static bool server_targets(struct live *l, struct probe_targets *ret_targets, struct error *err) {
    static const char *const stages_asked[] = {"scan", "download", "personalize"};
    const char *host = authority_of(l->server, l->arena);
    struct probe_wish wish = {.hosts = &host, .n_hosts = 1};
    struct probe_targets list;
    if (!host)
        return error_set(err, "out of memory");
    if (!probe_targets_make(l->k, &wish, l->arena, &list, err))
        return false;
    struct net_target one = list.targets[0];
    bool tls = strncmp(l->server, "https:", 6) == 0;
    one.protocol = tls ? NET_TLS_ONLY : NET_PLAIN;
    one.request = NULL;
    one.private_root = tls;
    one.purpose = "practice server";
    list.n_targets = 0;
    for (size_t i = 0; i < sizeof stages_asked / sizeof *stages_asked; i++) {
        one.stage = stages_asked[i];
        list.targets[list.n_targets++] = one;
    }
    *ret_targets = list;
    return true;
}

static bool probe(struct live *l, struct error *err) {
    struct probe_wish wish = {.stage = l->o->value[OPTION_STAGE]};
    struct probe_targets list;
    struct net_summary summary;
    struct buffer json CLEANUP_BUFFER = buffer_with_limit(JSON_LIMIT);
    if (l->server ? !server_targets(l, &list, err) : !probe_targets_make(l->k, &wish, l->arena, &list, err))
        return false;
    struct net_result *results = arena_array(l->arena, list.n_targets, sizeof *results);
    struct net_options net = l->net;
    net.step_ms = STEP_MS;
    net.tries = 1;
    net.total_ms = STEP_MS * (unsigned)NET_STEPS;
    if (!results)
        return error_set(err, "out of memory");
    os_share_memory_pools();
    if (!net_run(list.targets, list.n_targets, &net, results, &summary, err))
        return false;
    net_json_write(results, list.n_targets, &summary, &json);
    return buffer_ok(&json) ? rehearse_hold(l->c, "commands/probe.json", buffer_slice(&json), err) : error_set(err, "out of memory");
}

/* What comes with status 200 is evidence, whatever it is. */
static bool fetch(struct live *l, const char *base, const char *path, size_t limit, const char *artefact, struct error *err) {
    const char *url = arena_printf(l->arena, "%s%s", base, path);
    struct fetch_request q = {.url = url, .limit = limit, .timeout_ms = FETCH_MS, .pinned = true, .options = &l->net};
    struct fetch_answer a;
    if (!url || !fetch_run(&q, l->arena, &a, err))
        return url ? false : error_set(err, "out of memory");
    if (a.failed == FETCH_DONE && a.status == 200)
        return rehearse_hold(l->c, artefact, a.body, err);
    if (option_given(l->o, OPTION_QUIET))
        return true;
    if (a.failed == FETCH_DONE)
        complain(0, "%s: HTTP status %u", url, a.status);
    else
        complain(0, "%s: the step %s failed: %s", url, fetch_step_name(a.failed), a.text);
    return true;
}

/* Who this Mac is to the signing server: what the evidence says, and before it what --device says. A nonce that neither tells is made up.
 */
static bool device(struct live *l, struct device_keys *ret_keys, struct error *err) {
    const char *said = l->o->value[OPTION_DEVICE];
    struct device_keys given, keys = l->seen->device;
    keys.nonce_random = !keys.nonce.data;
    keys.sep_nonce_random = !keys.sep_nonce.data;
    if (said && !device_keys_parse(l->arena, slice_str(said), &given, err))
        return error_wrap(err, "--device");
    if (said)
        device_keys_overlay(&keys, &given);
    *ret_keys = keys;
    return true;
}

/* A request that cannot be made is no mistake of the command line: the check of the ticket stays unknown, and says what is wanting. */
static bool exchange(struct live *l, struct error *err) {
    struct device_keys keys;
    struct signing s;
    struct error why = {{0}};
    struct buffer json CLEANUP_BUFFER = buffer_with_limit(JSON_LIMIT);
    struct signing_wish wish = {.knowledge = l->k,
                                .manifest = l->o->value[OPTION_MANIFEST],
                                .device = &keys,
                                .server = l->server,
                                .ticket_root_file = l->o->value[OPTION_TICKET_ROOT],
                                .net = &l->net,
                                .timeout_ms = SIGNING_MS,
                                .tries = SIGNING_TRIES,
                                .pause_ms = SIGNING_PAUSE_MS};
    if (!device(l, &keys, err))
        return false;
    if (!signing_prepare(&wish, l->arena, &s, &why) || !signing_send(&wish, l->arena, &s, &why)) {
        if (!option_given(l->o, OPTION_QUIET))
            complain(0, "no ticket is asked for: %s", why.text);
        return true;
    }
    exchange_json_write(&s.exchange, true, &json);
    return buffer_ok(&json) ? rehearse_hold(l->c, "commands/signing-exchange.json", buffer_slice(&json), err)
                            : error_set(err, "out of memory");
}

/* Do the checks of this stage run? */
static bool has_stage(const struct live *l, const char *stage) {
    const char *only = l->o->value[OPTION_STAGE];
    return !only || strcmp(only, stage) == 0;
}

static bool ask_hosts(struct live *l, struct error *err) {
    bool any = has_stage(l, "scan") || has_stage(l, "download") || has_stage(l, "personalize");
    return l->seen->has_probe || !any || probe(l, err);
}

/* Which builds are offered says which update it is: that every check asks. */
static bool ask_all(struct live *l, struct error *err) {
    const char *base = l->server ? l->server : apple;
    bool account = l->server && !l->seen->has_account && has_stage(l, "scan");
    bool ticket = l->o->value[OPTION_MANIFEST] && !l->seen->has_exchange && has_stage(l, "personalize");
    return ask_hosts(l, err) && (l->seen->has_pmv || fetch(l, base, "/v2/pmv", PMV_LIMIT, "commands/pmv.json", err)) &&
           (!account || fetch(l, base, "/account", ACCOUNT_LIMIT, "commands/account.json", err)) && (!ticket || exchange(l, err));
}

const char *rehearse_server(const char *url, struct arena *arena) {
    struct slice server = slice_str(url);
    while (slice_ends_with(server, "/"))
        server.len--;
    const char *base = arena_string(arena, server);
    return base && fetch_url_host(base, arena) ? base : NULL;
}

bool rehearse_live(const struct options *o, const struct knowledge *k, const struct rehearsal_preview *seen, struct collection *c,
                   struct error *err) {
    struct arena *arena CLEANUP_ARENA = arena_new(ARENA_BYTES);
    struct live l = {.o = o, .k = k, .seen = seen, .c = c, .arena = arena};
    if (!arena || (o->value[OPTION_SERVER] && !(l.server = rehearse_server(o->value[OPTION_SERVER], arena))))
        return error_set(err, "out of memory");
    return network_options_read(o, k, arena, &l.proxy, &l.net, err) && ask_all(&l, err);
}

/*
 * proxy: the proxies that this Mac is told to use, one row for each kind.
 *
 * From `scutil --proxy` (what is in force), SystemConfiguration/preferences.plist (what each network service is set to) and
 * profiles (com.apple.proxy.http.global, Wi-Fi payloads). The keys are those of SCSchemaDefinitions.h (kSCPropNetProxies...).
 */
#include "base/buffer.h"
#include "format/ip_address.h"
#include "format/profile_list.h"
#include "format/scutil_dictionary.h"
#include "table/shared/known.h"
#include "table/shared/output.h"

extern const struct table table_proxy;

enum {
    COLUMN_KIND,
    COLUMN_ENABLED,
    COLUMN_HOST,
    COLUMN_PORT,
    COLUMN_URL,
    COLUMN_EXCEPTIONS,
    COLUMN_APPLE_EXCEPTED,
    COLUMN_AUTHENTICATED,
    COLUMN_SCOPE,
    COLUMN_SCOPE_NAME,
    COLUMN_LOOPBACK,
    COLUMN_TEXT_LINE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_KIND] = {"kind", COLUMN_TEXT, SHOW, "http, https, socks, ftp, pac (automatic configuration by a file) or autodiscovery (WPAD)"},
    [COLUMN_ENABLED] = {"enabled", COLUMN_INTEGER, SHOW, "1 when it is switched on"},
    [COLUMN_HOST] = {"host", COLUMN_TEXT, REDACT, "name or address of the proxy; of a pac, the host of its URL"},
    [COLUMN_PORT] = {"port", COLUMN_INTEGER, SHOW, "TCP port"},
    [COLUMN_URL] = {"url", COLUMN_TEXT, REDACT, "URL of the configuration file of a pac"},
    [COLUMN_EXCEPTIONS] = {"exceptions", COLUMN_TEXT, REDACT, "hosts and networks that are reached without it, with blanks between"},
    [COLUMN_APPLE_EXCEPTED] = {"apple_excepted", COLUMN_INTEGER, SHOW, "1 when gs.apple.com is among the exceptions"},
    [COLUMN_AUTHENTICATED] = {"authenticated", COLUMN_INTEGER, SHOW, "1 when a user name is set for it"},
    [COLUMN_SCOPE] = {"scope", COLUMN_TEXT, SHOW,
                      "global (in force), interface (in force there), service (as set), profile or wifi (by a profile)"},
    [COLUMN_SCOPE_NAME] = {"scope_name", COLUMN_TEXT, REDACT, "the interface, the service, or the identifier of the profile"},
    [COLUMN_LOOPBACK] = {"loopback", COLUMN_INTEGER, SHOW, "1 when the proxy is a program on this Mac itself"},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "the setting as scutil prints it"},
};

enum { MAX_SCOPES = 256, MAX_EXCEPTIONS = 512 };

struct kind {
    const char *kind, *enable, *host, *port, *user, *url;
};

static const struct kind kinds[] = {
    {"http", "HTTPEnable", "HTTPProxy", "HTTPPort", "HTTPUser", NULL},
    {"https", "HTTPSEnable", "HTTPSProxy", "HTTPSPort", "HTTPSUser", NULL},
    {"socks", "SOCKSEnable", "SOCKSProxy", "SOCKSPort", "SOCKSUser", NULL},
    {"ftp", "FTPEnable", "FTPProxy", "FTPPort", "FTPUser", NULL},
    {"pac", "ProxyAutoConfigEnable", NULL, NULL, NULL, "ProxyAutoConfigURLString"},
    {"autodiscovery", "ProxyAutoDiscoveryEnable", NULL, NULL, NULL, NULL},
};

struct scope {
    const char *scope;
    struct slice name;
};

static const struct plist *get(const struct plist *dict, const char *key) { return key ? plist_get(dict, key) : NULL; }

/* Numbers come as integers, booleans or, from profiles made by hand, as strings. */
static bool number(const struct plist *p, int64_t *ret_value) {
    bool b;
    if (plist_integer_value(p, ret_value))
        return true;
    if (plist_bool_value(p, &b)) {
        *ret_value = b;
        return true;
    }
    return slice_to_int64(plist_string(p), ret_value);
}

/* scutil prints a host of digits as a number: `text` keeps the words. */
static struct slice words(const struct plist *p) {
    return p && (p->type == PLIST_STRING || p->type == PLIST_INTEGER) ? p->text : (struct slice){NULL, 0};
}

static bool is_loopback(struct slice host) {
    struct ip_address a;
    return slice_is_nocase(host, "localhost") || (ip_address_parse(host, &a) && strcmp(ip_address_class(&a), "loopback") == 0);
}

/* "*.apple.com", ".apple.com", "apple.com" and "gs.apple.com" all spare the signing server. */
static bool spares_apple(struct slice exception) {
    if (slice_is_nocase(exception, "gs.apple.com"))
        return true;
    while (exception.len && (exception.data[0] == '*' || exception.data[0] == '.'))
        exception = slice_from(exception, 1);
    return slice_is_nocase(exception, "apple.com");
}

static void read_exceptions(const struct plist *dict, struct arena *arena, struct value *row) {
    struct buffer b CLEANUP_BUFFER = buffer_with_limit(8192);
    const struct plist *list = plist_get(dict, "ExceptionsList");
    bool spared = false;
    for (size_t i = 0; list && list->type == PLIST_ARRAY && i < list->n_items && i < MAX_EXCEPTIONS; i++) {
        struct slice s = words(&list->items[i]);
        if (i)
            buffer_add_byte(&b, ' ');
        buffer_append(&b, s);
        spared = spared || spares_apple(s);
    }
    row[COLUMN_EXCEPTIONS] = b.len ? value_text(arena_slice(arena, buffer_slice(&b))) : value_null();
    row[COLUMN_APPLE_EXCEPTED] = value_bool(spared);
}

static int64_t position(const struct plist *p) { return p ? (int64_t)(p->line ? p->line : p->offset) : 0; }

static void emit_kind(struct feed *f, const struct kind *k, const struct plist *dict, const struct scope *scope, struct value *row) {
    const struct plist *enable = get(dict, k->enable), *host_node = get(dict, k->host), *url_node = get(dict, k->url);
    int64_t on = 0, port;
    struct slice host = words(host_node), url = words(url_node);
    if (!enable && !host.len && !url.len)
        return;
    if (!number(enable, &on))
        on = 0;
    if (url.len)
        host = known_url_host(url);
    row[COLUMN_KIND] = value_str(k->kind);
    row[COLUMN_ENABLED] = value_bool(on != 0);
    row[COLUMN_HOST] = host.len ? value_text(host) : value_null();
    row[COLUMN_PORT] = number(get(dict, k->port), &port) ? value_integer(port) : value_null();
    row[COLUMN_URL] = url.len ? value_text(url) : value_null();
    row[COLUMN_AUTHENTICATED] = value_bool(words(get(dict, k->user)).len > 0);
    row[COLUMN_SCOPE] = value_str(scope->scope);
    row[COLUMN_SCOPE_NAME] = value_text(scope->name);
    row[COLUMN_LOOPBACK] = value_bool(is_loopback(host));
    const char *key = url.len ? k->url : host.len ? k->host : k->enable;
    struct slice shown = url.len ? url : host.len ? host : slice_str(on ? "1" : "0");
    row[COLUMN_TEXT_LINE] = value_str(arena_printf(f->arena, "%s : %.*s", key, SLICE_ARG(shown)));
    const struct plist *place = url.len ? url_node : host.len ? host_node : enable;
    feed_row(f, &table_proxy, row, at_line(position(place)));
}

static void emit_proxies(struct feed *f, const struct plist *dict, struct scope scope) {
    struct value row[COLUMN_COUNT] = {0};
    read_exceptions(dict, f->arena, row);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        emit_kind(f, &kinds[i], dict, &scope, row);
}

static bool feed_scutil(struct feed *f, struct error *err) {
    struct slice text;
    const struct plist *root;
    if (!output_text(f, &text, err))
        return false;
    if (slice_contains(text, "No proxy configuration available"))
        return true;
    if (!scutil_dictionary_parse(text, f->arena, &root, NULL, err))
        return false;
    emit_proxies(f, root, (struct scope){.scope = "global"});
    const struct plist *scoped = plist_get(root, "__SCOPED__");
    for (size_t i = 0; scoped && scoped->type == PLIST_DICT && i < scoped->n_items && i < MAX_SCOPES; i++)
        emit_proxies(f, &scoped->items[i], (struct scope){"interface", scoped->keys[i]});
    return true;
}

static bool feed_prefs(struct feed *f, struct error *err) {
    struct slice bytes;
    const struct plist *root;
    if (!feed_bytes(f, &bytes, err) || !plist_parse(bytes, f->arena, &root, NULL, err))
        return false;
    const struct plist *services = plist_get(root, "NetworkServices");
    for (size_t i = 0; services && services->type == PLIST_DICT && i < services->n_items && i < MAX_SCOPES; i++) {
        struct slice name = plist_string(plist_get(&services->items[i], "UserDefinedName"));
        const struct plist *proxies = plist_get(&services->items[i], "Proxies");
        if (proxies)
            emit_proxies(f, proxies, (struct scope){"service", name.data ? name : services->keys[i]});
    }
    return true;
}

/* ProxyType, ProxyServer, ProxyPACURL ... of com.apple.proxy.http.global and com.apple.wifi.managed; both kinds of HTTP use it. */
static void emit_payload(struct feed *f, const struct plist *content, struct scope scope) {
    const struct plist *server = plist_get(content, "ProxyServer"), *url = plist_get(content, "ProxyPACURL");
    struct slice type = plist_string(plist_get(content, "ProxyType")), host = words(server), pac = words(url);
    bool automatic = slice_is_nocase(type, "Auto");
    int64_t port;
    if (!type.len || slice_is_nocase(type, "None"))
        return;
    struct slice at = automatic ? known_url_host(pac) : host;
    struct value row[COLUMN_COUNT] = {0};
    row[COLUMN_KIND] = value_str(!automatic ? "http" : pac.len ? "pac" : "autodiscovery");
    row[COLUMN_ENABLED] = value_bool(true);
    row[COLUMN_HOST] = at.len ? value_text(at) : value_null();
    row[COLUMN_URL] = automatic && pac.len ? value_text(pac) : value_null();
    if (!automatic && number(plist_get(content, "ProxyServerPort"), &port))
        row[COLUMN_PORT] = value_integer(port);
    row[COLUMN_APPLE_EXCEPTED] = value_bool(false);
    row[COLUMN_AUTHENTICATED] = value_bool(words(plist_get(content, "ProxyUsername")).len > 0);
    row[COLUMN_SCOPE] = value_str(scope.scope);
    row[COLUMN_SCOPE_NAME] = value_text(scope.name);
    row[COLUMN_LOOPBACK] = value_bool(is_loopback(at));
    const char *key = !automatic ? "ProxyServer" : pac.len ? "ProxyPACURL" : "ProxyType";
    struct slice shown = !automatic ? host : pac.len ? pac : type;
    row[COLUMN_TEXT_LINE] = value_str(arena_printf(f->arena, "%s : %.*s", key, SLICE_ARG(shown)));
    const struct plist *place = automatic ? url : server;
    struct origin origin = at_line(position(place ? place : content));
    feed_row(f, &table_proxy, row, origin);
    if (automatic)
        return;
    row[COLUMN_KIND] = value_str("https");
    feed_row(f, &table_proxy, row, origin);
}

static bool feed_profiles(struct feed *f, struct error *err) {
    struct profile_list list;
    struct profile_payload p;
    if (!output_profiles(f, &list, err))
        return false;
    while (profile_list_next(&list, &p)) {
        if (!p.content)
            continue;
        if (slice_is(p.type, "com.apple.proxy.http.global"))
            emit_payload(f, p.content, (struct scope){"profile", p.identifier});
        else if (slice_is(p.type, "com.apple.wifi.managed"))
            emit_payload(f, p.content, (struct scope){"wifi", p.identifier});
    }
    return true;
}

static bool feed_proxy(struct feed *f, struct error *err) {
    const char *kind = f->artefact->kind ? f->artefact->kind : "";
    if (strcmp(kind, "network_prefs") == 0)
        return feed_prefs(f, err);
    return strcmp(kind, "profiles") == 0 ? feed_profiles(f, err) : feed_scutil(f, err);
}

const struct table table_proxy = {.name = "proxy",
                                  .doc = "Proxies in force, as set for each network service, and as set by profiles",
                                  .columns = columns,
                                  .n_columns = COLUMN_COUNT,
                                  .artefacts = (const char *const[]){"scutil_proxy", "network_prefs", "profiles", NULL},
                                  .feed = feed_proxy};

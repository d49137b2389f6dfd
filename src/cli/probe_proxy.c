#include "cli/probe_proxy.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/this_mac.h"
#include "engine/scan.h"
#include "os/command.h"
#include "os/files.h"

enum { MOST_OUTPUT = 256 << 10, TIMEOUT_MS = 5000, MOST_PATH = 4200 };

static const char *from_environment(void) {
    static const char *const variables[] = {"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value)
            return value;
    }
    return NULL;
}

static const char *no_proxy_of_environment(void) {
    const char *lower = getenv("no_proxy");
    return lower && *lower ? lower : getenv("NO_PROXY");
}

/* What `scutil --proxy` prints; empty where it cannot be asked. */
static struct slice ask_scutil(struct arena *arena) {
    char program[MOST_PATH];
    const char *temporary = getenv("TMPDIR");
    struct error err;
    struct slice none = {NULL, 0};
    if (!this_mac_program("/usr/sbin/scutil", program, sizeof program))
        return none;
    const char *const argv[] = {program, "--proxy", NULL}, *const environment[] = {"LC_ALL=C", "PATH=/usr/bin:/bin:/usr/sbin:/sbin", NULL};
    struct os_command c = {.argv = argv,
                           .environment = environment,
                           .out_fd = os_temporary_file(temporary && *temporary ? temporary : "/tmp", &err),
                           .timeout_ms = TIMEOUT_MS,
                           .most_bytes = MOST_OUTPUT,
                           .name = "scutil"};
    char *text = arena_alloc(arena, MOST_OUTPUT);
    ssize_t n = -1;
    if (c.out_fd >= 0 && text && os_commands_run(&c, 1, 1, NULL, NULL, &err) && c.code == 0)
        n = pread(c.out_fd, text, MOST_OUTPUT, 0);
    if (c.out_fd >= 0)
        close(c.out_fd);
    return n > 0 ? slice_of(text, (size_t)n) : none;
}

/* Blanks between hosts become the commas of no_proxy. */
static const char *as_list(struct arena *arena, struct slice words) {
    char *list = words.len ? arena_alloc(arena, words.len + 1) : NULL;
    for (size_t i = 0; list && i < words.len; i++)
        list[i] = words.data[i] == ' ' ? ',' : (char)words.data[i];
    if (list)
        list[words.len] = '\0';
    return list;
}

static void take_row(struct arena *arena, sqlite3_stmt *stmt, struct net_proxy *proxy, struct net_options *net) {
    struct slice kind = stmt_text(stmt, 0), host = stmt_text(stmt, 1);
    if (slice_is(kind, "pac") || slice_is(kind, "autodiscovery")) {
        const char *url = stmt_string(arena, stmt, 3);
        if (!net->pac)
            net->pac = url ? url : "found by WPAD";
        return;
    }
    int port = sqlite3_column_int(stmt, 2);
    if (proxy->kind != NET_DIRECT || host.len == 0 || host.len >= sizeof proxy->host)
        return;
    bool socks = slice_is(kind, "socks");
    proxy->kind = socks ? NET_SOCKS5 : NET_HTTP_PROXY;
    proxy->port = (uint16_t)(port > 0 && port <= UINT16_MAX ? port : socks ? 1080 : 80);
    snprintf(proxy->host, sizeof proxy->host, "%.*s", SLICE_ARG(host));
    net->proxy_from = "system";
    net->no_proxy = as_list(arena, stmt_text(stmt, 4));
}

/* By the same reader as for saved evidence. Most of an update goes over TLS: that proxy counts before the others. */
static bool read_settings(struct slice text, const struct knowledge *k, struct arena *arena, struct net_proxy *proxy,
                          struct net_options *net, struct error *err) {
    static const char sql[] =
        "SELECT kind, host, port, url, exceptions FROM proxy WHERE scope = 'global' AND enabled = 1 AND kind <> 'ftp' "
        "ORDER BY CASE kind WHEN 'https' THEN 0 WHEN 'http' THEN 1 WHEN 'socks' THEN 2 ELSE 3 END";
    struct scan_options scan = {.bytes_name = "commands/scutil-proxy.txt", .bytes = text};
    struct session *s = session_open(k, err);
    sqlite3_stmt *stmt = s ? session_prepare(s, sql, err) : NULL;
    bool good = stmt && scan_evidence(s, &scan, err);
    while (good && sqlite3_step(stmt) == SQLITE_ROW)
        take_row(arena, stmt, proxy, net);
    sqlite3_finalize(stmt);
    session_close(s);
    return good;
}

bool probe_proxy_find(const struct options *o, const struct knowledge *k, struct arena *arena, struct net_proxy *proxy,
                      struct net_options *net, struct error *err) {
    const char *text = o->value[OPTION_PROXY], *environment = from_environment();
    *proxy = (struct net_proxy){.kind = NET_DIRECT};
    net->no_proxy = no_proxy_of_environment();
    if (text) {
        net->proxy_from = "option";
        return net_proxy_parse(slice_str(text), proxy, err);
    }
    struct slice settings = option_given(o, OPTION_OFFLINE) ? slice_of(NULL, 0) : ask_scutil(arena);
    if (settings.len && !read_settings(settings, k, arena, proxy, net, err))
        return false;
    if (proxy->kind != NET_DIRECT || net->pac || !environment)
        return true;
    net->proxy_from = "environment";
    return net_proxy_parse(slice_str(environment), proxy, err);
}

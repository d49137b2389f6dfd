#include "cli/probe_targets.h"

enum { HTTP_PORT = 80, NTP_PORT = 123, TLS_PORT = 443 };

/* The columns of knowledge/host.tsv that a probe needs. */
enum { HOST, PORT, PROTOCOL, STAGE, PURPOSE, PROBE, HEALTHY, PRIVATE_ROOT, COLUMNS };
static const char *const names[COLUMNS] = {"host", "port", "protocol", "stage", "purpose", "probe", "healthy", "private_root"};

struct host_table {
    const struct tsv *tsv;
    size_t at[COLUMNS];
};

static bool open_hosts(const struct knowledge *k, struct host_table *ret_table, struct error *err) {
    struct host_table t = {.tsv = knowledge_find(k, "host")};
    for (size_t i = 0; i < COLUMNS; i++) {
        t.at[i] = t.tsv ? tsv_column(t.tsv, names[i]) : SIZE_MAX;
        if (t.at[i] == SIZE_MAX)
            return error_set(err, "knowledge/host.tsv lacks the column %s", names[i]);
    }
    *ret_table = t;
    return true;
}

static const char *cell(const struct host_table *t, size_t row, int column) { return tsv_cell(t->tsv, row, t->at[column]); }

static bool split(const char *word, struct slice *ret_host, int64_t *ret_port) {
    struct slice host = slice_str(word), port = slice_of(NULL, 0);
    *ret_port = 0;
    if (slice_starts_with(host, "[")) { /* an IPv6 address */
        if (!slice_cut(slice_from(host, 1), "]", &host, &port))
            return false;
        port = slice_from(port, port.len ? 1 : 0);
    } else if (slice_cut(host, ":", &host, &port) && slice_find_byte(port, ':') != SLICE_NOT_FOUND) {
        host = slice_str(word); /* more than one colon: an address without brackets */
        port = slice_of(NULL, 0);
    }
    if (port.len && (!slice_to_int64(port, ret_port) || *ret_port < 1 || *ret_port > UINT16_MAX))
        return false;
    for (size_t i = 0; i < host.len; i++)
        if (host.data[i] <= ' ' || host.data[i] >= 0x7f || host.data[i] == '/')
            return false;
    *ret_host = host;
    return host.len > 0 && host.len < NET_NAME;
}

static bool fits(const struct host_table *t, size_t row, struct slice host, int64_t port) {
    int64_t its_port = 0;
    return slice_is_nocase(host, cell(t, row, HOST)) &&
           (port == 0 || (slice_to_int64(slice_str(cell(t, row, PORT)), &its_port) && its_port == port));
}

static enum net_protocol protocol_of(const char *word) {
    static const char *const words[] = {[NET_PLAIN] = "http", [NET_TLS_ONLY] = "tls", [NET_HTTPS] = "https", [NET_NTP] = "ntp"};
    for (int i = 0; i < 4; i++)
        if (strcmp(words[i], word) == 0)
            return (enum net_protocol)i;
    return NET_TLS_ONLY;
}

static bool add_row(const struct host_table *t, size_t row, struct arena *arena, struct probe_targets *list) {
    int64_t port = 0;
    const char *probe = cell(t, row, PROBE), *healthy = cell(t, row, HEALTHY);
    size_t size = strlen(healthy) + 8;
    char *storage = arena_alloc(arena, size);
    if (!slice_to_int64(slice_str(cell(t, row, PORT)), &port) || port < 1 || port > UINT16_MAX || !storage)
        return false;
    struct net_target *target = &list->targets[list->n_targets++];
    *target = (struct net_target){.host = cell(t, row, HOST),
                                  .port = (uint16_t)port,
                                  .protocol = protocol_of(cell(t, row, PROTOCOL)),
                                  .stage = cell(t, row, STAGE),
                                  .purpose = cell(t, row, PURPOSE),
                                  .request = strchr(probe, ' ') ? probe : NULL,
                                  .private_root = strcmp(cell(t, row, PRIVATE_ROOT), "1") == 0,
                                  .tells_portals = slice_starts_with(slice_str(cell(t, row, HOST)), "captive.")};
    net_target_expect(target, healthy, storage, size);
    return true;
}

static bool add_unknown(struct slice host, int64_t port, struct arena *arena, struct probe_targets *list) {
    const char *name = arena_string(arena, host);
    port = port ? port : TLS_PORT;
    if (!name)
        return false;
    list->targets[list->n_targets++] = (struct net_target){.host = name,
                                                           .port = (uint16_t)port,
                                                           .protocol = port == HTTP_PORT  ? NET_PLAIN
                                                                       : port == NTP_PORT ? NET_NTP
                                                                                          : NET_TLS_ONLY,
                                                           .request = port == HTTP_PORT ? "GET /" : NULL};
    return true;
}

static bool add_named(const struct host_table *t, const char *word, struct arena *arena, struct probe_targets *list, struct error *err) {
    struct slice host;
    int64_t port = 0;
    size_t before = list->n_targets;
    if (!split(word, &host, &port))
        return error_set(err, "%s is no host, nor host:port", word);
    for (size_t row = 0; row < t->tsv->n_rows && list->n_targets < NET_MAX_TARGETS; row++)
        if (fits(t, row, host, port) && !add_row(t, row, arena, list))
            return error_set(err, "knowledge/host.tsv row %zu has no port", row + 1);
    if (list->n_targets > before || list->n_targets == NET_MAX_TARGETS)
        return true;
    return add_unknown(host, port, arena, list) ? true : error_set(err, "out of memory");
}

bool probe_sample_find(const struct knowledge *k, struct probe_sample *ret_sample, struct error *err) {
    const struct tsv *t = knowledge_find(k, "sample");
    size_t host = t ? tsv_column(t, "host") : SIZE_MAX, port = t ? tsv_column(t, "port") : SIZE_MAX,
           path = t ? tsv_column(t, "path") : SIZE_MAX;
    int64_t number = 0;
    if (host == SIZE_MAX || port == SIZE_MAX || path == SIZE_MAX || t->n_rows == 0 ||
        !slice_to_int64(slice_str(tsv_cell(t, 0, port)), &number) || number < 1 || number > UINT16_MAX)
        return error_set(err, "knowledge/sample.tsv has no row with a host, a port and a path");
    *ret_sample = (struct probe_sample){.host = tsv_cell(t, 0, host), .path = tsv_cell(t, 0, path), .port = (uint16_t)number};
    return true;
}

/* Where it is not among the targets already. */
static bool add_sampled(const struct host_table *t, const struct knowledge *k, struct arena *arena, struct probe_targets *list,
                        struct error *err) {
    struct probe_sample sample;
    if (!probe_sample_find(k, &sample, err))
        return false;
    for (size_t i = 0; i < list->n_targets; i++)
        if (strcmp(list->targets[i].host, sample.host) == 0 && list->targets[i].port == sample.port)
            return true;
    for (size_t row = 0; row < t->tsv->n_rows && list->n_targets < NET_MAX_TARGETS; row++)
        if (fits(t, row, slice_str(sample.host), sample.port))
            return add_row(t, row, arena, list);
    return error_set(err, "the host of knowledge/sample.tsv is not in knowledge/host.tsv");
}

bool probe_targets_make(const struct knowledge *k, const struct probe_wish *wish, struct arena *arena, struct probe_targets *ret_targets,
                        struct error *err) {
    struct host_table t;
    struct probe_targets list = {.targets = arena_array(arena, NET_MAX_TARGETS, sizeof *list.targets)};
    if (!list.targets)
        return error_set(err, "out of memory");
    if (!open_hosts(k, &t, err))
        return false;
    for (size_t i = 0; i < wish->n_hosts; i++)
        if (!add_named(&t, wish->hosts[i], arena, &list, err))
            return false;
    for (size_t row = 0; wish->n_hosts == 0 && row < t.tsv->n_rows && list.n_targets < NET_MAX_TARGETS; row++) {
        bool wanted = strcmp(cell(&t, row, PROBE), "none") != 0 && (!wish->stage || strcmp(cell(&t, row, STAGE), wish->stage) == 0);
        if (wanted && !add_row(&t, row, arena, &list))
            return error_set(err, "knowledge/host.tsv row %zu has no port", row + 1);
    }
    if (wish->sample && !add_sampled(&t, k, arena, &list, err))
        return false;
    if (list.n_targets == 0)
        return error_set(err, "no host is known of the stage %s", wish->stage ? wish->stage : "");
    *ret_targets = list;
    return true;
}

/* One column of knowledge/FILE.tsv as a list. */
static bool read_column(const struct knowledge *k, const char *file, const char *name, struct arena *arena, const char *const **ret_list,
                        size_t *ret_n, struct error *err) {
    const struct tsv *t = knowledge_find(k, file);
    size_t column = t ? tsv_column(t, name) : SIZE_MAX;
    const char **list = column != SIZE_MAX ? arena_array(arena, t->n_rows, sizeof *list) : NULL;
    if (!list)
        return error_set(err, "knowledge/%s.tsv lacks the column %s", file, name);
    for (size_t i = 0; i < t->n_rows; i++)
        list[i] = tsv_cell(t, i, column);
    *ret_list = list;
    *ret_n = t->n_rows;
    return true;
}

bool probe_trust(const struct knowledge *k, struct arena *arena, struct net_options *o, struct error *err) {
    return read_column(k, "certificate_root", "der_base64", arena, &o->private_roots, &o->n_private_roots, err) &&
           read_column(k, "interceptor", "name", arena, &o->interceptors, &o->n_interceptors, err);
}

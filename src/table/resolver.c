/*
 * resolver: who answers this Mac's DNS questions, from scutil --dns, /etc/resolv.conf and /etc/resolver (resolver(5)), and from
 * profiles that set an encrypted resolver (payload com.apple.dnsSettings.managed), which goes before all of them.
 */
#include "base/buffer.h"
#include "format/ip_address.h"
#include "format/profile_list.h"
#include "table/shared/known.h"
#include "table/shared/output.h"

extern const struct table table_resolver;

enum {
    COLUMN_NUMBER,
    COLUMN_NAMESERVER,
    COLUMN_CLASS,
    COLUMN_PROVIDER,
    COLUMN_SERVICE,
    COLUMN_FILTERS,
    COLUMN_DOMAIN,
    COLUMN_SEARCH,
    COLUMN_INTERFACE,
    COLUMN_SCOPED,
    COLUMN_REACHABLE,
    COLUMN_FLAGS,
    COLUMN_OPTIONS,
    COLUMN_LOOKUP_ORDER,
    COLUMN_PORT,
    COLUMN_PROTOCOL,
    COLUMN_URL,
    COLUMN_STATE,
    COLUMN_TEXT_LINE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_NUMBER] = {"number", COLUMN_INTEGER, SHOW, "the number that scutil gives it, within its section"},
    [COLUMN_NAMESERVER] = {"nameserver", COLUMN_TEXT, REDACT, "address of one server; NULL when the resolver has none (multicast DNS)"},
    [COLUMN_CLASS] = {"class", COLUMN_TEXT, SHOW, "kind of that address: loopback, private, link-local, shared, public ..."},
    [COLUMN_PROVIDER] = {"provider", COLUMN_TEXT, SHOW, "whose public service this is, as far as known"},
    [COLUMN_SERVICE] = {"service", COLUMN_TEXT, SHOW, "the same when the service filters: it may refuse to answer for a host"},
    [COLUMN_FILTERS] = {"filters", COLUMN_TEXT, SHOW,
                        "what that service refuses to answer: none, malware, ads, adult, or policy when its owner chooses"},
    [COLUMN_DOMAIN] = {"domain", COLUMN_TEXT, REDACT, "the only domain that it answers for; NULL: all"},
    [COLUMN_SEARCH] = {"search", COLUMN_TEXT, REDACT, "search domains, with blanks between"},
    [COLUMN_INTERFACE] = {"interface", COLUMN_TEXT, SHOW, "the interface that it is reached through"},
    [COLUMN_SCOPED] = {"scoped", COLUMN_INTEGER, SHOW, "1 when only questions bound to the interface use it"},
    [COLUMN_REACHABLE] = {"reachable", COLUMN_INTEGER, SHOW, "0 when macOS says Not Reachable; NULL when it does not say"},
    [COLUMN_FLAGS] = {"flags", COLUMN_TEXT, SHOW, "flags as printed"},
    [COLUMN_OPTIONS] = {"options", COLUMN_TEXT, SHOW, "options as printed (mdns)"},
    [COLUMN_LOOKUP_ORDER] = {"lookup_order", COLUMN_INTEGER, SHOW, "its place among the resolvers: the lower is asked first"},
    [COLUMN_PORT] = {"port", COLUMN_INTEGER, SHOW, "UDP and TCP port, where it is not 53"},
    [COLUMN_PROTOCOL] = {"protocol", COLUMN_TEXT, SHOW, "HTTPS or TLS when a profile makes it encrypted; NULL: plain DNS"},
    [COLUMN_URL] = {"url", COLUMN_TEXT, REDACT, "URL, or TLS name, of an encrypted resolver"},
    [COLUMN_STATE] = {"state", COLUMN_TEXT, SHOW,
                      "configured, profile (set by a profile), or none when macOS has no DNS configuration at all"},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "the line of the server"},
};

enum { MAX_SERVERS = 32 };

/* One resolver while its lines are read. */
struct block {
    bool open;
    struct value row[COLUMN_COUNT];
    int64_t line; /* of its first line */
    struct slice head, servers[MAX_SERVERS], texts[MAX_SERVERS];
    int64_t lines[MAX_SERVERS];
    size_t n_servers;
    struct buffer search;
};

static void name_service(struct feed *f, struct slice address_or_host, struct value *row) {
    struct known_resolver known;
    if (!known_resolver_find(f->knowledge, address_or_host, &known))
        return;
    row[COLUMN_PROVIDER] = value_str(known.service);
    if (strcmp(known.filters, "none") != 0)
        row[COLUMN_SERVICE] = value_str(known.service);
    row[COLUMN_FILTERS] = value_str(known.filters);
}

static void emit_server(struct feed *f, const struct block *b, size_t i) {
    struct value row[COLUMN_COUNT];
    struct ip_address a;
    memcpy(row, b->row, sizeof row);
    row[COLUMN_NAMESERVER] = value_text(b->servers[i]);
    row[COLUMN_TEXT_LINE] = value_text(b->texts[i]);
    if (ip_address_parse(b->servers[i], &a))
        row[COLUMN_CLASS] = value_str(ip_address_class(&a));
    name_service(f, b->servers[i], row);
    feed_row(f, &table_resolver, row, at_line(b->lines[i]));
}

static void block_end(struct feed *f, struct block *b) {
    if (!b->open)
        return;
    if (b->row[COLUMN_STATE].type == VALUE_NULL)
        b->row[COLUMN_STATE] = value_str("configured");
    if (b->search.len)
        b->row[COLUMN_SEARCH] = value_text(buffer_slice(&b->search));
    for (size_t i = 0; i < b->n_servers; i++)
        emit_server(f, b, i);
    if (b->n_servers == 0) {
        b->row[COLUMN_TEXT_LINE] = value_text(b->head);
        feed_row(f, &table_resolver, b->row, at_line(b->line));
    }
    b->open = false;
}

static void block_begin(struct block *b, struct slice head, int64_t line, bool scoped) {
    struct buffer search = b->search;
    buffer_clear(&search);
    *b = (struct block){.open = true, .line = line, .head = head, .search = search};
    b->row[COLUMN_SCOPED] = value_bool(scoped);
}

static void add_server(struct block *b, struct slice address, struct slice text, int64_t line) {
    if (b->n_servers == MAX_SERVERS || address.len == 0)
        return;
    b->servers[b->n_servers] = address;
    b->texts[b->n_servers] = text;
    b->lines[b->n_servers++] = line;
}

static void add_search(struct block *b, struct slice domain) {
    if (b->search.len)
        buffer_add_byte(&b->search, ' ');
    buffer_append(&b->search, domain);
}

static void set_integer(struct value *v, struct slice text) {
    int64_t i;
    if (slice_to_int64(text, &i))
        *v = value_integer(i);
}

/* "6 (en0)" */
static void set_interface(struct value *v, struct slice text) {
    struct slice before, after;
    if (slice_cut(text, "(", &before, &after))
        *v = value_text(slice_sub(after, 0, slice_find_byte(after, ')')));
}

static void scutil_line(struct block *b, struct slice line, int64_t number) {
    struct slice key, value;
    if (!slice_cut(line, ":", &key, &value))
        return;
    key = slice_trim(key);
    value = slice_trim(value);
    if (slice_starts_with(key, "nameserver["))
        add_server(b, value, line, number);
    else if (slice_starts_with(key, "search domain["))
        add_search(b, value);
    else if (slice_is(key, "domain"))
        b->row[COLUMN_DOMAIN] = value_text(value);
    else if (slice_is(key, "if_index"))
        set_interface(&b->row[COLUMN_INTERFACE], value);
    else if (slice_is(key, "flags"))
        b->row[COLUMN_FLAGS] = value_text(value);
    else if (slice_is(key, "options"))
        b->row[COLUMN_OPTIONS] = value_text(value);
    else if (slice_is(key, "order"))
        set_integer(&b->row[COLUMN_LOOKUP_ORDER], value);
    else if (slice_is(key, "port"))
        set_integer(&b->row[COLUMN_PORT], value);
    else if (slice_is(key, "reach"))
        b->row[COLUMN_REACHABLE] = value_bool(!slice_contains(value, "Not Reachable") && slice_contains(value, "Reachable"));
}

static bool feed_scutil(struct feed *f, struct slice text, struct block *b, struct error *err) {
    struct slice line;
    int64_t number = 0;
    bool scoped = false, known = false;
    while (slice_next_line(&text, &line)) {
        number++;
        line = slice_trim(line);
        if (slice_starts_with(line, "No DNS configuration")) {
            struct value row[COLUMN_COUNT] = {[COLUMN_STATE] = value_str("none"), [COLUMN_TEXT_LINE] = value_text(line)};
            feed_row(f, &table_resolver, row, at_line(number));
            known = true;
        } else if (slice_starts_with(line, "DNS configuration")) {
            block_end(f, b);
            scoped = slice_contains(line, "scoped");
            known = true;
        } else if (slice_starts_with(line, "resolver #")) {
            block_end(f, b);
            block_begin(b, line, number, scoped);
            set_integer(&b->row[COLUMN_NUMBER], slice_from(line, strlen("resolver #")));
            known = true;
        } else if (b->open) {
            scutil_line(b, line, number);
        }
    }
    block_end(f, b);
    return known ? true : error_set(err, "no line of scutil --dns in it");
}

/* resolver(5): a file in /etc/resolver answers for the domain that it is named after. */
static void name_by_file(struct feed *f, struct block *b) {
    size_t at = slice_find_str(f->artefact->path, "etc/resolver/");
    if (at != SLICE_NOT_FOUND)
        b->row[COLUMN_DOMAIN] = value_text(slice_from(f->artefact->path, at + strlen("etc/resolver/")));
}

static void file_line(struct block *b, struct slice line, int64_t number) {
    struct slice key, value, rest = slice_sub(line, 0, slice_find_byte(line, '#'));
    rest = slice_sub(rest, 0, slice_find_byte(rest, ';'));
    if (!slice_next_word(&rest, &key) || !slice_next_word(&rest, &value))
        return;
    if (slice_is(key, "nameserver"))
        add_server(b, value, slice_trim(line), number);
    else if (slice_is(key, "domain"))
        b->row[COLUMN_DOMAIN] = value_text(value);
    else if (slice_is(key, "port"))
        set_integer(&b->row[COLUMN_PORT], value);
    else if (slice_is(key, "search_order"))
        set_integer(&b->row[COLUMN_LOOKUP_ORDER], value);
    else if (slice_is(key, "options"))
        b->row[COLUMN_OPTIONS] = value_text(value);
    else if (slice_is(key, "search"))
        do
            add_search(b, value);
        while (slice_next_word(&rest, &value));
}

static void feed_file(struct feed *f, struct slice text, struct block *b) {
    struct slice line;
    block_begin(b, (struct slice){NULL, 0}, 0, false);
    name_by_file(f, b);
    for (int64_t number = 1; slice_next_line(&text, &line); number++)
        file_line(b, line, number);
    if (b->n_servers || b->search.len)
        block_end(f, b);
    else
        f->problem(f, "no server in it");
}

static void dns_payload(struct feed *f, struct block *b, const struct plist *settings) {
    const struct plist *servers = plist_get(settings, "ServerAddresses"), *domains = plist_get(settings, "SupplementalMatchDomains");
    const struct plist *url = plist_get(settings, "ServerURL"), *place = url ? url : plist_get(settings, "ServerName");
    struct slice address = plist_string(place);
    if (!place)
        place = settings;
    int64_t line = (int64_t)(place->line ? place->line : place->offset);
    const char *text = address.len ? arena_printf(f->arena, "%s = %.*s", url ? "ServerURL" : "ServerName", SLICE_ARG(address)) : NULL;
    block_begin(b, slice_str(text), line, false);
    b->row[COLUMN_STATE] = value_str("profile");
    b->row[COLUMN_PROTOCOL] = value_text(plist_string(plist_get(settings, "DNSProtocol")));
    b->row[COLUMN_URL] = value_text(address);
    name_service(f, known_url_host(address), b->row);
    if (domains && domains->type == PLIST_ARRAY && domains->n_items)
        b->row[COLUMN_DOMAIN] = value_text(plist_string(&domains->items[0]));
    for (size_t i = 0; servers && servers->type == PLIST_ARRAY && i < servers->n_items; i++)
        add_server(b, plist_string(&servers->items[i]), slice_str(text), line);
    block_end(f, b);
}

static bool feed_profiles(struct feed *f, struct block *b, struct error *err) {
    struct profile_list list;
    struct profile_payload p;
    if (!output_profiles(f, &list, err))
        return false;
    while (profile_list_next(&list, &p)) {
        const struct plist *settings = plist_get(p.content, "DNSSettings");
        if (settings && slice_is(p.type, "com.apple.dnsSettings.managed"))
            dns_payload(f, b, settings);
    }
    return true;
}

static bool feed_text_forms(struct feed *f, struct block *b, struct error *err) {
    struct slice text;
    if (!output_text(f, &text, err))
        return false;
    if (!f->artefact->kind || strcmp(f->artefact->kind, "resolver_file") != 0)
        return feed_scutil(f, text, b, err);
    feed_file(f, text, b);
    return true;
}

static bool feed_resolver(struct feed *f, struct error *err) {
    struct block b = {.search = buffer_with_limit(4096)};
    bool profiles = f->artefact->kind && strcmp(f->artefact->kind, "profiles") == 0;
    bool good = profiles ? feed_profiles(f, &b, err) : feed_text_forms(f, &b, err);
    buffer_free(&b.search);
    return good;
}

const struct table table_resolver = {.name = "resolver",
                                     .doc = "DNS resolvers, one row for each server, or one with state none when there is no configuration",
                                     .columns = columns,
                                     .n_columns = COLUMN_COUNT,
                                     .artefacts = (const char *const[]){"scutil_dns", "resolver_file", "profiles", NULL},
                                     .feed = feed_resolver};

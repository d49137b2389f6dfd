/*
 * network_service: the services of System Settings > Network, from SystemConfiguration/preferences.plist.
 *
 * Sets (locations) list services by reference; CurrentSet names the set in use. What does not fit together is a row with a
 * `problem`: configd cannot bring the network up from it.
 */
#include "base/buffer.h"
#include "format/plist.h"
#include "table/shared/known.h"
#include "table/table.h"

extern const struct table table_network_service;

enum {
    COLUMN_SERVICE_ID,
    COLUMN_NAME,
    COLUMN_INTERFACE,
    COLUMN_TYPE,
    COLUMN_ENABLED,
    COLUMN_IN_CURRENT_SET,
    COLUMN_SET_ID,
    COLUMN_CONFIG_METHOD,
    COLUMN_DNS_SERVERS,
    COLUMN_DNS_SERVICE,
    COLUMN_PROBLEM,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_SERVICE_ID] = {"service_id", COLUMN_TEXT, SHOW, "identifier (UUID); NULL when the row is about the whole file"},
    [COLUMN_NAME] = {"name", COLUMN_TEXT, REDACT, "name of the service"},
    [COLUMN_INTERFACE] = {"interface", COLUMN_TEXT, SHOW, "BSD name of its interface; NULL for VPN services"},
    [COLUMN_TYPE] = {"type", COLUMN_TEXT, SHOW, "hardware or type: AirPort, Ethernet, PPP, VPN, Bridge ..."},
    [COLUMN_ENABLED] = {"enabled", COLUMN_INTEGER, SHOW, "0 when it is switched off"},
    [COLUMN_IN_CURRENT_SET] = {"in_current_set", COLUMN_INTEGER, SHOW, "1 when the location in use has it"},
    [COLUMN_SET_ID] = {"set_id", COLUMN_TEXT, SHOW, "identifier of the location that the row is about"},
    [COLUMN_CONFIG_METHOD] = {"config_method", COLUMN_TEXT, SHOW, "how IPv4 is set: DHCP, Manual, BOOTP, PPP ..."},
    [COLUMN_DNS_SERVERS] = {"dns_servers", COLUMN_TEXT, REDACT, "DNS servers set by hand, with blanks between"},
    [COLUMN_DNS_SERVICE] = {"dns_service", COLUMN_TEXT, SHOW, "the public service that the first of them belongs to, as far as known"},
    [COLUMN_PROBLEM] = {"problem", COLUMN_TEXT, SHOW, "what does not fit together; NULL: nothing"},
};

enum { MAX_SERVICES = 1024, MAX_SETS = 16 }; /* a Mac has a dozen; the rest of a hostile file is not looked at */

struct prefs {
    const struct plist *services, *sets, *current; /* NULL: absent */
    struct slice current_id;                       /* as named by CurrentSet, without "/Sets/" */
};

static const struct plist *get(const struct plist *dict, struct slice key) {
    for (size_t i = 0; dict && dict->type == PLIST_DICT && i < dict->n_items && i < MAX_SERVICES; i++)
        if (slice_equal(dict->keys[i], key))
            return &dict->items[i];
    return NULL;
}

static size_t count(const struct plist *dict, size_t limit) {
    return !dict || dict->type != PLIST_DICT ? 0 : dict->n_items < limit ? dict->n_items : limit;
}

static int64_t position(const struct plist *p) { return p ? (int64_t)(p->line ? p->line : p->offset) : 0; }

static struct slice joined(const struct plist *list, struct arena *arena) {
    struct buffer b CLEANUP_BUFFER = buffer_with_limit(4096);
    for (size_t i = 0; list && list->type == PLIST_ARRAY && i < list->n_items && i < MAX_SERVICES; i++) {
        if (i)
            buffer_add_byte(&b, ' ');
        buffer_append(&b, plist_string(&list->items[i]));
    }
    return b.len ? arena_slice(arena, buffer_slice(&b)) : (struct slice){NULL, 0};
}

static void problem_row(struct feed *f, struct slice service, struct slice set, bool current, const char *text, int64_t line) {
    struct value row[COLUMN_COUNT] = {0};
    row[COLUMN_SERVICE_ID] = value_text(service);
    row[COLUMN_SET_ID] = value_text(set);
    row[COLUMN_IN_CURRENT_SET] = value_bool(current);
    row[COLUMN_PROBLEM] = value_str(text);
    feed_row(f, &table_network_service, row, at_line(line));
    if (!service.data)
        f->problem(f, text);
}

static void service_row(struct feed *f, const struct prefs *p, struct slice id, const struct plist *service) {
    struct value row[COLUMN_COUNT] = {0};
    struct known_resolver known;
    bool inactive = false, current = get(plist_path(p->current, "Network/Service"), id) != NULL;
    const struct plist *interface = plist_get(service, "Interface"), *servers = plist_path(service, "DNS/ServerAddresses");
    struct slice type = plist_string(plist_get(interface, "Hardware"));
    if (!plist_bool_value(plist_get(service, "__INACTIVE__"), &inactive))
        inactive = false;
    row[COLUMN_SERVICE_ID] = value_text(id);
    row[COLUMN_NAME] = value_text(plist_string(plist_get(service, "UserDefinedName")));
    row[COLUMN_INTERFACE] = value_text(plist_string(plist_get(interface, "DeviceName")));
    row[COLUMN_TYPE] = value_text(type.data ? type : plist_string(plist_get(interface, "Type")));
    row[COLUMN_ENABLED] = value_bool(!inactive);
    row[COLUMN_IN_CURRENT_SET] = value_bool(current);
    row[COLUMN_SET_ID] = current ? value_text(p->current_id) : value_null();
    row[COLUMN_CONFIG_METHOD] = value_text(plist_string(plist_path(service, "IPv4/ConfigMethod")));
    row[COLUMN_DNS_SERVERS] = value_text(joined(servers, f->arena));
    if (servers && servers->type == PLIST_ARRAY && servers->n_items &&
        known_resolver_find(f->knowledge, plist_string(&servers->items[0]), &known))
        row[COLUMN_DNS_SERVICE] = value_str(known.service);
    if (service->type != PLIST_DICT)
        row[COLUMN_PROBLEM] = value_str("the service is not a dict");
    else if (!interface)
        row[COLUMN_PROBLEM] = value_str("the service has no interface");
    feed_row(f, &table_network_service, row, at_line(position(service)));
}

/* Services that a set lists and that do not exist. */
static void check_set(struct feed *f, const struct prefs *p, struct slice id, const struct plist *set) {
    const struct plist *list = plist_path(set, "Network/Service");
    bool current = set == p->current;
    for (size_t i = 0; i < count(list, MAX_SERVICES); i++)
        if (!get(p->services, list->keys[i]))
            problem_row(f, list->keys[i], id, current, "the set lists a service that does not exist", position(&list->items[i]));
    if (current && count(list, 1) == 0)
        problem_row(f, (struct slice){NULL, 0}, id, true, "the current set has no network service", position(set));
}

static void read_prefs(const struct plist *root, struct prefs *p) {
    struct slice before, id = plist_string(plist_get(root, "CurrentSet"));
    *p = (struct prefs){.services = plist_get(root, "NetworkServices"), .sets = plist_get(root, "Sets"), .current_id = id};
    slice_cut(id, "/Sets/", &before, &p->current_id);
    p->current = get(p->sets, p->current_id);
}

static bool feed_prefs(struct feed *f, struct error *err) {
    const struct slice none = {NULL, 0};
    struct slice bytes;
    const struct plist *root;
    struct prefs p;
    if (!feed_bytes(f, &bytes, err) || !plist_parse(bytes, f->arena, &root, NULL, err))
        return false;
    if (root->type != PLIST_DICT)
        return error_set(err, "the root is a %s instead of a dict", plist_type_name(root->type));
    read_prefs(root, &p);
    for (size_t i = 0; i < count(p.services, MAX_SERVICES); i++)
        service_row(f, &p, p.services->keys[i], &p.services->items[i]);
    if (count(p.services, 1) == 0)
        problem_row(f, none, none, false, "no network service is defined", position(p.services ? p.services : root));
    if (!p.current_id.len)
        problem_row(f, none, none, false, "no current set is named", position(root));
    else if (!p.current)
        problem_row(f, none, p.current_id, true, "the current set does not exist", position(plist_get(root, "CurrentSet")));
    for (size_t i = 0; i < count(p.sets, MAX_SETS); i++)
        check_set(f, &p, p.sets->keys[i], &p.sets->items[i]);
    return true;
}

const struct table table_network_service = {.name = "network_service",
                                            .doc = "Network services and locations, and what does not fit together in them",
                                            .columns = columns,
                                            .n_columns = COLUMN_COUNT,
                                            .artefacts = (const char *const[]){"network_prefs", NULL},
                                            .feed = feed_prefs};

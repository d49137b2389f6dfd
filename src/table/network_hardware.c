/* network_hardware: the interfaces that this Mac has numbered, from SystemConfiguration/NetworkInterfaces.plist. */
#include "format/plist.h"
#include "table/table.h"

extern const struct table table_network_hardware;

enum { COLUMN_BSD_NAME, COLUMN_TYPE, COLUMN_NAME, COLUMN_MAC, COLUMN_BUILTIN, COLUMN_ACTIVE, COLUMN_COUNT };

static const struct column columns[] = {
    [COLUMN_BSD_NAME] = {"bsd_name", COLUMN_TEXT, SHOW, "BSD name (en0)"},
    [COLUMN_TYPE] = {"type", COLUMN_TEXT, SHOW, "Ethernet, IEEE80211 (Wi-Fi), FireWire, Bridge ..."},
    [COLUMN_NAME] = {"name", COLUMN_TEXT, SHOW, "name of the port (Wi-Fi, USB 10/100/1000 LAN)"},
    [COLUMN_MAC] = {"mac", COLUMN_TEXT, REDACT, "hardware address"},
    [COLUMN_BUILTIN] = {"builtin", COLUMN_INTEGER, SHOW, "1 when it is part of the Mac"},
    [COLUMN_ACTIVE] = {"active", COLUMN_INTEGER, SHOW, "1 when it was there at the last start"},
};

enum { MAX_INTERFACES = 1024 };

static struct value boolean(const struct plist *p) {
    bool b;
    return plist_bool_value(p, &b) ? value_bool(b) : value_null();
}

static struct value mac_address(const struct plist *p, struct arena *arena) {
    if (!p || p->type != PLIST_DATA || p->text.len != 6)
        return value_null();
    const uint8_t *b = p->text.data;
    return value_str(arena_printf(arena, "%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4], b[5]));
}

static void emit(struct feed *f, const struct plist *entry) {
    struct value row[COLUMN_COUNT] = {0};
    row[COLUMN_BSD_NAME] = value_text(plist_string(plist_get(entry, "BSD Name")));
    row[COLUMN_TYPE] = value_text(plist_string(plist_get(entry, "SCNetworkInterfaceType")));
    row[COLUMN_NAME] = value_text(plist_string(plist_path(entry, "SCNetworkInterfaceInfo/UserDefinedName")));
    row[COLUMN_MAC] = mac_address(plist_get(entry, "IOMACAddress"), f->arena);
    row[COLUMN_BUILTIN] = boolean(plist_get(entry, "IOBuiltin"));
    row[COLUMN_ACTIVE] = boolean(plist_get(entry, "Active"));
    feed_row(f, &table_network_hardware, row, at_line((int64_t)(entry->line ? entry->line : entry->offset)));
}

static bool feed_interfaces(struct feed *f, struct error *err) {
    struct slice bytes;
    const struct plist *root;
    if (!feed_bytes(f, &bytes, err) || !plist_parse(bytes, f->arena, &root, NULL, err))
        return false;
    const struct plist *list = plist_get(root, "Interfaces");
    if (!list || list->type != PLIST_ARRAY)
        return error_set(err, "no array Interfaces in it");
    for (size_t i = 0; i < list->n_items && i < MAX_INTERFACES; i++)
        if (list->items[i].type == PLIST_DICT)
            emit(f, &list->items[i]);
    if (list->n_items == 0)
        f->problem(f, "no network interface is listed");
    return true;
}

const struct table table_network_hardware = {.name = "network_hardware",
                                             .doc = "Network interfaces that this Mac has seen and numbered",
                                             .columns = columns,
                                             .n_columns = COLUMN_COUNT,
                                             .artefacts = (const char *const[]){"network_interfaces", NULL},
                                             .feed = feed_interfaces};

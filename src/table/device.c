/*
 * device: who this Mac is to the signing server, one row for each source that tells.
 *
 * Apple silicon: the node `chosen` of the device tree (`ioreg -a -p IODeviceTree -r -n chosen`, or the text of a sysdiagnose), whose
 * numbers are little-endian bytes (AsahiLinux/asahi-installer, system.py); the report of system_profiler, whose provisioning UDID is
 * chip and ECID. T2: the NVRAM variables of Apple's secure boot (acidanthera/OpenCorePkg, AppleSecureBootPolicy.h). What a source does not
 * tell is NULL; engine/device_find.h puts the rows together.
 */
#include "format/device_keys.h"
#include "table/shared/output.h"
#include "table/shared/property_list.h"

extern const struct table table_device;

enum { ORIGIN, CHIP, BOARD, SECURITY_DOMAIN, ECID, NONCE, DEVICE_CLASS, PRODUCTION, SECURITY, TEXT, COLUMN_COUNT };
enum { MAX_LEVELS = 3, MAX_NODES = 512, MAX_NONCE = 64 };

static const struct column columns[] = {
    [ORIGIN] = {"origin", COLUMN_TEXT, SHOW, "ioreg, nvram or system_profiler"},
    [CHIP] = {"chip", COLUMN_INTEGER, SHOW, "ApChipID, such as 33027 (0x8103, M1)"},
    [BOARD] = {"board", COLUMN_INTEGER, SHOW, "ApBoardID"},
    [SECURITY_DOMAIN] = {"security_domain", COLUMN_INTEGER, SHOW, "ApSecurityDomain"},
    [ECID] = {"ecid", COLUMN_TEXT, REDACT, "ApECID in hexadecimal"},
    [NONCE] = {"nonce", COLUMN_TEXT, REDACT, "nonce of the processor at the last start, in hexadecimal"},
    [DEVICE_CLASS] = {"device_class", COLUMN_TEXT, SHOW, "class of the board, such as j313ap"},
    [PRODUCTION] = {"production", COLUMN_INTEGER, SHOW, "1: a production chip, as every Mac sold has"},
    [SECURITY] = {"security", COLUMN_INTEGER, SHOW, "1: secure boot is fused on"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "chip and board in a line, to quote"},
};

/* Which column a name fills, in the device tree and in NVRAM. */
static const struct name {
    const char *name;
    int column;
} tree_names[] = {{"chip-id", CHIP},
                  {"board-id", BOARD},
                  {"security-domain", SECURITY_DOMAIN},
                  {"unique-chip-id", ECID},
                  {"boot-nonce", NONCE},
                  {"effective-production-status-ap", PRODUCTION},
                  {"effective-security-mode-ap", SECURITY}},
  nvram_names[] = {{"ApChipID", CHIP},
                   {"ApBoardID", BOARD},
                   {"ApSecurityDomain", SECURITY_DOMAIN},
                   {"ApECID", ECID},
                   {"ApProductionStatus", PRODUCTION},
                   {"ApSecurityMode", SECURITY}};
enum { N_TREE_NAMES = sizeof tree_names / sizeof *tree_names, N_NVRAM_NAMES = sizeof nvram_names / sizeof *nvram_names };

static int column_of(const struct name *names, size_t n, struct slice name) {
    for (size_t i = 0; i < n; i++)
        if (slice_is(name, names[i].name))
            return names[i].column;
    return -1;
}

/* Little-endian; false for none and for more than eight bytes. */
static bool number_of(struct slice bytes, uint64_t *ret_number) {
    uint64_t number = 0;
    if (bytes.len == 0 || bytes.len > 8)
        return false;
    for (size_t i = bytes.len; i-- > 0;)
        number = number << 8 | bytes.data[i];
    *ret_number = number;
    return true;
}

static void set(struct feed *f, struct value *row, int column, struct slice bytes) {
    uint64_t number = 0;
    if (column == NONCE && bytes.len)
        row[NONCE] = property_hex(f->arena, bytes, MAX_NONCE);
    else if (column == ECID && number_of(bytes, &number) && number)
        row[ECID] = value_str(arena_printf(f->arena, "0x%llX", (unsigned long long)number));
    else if (column != ECID && column != NONCE && number_of(bytes, &number) && number <= INT64_MAX)
        row[column] = column == PRODUCTION || column == SECURITY ? value_bool(number != 0) : value_integer((int64_t)number);
}

/* "J313AP" and what follows behind a NUL byte. */
static void set_class(struct feed *f, struct value *row, struct slice name) {
    name = slice_sub(name, 0, slice_find_byte(name, 0));
    char *text = slice_ends_with(name, "AP") || slice_ends_with(name, "ap") ? arena_string(f->arena, name) : NULL;
    for (char *c = text; c && *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c | 0x20);
    if (text)
        row[DEVICE_CLASS] = value_str(text);
}

static void emit(struct feed *f, struct value *row, const char *origin, struct origin at) {
    if (row[CHIP].type == VALUE_NULL && row[BOARD].type == VALUE_NULL && row[ECID].type == VALUE_NULL &&
        row[DEVICE_CLASS].type == VALUE_NULL)
        return;
    row[ORIGIN] = value_str(origin);
    row[TEXT] = value_str(arena_printf(f->arena, "chip 0x%llx, board 0x%llx%s%.*s", (unsigned long long)row[CHIP].integer,
                                       (unsigned long long)row[BOARD].integer, row[DEVICE_CLASS].text.len ? ", " : "",
                                       SLICE_ARG(row[DEVICE_CLASS].text)));
    feed_row(f, &table_device, row, at);
}

static struct slice leaf(const struct plist *p) {
    return p && (p->type == PLIST_DATA || p->type == PLIST_STRING) ? p->text : slice_of(NULL, 0);
}

static void read_node(struct feed *f, const struct plist *node, struct value *row) {
    struct slice name = plist_string(plist_get(node, "IORegistryEntryName"));
    if (slice_is(name, "chosen"))
        for (size_t i = 0; i < N_TREE_NAMES; i++)
            set(f, row, tree_names[i].column, leaf(plist_get(node, tree_names[i].name)));
    set_class(f, row, leaf(plist_get(node, "compatible")));
}

/* The node that was asked for, or the tree from its root, level by level. */
static bool feed_tree_list(struct feed *f, struct error *err) {
    const struct plist *root, *queue[MAX_NODES];
    struct value row[COLUMN_COUNT] = {0};
    size_t n = 0, done = 0, level_end;
    if (!property_list_read(f, &root, err))
        return false;
    if (root->type == PLIST_DICT)
        queue[n++] = root;
    for (size_t i = 0; root->type == PLIST_ARRAY && i < root->n_items && n < MAX_NODES; i++)
        queue[n++] = &root->items[i];
    for (size_t level = 0; level < MAX_LEVELS; level++)
        for (level_end = n; done < level_end; done++) {
            const struct plist *children = plist_get(queue[done], "IORegistryEntryChildren");
            read_node(f, queue[done], row);
            for (size_t i = 0; i < property_count(children) && n < MAX_NODES; i++)
                queue[n++] = property_item(children, i);
        }
    emit(f, row, "ioreg", property_origin(root));
    return true;
}

/* <03810000> */
static bool hex_of(struct feed *f, struct slice text, struct slice *ret_bytes) {
    struct slice inside, after;
    uint8_t *bytes = arena_alloc(f->arena, text.len / 2 + 1);
    if (!slice_cut(text, "<", &inside, &after) || !slice_cut(after, ">", &inside, &after) || !bytes)
        return false;
    for (size_t i = 0; i + 1 < inside.len; i += 2) {
        int high = slice_hex_digit(inside.data[i]), low = slice_hex_digit(inside.data[i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i / 2] = (uint8_t)(high << 4 | low);
    }
    *ret_bytes = slice_of(bytes, inside.len / 2);
    return inside.len > 0 && inside.len % 2 == 0;
}

/* `+-o chosen  <class …>` opens a node; `"chip-id" = <03810000>` is a property of it. */
static bool feed_tree_text(struct feed *f, struct error *err) {
    struct value row[COLUMN_COUNT] = {0};
    struct text_lines lines;
    struct slice line, before, after, name, bytes;
    bool chosen = false;
    int64_t at = 0, number = 0;
    if (!output_lines(f, &lines, err))
        return false;
    while (text_lines_next(&lines, &line)) {
        number++;
        if (slice_cut(line, "+-o ", &before, &after)) {
            (void)slice_next_word(&after, &name);
            chosen = slice_is(name, "chosen");
            if (chosen)
                at = number;
            else if (row[DEVICE_CLASS].type == VALUE_NULL && slice_contains(line, "IOPlatformExpertDevice"))
                set_class(f, row, name);
        } else if (chosen && slice_cut(line, "\" = ", &before, &after) && slice_cut(before, "\"", &before, &name) &&
                   hex_of(f, after, &bytes)) {
            set(f, row, column_of(tree_names, N_TREE_NAMES, name), bytes);
        }
    }
    emit(f, row, "ioreg", at_line(at));
    return true;
}

static bool feed_nvram(struct feed *f, struct error *err) {
    const struct plist *root;
    struct value row[COLUMN_COUNT] = {0};
    if (!property_list_read(f, &root, err))
        return false;
    for (size_t i = 0; root->type == PLIST_DICT && i < root->n_items; i++) {
        struct slice before, name = root->keys[i];
        (void)slice_cut(name, ":", &before, &name); /* the GUID of its namespace */
        int column = column_of(nvram_names, N_NVRAM_NAMES, name);
        if (column >= 0 && root->items[i].type == PLIST_DATA)
            set(f, row, column, root->items[i].text);
        else if (slice_is(name, "HardwareModel"))
            set_class(f, row, leaf(&root->items[i]));
    }
    emit(f, row, "nvram", property_origin(root));
    return true;
}

/* "00008103-1122334455667788" */
static void set_udid(struct feed *f, struct value *row, struct slice udid) {
    struct slice chip, ecid;
    uint64_t number = 0;
    if (!slice_cut(udid, "-", &chip, &ecid) || chip.len != 8 || ecid.len != 16)
        return; /* on Intel it is the hardware UUID */
    if (device_number(slice_str(arena_printf(f->arena, "0x%.*s", SLICE_ARG(chip))), &number))
        row[CHIP] = value_integer((int64_t)number);
    if (device_number(slice_str(arena_printf(f->arena, "0x%.*s", SLICE_ARG(ecid))), &number))
        row[ECID] = value_str(arena_printf(f->arena, "0x%llX", (unsigned long long)number));
}

/* The class is known of the model where it is built on one board only. */
static bool feed_profiler(struct feed *f, struct error *err) {
    const struct plist *root;
    struct value row[COLUMN_COUNT] = {0};
    if (!property_list_read(f, &root, err))
        return false;
    const struct plist *hardware = property_item(property_profiler_items(root, "SPHardwareDataType"), 0);
    const struct tsv *models = knowledge_find(f->knowledge, "mac_model");
    size_t known = tsv_find(models, "model", plist_string(plist_get(hardware, "machine_model")));
    const char *boards = tsv_named_cell(models, known, "board_id");
    if (!hardware)
        return true;
    set_udid(f, row, plist_string(plist_get(hardware, "provisioning_UDID")));
    if (boards && !strchr(boards, ' '))
        set_class(f, row, slice_str(boards));
    emit(f, row, "system_profiler", property_origin(hardware));
    return true;
}

static const struct {
    const char *kind;
    table_feed *feed;
} feeds[] = {{"ioreg", feed_tree_list}, {"ioreg_text", feed_tree_text}, {"nvram", feed_nvram}, {"system_profiler", feed_profiler}};

static bool feed_device(struct feed *f, struct error *err) {
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++)
        if (f->artefact->kind && strcmp(f->artefact->kind, feeds[i].kind) == 0)
            return feeds[i].feed(f, err);
    return true;
}

const struct table table_device = {
    .name = "device",
    .doc = "Who this Mac is to the signing server (chip, board, ECID, nonce, class), one row for each source that tells.",
    .columns = columns,
    .n_columns = COLUMN_COUNT,
    .artefacts = (const char *const[]){"ioreg", "ioreg_text", "nvram", "system_profiler", NULL},
    .feed = feed_device,
};

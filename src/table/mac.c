/*
 * mac: what kind of Mac the evidence is of, one row for each system_profiler report that holds SPHardwareDataType.
 *
 * Keys are those of `system_profiler -xml`: SPHardwareDataType (machine_model, chip_type or cpu_type, boot_rom_version, ...),
 * SPiBridgeDataType (the T2 chip, on Apple silicon the boot policy), SPSoftwareDataType (user, computer, boot mode). On a T2 Mac
 * boot_rom_version ends in
 * "(iBridge: 20.16.5060.0.0,0)". On Apple silicon provisioning_UDID is "00008103-" and the ECID in 16 hexadecimal digits.
 */
#include "format/key_value.h"
#include "table/shared/property_list.h"

enum {
    MODEL,
    NAME,
    CHIP,
    BOARD_ID,
    KIND,
    SERIAL,
    ECID,
    UUID,
    MEMORY,
    FIRMWARE,
    OS_LOADER,
    BRIDGEOS,
    SECURE_VM,
    ACTIVATION_LOCK,
    BOOT_MODE,
    COMPUTER_NAME,
    USER,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [MODEL] = {"model", COLUMN_TEXT, SHOW, "model identifier, such as MacBookPro17,1 or Mac14,2"},
    [NAME] = {"name", COLUMN_TEXT, SHOW, "marketing name, such as MacBook Pro"},
    [CHIP] = {"chip", COLUMN_TEXT, SHOW, "Apple chip or Intel processor, such as Apple M1 or Quad-Core Intel Core i5"},
    [BOARD_ID] = {"board_id", COLUMN_TEXT, SHOW,
                  "boards that the model is built on, with blanks between, where known_mac_model tells them"},
    [KIND] = {"kind", COLUMN_TEXT, SHOW, "intel, t2, apple-silicon or vm; NULL when the report does not tell"},
    [SERIAL] = {"serial", COLUMN_TEXT, REDACT, "serial number of the Mac"},
    [ECID] = {"ecid", COLUMN_TEXT, REDACT, "unique chip id in hexadecimal, the part of the provisioning UDID on Apple silicon"},
    [UUID] = {"uuid", COLUMN_TEXT, REDACT, "hardware UUID"},
    [MEMORY] = {"memory", COLUMN_TEXT, SHOW, "memory as the report writes it, such as 16 GB"},
    [FIRMWARE] = {"firmware", COLUMN_TEXT, SHOW, "version of the system firmware (boot ROM)"},
    [OS_LOADER] = {"os_loader", COLUMN_TEXT, SHOW, "version of the operating system's loader (Apple silicon)"},
    [BRIDGEOS] = {"bridgeos_version", COLUMN_TEXT, SHOW, "version of bridgeOS on the T2 chip"},
    [SECURE_VM] = {"secure_vm", COLUMN_INTEGER, SHOW, "1 when swapped memory is encrypted"},
    [ACTIVATION_LOCK] = {"activation_lock", COLUMN_INTEGER, SHOW, "1 when Activation Lock is on"},
    [BOOT_MODE] = {"boot_mode", COLUMN_TEXT, SHOW, "normal_boot or safe_boot, as the report writes it"},
    [COMPUTER_NAME] = {"computer_name", COLUMN_TEXT, REDACT, "local host name"},
    [USER] = {"user", COLUMN_TEXT, REDACT, "name of the person who was logged in"},
};

extern const struct table table_mac;

/* "1968.140.7.0.0 (iBridge: 20.16.5060.0.0,0)": the Mac's firmware and that of its T2 chip. */
static void set_firmware(struct feed *f, const struct plist *hardware, const struct plist *bridge, struct value *row) {
    static const char mark[] = "iBridge: ";
    struct slice note, version = key_value_without_note(plist_string(plist_get(hardware, "boot_rom_version")), &note);
    if (version.len)
        row[FIRMWARE] = value_text(version);
    row[OS_LOADER] = property_text(f->arena, plist_get(hardware, "os_loader_version"));
    if (slice_starts_with(note, mark))
        row[BRIDGEOS] = value_text(slice_from(note, sizeof mark - 1));
    else if (slice_contains(plist_string(plist_get(bridge, "ibridge_model_name")), "T2"))
        row[BRIDGEOS] = property_text(f->arena, plist_get(bridge, "ibridge_build"));
}

static void set_ecid(struct feed *f, const struct plist *hardware, struct value *row) {
    struct slice before, after, udid = plist_string(plist_get(hardware, "provisioning_UDID"));
    int64_t high = 0, low = 0;
    if (!slice_cut(udid, "-", &before, &after) || before.len != 8 || after.len != 16)
        return; /* on Intel it is the hardware UUID */
    const char *halves[] = {arena_printf(f->arena, "0x%.*s", SLICE_ARG(slice_sub(after, 0, 8))),
                            arena_printf(f->arena, "0x%.*s", SLICE_ARG(slice_from(after, 8)))};
    if (slice_to_int64(slice_str(halves[0]), &high) && slice_to_int64(slice_str(halves[1]), &low))
        row[ECID] = value_str(arena_printf(f->arena, "0x%.*s", SLICE_ARG(after)));
}

static const char *model_fact(const struct tsv *models, size_t row, const char *name) {
    const char *text = tsv_named_cell(models, row, name);
    return text && *text && strcmp(text, "-") != 0 ? text : NULL;
}

/* Names that the common hypervisors give to their guests: in the model, the chip, or the firmware's version. */
static bool is_virtual(struct slice model, struct slice chip, struct slice name, struct slice firmware) {
    static const char *const models[] = {"VirtualMac", "VMware", "Parallels", "QEMU", "Standard PC", "VirtualBox"};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        if (slice_starts_with(model, models[i]))
            return true;
    return slice_contains(chip, "(Virtual)") || slice_contains(chip, "QEMU") || slice_contains(name, "Virtual Machine") ||
           slice_starts_with(firmware, "VMW");
}

/* What the machine itself says goes before what is known of its model, which a patched or virtual Mac may only pretend to be. */
static const char *kind_of(const struct value *row, const struct plist *bridge, const char *known_kind) {
    struct slice chip = row[CHIP].text;
    if (is_virtual(row[MODEL].text, chip, row[NAME].text, row[FIRMWARE].text))
        return "vm";
    if (row[BRIDGEOS].type == VALUE_TEXT || slice_contains(plist_string(plist_get(bridge, "ibridge_model_name")), "T2"))
        return "t2";
    if (known_kind)
        return known_kind;
    if (slice_starts_with(chip, "Apple"))
        return "apple-silicon";
    return slice_contains(chip, "Intel") || slice_contains(chip, "Xeon") || slice_contains(chip, "GHz") ? "intel" : NULL;
}

/* "activation_lock_enabled", "secure_vm_enabled" */
static struct value enabled(const struct plist *p) {
    struct slice text = plist_string(p);
    if (slice_ends_with(text, "_enabled"))
        return value_bool(true);
    return slice_ends_with(text, "_disabled") ? value_bool(false) : property_bool(p);
}

static struct value filled(struct value v) { return v.type == VALUE_TEXT && v.text.len == 0 ? value_null() : v; }

static bool feed_mac(struct feed *f, struct error *err) {
    const struct plist *root;
    if (!property_list_read(f, &root, err))
        return false;
    if (root->type != PLIST_ARRAY)
        return error_set(err, "a property list whose root is %s, not the array that system_profiler -xml writes",
                         plist_type_name(root->type));
    const struct plist *hardware = property_item(property_profiler_items(root, "SPHardwareDataType"), 0);
    const struct plist *bridge = property_item(property_profiler_items(root, "SPiBridgeDataType"), 0);
    const struct plist *software = property_item(property_profiler_items(root, "SPSoftwareDataType"), 0);
    if (!hardware)
        return true; /* a report of other data types */
    struct value row[COLUMN_COUNT] = {0};
    row[MODEL] = filled(property_text(f->arena, plist_get(hardware, "machine_model")));
    row[NAME] = filled(property_text(f->arena, plist_get(hardware, "machine_name")));
    row[CHIP] = filled(property_text(f->arena, plist_get(hardware, "chip_type")));
    if (row[CHIP].type == VALUE_NULL)
        row[CHIP] = filled(property_text(f->arena, plist_get(hardware, "cpu_type")));
    row[SERIAL] = filled(property_text(f->arena, plist_get(hardware, "serial_number")));
    row[UUID] = filled(property_text(f->arena, plist_get(hardware, "platform_UUID")));
    row[MEMORY] = filled(property_text(f->arena, plist_get(hardware, "physical_memory")));
    row[ACTIVATION_LOCK] = enabled(plist_get(hardware, "activation_lock_status"));
    row[SECURE_VM] = enabled(plist_get(software, "secure_vm"));
    row[BOOT_MODE] = filled(property_text(f->arena, plist_get(software, "boot_mode")));
    row[COMPUTER_NAME] = filled(property_text(f->arena, plist_get(software, "local_host_name")));
    row[USER] = filled(property_text(f->arena, plist_get(software, "user_name")));
    set_firmware(f, hardware, bridge, row);
    set_ecid(f, hardware, row);
    const struct tsv *models = knowledge_find(f->knowledge, "mac_model");
    size_t known = tsv_find(models, "model", row[MODEL].text);
    row[BOARD_ID] = value_str(model_fact(models, known, "board_id"));
    row[KIND] = value_str(kind_of(row, bridge, model_fact(models, known, "kind")));
    if (row[MODEL].type == VALUE_NULL)
        f->problem(f, "SPHardwareDataType names no machine_model");
    feed_row(f, &table_mac, row, property_origin(hardware));
    return true;
}

const struct table table_mac = {.name = "mac",
                                .doc = "What kind of Mac the evidence is of, its chip and its firmware",
                                .columns = columns,
                                .n_columns = COLUMN_COUNT,
                                .artefacts = (const char *const[]){"system_profiler", NULL},
                                .feed = feed_mac};

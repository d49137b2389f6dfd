#include "table/shared/security_facts.h"

#include "format/bputil_text.h"
#include "format/key_value.h"
#include "table/shared/output.h"
#include "table/shared/property_list.h"
#include "table/shared/storage.h"

static struct slice lower(struct arena *arena, struct slice s) {
    uint8_t *out = arena_alloc(arena, s.len);
    if (!out || !s.data)
        return (struct slice){0};
    for (size_t i = 0; i < s.len; i++)
        out[i] = s.data[i] >= 'A' && s.data[i] <= 'Z' ? (uint8_t)(s.data[i] + 32) : s.data[i];
    return slice_of(out, s.len);
}

/* "enabled.", "unknown (Custom Configuration).", "disabled (Apple Internal).": the word, and custom where a part is switched off. */
static struct slice csr_state(struct arena *arena, struct slice value) {
    struct slice note, word;
    if (slice_ends_with(value, "."))
        value.len--;
    word = key_value_without_note(value, &note);
    if (slice_contains(note, "Custom"))
        return slice_str("custom");
    return lower(arena, word);
}

/* csrutil status and csrutil authenticated-root status; below "Configuration:" one line for each protection. */
bool security_csrutil(struct feed *f, struct error *err) {
    static const struct {
        const char *key, *name;
    } keys[] = {{"System Integrity Protection status", "sip"}, {"Authenticated Root status", "authenticated_root"}};
    struct text_lines lines;
    struct slice line;
    size_t facts = 0;
    bool in_configuration = false;
    if (!output_lines(f, &lines, err))
        return false;
    while (text_lines_next(&lines, &line)) {
        struct key_value kv;
        if (!key_value_split(line, &kv))
            continue;
        struct security_fact fact = {.detail = kv.value, .from = "csrutil", .text = slice_trim(line)};
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            if (slice_is(kv.key, keys[i].key))
                fact.name = keys[i].name;
        if (slice_is(kv.key, "Configuration"))
            in_configuration = true;
        else if (!fact.name && in_configuration && facts > 0 && kv.value.len)
            fact.name = output_name(f->arena, "sip/", kv.key);
        if (!fact.name)
            continue;
        fact.value = csr_state(f->arena, kv.value);
        security_fact(f, &fact, at_line(lines.number));
        facts++;
    }
    return facts > 0 || output_unknown("csrutil", err);
}

/* Fields whose value names this one Mac or its installation. */
static bool is_identity(const struct bputil_field *field) {
    static const char *const tags[] = {"ECID", "vuid", "kuid", "lpnh", "rpnh", "ronh", "rsnh",
                                       "hrlp", "nsih", "spih", "auxi", "auxp", "auxr", "coih"};
    if (slice_is(field->value, "absent"))
        return false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (slice_is(field->tag, tags[i]))
            return true;
    return false;
}

/* bputil puts the words that people know into facts of their own. */
static void bputil_headline(struct feed *f, const struct bputil_field *field, struct security_fact fact) {
    fact.detail = field->label;
    if (slice_is(field->tag, "smb0") && field->state.len) {
        fact.name = "secure_boot_level";
        fact.value = lower(f->arena, field->state);
    } else if (slice_is(field->label, "OS Pairing Status")) {
        fact.name = "pairing";
        fact.value = lower(f->arena, field->value);
    } else {
        return;
    }
    security_fact(f, &fact, at_line(field->line));
}

/* The line as bputil prints it, without the blanks that align it. */
static struct slice bputil_line(struct feed *f, const struct bputil_field *field) {
    bool state = field->state.len > 0, tag = field->tag.len > 0;
    return value_str(arena_printf(f->arena, "%.*s%s%.*s%s%.*s%s: %.*s", SLICE_ARG(field->label), state ? ": " : "", SLICE_ARG(field->state),
                                  tag ? " (" : "", SLICE_ARG(field->tag), tag ? ")" : "", SLICE_ARG(field->value)))
        .text;
}

bool security_bputil(struct feed *f, struct error *err) {
    struct text_lines lines;
    struct bputil_field field;
    size_t facts = 0;
    if (!output_lines(f, &lines, err))
        return false;
    struct bputil_text b = {.lines = lines};
    while (bputil_text_next(&b, &field)) {
        if (field.complaint) {
            output_complaint(f, "bputil", field.value);
            facts++;
            continue;
        }
        struct security_fact fact = {.from = "bputil", .volume_group = field.group, .detail = field.label};
        fact.value = lower(f->arena, field.state.len ? field.state : field.value);
        fact.text = bputil_line(f, &field);
        if (field.state.len)
            fact.detail = value_str(arena_printf(f->arena, "%.*s: %.*s", SLICE_ARG(field.label), SLICE_ARG(field.value))).text;
        if (is_identity(&field))
            fact.private_value = field.value;
        fact.name = output_name(f->arena, field.in_environment ? "environment/" : "policy/", field.tag.len ? field.tag : field.label);
        if (!fact.name)
            continue;
        security_fact(f, &fact, at_line(field.line));
        bputil_headline(f, &field, fact);
        facts++;
    }
    return facts > 0 || output_unknown("bputil -d", err);
}

/* Each line of the output, trimmed, to `fact`, which says whether it knew the line. */
static bool facts_of_lines(struct feed *f, bool (*fact)(struct feed *, struct slice, int64_t), size_t *ret_facts, struct error *err) {
    struct text_lines lines;
    struct slice line;
    if (!output_lines(f, &lines, err))
        return false;
    *ret_facts = 0;
    while (text_lines_next(&lines, &line))
        *ret_facts += fact(f, slice_trim(line), lines.number);
    return true;
}

/* "FileVault is On.", "FileVault is Off, but will be enabled after the next restart.", "Encryption in progress: Percent completed = 45" */
static bool fdesetup_fact(struct feed *f, struct slice text, int64_t line) {
    struct security_fact fact = {.from = "fdesetup", .text = text, .detail = text};
    struct slice before, after;
    if (slice_starts_with(text, "FileVault is On") || slice_starts_with(text, "FileVault is Off")) {
        fact.name = "filevault";
        fact.value = slice_str(slice_starts_with(text, "FileVault is On") ? "on" : "off");
    } else if (slice_contains(text, "cryption in progress")) {
        fact.name = "filevault/conversion";
        fact.value = slice_cut(text, "Percent completed = ", &before, &after) ? slice_trim(after) : slice_str("in progress");
    } else if (slice_starts_with(text, "Deferred enablement")) {
        fact.name = "filevault/deferred"; /* the rest of the line names a user */
        fact.value = slice_str("yes");
        fact.text = fact.detail = slice_str("Deferred enablement appears to be active");
    } else {
        return false;
    }
    security_fact(f, &fact, at_line(line));
    return true;
}

bool security_fdesetup(struct feed *f, struct error *err) {
    size_t facts;
    if (!facts_of_lines(f, fdesetup_fact, &facts, err))
        return false;
    return facts > 0 || output_unknown("fdesetup status", err);
}

static void seal_fact(struct feed *f, struct slice sealed, struct slice device, const char *what, struct origin origin) {
    struct security_fact fact = {.name = "seal", .from = "diskutil"};
    fact.value = lower(f->arena, sealed);
    fact.detail = device;
    fact.text = value_str(arena_printf(f->arena, "%s: %.*s (%.*s)", what, SLICE_ARG(sealed), SLICE_ARG(device))).text;
    security_fact(f, &fact, origin);
}

/* The seal that counts is that of the mounted snapshot: the volume behind it may be "Broken" while an update is being prepared. */
bool security_diskutil(struct feed *f, struct error *err) {
    struct storage storage;
    if (!storage_read(f, &storage, err))
        return false;
    bool info = strcmp(storage.from, "diskutil info") == 0, snapshot_told = false;
    for (const struct storage_snapshot *n = storage.snapshots; n && !info; n = n->next) {
        if (n->sealed.type != VALUE_TEXT || !slice_is(n->mount_point.text, "/"))
            continue;
        seal_fact(f, n->sealed.text, n->device.text, "Snapshot Sealed", n->origin);
        snapshot_told = true;
    }
    for (const struct storage_volume *v = storage.volumes; v; v = v->next) {
        if (v->sealed.type == VALUE_TEXT && !snapshot_told && (info || slice_is(v->role.text, "System")))
            seal_fact(f, v->sealed.text, v->device.text, "Sealed", v->origin);
        if (v->filevault.type != VALUE_INTEGER || !(info || slice_is(v->role.text, "Data")))
            continue;
        struct security_fact fact = {.name = "filevault", .from = "diskutil", .detail = v->device.text};
        fact.value = slice_str(v->filevault.integer ? "on" : "off");
        fact.text = slice_str(v->filevault.integer ? "FileVault: Yes" : "FileVault: No");
        security_fact(f, &fact, v->origin);
    }
    return true;
}

/* bless --info --verbose: Finder info words, the EFI boot device, and the name of the snapshot to boot, wherever a version puts it. */
static bool bless_fact(struct feed *f, struct slice text, int64_t line) {
    struct security_fact fact = {.from = "bless", .text = text, .detail = text};
    struct slice before, after, word;
    size_t at = slice_find_str(text, "com.apple.os.update-");
    if (at != SLICE_NOT_FOUND) {
        struct slice rest = slice_from(text, at);
        fact.name = "boot_snapshot";
        while (slice_next_word(&rest, &word) && !fact.value.data)
            fact.value = word;
        size_t end = slice_find_byte(fact.value, '"');
        fact.value = slice_sub(fact.value, 0, end);
    } else if (slice_cut(text, "=> Blessed System Folder is ", &before, &after)) {
        fact.name = "blessed_folder";
        fact.value = slice_trim(after);
    } else if (slice_cut(text, "EFI boot device string is: '", &before, &after)) {
        fact.name = "boot_device";
        fact.private_value = slice_sub(after, 0, slice_find_byte(after, '\'')); /* holds the partition's UUID and the disk's path */
        fact.detail = slice_str("current EFI boot device");
    } else if (slice_cut(text, "blessed volume in the APFS container is \"", &before, &after)) {
        fact.name = "blessed_volume";
        fact.value = slice_sub(after, 0, slice_find_byte(after, '"'));
    } else {
        return false;
    }
    security_fact(f, &fact, at_line(line));
    return true;
}

bool security_bless(struct feed *f, struct error *err) {
    size_t facts;
    if (!facts_of_lines(f, bless_fact, &facts, err))
        return false;
    if (facts == 0)
        f->problem(f, "no line of this text names a blessed folder, a boot device or a snapshot");
    return true;
}

static void profiler_fact(struct feed *f, const char *name, const struct plist *item, const char *key, const char *suffix) {
    const struct plist *p = plist_get(item, key);
    struct value value = property_text(f->arena, p);
    if (value.type != VALUE_TEXT || value.text.len == 0)
        return;
    struct slice word = lower(f->arena, value.text);
    size_t at = suffix ? slice_find_str(word, suffix) : SLICE_NOT_FOUND;
    if (suffix && at != SLICE_NOT_FOUND) /* "integrity_enabled" to "enabled", "full security" to "full" */
        word = at == 0 ? slice_from(word, strlen(suffix)) : slice_trim(slice_sub(word, 0, at));
    if (slice_contains(word, "custom"))
        word = slice_str("custom");
    struct security_fact fact = {.name = name, .value = word, .detail = slice_str(key), .from = "system_profiler"};
    fact.text = value_str(arena_printf(f->arena, "%s: %.*s", key, SLICE_ARG(value.text))).text;
    security_fact(f, &fact, property_origin(p));
}

bool security_profiler(struct feed *f, struct error *err) {
    const struct plist *root;
    if (!property_list_read(f, &root, err))
        return false;
    const struct plist *software = property_item(property_profiler_items(root, "SPSoftwareDataType"), 0);
    const struct plist *bridge = property_item(property_profiler_items(root, "SPiBridgeDataType"), 0);
    profiler_fact(f, "sip", software, "system_integrity", "integrity_");
    profiler_fact(f, "secure_vm", software, "secure_vm", "secure_vm_");
    profiler_fact(f, "secure_boot_level", bridge, "ibridge_secure_boot", " security");
    if (!bridge || bridge->type != PLIST_DICT)
        return true;
    for (size_t i = 0; i < bridge->n_items; i++) {
        static const char prefix[] = "ibridge_sb_";
        if (!slice_starts_with(bridge->keys[i], prefix))
            continue;
        const char *key = arena_string(f->arena, bridge->keys[i]);
        const char *name = output_name(f->arena, "boot_policy/", slice_from(bridge->keys[i], sizeof prefix - 1));
        if (key && name)
            profiler_fact(f, name, bridge, key, NULL);
    }
    return true;
}

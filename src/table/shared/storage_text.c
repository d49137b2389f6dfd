/* storage from what `diskutil list` and `diskutil apfs list` print for people; sysdiagnose keeps these texts. */
#include "format/diskutil_text.h"
#include "format/key_value.h"
#include "table/shared/output.h"
#include "table/shared/property_list.h"
#include "table/shared/storage.h"

/* What the lines of `diskutil apfs list` belong to. */
struct place {
    struct storage *s;
    struct storage_container *container;
    struct storage_volume *volume;
    struct storage_snapshot *snapshot;
    bool in_store;
};

static struct value bytes_value(struct slice value) {
    int64_t bytes = 0;
    return output_exact_bytes(value, &bytes) ? value_integer(bytes) : value_null();
}

/* "Yes (Unlocked)", "No (Encrypted at rest)": the word before the note. */
static struct value yes_no(struct slice value, struct slice *ret_note) { return property_yes_no(key_value_without_note(value, ret_note)); }

static void set_role(struct place *p, struct slice value) {
    struct slice role, device = key_value_without_note(value, &role);
    p->volume->device = value_text(device);
    p->volume->role = value_text(slice_is_nocase(role, "No specific role") ? slice_of("", 0) : role);
}

static void set_name(struct place *p, struct slice value) {
    struct slice note;
    p->volume->name = value_text(key_value_without_note(value, &note));
}

static void set_mount_point(struct place *p, struct slice value) {
    if (!slice_is_nocase(value, "Not Mounted"))
        p->volume->mount_point = value_text(value);
}

static void set_filevault(struct place *p, struct slice value) {
    struct slice note;
    p->volume->filevault = yes_no(value, &note);
    if (slice_is_nocase(note, "Locked"))
        p->volume->locked = value_bool(true);
    else if (slice_is_nocase(note, "Unlocked"))
        p->volume->locked = value_bool(false);
    if (slice_is_nocase(note, "Encrypted at rest"))
        p->volume->encrypted = value_bool(true);
}

static void set_encrypted(struct place *p, struct slice value) {
    struct slice note;
    p->volume->encrypted = yes_no(value, &note);
}

static void set_in_use(struct place *p, struct slice value) { p->volume->in_use = bytes_value(value); }
static void set_quota(struct place *p, struct slice value) { p->volume->quota = bytes_value(value); }
static void set_reserve(struct place *p, struct slice value) { p->volume->reserve = bytes_value(value); }
static void set_sealed(struct place *p, struct slice value) { p->volume->sealed = value_text(value); }
static void set_group(struct place *p, struct slice value) { p->volume->group_uuid = value_text(value); }

static const struct {
    const char *key;
    void (*set)(struct place *p, struct slice value);
} volume_fields[] = {
    {"APFS Volume Disk (Role)", set_role},
    {"Name", set_name},
    {"Mount Point", set_mount_point},
    {"Capacity Consumed", set_in_use},
    {"Capacity Quota", set_quota},
    {"Quota Size", set_quota},
    {"Capacity Reserve", set_reserve},
    {"Reserve Size", set_reserve},
    {"Sealed", set_sealed},
    {"FileVault", set_filevault},
    {"Encrypted", set_encrypted},
    {"APFS Volume Group", set_group},
};

static bool snapshot_field(struct place *p, const struct diskutil_apfs_item *item) {
    if (!slice_starts_with(item->key, "Snapshot"))
        return false;
    bool begins = slice_is(item->key, "Snapshot") || (slice_is(item->key, "Snapshot Name") && !p->snapshot);
    if (begins && (p->snapshot = storage_add_snapshot(p->s, at_line(item->line)))) {
        p->snapshot->volume = p->volume->name;
        p->volume->snapshot_mounted = value_bool(true);
    }
    if (!p->snapshot)
        return true;
    struct slice name = slice_trim(slice_from(item->key, 8));
    if (name.len == 0)
        p->snapshot->uuid = value_text(item->value);
    else if (slice_is(name, "Name"))
        p->snapshot->name = value_text(item->value);
    else if (slice_is(name, "Disk"))
        p->snapshot->device = value_text(item->value);
    else if (slice_is(name, "Sealed"))
        p->snapshot->sealed = value_text(item->value);
    else if (slice_is(name, "Mount Point"))
        p->snapshot->mount_point = value_text(item->value);
    return true;
}

static void volume_field(struct place *p, const struct diskutil_apfs_item *item) {
    if (snapshot_field(p, item))
        return;
    for (size_t i = 0; i < sizeof volume_fields / sizeof *volume_fields; i++)
        if (slice_is(item->key, volume_fields[i].key))
            volume_fields[i].set(p, item->value);
    if (slice_is(item->key, "APFS Volume Disk (Role)"))
        storage_count_volume(p->s, p->container, p->volume->role);
}

static void container_field(struct place *p, const struct diskutil_apfs_item *item) {
    struct storage_container *c = p->container;
    /* The first names are those of macOS 11 and later, the others of 10.13 to 10.15. */
    if (slice_is(item->key, "Size (Capacity Ceiling)") || slice_is(item->key, "Capacity Ceiling (Size)")) {
        c->size = bytes_value(item->value);
    } else if (slice_is(item->key, "Capacity Not Allocated") || slice_is(item->key, "Capacity Available")) {
        c->free = bytes_value(item->value);
        c->free_text = value_str(arena_printf(p->s->feed->arena, "%.*s: %.*s", SLICE_ARG(item->key), SLICE_ARG(item->value)));
        c->free_origin = at_line(item->line);
    }
}

static void apfs_item(struct place *p, const struct diskutil_apfs_item *item) {
    switch (item->kind) {
    case DISKUTIL_CONTAINER:
        *p = (struct place){.s = p->s, .container = storage_add_container(p->s, at_line(item->line))};
        if (p->container) {
            p->container->reference = value_text(item->key);
            p->container->uuid = value_text(item->value);
        }
        break;
    case DISKUTIL_STORE:
        p->in_store = true;
        p->volume = NULL;
        if (p->container && p->container->store.type == VALUE_NULL)
            p->container->store = value_text(item->key);
        break;
    case DISKUTIL_VOLUME:
        p->in_store = false;
        p->snapshot = NULL;
        p->volume = storage_add_volume(p->s, "apfs-volume", at_line(item->line));
        if (!p->volume)
            break;
        p->volume->device = value_text(item->key);
        p->volume->uuid = value_text(item->value);
        p->volume->file_system = value_str("apfs");
        if (p->container)
            p->volume->container = p->container->reference;
        break;
    case DISKUTIL_FIELD:
        if (p->volume)
            volume_field(p, item);
        else if (p->container && !p->in_store)
            container_field(p, item);
        break;
    }
}

/* What diskutil list tells of a disk while its entries are read. */
struct disk {
    struct value device, internal;
    struct storage_container *container;
};

static struct value rounded(const struct diskutil_list_item *item) {
    int64_t bytes = 0;
    return output_rounded_bytes(item->size_number, item->size_unit, &bytes) ? value_integer(bytes) : value_null();
}

/* "Container disk3" in the name of a partition: the container that it stores. */
static struct value stored_container(struct slice name) {
    if (!slice_starts_with(name, "Container "))
        return value_null();
    return value_text(diskutil_device(slice_trim(slice_from(name, 10))));
}

static struct value name_or_null(struct slice name) { return name.len && !slice_is(name, "-") ? value_text(name) : value_null(); }

static void apfs_entry(struct storage *s, struct disk *disk, const struct diskutil_list_item *item, struct storage_volume *v) {
    v->file_system = value_str("apfs");
    v->container = disk->container ? disk->container->reference : disk->device;
    v->in_use = rounded(item);
    if (slice_is(item->type, "APFS Volume")) {
        v->kind = "apfs-volume";
        v->name = name_or_null(item->name);
        storage_count_volume(s, disk->container, value_null());
        return;
    }
    v->kind = "apfs-snapshot";
    struct storage_snapshot *n = storage_add_snapshot(s, v->origin);
    if (!n)
        return;
    n->name = name_or_null(item->name);
    n->device = v->device;
}

static void list_entry(struct storage *s, struct disk *disk, const struct diskutil_list_item *item) {
    bool whole = slice_equal(item->device, diskutil_whole_disk(item->device));
    struct storage_volume *v = storage_add_volume(s, whole ? "disk" : "partition", at_line(item->line));
    if (!v)
        return;
    v->device = value_text(item->device);
    v->internal = disk->internal;
    if (slice_is(item->type, "APFS Volume") || slice_is(item->type, "APFS Snapshot")) {
        apfs_entry(s, disk, item, v);
        return;
    }
    v->partition_type = value_text(item->type);
    v->size = rounded(item);
    v->container = stored_container(item->name);
    if (v->container.type == VALUE_NULL)
        v->name = name_or_null(item->name);
    if (!slice_is(item->type, "APFS Container Scheme"))
        return;
    v->kind = "container";
    v->container = v->device;
    disk->container = storage_add_container(s, v->origin);
    if (!disk->container)
        return;
    disk->container->reference = v->device;
    disk->container->size = v->size;
}

static void list_item(struct storage *s, struct disk *disk, const struct diskutil_list_item *item) {
    switch (item->kind) {
    case DISKUTIL_DISK:
        *disk = (struct disk){.device = value_text(item->device)};
        if (slice_contains(item->name, "internal"))
            disk->internal = value_bool(true);
        else if (slice_contains(item->name, "external"))
            disk->internal = value_bool(false);
        break;
    case DISKUTIL_ENTRY:
        list_entry(s, disk, item);
        break;
    case DISKUTIL_BACKING:
        if (disk->container && disk->container->store.type == VALUE_NULL)
            disk->container->store = value_text(item->device);
        break;
    }
}

bool storage_read_text(struct storage *s, struct error *err) {
    struct text_lines lines;
    if (!output_lines(s->feed, &lines, err))
        return false;
    if (strcmp(s->from, "diskutil list") == 0) {
        struct diskutil_list list = {.lines = lines};
        struct diskutil_list_item item;
        struct disk disk = {0};
        while (diskutil_list_next(&list, &item))
            list_item(s, &disk, &item);
    } else {
        struct diskutil_apfs_list list = {.lines = lines};
        struct diskutil_apfs_item item;
        struct place place = {.s = s};
        while (diskutil_apfs_list_next(&list, &item))
            apfs_item(&place, &item);
    }
    return s->entries > 0 || output_unknown(s->from, err);
}

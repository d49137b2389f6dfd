/* storage from the property lists of `diskutil list -plist`, `diskutil apfs list -plist` and `diskutil info -plist`. */
#include "table/shared/property_list.h"
#include "table/shared/storage.h"

static struct value text(struct storage *s, const struct plist *dict, const char *key) {
    struct value v = property_text(s->feed->arena, plist_get(dict, key));
    return v.type == VALUE_TEXT && v.text.len == 0 ? value_null() : v;
}

static struct value first_text(struct storage *s, const struct plist *dict, const char *key, const char *other) {
    struct value v = text(s, dict, key);
    return v.type == VALUE_NULL ? text(s, dict, other) : v;
}

/* The device of a mounted snapshot has three numbers: disk3s1s1. */
static bool names_snapshot(struct value device) {
    size_t slices = 0;
    for (size_t i = 4; i < device.text.len; i++)
        slices += device.text.data[i] == 's';
    return slices >= 2;
}

static void read_mounted_snapshots(struct storage *s, const struct plist *dict, struct storage_volume *v) {
    const struct plist *mounted = plist_get(dict, "MountedSnapshots");
    if (mounted)
        v->snapshot_mounted = value_bool(property_count(mounted) > 0);
    for (size_t i = 0; i < property_count(mounted); i++) {
        const struct plist *item = &mounted->items[i];
        struct storage_snapshot *n = storage_add_snapshot(s, property_origin(item));
        if (!n)
            return;
        n->name = text(s, item, "SnapshotName");
        n->uuid = text(s, item, "SnapshotUUID");
        n->device = text(s, item, "SnapshotBSD");
        n->mount_point = text(s, item, "SnapshotMountPoint");
        n->sealed = text(s, item, "Sealed");
        n->volume = v->name;
        if (v->mount_point.type == VALUE_NULL)
            v->mount_point = n->mount_point;
        if (v->sealed.type == VALUE_NULL)
            v->sealed = n->sealed;
    }
}

static struct storage_volume *read_entry(struct storage *s, const struct plist *dict, const char *kind) {
    struct storage_volume *v = storage_add_volume(s, kind, property_origin(dict));
    if (!v)
        return NULL;
    v->device = text(s, dict, "DeviceIdentifier");
    v->name = text(s, dict, "VolumeName");
    v->uuid = first_text(s, dict, "VolumeUUID", "DiskUUID");
    v->mount_point = text(s, dict, "MountPoint");
    v->partition_type = text(s, dict, "Content");
    v->size = property_integer(plist_get(dict, "Size"));
    v->in_use = property_integer(plist_get(dict, "CapacityInUse"));
    v->sealed = text(s, dict, "Sealed");
    return v;
}

static void read_disk(struct storage *s, const struct plist *disk) {
    const struct plist *volumes = plist_get(disk, "APFSVolumes"), *partitions = plist_get(disk, "Partitions");
    bool is_container = volumes || plist_get(disk, "APFSPhysicalStores");
    struct storage_volume *whole = read_entry(s, disk, is_container ? "container" : "disk");
    if (!whole)
        return;
    for (size_t i = 0; i < property_count(partitions); i++)
        read_entry(s, &partitions->items[i], "partition");
    if (!is_container)
        return;
    whole->container = whole->device;
    struct storage_container *c = storage_add_container(s, property_origin(disk));
    if (!c)
        return;
    c->reference = whole->device;
    c->size = whole->size;
    c->store = text(s, plist_path(disk, "APFSPhysicalStores/0"), "DeviceIdentifier");
    for (size_t i = 0; i < property_count(volumes); i++) {
        struct storage_volume *v = read_entry(s, &volumes->items[i], "apfs-volume");
        if (!v)
            return;
        v->container = whole->device;
        v->file_system = value_str("apfs");
        read_mounted_snapshots(s, &volumes->items[i], v);
        if (names_snapshot(v->device))
            v->kind = "apfs-snapshot";
        else
            storage_count_volume(s, c, value_null());
    }
}

static void read_apfs_volume(struct storage *s, struct storage_container *c, const struct plist *dict) {
    struct storage_volume *v = storage_add_volume(s, "apfs-volume", property_origin(dict));
    if (!v)
        return;
    const struct plist *roles = plist_get(dict, "Roles");
    v->device = text(s, dict, "DeviceIdentifier");
    v->name = text(s, dict, "Name");
    v->role = property_joined(s->feed->arena, roles);
    if (roles && v->role.type == VALUE_NULL)
        v->role = value_str("");
    v->container = c->reference;
    v->uuid = text(s, dict, "APFSVolumeUUID");
    v->group_uuid = text(s, dict, "APFSVolumeGroupID");
    v->file_system = value_str("apfs");
    v->mount_point = text(s, dict, "MountPoint");
    v->in_use = property_integer(plist_get(dict, "CapacityInUse"));
    v->quota = property_integer(plist_get(dict, "CapacityQuota"));
    v->reserve = property_integer(plist_get(dict, "CapacityReserve"));
    v->encrypted = property_bool(plist_get(dict, "Encryption"));
    v->filevault = property_bool(plist_get(dict, "FileVault"));
    v->locked = property_bool(plist_get(dict, "Locked"));
    v->sealed = text(s, dict, "Sealed");
    read_mounted_snapshots(s, dict, v);
    storage_count_volume(s, c, v->role);
}

static void read_apfs_container(struct storage *s, const struct plist *dict) {
    struct storage_container *c = storage_add_container(s, property_origin(dict));
    const struct plist *volumes = plist_get(dict, "Volumes"), *free = plist_get(dict, "CapacityFree");
    if (!c)
        return;
    c->reference = text(s, dict, "ContainerReference");
    c->uuid = text(s, dict, "APFSContainerUUID");
    c->size = property_integer(plist_get(dict, "CapacityCeiling"));
    c->free = property_integer(free);
    c->store = text(s, dict, "DesignatedPhysicalStore");
    if (c->store.type == VALUE_NULL)
        c->store = text(s, plist_path(dict, "PhysicalStores/0"), "DeviceIdentifier");
    if (c->free.type == VALUE_INTEGER) {
        c->free_text = value_str(
            arena_printf(s->feed->arena, "CapacityFree %lld of container %.*s", (long long)c->free.integer, SLICE_ARG(c->reference.text)));
        c->free_origin = property_origin(free);
    }
    for (size_t i = 0; i < property_count(volumes); i++)
        read_apfs_volume(s, c, &volumes->items[i]);
}

static void read_info_container(struct storage *s, const struct plist *root, const struct storage_volume *v) {
    bool apfs = v->container.type == VALUE_TEXT;
    const char *key = apfs ? "APFSContainerFree" : "FreeSpace";
    const struct plist *free = plist_get(root, key);
    struct storage_container *c = free ? storage_add_container(s, property_origin(free)) : NULL;
    if (!c)
        return;
    c->reference = v->container;
    c->mount_point = v->mount_point;
    c->size = property_integer(plist_get(root, apfs ? "APFSContainerSize" : "VolumeSize"));
    c->free = property_integer(free);
    c->store = text(s, plist_path(root, "APFSPhysicalStores/0"), "APFSPhysicalStore");
    if (c->free.type == VALUE_INTEGER)
        c->free_text = value_str(arena_printf(s->feed->arena, "%s %lld", key, (long long)c->free.integer));
}

static void read_info(struct storage *s, const struct plist *root) {
    struct storage_volume *v = read_entry(s, root, "partition");
    if (!v)
        return;
    v->container = text(s, root, "APFSContainerReference");
    v->file_system = text(s, root, "FilesystemType");
    v->group_uuid = text(s, root, "APFSVolumeGroupID");
    v->encrypted = property_bool(plist_get(root, "Encryption"));
    v->filevault = property_bool(plist_get(root, "FileVault"));
    v->locked = property_bool(plist_get(root, "Locked"));
    v->internal = property_bool(plist_get(root, "Internal"));
    v->snapshot_mounted = property_bool(plist_get(root, "APFSSnapshot"));
    if (v->container.type == VALUE_TEXT || slice_is(v->file_system.text, "apfs"))
        v->kind = names_snapshot(v->device) ? "apfs-snapshot" : "apfs-volume";
    read_info_container(s, root, v);
    struct value name = text(s, root, "APFSSnapshotName");
    struct storage_snapshot *n =
        name.type == VALUE_TEXT ? storage_add_snapshot(s, property_origin(plist_get(root, "APFSSnapshotName"))) : NULL;
    if (!n)
        return;
    n->name = name;
    n->uuid = text(s, root, "APFSSnapshotUUID");
    n->volume = v->name;
    n->device = v->device;
    n->mount_point = v->mount_point;
    n->sealed = v->sealed;
}

bool storage_read_plist(struct storage *s, struct error *err) {
    const struct plist *root;
    if (!property_list_read(s->feed, &root, err))
        return false;
    struct slice message = plist_string(plist_get(root, "ErrorMessage"));
    if (message.len)
        return error_set(err, "%s answered: %.*s", s->from, SLICE_ARG(slice_sub(message, 0, 300)));
    if (strcmp(s->from, "diskutil info") == 0) {
        if (!plist_get(root, "DeviceIdentifier"))
            return error_set(err, "no DeviceIdentifier: not what diskutil info -plist writes");
        read_info(s, root);
        return true;
    }
    bool apfs = strcmp(s->from, "diskutil apfs list") == 0;
    const char *key = apfs ? "Containers" : "AllDisksAndPartitions";
    const struct plist *list = plist_get(root, key);
    if (!list || list->type != PLIST_ARRAY)
        return error_set(err, "no array %s: not what %s -plist writes", key, s->from);
    for (size_t i = 0; i < list->n_items; i++)
        apfs ? read_apfs_container(s, &list->items[i]) : read_disk(s, &list->items[i]);
    return true;
}

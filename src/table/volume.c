/*
 * volume: disks, partitions, APFS containers, volumes and mounted snapshots, as diskutil lists them.
 *
 * Several outputs name the same volume: `from` tells which one a row is of. Roles are told by diskutil apfs list, partition types by
 * diskutil list, mount points by diskutil list and the text of diskutil apfs list, seals by diskutil info and both texts.
 */
#include "table/shared/storage.h"

enum {
    DEVICE,
    NAME,
    KIND,
    ROLE,
    CONTAINER,
    UUID,
    GROUP_UUID,
    FILE_SYSTEM,
    MOUNT_POINT,
    PARTITION_TYPE,
    SIZE,
    IN_USE,
    QUOTA,
    RESERVE,
    ENCRYPTED,
    FILEVAULT,
    LOCKED,
    SEALED,
    SNAPSHOT_MOUNTED,
    INTERNAL,
    FROM,
    TEXT,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [DEVICE] = {"device", COLUMN_TEXT, SHOW, "device without /dev/, such as disk3s1"},
    [NAME] = {"name", COLUMN_TEXT, SHOW, "name of the volume"},
    [KIND] = {"kind", COLUMN_TEXT, SHOW, "disk, partition, container, apfs-volume or apfs-snapshot"},
    [ROLE] = {"role", COLUMN_TEXT, SHOW,
              "APFS roles joined with commas (System, Data, Preboot, Recovery, VM, Update); '' for none; NULL where not told"},
    [CONTAINER] = {"container", COLUMN_TEXT, SHOW, "APFS container that holds the volume, or that the partition stores, such as disk3"},
    [UUID] = {"uuid", COLUMN_TEXT, REDACT, "UUID of the volume, or of the partition where there is no volume"},
    [GROUP_UUID] = {"group_uuid", COLUMN_TEXT, REDACT, "UUID of the volume group that joins System and Data"},
    [FILE_SYSTEM] = {"file_system", COLUMN_TEXT, SHOW, "type of the file system, such as apfs or hfs"},
    [MOUNT_POINT] = {"mount_point", COLUMN_TEXT, SHOW, "where it, or its snapshot, is mounted; NULL when it is not"},
    [PARTITION_TYPE] = {"partition_type", COLUMN_TEXT, SHOW,
                        "content of the partition, such as Apple_APFS, Apple_APFS_Recovery, Apple_APFS_ISC, EFI"},
    [SIZE] = {"size", COLUMN_INTEGER, SHOW, "size in bytes; rounded where only the text of diskutil list tells it"},
    [IN_USE] = {"capacity_in_use", COLUMN_INTEGER, SHOW, "bytes that the volume uses of its container"},
    [QUOTA] = {"capacity_quota", COLUMN_INTEGER, SHOW, "most bytes that the volume may use; 0 for no quota"},
    [RESERVE] = {"capacity_reserve", COLUMN_INTEGER, SHOW, "bytes kept for the volume; 0 for none"},
    [ENCRYPTED] = {"encrypted", COLUMN_INTEGER, SHOW, "1 when the volume is encrypted"},
    [FILEVAULT] = {"filevault", COLUMN_INTEGER, SHOW, "1 when FileVault protects the volume"},
    [LOCKED] = {"locked", COLUMN_INTEGER, SHOW, "1 when the volume is encrypted and not unlocked"},
    [SEALED] = {"sealed", COLUMN_TEXT, SHOW, "seal of the volume in diskutil's words: Yes, No or Broken"},
    [SNAPSHOT_MOUNTED] = {"snapshot_mounted", COLUMN_INTEGER, SHOW, "1 when a snapshot of the volume is mounted in its place"},
    [INTERNAL] = {"internal", COLUMN_INTEGER, SHOW, "1 when the disk is inside the Mac"},
    [FROM] = {"from", COLUMN_TEXT, SHOW, "which command told it: diskutil list, diskutil apfs list or diskutil info"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "device, type or roles, and name in one line, to quote"},
};

extern const struct table table_volume;

static const char *summary(struct feed *f, const struct storage_volume *v) {
    struct slice type = v->partition_type.text.len ? v->partition_type.text : slice_str(v->kind);
    bool role = v->role.type == VALUE_TEXT && v->role.text.len > 0, seal = v->sealed.type == VALUE_TEXT;
    return arena_printf(f->arena, "%.*s %.*s%s%.*s%s%s%.*s%s%.*s", SLICE_ARG(v->device.text), SLICE_ARG(type), role ? " (" : "",
                        SLICE_ARG(v->role.text), role ? ")" : "", v->name.text.len ? " " : "", SLICE_ARG(v->name.text),
                        seal ? ", Sealed: " : "", SLICE_ARG(v->sealed.text));
}

static bool feed_volume(struct feed *f, struct error *err) {
    struct storage storage;
    if (!storage_read(f, &storage, err))
        return false;
    for (const struct storage_volume *v = storage.volumes; v; v = v->next) {
        struct value row[COLUMN_COUNT] = {[DEVICE] = v->device,
                                          [NAME] = v->name,
                                          [KIND] = value_str(v->kind),
                                          [ROLE] = v->role,
                                          [CONTAINER] = v->container,
                                          [UUID] = v->uuid,
                                          [GROUP_UUID] = v->group_uuid,
                                          [FILE_SYSTEM] = v->file_system,
                                          [MOUNT_POINT] = v->mount_point,
                                          [PARTITION_TYPE] = v->partition_type,
                                          [SIZE] = v->size,
                                          [IN_USE] = v->in_use,
                                          [QUOTA] = v->quota,
                                          [RESERVE] = v->reserve,
                                          [ENCRYPTED] = v->encrypted,
                                          [FILEVAULT] = v->filevault,
                                          [LOCKED] = v->locked,
                                          [SEALED] = v->sealed,
                                          [SNAPSHOT_MOUNTED] = v->snapshot_mounted,
                                          [INTERNAL] = v->internal,
                                          [FROM] = value_str(storage.from),
                                          [TEXT] = value_str(summary(f, v))};
        feed_row(f, &table_volume, row, v->origin);
    }
    return true;
}

const struct table table_volume = {.name = "volume",
                                   .doc = "Disks, partitions, APFS containers and volumes as diskutil lists them",
                                   .columns = columns,
                                   .n_columns = COLUMN_COUNT,
                                   .artefacts = (const char *const[]){STORAGE_ARTEFACTS, NULL},
                                   .feed = feed_volume};

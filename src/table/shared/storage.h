/*
 * storage: what any of diskutil's outputs says about disks, containers,
 * volumes and snapshots, as one set of lists.
 *
 * The tables volume, container, snapshot, disk_space and security read
 * different parts of the same five artefacts (diskutil_list, diskutil_apfs_list
 * and their texts, diskutil_info). What an output does not tell is a NULL value.
 * Everything lives in f->arena; lists are in the order of the output.
 *
 *     struct storage storage;
 *     if (!storage_read(f, &storage, err))
 *         return false;
 *     for (const struct storage_volume *v = storage.volumes; v; v = v->next) ...
 */
#ifndef TAILOR_TABLE_SHARED_STORAGE_H
#define TAILOR_TABLE_SHARED_STORAGE_H

#include "table/table.h"

enum { STORAGE_MAX_ENTRIES = 20000 }; /* disks, containers, volumes and snapshots together; more are told as a problem and left out */

struct storage_volume {
    const char *kind; /* "disk", "partition", "container", "apfs-volume", "apfs-snapshot" */
    struct value device, name, role, container, uuid, group_uuid, file_system, mount_point, partition_type, sealed;
    struct value in_use, quota, reserve, size;                             /* bytes */
    struct value encrypted, filevault, locked, snapshot_mounted, internal; /* 0 or 1 */
    struct origin origin;
    struct storage_volume *next;
};

struct storage_container {
    struct value reference, uuid, size, free, store, store_type, roles;
    struct value free_text;                /* the line or key and value that told the free space */
    struct value has_system, has_recovery; /* 0 or 1 where the output tells roles */
    struct value mount_point;              /* of the volume that diskutil info was asked about */
    int64_t volumes;
    struct origin origin, free_origin;
    struct storage_container *next;
};

struct storage_snapshot {
    struct value name, uuid, volume, device, mount_point, sealed;
    struct origin origin;
    struct storage_snapshot *next;
};

struct storage {
    const char *from; /* the command: "diskutil list", "diskutil apfs list" or "diskutil info" */
    struct storage_volume *volumes, **volumes_end;
    struct storage_container *containers, **containers_end;
    struct storage_snapshot *snapshots, **snapshots_end;
    size_t entries;
    bool incomplete; /* an entry did not fit */
    struct feed *feed;
};

/* The kinds of artefact that storage_read understands, for a table's list: STORAGE_ARTEFACTS, NULL. */
#define STORAGE_ARTEFACTS "diskutil_list", "diskutil_list_text", "diskutil_apfs_list", "diskutil_apfs_list_text", "diskutil_info"

bool storage_read(struct feed *f, struct storage *ret_storage, struct error *err) MUST_USE;

/* For the readers in storage_plist.c and storage_text.c: a new zeroed entry at the end of its list; NULL past the limits. */
struct storage_volume *storage_add_volume(struct storage *s, const char *kind, struct origin origin);
struct storage_container *storage_add_container(struct storage *s, struct origin origin);
struct storage_snapshot *storage_add_snapshot(struct storage *s, struct origin origin);
/* Counts the volume and its roles ("System, Data") into its container. */
void storage_count_volume(struct storage *s, struct storage_container *c, struct value role);
/* Gives partitions the container that they store, and containers the partition type of their store. */
void storage_link_stores(struct storage *s);

bool storage_read_plist(struct storage *s, struct error *err) MUST_USE;
bool storage_read_text(struct storage *s, struct error *err) MUST_USE;

#endif

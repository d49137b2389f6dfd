/* container: APFS containers, their size, free space, store and the roles of their volumes. */
#include "table/shared/storage.h"

enum { REFERENCE, UUID, SIZE, FREE, STORE, STORE_TYPE, ROLES, HAS_SYSTEM, HAS_RECOVERY, VOLUMES, FROM, COLUMN_COUNT };

static const struct column columns[] = {
    [REFERENCE] = {"reference", COLUMN_TEXT, SHOW, "device of the container, such as disk3"},
    [UUID] = {"uuid", COLUMN_TEXT, REDACT, "UUID of the container"},
    [SIZE] = {"size", COLUMN_INTEGER, SHOW, "size in bytes; rounded where only the text of diskutil list tells it"},
    [FREE] = {"free", COLUMN_INTEGER, SHOW, "bytes that no volume uses"},
    [STORE] = {"physical_store", COLUMN_TEXT, SHOW, "partition that holds the container, such as disk0s2"},
    [STORE_TYPE] = {"physical_partition_type", COLUMN_TEXT, SHOW,
                    "type of that partition, such as Apple_APFS or Apple_APFS_ISC; told by diskutil list only"},
    [ROLES] = {"roles", COLUMN_TEXT, SHOW, "roles of its volumes joined with commas"},
    [HAS_SYSTEM] = {"has_system_role", COLUMN_INTEGER, SHOW,
                    "1 when a volume has the role System, which volumes have since macOS 10.15; NULL where roles are not told"},
    [HAS_RECOVERY] = {"has_recovery_role", COLUMN_INTEGER, SHOW, "1 when a volume has the role Recovery; NULL where roles are not told"},
    [VOLUMES] = {"volumes", COLUMN_INTEGER, SHOW, "number of volumes, mounted snapshots not counted"},
    [FROM] = {"from", COLUMN_TEXT, SHOW, "which command told it: diskutil list or diskutil apfs list"},
};

extern const struct table table_container;

static bool feed_container(struct feed *f, struct error *err) {
    struct storage storage;
    if (!storage_read(f, &storage, err))
        return false;
    for (const struct storage_container *c = storage.containers; c; c = c->next) {
        struct value row[COLUMN_COUNT] = {[REFERENCE] = c->reference,
                                          [UUID] = c->uuid,
                                          [SIZE] = c->size,
                                          [FREE] = c->free,
                                          [STORE] = c->store,
                                          [STORE_TYPE] = c->store_type,
                                          [ROLES] = c->roles,
                                          [HAS_SYSTEM] = c->has_system,
                                          [HAS_RECOVERY] = c->has_recovery,
                                          [VOLUMES] = value_integer(c->volumes),
                                          [FROM] = value_str(storage.from)};
        feed_row(f, &table_container, row, c->origin);
    }
    return true;
}

const struct table table_container = {
    .name = "container",
    .doc = "APFS containers: size, free space, store and the roles of their volumes",
    .columns = columns,
    .n_columns = COLUMN_COUNT,
    .artefacts = (const char *const[]){"diskutil_list", "diskutil_list_text", "diskutil_apfs_list", "diskutil_apfs_list_text", NULL},
    .feed = feed_container};

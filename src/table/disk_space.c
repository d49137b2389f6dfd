/*
 * disk_space: free space by mount point (df), by APFS container (diskutil apfs list) and of the startup volume (diskutil info).
 *
 * df rounds to blocks: 1024 bytes with -k, 512 without; `df -h` rounds to three digits and is read with its units. Volumes of one
 * container share its free space; one with a quota may have less.
 */
#include "format/columns.h"
#include "format/diskutil_text.h"
#include "table/shared/output.h"
#include "table/shared/storage.h"

#include <math.h>

enum { MOUNT_POINT, DEVICE, CONTAINER, BLOCKS, SIZE, USED, AVAILABLE, FREE_PERCENT, USED_PERCENT, FROM, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [MOUNT_POINT] = {"mount_point", COLUMN_TEXT, SHOW, "where the volume is mounted; NULL for a container as a whole"},
    [DEVICE] = {"device", COLUMN_TEXT, SHOW, "device or file system as df names it; NULL for a network share and for a container"},
    [CONTAINER] = {"container", COLUMN_TEXT, SHOW, "whole disk or APFS container that the device is part of, such as disk3"},
    [BLOCKS] = {"blocks_1024", COLUMN_INTEGER, SHOW, "size in blocks of 1024 bytes"},
    [SIZE] = {"size", COLUMN_INTEGER, SHOW, "size in bytes"},
    [USED] = {"used", COLUMN_INTEGER, SHOW, "bytes in use"},
    [AVAILABLE] = {"available", COLUMN_INTEGER, SHOW, "bytes that are free to use"},
    [FREE_PERCENT] = {"free_percent", COLUMN_REAL, SHOW, "available of size in percent"},
    [USED_PERCENT] = {"used_percent", COLUMN_INTEGER, SHOW, "capacity in use in percent, as df rounds it up"},
    [FROM] = {"from", COLUMN_TEXT, SHOW, "which command told it: df, diskutil apfs list or diskutil info"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "the line of df, or the key and value that tell the free space"},
};

extern const struct table table_disk_space;

static struct value percent_of(struct value part, struct value whole) {
    if (part.type != VALUE_INTEGER || whole.type != VALUE_INTEGER || whole.integer <= 0)
        return value_null();
    return value_real(100.0 * (double)part.integer / (double)whole.integer);
}

/* "976490576" of blocks, or "466Gi" and "0Bi" of df -h (powers of 1024) and "8.1G" of df -H (powers of 1000). */
static bool df_bytes(struct slice word, int64_t block, int64_t *ret_bytes) {
    int64_t count = 0;
    if (slice_to_int64(word, &count)) {
        if (count < 0 || count > INT64_MAX / block)
            return false;
        *ret_bytes = count * block;
        return true;
    }
    bool binary = slice_ends_with(word, "i");
    struct slice number = binary ? slice_sub(word, 0, word.len - 1) : word;
    static const char units[] = "BKMGTPE";
    const char *unit = number.len ? memchr(units, number.data[number.len - 1], sizeof units - 1) : NULL;
    double value = 0;
    if (!unit || !slice_to_double(slice_sub(number, 0, number.len - 1), &value) || !isfinite(value) || value < 0)
        return false;
    for (const char *u = units; u < unit; u++)
        value *= binary ? 1024 : 1000;
    if (value >= 9e18)
        return false;
    *ret_bytes = (int64_t)value;
    return true;
}

struct df_form {
    int64_t block;   /* bytes of one block */
    bool has_inodes; /* three columns more before the mount point */
};

static bool read_header(struct slice line, struct df_form *ret_form) {
    if (!slice_starts_with(slice_trim(line), "Filesystem"))
        return false;
    *ret_form = (struct df_form){.block = slice_contains(line, "512-blocks") ? 512 : 1024, .has_inodes = slice_contains(line, "iused")};
    return true;
}

/* Where the three figures stand: names of file systems may hold blanks ("map auto_home"). SIZE_MAX: nowhere. */
static size_t figures_at(const struct columns *c, const struct df_form *form, int64_t bytes[3]) {
    for (size_t i = 1; i + 4 < c->n; i++) {
        if (!slice_ends_with(c->words[i + 3], "%"))
            continue;
        size_t k = 0;
        while (k < 3 && df_bytes(c->words[i + k], form->block, &bytes[k]))
            k++;
        if (k == 3)
            return i;
    }
    return SIZE_MAX;
}

/* A mounted snapshot is "com.apple.TimeMachine.2019-11-29-075900@/dev/disk1s1". */
static struct slice behind_at(struct slice device) {
    size_t at = slice_find_str(device, "@/dev/");
    return at == SLICE_NOT_FOUND ? device : slice_from(device, at + 1);
}

static bool df_row(struct feed *f, const struct df_form *form, struct slice line, int64_t number) {
    struct columns c = columns_split(line);
    int64_t bytes[3] = {0}, percent = 0;
    size_t at = figures_at(&c, form, bytes);
    if (at == SIZE_MAX)
        return false;
    struct slice device = columns_before(&c, at), word = c.words[at + 3];
    struct slice mount = columns_rest(&c, at + 4 + (form->has_inodes ? 3u : 0u));
    if (slice_sub(mount, 0, 1).len == 0 || mount.data[0] != '/')
        return false;
    bool share = slice_starts_with(device, "//"); /* names the user and the server */
    struct value row[COLUMN_COUNT] = {0};
    row[MOUNT_POINT] = value_text(mount);
    row[DEVICE] = share ? value_null() : value_text(device);
    row[CONTAINER] = value_text(diskutil_whole_disk(share ? (struct slice){0} : behind_at(device)));
    row[SIZE] = value_integer(bytes[0]);
    row[BLOCKS] = value_integer(bytes[0] / 1024);
    row[USED] = value_integer(bytes[1]);
    row[AVAILABLE] = value_integer(bytes[2]);
    row[FREE_PERCENT] = percent_of(row[AVAILABLE], row[SIZE]);
    if (slice_to_int64(slice_sub(word, 0, word.len - 1), &percent))
        row[USED_PERCENT] = value_integer(percent);
    row[FROM] = value_str("df");
    row[TEXT] = share ? value_null() : value_text(slice_trim(line));
    feed_row(f, &table_disk_space, row, at_line(number));
    return true;
}

static bool feed_df(struct feed *f, struct error *err) {
    struct text_lines lines;
    struct slice line;
    struct df_form form = {.block = 1024};
    bool header = false;
    size_t rows = 0;
    if (!output_lines(f, &lines, err))
        return false;
    while (text_lines_next(&lines, &line)) {
        if (read_header(line, &form))
            header = true;
        else
            rows += df_row(f, &form, line, lines.number);
    }
    if (rows == 0)
        return output_unknown("df", err);
    if (!header)
        f->problem(f, "no header line: blocks of 1024 bytes are assumed");
    return true;
}

static bool feed_diskutil(struct feed *f, struct error *err) {
    struct storage storage;
    if (!storage_read(f, &storage, err))
        return false;
    for (const struct storage_container *c = storage.containers; c; c = c->next) {
        if (c->free.type != VALUE_INTEGER)
            continue;
        struct value row[COLUMN_COUNT] = {0};
        row[MOUNT_POINT] = c->mount_point;
        row[CONTAINER] = c->reference;
        row[SIZE] = c->size;
        row[AVAILABLE] = c->free;
        if (c->size.type == VALUE_INTEGER && c->size.integer >= 0) {
            row[BLOCKS] = value_integer(c->size.integer / 1024);
            if (c->free.integer >= 0 && c->free.integer <= c->size.integer)
                row[USED] = value_integer(c->size.integer - c->free.integer);
        }
        row[FREE_PERCENT] = percent_of(c->free, c->size);
        row[FROM] = value_str(storage.from);
        row[TEXT] = c->free_text;
        feed_row(f, &table_disk_space, row, c->free_origin);
    }
    return true;
}

static bool feed_disk_space(struct feed *f, struct error *err) {
    return strcmp(f->artefact->kind, "df") == 0 ? feed_df(f, err) : feed_diskutil(f, err);
}

const struct table table_disk_space = {
    .name = "disk_space",
    .doc = "Free space by mount point and by APFS container",
    .columns = columns,
    .n_columns = COLUMN_COUNT,
    .artefacts = (const char *const[]){"df", "diskutil_info", "diskutil_apfs_list", "diskutil_apfs_list_text", NULL},
    .feed = feed_disk_space};

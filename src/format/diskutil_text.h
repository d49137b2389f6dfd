/*
 * diskutil_text: what `diskutil list` and `diskutil apfs list` print for
 * people, as records.
 *
 * `diskutil apfs list` is a tree drawn with "|", "+--", "+-<" and "+->"; each
 * line is a heading (container, physical store, volume) or a "Key: value" of
 * the heading above. `diskutil list` is a table for each disk, whose TYPE
 * column is right-aligned at the header's TYPE; names may be wrapped in the
 * invisible marks U+2068 and U+2069 (macOS 11 and later), which are taken away.
 *
 *     struct diskutil_apfs_list list = diskutil_apfs_list_of(text);
 *     struct diskutil_apfs_item item;
 *     while (diskutil_apfs_list_next(&list, &item))
 *         if (item.kind == DISKUTIL_VOLUME) ... item.key is the device, item.value the UUID ...
 */
#ifndef TAILOR_FORMAT_DISKUTIL_TEXT_H
#define TAILOR_FORMAT_DISKUTIL_TEXT_H

#include "format/text_lines.h"

enum diskutil_apfs_kind { DISKUTIL_CONTAINER, DISKUTIL_STORE, DISKUTIL_VOLUME, DISKUTIL_FIELD };

struct diskutil_apfs_item {
    enum diskutil_apfs_kind kind;
    struct slice key, value; /* headings: device and UUID; fields: key and value */
    int64_t line;
};

struct diskutil_apfs_list {
    struct text_lines lines;
};

static inline struct diskutil_apfs_list diskutil_apfs_list_of(struct slice text) {
    return (struct diskutil_apfs_list){.lines = text_lines_of(text)};
}
/* Lines of neither sort are skipped. False at the end. */
bool diskutil_apfs_list_next(struct diskutil_apfs_list *list, struct diskutil_apfs_item *ret_item);

enum diskutil_list_kind {
    DISKUTIL_DISK,    /* "/dev/disk0 (internal, physical):"; name is what stands in the brackets */
    DISKUTIL_ENTRY,   /* "2: Apple_APFS Container disk3 494.4 GB disk0s2" */
    DISKUTIL_BACKING, /* "Physical Store disk0s2" below the entry of a container; device is the store */
};

struct diskutil_list_item {
    enum diskutil_list_kind kind;
    struct slice device, type, name, size_number, size_unit;
    int64_t line;
};

struct diskutil_list {
    struct text_lines lines;
    size_t type_end; /* bytes up to the end of the header's TYPE; 0 before a header was seen */
};

static inline struct diskutil_list diskutil_list_of(struct slice text) { return (struct diskutil_list){.lines = text_lines_of(text)}; }
bool diskutil_list_next(struct diskutil_list *list, struct diskutil_list_item *ret_item);

/* "disk3s1s1" of "/dev/disk3s1s1" or of itself; {NULL, 0} when it is no disk's name. */
struct slice diskutil_device(struct slice text);
/* "disk3" of "disk3s1s1"; {NULL, 0} when it is no disk's name. */
struct slice diskutil_whole_disk(struct slice device);

#endif

/*
 * bom: a bill of materials, the list of files that a package put on the disk: path, mode, owner, size, checksum of each.
 *
 * Apple keeps one for each package in /var/db/receipts. The format is not documented by Apple; its facts are those of
 * github.com/igankevich/stuckliste (docs/bom-file-format-reference.md, docs/receipt-file-format-reference.md), of bom(5) and lsbom(8), and
 * the flags as genuine receipts have them:
 *
 *     header    "BOMStore", version 1, blocks in use, offset and length of the index, offset and length of the names; big-endian
 *     index     count, then offset and length of each block; block 0 is none
 *     names     count, then block (u32), length (u8) and name of each; "Paths" and "Size64" are read
 *     tree      "tree", 1, block of the root, size of a node, entries; a node is leaf (u16), count (u16), next, previous, then pairs
 *     Paths     pair: block {id, block of what is known of it}, block {id of the parent folder, name with a zero behind}
 *     known     type (1 file, 2 folder, 3 link, 4 device), 1, flags (16 bits; none of the last four: only the path is told), mode (u16),
 *               uid, gid, time, size, 1, then the checksum of cksum(1) of a file, or checksum, length and target of a link
 *
 * Limits: BOM_MAX_ENTRIES paths, BOM_MAX_DEPTH folders in folders, a path of BOM_MAX_PATH bytes; everything else by the arena. Names are
 * slices of the input, paths live in the arena. Errors name the offset. No recursion.
 *
 *     struct bom bom;
 *     if (!bom_parse(bytes, arena, &bom, err)) ...
 *     for (size_t i = 0; i < bom.n_entries; i++) bom.entries[i].path ...
 */
#ifndef TAILOR_FORMAT_BOM_H
#define TAILOR_FORMAT_BOM_H

#include "base/arena.h"
#include "base/error.h"

enum { BOM_MAX_ENTRIES = 1 << 20, BOM_MAX_DEPTH = 256, BOM_MAX_PATH = 4096 };

enum bom_type { BOM_FILE = 1, BOM_FOLDER, BOM_LINK, BOM_DEVICE };

struct bom_entry {
    struct slice path; /* "usr/lib/a.dylib", below the folder that the package was put into; "." for that folder itself */
    int type;          /* enum bom_type, or another number of the file */
    bool only_path;    /* nothing below is told */
    uint32_t mode;     /* with the bits of the type, as in stat(2) */
    uint32_t uid, gid;
    int64_t modified; /* seconds since 1970 */
    uint64_t size;
    uint32_t checksum;   /* of files and links, as cksum(1) computes it */
    struct slice target; /* of a link */
    size_t offset;       /* of what is known of it, in the input */
};

struct bom {
    const struct bom_entry *entries; /* in the order of the list */
    size_t n_entries;
};

bool bom_parse(struct slice bytes, struct arena *arena, struct bom *ret_bom, struct error *err) MUST_USE;

/* "file", "folder", "link", "device" or "other". */
const char *bom_type_name(int type);

#endif

/*
 * plist_binary: what the two halves of the reader of binary lists share: plist_binary.c has the trailer, the table of offsets and the walk
 * over the objects, plist_binary_object.c reads one object.
 */
#ifndef TAILOR_FORMAT_PLIST_BINARY_H
#define TAILOR_FORMAT_PLIST_BINARY_H

#include "base/reader.h"
#include "format/plist_parser.h"

struct plist_binary_object {
    const struct plist *node; /* once it is done */
    uint32_t expanded;        /* values in it, itself included */
    uint8_t state, depth;     /* levels of containers in it, itself included */
};

/* A container whose children are being read. */
struct plist_binary_visit {
    uint64_t object;
    struct plist *node;
    struct plist *items;
    struct slice *keys;
    size_t refs_at; /* of the next reference */
    size_t n_refs, next;
    uint64_t expanded;
    uint8_t depth;
};

struct plist_binary {
    struct plist_input *in;
    struct slice objects; /* header and objects, everything before the table of offsets */
    uint64_t offset_size, ref_size, n_objects, top, table_at;
    struct plist_binary_object *table;
    struct plist_binary_visit visits[PLIST_MAX_DEPTH];
    size_t depth;
    uint64_t nodes_made, bytes_read;
};

/* An object being read: its number, its place, its marker byte. */
struct plist_binary_item {
    uint64_t number, at;
    uint8_t marker;
    struct reader r; /* behind the marker, limited to the objects */
};

/* Puts the object in front of what the error says; false. */
bool plist_binary_item_fault(struct plist_binary *b, const struct plist_binary_item *item);
#define ITEM_FAULT(b, item, ...) (error_set((b)->in->err, __VA_ARGS__), plist_binary_item_fault((b), (item)))

/*
 * The object behind the marker. A container gets its type and n_items only, and item->r is left behind its references, which were checked
 * to be there.
 */
bool plist_binary_read_item(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) MUST_USE;

#endif

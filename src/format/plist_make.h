/*
 * plist_make: a property list that is made here, not read: values, and dictionaries whose keys are set one after the other.
 *
 * A key that is set twice keeps the second value. The finished dictionary has its keys in the order of their bytes, as CoreFoundation
 * writes them. Memory that runs short is told once, at the end.
 *
 *     struct plist_dict d = plist_dict_in(arena);
 *     plist_dict_set(&d, "ApChipID", plist_of_unsigned(0x8103));
 *     struct plist root;
 *     if (!plist_dict_finish(&d, &root, err)) ...
 *
 * Owner: everything in the arena; keys and values of bytes are not copied and have to outlive the list.
 */
#ifndef TAILOR_FORMAT_PLIST_MAKE_H
#define TAILOR_FORMAT_PLIST_MAKE_H

#include "base/buffer.h"
#include "format/plist.h"

struct plist plist_of_bool(bool value);
struct plist plist_of_unsigned(uint64_t value);
struct plist plist_of_string(struct slice text);
struct plist plist_of_data(struct slice bytes); /* may be empty */

enum { PLIST_DICT_MAX = 4096 };

struct plist_dict {
    struct arena *arena;
    struct slice *keys;
    struct plist *items;
    size_t n, capacity;
    bool failed;
};

struct plist_dict plist_dict_in(struct arena *arena);
void plist_dict_set(struct plist_dict *d, const char *key, struct plist value);
void plist_dict_set_slice(struct plist_dict *d, struct slice key, struct plist value);
bool plist_dict_has(const struct plist_dict *d, const char *key);
bool plist_dict_finish(struct plist_dict *d, struct plist *ret_dict, struct error *err) MUST_USE;

/*
 * As XML, in the layout of Apple's own writers: a tab a level, data in lines of its own. Reals, dates, UIDs and NULL are refused: what is
 * made here has none. Nothing recurses; as deep as a list may be (PLIST_MAX_DEPTH).
 */
bool plist_write_xml(const struct plist *root, struct buffer *out, struct error *err) MUST_USE;

#endif

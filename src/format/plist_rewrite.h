/*
 * plist_rewrite: a property list with other texts in it, everything else as it was.
 *
 * XML: strings, keys, numbers and data are replaced where they stand; every other byte is copied, also where the list is broken, so that
 * what was wrong with it stays wrong in the same way. Binary: the objects keep their numbers, references and types; only strings,
 * integers and data get other bytes, and the table of offsets is written anew. A binary list must be whole: parse it first (plist.h).
 * What the list looks like afterwards is for the caller to check by parsing it again.
 *
 *     struct plist_rewrite how = {.context = mine, .text = text, .data = data};
 *     if (!plist_rewrite_xml(bytes, &how, &out)) ...
 *
 * `text` and `data` append what shall stand there; true when that differs. A number whose digits `text` changes becomes 0. Sources: as
 * plist.h.
 */
#ifndef TAILOR_FORMAT_PLIST_REWRITE_H
#define TAILOR_FORMAT_PLIST_REWRITE_H

#include "base/buffer.h"
#include "base/error.h"

struct plist_rewrite {
    void *context;
    bool (*text)(void *context, struct slice text, struct buffer *out);
    bool (*data)(void *context, struct slice bytes, struct buffer *out);
};

/* UTF-8 (or ASCII) XML. False when memory or the limit of `out` is too small. */
bool plist_rewrite_xml(struct slice bytes, const struct plist_rewrite *how, struct buffer *out) MUST_USE;
bool plist_rewrite_binary(struct slice bytes, const struct plist_rewrite *how, struct buffer *out, struct error *err) MUST_USE;

#endif

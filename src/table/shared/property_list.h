/*
 * property_list: the values of a property list as cells of a row.
 *
 * Absent keys and values of another type become NULL cells, so a table maps
 * keys to columns without checks. `dict` may be NULL everywhere.
 *
 *     const struct plist *root;
 *     if (!property_list_read(f, &root, err))
 *         return false;
 *     row[VERSION] = property_text(root, "ProductVersion");
 *     feed_row(f, &table_os, row, property_origin(root));
 */
#ifndef TAILOR_TABLE_SHARED_PROPERTY_LIST_H
#define TAILOR_TABLE_SHARED_PROPERTY_LIST_H

#include "format/plist.h"
#include "table/table.h"

/* The whole artefact as a property list; the tree lives in f->arena. */
bool property_list_read(struct feed *f, const struct plist **ret_root, struct error *err) MUST_USE;

/* Of strings; '' when the string is empty. Integers, reals and booleans are written out, as some versions of a tool do and others do not.
 */
struct value property_text(struct arena *arena, const struct plist *p);
struct value property_integer(const struct plist *p);
/* 0 or 1; also of the strings TRUE/FALSE, Yes/No that system_profiler and diskutil write. */
struct value property_bool(const struct plist *p);
/* ISO 8601 UTC. */
struct value property_date(struct arena *arena, const struct plist *p);
/* The strings of an array with ", " between; NULL cell for none. */
struct value property_joined(struct arena *arena, const struct plist *array);
/* Any leaf as text, cut at `limit` bytes: data in hexadecimal, dates in ISO 8601, "" for empty containers. */
struct value property_leaf(struct arena *arena, const struct plist *leaf, size_t limit);

/* "yes", "true", "1" and their opposites, whatever the case; NULL cell for anything else. */
struct value property_yes_no(struct slice text);

/* Upper-case hexadecimal of at most `limit` bytes. */
struct value property_hex(struct arena *arena, struct slice bytes, size_t limit);

/* The line of the node, or its byte offset in a binary list. */
struct origin property_origin(const struct plist *p);

/* The item of an array; NULL past the end or when it is no array. */
static inline const struct plist *property_item(const struct plist *array, size_t index) {
    return array && array->type == PLIST_ARRAY && index < array->n_items ? &array->items[index] : NULL;
}
static inline size_t property_count(const struct plist *array) { return array && array->type == PLIST_ARRAY ? array->n_items : 0; }

/*
 * system_profiler: the array of items of a data type ("SPHardwareDataType"), or NULL. The report is an array of
 * {_dataType, _items}; saved from `system_profiler -json` it would be no property list.
 */
const struct plist *property_profiler_items(const struct plist *report, const char *data_type);

#endif

#include "format/plist_make.h"

#include <stdlib.h>

struct plist plist_of_bool(bool value) {
    return (struct plist){.type = PLIST_BOOL, .boolean = value};
}

struct plist plist_of_unsigned(uint64_t value) {
    return (struct plist){.type = PLIST_INTEGER, .integer = (int64_t)value, .is_unsigned = value > INT64_MAX};
}

struct plist plist_of_string(struct slice text) {
    return (struct plist){.type = PLIST_STRING, .text = text};
}

struct plist plist_of_data(struct slice bytes) {
    return (struct plist){.type = PLIST_DATA, .text = bytes};
}

struct plist_dict plist_dict_in(struct arena *arena) {
    return (struct plist_dict){.arena = arena};
}

/* Twice as many places; the old ones stay in the arena. */
static bool grow(struct plist_dict *d) {
    size_t capacity = d->capacity ? d->capacity * 2 : 32;
    struct slice *keys = capacity <= PLIST_DICT_MAX ? arena_array(d->arena, capacity, sizeof *keys) : NULL;
    struct plist *items = keys ? arena_array(d->arena, capacity, sizeof *items) : NULL;
    if (!items)
        return false;
    if (d->n) {
        memcpy(keys, d->keys, d->n * sizeof *keys);
        memcpy(items, d->items, d->n * sizeof *items);
    }
    d->keys = keys;
    d->items = items;
    d->capacity = capacity;
    return true;
}

static size_t find(const struct plist_dict *d, struct slice key) {
    for (size_t i = 0; i < d->n; i++)
        if (slice_equal(d->keys[i], key))
            return i;
    return SIZE_MAX;
}

void plist_dict_set_slice(struct plist_dict *d, struct slice key, struct plist value) {
    size_t at = find(d, key);
    if (at == SIZE_MAX) {
        if (d->n == d->capacity && !grow(d)) {
            d->failed = true;
            return;
        }
        at = d->n++;
        d->keys[at] = key;
    }
    d->items[at] = value;
}

void plist_dict_set(struct plist_dict *d, const char *key, struct plist value) { plist_dict_set_slice(d, slice_str(key), value); }

bool plist_dict_has(const struct plist_dict *d, const char *key) { return find(d, slice_str(key)) != SIZE_MAX; }

struct entry {
    struct slice key;
    struct plist item;
};

static int compare(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    size_t len = x->key.len < y->key.len ? x->key.len : y->key.len;
    int order = len ? memcmp(x->key.data, y->key.data, len) : 0;
    return order ? order : (x->key.len > y->key.len) - (x->key.len < y->key.len);
}

bool plist_dict_finish(struct plist_dict *d, struct plist *ret_dict, struct error *err) {
    struct entry *sorted = arena_array(d->arena, d->n, sizeof *sorted);
    if (d->failed || !sorted)
        return error_set(err, "a dictionary of more than %d keys, or memory is short", PLIST_DICT_MAX);
    for (size_t i = 0; i < d->n; i++)
        sorted[i] = (struct entry){d->keys[i], d->items[i]};
    if (d->n)
        qsort(sorted, d->n, sizeof *sorted, compare);
    for (size_t i = 0; i < d->n; i++) {
        d->keys[i] = sorted[i].key;
        d->items[i] = sorted[i].item;
    }
    *ret_dict = (struct plist){.type = PLIST_DICT, .keys = d->keys, .items = d->items, .n_items = d->n};
    return true;
}

#include "format/plist.h"

#include "format/plist_parser.h"

const struct plist_limits plist_limits = {.bytes = 64u << 20, .nodes = 1000000, .depth = PLIST_MAX_DEPTH};

const char *plist_type_name(enum plist_type type) {
    static const char *const names[] = {"null", "boolean", "integer", "real", "date", "data", "string", "uid", "array", "dict"};
    return (size_t)type < sizeof names / sizeof *names ? names[type] : "unknown";
}

const char *plist_format_name(enum plist_format format) {
    static const char *const names[] = {"unknown", "XML", "binary", "OpenStep"};
    return (size_t)format < sizeof names / sizeof *names ? names[format] : "unknown";
}

static bool key_is(struct slice key, struct slice name) { return slice_equal(key, name); }

static const struct plist *get(const struct plist *dict, struct slice name) {
    if (!dict || dict->type != PLIST_DICT)
        return NULL;
    for (size_t i = 0; i < dict->n_items; i++) {
        size_t at = dict->last_key_wins ? dict->n_items - 1 - i : i;
        if (key_is(dict->keys[at], name))
            return &dict->items[at];
    }
    return NULL;
}

const struct plist *plist_get(const struct plist *dict, const char *key) { return get(dict, slice_str(key)); }

/* The shortest run of path elements that is a key of the dict; *rest is left behind it. */
static const struct plist *step_into_dict(const struct plist *dict, struct slice *rest) {
    for (size_t end = 0; end <= rest->len; end++) {
        if (end < rest->len && rest->data[end] != '/')
            continue;
        const struct plist *found = get(dict, slice_sub(*rest, 0, end));
        if (found) {
            *rest = slice_from(*rest, end < rest->len ? end + 1 : end);
            return found;
        }
    }
    return NULL;
}

static const struct plist *step_into_array(const struct plist *array, struct slice *rest) {
    size_t end = slice_find_byte(*rest, '/');
    int64_t index = -1;
    if (!slice_to_int64(slice_sub(*rest, 0, end), &index) || index < 0 || (uint64_t)index >= array->n_items)
        return NULL;
    *rest = end == SLICE_NOT_FOUND ? slice_from(*rest, rest->len) : slice_from(*rest, end + 1);
    return &array->items[index];
}

const struct plist *plist_path(const struct plist *root, const char *slash_path) {
    struct slice rest = slice_str(slash_path);
    while (root && rest.len)
        root = root->type == PLIST_DICT ? step_into_dict(root, &rest) : root->type == PLIST_ARRAY ? step_into_array(root, &rest) : NULL;
    return root;
}

struct slice plist_string(const struct plist *p) {
    return p && p->type == PLIST_STRING ? p->text : slice_of(NULL, 0);
}

bool plist_integer_value(const struct plist *p, int64_t *ret_value) {
    if (!p || p->type != PLIST_INTEGER || p->is_unsigned)
        return false;
    *ret_value = p->integer;
    return true;
}

bool plist_bool_value(const struct plist *p, bool *ret_value) {
    int64_t number = -1;
    if (p && p->type == PLIST_BOOL)
        number = p->boolean;
    else if (!plist_integer_value(p, &number) || (number != 0 && number != 1))
        return false;
    *ret_value = number == 1;
    return true;
}

void plist_walk_begin(struct plist_walk *w, const struct plist *root) {
    w->depth = 0;
    w->root = root;
}

static size_t add_to_path(struct plist_walk *w, size_t len, struct slice part) {
    size_t room = sizeof w->path - len;
    part = slice_sub(part, 0, room);
    if (part.len)
        memcpy(w->path + len, part.data, part.len);
    return len + part.len;
}

static size_t add_index(struct plist_walk *w, size_t len, size_t index) {
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + index % 10);
        index /= 10;
    } while (index);
    return add_to_path(w, len, slice_of(digits + at, sizeof digits - at));
}

static void enter(struct plist_walk *w, const struct plist *node, size_t path_len) {
    w->levels[w->depth].node = node;
    w->levels[w->depth].next = 0;
    w->levels[w->depth++].path_len = path_len;
}

static bool is_inner(const struct plist *p) { return p->type >= PLIST_ARRAY && p->n_items > 0; }

bool plist_walk_next(struct plist_walk *w, struct slice *ret_path, const struct plist **ret_leaf) {
    if (w->root) {
        const struct plist *root = w->root;
        w->root = NULL;
        if (!is_inner(root)) {
            *ret_path = slice_of(w->path, 0);
            *ret_leaf = root;
            return true;
        }
        enter(w, root, 0);
    }
    while (w->depth) {
        size_t top = w->depth - 1, index = w->levels[top].next++, len = w->levels[top].path_len;
        const struct plist *node = w->levels[top].node;
        if (index == node->n_items) {
            w->depth--;
            continue;
        }
        if (top > 0)
            len = add_to_path(w, len, slice_str("/"));
        len = node->type == PLIST_DICT ? add_to_path(w, len, node->keys[index]) : add_index(w, len, index);
        if (is_inner(&node->items[index]) && w->depth < PLIST_MAX_DEPTH) {
            enter(w, &node->items[index], len);
            continue;
        }
        *ret_path = slice_of(w->path, len);
        *ret_leaf = &node->items[index];
        return true;
    }
    return false;
}

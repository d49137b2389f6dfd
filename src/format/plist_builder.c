#include "format/plist_parser.h"

/* The stacks hold no more than the limit of nodes. */
void plist_builder_begin(struct plist_builder *b, struct arena *arena) {
    b->arena = arena;
    b->values = buffer_with_limit((plist_limits.nodes + 1) * sizeof(struct plist));
    b->keys = buffer_with_limit((plist_limits.nodes + 1) * sizeof(struct slice));
    b->n_values = b->n_keys = b->n_nodes = b->depth = 0;
    b->root = NULL;
}

void plist_builder_end(struct plist_builder *b) {
    buffer_free(&b->values);
    buffer_free(&b->keys);
}

struct plist_frame *plist_builder_top(struct plist_builder *b) {
    return b->depth ? &b->frames[b->depth - 1] : NULL;
}

bool plist_builder_open(struct plist_builder *b, enum plist_type type, uint64_t offset, uint32_t line, struct error *err) {
    if (b->depth == PLIST_MAX_DEPTH)
        return error_set(err, "more than %d containers inside each other", PLIST_MAX_DEPTH);
    b->frames[b->depth++] =
        (struct plist_frame){.type = type, .offset = offset, .line = line, .first = b->n_values, .first_key = b->n_keys};
    return true;
}

void plist_builder_key(struct plist_builder *b, struct slice key, uint64_t offset, uint32_t line) {
    struct plist_frame *top = plist_builder_top(b);
    if (!top)
        return;
    top->has_key = true;
    top->key = key;
    top->key_offset = offset;
    top->key_line = line;
}

static bool out_of_memory(struct error *err) { return error_set(err, "the list needs more memory than is allowed for it"); }

static bool keep_root(struct plist_builder *b, const struct plist *value, struct error *err) {
    struct plist *root = arena_alloc(b->arena, sizeof *root);
    if (!root)
        return out_of_memory(err);
    *root = *value;
    b->root = root;
    return true;
}

bool plist_builder_add(struct plist_builder *b, const struct plist *value, struct error *err) {
    if (++b->n_nodes > plist_limits.nodes)
        return error_set(err, "more than %zu values", plist_limits.nodes);
    struct plist_frame *top = plist_builder_top(b);
    if (!top)
        return keep_root(b, value, err);
    if (top->type == PLIST_DICT) {
        buffer_append(&b->keys, slice_of(&top->key, sizeof top->key));
        b->n_keys++;
        top->has_key = false;
    }
    buffer_append(&b->values, slice_of(value, sizeof *value));
    b->n_values++;
    return (buffer_ok(&b->values) && buffer_ok(&b->keys)) || out_of_memory(err);
}

/* Moves `count` entries from the top of a stack into the arena. */
static void *pop(struct plist_builder *b, struct buffer *stack, size_t count, size_t size) {
    void *kept = arena_array(b->arena, count, size);
    stack->len -= count * size;
    if (kept && count)
        memcpy(kept, stack->data + stack->len, count * size);
    return kept;
}

bool plist_builder_close(struct plist_builder *b, struct error *err) {
    const struct plist_frame *top = plist_builder_top(b);
    if (!top)
        return error_set(err, "nothing is open");
    size_t count = b->n_values - top->first, n_keys = b->n_keys - top->first_key;
    struct plist node = {.type = top->type, .offset = top->offset, .line = top->line, .n_items = count, .last_key_wins = true};
    node.items = pop(b, &b->values, count, sizeof(struct plist));
    node.keys = top->type == PLIST_DICT ? pop(b, &b->keys, n_keys, sizeof(struct slice)) : NULL;
    if (!node.items || (top->type == PLIST_DICT && !node.keys))
        return out_of_memory(err);
    b->n_values = top->first;
    b->n_keys = top->first_key;
    b->depth--;
    return plist_builder_add(b, &node, err);
}

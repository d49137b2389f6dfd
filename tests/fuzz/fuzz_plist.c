/* Reads the bytes as a property list; of a list that was read, looks at every leaf and finds the first ones again by their path. */
#include "format/plist.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void touch(struct slice s, uint8_t *sum) {
    for (size_t i = 0; i < s.len; i++)
        *sum ^= s.data[i];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena CLEANUP_ARENA = arena_new((size_t)256 << 20);
    const struct plist *root = NULL, *leaf;
    struct plist_problem problem;
    struct error err;
    struct plist_walk walk;
    struct slice path;
    uint8_t sum = 0;
    if (!arena)
        return 0;
    if (!plist_parse(slice_of(data, size), arena, &root, &problem, &err)) {
        if (root || err.text[0] == '\0' || problem.offset > size + 8)
            __builtin_trap();
        return 0;
    }
    plist_walk_begin(&walk, root);
    for (int i = 0; plist_walk_next(&walk, &path, &leaf); i++) {
        touch(path, &sum);
        touch(leaf->text, &sum);
        char *name = i < 20 ? arena_string(arena, path) : NULL;
        if (name && plist_path(root, name))
            sum ^= 1;
    }
    volatile uint8_t kept = sum;
    (void)kept;
    return 0;
}

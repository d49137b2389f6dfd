/* Reads the bytes as output of scutil and looks at every leaf. */
#include "format/scutil_dictionary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena CLEANUP_ARENA = arena_new((size_t)256 << 20);
    const struct plist *root = NULL, *leaf;
    struct plist_walk walk;
    struct slice path;
    struct error err;
    size_t bytes = 0;
    if (!arena)
        return 0;
    if (!scutil_dictionary_parse(slice_of(data, size), arena, &root, NULL, &err)) {
        if (root || err.text[0] == '\0')
            __builtin_trap();
        return 0;
    }
    plist_walk_begin(&walk, root);
    while (plist_walk_next(&walk, &path, &leaf))
        for (size_t i = 0; i < leaf->text.len; i++)
            bytes += leaf->text.data[i];
    volatile size_t kept = bytes;
    (void)kept;
    return 0;
}

/*
 * Rewrites the bytes as a property list: every third text is replaced by a token, long data is emptied. A list that could be read must be
 * readable afterwards, and with the same shape; nothing else may happen to one that could not.
 */
#include "format/plist.h"
#include "format/plist_rewrite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool change_text(void *context, struct slice text, struct buffer *out) {
    size_t *count = context;
    if (++*count % 3 || slice_trim(text).len == 0) {
        buffer_append(out, text);
        return false;
    }
    buffer_add_str(out, "<user-1>");
    return true;
}

static bool change_data(void *context, struct slice bytes, struct buffer *out) {
    (void)context;
    buffer_append(out, slice_sub(bytes, 0, bytes.len > 4 ? 0 : bytes.len));
    return bytes.len > 4;
}

static size_t leaves_of(const struct plist *root) {
    struct plist_walk walk;
    struct slice path;
    const struct plist *leaf;
    size_t n = 0;
    plist_walk_begin(&walk, root);
    while (plist_walk_next(&walk, &path, &leaf))
        n++;
    return n;
}

/* One and two bytes for a character: the rewriter of XML is not for those. */
static bool is_wide(struct slice bytes) {
    return slice_starts_with(bytes, "\xff\xfe") || slice_starts_with(bytes, "\xfe\xff") || slice_find_byte(bytes, 0) < 4;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *before CLEANUP_ARENA = arena_new((size_t)128 << 20), *after CLEANUP_ARENA = arena_new((size_t)256 << 20);
    struct buffer out CLEANUP_BUFFER = buffer_with_limit((size_t)64 << 20);
    struct slice bytes = slice_of(data, size);
    size_t count = 0;
    const struct plist_rewrite how = {.context = &count, .text = change_text, .data = change_data};
    const struct plist *root = NULL, *again = NULL;
    struct error err;
    if (!before || !after)
        return 0;
    bool whole = plist_parse(bytes, before, &root, NULL, NULL), binary = plist_sniff(bytes) == PLIST_BINARY;
    bool good = binary ? plist_rewrite_binary(bytes, &how, &out, &err) : plist_rewrite_xml(bytes, &how, &out);
    if (!good || !whole || (!binary && (is_wide(bytes) || plist_sniff(bytes) != PLIST_XML)))
        return 0;
    if (!plist_parse(buffer_slice(&out), after, &again, NULL, &err) || leaves_of(root) != leaves_of(again))
        __builtin_trap();
    return 0;
}

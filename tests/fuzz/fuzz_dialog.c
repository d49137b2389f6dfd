/* Any bytes as what a person saw: hits lie in the text, in order, and none covers another. */
#include <stdlib.h>

#include "knowledge/knowledge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct knowledge *k;
    static struct arena *arena;
    static struct dialog_text *scratch;
    if (!k) {
        struct error err;
        k = knowledge_open(NULL, &err);
        arena = arena_new(1 << 20);
        scratch = arena ? dialog_text_new(arena, 4096) : NULL;
        if (!k || !scratch)
            abort();
    }
    struct dialog_hit hits[4];
    struct slice text = slice_of(data, size);
    size_t n = dialog_match(knowledge_dialogs(k), scratch, text, hits, 4);
    for (size_t i = 0; i < n; i++) {
        struct slice detail = hits[i].detail;
        if (hits[i].begin > hits[i].end || hits[i].end > size || (i > 0 && hits[i].begin < hits[i - 1].begin))
            abort();
        if (detail.len > 0 && (detail.data < data || detail.data + detail.len > data + size))
            abort();
    }
    return 0;
}

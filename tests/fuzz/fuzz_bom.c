/* Bills of materials: whatever the bytes, each path is short and no slice leaves the input or the arena. */
#include <stdlib.h>

#include "format/bom.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena CLEANUP_ARENA = arena_new(16 << 20);
    struct bom bom;
    struct error err = {{0}};
    unsigned sum = 0;
    if (!bom_parse(slice_of(data, size), arena, &bom, &err)) {
        if (err.text[0] == '\0')
            abort();
        return 0;
    }
    for (size_t i = 0; i < bom.n_entries; i++) {
        const struct bom_entry *e = &bom.entries[i];
        if (!e->path.data || e->offset > size)
            abort();
        for (size_t k = 0; k < e->path.len; k++)
            sum += e->path.data[k];
        for (size_t k = 0; k < e->target.len; k++)
            sum += e->target.data[k];
        sum += bom_type_name(e->type)[0] == '\0';
    }
    return sum == UINT32_MAX;
}

/* Mach-O files: whatever the bytes, each name lies in the input and each number in its bounds. */
#include <stdlib.h>

#include "format/macho.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned sum_of(struct slice s, const uint8_t *data, size_t size) {
    unsigned sum = 0;
    if (s.len && (s.data < data || s.data + s.len > data + size))
        abort();
    for (size_t i = 0; i < s.len; i++)
        sum += s.data[i];
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena CLEANUP_ARENA = arena_new(16 << 20);
    struct macho m;
    struct error err = {{0}};
    unsigned sum = 0;
    char version[24];
    if (!macho_parse(slice_of(data, size), arena, &m, &err)) {
        if (err.text[0] == '\0')
            abort();
        return 0;
    }
    for (size_t i = 0; i < m.n_slices; i++) {
        const struct macho_slice *s = &m.slices[i];
        sum += sum_of(s->uuid, data, size) + sum_of(s->install_name, data, size);
        if (s->signature_size && s->signature_offset + (size_t)s->signature_size > s->bytes.len)
            abort();
        for (size_t k = 0; k < s->n_libraries; k++)
            sum += sum_of(s->libraries[k].path, data, size) + (unsigned)macho_link_name(s->libraries[k].link)[0];
        sum += (unsigned)macho_version(s->minimum_os, version)[0] + (unsigned)s->arch[0] + (unsigned)s->kind[0];
    }
    return sum == UINT32_MAX;
}

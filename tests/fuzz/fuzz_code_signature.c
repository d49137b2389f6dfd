/* Code signatures, inside the Mach-O file that carries them, and alone. */
#include <stdlib.h>

#include "format/code_signature.h"
#include "format/macho.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned look(struct slice signature, struct slice file) {
    struct code_signature s;
    struct error err = {{0}};
    if (!code_signature_parse(signature, &s, &err)) {
        if (err.text[0] == '\0')
            abort();
        return 0;
    }
    struct code_pages p = code_signature_check(&s, file);
    if (p.bad > p.checked || (p.bad && p.first_bad > UINT64_C(1) << 60))
        abort();
    unsigned sum = (unsigned)code_hash_name(s.hash_type)[0];
    for (unsigned slot = 0; slot < 12; slot++) {
        struct slice hash = code_signature_special(&s, slot);
        for (size_t i = 0; i < hash.len; i++)
            sum += hash.data[i];
    }
    for (size_t i = 0; i < s.identifier.len; i++)
        sum += s.identifier.data[i];
    for (size_t i = 0; i < s.team.len; i++)
        sum += s.team.data[i];
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena CLEANUP_ARENA = arena_new(16 << 20);
    struct slice bytes = slice_of(data, size);
    struct macho m;
    struct error err = {{0}};
    unsigned sum = look(bytes, bytes);
    if (!macho_parse(bytes, arena, &m, &err))
        return sum == UINT32_MAX;
    for (size_t i = 0; i < m.n_slices; i++)
        sum += look(slice_sub(m.slices[i].bytes, m.slices[i].signature_offset, m.slices[i].signature_size), m.slices[i].bytes);
    return sum == UINT32_MAX;
}

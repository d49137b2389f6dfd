/* BuildManifests: whatever they hold, a request of each kind is made or refused with a reason, and what is made can be written and read. */
#include <stdlib.h>

#include "tss/identity.h"
#include "tss/request.h"

static void make(const struct build_identity *identity, const char *kind, struct arena *arena) {
    static const uint8_t bytes[48];
    const struct slice hash = slice_of(bytes, sizeof bytes);
    const struct device_keys device = {.has_chip = identity->has_chip,
                                       .has_ecid = true,
                                       .chip = identity->chip,
                                       .ecid = UINT64_MAX,
                                       .production = true,
                                       .security = true,
                                       .nonce = hash,
                                       .sep_nonce_random = true};
    struct tss_question q = {.kind = kind, .identity = identity, .device = &device};
    struct buffer out = buffer_with_limit(TSS_REQUEST_LIMIT);
    const struct plist *back;
    struct tss_request r;
    struct error err;
    if (tss_request_make(&q, arena, &r, &err) && tss_request_write(&r, &out, &err) &&
        !plist_parse(buffer_slice(&out), arena, &back, NULL, &err) && arena_used(arena) < (32 << 20))
        abort(); /* what is written here is a list */
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(64 << 20);
    const struct plist *root;
    struct build_manifest manifest;
    const struct build_identity *identity;
    struct device_keys device = {.has_board = true, .board = 0x22};
    struct error err;
    if (arena && plist_parse(slice_of(data, size), arena, &root, NULL, &err) && build_manifest_read(root, arena, &manifest, &err)) {
        (void)!identity_select(&manifest, &(struct identity_wish){.device = &device}, &identity, &err);
        for (size_t i = 0; i < manifest.n_identities && i < 4; i++)
            for (size_t k = 0; tss_kinds[k]; k++)
                if (tss_kinds[k]->needs_identity)
                    make(&manifest.identities[i], tss_kinds[k]->name, arena);
    }
    arena_free(arena);
    return 0;
}

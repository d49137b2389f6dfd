/* The bytes as one of the img4 family; a ticket is then verified, and the constraints of a certificate are read from the bytes as well. */
#include <stdlib.h>

#include "format/img4.h"
#include "tss/ticket.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct slice part, struct slice whole) {
    if (part.len && (part.data < whole.data || part.data + part.len > whole.data + whole.len))
        abort();
}

static void look(const struct img4_object *o, struct slice whole) {
    char name[12];
    for (size_t i = 0; i < o->n_properties; i++) {
        inside(o->properties[i].value, whole);
        if (img4_find(o, o->properties[i].name) != &o->properties[i] || img4_name(o->properties[i].name, name) != name)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct slice bytes = slice_of(data, size);
    struct arena *arena CLEANUP_ARENA = arena_new((size_t)64 << 20);
    static const struct ticket_root root = {"Practice Secure Boot Root CA", {(const uint8_t *)"\x30\x03\x02\x01\x00", 5}};
    struct img4_constraints constraints;
    struct ticket_checks checks;
    struct img4 i;
    struct error err = {{0}};
    if (!img4_parse(bytes, arena, &i, &err) && err.text[0] == '\0')
        abort();
    else if (err.text[0] == '\0' && i.has_manifest) {
        look(&i.manifest.manifest, bytes);
        for (size_t k = 0; k < i.manifest.n_objects; k++)
            look(&i.manifest.objects[k], bytes);
        if (!ticket_check(&i.manifest, &root, 1, arena, &checks, &err) || checks.n == 0)
            abort();
    }
    if (img4_constraints_parse(bytes, arena, &constraints, &err))
        look(&constraints.manifest, bytes);
    return 0;
}

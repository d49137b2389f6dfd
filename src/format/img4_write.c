#include "format/img4_write.h"

#include <stdlib.h>

#include "format/der_write.h"

enum { DER_NULL = 5 };

static int compare_properties(const void *a, const void *b) {
    const struct img4_property *x = a, *y = b;
    return (x->name > y->name) - (x->name < y->name);
}

static int compare_objects(const void *a, const void *b) {
    const struct img4_object *x = a, *y = b;
    return (x->name > y->name) - (x->name < y->name);
}

/* Few, and mostly in order: qsort is for many. */
static bool is_sorted(const struct img4_property *properties, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (properties[i - 1].name > properties[i].name)
            return false;
    return true;
}

void img4_sort(struct img4_property *properties, size_t n) {
    if (!is_sorted(properties, n))
        qsort(properties, n, sizeof *properties, compare_properties);
}

void img4_sort_objects(struct img4_object *objects, size_t n) {
    if (n > 1)
        qsort(objects, n, sizeof *objects, compare_objects);
}

/* [PRIVATE 4cc] { SEQUENCE { IA5String 4cc, ... } }, left open. */
struct named {
    size_t tagged, sequence;
};

static struct named open_named(struct buffer *out, uint32_t name) {
    uint8_t letters[4] = {(uint8_t)(name >> 24), (uint8_t)(name >> 16), (uint8_t)(name >> 8), (uint8_t)name};
    struct named n = {.tagged = der_open(out, DER_PRIVATE, name)};
    n.sequence = der_open(out, DER_UNIVERSAL, DER_SEQUENCE);
    der_put(out, DER_IA5_STRING, slice_of(letters, sizeof letters));
    return n;
}

static void close_named(struct buffer *out, struct named n) {
    der_close(out, n.sequence);
    der_close(out, n.tagged);
}

static void write_value(struct buffer *out, const struct img4_property *p) {
    size_t inside;
    switch (p->type) {
    case IMG4_BOOLEAN:
        der_put_boolean(out, p->boolean);
        return;
    case IMG4_INTEGER:
        der_put_unsigned(out, p->integer);
        return;
    case IMG4_TEXT:
        der_put(out, DER_IA5_STRING, p->bytes);
        return;
    case IMG4_PRESENT:
    case IMG4_ABSENT:
        inside = der_open(out, DER_CONTEXT, p->type == IMG4_PRESENT ? 0 : 1);
        der_put(out, (enum der_tag)DER_NULL, slice_of(NULL, 0));
        der_close(out, inside);
        return;
    case IMG4_DATA:
    case IMG4_OTHER:
        der_put(out, DER_OCTET_STRING, p->bytes);
        return;
    }
}

static void write_object(struct buffer *out, uint32_t name, const struct img4_object *o) {
    struct named object = open_named(out, name);
    size_t set = der_open(out, DER_UNIVERSAL, DER_SET);
    for (size_t i = 0; i < o->n_properties; i++) {
        struct named property = open_named(out, o->properties[i].name);
        write_value(out, &o->properties[i]);
        close_named(out, property);
    }
    der_close(out, set);
    close_named(out, object);
}

void img4_write_body(struct buffer *out, const struct img4_object *manifest, const struct img4_object *objects, size_t n_objects) {
    size_t body = der_open(out, DER_UNIVERSAL, DER_SET);
    struct named block = open_named(out, IMG4_NAME('M', 'A', 'N', 'B'));
    size_t set = der_open(out, DER_UNIVERSAL, DER_SET);
    write_object(out, IMG4_MANP, manifest);
    for (size_t i = 0; i < n_objects; i++)
        write_object(out, objects[i].name, &objects[i]);
    der_close(out, set);
    close_named(out, block);
    der_close(out, body);
}

void img4_write_ticket(struct buffer *out, struct slice body, struct slice signature, const struct slice *certificates, size_t n) {
    size_t ticket = der_open(out, DER_UNIVERSAL, DER_SEQUENCE);
    der_put(out, DER_IA5_STRING, slice_str("IM4M"));
    der_put_unsigned(out, 0);
    buffer_append(out, body);
    der_put(out, DER_OCTET_STRING, signature);
    size_t chain = der_open(out, DER_UNIVERSAL, DER_SEQUENCE);
    for (size_t i = 0; i < n; i++)
        buffer_append(out, certificates[i]);
    der_close(out, chain);
    der_close(out, ticket);
}

void img4_write_constraints(struct buffer *out, const struct img4_constraints *constraints) {
    size_t set = der_open(out, DER_UNIVERSAL, DER_SET);
    write_object(out, IMG4_MANP, &constraints->manifest);
    write_object(out, IMG4_OBJP, &constraints->object);
    der_close(out, set);
}

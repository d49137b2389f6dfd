#include "format/img4.h"

#include <stdio.h>

#define IMG4_MANB IMG4_NAME('M', 'A', 'N', 'B')

const char *img4_name(uint32_t name, char buffer[12]) {
    char c[4] = {(char)(name >> 24), (char)(name >> 16), (char)(name >> 8), (char)name};
    bool printable = true;
    for (size_t i = 0; i < 4; i++)
        printable &= c[i] > ' ' && c[i] < 0x7F;
    if (printable)
        snprintf(buffer, 12, "%.4s", c);
    else
        snprintf(buffer, 12, "0x%08x", name);
    return buffer;
}

const struct img4_property *img4_find(const struct img4_object *object, uint32_t name) {
    for (size_t i = 0; i < object->n_properties; i++)
        if (object->properties[i].name == name)
            return &object->properties[i];
    return NULL;
}

uint32_t img4_name_of(struct slice s) { return s.len == 4 ? IMG4_NAME(s.data[0], s.data[1], s.data[2], s.data[3]) : 0; }

/* [PRIVATE 4cc] { SEQUENCE { IA5String 4cc, ... } }: leaves *ret_inside behind the name. */
static bool open_named(struct der_cursor *c, uint32_t *ret_name, size_t *ret_offset, struct der_cursor *ret_inside, struct error *err) {
    struct der tagged, sequence, name;
    if (!der_next(c, &tagged, err))
        return false;
    if (tagged.class != DER_PRIVATE || !tagged.constructed)
        return error_set(err, "offset %zu: not a property: its tag is not of class PRIVATE", tagged.offset);
    struct der_cursor outer = der_inside(c, &tagged);
    if (!der_expect(&outer, DER_UNIVERSAL, DER_SEQUENCE, "property", &sequence, err))
        return false;
    struct der_cursor inner = der_inside(&outer, &sequence);
    if (!der_expect(&inner, DER_UNIVERSAL, DER_IA5_STRING, "name of a property", &name, err))
        return false;
    if (name.content.len != 4 || img4_name_of(name.content) != tagged.tag)
        return error_set(err, "offset %zu: the property's name and its tag differ", tagged.offset);
    if (!der_at_end(&outer))
        return error_set(err, "offset %zu: bytes behind the property", der_offset(&outer));
    *ret_name = tagged.tag;
    *ret_offset = tagged.offset;
    *ret_inside = inner;
    return true;
}

static bool set_value(struct img4_property *p, const struct der *e, struct error *err) {
    struct error too_large;
    p->value = e->whole;
    p->bytes = e->content;
    p->type = IMG4_OTHER;
    if (e->class == DER_CONTEXT && e->tag <= 1) {
        p->type = e->tag == 0 ? IMG4_PRESENT : IMG4_ABSENT;
    } else if (der_is(e, DER_UNIVERSAL, DER_BOOLEAN)) {
        p->type = IMG4_BOOLEAN;
        return der_boolean(e, &p->boolean, err);
    } else if (der_is(e, DER_UNIVERSAL, DER_INTEGER)) {
        p->type = der_unsigned(e, &p->integer, &too_large) ? IMG4_INTEGER : IMG4_DATA;
    } else if (der_is(e, DER_UNIVERSAL, DER_OCTET_STRING)) {
        p->type = IMG4_DATA;
    } else if (der_is(e, DER_UNIVERSAL, DER_IA5_STRING) || der_is(e, DER_UNIVERSAL, DER_UTF8_STRING)) {
        p->type = IMG4_TEXT;
    }
    return true;
}

static bool parse_property(struct der_cursor *c, struct img4_property *ret, struct error *err) {
    struct img4_property p = {0};
    struct der_cursor inside;
    struct der value;
    if (!open_named(c, &p.name, &p.offset, &inside, err) || !der_next(&inside, &value, err) || !set_value(&p, &value, err))
        return false;
    if (!der_at_end(&inside))
        return error_set(err, "offset %zu: bytes behind the property's value", der_offset(&inside));
    *ret = p;
    return true;
}

/* How many elements follow; a malformed one ends the count and is told when it is read. */
static size_t count_elements(struct der_cursor c) {
    struct error ignored;
    struct der e;
    size_t n = 0;
    while (!der_at_end(&c) && der_next(&c, &e, &ignored))
        n++;
    return n + !der_at_end(&c);
}

/* SET OF property, each name once. */
static bool parse_properties(struct arena *arena, struct der_cursor *c, struct img4_object *o, struct error *err) {
    struct der set;
    if (!der_expect(c, DER_UNIVERSAL, DER_SET, "properties", &set, err))
        return false;
    struct der_cursor inside = der_inside(c, &set);
    size_t n = count_elements(inside);
    if (n > IMG4_MAX_PROPERTIES)
        return error_set(err, "offset %zu: more than %d properties", set.offset, IMG4_MAX_PROPERTIES);
    struct img4_property *properties = arena_array(arena, n, sizeof *properties);
    if (!properties)
        return error_set(err, "out of memory");
    o->properties = properties;
    for (; !der_at_end(&inside); o->n_properties++) {
        char name[12];
        if (!parse_property(&inside, &properties[o->n_properties], err))
            return false;
        if (img4_find(o, properties[o->n_properties].name))
            return error_set(err, "offset %zu: the property %s stands twice", properties[o->n_properties].offset,
                             img4_name(properties[o->n_properties].name, name));
    }
    return true;
}

static bool parse_object(struct arena *arena, struct der_cursor *c, struct img4_object *ret, struct error *err) {
    struct img4_object o = {0};
    struct der_cursor inside;
    char name[12];
    if (!open_named(c, &o.name, &o.offset, &inside, err))
        return false;
    if (!parse_properties(arena, &inside, &o, err))
        return error_wrap(err, "object %s", img4_name(o.name, name));
    if (!der_at_end(&inside))
        return error_set(err, "object %s: offset %zu: bytes behind the properties", img4_name(o.name, name), der_offset(&inside));
    *ret = o;
    return true;
}

/* Objects up to the end of the cursor: MANP into *ret_manifest, the others into *ret_objects. */
static bool parse_objects(struct arena *arena, struct der_cursor *c, struct im4m *m, struct error *err) {
    size_t n = count_elements(*c);
    if (n > IMG4_MAX_OBJECTS)
        return error_set(err, "more than %d objects", IMG4_MAX_OBJECTS);
    struct img4_object *objects = arena_array(arena, n, sizeof *objects);
    if (!objects)
        return error_set(err, "out of memory");
    m->objects = objects;
    bool has_manifest = false;
    while (!der_at_end(c)) {
        struct img4_object *o = &objects[m->n_objects];
        if (!parse_object(arena, c, o, err))
            return false;
        if (o->name != IMG4_MANP) {
            m->n_objects++;
            continue;
        }
        if (has_manifest)
            return error_set(err, "offset %zu: the ticket has more than one MANP", o->offset);
        m->manifest = *o;
        has_manifest = true;
    }
    return has_manifest ? true : error_set(err, "the ticket has no MANP");
}

/* SET { [MANB] { SEQUENCE { "MANB", SET OF object } } } */
static bool parse_body(struct arena *arena, struct der_cursor *c, struct im4m *m, struct error *err) {
    struct der body, objects;
    struct der_cursor inside, manb, each;
    uint32_t name = 0;
    size_t offset = 0;
    if (!der_expect(c, DER_UNIVERSAL, DER_SET, "body", &body, err))
        return false;
    m->body = body.whole;
    inside = der_inside(c, &body);
    if (!open_named(&inside, &name, &offset, &manb, err))
        return error_wrap(err, "body");
    if (name != IMG4_MANB || !der_at_end(&inside))
        return error_set(err, "offset %zu: the body is not one MANB", offset);
    if (!der_expect(&manb, DER_UNIVERSAL, DER_SET, "MANB", &objects, err))
        return false;
    if (!der_at_end(&manb))
        return error_set(err, "offset %zu: bytes behind the objects", der_offset(&manb));
    each = der_inside(&manb, &objects);
    return parse_objects(arena, &each, m, err);
}

static bool parse_certificates(struct der_cursor *c, struct im4m *m, struct error *err) {
    struct der list, certificate;
    if (!der_expect(c, DER_UNIVERSAL, DER_SEQUENCE, "certificates", &list, err))
        return false;
    struct der_cursor inside = der_inside(c, &list);
    while (!der_at_end(&inside)) {
        if (m->n_certificates == IMG4_MAX_CERTIFICATES)
            return error_set(err, "offset %zu: more than %d certificates", der_offset(&inside), IMG4_MAX_CERTIFICATES);
        if (!der_expect(&inside, DER_UNIVERSAL, DER_SEQUENCE, "certificate", &certificate, err))
            return false;
        m->certificates[m->n_certificates++] = certificate.whole;
    }
    return true;
}

/* Behind the name "IM4M". */
static bool parse_im4m(struct arena *arena, struct der_cursor *c, struct slice whole, struct im4m *ret, struct error *err) {
    struct im4m m = {.whole = whole};
    struct der version, signature;
    uint64_t number = 0;
    if (!der_expect(c, DER_UNIVERSAL, DER_INTEGER, "version", &version, err) || !der_unsigned(&version, &number, err))
        return false;
    if (number != 0)
        return error_set(err, "offset %zu: version %llu; only 0 is known", version.offset, (unsigned long long)number);
    if (!parse_body(arena, c, &m, err))
        return false;
    if (!der_expect(c, DER_UNIVERSAL, DER_OCTET_STRING, "signature", &signature, err))
        return false;
    m.signature = signature.content;
    if (!der_at_end(c) && !parse_certificates(c, &m, err))
        return false;
    if (!der_at_end(c))
        return error_set(err, "offset %zu: bytes behind the certificates", der_offset(c));
    *ret = m;
    return true;
}

static bool parse_compression(struct der_cursor *c, const struct der *e, struct im4p *p, struct error *err) {
    struct der_cursor inside = der_inside(c, e);
    struct der algorithm, size;
    uint64_t number = 0;
    if (!der_expect(&inside, DER_UNIVERSAL, DER_INTEGER, "compression", &algorithm, err) || !der_unsigned(&algorithm, &number, err) ||
        !der_expect(&inside, DER_UNIVERSAL, DER_INTEGER, "uncompressed size", &size, err) ||
        !der_unsigned(&size, &p->uncompressed_size, err))
        return false;
    p->algorithm = number <= INT32_MAX ? (int)number : -1;
    return true;
}

/* Behind the name "IM4P". Properties of the payload are not kept. */
static bool parse_im4p(struct der_cursor *c, struct slice whole, struct im4p *ret, struct error *err) {
    struct im4p p = {.whole = whole, .algorithm = -1};
    struct der type, description, data, more;
    if (!der_expect(c, DER_UNIVERSAL, DER_IA5_STRING, "type of the payload", &type, err) ||
        !der_expect(c, DER_UNIVERSAL, DER_IA5_STRING, "description", &description, err) ||
        !der_expect(c, DER_UNIVERSAL, DER_OCTET_STRING, "data", &data, err))
        return false;
    if (type.content.len != 4)
        return error_set(err, "offset %zu: the payload's type has %zu bytes, not 4", type.offset, type.content.len);
    p.type = img4_name_of(type.content);
    p.description = description.content;
    p.data = data.content;
    while (!der_at_end(c)) {
        if (!der_next(c, &more, err))
            return false;
        if (der_is(&more, DER_UNIVERSAL, DER_OCTET_STRING))
            p.encrypted = more.content.len > 0;
        else if (der_is(&more, DER_UNIVERSAL, DER_SEQUENCE) && !parse_compression(c, &more, &p, err))
            return false;
    }
    *ret = p;
    return true;
}

/* SEQUENCE { IA5String of four letters, ... }: leaves *ret_inside behind the name. */
static bool open_container(struct der_cursor *c, uint32_t *ret_name, struct der *ret_whole, struct der_cursor *ret_inside,
                           struct error *err) {
    struct der name;
    if (!der_expect(c, DER_UNIVERSAL, DER_SEQUENCE, "container", ret_whole, err))
        return false;
    *ret_inside = der_inside(c, ret_whole);
    if (!der_expect(ret_inside, DER_UNIVERSAL, DER_IA5_STRING, "name of the container", &name, err))
        return false;
    *ret_name = img4_name_of(name.content);
    return true;
}

static bool parse_part(struct arena *arena, struct der_cursor *c, struct img4 *i, struct error *err);

/* Behind the name "IMG4": the payload, [0] the ticket, [1] what the restore left. */
static bool parse_img4(struct arena *arena, struct der_cursor *c, struct img4 *i, struct error *err) {
    struct der part;
    if (!parse_part(arena, c, i, err))
        return error_wrap(err, "payload");
    while (!der_at_end(c)) {
        if (!der_next(c, &part, err))
            return false;
        if (part.class != DER_CONTEXT || part.tag > 1)
            return error_set(err, "offset %zu: neither a ticket nor an IM4R", part.offset);
        struct der_cursor inside = der_inside(c, &part);
        if (!parse_part(arena, &inside, i, err))
            return false;
        if (!der_at_end(&inside))
            return error_set(err, "offset %zu: bytes behind the ticket", der_offset(&inside));
    }
    return true;
}

/* One of IM4P, IM4M, IM4R; each at most once. */
static bool parse_part(struct arena *arena, struct der_cursor *c, struct img4 *i, struct error *err) {
    struct der whole;
    struct der_cursor inside;
    uint32_t name = 0;
    if (!open_container(c, &name, &whole, &inside, err))
        return false;
    bool *has = name == IMG4_NAME('I', 'M', '4', 'P')   ? &i->has_payload
                : name == IMG4_NAME('I', 'M', '4', 'M') ? &i->has_manifest
                : name == IMG4_NAME('I', 'M', '4', 'R') ? &i->has_restore
                                                        : NULL;
    char text[12];
    if (!has || *has)
        return error_set(err, "offset %zu: %s %s", whole.offset, has ? "a second" : "not known:", img4_name(name, text));
    *has = true;
    if (has == &i->has_payload)
        return parse_im4p(&inside, whole.whole, &i->payload, err) || error_wrap(err, "IM4P");
    if (has == &i->has_manifest)
        return parse_im4m(arena, &inside, whole.whole, &i->manifest, err) || error_wrap(err, "IM4M");
    i->restore.name = name;
    return parse_properties(arena, &inside, &i->restore, err) || error_wrap(err, "IM4R");
}

bool img4_parse(struct slice bytes, struct arena *arena, struct img4 *ret_img4, struct error *err) {
    struct img4 i = {0};
    struct der whole;
    struct der_cursor c = der_cursor_of(bytes), start = c, inside;
    uint32_t name = 0;
    if (!open_container(&c, &name, &whole, &inside, err))
        return false;
    if (!der_at_end(&c))
        return error_set(err, "offset %zu: %zu bytes behind the end", der_offset(&c), c.rest.len);
    bool is_img4 = name == IMG4_NAME('I', 'M', 'G', '4');
    if (is_img4 ? !parse_img4(arena, &inside, &i, err) : !parse_part(arena, &start, &i, err))
        return is_img4 ? error_wrap(err, "IMG4") : false;
    *ret_img4 = i;
    return true;
}

bool img4_constraints_parse(struct slice bytes, struct arena *arena, struct img4_constraints *ret, struct error *err) {
    struct img4_constraints constraints = {0};
    struct der set;
    struct der_cursor c = der_cursor_of(bytes);
    if (!der_expect(&c, DER_UNIVERSAL, DER_SET, "constraints", &set, err))
        return false;
    struct der_cursor inside = der_inside(&c, &set);
    while (!der_at_end(&inside)) {
        struct img4_object o = {0};
        char name[12];
        if (!parse_object(arena, &inside, &o, err))
            return error_wrap(err, "constraints");
        if (o.name != IMG4_MANP && o.name != IMG4_OBJP)
            return error_set(err, "constraints: offset %zu: on %s, which is neither MANP nor OBJP", o.offset, img4_name(o.name, name));
        *(o.name == IMG4_MANP ? &constraints.manifest : &constraints.object) = o;
    }
    *ret = constraints;
    return der_at_end(&c) ? true : error_set(err, "constraints: offset %zu: bytes behind the end", der_offset(&c));
}

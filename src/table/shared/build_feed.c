#include "table/shared/build_feed.h"

#include "format/build_manifest.h"
#include "table/shared/property_list.h"

enum { MAX_DIGEST = 64 };

static struct value known_number(bool known, uint64_t n) { return known ? value_integer((int64_t)n) : value_null(); }

static void emit_identity(struct feed *f, const struct build_manifest *m, size_t number) {
    const struct build_identity *i = &m->identities[number];
    struct slice build = i->build.len ? i->build : m->build;
    struct value row[IDENTITY_COLUMNS] = {0};
    row[IDENTITY_NUMBER] = value_integer((int64_t)number);
    row[IDENTITY_CHIP] = known_number(i->has_chip, i->chip);
    row[IDENTITY_BOARD] = known_number(i->has_board, i->board);
    row[IDENTITY_SECURITY_DOMAIN] = known_number(i->has_domain, i->security_domain);
    row[IDENTITY_DEVICE_CLASS] = value_text(i->device_class);
    row[IDENTITY_VARIANT] = value_text(i->variant);
    row[IDENTITY_BEHAVIOR] = value_text(i->behavior);
    row[IDENTITY_VERSION] = value_text(m->version);
    row[IDENTITY_BUILD] = value_text(build);
    row[IDENTITY_COMPONENTS] = value_integer((int64_t)i->n_components);
    row[IDENTITY_TEXT] = value_str(arena_printf(f->arena, "chip 0x%llx, board 0x%llx: %.*s %.*s %.*s, build %.*s",
                                                (unsigned long long)i->chip, (unsigned long long)i->board, SLICE_ARG(i->device_class),
                                                SLICE_ARG(i->variant), SLICE_ARG(i->behavior), SLICE_ARG(build)));
    feed_row(f, &table_build_identity, row, property_origin(i->node));
}

static void emit_component(struct feed *f, const struct build_component *c, size_t identity) {
    struct value row[COMPONENT_COLUMNS] = {0};
    row[COMPONENT_IDENTITY] = value_integer((int64_t)identity);
    row[COMPONENT_NAME] = value_text(c->name);
    row[COMPONENT_DIGEST] = c->digest.len ? property_hex(f->arena, c->digest, MAX_DIGEST) : value_null();
    row[COMPONENT_TRUSTED] = value_bool(c->trusted);
    row[COMPONENT_PATH] = value_text(c->path);
    feed_row(f, &table_build_component, row, property_origin(c->node));
}

bool build_feed(struct feed *f, struct error *err) {
    const struct plist *root;
    struct build_manifest m;
    if (!property_list_read(f, &root, err) || !build_manifest_read(root, f->arena, &m, err))
        return false;
    for (size_t i = 0; i < m.n_identities; i++) {
        emit_identity(f, &m, i);
        for (size_t k = 0; k < m.identities[i].n_components && feed_wants(f, &table_build_component); k++)
            emit_component(f, &m.identities[i].components[k], i);
    }
    return true;
}

#include "format/build_manifest.h"

static bool number_of(const struct plist *p, uint64_t *ret_value) {
    int64_t value = 0;
    if (!plist_integer_value(p, &value) && !slice_to_int64(slice_trim(plist_string(p)), &value))
        return false;
    if (value < 0)
        return false;
    *ret_value = (uint64_t)value;
    return true;
}

static struct slice data_of(const struct plist *p) { return p && p->type == PLIST_DATA ? p->text : slice_of(NULL, 0); }

static void read_component(struct slice name, const struct plist *node, struct build_component *c) {
    c->name = name;
    c->node = node;
    c->digest = data_of(plist_get(node, "Digest"));
    c->path = plist_string(plist_path(node, "Info/Path"));
    if (!plist_bool_value(plist_get(node, "Trusted"), &c->trusted))
        c->trusted = false;
}

static bool read_components(const struct plist *dict, struct arena *arena, struct build_identity *i, struct error *err) {
    size_t n = dict && dict->type == PLIST_DICT ? dict->n_items : 0;
    if (n > BUILD_MAX_COMPONENTS)
        return error_set(err, "an identity of more than %d components", BUILD_MAX_COMPONENTS);
    struct build_component *components = arena_array(arena, n, sizeof *components);
    if (!components)
        return error_set(err, "out of memory");
    for (size_t k = 0; k < n; k++)
        read_component(dict->keys[k], &dict->items[k], &components[k]);
    i->components = components;
    i->n_components = n;
    return true;
}

static bool read_identity(const struct plist *node, struct arena *arena, struct build_identity *i, struct error *err) {
    const struct plist *info = plist_get(node, "Info");
    i->node = node;
    i->has_chip = number_of(plist_get(node, "ApChipID"), &i->chip);
    i->has_board = number_of(plist_get(node, "ApBoardID"), &i->board);
    i->has_domain = number_of(plist_get(node, "ApSecurityDomain"), &i->security_domain);
    i->device_class = plist_string(plist_get(info, "DeviceClass"));
    i->variant = plist_string(plist_get(info, "Variant"));
    i->behavior = plist_string(plist_get(info, "RestoreBehavior"));
    i->build = plist_string(plist_get(info, "BuildNumber"));
    i->product_type = plist_string(plist_get(node, "Ap,ProductType"));
    return read_components(plist_get(node, "Manifest"), arena, i, err);
}

bool build_manifest_read(const struct plist *root, struct arena *arena, struct build_manifest *ret_manifest, struct error *err) {
    const struct plist *list = plist_get(root, "BuildIdentities");
    struct build_manifest m = {.version = plist_string(plist_get(root, "ProductVersion")),
                               .build = plist_string(plist_get(root, "ProductBuildVersion"))};
    if (!list || list->type != PLIST_ARRAY)
        return error_set(err, "no BuildManifest: the array BuildIdentities is missing");
    if (list->n_items > BUILD_MAX_IDENTITIES)
        return error_set(err, "a BuildManifest of more than %d identities", BUILD_MAX_IDENTITIES);
    struct build_identity *identities = arena_array(arena, list->n_items, sizeof *identities);
    if (!identities)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < list->n_items; i++)
        if (!read_identity(&list->items[i], arena, &identities[i], err))
            return error_wrap(err, "identity %zu", i);
    m.identities = identities;
    m.n_identities = list->n_items;
    *ret_manifest = m;
    return true;
}

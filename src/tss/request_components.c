/* The images of an identity that a request lists, each with what its rules make of it. */
#include "tss/request_kind.h"

static bool is_listed(const char *const *names, struct slice name) {
    for (; names && *names; names++)
        if (slice_is(name, *names))
            return true;
    return false;
}

static bool begins_with(const char *const *prefixes, struct slice name) {
    for (; prefixes && *prefixes; prefixes++)
        if (slice_starts_with(name, *prefixes))
            return true;
    return false;
}

static bool flag(const struct plist *dict, const char *key, bool otherwise) {
    bool value = false;
    return plist_bool_value(plist_get(dict, key), &value) ? value : otherwise;
}

static bool is_left_out(const struct build_component *c, const struct tss_filter *f) {
    const struct plist *info = plist_get(c->node, "Info");
    if (is_listed(f->skipped, c->name) || begins_with(f->skipped_prefix, c->name) || !info)
        return true;
    if (f->by_rules_or_trust && !plist_get(info, "RestoreRequestRules") && !c->trusted)
        return true;
    if (f->by_personalize && !flag(info, "Personalize", true) && !c->trusted)
        return true;
    return f->without_ftab && flag(info, "IsFTAB", false);
}

static struct restore_state state_of(const struct device_keys *d) {
    return (struct restore_state){.raw_production = d->production,
                                  .raw_security = d->security,
                                  .current_production = d->production,
                                  .current_security = d->security,
                                  .requires_image4 = true,
                                  .demotion_policy = slice_str("")};
}

/* The component without its Info, with what its rules set. */
static bool make_entry(struct tss_work *w, const struct build_component *c, const struct tss_filter *f, struct plist_dict *entry,
                       struct error *err) {
    const struct plist *rules = plist_path(c->node, "Info/RestoreRequestRules");
    const struct restore_state state = state_of(w->q->device);
    for (size_t i = 0; c->node->type == PLIST_DICT && i < c->node->n_items; i++)
        if (!slice_is(c->node->keys[i], "Info"))
            plist_dict_set_slice(entry, c->node->keys[i], c->node->items[i]);
    if (!restore_rules_apply(rules, &state, entry, err))
        return error_wrap(err, "%.*s", SLICE_ARG(c->name));
    if (!rules && f->modes_by_default) {
        plist_dict_set(entry, "EPRO", plist_of_bool(w->q->device->production));
        plist_dict_set(entry, "ESEC", plist_of_bool(w->q->device->security));
    }
    if (c->trusted && !plist_dict_has(entry, "Digest"))
        plist_dict_set(entry, "Digest", plist_of_data(slice_str("")));
    return true;
}

bool tss_add_components(struct tss_work *w, const struct tss_filter *filter, struct error *err) {
    const struct build_identity *identity = w->q->identity;
    for (size_t i = 0; i < identity->n_components; i++) {
        const struct build_component *c = &identity->components[i];
        struct plist_dict entry = plist_dict_in(w->arena);
        struct plist value;
        if (is_left_out(c, filter))
            continue;
        if (!make_entry(w, c, filter, &entry, err) || !plist_dict_finish(&entry, &value, err))
            return false;
        if (entry.n)
            plist_dict_set_slice(&w->out, c->name, value);
    }
    return true;
}

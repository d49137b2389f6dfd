#include "tss/restore_rules.h"

struct reserved {
    const char *key;
    size_t place;
};

#define PLACE(field) offsetof(struct restore_state, field)
static const struct reserved booleans[] = {
    {"ApRawProductionMode", PLACE(raw_production)},
    {"ApRawSecurityMode", PLACE(raw_security)},
    {"ApCurrentProductionMode", PLACE(current_production)},
    {"ApCurrentSecurityMode", PLACE(current_security)},
    {"ApInRomDFU", PLACE(in_rom_dfu)},
    {"ApRequiresImage4", PLACE(requires_image4)},
};
#define DEMOTION_KEY "ApDemotionPolicyOverride"

/* The present value of a reserved key; false for another key. */
static bool reserved_value(struct slice key, const struct restore_state *state, struct plist *ret_value) {
    if (slice_is(key, DEMOTION_KEY)) {
        *ret_value = plist_of_string(state->demotion_policy);
        return true;
    }
    for (size_t i = 0; i < sizeof booleans / sizeof *booleans; i++)
        if (slice_is(key, booleans[i].key)) {
            *ret_value = plist_of_bool(*(const bool *)((const char *)state + booleans[i].place));
            return true;
        }
    return false;
}

static bool is_empty(const struct plist *p) {
    switch (p->type) {
    case PLIST_BOOL:
        return !p->boolean;
    case PLIST_INTEGER:
        return p->integer == 0;
    case PLIST_STRING:
    case PLIST_DATA:
        return p->text.len == 0;
    default:
        return false;
    }
}

/* Booleans also as the integers 0 and 1, which is what some writers make of them. */
static bool same(const struct plist *expected, const struct plist *present) {
    bool value = false;
    if (present->type == PLIST_BOOL)
        return plist_bool_value(expected, &value) && value == present->boolean;
    return expected->type == PLIST_STRING && slice_equal(expected->text, present->text);
}

static bool holds(struct slice key, const struct plist *expected, const struct restore_state *state) {
    struct plist present;
    return reserved_value(key, state, &present) ? same(expected, &present) : is_empty(expected);
}

static bool applies(const struct plist *conditions, const struct restore_state *state) {
    if (!conditions || conditions->type != PLIST_DICT)
        return false;
    for (size_t i = 0; i < conditions->n_items; i++)
        if (!holds(conditions->keys[i], &conditions->items[i], state))
            return false;
    return true;
}

static void act(const struct plist *actions, const struct restore_state *state, struct plist_dict *entry) {
    struct plist value;
    for (size_t i = 0; actions && actions->type == PLIST_DICT && i < actions->n_items; i++) {
        const struct plist *given = &actions->items[i];
        bool named = given->type == PLIST_STRING && reserved_value(given->text, state, &value);
        plist_dict_set_slice(entry, actions->keys[i], named ? value : *given);
    }
}

bool restore_rules_apply(const struct plist *rules, const struct restore_state *state, struct plist_dict *entry, struct error *err) {
    if (!rules)
        return true;
    if (rules->type != PLIST_ARRAY)
        return error_set(err, "RestoreRequestRules is no array");
    for (size_t i = 0; i < rules->n_items; i++) {
        const struct plist *rule = &rules->items[i];
        if (rule->type != PLIST_DICT)
            return error_set(err, "rule %zu of RestoreRequestRules is no dictionary", i);
        if (applies(plist_get(rule, "Conditions"), state))
            act(plist_get(rule, "Actions"), state, entry);
    }
    return true;
}

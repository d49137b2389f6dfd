/*
 * restore_rules: the rules by which a component of a BuildManifest asks for what it needs in a request (Info/RestoreRequestRules).
 *
 * An array of {Conditions, Actions}, taken in order; all conditions of a rule have to hold, and its actions overwrite earlier ones.
 * Evaluated as Apple's own client does (libauthinstall of macOS 10.15), which differs from other clients where something is not known:
 *   - a condition on a reserved key compares with the Mac's value, which always is there (false, or "" for the demotion policy)
 *   - a condition on another key holds only where the expected value is that type's empty one (false, 0, "", no bytes)
 *   - no conditions: the rule applies; no dictionary of conditions at all: it does not
 *   - an action whose value is the name of a reserved key sets that key's present value, else the value as it stands
 */
#ifndef TAILOR_TSS_RESTORE_RULES_H
#define TAILOR_TSS_RESTORE_RULES_H

#include "format/plist_make.h"

/* The reserved keys; ApCurrent… are what a demotion has made of ApRaw…. */
struct restore_state {
    bool raw_production, raw_security, current_production, current_security, in_rom_dfu, requires_image4;
    struct slice demotion_policy; /* "" or "Demote" */
};

/* False: the rules are no array of dictionaries (Apple's client: error 7, a bad build identity). NULL rules: nothing is asked. */
bool restore_rules_apply(const struct plist *rules, const struct restore_state *state, struct plist_dict *entry,
                         struct error *err) MUST_USE;

#endif

/*
 * profile_list: the installed configuration profiles as profiles(1) writes them, payload by payload.
 *
 * Two forms: the property list of `profiles show -output FILE` (or `stdout-xml`), whose keys are _computerlevel and user
 * names, each with an array of profiles; and the text of `profiles show`, `profiles -P` and `profiles list`:
 *
 *     _computerlevel[1] attribute: name: Restrictions
 *     _computerlevel[1] attribute: profileIdentifier: org.example.restrictions
 *     _computerlevel[1] payload count = 1
 *     _computerlevel[1]            payload[1] type = com.apple.applicationaccess
 *
 * The text does not hold the settings of a payload, so `content` is NULL there. A profile without payloads comes once, with
 * an empty type. Owner: the arena holds the tree, the slices are of it or of the text.
 *
 *     struct profile_list list;
 *     struct profile_payload p;
 *     if (profile_list_open(bytes, arena, &list, err))
 *         while (profile_list_next(&list, &p)) ...
 */
#ifndef TAILOR_FORMAT_PROFILE_LIST_H
#define TAILOR_FORMAT_PROFILE_LIST_H

#include "format/plist.h"

struct profile_payload {
    struct slice scope; /* "_computerlevel" or a user name */
    /* Of the profile; {NULL, 0}: not told. */
    struct slice identifier, name, organization, uuid, installed, verification, removal_disallowed, by_mdm;
    /* Of the payload. */
    struct slice type, payload_identifier, payload_name;
    const struct plist *content; /* dict of its settings; NULL: not told */
    int64_t line;                /* of the payload, or of the profile; offset in a binary list */
};

struct profile_list {
    const struct plist *root; /* NULL: text */
    size_t scope, profile, item;
    struct slice rest; /* of the text */
    int64_t line;
    struct slice tag, index; /* "_computerlevel[1]" and the number in "payload[1]" that are being read */
    bool pending;
    struct profile_payload current;
};

bool profile_list_open(struct slice bytes, struct arena *arena, struct profile_list *ret_list, struct error *err) MUST_USE;
bool profile_list_next(struct profile_list *list, struct profile_payload *ret_payload) MUST_USE;

#endif

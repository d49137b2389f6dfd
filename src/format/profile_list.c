#include "format/profile_list.h"

static bool looks_like_text(struct slice bytes) {
    return slice_contains(bytes, "] attribute: ") || slice_contains(bytes, "onfiguration profiles installed");
}

bool profile_list_open(struct slice bytes, struct arena *arena, struct profile_list *ret_list, struct error *err) {
    struct profile_list list = {.rest = bytes};
    enum plist_format format = plist_sniff(bytes);
    if (format != PLIST_XML && format != PLIST_BINARY && looks_like_text(bytes)) {
        *ret_list = list;
        return true;
    }
    if (!plist_parse(bytes, arena, &list.root, NULL, err))
        return false;
    if (list.root->type != PLIST_DICT)
        return error_set(err, "a list of profiles is a dict, this is a %s", plist_type_name(list.root->type));
    *ret_list = list;
    return true;
}

/* ---- property list ---- */

static const struct plist *item_at(const struct plist *list, size_t index) {
    return list && list->type == PLIST_ARRAY && index < list->n_items ? &list->items[index] : NULL;
}

/* Older systems write "true", newer ones <true/>. */
static struct slice flag(const struct plist *p) {
    bool b;
    if (plist_bool_value(p, &b))
        return slice_str(b ? "true" : "false");
    return plist_string(p);
}

static struct profile_payload describe(struct slice scope, const struct plist *profile, const struct plist *payload) {
    const struct plist *place = payload ? payload : profile, *content = plist_get(payload, "PayloadContent");
    return (struct profile_payload){.scope = scope,
                                    .identifier = plist_string(plist_get(profile, "ProfileIdentifier")),
                                    .name = plist_string(plist_get(profile, "ProfileDisplayName")),
                                    .organization = plist_string(plist_get(profile, "ProfileOrganization")),
                                    .uuid = plist_string(plist_get(profile, "ProfileUUID")),
                                    .installed = plist_string(plist_get(profile, "ProfileInstallDate")),
                                    .verification = plist_string(plist_get(profile, "ProfileVerificationState")),
                                    .removal_disallowed = flag(plist_get(profile, "ProfileRemovalDisallowed")),
                                    .type = plist_string(plist_get(payload, "PayloadType")),
                                    .payload_identifier = plist_string(plist_get(payload, "PayloadIdentifier")),
                                    .payload_name = plist_string(plist_get(payload, "PayloadDisplayName")),
                                    .content = content && content->type == PLIST_DICT ? content : NULL,
                                    .line = (int64_t)(place->line ? place->line : place->offset)};
}

static bool next_in_tree(struct profile_list *list, struct profile_payload *ret_payload) {
    while (list->scope < list->root->n_items) {
        const struct plist *profile = item_at(&list->root->items[list->scope], list->profile);
        if (!profile) {
            list->scope++;
            list->profile = list->item = 0;
            continue;
        }
        const struct plist *payloads = plist_get(profile, "ProfileItems"), *payload = item_at(payloads, list->item);
        if (payload || (list->item == 0 && profile->type == PLIST_DICT)) {
            list->item++;
            *ret_payload = describe(list->root->keys[list->scope], profile, payload);
            return true;
        }
        list->profile++;
        list->item = 0;
    }
    return false;
}

/* ---- text ---- */

static bool is_null(struct slice value) { return value.len == 0 || slice_is(value, "(null)"); }

static const struct {
    const char *name;
    size_t offset;
} attributes[] = {{"name", offsetof(struct profile_payload, name)},
                  {"profileIdentifier", offsetof(struct profile_payload, identifier)},
                  {"organization", offsetof(struct profile_payload, organization)},
                  {"profileUUID", offsetof(struct profile_payload, uuid)},
                  {"installationDate", offsetof(struct profile_payload, installed)},
                  {"verificationState", offsetof(struct profile_payload, verification)},
                  {"removalDisallowed", offsetof(struct profile_payload, removal_disallowed)},
                  {"installedByMDM", offsetof(struct profile_payload, by_mdm)}},
  payload_keys[] = {{"type", offsetof(struct profile_payload, type)},
                    {"identifier", offsetof(struct profile_payload, payload_identifier)},
                    {"name", offsetof(struct profile_payload, payload_name)}};

static void set_field(struct profile_payload *p, size_t offset, struct slice value) {
    if (!is_null(value))
        memcpy((uint8_t *)p + offset, &value, sizeof value);
}

static void attribute_line(struct profile_payload *p, struct slice rest) {
    struct slice key, value;
    if (!slice_cut(rest, ":", &key, &value))
        return;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (slice_is(slice_trim(key), attributes[i].name))
            set_field(p, attributes[i].offset, slice_trim(value));
}

static void payload_line(struct profile_payload *p, struct slice rest) {
    struct slice key, value;
    if (!slice_cut(rest, "=", &key, &value) && !slice_cut(rest, ":", &key, &value))
        return;
    for (size_t i = 0; i < sizeof payload_keys / sizeof *payload_keys; i++)
        if (slice_is(slice_trim(key), payload_keys[i].name))
            set_field(p, payload_keys[i].offset, slice_trim(value));
}

/* "_computerlevel[1] rest": the tag is all up to the bracket. */
static bool cut_tag(struct slice line, struct slice *ret_tag, struct slice *ret_rest) {
    size_t close = slice_find_byte(line, ']'), open = slice_find_byte(line, '[');
    if (open == SLICE_NOT_FOUND || close == SLICE_NOT_FOUND || open == 0 || open > close)
        return false;
    *ret_tag = slice_sub(line, 0, close + 1);
    *ret_rest = slice_trim(slice_from(line, close + 1));
    return slice_starts_with(*ret_rest, "attribute:") || slice_starts_with(*ret_rest, "payload");
}

static void forget_payload(struct profile_payload *p) { p->type = p->payload_identifier = p->payload_name = (struct slice){NULL, 0}; }

/* True when what was read so far has to go out before this line is taken. */
static bool ends_payload(const struct profile_list *list, struct slice tag, struct slice rest) {
    struct slice index, after, before;
    if (!list->pending)
        return false;
    if (!slice_equal(tag, list->tag))
        return true;
    if (!slice_starts_with(rest, "payload[") || !slice_cut(rest, "]", &before, &after))
        return false;
    index = slice_from(before, strlen("payload["));
    return list->index.len && !slice_equal(index, list->index);
}

static void take_line(struct profile_list *list, struct slice tag, struct slice rest) {
    struct slice before, after;
    if (!slice_equal(tag, list->tag)) {
        list->tag = tag;
        list->index = (struct slice){NULL, 0};
        list->current = (struct profile_payload){.scope = slice_sub(tag, 0, slice_find_byte(tag, '[')), .line = list->line};
    }
    list->pending = true;
    if (slice_starts_with(rest, "attribute:")) {
        attribute_line(&list->current, slice_from(rest, strlen("attribute:")));
    } else if (slice_starts_with(rest, "payload[") && slice_cut(rest, "]", &before, &after)) {
        if (!list->index.len)
            list->current.line = list->line;
        list->index = slice_from(before, strlen("payload["));
        payload_line(&list->current, after);
    }
}

static bool next_in_text(struct profile_list *list, struct profile_payload *ret_payload) {
    struct slice line, tag, rest, start = list->rest;
    while (slice_next_line(&list->rest, &line)) {
        list->line++;
        if (cut_tag(slice_trim(line), &tag, &rest)) {
            if (ends_payload(list, tag, rest)) {
                list->rest = start;
                list->line--;
                break;
            }
            take_line(list, tag, rest);
        }
        start = list->rest;
    }
    if (!list->pending)
        return false;
    *ret_payload = list->current;
    list->pending = false;
    list->index = (struct slice){NULL, 0};
    forget_payload(&list->current);
    return true;
}

bool profile_list_next(struct profile_list *list, struct profile_payload *ret_payload) {
    return list->root ? next_in_tree(list, ret_payload) : next_in_text(list, ret_payload);
}

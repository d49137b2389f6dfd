#include "table/shared/storage.h"

static void *new_entry(struct storage *s, size_t size) {
    void *entry = s->entries < STORAGE_MAX_ENTRIES ? arena_alloc(s->feed->arena, size) : NULL;
    s->incomplete = s->incomplete || !entry;
    s->entries += entry != NULL;
    return entry;
}

struct storage_volume *storage_add_volume(struct storage *s, const char *kind, struct origin origin) {
    struct storage_volume *v = new_entry(s, sizeof *v);
    if (!v)
        return NULL;
    v->kind = kind;
    v->origin = origin;
    *s->volumes_end = v;
    s->volumes_end = &v->next;
    return v;
}

struct storage_container *storage_add_container(struct storage *s, struct origin origin) {
    struct storage_container *c = new_entry(s, sizeof *c);
    if (!c)
        return NULL;
    c->origin = c->free_origin = origin;
    *s->containers_end = c;
    s->containers_end = &c->next;
    return c;
}

struct storage_snapshot *storage_add_snapshot(struct storage *s, struct origin origin) {
    struct storage_snapshot *n = new_entry(s, sizeof *n);
    if (!n)
        return NULL;
    n->origin = origin;
    *s->snapshots_end = n;
    s->snapshots_end = &n->next;
    return n;
}

/* Is `role` one of the comma-separated names? */
static bool names_role(struct slice roles, const char *role) {
    while (roles.len) {
        size_t comma = slice_find_byte(roles, ',');
        if (slice_is(slice_trim(slice_sub(roles, 0, comma)), role))
            return true;
        if (comma == SLICE_NOT_FOUND)
            break;
        roles = slice_from(roles, comma + 1);
    }
    return false;
}

enum { MAX_ROLES = 1000 }; /* bytes of the joined roles of a container */

void storage_count_volume(struct storage *s, struct storage_container *c, struct value role) {
    if (!c)
        return;
    c->volumes++;
    if (role.type != VALUE_TEXT)
        return;
    bool system = names_role(role.text, "System"), recovery = names_role(role.text, "Recovery");
    c->has_system = value_bool(system || (c->has_system.type == VALUE_INTEGER && c->has_system.integer));
    c->has_recovery = value_bool(recovery || (c->has_recovery.type == VALUE_INTEGER && c->has_recovery.integer));
    if (role.text.len == 0 || c->roles.text.len + role.text.len > MAX_ROLES)
        return;
    c->roles = c->roles.type == VALUE_TEXT
                   ? value_str(arena_printf(s->feed->arena, "%.*s, %.*s", SLICE_ARG(c->roles.text), SLICE_ARG(role.text)))
                   : role;
}

static struct storage_volume *find_device(const struct storage *s, struct slice device) {
    for (struct storage_volume *v = s->volumes; v; v = v->next)
        if (slice_equal(v->device.text, device))
            return v;
    return NULL;
}

enum { MAX_LINKED = 200 }; /* containers whose store is looked up: more are no Mac's, and the search is quadratic */

void storage_link_stores(struct storage *s) {
    size_t n = 0;
    for (struct storage_container *c = s->containers; c && n < MAX_LINKED; c = c->next, n++) {
        struct storage_volume *store = c->store.type == VALUE_TEXT ? find_device(s, c->store.text) : NULL;
        if (!store)
            continue;
        c->store_type = store->partition_type;
        if (store->container.type == VALUE_NULL)
            store->container = c->reference;
    }
}

bool storage_read(struct feed *f, struct storage *ret_storage, struct error *err) {
    struct storage s = {.feed = f, .from = "diskutil apfs list"};
    const char *kind = f->artefact->kind;
    s.volumes_end = &s.volumes;
    s.containers_end = &s.containers;
    s.snapshots_end = &s.snapshots;
    if (strcmp(kind, "diskutil_list") == 0 || strcmp(kind, "diskutil_list_text") == 0)
        s.from = "diskutil list";
    else if (strcmp(kind, "diskutil_info") == 0)
        s.from = "diskutil info";
    size_t len = strlen(kind);
    bool text = len > 5 && strcmp(kind + len - 5, "_text") == 0;
    if (!(text ? storage_read_text(&s, err) : storage_read_plist(&s, err)))
        return false;
    if (s.incomplete)
        f->problem(f, "more disks, volumes and snapshots than are kept: the rest is left out");
    storage_link_stores(&s);
    *ret_storage = s;
    return true;
}

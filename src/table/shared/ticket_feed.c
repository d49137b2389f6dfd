#include "table/shared/ticket_feed.h"

#include "base/base64.h"
#include "format/img4.h"
#include "format/json_text.h"
#include "format/plist.h"
#include "table/shared/property_list.h"
#include "table/shared/ticket_knowledge.h"
#include "tss/ticket.h"

enum { MAX_VALUE = 128 };

#define NAME_BNCH IMG4_NAME('B', 'N', 'C', 'H')
#define NAME_BORD IMG4_NAME('B', 'O', 'R', 'D')
#define NAME_CHIP IMG4_NAME('C', 'H', 'I', 'P')
#define NAME_ECID IMG4_NAME('E', 'C', 'I', 'D')
#define NAME_SDOM IMG4_NAME('S', 'D', 'O', 'M')

/* Values that belong to one Mac only. */
static const uint32_t private_names[] = {NAME_ECID, IMG4_NAME('U', 'D', 'I', 'D'), IMG4_NAME('v', 'u', 'i', 'd'),
                                         IMG4_NAME('k', 'u', 'i', 'd')};

struct ticket_source { /* what is read, and where it stands */
    struct feed *f;
    int64_t number;
    const char *form;
    int64_t line; /* of a ticket in a list; 0: the file is the ticket */
};

static struct origin origin_of(const struct ticket_source *s, size_t offset) { return at_line(s->line ? s->line : (int64_t)offset); }

static bool is_private(uint32_t name) {
    for (size_t i = 0; i < sizeof private_names / sizeof *private_names; i++)
        if (private_names[i] == name)
            return true;
    return false;
}

static struct value value_of(struct arena *arena, const struct img4_property *p) {
    switch (p->type) {
    case IMG4_BOOLEAN:
        return value_str(p->boolean ? "true" : "false");
    case IMG4_INTEGER:
        return value_str(arena_printf(arena, "0x%llx", (unsigned long long)p->integer));
    case IMG4_TEXT:
        return value_text(slice_sub(p->bytes, 0, MAX_VALUE));
    default:
        return property_hex(arena, p->bytes, MAX_VALUE);
    }
}

static void emit_property(const struct ticket_source *s, const struct img4_object *o, const struct img4_property *p) {
    static const char *const types[] = {
        [IMG4_BOOLEAN] = "boolean", [IMG4_INTEGER] = "integer", [IMG4_DATA] = "data", [IMG4_TEXT] = "text", [IMG4_OTHER] = "other"};
    const struct tsv *names = knowledge_find(s->f->knowledge, "img4_name");
    struct value row[PROPERTY_COLUMNS] = {0};
    char object[12], code[12];
    size_t known = tsv_find(names, "code", slice_str(img4_name(p->name, code)));
    row[PROPERTY_TICKET] = value_integer(s->number);
    row[PROPERTY_OBJECT] = value_str(img4_name(o->name, object));
    row[PROPERTY_CODE] = value_str(code);
    row[PROPERTY_NAME] = value_str(tsv_named_cell(names, known, "name"));
    row[PROPERTY_TYPE] = value_str(p->type <= IMG4_OTHER ? types[p->type] : NULL);
    row[is_private(p->name) ? PROPERTY_PRIVATE_VALUE : PROPERTY_VALUE] = value_of(s->f->arena, p);
    row[PROPERTY_MEANS] = value_str(tsv_named_cell(names, known, "means"));
    feed_row(s->f, &table_ticket_property, row, origin_of(s, p->offset));
}

static void emit_properties(const struct ticket_source *s, const struct im4m *m) {
    for (size_t i = 0; i < m->manifest.n_properties; i++)
        emit_property(s, &m->manifest, &m->manifest.properties[i]);
    for (size_t k = 0; k < m->n_objects; k++)
        for (size_t i = 0; i < m->objects[k].n_properties; i++)
            emit_property(s, &m->objects[k], &m->objects[k].properties[i]);
}

static void emit_checks(const struct ticket_source *s, const struct ticket_checks *checks) {
    static const char *const outcomes[] = {[TICKET_PASSED] = "passed", [TICKET_FAILED] = "failed", [TICKET_UNKNOWN] = "unknown"};
    for (size_t i = 0; i < checks->n; i++) {
        struct value row[CHECK_COLUMNS] = {0};
        row[CHECK_TICKET] = value_integer(s->number);
        row[CHECK_STEP] = value_str(checks->list[i].step);
        row[CHECK_OUTCOME] = value_str(outcomes[checks->list[i].outcome]);
        row[CHECK_TEXT] = value_str(checks->list[i].text);
        feed_row(s->f, &table_ticket_check, row, origin_of(s, checks->list[i].offset));
    }
}

static struct value integer_of(const struct im4m *m, uint32_t name) {
    const struct img4_property *p = img4_find(&m->manifest, name);
    return p && p->type == IMG4_INTEGER && p->integer <= INT64_MAX ? value_integer((int64_t)p->integer) : value_null();
}

static void emit_ticket(const struct ticket_source *s, const struct im4m *m, const struct ticket_checks *checks) {
    const struct img4_property *ecid = img4_find(&m->manifest, NAME_ECID), *nonce = img4_find(&m->manifest, NAME_BNCH);
    enum ticket_outcome verdict = ticket_verdict(checks);
    struct value row[TICKET_COLUMNS] = {0};
    row[TICKET_NUMBER] = value_integer(s->number);
    row[TICKET_FORM] = value_str(s->form);
    row[TICKET_CHIP] = integer_of(m, NAME_CHIP);
    row[TICKET_BOARD] = integer_of(m, NAME_BORD);
    row[TICKET_SECURITY_DOMAIN] = integer_of(m, NAME_SDOM);
    row[TICKET_ECID] = ecid ? value_of(s->f->arena, ecid) : value_null();
    row[TICKET_FOR_ANY] = value_bool(!ecid);
    row[TICKET_NONCE] = nonce ? value_of(s->f->arena, nonce) : value_null();
    row[TICKET_IMAGES] = value_integer((int64_t)m->n_objects);
    row[TICKET_SIGNER] = value_str(checks->signer);
    row[TICKET_ROOT] = value_str(checks->root);
    row[TICKET_GENUINE] = verdict == TICKET_UNKNOWN ? value_null() : value_bool(verdict == TICKET_PASSED);
    row[TICKET_TEXT] = value_str(arena_printf(s->f->arena, "%s ticket for chip 0x%llx, board 0x%llx, %s: %zu images, signed by %s", s->form,
                                              (unsigned long long)row[TICKET_CHIP].integer, (unsigned long long)row[TICKET_BOARD].integer,
                                              ecid ? "one Mac only" : "any Mac of that board", m->n_objects,
                                              checks->signer ? checks->signer : "nobody named"));
    feed_row(s->f, &table_ticket, row, origin_of(s, 0));
}

static bool feed_one(const struct ticket_source *s, struct slice bytes, struct error *err) {
    struct ticket_root roots[TICKET_MAX_ROOTS];
    struct ticket_checks checks;
    struct img4 i;
    size_t n_roots = 0;
    if (!img4_parse(bytes, s->f->arena, &i, err))
        return false;
    if (!i.has_manifest)
        return true; /* an image without a ticket */
    if (!ticket_roots_known(s->f->knowledge, s->f->arena, roots, &n_roots, err) ||
        !ticket_check(&i.manifest, roots, n_roots, s->f->arena, &checks, err))
        return false;
    struct ticket_source told = *s;
    told.form = told.form ? told.form : i.has_payload ? "IMG4" : "IM4M";
    emit_ticket(&told, &i.manifest, &checks);
    emit_checks(&told, &checks);
    if (feed_wants(s->f, &table_ticket_property))
        emit_properties(&told, &i.manifest);
    return true;
}

/* What saved lists call their tickets, and what the row calls them (idevicerestore, futurerestore, tsschecker). */
static const struct {
    const char *path, *form;
} saved[] = {
    {"ApImg4Ticket", "saved"}, {"updateInstall/ApImg4Ticket", "saved for updates"}, {"noNonce/ApImg4Ticket", "saved without a nonce"}};

static bool feed_saved(struct feed *f, struct slice bytes, struct error *err) {
    const struct plist *root;
    struct ticket_source s = {.f = f};
    if (!plist_parse(bytes, f->arena, &root, NULL, err))
        return false;
    for (size_t i = 0; i < sizeof saved / sizeof *saved; i++) {
        const struct plist *data = plist_path(root, saved[i].path);
        if (!data || data->type != PLIST_DATA)
            continue;
        s.number++;
        s.form = saved[i].form;
        s.line = property_origin(data).line;
        if (!feed_one(&s, data->text, err))
            return error_wrap(err, "%s", saved[i].path);
    }
    return s.number > 0 || error_set(err, "a list of saved tickets without ApImg4Ticket");
}

/* The ticket that an exchange of tailor's own brought (table exchange); a redacted one has none. */
static bool feed_exchanged(struct feed *f, struct slice json, struct error *err) {
    const struct ticket_source s = {.f = f, .number = 1, .form = "exchanged", .line = 1};
    struct slice text, bytes;
    if (!json_text_pick(json, "ticket", &text) || slice_is(text, "null"))
        return true;
    if (!base64_read(text, f->arena, &bytes))
        return error_set(err, "the ticket of the exchange is no base64");
    return feed_one(&s, bytes, err);
}

bool ticket_feed(struct feed *f, struct error *err) {
    struct slice bytes;
    if (!feed_bytes(f, &bytes, err))
        return false;
    if (f->artefact->kind && strcmp(f->artefact->kind, "exchange") == 0)
        return feed_exchanged(f, bytes, err);
    if (plist_sniff(bytes) == PLIST_XML || plist_sniff(bytes) == PLIST_BINARY)
        return feed_saved(f, bytes, err);
    const struct ticket_source s = {.f = f, .number = 1};
    return feed_one(&s, bytes, err);
}

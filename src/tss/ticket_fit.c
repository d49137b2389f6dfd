#include "tss/ticket_fit.h"

struct pair {
    const char *key;  /* of the request */
    const char *code; /* of the ticket */
    const char *check;
    const char *name; /* for people */
    bool required;
};

static const struct pair pairs[] = {
    {"ApChipID", "CHIP", "chip", "chip", true},
    {"ApBoardID", "BORD", "board", "board", true},
    {"ApSecurityDomain", "SDOM", "domain", "security domain", false},
    {"ApECID", "ECID", "ecid", "the Mac's own number (ECID)", true},
    {"ApNonce", "BNCH", "nonce", "nonce", true},
    {"SepNonce", "snon", "sep-nonce", "nonce of the Secure Enclave", false},
    {"ApProductionMode", "CPRO", "production", "production mode", false},
    {"ApSecurityMode", "CSEC", "security", "security mode", false},
    {"x86,ProductionMode", "mpro", "production", "production mode", false},
    {"x86,SecurityMode", "msec", "security", "security mode", false},
    {"x86,UseGlobalSigning", "xugs", "security", "global signing", true},
    {"Ap,LocalBoot", "lobo", "policy", "mark of a local start", false},
    {"Ap,NextStageIM4MHash", "nsih", "policy", "hash of the next stage's ticket", true},
    {"Ap,RecoveryOSPolicyNonceHash", "ronh", "policy", "hash of the recoveryOS policy's nonce", true},
    {"Ap,VolumeUUID", "vuid", "policy", "volume group", true},
    {"Cryptex1,ChipID", "fchp", "cryptex", "chip of the cryptex", true},
    {"Cryptex1,Type", "type", "cryptex", "type of the cryptex", false},
    {"Cryptex1,SubType", "styp", "cryptex", "subtype of the cryptex", false},
    {"Cryptex1,ProductClass", "clas", "cryptex", "product class of the cryptex", false},
    {"Cryptex1,NonceDomain", "ndom", "cryptex", "nonce domain of the cryptex", false},
    {"Cryptex1,UDID", "UDID", "ecid", "the Mac's own number (UDID)", true},
    {"Cryptex1,Nonce", "cnch", "nonce", "nonce of the cryptex", true},
};

struct work {
    const struct im4m *ticket;
    const struct tss_request *request;
    const struct ticket_names *names;
    struct arena *arena;
    struct ticket_checks *checks;
    bool out_of_memory;
};

static void tell(struct work *w, const char *step, enum ticket_outcome outcome, size_t offset, const char *text) {
    w->out_of_memory |= !ticket_checks_add(w->checks, step, outcome, offset, text);
}

/* Booleans and small integers stand for each other: xugs is 1 where the request says true. */
static bool same(const struct plist *asked, const struct img4_property *has) {
    switch (asked->type) {
    case PLIST_DATA:
        return has->type == IMG4_DATA && slice_equal(asked->text, has->bytes);
    case PLIST_INTEGER:
        return has->type == IMG4_INTEGER && has->integer == (uint64_t)asked->integer;
    case PLIST_BOOL:
        return has->type == IMG4_BOOLEAN ? has->boolean == asked->boolean
                                         : has->type == IMG4_INTEGER && has->integer == (uint64_t)asked->boolean;
    default:
        return true; /* texts are repeated in more than one form */
    }
}

/* Numbers that say which kind of Mac this is may be told; those of one Mac may not. */
static const char *difference(struct work *w, const struct pair *p, const struct plist *asked, const struct img4_property *has) {
    if (asked->type == PLIST_INTEGER && has->type == IMG4_INTEGER && strcmp(p->check, "ecid") != 0)
        return arena_printf(w->arena, "The ticket is for the %s 0x%llx, and 0x%llx was asked for", p->name,
                            (unsigned long long)has->integer, (unsigned long long)asked->integer);
    if (strcmp(p->check, "ecid") == 0)
        return "The ticket is for another Mac: its ECID is not the one that was sent";
    return arena_printf(w->arena, "The ticket has another %s than was sent", p->name);
}

static void check_value(struct work *w, const struct pair *p, const struct plist *asked) {
    const struct img4_property *has = img4_find(&w->ticket->manifest, img4_name_of(slice_str(p->code)));
    if (!has && p->required)
        tell(w, p->check, TICKET_FAILED, w->ticket->manifest.offset,
             arena_printf(w->arena, "The ticket lacks what was asked for: %s", p->name));
    else if (has && same(asked, has))
        tell(w, p->check, TICKET_PASSED, has->offset, arena_printf(w->arena, "As asked for: %s", p->name));
    else if (has)
        tell(w, p->check, TICKET_FAILED, has->offset, difference(w, p, asked, has));
}

/* A ticket for any Mac where one for this Mac alone was asked for is another ticket, and the other way round. */
static void check_global(struct work *w) {
    bool global = plist_get(&w->request->root, "x86,UseGlobalSigning") != NULL;
    const struct img4_property *ecid = img4_find(&w->ticket->manifest, img4_name_of(slice_str("ECID")));
    if (global && ecid)
        tell(w, "ecid", TICKET_FAILED, ecid->offset, "The ticket is for one Mac only, and one for any Mac of the board was asked for");
}

static const struct img4_object *find_object(const struct im4m *m, uint32_t name) {
    for (size_t i = 0; i < m->n_objects; i++)
        if (m->objects[i].name == name)
            return &m->objects[i];
    return NULL;
}

static bool find_code(const struct ticket_names *names, struct slice component, uint32_t *ret_code) {
    for (size_t i = 0; i < names->n; i++)
        if (slice_is(component, names->list[i].component)) {
            *ret_code = names->list[i].code;
            return true;
        }
    return false;
}

struct counts {
    size_t asked, same, different, missing;
};

static void check_image(struct work *w, struct slice component, const struct plist *digest, struct counts *n) {
    uint32_t code = 0;
    char name[12];
    const struct img4_object *o = find_code(w->names, component, &code) ? find_object(w->ticket, code) : NULL;
    const struct img4_property *has = o ? img4_find(o, IMG4_DGST) : NULL;
    n->asked++;
    if (!has) {
        n->missing++;
        return;
    }
    if (slice_equal(has->bytes, digest->text)) {
        n->same++;
        return;
    }
    n->different++;
    tell(w, "digest", TICKET_FAILED, has->offset,
         arena_printf(w->arena, "The ticket allows another %.*s (%s) than the one that was asked for", SLICE_ARG(component),
                      img4_name(code, name)));
}

static void check_images(struct work *w) {
    const struct plist *root = &w->request->root;
    struct counts n = {0};
    for (size_t i = 0; i < root->n_items; i++) {
        const struct plist *digest = root->items[i].type == PLIST_DICT ? plist_get(&root->items[i], "Digest") : NULL;
        if (digest && digest->type == PLIST_DATA && digest->text.len)
            check_image(w, root->keys[i], digest, &n);
    }
    if (n.asked && n.same + n.different == 0)
        tell(w, "digest", TICKET_FAILED, 0, arena_printf(w->arena, "The ticket holds none of the %zu images that were asked for", n.asked));
    else if (n.asked && n.different == 0)
        tell(w, "digest", TICKET_PASSED, 0,
             arena_printf(w->arena, "%zu of %zu images have the digest that was asked for, %zu are not in the ticket", n.same, n.asked,
                          n.missing));
}

bool ticket_fit_check(const struct im4m *ticket, const struct tss_request *request, const struct ticket_names *names, struct arena *arena,
                      struct ticket_checks *checks, struct error *err) {
    struct work w = {.ticket = ticket, .request = request, .names = names, .arena = arena, .checks = checks};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct plist *asked = plist_get(&request->root, pairs[i].key);
        if (asked)
            check_value(&w, &pairs[i], asked);
    }
    check_global(&w);
    check_images(&w);
    return w.out_of_memory ? error_set(err, "out of memory") : true;
}

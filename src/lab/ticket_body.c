/* What a ticket says, out of what the request says. */
#include "format/img4_write.h"
#include "lab/issue.h"
#include "lab/leaf.h"

enum { MAX_PROPERTIES = 64, IMAGE_PROPERTIES = 8, SERVER_NONCE = 20 };
enum { AP = 1 << LAB_KIND_AP, VM = 1 << LAB_KIND_VM, X86 = 1 << LAB_KIND_X86, POLICY = 1 << LAB_KIND_LOCAL_POLICY };
enum { CRYPTEX = 1 << LAB_KIND_CRYPTEX1, SILICON = AP | VM | POLICY, DEVICE = SILICON | X86 };

/* Keys of a request that become properties of the ticket, by kind of ticket. (libimobiledevice, pymobiledevice3, apple-knowledge) */
static const struct {
    const char *key, *name;
    enum img4_type type; /* of the property; the request's value is turned into it */
    unsigned kinds;
} copied[] = {
    {"ApBoardID", "BORD", IMG4_INTEGER, DEVICE},
    {"ApChipID", "CHIP", IMG4_INTEGER, DEVICE},
    {"ApECID", "ECID", IMG4_INTEGER, DEVICE},
    {"ApSecurityDomain", "SDOM", IMG4_INTEGER, DEVICE},
    {"ApNonce", "BNCH", IMG4_DATA, SILICON},
    {"SepNonce", "snon", IMG4_DATA, SILICON},
    {"ApProductionMode", "CPRO", IMG4_BOOLEAN, SILICON},
    {"ApSecurityMode", "CSEC", IMG4_BOOLEAN, SILICON},
    {"Ap,OSLongVersion", "love", IMG4_TEXT, SILICON},
    {"Ap,ProductType", "prtp", IMG4_TEXT, AP | VM},
    {"Ap,SDKPlatform", "sdkp", IMG4_TEXT, AP | VM},
    {"Ap,Target", "tagt", IMG4_TEXT, AP | VM},
    {"Ap,TargetType", "tatp", IMG4_TEXT, AP | VM},
    {"Ap,ProductMarketingVersion", "apmv", IMG4_TEXT, AP | VM},
    {"Ap,Timestamp", "tstp", IMG4_INTEGER, AP | VM},
    {"PearlCertificationRootPub", "pcrp", IMG4_DATA, AP | VM},
    {"UID_MODE", "uidm", IMG4_BOOLEAN, AP | VM},
    {"Ap,SikaFuse", "sika", IMG4_INTEGER, AP | VM},
    {"Ap,UseGlobalSigning", "augs", IMG4_INTEGER, AP | VM},
    {"x86,Nonce", "BNCH", IMG4_DATA, X86},
    {"x86,ProductionMode", "mpro", IMG4_BOOLEAN, X86},
    {"x86,SecurityMode", "msec", IMG4_BOOLEAN, X86},
    {"x86,UseGlobalSigning", "xugs", IMG4_INTEGER, X86},
    {"x86,OSLongVersion", "love", IMG4_TEXT, X86},
    {"Ap,LocalBoot", "lobo", IMG4_BOOLEAN, POLICY},
    {"Ap,NextStageIM4MHash", "nsih", IMG4_DATA, POLICY},
    {"Ap,NextStageCryptex1IM4MHash", "spih", IMG4_DATA, POLICY},
    {"Ap,RecoveryOSPolicyNonceHash", "ronh", IMG4_DATA, POLICY},
    {"Ap,VolumeUUID", "vuid", IMG4_DATA, POLICY},
    {"Cryptex1,ChipID", "fchp", IMG4_INTEGER, CRYPTEX},
    {"Cryptex1,Type", "type", IMG4_INTEGER, CRYPTEX},
    {"Cryptex1,SubType", "styp", IMG4_INTEGER, CRYPTEX},
    {"Cryptex1,ProductClass", "clas", IMG4_INTEGER, CRYPTEX},
    {"Cryptex1,UseProductClass", "upcl", IMG4_BOOLEAN, CRYPTEX},
    {"Cryptex1,NonceDomain", "ndom", IMG4_INTEGER, CRYPTEX},
    {"Cryptex1,Version", "vnum", IMG4_TEXT, CRYPTEX},
    {"Cryptex1,PreauthorizationVersion", "pave", IMG4_TEXT, CRYPTEX},
    {"Cryptex1,Nonce", "cnch", IMG4_DATA, CRYPTEX},
    {"Cryptex1,UDID", "UDID", IMG4_DATA, CRYPTEX},
    {"Cryptex1,ProductionMode", "CPRO", IMG4_BOOLEAN, CRYPTEX},
};

enum { N_FLAGS = 4 };
static const char *const image_flags[N_FLAGS] = {"DPRO", "DSEC", "EPRO", "ESEC"}; /* of an image, and of its property */

/* The row of a request's key; SIZE_MAX: it is not copied. The fourth letter decides nearly always. */
static size_t row_of(struct slice key, enum lab_kind kind) {
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
        if ((copied[i].kinds >> kind & 1) && key.len > 3 && copied[i].key[3] == (char)key.data[3] && slice_is(key, copied[i].key))
            return i;
    return SIZE_MAX;
}

static uint32_t code(const char *name) { return img4_name_of(slice_str(name)); }

/* The request's value as that type; false where it is of another. Text that is a number is one: Ap,Timestamp comes both ways. */
static bool convert(const struct plist *p, enum img4_type type, struct img4_property *ret) {
    int64_t integer = 0;
    bool boolean = false;
    ret->type = type;
    ret->bytes = p->text;
    switch (type) {
    case IMG4_INTEGER:
        if (p->type == PLIST_INTEGER && (p->integer >= 0 || p->is_unsigned)) {
            ret->integer = (uint64_t)p->integer;
            return true;
        }
        if (plist_bool_value(p, &boolean)) {
            ret->integer = boolean;
            return true;
        }
        if (p->type != PLIST_STRING || !slice_to_int64(p->text, &integer) || integer < 0)
            return false;
        ret->integer = (uint64_t)integer;
        return true;
    case IMG4_BOOLEAN:
        return plist_bool_value(p, &ret->boolean);
    case IMG4_TEXT:
        return p->type == PLIST_STRING;
    case IMG4_DATA:
    case IMG4_PRESENT:
    case IMG4_ABSENT:
    case IMG4_OTHER:
        break;
    }
    return p->type == PLIST_DATA;
}

/* What the flaw makes of a property of the manifest. */
static void spoil(struct img4_property *p, const struct lab_flaw *flaw, struct arena *arena) {
    if (flaw->kind == LAB_FLAW_ECID && p->name == code("ECID"))
        p->integer ^= 0x1000;
    if (flaw->kind == LAB_FLAW_ECID && p->name == code("UDID")) {
        uint8_t *bytes = (uint8_t *)(uintptr_t)(p->bytes = arena_slice(arena, p->bytes)).data;
        if (bytes)
            bytes[p->bytes.len - 1] ^= 0xFF;
    }
    if (flaw->kind == LAB_FLAW_BOARD && p->name == code("BORD"))
        p->integer ^= 0x40;
    if (flaw->kind == LAB_FLAW_NONCE && (p->name == code("BNCH") || p->name == code("cnch"))) {
        uint8_t *bytes = (uint8_t *)(uintptr_t)(p->bytes = arena_slice(arena, p->bytes)).data;
        for (size_t i = 0; bytes && i < p->bytes.len; i++)
            bytes[i] ^= 0xFF;
    }
}

static bool is_wanted(const struct lab_request *r, size_t row) {
    uint32_t name = code(copied[row].name);
    if (r->global && (name == code("ECID") || name == code("BNCH")))
        return false;
    if (name == code("BNCH") && r->kind == LAB_KIND_LOCAL_POLICY && lab_request_flag(r, "Ap,LocalBoot"))
        return false;
    return r->global || (name != code("xugs") && name != code("augs"));
}

/* Of a key that stands twice the last one counts, as for all that read it by plist_get. */
static size_t put_property(struct img4_property *list, size_t n, const struct img4_property *p, bool is_one) {
    size_t at = 0;
    while (at < n && list[at].name != p->name)
        at++;
    if (at == n && !is_one)
        return n;
    list[at] = is_one ? *p : list[n - 1];
    return at == n ? n + 1 : n - !is_one;
}

static size_t manifest_properties(const struct lab_request *r, const struct lab_flaw *flaw, const uint8_t issued[SERVER_NONCE],
                                  struct arena *arena, struct img4_property *out) {
    size_t n = 0;
    out[n++] = (struct img4_property){.name = code("CEPO"), .type = IMG4_INTEGER, .integer = lab_leaf_epoch(r->kind)};
    out[n++] = (struct img4_property){.name = code("srvn"), .type = IMG4_DATA, .bytes = slice_of(issued, SERVER_NONCE)};
    for (size_t i = 0; i < r->root->n_items && n < MAX_PROPERTIES; i++) {
        size_t row = row_of(r->root->keys[i], r->kind);
        struct img4_property p = {0};
        if (row == SIZE_MAX || !is_wanted(r, row))
            continue;
        bool converted = convert(&r->root->items[i], copied[row].type, &p);
        p.name = code(copied[row].name);
        if (converted)
            spoil(&p, flaw, arena);
        n = put_property(out, n, &p, converted);
    }
    img4_sort(out, n);
    return n;
}

static bool flawed_image(const struct lab_request *r, const struct lab_flaw *flaw, size_t i) {
    return flaw->image.len ? slice_equal(flaw->image, r->images[i].name) : i == 0;
}

/* What the signer of the ticket wants in each image. */
struct wishes {
    bool key, flags[N_FLAGS];
};

static struct wishes wishes_of(const struct lab_request *r) {
    struct wishes w = {.key = lab_leaf_wants(r->kind, r->global, r->chip, code("EKEY"))};
    for (size_t i = 0; i < N_FLAGS; i++)
        w.flags[i] = lab_leaf_wants(r->kind, r->global, r->chip, code(image_flags[i]));
    return w;
}

/* Of an image: its digest, and how far it is trusted; where the request says nothing of that, as the device is. */
static size_t image_properties(const struct lab_request *r, const struct wishes *w, const struct lab_image *image,
                               struct img4_property *out) {
    size_t n = 0;
    out[n++] = (struct img4_property){.name = IMG4_DGST, .type = IMG4_DATA, .bytes = image->digest};
    if (w->key)
        out[n++] = (struct img4_property){.name = code("EKEY"), .type = IMG4_BOOLEAN, .boolean = true};
    for (size_t i = 0; i < N_FLAGS; i++) {
        bool value = true, said = plist_bool_value(plist_get(image->node, image_flags[i]), &value);
        if (w->flags[i] || (said && r->kind != LAB_KIND_LOCAL_POLICY))
            out[n++] = (struct img4_property){.name = code(image_flags[i]), .type = IMG4_BOOLEAN, .boolean = value};
    }
    img4_sort(out, n);
    return n;
}

bool lab_ticket_body(const struct lab_request *r, const struct lab_flaw *flaw, const uint8_t issued[SERVER_NONCE], struct arena *arena,
                     struct buffer *out, struct error *err) {
    struct img4_property manifest[MAX_PROPERTIES];
    struct img4_object *objects = arena_array(arena, r->n_images, sizeof *objects);
    struct img4_property *properties = arena_array(arena, r->n_images * IMAGE_PROPERTIES, sizeof *properties);
    if (!objects || !properties)
        return error_set(err, "out of memory");
    struct img4_object m = {.properties = manifest, .n_properties = manifest_properties(r, flaw, issued, arena, manifest)};
    struct wishes w = wishes_of(r);
    size_t n = 0;
    for (size_t i = 0; i < r->n_images; i++) {
        struct lab_image image = r->images[i];
        bool flawed = flawed_image(r, flaw, i);
        if (flawed && flaw->kind == LAB_FLAW_MISSING)
            continue;
        if (flawed && flaw->kind == LAB_FLAW_DIGEST) {
            uint8_t *bytes = (uint8_t *)(uintptr_t)(image.digest = arena_slice(arena, image.digest)).data;
            for (size_t k = 0; bytes && k < image.digest.len; k++)
                bytes[k] ^= 0xFF;
        }
        struct img4_property *own = properties + n * IMAGE_PROPERTIES;
        objects[n++] = (struct img4_object){.name = image.code, .properties = own, .n_properties = image_properties(r, &w, &image, own)};
    }
    img4_sort_objects(objects, n);
    img4_write_body(out, &m, objects, n);
    return buffer_ok(out) || error_set(err, "the ticket is too large");
}

#include "lab/request.h"

#include <stdlib.h>

#include "format/img4.h"

static const struct {
    const char *name, *asked_by, *answer, *nonce;
} kinds[LAB_KINDS] = {
    [LAB_KIND_NONE] = {"-", NULL, NULL, NULL},
    [LAB_KIND_AP] = {"ap", "@ApImg4Ticket", "ApImg4Ticket", "ApNonce"},
    [LAB_KIND_VM] = {"vm", NULL, "ApImg4Ticket", "ApNonce"},
    [LAB_KIND_X86] = {"x86", "@x86,Ticket", "x86,Ticket", "x86,Nonce"},
    [LAB_KIND_LOCAL_POLICY] = {"local-policy", NULL, "ApImg4Ticket", "ApNonce"},
    [LAB_KIND_CRYPTEX1] = {"cryptex1", "@Cryptex1,Ticket", "Cryptex1,Ticket", "Cryptex1,Nonce"},
};

const char *lab_kind_name(enum lab_kind kind) { return kinds[kind].name; }
const char *lab_kind_answer(enum lab_kind kind) { return kinds[kind].answer; }

static struct lab_refusal refuse(int status, const char *why) { return (struct lab_refusal){status, why}; }
static const struct lab_refusal granted = {LAB_SUCCESS, NULL};

static bool flag(const struct plist *root, const char *key) {
    bool value = false;
    return plist_bool_value(plist_get(root, key), &value) && value;
}

bool lab_request_flag(const struct lab_request *r, const char *key) { return flag(r->root, key); }

static enum lab_kind kind_of(const struct plist *root) {
    if (flag(root, kinds[LAB_KIND_CRYPTEX1].asked_by))
        return LAB_KIND_CRYPTEX1;
    if (flag(root, kinds[LAB_KIND_X86].asked_by))
        return LAB_KIND_X86;
    if (!flag(root, kinds[LAB_KIND_AP].asked_by))
        return LAB_KIND_NONE;
    return plist_get(root, "Ap,LocalPolicy") ? LAB_KIND_LOCAL_POLICY : LAB_KIND_AP;
}

/* A number of the device. As text, as a BuildManifest has it, the real server takes it for another device. */
static struct lab_refusal number(const struct plist *root, const char *key, uint64_t *ret) {
    const struct plist *p = plist_get(root, key);
    if (!p)
        return refuse(LAB_MALFORMED, "a number of the device is missing");
    if (p->type != PLIST_INTEGER)
        return refuse(LAB_NOT_ELIGIBLE, "a number of the device is written as something else");
    if (p->integer < 0 && !p->is_unsigned)
        return refuse(LAB_NOT_ELIGIBLE, "a number of the device is negative");
    *ret = (uint64_t)p->integer;
    return granted;
}

static bool data(const struct plist *root, const char *key, struct slice *ret) {
    const struct plist *p = plist_get(root, key);
    if (p && p->type == PLIST_DATA)
        *ret = p->text;
    return !p || p->type == PLIST_DATA;
}

static struct lab_refusal read_device(struct lab_request *r) {
    static const struct {
        const char *key;
        size_t offset;
    } numbers[] = {{"ApChipID", offsetof(struct lab_request, chip)},
                   {"ApBoardID", offsetof(struct lab_request, board)},
                   {"ApSecurityDomain", offsetof(struct lab_request, domain)},
                   {"ApECID", offsetof(struct lab_request, ecid)}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        uint64_t value = 0;
        if (r->global && numbers[i].offset == offsetof(struct lab_request, ecid))
            continue;
        struct lab_refusal bad = number(r->root, numbers[i].key, &value);
        if (bad.status)
            return bad;
        memcpy((char *)r + numbers[i].offset, &value, sizeof value);
    }
    if (r->kind == LAB_KIND_AP && r->chip == LAB_CHIP_VM)
        r->kind = LAB_KIND_VM;
    if (!data(r->root, "UniqueBuildID", &r->unique_build_id))
        return refuse(LAB_MALFORMED, "UniqueBuildID is no data");
    return granted;
}

/* A cryptex is asked for without the keys of the application processor; its UDID holds chip and ECID, eight bytes each. */
static struct lab_refusal read_cryptex(struct lab_request *r) {
    struct slice udid = {0};
    struct lab_refusal bad = number(r->root, "Cryptex1,ChipID", &r->chip);
    if (bad.status)
        return bad;
    if (!data(r->root, "Cryptex1,UDID", &udid) || udid.len != 16)
        return refuse(LAB_MALFORMED, "Cryptex1,UDID is not 16 bytes");
    for (size_t i = 8; i < 16; i++)
        r->ecid = r->ecid << 8 | udid.data[i];
    return granted;
}

static int compare_name(const void *key, const void *element) {
    const struct slice *a = key, *b = &((const struct lab_image_name *)element)->name;
    int order = memcmp(a->data, b->data, a->len < b->len ? a->len : b->len);
    return order ? order : (a->len > b->len) - (a->len < b->len);
}

/* The code of an image; a name of four letters ("ftap") is its own. */
static uint32_t code_of(const struct lab_image_names *names, struct slice name) {
    const struct lab_image_name *found =
        names->n && name.len ? bsearch(&name, names->list, names->n, sizeof *names->list, compare_name) : NULL;
    if (found)
        return found->code;
    for (size_t i = 0; i < name.len; i++)
        if (name.data[i] < 'a' || name.data[i] > 'z')
            return 0;
    return img4_name_of(name);
}

static bool has_code(const struct lab_request *r, uint32_t code) {
    for (size_t i = 0; i < r->n_images; i++)
        if (r->images[i].code == code)
            return true;
    return false;
}

/* An image of another processor of the device, whose tickets this lab does not issue, is passed over as an unknown key is. */
static struct lab_refusal add_image(struct lab_request *r, const struct lab_image_names *names, struct slice name,
                                    const struct plist *node) {
    const struct plist *digest = plist_get(node, "Digest");
    uint32_t code = digest ? code_of(names, name) : 0;
    if (!code || has_code(r, code))
        return granted;
    if (digest->type != PLIST_DATA || (digest->text.len != LAB_DIGEST_BYTES && digest->text.len != 0))
        return refuse(LAB_MALFORMED, "the digest of an image is not 48 bytes");
    if (r->n_images == LAB_MAX_IMAGES)
        return refuse(LAB_NOT_A_REQUEST, "too many images");
    r->images[r->n_images++] = (struct lab_image){name, code, digest->text, node};
    return granted;
}

static struct lab_refusal read_images(struct lab_request *r, const struct lab_image_names *names, struct arena *arena) {
    r->images = arena_array(arena, r->root->n_items < LAB_MAX_IMAGES ? r->root->n_items : LAB_MAX_IMAGES, sizeof *r->images);
    if (!r->images)
        return refuse(LAB_NOT_A_REQUEST, "out of memory");
    for (size_t i = 0; i < r->root->n_items; i++) {
        if (r->root->items[i].type != PLIST_DICT)
            continue;
        struct lab_refusal bad = add_image(r, names, r->root->keys[i], &r->root->items[i]);
        if (bad.status)
            return bad;
    }
    return r->n_images ? granted : refuse(LAB_MALFORMED, "no image is asked for");
}

struct lab_refusal lab_request_read(struct slice body, const struct lab_image_names *names, struct arena *arena,
                                    struct lab_request *ret_request) {
    struct lab_request r = {0};
    struct plist_problem problem;
    if (slice_trim(body).len == 0)
        return refuse(LAB_NO_DATA, "the request is empty");
    if (plist_sniff(body) != PLIST_XML || !plist_parse(body, arena, &r.root, &problem, NULL))
        return refuse(LAB_NOT_A_REQUEST, "the request is no property list");
    r.kind = r.root->type == PLIST_DICT ? kind_of(r.root) : LAB_KIND_NONE;
    if (r.kind == LAB_KIND_NONE)
        return refuse(LAB_NOT_A_REQUEST, "no ticket is asked for");
    r.global = r.kind == LAB_KIND_X86 ? flag(r.root, "x86,UseGlobalSigning") : flag(r.root, "Ap,UseGlobalSigning");
    struct lab_refusal bad = r.kind == LAB_KIND_CRYPTEX1 ? read_cryptex(&r) : read_device(&r);
    if (!bad.status && !data(r.root, kinds[r.kind].nonce, &r.nonce))
        bad = refuse(LAB_NONCE, "the nonce is no data");
    if (!bad.status)
        bad = read_images(&r, names, arena);
    *ret_request = r;
    return bad;
}

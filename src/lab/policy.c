#include "lab/policy.h"

enum { UNIQUE_BUILD_ID_BYTES = 20, NONCE_BYTES = 32, SEP_NONCE_BYTES = 20, MAX_DOMAIN = 3 };

/* Chips of Macs that are personalized: T2, the M series (0x81..) and its larger siblings (0x60..), virtual ones. */
static const struct {
    uint64_t first, last;
} chips[] = {
    {LAB_CHIP_T2, LAB_CHIP_T2}, {0x6000, 0x60FF}, {0x8100, 0x81FF}, {LAB_CHIP_VM, LAB_CHIP_VM}, {LAB_CHIP_CRYPTEX, LAB_CHIP_CRYPTEX}};

static struct lab_refusal refuse(int status, const char *why) { return (struct lab_refusal){status, why}; }
static const struct lab_refusal granted = {LAB_SUCCESS, NULL};

typedef struct lab_refusal check(const struct lab_policy *p, const struct lab_request *r);

static struct lab_refusal chip_known(const struct lab_policy *p, const struct lab_request *r) {
    (void)p;
    for (size_t i = 0; i < sizeof chips / sizeof *chips; i++)
        if (r->chip >= chips[i].first && r->chip <= chips[i].last)
            return r->kind == LAB_KIND_X86 && r->chip != LAB_CHIP_T2 ? refuse(LAB_NOT_ELIGIBLE, "an x86 ticket for a chip that is no T2")
                                                                     : granted;
    return refuse(LAB_NOT_ELIGIBLE, "a chip that no Mac has");
}

static struct lab_refusal device_known(const struct lab_policy *p, const struct lab_request *r) {
    const struct lab_device *d = &p->device;
    bool cryptex = r->kind == LAB_KIND_CRYPTEX1;
    if ((d->has_chip && !cryptex && d->chip != r->chip) || (d->has_board && !cryptex && d->board != r->board) ||
        (d->has_ecid && !r->global && d->ecid != r->ecid))
        return refuse(LAB_NOT_ELIGIBLE, "another device than the one that this lab knows");
    return r->domain > MAX_DOMAIN ? refuse(LAB_NOT_ELIGIBLE, "a security domain that no Mac has") : granted;
}

/* The number of a baseband and its chip; no Mac sends them, but the real server looks at them first. */
static struct lab_refusal baseband_sound(const struct lab_policy *p, const struct lab_request *r) {
    (void)p;
    const struct plist *chip = plist_get(r->root, "BbChipID"), *number = plist_get(r->root, "BbSNUM");
    if (chip && chip->type != PLIST_INTEGER)
        return refuse(LAB_BASEBAND_CHIP, "BbChipID is no number");
    return number && number->type != PLIST_DATA ? refuse(LAB_BASEBAND_NUMBER, "BbSNUM is no data") : granted;
}

/* Every ticket for one device answers a nonce, but for the policy of a Recovery, which has a hash of its own for that. */
static struct lab_refusal nonce_sound(const struct lab_policy *p, const struct lab_request *r) {
    (void)p;
    const struct plist *sep = plist_get(r->root, "SepNonce");
    bool wanted = !r->global && !(r->kind == LAB_KIND_LOCAL_POLICY && lab_request_flag(r, "Ap,LocalBoot"));
    if (wanted && r->nonce.len == 0)
        return refuse(LAB_NONCE, "the nonce is missing");
    if (r->nonce.len && r->nonce.len != NONCE_BYTES)
        return refuse(LAB_NONCE, "the nonce is not 32 bytes");
    return sep && (sep->type != PLIST_DATA || (sep->text.len && sep->text.len != SEP_NONCE_BYTES))
               ? refuse(LAB_NONCE, "the nonce of the Secure Enclave is not 20 bytes")
               : granted;
}

static bool names_a_build(enum lab_kind kind) { return kind == LAB_KIND_AP || kind == LAB_KIND_VM || kind == LAB_KIND_X86; }

static struct lab_refusal build_named(const struct lab_policy *p, const struct lab_request *r) {
    (void)p;
    if (!names_a_build(r->kind))
        return granted;
    if (r->unique_build_id.len == 0)
        return refuse(LAB_MALFORMED, "UniqueBuildID is missing");
    return r->unique_build_id.len == UNIQUE_BUILD_ID_BYTES ? granted : refuse(LAB_MALFORMED, "UniqueBuildID is not 20 bytes");
}

const struct build_identity *lab_policy_identity(const struct lab_policy *policy, const struct lab_request *r,
                                                 const struct build_manifest **ret_build) {
    for (size_t i = 0; i < policy->n_builds; i++) {
        const struct build_manifest *b = &policy->builds[i];
        for (size_t k = 0; k < b->n_identities; k++) {
            const struct plist *id = plist_get(b->identities[k].node, "UniqueBuildID");
            if (!id || id->type != PLIST_DATA || !slice_equal(id->text, r->unique_build_id))
                continue;
            if (b->identities[k].board != r->board || b->identities[k].chip != r->chip)
                continue; /* another Mac's identity may bear the same number in a made-up manifest */
            *ret_build = b;
            return &b->identities[k];
        }
    }
    return NULL;
}

/* The digest that the build has for an image; the search begins where the last one ended, as both have them in the same order. */
static const struct build_component *find_component(const struct build_identity *identity, struct slice name, size_t *at) {
    for (size_t i = 0; i < identity->n_components; i++) {
        size_t k = (*at + i) % identity->n_components;
        if (slice_equal(identity->components[k].name, name)) {
            *at = k + 1;
            return &identity->components[k];
        }
    }
    return NULL;
}

static bool digests_match(const struct build_identity *identity, const struct lab_request *r) {
    size_t at = 0;
    for (size_t i = 0; i < r->n_images; i++) {
        const struct build_component *c = find_component(identity, r->images[i].name, &at);
        if (!c || !slice_equal(c->digest, r->images[i].digest))
            return false;
    }
    return true;
}

/* Of the properties that the identity wants in a request, those that it has must be there: older clients do not send them. */
static bool properties_sent(const struct build_identity *identity, const struct lab_request *r) {
    const struct plist *wanted = plist_path(identity->node, "Info/RequestManifestProperties");
    for (size_t i = 0; wanted && wanted->type == PLIST_ARRAY && i < wanted->n_items; i++) {
        struct slice name = plist_string(&wanted->items[i]);
        bool sent = false;
        for (size_t k = 0; k < r->root->n_items && !sent; k++)
            sent = slice_equal(r->root->keys[k], name);
        if (name.len && !sent)
            return false;
    }
    return true;
}

static struct lab_refusal build_signed(const struct lab_policy *p, const struct lab_request *r) {
    const struct build_manifest *build = NULL;
    if (p->n_builds == 0 || !names_a_build(r->kind))
        return granted;
    const struct build_identity *identity = lab_policy_identity(p, r, &build);
    if (!identity)
        return refuse(LAB_NOT_ELIGIBLE, "a build, or a Mac of it, that this lab does not sign");
    if (identity->has_domain && identity->security_domain != r->domain)
        return refuse(LAB_NOT_ELIGIBLE, "another security domain than the build's");
    if (!properties_sent(identity, r))
        return refuse(LAB_FIELDS_MISSING, "a property that the build wants in a request is missing");
    return digests_match(identity, r) ? granted : refuse(LAB_NOT_ELIGIBLE, "an image that is not the build's");
}

static struct lab_refusal local_policy_sound(const struct lab_policy *p, const struct lab_request *r) {
    static const char *const recovery[] = {"Ap,NextStageIM4MHash", "Ap,RecoveryOSPolicyNonceHash", "Ap,VolumeUUID"};
    (void)p;
    size_t n = lab_request_flag(r, "Ap,LocalBoot") ? 3 : 1;
    for (size_t i = 0; r->kind == LAB_KIND_LOCAL_POLICY && i < n; i++) {
        const struct plist *value = plist_get(r->root, recovery[i]);
        if (!value || value->type != PLIST_DATA || value->text.len == 0)
            return refuse(LAB_MALFORMED, "a hash that a LocalPolicy names is missing");
    }
    return granted;
}

bool lab_build_is_beta(struct slice build) { return build.len > 4 && build.data[build.len - 1] >= 'a' && build.data[build.len - 1] <= 'z'; }

struct lab_refusal lab_policy_judge(const struct lab_policy *policy, const struct lab_request *request) {
    static check *const checks[] = {baseband_sound, chip_known, device_known, build_named, nonce_sound, local_policy_sound, build_signed};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        struct lab_refusal bad = checks[i](policy, request);
        if (bad.status)
            return bad;
    }
    return granted;
}

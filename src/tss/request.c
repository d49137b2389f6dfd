#include "tss/request_kind.h"

/* The newest that public logs show (doronz88/pymobiledevice3 captured it from Apple's client). */
const char tss_version_info[] = "libauthinstall-1104.0.9";

enum { VM_CHIP = 0xfe00, NONCE_BYTES = 32, SEP_NONCE_BYTES = 20 };

static const struct tss_maker *const makers[] = {&tss_ap,       &tss_recovery_os, &tss_local_policy, &tss_recovery_policy,
                                                 &tss_cryptex1, &tss_x86,         &tss_x86_global,   &tss_vm};
enum { N_MAKERS = sizeof makers / sizeof *makers };

const struct tss_kind *const tss_kinds[] = {&tss_ap.kind,
                                            &tss_recovery_os.kind,
                                            &tss_local_policy.kind,
                                            &tss_recovery_policy.kind,
                                            &tss_cryptex1.kind,
                                            &tss_x86.kind,
                                            &tss_x86_global.kind,
                                            &tss_vm.kind,
                                            NULL};

static const struct tss_maker *find_maker(const char *name) {
    for (size_t i = 0; name && i < N_MAKERS; i++)
        if (strcmp(makers[i]->kind.name, name) == 0)
            return makers[i];
    return NULL;
}

const struct tss_kind *tss_kind_find(const char *name) {
    const struct tss_maker *m = find_maker(name);
    return m ? &m->kind : NULL;
}

const char *tss_kind_of_chip(uint64_t chip) { return chip == VM_CHIP ? tss_vm.kind.name : tss_ap.kind.name; }

bool tss_copy(struct tss_work *w, const char *key) {
    const struct plist *p = plist_get(w->q->identity->node, key);
    if (p)
        plist_dict_set(&w->out, key, *p);
    return p != NULL;
}

bool tss_copy_number(struct tss_work *w, const char *key) {
    const struct plist *p = plist_get(w->q->identity->node, key);
    uint64_t number = 0;
    if (p && p->type == PLIST_INTEGER)
        plist_dict_set(&w->out, key, *p);
    else if (p && device_number(slice_trim(plist_string(p)), &number))
        plist_dict_set(&w->out, key, plist_of_unsigned(number));
    else
        return false;
    return true;
}

/* The identity's number, which a given one of the device must equal; else the device's. */
static bool add_number(struct tss_work *w, const char *key, const char *word, bool has, uint64_t of_identity, bool given,
                       uint64_t of_device, struct error *err) {
    if (!has && !given)
        return error_set(err, "the request needs %s (%s= of the device)", key, word);
    if (has && given && of_identity != of_device)
        return error_set(err, "%s of the identity is 0x%llx, that of the device 0x%llx", key, (unsigned long long)of_identity,
                         (unsigned long long)of_device);
    plist_dict_set(&w->out, key, plist_of_unsigned(has ? of_identity : of_device));
    return true;
}

bool tss_add_chip(struct tss_work *w, struct error *err) {
    static const struct build_identity none;
    const struct build_identity *i = w->q->identity ? w->q->identity : &none;
    const struct device_keys *d = w->q->device;
    bool domain = d->has_domain || !i->has_domain;
    return add_number(w, "ApChipID", "chip", i->has_chip, i->chip, d->has_chip, d->chip, err) &&
           add_number(w, "ApBoardID", "board", i->has_board, i->board, d->has_board, d->board, err) &&
           /* 1 on every Mac */
           add_number(w, "ApSecurityDomain", "domain", i->has_domain, i->security_domain, domain, d->has_domain ? d->security_domain : 1,
                      err);
}

bool tss_add_ecid(struct tss_work *w, struct error *err) {
    if (!w->q->device->has_ecid)
        return error_set(err, "the request needs ApECID (ecid= of the device)");
    plist_dict_set(&w->out, "ApECID", plist_of_unsigned(w->q->device->ecid));
    return true;
}

bool tss_add_modes(struct tss_work *w, const char *production, const char *security) {
    plist_dict_set(&w->out, production, plist_of_bool(w->q->device->production));
    plist_dict_set(&w->out, security, plist_of_bool(w->q->device->security));
    return true;
}

bool tss_add_nonces(struct tss_work *w, struct error *err) {
    const struct device_keys *d = w->q->device;
    if (!d->nonce.data && !d->nonce_random)
        return error_set(err, "the request needs ApNonce (nonce= of the device, or nonce=random)");
    plist_dict_set(&w->out, "ApNonce", plist_of_data(d->nonce_random ? slice_of(w->q->random + TSS_RANDOM_NONCE, NONCE_BYTES) : d->nonce));
    if (d->sep_nonce_random)
        plist_dict_set(&w->out, "SepNonce", plist_of_data(slice_of(w->q->random + TSS_RANDOM_SEP_NONCE, SEP_NONCE_BYTES)));
    else if (d->sep_nonce.data)
        plist_dict_set(&w->out, "SepNonce", plist_of_data(d->sep_nonce));
    return true;
}

/* Version 4, in upper case, as CFUUIDCreateString writes it. */
static void add_uuid(struct tss_work *w) {
    uint8_t b[16];
    memcpy(b, w->q->random + TSS_RANDOM_UUID, sizeof b);
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    const char *text = arena_printf(w->arena, "%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-%02X%02X%02X%02X%02X%02X", b[0], b[1], b[2],
                                    b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
    w->out.failed |= text == NULL;
    plist_dict_set(&w->out, "@UUID", plist_of_string(slice_str(text)));
}

bool tss_request_make(const struct tss_question *q, struct arena *arena, struct tss_request *ret_request, struct error *err) {
    const struct tss_maker *maker = find_maker(q->kind);
    struct tss_work w = {.q = q, .arena = arena, .out = plist_dict_in(arena)};
    struct tss_request r = {0};
    if (!maker)
        return error_set(err, "there is no request of the kind %s", q->kind ? q->kind : "(none)");
    if (maker->kind.needs_identity && !q->identity)
        return error_set(err, "a request of the kind %s needs a BuildManifest", q->kind);
    if (!maker->kind.needs_identity && q->identity)
        return error_set(err, "a request of the kind %s names no build", q->kind);
    r.kind = &maker->kind;
    plist_dict_set(&w.out, "@HostPlatformInfo", plist_of_string(slice_str("mac")));
    plist_dict_set(&w.out, "@VersionInfo", plist_of_string(slice_str(tss_version_info)));
    add_uuid(&w);
    if (!maker->fill(&w, err) || !plist_dict_finish(&w.out, &r.root, err))
        return false;
    if (q->identity) {
        r.build = q->identity->build;
        r.variant = q->identity->variant;
    }
    *ret_request = r;
    return true;
}

bool tss_request_write(const struct tss_request *request, struct buffer *out, struct error *err) {
    return plist_write_xml(&request->root, out, err);
}

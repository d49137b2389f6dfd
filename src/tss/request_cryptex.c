/* The ticket of a cryptex. No key of the processor stands in it: the server refuses such a request (doronz88/pymobiledevice3). */
#include "tss/request_kind.h"

enum { CRYPTEX_NONCE_BYTES = 32, UDID_BYTES = 16 };

static const char *const numbers[] = {"Cryptex1,ChipID", "Cryptex1,Type", "Cryptex1,SubType", "Cryptex1,ProductClass",
                                      "Cryptex1,NonceDomain"};
static const char *const copied[] = {"Cryptex1,UseProductClass", "Cryptex1,Version", "Cryptex1,PreauthorizationVersion"};

static void put_number(uint8_t *out, uint64_t number) {
    for (size_t i = 0; i < 8; i++)
        out[i] = (uint8_t)(number >> (56 - 8 * i));
}

static bool add_device(struct tss_work *w, struct error *err) {
    const struct device_keys *d = w->q->device;
    uint8_t *udid = arena_alloc(w->arena, UDID_BYTES);
    if (!d->has_chip || !d->has_ecid)
        return error_set(err, "the request needs Cryptex1,UDID (chip= and ecid= of the device)");
    if (!d->nonce.data && !d->nonce_random)
        return error_set(err, "the request needs Cryptex1,Nonce (nonce= of the cryptex, or nonce=random)");
    if (!udid)
        return error_set(err, "out of memory");
    put_number(udid, d->chip);
    put_number(udid + 8, d->ecid);
    plist_dict_set(&w->out, "Cryptex1,UDID", plist_of_data(slice_of(udid, UDID_BYTES)));
    plist_dict_set(&w->out, "Cryptex1,Nonce",
                   plist_of_data(d->nonce_random ? slice_of(w->q->random + TSS_RANDOM_OTHER_NONCE, CRYPTEX_NONCE_BYTES) : d->nonce));
    plist_dict_set(&w->out, "Cryptex1,ProductionMode", plist_of_bool(d->production));
    plist_dict_set(&w->out, "Cryptex1,UniqueTagList", plist_of_data(slice_str("")));
    return true;
}

/* Those that are personalized, with their digest alone. */
static bool add_images(struct tss_work *w, struct error *err) {
    for (size_t i = 0; i < w->q->identity->n_components; i++) {
        const struct build_component *c = &w->q->identity->components[i];
        struct plist_dict entry = plist_dict_in(w->arena);
        struct plist value;
        bool personalize = false;
        if (!slice_starts_with(c->name, "Cryptex1,") || !plist_bool_value(plist_path(c->node, "Info/Personalize"), &personalize) ||
            !personalize)
            continue;
        plist_dict_set(&entry, "Digest", plist_of_data(c->digest.data ? c->digest : slice_str("")));
        if (!plist_dict_finish(&entry, &value, err))
            return false;
        plist_dict_set_slice(&w->out, c->name, value);
    }
    return true;
}

static bool fill(struct tss_work *w, struct error *err) {
    plist_dict_set(&w->out, "@Cryptex1,Ticket", plist_of_bool(true));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!tss_copy_number(w, numbers[i]))
            return error_set(err, "the identity has no %s", numbers[i]);
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
        if (!tss_copy(w, copied[i]))
            return error_set(err, "the identity has no %s", copied[i]);
    return add_device(w, err) && add_images(w, err);
}

const struct tss_maker tss_cryptex1 = {{"cryptex1", "Cryptex1,Ticket", "ticket of a cryptex", true}, fill};

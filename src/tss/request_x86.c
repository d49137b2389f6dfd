/* The Intel side of a Mac with T2: boot.efi and the kernel (OSPersonalization of macOS 10.15). */
#include "tss/request_kind.h"

enum { X86_NONCE_BYTES = 32 };

static const struct tss_filter images = {.by_personalize = true};

static bool fill_common(struct tss_work *w, struct error *err) {
    for (size_t i = 0; i < w->q->identity->n_components; i++)
        if (!plist_get(w->q->identity->components[i].node, "Info"))
            return error_set(err, "the image %.*s of the identity has no Info", SLICE_ARG(w->q->identity->components[i].name));
    plist_dict_set(&w->out, "@x86,Ticket", plist_of_bool(true));
    (void)tss_copy(w, "x86,OSLongVersion");
    return tss_add_chip(w, err) && tss_add_modes(w, "x86,ProductionMode", "x86,SecurityMode") &&
           (tss_copy(w, "UniqueBuildID") || error_set(err, "the identity has no UniqueBuildID")) && tss_add_components(w, &images, err);
}

/* Full security: for this Mac alone, and the client makes up the nonce. */
static bool fill(struct tss_work *w, struct error *err) {
    const struct device_keys *d = w->q->device;
    plist_dict_set(&w->out, "x86,Nonce",
                   plist_of_data(d->nonce.data ? d->nonce : slice_of(w->q->random + TSS_RANDOM_NONCE, X86_NONCE_BYTES)));
    return tss_add_ecid(w, err) && fill_common(w, err);
}

/* Medium security: for any Mac of the board, so neither ECID nor nonce. */
static bool fill_global(struct tss_work *w, struct error *err) {
    plist_dict_set(&w->out, "x86,UseGlobalSigning", plist_of_bool(true));
    return fill_common(w, err);
}

const struct tss_maker tss_x86 = {{"x86", "x86,Ticket", "ticket of the Intel side", true}, fill};
const struct tss_maker tss_x86_global = {{"x86-global", "x86,Ticket", "ticket of the Intel side for any Mac of the board", true},
                                         fill_global};

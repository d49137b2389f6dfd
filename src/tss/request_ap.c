/* The ticket of the processor: Apple silicon, bridgeOS, virtual Macs. */
#include "tss/request_kind.h"

static const char *const skipped[] = {"BasebandFirmware", "SE,UpdatePayload", "BaseSystem", "Diags", "Ap,ExclaveOS", NULL};
static const char *const skipped_prefix[] = {"Cryptex1,", NULL}; /* have a ticket of their own */

static const struct tss_filter images = {
    .skipped = skipped, .skipped_prefix = skipped_prefix, .by_rules_or_trust = true, .without_ftab = true, .modes_by_default = true};

static bool fill(struct tss_work *w, struct error *err) {
    plist_dict_set(&w->out, "@ApImg4Ticket", plist_of_bool(true));
    return tss_add_chip(w, err) && tss_add_ecid(w, err) && tss_add_nonces(w, err) &&
           tss_add_modes(w, "ApProductionMode", "ApSecurityMode") && tss_add_identity(w, err) && tss_add_components(w, &images, err);
}

/* As the request that a client's log shows (the thread utmapp/UTM#6866). */
static bool fill_vm(struct tss_work *w, struct error *err) {
    plist_dict_set(&w->out, "@BBTicket", plist_of_bool(true));
    return fill(w, err);
}

const struct tss_maker tss_ap = {{"ap", "ApImg4Ticket", "ticket of the processor", true}, fill};
const struct tss_maker tss_vm = {{"vm", "ApImg4Ticket", "ticket of a virtual Mac", true}, fill_vm};

/* The ticket of the recoveryOS that comes with a system: as that of the processor, for fewer images (libimobiledevice/libtatsu). */
#include "tss/request_kind.h"

static const char *const skipped[] = {"BasebandFirmware",
                                      "SE,UpdatePayload",
                                      "BaseSystem",
                                      "Diags",
                                      "ANS",
                                      "Ap,AudioBootChime",
                                      "Ap,CIO",
                                      "Ap,RestoreCIO",
                                      "Ap,RestoreTMU",
                                      "Ap,TMU",
                                      "Ap,rOSLogo1",
                                      "Ap,rOSLogo2",
                                      "AppleLogo",
                                      "DCP",
                                      "LLB",
                                      "RecoveryMode",
                                      "RestoreANS",
                                      "RestoreDCP",
                                      "RestoreDeviceTree",
                                      "RestoreKernelCache",
                                      "RestoreLogo",
                                      "RestoreRamDisk",
                                      "RestoreSEP",
                                      "SEP",
                                      "ftap",
                                      "ftsp",
                                      "iBEC",
                                      "iBSS",
                                      "rfta",
                                      "rfts",
                                      NULL};
static const char *const skipped_prefix[] = {"Cryptex1,", NULL};

static const struct tss_filter images = {.skipped = skipped, .skipped_prefix = skipped_prefix};

static bool fill(struct tss_work *w, struct error *err) {
    plist_dict_set(&w->out, "@ApImg4Ticket", plist_of_bool(true));
    return tss_add_chip(w, err) && tss_add_ecid(w, err) && tss_add_nonces(w, err) &&
           tss_add_modes(w, "ApProductionMode", "ApSecurityMode") && tss_add_identity(w, err) && tss_add_components(w, &images, err);
}

const struct tss_maker tss_recovery_os = {{"recovery-os", "ApImg4Ticket", "ticket of recoveryOS", true}, fill};

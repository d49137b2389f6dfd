/*
 * request_kind: what the kinds of request share. Internal to this room.
 */
#ifndef TAILOR_TSS_REQUEST_KIND_H
#define TAILOR_TSS_REQUEST_KIND_H

#include "tss/request.h"
#include "tss/restore_rules.h"

struct tss_work {
    const struct tss_question *q;
    struct arena *arena;
    struct plist_dict out;
};

struct tss_maker {
    struct tss_kind kind;
    bool (*fill)(struct tss_work *w, struct error *err);
};
extern const struct tss_maker tss_ap, tss_recovery_os, tss_local_policy, tss_recovery_policy, tss_cryptex1, tss_x86, tss_x86_global, tss_vm;

/* ApChipID, ApBoardID, ApSecurityDomain: of the identity, else of the device. */
bool tss_add_chip(struct tss_work *w, struct error *err) MUST_USE;
bool tss_add_ecid(struct tss_work *w, struct error *err) MUST_USE;
bool tss_add_modes(struct tss_work *w, const char *production, const char *security);
bool tss_add_nonces(struct tss_work *w, struct error *err) MUST_USE;

/* What of the identity every request for images repeats, and what Info/RequestManifestProperties names. */
bool tss_add_identity(struct tss_work *w, struct error *err) MUST_USE;

/* A key of the identity as it stands, or as a number whatever it is written as. False: there is none. */
bool tss_copy(struct tss_work *w, const char *key);
bool tss_copy_number(struct tss_work *w, const char *key);

/* Which components, and how. */
struct tss_filter {
    const char *const *skipped;        /* names, NULL-terminated */
    const char *const *skipped_prefix; /* beginnings of names, NULL-terminated */
    bool by_rules_or_trust;            /* leaves out what has neither rules nor Trusted */
    bool without_ftab;                 /* leaves out firmware tables (IsFTAB) */
    bool modes_by_default;             /* EPRO and ESEC where there are no rules */
    bool by_personalize;               /* Apple's filter of the Intel side: Info is needed; Personalize=false stays only when Trusted */
};
bool tss_add_components(struct tss_work *w, const struct tss_filter *filter, struct error *err) MUST_USE;

/* Where in `random` each made-up value stands. */
enum { TSS_RANDOM_UUID = 0, TSS_RANDOM_NONCE = 16, TSS_RANDOM_SEP_NONCE = 48, TSS_RANDOM_OTHER_NONCE = 68 };

#endif

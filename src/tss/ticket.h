/*
 * ticket: is a ticket (IM4M) genuine, and may its signer sign it?
 *
 * Three steps, each with findings of its own, in the order in which a boot loader takes them:
 *   signature    RSA PKCS#1 v1.5 over the ticket's body with the key of the last certificate; SHA-384 with keys of 4096 bits (A10 and
 *                later, T2, all Macs with Apple silicon), SHA-1 with 2048 (A7 to A9); the certificate's own algorithm decides
 *   chain        that certificate was signed by a root that is known, found by its name, or by an intermediate that was
 *   constraints  what the certificate's extension demands of the ticket: values, presence, absence (img4.h)
 *
 * No validity date is checked, on purpose. Certificates of signing servers are valid for a day or less (the X86 root itself for two days of
 * 2017), tickets are used for years, and no boot loader looks at the dates; a date check would call every genuine ticket expired.
 *
 * A ticket without certificates cannot be verified: UNKNOWN, not FAILED.
 *
 *     struct ticket_checks checks;
 *     if (!ticket_check(&img4.manifest, roots, n_roots, arena, &checks, err))      // false: out of memory
 *     for (size_t i = 0; i < checks.n; i++) puts(checks.list[i].text);
 *
 * Source of the order and of the date rule: OpenCore's OcAppleImg4Lib, img4tool; all verified on genuine tickets.
 */
#ifndef TAILOR_TSS_TICKET_H
#define TAILOR_TSS_TICKET_H

#include "format/img4.h"

enum ticket_outcome { TICKET_PASSED, TICKET_FAILED, TICKET_UNKNOWN };

/* A root of Apple's, or of a practice server: the subject's common name, and the DER of its SubjectPublicKeyInfo. */
struct ticket_root {
    const char *name;
    struct slice public_key;
};

struct ticket_check {
    const char *step; /* "signature", "chain", "constraints" */
    enum ticket_outcome outcome;
    const char *text; /* one sentence */
    size_t offset;    /* in the ticket; 0: none in particular */
};

enum { TICKET_MAX_CHECKS = 64 };

struct ticket_checks {
    const char *signer, *root; /* common names; NULL when not known */
    struct ticket_check list[TICKET_MAX_CHECKS];
    size_t n;
    size_t n_left_out; /* failed constraints beyond the list */
};

bool ticket_check(const struct im4m *ticket, const struct ticket_root *roots, size_t n_roots, struct arena *arena,
                  struct ticket_checks *ret_checks, struct error *err) MUST_USE;

/* One more step. Beyond TICKET_MAX_CHECKS it is only counted. False for a NULL text: memory was short where it was made. */
bool ticket_checks_add(struct ticket_checks *checks, const char *step, enum ticket_outcome outcome, size_t offset, const char *text);

/* The worst of all steps: FAILED before UNKNOWN before PASSED. */
enum ticket_outcome ticket_verdict(const struct ticket_checks *checks);

#endif

/*
 * request: what a Mac sends to be allowed to start a build: one property list, made of an identity of the BuildManifest (what) and of the
 * device (who).
 *
 * Kinds, one file each:
 *   ap               the ticket of the processor: Apple silicon, and bridgeOS of a T2 (chip 0x8012)
 *   recovery-os      the same for the recoveryOS that goes with it
 *   local-policy     a LocalPolicy for the first start of a system: no images, the hash of the ticket of the next stage
 *   recovery-policy  a LocalPolicy for recoveryOS: also the volume group and the hash of the policy's nonce
 *   cryptex1         the ticket of a cryptex: names the device by Cryptex1,UDID alone
 *   x86              the Intel side of a T2 Mac at full security;  x86-global: at medium security, for any Mac of the board
 *   vm               a virtual Mac (chip 0xFE00): as ap, and asks for a baseband ticket as its client always does
 *
 * Keys and rules are those of published clients (libimobiledevice/libtatsu, doronz88/pymobiledevice3, blacktop/ipsw) and of requests that
 * public logs hold. Numbers that the BuildManifest has as text ("0x8103") are sent as integers. Nonces come from the device; those that
 * the client makes up (x86,Nonce; one that is wanted "random") come from `random`, as the UUID of the request does.
 *
 *     struct tss_question q = {.kind = "ap", .identity = identity, .device = &keys};
 *     RAND_bytes(q.random, sizeof q.random);
 *     if (!tss_request_make(&q, arena, &request, err) || !tss_request_write(&request, &out, err)) ...
 */
#ifndef TAILOR_TSS_REQUEST_H
#define TAILOR_TSS_REQUEST_H

#include "format/build_manifest.h"
#include "format/device_keys.h"
#include "format/plist_make.h"

enum { TSS_RANDOM_BYTES = 16 + 32 + 20 + 32, TSS_REQUEST_LIMIT = 16 << 20 };

struct tss_kind {
    const char *name;
    const char *ticket_key; /* of the answer */
    const char *what;       /* for people */
    bool needs_identity;
};
extern const struct tss_kind *const tss_kinds[]; /* NULL-terminated */
const struct tss_kind *tss_kind_find(const char *name);
/* The kind that a Mac with this chip asks for first: vm, or ap. */
const char *tss_kind_of_chip(uint64_t chip);

struct tss_question {
    const char *kind;
    const struct build_identity *identity; /* NULL for the policies */
    const struct device_keys *device;
    uint8_t random[TSS_RANDOM_BYTES];
};

struct tss_request {
    const struct tss_kind *kind;
    struct plist root;
    struct slice build, variant; /* of the identity; empty: none */
};

/* False: err says which value of the device or of the identity is missing or unfit. The request points into both. */
bool tss_request_make(const struct tss_question *q, struct arena *arena, struct tss_request *ret_request, struct error *err) MUST_USE;
bool tss_request_write(const struct tss_request *request, struct buffer *out, struct error *err) MUST_USE;

/* The client that it says to be: "libauthinstall-…". */
extern const char tss_version_info[];

#endif

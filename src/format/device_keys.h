/*
 * device_keys: who a Mac is to the signing server, as one line of words.
 *
 *     "chip=0x8103,board=0x22,ecid=0x1122334455667788,nonce=00ff…,class=j274ap"
 *
 * Numbers are decimal or 0x-hexadecimal, up to 2^64 - 1 (an ECID may take all of it); bytes are hexadecimal; a nonce may be "random": the
 * one who makes a request makes it up. What is not given is not known, but for production and security, which are 1 on every Mac sold.
 *
 * Source of the keys: personalization requests (libimobiledevice/libtatsu, AsahiLinux/asahi-installer).
 */
#ifndef TAILOR_FORMAT_DEVICE_KEYS_H
#define TAILOR_FORMAT_DEVICE_KEYS_H

#include "base/arena.h"
#include "base/error.h"

struct device_keys {
    bool has_chip, has_board, has_domain, has_ecid;
    uint64_t chip, board, security_domain, ecid;
    bool production, security; /* "production=0": a development chip; "security=0": secure boot is off */
    bool nonce_random, sep_nonce_random;
    struct slice nonce, sep_nonce; /* ApNonce, SepNonce; data NULL: not given */
    struct slice device_class;     /* "j274ap" */
    /* What a LocalPolicy names: hashes of the tickets of the next stage, of the recoveryOS policy's nonce, and the volume group. */
    struct slice ticket_hash, cryptex_hash, policy_nonce_hash, volume;
};

bool device_keys_parse(struct arena *arena, struct slice text, struct device_keys *ret_keys, struct error *err) MUST_USE;

/* What is given goes before what is known; a chip that is said to be none of those sold stays so. */
void device_keys_overlay(struct device_keys *known, const struct device_keys *given);

/* Decimal or 0x-hexadecimal, the whole slice. */
bool device_number(struct slice text, uint64_t *ret_number) MUST_USE;

#endif

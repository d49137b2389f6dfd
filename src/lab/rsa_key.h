/*
 * rsa_key: RSA keys of four primes, which sign three times as fast as those of two (see keys.h). Internal to this room.
 */
#ifndef TAILOR_LAB_RSA_KEY_H
#define TAILOR_LAB_RSA_KEY_H

#include <openssl/evp.h>

#include "base/error.h"

/* bits: a multiple of 256. NULL: err says why. */
EVP_PKEY *lab_rsa_key(int bits, struct error *err) __attribute__((warn_unused_result));

#endif

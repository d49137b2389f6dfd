#include "lab/rsa_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

/* OpenSSL's own generator allows four primes from 4096 bits on. Factors of 512 bits, as 2048 bits have them then, are beyond what the
 * elliptic-curve method reaches, which is the only attack that gains by them. */
enum { PRIMES = 4, MAX_TRIES = 10000, EXPONENT = 65537 };

static const char *const factor_names[PRIMES] = {OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_FACTOR3,
                                                 OSSL_PKEY_PARAM_RSA_FACTOR4};
static const char *const exponent_names[PRIMES] = {OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2,
                                                   OSSL_PKEY_PARAM_RSA_EXPONENT3, OSSL_PKEY_PARAM_RSA_EXPONENT4};
static const char *const coefficient_names[PRIMES] = {NULL, OSSL_PKEY_PARAM_RSA_COEFFICIENT1, OSSL_PKEY_PARAM_RSA_COEFFICIENT2,
                                                      OSSL_PKEY_PARAM_RSA_COEFFICIENT3};

struct numbers {
    BN_CTX *context;
    BIGNUM *n, *e, *d, *phi, *product, *scratch;
    BIGNUM *prime[PRIMES], *exponent[PRIMES], *coefficient[PRIMES];
};

/* Four primes whose product has all its bits, and the private exponent. */
static bool draw(struct numbers *r, int bits) {
    for (int try = 0; try < MAX_TRIES; try++) {
        if (!BN_one(r->n) || !BN_one(r->phi))
            return false;
        for (size_t i = 0; i < PRIMES; i++) {
            if (!BN_generate_prime_ex(r->prime[i], bits / PRIMES, 0, NULL, NULL, NULL) || !BN_mul(r->n, r->n, r->prime[i], r->context) ||
                !BN_copy(r->scratch, r->prime[i]) || !BN_sub_word(r->scratch, 1) || !BN_mul(r->phi, r->phi, r->scratch, r->context))
                return false;
        }
        bool distinct = true;
        for (size_t i = 0; i < PRIMES; i++)
            for (size_t k = 0; k < i; k++)
                distinct &= BN_cmp(r->prime[i], r->prime[k]) != 0;
        if (distinct && BN_num_bits(r->n) == bits && BN_mod_inverse(r->d, r->e, r->phi, r->context))
            return true;
    }
    return false;
}

/* d mod (p - 1), and the inverse of the product of the primes before it; of the second prime modulo the first (RFC 8017, section 3.2). */
static bool derive(struct numbers *r) {
    if (!BN_copy(r->product, r->prime[0]))
        return false;
    for (size_t i = 0; i < PRIMES; i++) {
        if (!BN_copy(r->scratch, r->prime[i]) || !BN_sub_word(r->scratch, 1) || !BN_mod(r->exponent[i], r->d, r->scratch, r->context))
            return false;
        if (i == 0)
            continue;
        const BIGNUM *of = i == 1 ? r->prime[1] : r->product, *modulo = i == 1 ? r->prime[0] : r->prime[i];
        if (!BN_mod_inverse(r->coefficient[i], of, modulo, r->context) || !BN_mul(r->product, r->product, r->prime[i], r->context))
            return false;
    }
    return true;
}

static EVP_PKEY *assemble(const struct numbers *r) {
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY *key = NULL;
    bool good = b && context && OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_N, r->n) &&
                OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_E, r->e) && OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_D, r->d);
    for (size_t i = 0; good && i < PRIMES; i++)
        good = OSSL_PARAM_BLD_push_BN(b, factor_names[i], r->prime[i]) && OSSL_PARAM_BLD_push_BN(b, exponent_names[i], r->exponent[i]) &&
               (i == 0 || OSSL_PARAM_BLD_push_BN(b, coefficient_names[i], r->coefficient[i]));
    OSSL_PARAM *parameters = good ? OSSL_PARAM_BLD_to_param(b) : NULL;
    if (parameters && EVP_PKEY_fromdata_init(context) == 1 && EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parameters) != 1)
        key = NULL;
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(b);
    EVP_PKEY_CTX_free(context);
    return key;
}

EVP_PKEY *lab_rsa_key(int bits, struct error *err) {
    struct numbers r = {.context = BN_CTX_secure_new()};
    EVP_PKEY *key = NULL;
    if (r.context) {
        BN_CTX_start(r.context);
        BIGNUM **all[] = {&r.n, &r.e, &r.d, &r.phi, &r.product, &r.scratch};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            *all[i] = BN_CTX_get(r.context);
        for (size_t i = 0; i < PRIMES; i++) {
            r.prime[i] = BN_CTX_get(r.context);
            r.exponent[i] = BN_CTX_get(r.context);
            r.coefficient[i] = BN_CTX_get(r.context);
        }
        if (r.coefficient[PRIMES - 1] && BN_set_word(r.e, EXPONENT) && draw(&r, bits) && derive(&r))
            key = assemble(&r);
        BN_CTX_end(r.context);
        BN_CTX_free(r.context);
    }
    if (!key)
        error_set(err, "a key of %d bits could not be made", bits);
    return key;
}

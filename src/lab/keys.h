/*
 * keys: the keys and certificates that a lab makes for itself with OpenSSL: a root for its tickets, a root and server certificates for TLS.
 *
 * They stand in a folder of the operator's and are made where they are missing, so that a root that was trusted once stays the same:
 *     ticket-root.pem, ticket-root.key, ticket-signer.key, tls-root.pem, tls-root.key, tls-server.key
 * Server certificates are made at each start and never kept: some of them are wrong on purpose (enum lab_certificate).
 *
 * RSA keys have four primes (RFC 8017, section 3.2). Their public half is like any other; signing takes a third of the time, since four
 * short exponentiations stand in for two long ones. These keys protect nothing but exercises.
 *
 * No certificate names a host of Apple's: lab_host_is_apples() tells, and lab_keys_open refuses.
 *
 * Owner: lab_keys_close gives everything back.
 */
#ifndef TAILOR_LAB_KEYS_H
#define TAILOR_LAB_KEYS_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/buffer.h"
#include "base/error.h"

enum lab_certificate { /* of the TLS server */
                       LAB_CERTIFICATE_GOOD,
                       LAB_CERTIFICATE_FOREIGN, /* signed by a root that nobody trusts, as a middlebox shows it */
                       LAB_CERTIFICATE_EXPIRED,
                       LAB_CERTIFICATE_NOT_YET,
                       LAB_CERTIFICATE_WRONG_NAME,
                       LAB_CERTIFICATES
};

struct lab_keys {
    EVP_PKEY *ticket_root_key, *ticket_key, *tls_root_key, *tls_key;
    X509 *ticket_root, *tls_root;
    EVP_PKEY *foreign_key; /* of a ticket root, and a TLS root, that nobody trusts; made at each start */
    X509 *foreign_ticket_root, *foreign_tls_root;
};

enum { LAB_MAX_NAMES = 16, LAB_PEM_LIMIT = 64 << 10 };

/* `folder` exists. bits: of the key that signs tickets, 2048 or 4096; a key that is there already keeps its size. */
bool lab_keys_open(const char *folder, int bits, struct lab_keys *ret_keys, struct error *err) MUST_USE;
void lab_keys_close(struct lab_keys *keys);

/* PEM of a server's certificate with its issuer, for 127.0.0.1, ::1, localhost and `names`. */
bool lab_server_certificate(const struct lab_keys *keys, enum lab_certificate which, const char *const *names, size_t n_names,
                            struct buffer *out, struct error *err) MUST_USE;
bool lab_key_pem(EVP_PKEY *key, struct buffer *out, struct error *err) MUST_USE;

/* A certificate of the key for signing tickets, with these constraints as its extension; DER in *ret_der. */
bool lab_ticket_certificate(const struct lab_keys *keys, bool foreign, const char *name, struct slice constraints, struct buffer *ret_der,
                            struct error *err) MUST_USE;

/* Is it a name that Apple answers for, or that looks like one? */
bool lab_host_is_apples(struct slice host);

#endif

/*
 * certificate: one certificate of X.509, made by OpenSSL. Internal to this room; users see keys.h.
 */
#ifndef TAILOR_LAB_CERTIFICATE_H
#define TAILOR_LAB_CERTIFICATE_H

#include <openssl/x509.h>

#include "base/error.h"
#include "base/slice.h"

/* Apple's extension that says what the holder of a certificate may sign. */
#define LAB_CONSTRAINTS_OID "1.2.840.113635.100.6.1.15"

struct certificate_wish {
    const char *subject; /* common name */
    EVP_PKEY *key;       /* its own */
    const X509 *issuer;  /* NULL: itself */
    EVP_PKEY *issuer_key;
    bool is_root;
    const char *hosts;           /* of a server: as OpenSSL's subjectAltName has it; NULL: no server's */
    struct slice constraints;    /* content of the extension; empty: none */
    int days_before, days_after; /* of validity, counted from now */
};

X509 *certificate_make(const struct certificate_wish *wish, struct error *err) MUST_USE;

#endif

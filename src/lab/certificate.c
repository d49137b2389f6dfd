#include "lab/certificate.h"

#include <openssl/rand.h>
#include <openssl/x509v3.h>

enum { SECONDS_PER_DAY = 86400, SERIAL_BYTES = 16 };

static bool set_serial(X509 *x) {
    unsigned char bytes[SERIAL_BYTES];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    bytes[0] = (bytes[0] & 0x3F) | 0x40; /* positive, and of that length */
    BIGNUM *number = BN_bin2bn(bytes, sizeof bytes, NULL);
    bool good = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x));
    BN_free(number);
    return good;
}

static bool add(X509 *x, X509V3_CTX *context, int nid, const char *value) {
    X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, context, nid, (char *)(uintptr_t)value);
    bool good = e && X509_add_ext(x, e, -1) == 1;
    X509_EXTENSION_free(e);
    return good;
}

static bool add_constraints(X509 *x, struct slice content) {
    ASN1_OBJECT *id = OBJ_txt2obj(LAB_CONSTRAINTS_OID, 1);
    ASN1_OCTET_STRING *data = ASN1_OCTET_STRING_new();
    bool good = id && data && ASN1_OCTET_STRING_set(data, content.data, (int)content.len) == 1;
    X509_EXTENSION *e = good ? X509_EXTENSION_create_by_OBJ(NULL, id, 1, data) : NULL;
    good = e && X509_add_ext(x, e, -1) == 1;
    X509_EXTENSION_free(e);
    ASN1_OCTET_STRING_free(data);
    ASN1_OBJECT_free(id);
    return good;
}

static bool add_extensions(X509 *x, const struct certificate_wish *w) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, (X509 *)(uintptr_t)(w->issuer ? w->issuer : x), x, NULL, NULL, 0);
    return add(x, &context, NID_basic_constraints, w->is_root ? "critical,CA:TRUE" : "critical,CA:FALSE") &&
           add(x, &context, NID_subject_key_identifier, "hash") &&
           (w->is_root || add(x, &context, NID_authority_key_identifier, "keyid:always")) &&
           add(x, &context, NID_key_usage, w->is_root ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature") &&
           (!w->hosts || (add(x, &context, NID_ext_key_usage, "serverAuth") && add(x, &context, NID_subject_alt_name, w->hosts))) &&
           (w->constraints.len == 0 || add_constraints(x, w->constraints));
}

static bool fill(X509 *x, const struct certificate_wish *w) {
    X509_NAME *name = X509_get_subject_name(x);
    return X509_set_version(x, X509_VERSION_3) == 1 && set_serial(x) &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)w->subject, -1, -1, 0) == 1 &&
           X509_set_issuer_name(x, w->issuer ? X509_get_subject_name(w->issuer) : name) == 1 &&
           X509_gmtime_adj(X509_getm_notBefore(x), (long)w->days_before * SECONDS_PER_DAY) &&
           X509_gmtime_adj(X509_getm_notAfter(x), (long)w->days_after * SECONDS_PER_DAY) && X509_set_pubkey(x, w->key) == 1 &&
           add_extensions(x, w) && X509_sign(x, w->issuer_key, EVP_sha384()) > 0;
}

X509 *certificate_make(const struct certificate_wish *wish, struct error *err) {
    X509 *x = X509_new();
    if (x && fill(x, wish))
        return x;
    X509_free(x);
    error_set(err, "the certificate \"%s\" could not be made", wish->subject);
    return NULL;
}

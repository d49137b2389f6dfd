#include "tss/ticket_root.h"

#include <openssl/err.h>
#include <openssl/pem.h>

static bool add(X509 *x, struct arena *arena, struct ticket_root *roots, size_t capacity, size_t *n) {
    char name[256];
    unsigned char *der = NULL;
    int len = X509_NAME_get_text_by_NID(X509_get_subject_name(x), NID_commonName, name, sizeof name);
    int der_len = len > 0 && *n < capacity ? i2d_PUBKEY(X509_get0_pubkey(x), &der) : 0;
    bool good = der_len > 0;
    if (good) {
        roots[*n].name = arena_string(arena, slice_of(name, (size_t)len));
        roots[*n].public_key = arena_slice(arena, slice_of(der, (size_t)der_len));
        good = roots[*n].name && roots[*n].public_key.data;
        *n += good;
    }
    OPENSSL_free(der);
    return good;
}

bool ticket_root_read(struct slice bytes, struct arena *arena, struct ticket_root *roots, size_t capacity, size_t *n, struct error *err) {
    const unsigned char *at = bytes.data;
    size_t before = *n;
    bool good = bytes.len <= INT32_MAX;
    X509 *x = good && bytes.len ? d2i_X509(NULL, &at, (long)bytes.len) : NULL;
    BIO *text = x || !good ? NULL : BIO_new_mem_buf(bytes.data, (int)bytes.len);
    if (x)
        good = add(x, arena, roots, capacity, n);
    X509_free(x);
    while (good && text && (x = PEM_read_bio_X509(text, NULL, NULL, NULL)) != NULL) {
        good = add(x, arena, roots, capacity, n);
        X509_free(x);
    }
    BIO_free(text);
    ERR_clear_error();
    return good && *n > before ? true : error_set(err, "no certificate of a root with a name and a key, or too many");
}

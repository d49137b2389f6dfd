/* Each root of knowledge/certificate_root.tsv is the certificate whose fingerprint stands beside it, and is taken as a root. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "knowledge/knowledge.h"

enum { MAX_DER = 8192 };

static void fingerprints_fit(void **state) {
    (void)state;
    struct error err = {{0}};
    struct knowledge *k = knowledge_open(NULL, &err);
    assert_non_null(k);
    const struct tsv *t = knowledge_find(k, "certificate_root");
    assert_non_null(t);
    assert_true(t->n_rows >= 3);
    for (size_t row = 0; row < t->n_rows; row++) {
        const char *coded = tsv_cell(t, row, tsv_column(t, "der_base64")), *sha256 = tsv_cell(t, row, tsv_column(t, "sha256"));
        unsigned char der[MAX_DER], digest[32];
        const unsigned char *at = der;
        unsigned len = 0;
        char text[65] = "";
        assert_true(strlen(coded) <= MAX_DER);
        int n = EVP_DecodeBlock(der, (const unsigned char *)coded, (int)strlen(coded));
        assert_true(n > 0);
        X509 *root = d2i_X509(NULL, &at, n);
        assert_non_null(root);
        assert_int_equal(X509_digest(root, EVP_sha256(), digest, &len), 1);
        for (unsigned i = 0; i < len; i++)
            snprintf(text + (size_t)2 * i, 3, "%02x", digest[i]);
        assert_string_equal(text, sha256);
        assert_int_equal(X509_self_signed(root, 1), 1);
        X509_free(root);
    }
    knowledge_close(k);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(fingerprints_fit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "lab/keys.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "lab/certificate.h"
#include "lab/rsa_key.h"
#include "os/files.h"

enum { ROOT_BITS = 4096, ROOT_DAYS = 3650 };

static const char *const apple_words[] = {"apple", "icloud", "mzstatic", "aaplimg", "itunes"};
static const char *const apple_domains[] = {".me.com", ".mac.com"};

bool lab_host_is_apples(struct slice host) {
    for (size_t i = 0; i < sizeof apple_words / sizeof *apple_words; i++)
        if (slice_contains_nocase(host, apple_words[i]))
            return true;
    for (size_t i = 0; i < sizeof apple_domains / sizeof *apple_domains; i++) {
        size_t len = strlen(apple_domains[i]);
        if (slice_is_nocase(host, apple_domains[i] + 1) ||
            (host.len > len && slice_is_nocase(slice_from(host, host.len - len), apple_domains[i])))
            return true;
    }
    return slice_starts_with(host, "17."); /* 17.0.0.0/8 is Apple's */
}

/* The file's bytes, if it is there. */
static bool read_file(const char *folder, const char *name, struct buffer *out, bool *ret_there, struct error *err) {
    char path[OS_OUTPUT_PATH];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return error_set(err, "the name of the folder is too long");
    struct error why;
    *ret_there = os_read_file(path, out, &why);
    return *ret_there || errno == ENOENT || error_set(err, "%s", why.text);
}

static bool write_file(const char *folder, const char *name, struct slice bytes, struct error *err) {
    char path[OS_OUTPUT_PATH];
    struct os_output o;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return error_set(err, "the name of the folder is too long");
    if (!os_output_open(&o, path, err))
        return false;
    if (os_write_all(o.fd, bytes))
        return os_output_commit(&o, err);
    error_set(err, "%s cannot be written: %s", path, strerror(errno));
    os_output_abandon(&o);
    return false;
}

static bool take_memory(BIO *bio, struct buffer *out) {
    char *text = NULL;
    long len = BIO_get_mem_data(bio, &text);
    buffer_append(out, slice_of(text, len > 0 ? (size_t)len : 0));
    return len > 0 && buffer_ok(out);
}

bool lab_key_pem(EVP_PKEY *key, struct buffer *out, struct error *err) {
    BIO *bio = BIO_new(BIO_s_mem());
    bool good = bio && PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1 && take_memory(bio, out);
    BIO_free(bio);
    return good || error_set(err, "a key could not be written");
}

static bool certificate_pem(X509 *x, struct buffer *out, struct error *err) {
    BIO *bio = BIO_new(BIO_s_mem());
    bool good = bio && PEM_write_bio_X509(bio, x) == 1 && take_memory(bio, out);
    BIO_free(bio);
    return good || error_set(err, "a certificate could not be written");
}

static EVP_PKEY *make_key(int bits, struct error *err) {
    if (bits)
        return lab_rsa_key(bits, err);
    EVP_PKEY *key = EVP_EC_gen("P-256"); /* of TLS: handshakes cost little */
    if (!key)
        error_set(err, "a key could not be made");
    return key;
}

/* The key in that file, else a new one, which is put there. bits 0: of an elliptic curve. */
static EVP_PKEY *open_key(const char *folder, const char *name, int bits, struct error *err) {
    struct buffer pem CLEANUP_BUFFER = buffer_with_limit(LAB_PEM_LIMIT);
    bool there = false;
    if (!read_file(folder, name, &pem, &there, err))
        return NULL;
    if (there) {
        BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.len);
        EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, (void *)(uintptr_t) "") : NULL;
        BIO_free(bio);
        if (!key)
            error_set(err, "%s/%s holds no key", folder, name);
        return key;
    }
    EVP_PKEY *key = make_key(bits, err);
    if (key && (!lab_key_pem(key, &pem, err) || !write_file(folder, name, buffer_slice(&pem), err))) {
        EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

/* Does it name a host of Apple's, or say that it is Apple's? */
static bool looks_like_apple(X509 *x) {
    char subject[512] = "";
    X509_NAME_oneline(X509_get_subject_name(x), subject, sizeof subject);
    bool found = slice_contains_nocase(slice_str(subject), "apple");
    GENERAL_NAMES *names = X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        const ASN1_IA5STRING *dns = name->type == GEN_DNS ? name->d.dNSName : NULL;
        found |= dns && lab_host_is_apples(slice_of(ASN1_STRING_get0_data(dns), (size_t)ASN1_STRING_length(dns)));
    }
    GENERAL_NAMES_free(names);
    return found;
}

/* The root in that file, if its key is this one; else a new one, which is put there. */
static X509 *open_root(const char *folder, const char *name, EVP_PKEY *key, const char *subject, struct error *err) {
    struct buffer pem CLEANUP_BUFFER = buffer_with_limit(LAB_PEM_LIMIT);
    struct certificate_wish wish = {
        .subject = subject, .key = key, .issuer_key = key, .is_root = true, .days_before = -1, .days_after = ROOT_DAYS};
    bool there = false;
    if (!key || !read_file(folder, name, &pem, &there, err))
        return NULL;
    if (there) {
        BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.len);
        X509 *x = bio ? PEM_read_bio_X509(bio, NULL, NULL, (void *)(uintptr_t) "") : NULL;
        BIO_free(bio);
        bool apple = x && looks_like_apple(x);
        if (x && !apple && X509_check_private_key(x, key) == 1)
            return x;
        error_set(err, apple ? "%s/%s looks like a certificate of Apple's" : "%s/%s does not fit its key", folder, name);
        X509_free(x);
        return NULL;
    }
    X509 *x = certificate_make(&wish, err);
    if (x && (!certificate_pem(x, &pem, err) || !write_file(folder, name, buffer_slice(&pem), err))) {
        X509_free(x);
        return NULL;
    }
    return x;
}

static X509 *foreign_root(EVP_PKEY *key, const char *subject, struct error *err) {
    struct certificate_wish wish = {
        .subject = subject, .key = key, .issuer_key = key, .is_root = true, .days_before = -1, .days_after = ROOT_DAYS};
    return key ? certificate_make(&wish, err) : NULL;
}

bool lab_keys_open(const char *folder, int bits, struct lab_keys *ret_keys, struct error *err) {
    struct lab_keys k = {0};
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    if ((k.ticket_root_key = open_key(folder, "ticket-root.key", ROOT_BITS, err)) &&
        (k.ticket_key = open_key(folder, "ticket-signer.key", bits, err)) && (k.tls_root_key = open_key(folder, "tls-root.key", 0, err)) &&
        (k.tls_key = open_key(folder, "tls-server.key", 0, err)) && (k.foreign_key = make_key(2048, err)) &&
        (k.ticket_root = open_root(folder, "ticket-root.pem", k.ticket_root_key, "Practice Secure Boot Root CA of a tailor lab", err)) &&
        (k.tls_root = open_root(folder, "tls-root.pem", k.tls_root_key, "Practice TLS Root CA of a tailor lab", err)) &&
        (k.foreign_ticket_root = foreign_root(k.foreign_key, "Practice Root CA of nobody's", err)) &&
        (k.foreign_tls_root = foreign_root(k.foreign_key, "Practice SSL Inspection CA", err))) {
        *ret_keys = k;
        return true;
    }
    lab_keys_close(&k);
    return error_wrap(err, "the lab's keys");
}

void lab_keys_close(struct lab_keys *k) {
    EVP_PKEY *keys[] = {k->ticket_root_key, k->ticket_key, k->tls_root_key, k->tls_key, k->foreign_key};
    X509 *certificates[] = {k->ticket_root, k->tls_root, k->foreign_ticket_root, k->foreign_tls_root};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        EVP_PKEY_free(keys[i]);
    for (size_t i = 0; i < sizeof certificates / sizeof *certificates; i++)
        X509_free(certificates[i]);
    *k = (struct lab_keys){0};
}

/* "DNS:localhost,IP:127.0.0.1,…" */
static bool alternative_names(const char *const *names, size_t n, struct buffer *out, struct error *err) {
    buffer_add_str(out, "DNS:localhost,IP:127.0.0.1,IP:::1");
    for (size_t i = 0; i < n; i++) {
        if (lab_host_is_apples(slice_str(names[i])))
            return error_set(err, "%s is, or looks like, a name of Apple's: a lab does not answer for it", names[i]);
        for (const char *c = names[i]; *c; c++)
            if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr(".-:", *c)))
                return error_set(err, "a name of a host has letters, digits, '.', '-' and ':' only");
        bool number = strchr(names[i], ':') || strspn(names[i], "0123456789.") == strlen(names[i]);
        buffer_printf(out, ",%s:%s", number ? "IP" : "DNS", names[i]);
    }
    buffer_add_byte(out, 0);
    return buffer_ok(out) || error_set(err, "out of memory");
}

bool lab_server_certificate(const struct lab_keys *keys, enum lab_certificate which, const char *const *names, size_t n_names,
                            struct buffer *out, struct error *err) {
    static const struct {
        int before, after; /* days from now */
    } valid[LAB_CERTIFICATES] = {{-1, 390}, {-1, 390}, {-60, -30}, {30, 60}, {-1, 390}};
    struct buffer hosts CLEANUP_BUFFER = buffer_with_limit(4096);
    bool foreign = which == LAB_CERTIFICATE_FOREIGN;
    if (!alternative_names(names, n_names, &hosts, err))
        return false;
    X509 *issuer = foreign ? keys->foreign_tls_root : keys->tls_root;
    struct certificate_wish wish = {
        .subject = "A server of a tailor lab",
        .key = keys->tls_key,
        .issuer = issuer,
        .issuer_key = foreign ? keys->foreign_key : keys->tls_root_key,
        .hosts = which == LAB_CERTIFICATE_WRONG_NAME ? "DNS:another-host.lab.invalid" : (const char *)hosts.data,
        .days_before = valid[which].before,
        .days_after = valid[which].after,
    };
    X509 *x = certificate_make(&wish, err);
    bool good = x && certificate_pem(x, out, err) && certificate_pem(issuer, out, err);
    X509_free(x);
    return good;
}

bool lab_ticket_certificate(const struct lab_keys *keys, bool foreign, const char *name, struct slice constraints, struct buffer *ret_der,
                            struct error *err) {
    struct certificate_wish wish = {
        .subject = name,
        .key = keys->ticket_key,
        .issuer = foreign ? keys->foreign_ticket_root : keys->ticket_root,
        .issuer_key = foreign ? keys->foreign_key : keys->ticket_root_key,
        .constraints = constraints,
        .days_before = -1,
        .days_after = 1,
    };
    X509 *x = certificate_make(&wish, err);
    unsigned char *der = NULL;
    int len = x ? i2d_X509(x, &der) : -1;
    X509_free(x);
    if (len > 0)
        buffer_append(ret_der, slice_of(der, (size_t)len));
    OPENSSL_free(der);
    return (len > 0 && buffer_ok(ret_der)) || error_wrap(err, "a certificate for signing tickets");
}

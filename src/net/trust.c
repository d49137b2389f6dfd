#include "net/trust.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>

#include "os/os.h"

enum { MAX_DER = 8192, MAX_CHAIN_BYTES = 100 << 10, MAX_DEPTH = 10 };

const char *net_trust_name(enum net_trust_kind kind) {
    static const char *const names[] = {"none", "public", "apple"};
    return names[kind];
}

/* The handshake goes on whatever is shown: what is wrong with it is told afterwards. */
static int accept_for_now(X509_STORE_CTX *context, void *unused) {
    (void)context;
    (void)unused;
    return 1;
}

static bool add_root(X509_STORE *store, const char *base64, struct error *err) {
    unsigned char der[MAX_DER];
    size_t len = strlen(base64);
    if (len % 4 != 0 || len / 4 * 3 > sizeof der)
        return error_set(err, "a root certificate is not base64");
    int n = EVP_DecodeBlock(der, (const unsigned char *)base64, (int)len);
    const unsigned char *at = der;
    X509 *root = n > 0 ? d2i_X509(NULL, &at, n) : NULL;
    bool good = root && X509_STORE_add_cert(store, root) == 1;
    X509_free(root);
    return good ? true : error_set(err, "a root certificate cannot be read");
}

static SSL_CTX *new_context(void) {
    SSL_CTX *c = SSL_CTX_new(TLS_client_method());
    if (!c)
        return NULL;
    SSL_CTX_set_security_level(c, 0); /* weak keys are to be seen, not to end the handshake */
    SSL_CTX_set_min_proto_version(c, TLS1_VERSION);
    SSL_CTX_set_max_cert_list(c, MAX_CHAIN_BYTES);
    SSL_CTX_set_cert_verify_callback(c, accept_for_now, NULL);
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
    SSL_CTX_clear_mode(c, SSL_MODE_AUTO_RETRY); /* one who sends session tickets without end does not hold a read past its deadline */
    SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return c;
}

bool net_trust_open(const struct net_options *options, struct net_trust *ret_trust, struct error *err) {
    struct net_trust t = {new_context(), X509_STORE_new(), X509_STORE_new(), options};
    bool good = t.context && t.public_roots && t.private_roots;
    if (!good)
        error_set(err, "OpenSSL cannot be set up");
    for (size_t i = 0; good && os_trust_files[i]; i++)
        if (X509_STORE_load_locations(t.public_roots, os_trust_files[i], NULL) == 1)
            break; /* one bundle is enough: the others hold the same */
    for (size_t i = 0; good && i < options->n_private_roots; i++)
        good = add_root(t.private_roots, options->private_roots[i], err);
    if (good && options->extra_root_file && X509_STORE_load_locations(t.private_roots, options->extra_root_file, NULL) != 1)
        good = error_set(err, "%s holds no certificate in PEM", options->extra_root_file);
    ERR_clear_error();
    if (good)
        *ret_trust = t;
    else
        net_trust_close(&t);
    return good;
}

void net_trust_close(struct net_trust *trust) {
    SSL_CTX_free(trust->context);
    X509_STORE_free(trust->public_roots);
    X509_STORE_free(trust->private_roots);
}

static void print_name(const X509_NAME *name, char *out, size_t size) {
    BIO *text = BIO_new(BIO_s_mem());
    out[0] = '\0';
    if (!text)
        return;
    X509_NAME_print_ex(text, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
    int n = BIO_read(text, out, (int)size - 1);
    out[n > 0 ? n : 0] = '\0';
    BIO_free(text);
}

static int64_t to_ns(const ASN1_TIME *time) {
    struct tm c;
    int64_t ns = TIMESTAMP_NONE;
    if (!time || ASN1_TIME_to_tm(time, &c) != 1)
        return TIMESTAMP_NONE;
    struct civil civil = {c.tm_year + 1900, c.tm_mon + 1, c.tm_mday, c.tm_hour, c.tm_min, c.tm_sec, 0};
    return timestamp_from_civil(&civil, &ns) ? ns : TIMESTAMP_NONE;
}

static void print_names(X509 *leaf, struct net_tls *tls) {
    GENERAL_NAMES *names = X509_get_ext_d2i(leaf, NID_subject_alt_name, NULL, NULL);
    size_t used = 0;
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_DNS)
            continue;
        int n = ASN1_STRING_length(name->d.dNSName);
        if (n <= 0 || used + (size_t)n + 2 > sizeof tls->names)
            continue;
        if (used)
            tls->names[used++] = ' ';
        memcpy(tls->names + used, ASN1_STRING_get0_data(name->d.dNSName), (size_t)n);
        used += (size_t)n;
    }
    GENERAL_NAMES_free(names);
    tls->names[used] = '\0';
    for (size_t i = 0; i < used; i++)
        if (tls->names[i] == '\0')
            tls->names[i] = '?';
}

static void print_fingerprint(const X509 *certificate, char out[65]) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (X509_digest(certificate, EVP_sha256(), digest, &len) != 1)
        return;
    for (unsigned i = 0; i < len && i < 32; i++)
        snprintf(out + (size_t)2 * i, 3, "%02x", digest[i]);
}

/* Does the chain end in this store? Dates do not count when `at` is TIMESTAMP_NONE. X509_V_OK or why not. */
static int verify(X509_STORE *store, X509 *leaf, STACK_OF(X509) * sent, int64_t at, struct net_tls *tls) {
    X509_STORE_CTX *c = X509_STORE_CTX_new();
    int result = X509_V_ERR_UNSPECIFIED;
    if (!c || X509_STORE_CTX_init(c, store, leaf, sent) != 1) {
        X509_STORE_CTX_free(c);
        return result;
    }
    X509_VERIFY_PARAM *p = X509_STORE_CTX_get0_param(c);
    X509_VERIFY_PARAM_set_depth(p, MAX_DEPTH);
    X509_VERIFY_PARAM_set_auth_level(p, 0);
    X509_VERIFY_PARAM_set_purpose(p, X509_PURPOSE_SSL_SERVER);
    if (at == TIMESTAMP_NONE)
        X509_VERIFY_PARAM_set_flags(p, X509_V_FLAG_NO_CHECK_TIME);
    else
        X509_VERIFY_PARAM_set_time(p, (time_t)(at / NS_PER_SECOND));
    result = X509_verify_cert(c) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(c);
    STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(c);
    if (result == X509_V_OK && tls && sk_X509_num(chain) > 0) {
        X509 *root = sk_X509_value(chain, sk_X509_num(chain) - 1);
        print_name(X509_get_subject_name(root), tls->root, sizeof tls->root);
        print_fingerprint(root, tls->root_sha256);
    }
    X509_STORE_CTX_free(c);
    return result;
}

static bool is_self_signed(X509 *leaf) { return X509_check_issued(leaf, leaf) == X509_V_OK; }

static bool name_fits(X509 *leaf, const char *host) {
    struct net_address literal;
    if (net_address_parse(host, &literal))
        return X509_check_ip(leaf, literal.bytes, literal.len, 0) == 1;
    return X509_check_host(leaf, host, 0, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) == 1;
}

static void read_certificate(X509 *leaf, STACK_OF(X509) * sent, struct net_tls *tls) {
    print_name(X509_get_subject_name(leaf), tls->subject, sizeof tls->subject);
    print_name(X509_get_issuer_name(leaf), tls->issuer, sizeof tls->issuer);
    print_names(leaf, tls);
    tls->not_before_ns = to_ns(X509_get0_notBefore(leaf));
    tls->not_after_ns = to_ns(X509_get0_notAfter(leaf));
    tls->n_chain = sent ? (size_t)sk_X509_num(sent) : 0;
    if (tls->n_chain > 0) /* what the last certificate names as its issuer */
        print_name(X509_get_issuer_name(sk_X509_value(sent, (int)tls->n_chain - 1)), tls->root, sizeof tls->root);
}

/* X509_V_ERR_CERT_HAS_EXPIRED of any certificate of the chain counts, not of the server's alone. */
static enum net_outcome judge_dates(int code) {
    if (code == X509_V_ERR_CERT_HAS_EXPIRED)
        return NET_EXPIRED;
    return code == X509_V_ERR_CERT_NOT_YET_VALID ? NET_NOT_YET_VALID : NET_OK;
}

static bool is_an_interceptors(const struct net_options *o, const struct net_tls *tls) {
    for (size_t i = 0; i < o->n_interceptors; i++)
        if (slice_contains_nocase(slice_str(tls->issuer), o->interceptors[i]) ||
            slice_contains_nocase(slice_str(tls->root), o->interceptors[i]))
            return true;
    return false;
}

static enum net_outcome judge(const struct net_trust *trust, X509 *leaf, STACK_OF(X509) * sent, const struct net_target *target,
                              int64_t now_ns, struct net_tls *tls) {
    X509_STORE *store = trust->private_roots;
    int code = verify(store, leaf, sent, TIMESTAMP_NONE, tls);
    tls->trust = NET_TRUST_PRIVATE;
    if (code != X509_V_OK) {
        store = trust->public_roots;
        code = verify(store, leaf, sent, TIMESTAMP_NONE, tls);
        tls->trust = code == X509_V_OK ? NET_TRUST_PUBLIC : NET_TRUST_NONE;
    }
    if (code != X509_V_OK) {
        snprintf(tls->error, sizeof tls->error, "%s", X509_verify_cert_error_string(code));
        return is_self_signed(leaf) ? NET_SELF_SIGNED : NET_UNTRUSTED;
    }
    if (tls->trust == NET_TRUST_PUBLIC && is_an_interceptors(trust->options, tls))
        return NET_RE_SIGNED;
    if (target->private_root && tls->trust != NET_TRUST_PRIVATE)
        return NET_WRONG_ROOT;
    if (!name_fits(leaf, target->host))
        return NET_WRONG_NAME;
    return judge_dates(verify(store, leaf, sent, now_ns, NULL));
}

enum net_outcome net_trust_judge(const struct net_trust *trust, SSL *ssl, const struct net_target *target, int64_t now_ns,
                                 struct net_tls *tls) {
    X509 *leaf = SSL_get1_peer_certificate(ssl);
    STACK_OF(X509) *sent = SSL_get_peer_cert_chain(ssl);
    const unsigned char *staple = NULL;
    tls->not_before_ns = tls->not_after_ns = TIMESTAMP_NONE;
    snprintf(tls->protocol, sizeof tls->protocol, "%s", SSL_get_version(ssl));
    snprintf(tls->cipher, sizeof tls->cipher, "%s", SSL_get_cipher_name(ssl));
    tls->stapled = SSL_get_tlsext_status_ocsp_resp(ssl, &staple) > 0;
    if (!leaf)
        return NET_UNTRUSTED; /* an anonymous cipher */
    read_certificate(leaf, sent, tls);
    enum net_outcome outcome = judge(trust, leaf, sent, target, now_ns, tls);
    X509_free(leaf);
    ERR_clear_error();
    if (outcome == NET_OK && SSL_version(ssl) < TLS1_2_VERSION)
        return NET_OLD_PROTOCOL;
    return outcome;
}

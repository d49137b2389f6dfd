#include "tss/ticket.h"

#include <stdio.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* Apple's extension that holds the constraints; the arc is Apple's certificate extensions. */
#define CONSTRAINTS_OID "1.2.840.113635.100.6.1.15"

enum { SHA1_SIGNATURE = 256, MAX_CERTIFICATE = 64 << 10 };

struct work {
    const struct im4m *ticket;
    const struct ticket_root *roots;
    size_t n_roots;
    struct arena *arena;
    struct ticket_checks *checks;
    bool out_of_memory;
};

static void x509_cleanup(X509 **x) { X509_free(*x); }
#define CLEANUP_X509 __attribute__((cleanup(x509_cleanup)))
static void pkey_cleanup(EVP_PKEY **k) { EVP_PKEY_free(*k); }
#define CLEANUP_PKEY __attribute__((cleanup(pkey_cleanup)))
static void digest_cleanup(EVP_MD_CTX **c) { EVP_MD_CTX_free(*c); }
#define CLEANUP_DIGEST __attribute__((cleanup(digest_cleanup)))

bool ticket_checks_add(struct ticket_checks *c, const char *step, enum ticket_outcome outcome, size_t offset, const char *text) {
    if (text && c->n < TICKET_MAX_CHECKS)
        c->list[c->n++] = (struct ticket_check){step, outcome, text, offset};
    else if (text)
        c->n_left_out++;
    return text != NULL;
}

static void tell(struct work *w, const char *step, enum ticket_outcome outcome, size_t offset, const char *text) {
    w->out_of_memory |= !ticket_checks_add(w->checks, step, outcome, offset, text);
}

static X509 *read_certificate(struct slice der) {
    const unsigned char *at = der.data;
    X509 *x = der.len <= MAX_CERTIFICATE ? d2i_X509(NULL, &at, (long)der.len) : NULL;
    if (x && at != der.data + der.len) {
        X509_free(x);
        return NULL;
    }
    return x;
}

/* The common name, with what is not printable ASCII as '?'. NULL when there is none. */
static const char *common_name(struct arena *arena, const X509_NAME *name) {
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    const ASN1_STRING *s = at < 0 ? NULL : X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    char *text = s ? arena_string(arena, slice_of(ASN1_STRING_get0_data(s), (size_t)ASN1_STRING_length(s))) : NULL;
    for (char *c = text; c && *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
    return text;
}

/* The hash that goes with the certificate: its own signature's, else by the length of the signature. */
static const EVP_MD *hash_of(const X509 *certificate, size_t signature_bytes) {
    int hash = NID_undef, key = NID_undef;
    if (OBJ_find_sigid_algs(X509_get_signature_nid(certificate), &hash, &key) && (hash == NID_sha384 || hash == NID_sha256))
        return hash == NID_sha384 ? EVP_sha384() : EVP_sha256();
    return signature_bytes == SHA1_SIGNATURE ? EVP_sha1() : EVP_sha384();
}

static bool verifies(struct work *w, EVP_PKEY *key, const EVP_MD *hash) {
    EVP_MD_CTX *context CLEANUP_DIGEST = EVP_MD_CTX_new();
    struct slice body = w->ticket->body, signature = w->ticket->signature;
    return context && EVP_DigestVerifyInit(context, NULL, hash, NULL, key) == 1 &&
           EVP_DigestVerify(context, signature.data, signature.len, body.data, body.len) == 1;
}

static void check_signature(struct work *w, X509 *leaf) {
    EVP_PKEY *key = X509_get0_pubkey(leaf);
    const EVP_MD *hash = hash_of(leaf, w->ticket->signature.len);
    bool good = key && verifies(w, key, hash);
    if (!good && key && EVP_MD_get_type(hash) != NID_sha1 && w->ticket->signature.len == SHA1_SIGNATURE) {
        hash = EVP_sha1(); /* A7 to A9 sign with SHA-1 whatever signed their certificate */
        good = verifies(w, key, hash);
    }
    const char *what = EVP_MD_get0_name(hash);
    tell(w, "signature", good ? TICKET_PASSED : TICKET_FAILED, 0,
         good
             ? arena_printf(w->arena, "The signature (RSA, %s) fits the ticket and the key of its certificate", what)
             : arena_printf(w->arena,
                            "The signature does not fit: the ticket was changed after it was signed, or another key signed it (%s)", what));
}

static bool signed_by_root(const X509 *x, const struct ticket_root *root) {
    const unsigned char *at = root->public_key.data;
    EVP_PKEY *key CLEANUP_PKEY = d2i_PUBKEY(NULL, &at, (long)root->public_key.len);
    return key && X509_verify((X509 *)(uintptr_t)x, key) == 1;
}

/* The root by whose name and key the certificate was signed; *ret_named tells whether one of that name is known at all. */
static const struct ticket_root *find_root(const struct work *w, const X509 *x, const char *issuer, bool *ret_named) {
    *ret_named = false;
    for (size_t i = 0; issuer && i < w->n_roots; i++) {
        if (strcmp(w->roots[i].name, issuer) != 0)
            continue;
        *ret_named = true;
        if (signed_by_root(x, &w->roots[i]))
            return &w->roots[i];
    }
    return NULL;
}

/* The certificate before the leaf, if it signed the leaf; else the leaf itself. */
static const X509 *topmost(X509 *leaf, X509 *before) {
    EVP_PKEY *key = before ? X509_get0_pubkey(before) : NULL;
    return key && X509_verify(leaf, key) == 1 ? before : leaf;
}

static void check_chain(struct work *w, X509 *leaf) {
    size_t n = w->ticket->n_certificates;
    X509 *before CLEANUP_X509 = n > 1 ? read_certificate(w->ticket->certificates[n - 2]) : NULL;
    const X509 *top = topmost(leaf, before);
    const char *issuer = common_name(w->arena, X509_get_issuer_name(top));
    bool named = false;
    const struct ticket_root *root = find_root(w, top, issuer, &named);
    w->checks->root = issuer;
    if (root)
        tell(w, "chain", TICKET_PASSED, 0, arena_printf(w->arena, "Its certificate was signed by %s", root->name));
    else if (named)
        tell(w, "chain", TICKET_FAILED, 0, arena_printf(w->arena, "Its certificate says that %s signed it, but that key did not", issuer));
    else
        tell(w, "chain", TICKET_FAILED, 0,
             arena_printf(w->arena, "Its certificate was signed by %s, which is no root of Apple's secure boot",
                          issuer ? issuer : "nobody named"));
}

/* What the ticket must have, and what stands there. */
static const char *broken(struct work *w, const struct img4_property *must, const struct img4_property *has, const char *where) {
    char name[12];
    img4_name(must->name, name);
    if (must->type == IMG4_ABSENT)
        return has ? arena_printf(w->arena, "%s holds %s, which its signer may not sign", where, name) : "";
    if (!has)
        return arena_printf(w->arena, "%s lacks %s, without which its signer may not sign", where, name);
    if (must->type == IMG4_PRESENT || slice_equal(must->value, has->value))
        return "";
    if (must->type == IMG4_INTEGER && has->type == IMG4_INTEGER)
        return arena_printf(w->arena, "%s has %s 0x%llx; its signer may sign only 0x%llx", where, name, (unsigned long long)has->integer,
                            (unsigned long long)must->integer);
    return arena_printf(w->arena, "%s has another %s than its signer may sign", where, name);
}

static size_t check_object(struct work *w, const struct img4_object *must, const struct img4_object *object) {
    char name[12], where[32];
    size_t failed = 0;
    bool manifest = object->name == IMG4_MANP;
    snprintf(where, sizeof where, manifest ? "The ticket" : "The image %s", img4_name(object->name, name));
    for (size_t i = 0; i < must->n_properties; i++) {
        const struct img4_property *has = img4_find(object, must->properties[i].name);
        const char *text = broken(w, &must->properties[i], has, where);
        if (text && !*text)
            continue;
        tell(w, "constraints", TICKET_FAILED, has ? has->offset : object->offset, text);
        failed++;
    }
    return failed;
}

/* Content of the extension; empty when there is none. */
static struct slice extension_of(const X509 *x, ASN1_OBJECT *id) {
    int at = X509_get_ext_by_OBJ(x, id, -1);
    const ASN1_OCTET_STRING *data = at < 0 ? NULL : X509_EXTENSION_get_data(X509_get_ext(x, at));
    return data ? slice_of(ASN1_STRING_get0_data(data), (size_t)ASN1_STRING_length(data)) : slice_of(NULL, 0);
}

static void check_constraints(struct work *w, const X509 *leaf) {
    ASN1_OBJECT *id = OBJ_txt2obj(CONSTRAINTS_OID, 1);
    struct slice bytes = id ? extension_of(leaf, id) : slice_of(NULL, 0);
    struct img4_constraints must;
    struct error err = {{0}};
    ASN1_OBJECT_free(id);
    if (!bytes.data) {
        tell(w, "constraints", TICKET_PASSED, 0, "Its certificate puts no constraints on what it signs");
        return;
    }
    if (!img4_constraints_parse(bytes, w->arena, &must, &err)) {
        tell(w, "constraints", TICKET_FAILED, 0, arena_printf(w->arena, "The constraints of its certificate are damaged: %s", err.text));
        return;
    }
    size_t failed = check_object(w, &must.manifest, &w->ticket->manifest);
    for (size_t i = 0; i < w->ticket->n_objects; i++)
        failed += check_object(w, &must.object, &w->ticket->objects[i]);
    if (failed == 0)
        tell(w, "constraints", TICKET_PASSED, 0,
             arena_printf(w->arena, "All %zu constraints of its certificate are kept, by the ticket and its %zu images",
                          must.manifest.n_properties + must.object.n_properties, w->ticket->n_objects));
}

bool ticket_check(const struct im4m *ticket, const struct ticket_root *roots, size_t n_roots, struct arena *arena,
                  struct ticket_checks *ret_checks, struct error *err) {
    struct ticket_checks checks = {0};
    struct work w = {.ticket = ticket, .roots = roots, .n_roots = n_roots, .arena = arena, .checks = &checks};
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL); /* nothing of this machine's settings decides what is genuine */
    if (ticket->n_certificates == 0) {
        tell(&w, "signature", TICKET_UNKNOWN, 0, "The ticket carries no certificate, so its signature cannot be verified");
    } else {
        X509 *leaf CLEANUP_X509 = read_certificate(ticket->certificates[ticket->n_certificates - 1]);
        if (leaf) {
            checks.signer = common_name(arena, X509_get_subject_name(leaf));
            check_signature(&w, leaf);
            check_chain(&w, leaf);
            check_constraints(&w, leaf);
        } else {
            tell(&w, "signature", TICKET_FAILED, 0, "The ticket's certificate is damaged");
        }
    }
    if (w.out_of_memory)
        return error_set(err, "out of memory");
    *ret_checks = checks;
    return true;
}

enum ticket_outcome ticket_verdict(const struct ticket_checks *checks) {
    enum ticket_outcome verdict = checks->n ? TICKET_PASSED : TICKET_UNKNOWN;
    for (size_t i = 0; i < checks->n; i++) {
        if (checks->list[i].outcome == TICKET_FAILED)
            return TICKET_FAILED;
        if (checks->list[i].outcome == TICKET_UNKNOWN)
            verdict = TICKET_UNKNOWN;
    }
    return verdict;
}

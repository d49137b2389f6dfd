#include "lab/issue.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/rand.h>
#include <openssl/rsa.h>

#include "format/img4_write.h"
#include "lab/leaf.h"

enum { MAX_LEAVES = 1024, MAX_CONTEXTS = 64, BODY_LIMIT = 1 << 20, CERTIFICATE_LIMIT = 16 << 10, HASH_BYTES = 48, MAX_SIGNATURE = 1024 };

/* What distinguishes the certificates of two signers. */
struct leaf_key {
    enum lab_kind kind;
    bool global, local_boot, foreign;
    uint64_t chip;
};

struct leaf {
    struct leaf_key key;
    struct buffer der;
};

struct lab_press {
    const struct lab_keys *keys;
    EVP_MD *hash;
    pthread_mutex_t lock; /* of all below */
    struct leaf leaves[MAX_LEAVES];
    size_t n_leaves;
    EVP_PKEY_CTX *idle[MAX_CONTEXTS]; /* set up for signing */
    size_t n_idle;
};

struct lab_press *lab_press_open(const struct lab_keys *keys, struct error *err) {
    struct lab_press *p = calloc(1, sizeof *p);
    if (p)
        *p = (struct lab_press){.keys = keys, .hash = EVP_MD_fetch(NULL, "SHA2-384", NULL)};
    if (!p || !p->hash || pthread_mutex_init(&p->lock, NULL) != 0) {
        if (p)
            EVP_MD_free(p->hash);
        free(p);
        error_set(err, "the lab cannot sign: out of memory");
        return NULL;
    }
    return p;
}

void lab_press_close(struct lab_press *p) {
    if (!p)
        return;
    for (size_t i = 0; i < p->n_leaves; i++)
        buffer_free(&p->leaves[i].der);
    for (size_t i = 0; i < p->n_idle; i++)
        EVP_PKEY_CTX_free(p->idle[i]);
    pthread_mutex_destroy(&p->lock);
    EVP_MD_free(p->hash);
    free(p);
}

static bool same_leaf(const struct leaf_key *a, const struct leaf_key *b) {
    return a->kind == b->kind && a->global == b->global && a->local_boot == b->local_boot && a->foreign == b->foreign && a->chip == b->chip;
}

/* "T8103-Practice-ManifestKey", made under the lock, once for each kind and chip. */
static bool make_leaf(struct lab_press *p, const struct leaf_key *key, struct leaf *ret, struct error *err) {
    struct buffer constraints CLEANUP_BUFFER = buffer_with_limit(4096);
    char name[64];
    *ret = (struct leaf){.key = *key, .der = buffer_with_limit(CERTIFICATE_LIMIT)};
    lab_leaf_constraints(key->kind, key->global, key->local_boot, key->chip, &constraints);
    snprintf(name, sizeof name, "T%04llX-Practice-%s%s", (unsigned long long)key->chip, lab_kind_name(key->kind),
             key->global ? "-Global" : "");
    if (buffer_ok(&constraints) && lab_ticket_certificate(p->keys, key->foreign, name, buffer_slice(&constraints), &ret->der, err))
        return true;
    buffer_free(&ret->der);
    return false;
}

/* The bytes stay where they are until the press is closed. */
static struct slice leaf_of(struct lab_press *p, const struct leaf_key *key, struct error *err) {
    struct slice der = {0};
    pthread_mutex_lock(&p->lock);
    size_t i = 0;
    while (i < p->n_leaves && !same_leaf(&p->leaves[i].key, key))
        i++;
    if (i == MAX_LEAVES)
        error_set(err, "more kinds of chips than a lab serves");
    else if (i < p->n_leaves || make_leaf(p, key, &p->leaves[i], err)) {
        if (i == p->n_leaves)
            p->n_leaves++;
        der = buffer_slice(&p->leaves[i].der);
    }
    pthread_mutex_unlock(&p->lock);
    return der;
}

static EVP_PKEY_CTX *new_context(const struct lab_press *p) {
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(p->keys->ticket_key, NULL);
    if (c && EVP_PKEY_sign_init(c) == 1 && EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING) == 1 &&
        EVP_PKEY_CTX_set_signature_md(c, p->hash) == 1)
        return c;
    EVP_PKEY_CTX_free(c);
    return NULL;
}

static EVP_PKEY_CTX *take_context(struct lab_press *p) {
    pthread_mutex_lock(&p->lock);
    EVP_PKEY_CTX *c = p->n_idle ? p->idle[--p->n_idle] : NULL;
    pthread_mutex_unlock(&p->lock);
    return c ? c : new_context(p);
}

static void give_context(struct lab_press *p, EVP_PKEY_CTX *c) {
    pthread_mutex_lock(&p->lock);
    if (p->n_idle < MAX_CONTEXTS) {
        p->idle[p->n_idle++] = c;
        c = NULL;
    }
    pthread_mutex_unlock(&p->lock);
    EVP_PKEY_CTX_free(c);
}

static bool sign(struct lab_press *p, struct slice body, uint8_t *signature, size_t *ret_len, struct error *err) {
    uint8_t hash[HASH_BYTES];
    unsigned len = sizeof hash;
    EVP_PKEY_CTX *c = take_context(p);
    bool good =
        c && EVP_Digest(body.data, body.len, hash, &len, p->hash, NULL) == 1 && EVP_PKEY_sign(c, signature, ret_len, hash, len) == 1;
    if (good)
        give_context(p, c);
    else
        EVP_PKEY_CTX_free(c);
    return good || error_set(err, "the ticket could not be signed");
}

bool lab_press_issue(struct lab_press *p, const struct lab_request *r, const struct lab_flaw *flaw, struct arena *arena, struct buffer *out,
                     struct error *err) {
    struct buffer body CLEANUP_BUFFER = buffer_with_limit(BODY_LIMIT);
    struct leaf_key key = {.kind = r->kind,
                           .global = r->global,
                           .local_boot = r->kind == LAB_KIND_LOCAL_POLICY && lab_request_flag(r, "Ap,LocalBoot"),
                           .foreign = flaw->kind == LAB_FLAW_ROOT,
                           .chip = flaw->kind == LAB_FLAW_CHIP ? r->chip ^ 1 : r->chip};
    uint8_t issued[20], signature[MAX_SIGNATURE];
    size_t len = sizeof signature;
    struct slice leaf = leaf_of(p, &key, err);
    if (!leaf.len)
        return false;
    if (RAND_bytes(issued, sizeof issued) != 1)
        return error_set(err, "no random bytes are to be had");
    if (!lab_ticket_body(r, flaw, issued, arena, &body, err) || !sign(p, buffer_slice(&body), signature, &len, err))
        return false;
    if (flaw->kind == LAB_FLAW_SIGNATURE)
        signature[len / 2] ^= 1;
    img4_write_ticket(out, buffer_slice(&body), slice_of(signature, len), &leaf, 1);
    return buffer_ok(out) || error_set(err, "the ticket is too large");
}

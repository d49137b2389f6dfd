#include "cli/signing.h"

#include <openssl/rand.h>

#include "cli/verb.h"
#include "os/files.h"
#include "table/shared/ticket_knowledge.h"
#include "tss/ticket_root.h"

enum { MANIFEST_LIMIT = 64 << 20, ROOT_LIMIT = 1 << 20 };

bool signing_read_file(const char *path, size_t limit, struct arena *arena, struct slice *ret_bytes, struct error *err) {
    struct buffer bytes CLEANUP_BUFFER = buffer_with_limit(limit);
    if (!os_read_file(path, &bytes, err))
        return false;
    *ret_bytes = arena_slice(arena, buffer_slice(&bytes));
    return ret_bytes->data || bytes.len == 0 ? true : error_set(err, "out of memory");
}

static bool choose_identity(const struct signing_wish *w, struct arena *arena, const struct build_identity **ret_identity,
                            struct error *err) {
    struct slice bytes = w->manifest_bytes;
    const struct plist *root;
    struct build_manifest manifest;
    const struct identity_wish wish = {.device = w->device, .variant = w->variant, .behavior = w->behavior};
    const char *name = w->manifest ? w->manifest : "the BuildManifest";
    if (!bytes.data && !signing_read_file(w->manifest, MANIFEST_LIMIT, arena, &bytes, err))
        return false;
    if (!plist_parse(bytes, arena, &root, NULL, err) || !build_manifest_read(root, arena, &manifest, err))
        return error_wrap(err, "%s", name);
    return identity_select(&manifest, &wish, ret_identity, err);
}

/* The Intel side has a BuildManifest of its own, in which nothing is for another chip's loader. */
static bool is_intel_side(const struct build_identity *i) {
    for (size_t k = 0; i && k < i->n_components; k++)
        if (slice_starts_with(i->components[k].name, "x86,"))
            return true;
    return false;
}

static const char *default_kind(const struct signing_wish *w, const struct build_identity *i) {
    if (is_intel_side(i))
        return "x86";
    return tss_kind_of_chip(i && i->has_chip ? i->chip : w->device->chip);
}

bool signing_prepare(const struct signing_wish *wish, struct arena *arena, struct signing *ret_signing, struct error *err) {
    struct tss_question *q = arena_alloc(arena, sizeof *q); /* the request points into it */
    const struct tss_kind *kind = wish->kind ? tss_kind_find(wish->kind) : NULL;
    struct signing s = {0};
    if (!q)
        return error_set(err, "out of memory");
    if (wish->kind && !kind)
        return error_set(err, "there is no request of the kind %s", wish->kind);
    bool named = wish->manifest || wish->manifest_bytes.data;
    q->device = wish->device;
    if ((!kind || kind->needs_identity) && named && !choose_identity(wish, arena, &q->identity, err))
        return false;
    q->kind = kind ? kind->name : default_kind(wish, q->identity);
    if (RAND_bytes(q->random, sizeof q->random) != 1)
        return error_set(err, "this system gives no random numbers");
    if (!tss_request_make(q, arena, &s.request, err))
        return false;
    *ret_signing = s;
    return true;
}

bool signing_send(const struct signing_wish *wish, struct arena *arena, struct signing *s, struct error *err) {
    struct ticket_root *roots = arena_array(arena, TICKET_MAX_ROOTS, sizeof *roots);
    struct exchange_question q = {.request = &s->request,
                                  .server = wish->server,
                                  .net = wish->net,
                                  .timeout_ms = wish->timeout_ms,
                                  .tries = wish->tries,
                                  .pause_ms = wish->pause_ms,
                                  .roots = roots};
    struct slice root;
    if (!roots)
        return error_set(err, "out of memory");
    if (!ticket_roots_known(wish->knowledge, arena, roots, &q.n_roots, err) || !ticket_names_known(wish->knowledge, arena, &q.names, err))
        return false;
    if (wish->ticket_root_file && (!signing_read_file(wish->ticket_root_file, ROOT_LIMIT, arena, &root, err) ||
                                   !ticket_root_read(root, arena, roots, TICKET_MAX_ROOTS, &q.n_roots, err)))
        return error_wrap(err, "%s", wish->ticket_root_file);
    return exchange_run(&q, arena, &s->exchange, err);
}

int signing_status(const struct exchange *x) {
    if (x->outcome == EXCHANGE_GRANTED)
        return EXIT_HEALTHY;
    return x->outcome == EXCHANGE_UNVERIFIED && exchange_verdict(x) != TICKET_FAILED ? EXIT_UNDETERMINED : EXIT_CAUSE;
}

/*
 * signing: a request for a ticket, from a BuildManifest and the words for a device to the answer: what `ticket request` and a rehearsal do.
 *
 *     struct signing_wish wish = {.knowledge = k, .manifest = "BuildManifest.plist", .device = &keys, .net = &net};
 *     struct signing s;
 *     if (!signing_prepare(&wish, arena, &s, err)) ...          // the request is made: s.request
 *     if (!signing_send(&wish, arena, &s, err)) ...             // s.exchange tells what became of it
 *     exchange_json_write(&s.exchange, true, &out);             // tailor.exchange/1
 *     int status = signing_status(&s.exchange);
 *
 * Owner: everything in the arena or of the wish.
 */
#ifndef TAILOR_CLI_SIGNING_H
#define TAILOR_CLI_SIGNING_H

#include "knowledge/knowledge.h"
#include "tss/exchange.h"
#include "tss/identity.h"

struct signing_wish {
    const struct knowledge *knowledge;
    const char *manifest;        /* path of a BuildManifest.plist; NULL: the kind needs none, or its bytes are given */
    struct slice manifest_bytes; /* in place of the path; data NULL: none */
    const struct device_keys *device;
    const char *kind; /* NULL: by the chip */
    const char *variant, *behavior;
    /* Of signing_send: */
    const char *server; /* NULL: Apple's */
    const char *ticket_root_file;
    const struct net_options *net;
    unsigned timeout_ms, tries, pause_ms; /* 0: as exchange.h has it */
};

struct signing {
    struct tss_request request;
    struct exchange exchange;
};

/* False: what of the wish is missing or unfit. */
bool signing_prepare(const struct signing_wish *wish, struct arena *arena, struct signing *ret_signing, struct error *err) MUST_USE;
/* False: nothing could be sent. */
bool signing_send(const struct signing_wish *wish, struct arena *arena, struct signing *s, struct error *err) MUST_USE;

/* A file as a whole. */
bool signing_read_file(const char *path, size_t limit, struct arena *arena, struct slice *ret_bytes, struct error *err) MUST_USE;

/* EXIT_HEALTHY granted and verified, EXIT_CAUSE a cause is named, EXIT_UNDETERMINED a ticket came that cannot be verified. */
int signing_status(const struct exchange *x);

/* For people. */
void signing_text(const struct exchange *x, const struct knowledge *k, struct buffer *out);

#endif

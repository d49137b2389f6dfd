/*
 * issue: a ticket (IM4M) for a request that is granted, with the properties that Apple's server puts into it, signed with the lab's key.
 *
 * Who signs may sign only what the certificate's extension allows; there is one certificate for each kind and chip (leaf.h), with the
 * constraints that genuine ones were seen to have. A ticket can be made wrong on purpose (struct lab_flaw), and then is wrong in that
 * alone.
 *
 * A signature costs far more than all the rest, so everything that can be is made once and used again: a workspace for each thread at work.
 *
 *     struct lab_press *press = lab_press_open(&keys, &err);
 *     lab_press_issue(press, &request, &flaw, arena, &ticket, &err)          any number of threads
 */
#ifndef TAILOR_LAB_ISSUE_H
#define TAILOR_LAB_ISSUE_H

#include "base/buffer.h"
#include "format/img4.h"
#include "lab/keys.h"
#include "lab/request.h"

enum lab_flaw_kind {
    LAB_FLAW_NONE,
    LAB_FLAW_ECID,      /* for another Mac */
    LAB_FLAW_BOARD,     /* for another model */
    LAB_FLAW_NONCE,     /* an answer to another request */
    LAB_FLAW_DIGEST,    /* another image than was asked for */
    LAB_FLAW_SIGNATURE, /* changed after it was signed */
    LAB_FLAW_ROOT,      /* signed by somebody else */
    LAB_FLAW_CHIP,      /* signed by one who may sign for another chip only */
    LAB_FLAW_MISSING    /* an image is left out */
};

struct lab_flaw {
    enum lab_flaw_kind kind;
    struct slice image; /* of DIGEST and MISSING: by name; empty: the first */
};

/* What is signed: the manifest and its images. Pure; `issued`: 20 bytes that differ from ticket to ticket (srvn). */
bool lab_ticket_body(const struct lab_request *r, const struct lab_flaw *flaw, const uint8_t issued[20], struct arena *arena,
                     struct buffer *out, struct error *err) MUST_USE;

struct lab_press;
struct lab_press *lab_press_open(const struct lab_keys *keys, struct error *err) MUST_USE;
void lab_press_close(struct lab_press *press);
bool lab_press_issue(struct lab_press *press, const struct lab_request *r, const struct lab_flaw *flaw, struct arena *arena,
                     struct buffer *out, struct error *err) MUST_USE;

#endif

/*
 * ticket_fit: does a ticket that came back say what was asked for?
 *
 * Each value of the request that a ticket repeats is compared, then the digest of each image. A check that fails names the value; the
 * Mac's own numbers and nonces are never told. Checks: chip, board, domain, ecid, nonce, sep-nonce, production, security, policy, cryptex,
 * digest.
 *
 * What the ticket lacks altogether fails where a Mac would refuse it (chip, board, ECID, nonce), else says nothing. An image that was
 * asked for and is not in the ticket is told, and fails only when none of them is in it: servers leave out what a chip does not start.
 *
 * Source of the pairs of key and code: blacktop/ipsw, tihmstar/img4tool, hack-different/apple-knowledge; knowledge/img4_name.tsv.
 */
#ifndef TAILOR_TSS_TICKET_FIT_H
#define TAILOR_TSS_TICKET_FIT_H

#include "tss/request.h"
#include "tss/ticket.h"

/* Which four-character code the image of a component has in tickets. */
struct ticket_name {
    const char *component;
    uint32_t code;
};

struct ticket_names {
    const struct ticket_name *list;
    size_t n;
};

/* Adds to the checks. False: out of memory. */
bool ticket_fit_check(const struct im4m *ticket, const struct tss_request *request, const struct ticket_names *names, struct arena *arena,
                      struct ticket_checks *checks, struct error *err) MUST_USE;

#endif

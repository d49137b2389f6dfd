/*
 * ticket_root: a root that is given as a certificate: that of a practice server (DER, or PEM with one or more).
 */
#ifndef TAILOR_TSS_TICKET_ROOT_H
#define TAILOR_TSS_TICKET_ROOT_H

#include "tss/ticket.h"

/* Adds to the `*n` roots of an array of `capacity`. False: no certificate, one without a name, or too many. */
bool ticket_root_read(struct slice bytes, struct arena *arena, struct ticket_root *roots, size_t capacity, size_t *n,
                      struct error *err) MUST_USE;

#endif

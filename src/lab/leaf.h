/*
 * leaf: the constraints that a signer of tickets is bound to, by kind of ticket and chip. Internal to this room.
 *
 * As measured on genuine certificates (hack-different/apple-knowledge, OpenCore): a personalized ticket must have what makes it one Mac's,
 * a global one must not.
 */
#ifndef TAILOR_LAB_LEAF_H
#define TAILOR_LAB_LEAF_H

#include "base/buffer.h"
#include "lab/request.h"

/* Content of the extension. */
void lab_leaf_constraints(enum lab_kind kind, bool global, bool local_boot, uint64_t chip, struct buffer *out);

/* Do the images of such a ticket have the property? EKEY stands in those of Apple silicon. */
bool lab_leaf_wants(enum lab_kind kind, bool global, uint64_t chip, uint32_t image_property);

/* Epoch of the certificates: 2 on the Intel side, else 1. */
uint64_t lab_leaf_epoch(enum lab_kind kind);

#endif

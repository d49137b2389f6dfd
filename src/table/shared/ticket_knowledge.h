/*
 * ticket_knowledge: what knowledge/ has for the verification of tickets: the roots of secure boot, and the codes of the images.
 */
#ifndef TAILOR_TABLE_SHARED_TICKET_KNOWLEDGE_H
#define TAILOR_TABLE_SHARED_TICKET_KNOWLEDGE_H

#include "knowledge/knowledge.h"
#include "tss/ticket_fit.h"

enum { TICKET_MAX_ROOTS = 64 };

/* Of knowledge/boot_root.tsv. False: a key of it is not hexadecimal, or memory is short. */
bool ticket_roots_known(const struct knowledge *k, struct arena *arena, struct ticket_root roots[TICKET_MAX_ROOTS], size_t *ret_n,
                        struct error *err) MUST_USE;

/* Of knowledge/img4_name.tsv: the components of a BuildManifest and the four-character codes of their images. */
bool ticket_names_known(const struct knowledge *k, struct arena *arena, struct ticket_names *ret_names, struct error *err) MUST_USE;

#endif

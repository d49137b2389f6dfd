/*
 * img4_write: tickets (IM4M) and the constraints of who signs them, from the records of img4.h. The other side of img4_parse.
 *
 * Of a property its name, type and value count (boolean, integer or bytes); IMG4_PRESENT and IMG4_ABSENT are written as constraints have
 * them. A genuine ticket has objects and properties in the order of their names: img4_sort.
 *
 *     img4_sort(properties, n);
 *     img4_write_body(&body, &manifest, objects, n_objects);           what is to be signed
 *     img4_write_ticket(&out, buffer_slice(&body), signature, certificates, 1);
 */
#ifndef TAILOR_FORMAT_IMG4_WRITE_H
#define TAILOR_FORMAT_IMG4_WRITE_H

#include "base/buffer.h"
#include "format/img4.h"

void img4_sort(struct img4_property *properties, size_t n);
void img4_sort_objects(struct img4_object *objects, size_t n);

/* The SET { MANB }: MANP first, then the objects as they stand. */
void img4_write_body(struct buffer *out, const struct img4_object *manifest, const struct img4_object *objects, size_t n_objects);
void img4_write_ticket(struct buffer *out, struct slice body, struct slice signature, const struct slice *certificates, size_t n);
/* The content of the extension 1.2.840.113635.100.6.1.15. */
void img4_write_constraints(struct buffer *out, const struct img4_constraints *constraints);

#endif

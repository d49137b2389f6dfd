/*
 * redact: nothing personal leaves by default.
 *
 * Serial numbers, ECID, UUIDs, user, host and network names, addresses of the
 * Mac and its network and e-mail addresses become tokens; the same value
 * becomes the same token in the whole run ("<host-1>"). Values are known in
 * two ways: from the columns that tables mark as personal, and by their form.
 * A name that is a word of rules and logs as well ("apple") is replaced only
 * where its form tells it. Tokens of evidence that was redacted before stay.
 * Left alone: loopback and unspecified addresses, public addresses that are
 * not the Mac's own (they name the server or the filter that matters), and the
 * UUIDs that are the same on every Mac (partition types, NVRAM name spaces).
 */
#ifndef TAILOR_ENGINE_REDACT_H
#define TAILOR_ENGINE_REDACT_H

#include "base/buffer.h"
#include "engine/session.h"

struct redactor;

enum { REDACT_MOST_BYTES = 1 << 20 }; /* of one text, before and after; hand longer ones in parts that end where a line does */

void redact_wants(struct session *s);
/* Learns the personal values of a filled session. */
struct redactor *redactor_open(struct session *s, struct arena *arena, struct error *err) MUST_USE;
void redactor_close(struct redactor *r);

/* Appends the text with everything personal replaced. A NULL redactor appends it as it is. */
void redact_append(struct redactor *r, struct slice text, struct buffer *out);
/* The same into the arena of the redactor; the text itself when memory is short of that. */
struct slice redact_slice(struct redactor *r, struct arena *arena, struct slice text);

/* Writes x over everything personal, byte for byte, so that nothing moves: for bytes whose structure cannot be followed. */
void redact_mask(struct redactor *r, uint8_t *bytes, size_t len);

#endif

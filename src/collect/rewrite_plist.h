/* rewrite_plist: a whole property list, redacted; see rewrite.h. Internal to src/collect. */
#ifndef TAILOR_COLLECT_REWRITE_PLIST_H
#define TAILOR_COLLECT_REWRITE_PLIST_H

#include "engine/redact.h"
#include "format/plist.h"

/* `bytes` may be written to. NULL when *out has it; else why it cannot be had. The arena is for reading it, before and after. */
const char *rewrite_plist(struct redactor *r, uint8_t *bytes, size_t len, enum plist_format format, struct arena *arena,
                          struct buffer *out);

#endif

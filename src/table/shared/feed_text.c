/* The two ways in which most tables take an artefact: as bytes and as text. */
#include "table/table.h"

enum { MAX_WHOLE = 64 << 20 };

bool feed_bytes(struct feed *f, struct slice *ret_bytes, struct error *err) {
    return artefact_read_all(f->artefact, f->arena, MAX_WHOLE, ret_bytes, err);
}

bool feed_text(struct feed *f, struct slice *ret_text, struct error *err) { return feed_bytes(f, ret_text, err); }

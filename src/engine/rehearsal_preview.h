/*
 * rehearsal_preview: what the evidence says of the Mac itself, and which answers of the network it already holds: to be asked for before
 * the rehearsal, which reads all of it. Evidence on standard input can be read only once: there is no preview of it.
 */
#ifndef TAILOR_ENGINE_REHEARSAL_PREVIEW_H
#define TAILOR_ENGINE_REHEARSAL_PREVIEW_H

#include "engine/scan.h"

struct rehearsal_preview {
    const char *model, *kind;
    const char *ecid;  /* hexadecimal; NULL: not known */
    const char *board; /* the board by which Apple knows the Mac, J274AP, in lower case; NULL: not known */
    bool has_probe, has_pmv, has_account, has_exchange;
};

/* Texts live in the arena. */
bool rehearsal_preview(const struct knowledge *k, const struct scan_options *scan, struct arena *arena,
                       struct rehearsal_preview *ret_preview, struct error *err) MUST_USE;

#endif

/*
 * rehearsal_preview: what the evidence says of the Mac itself, and which answers of the network it already holds: to be asked for before
 * the rehearsal, which reads all of it. Evidence on standard input can be read only once: there is no preview of it.
 */
#ifndef TAILOR_ENGINE_REHEARSAL_PREVIEW_H
#define TAILOR_ENGINE_REHEARSAL_PREVIEW_H

#include "engine/device_find.h"
#include "engine/scan.h"

struct rehearsal_preview {
    struct device_keys device; /* who this Mac is to the signing server; its class at least where its model is known */
    bool has_probe, has_pmv, has_account, has_exchange;
};

/* `device`: is it asked for? Logs are read for it. Texts live in the arena. */
bool rehearsal_preview(const struct knowledge *k, const struct scan_options *scan, bool device, struct arena *arena,
                       struct rehearsal_preview *ret_preview, struct error *err) MUST_USE;

#endif

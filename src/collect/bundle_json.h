/*
 * bundle_json: bundle.json, which says how a bundle came about. Schema tailor.bundle/1:
 *
 *   tool, collected, root, as_root, redacted
 *   commands  name, argv, status (saved, cut, left out, failed, not run), exit, signal, seconds, bytes, problem, stderr, needs_root, kinds
 *   files     path (a pattern where nothing matched), status (saved, cut, left out, missing), bytes, size, modified, problem
 */
#ifndef TAILOR_COLLECT_BUNDLE_JSON_H
#define TAILOR_COLLECT_BUNDLE_JSON_H

#include "collect/collection.h"
#include "engine/redact.h"

/* What became of an item when the bundle was written. */
struct outcome {
    bool in_bundle;
    const char *problem; /* NULL, else instead of the item's own */
};

void bundle_json_write(const struct collection *c, const struct outcome *outcomes, struct redactor *redactor, struct buffer *out);

#endif

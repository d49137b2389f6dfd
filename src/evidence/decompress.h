/*
 * decompress: whatever compression a stream begins with, taken off.
 *
 * gzip by gunzip.h; xz, zstd, bzip2, lz4 and .Z by libarchive. A decompressor is used for one stream after the other.
 *
 *     if (decompress_recognises(head))
 *         plain = decompress_open(d, packed, ratio, &err);
 *     ...
 *     decompress_close(d);
 */
#ifndef TAILOR_EVIDENCE_DECOMPRESS_H
#define TAILOR_EVIDENCE_DECOMPRESS_H

#include "base/arena.h"
#include "evidence/source.h"

struct decompressor;

struct decompressor *decompress_new(struct arena *arena) MUST_USE;
bool decompress_recognises(struct slice head);
/* NULL: err says why. Bytes of `packed` are taken from now on. */
struct source *decompress_open(struct decompressor *d, struct source *packed, uint64_t ratio, struct error *err) MUST_USE;
void decompress_close(struct decompressor *d);

#endif

/*
 * gunzip: the inflated bytes of a gzip stream (RFC 1952) as a source.
 *
 * Concatenated members are one stream, as gzip itself has it; bytes after the last member that begin no further one are
 * padding and ignored. Checksums are checked. A stream that expands more than `ratio` times, once it gave 256 MiB, fails.
 * With ISA-L where the build has it (2.6 times as fast), else with zlib.
 *
 *     struct gunzip *g = gunzip_new(arena);                once
 *     struct source *plain = gunzip_open(g, packed, 400);  for each stream, one after the other
 */
#ifndef TAILOR_EVIDENCE_GUNZIP_H
#define TAILOR_EVIDENCE_GUNZIP_H

#include "base/arena.h"
#include "evidence/source.h"

/* A stream that gave less than this is never called a bomb. */
#define BOMB_FREE_BYTES (UINT64_C(256) << 20)

struct gunzip;

struct gunzip *gunzip_new(struct arena *arena) MUST_USE; /* NULL: the arena is full. Memory: about 350 KiB */
struct source *gunzip_open(struct gunzip *g, struct source *inner, uint64_t ratio);
/* Gives back what the decoder holds outside the arena. */
void gunzip_close(struct gunzip *g);

/* Fails when `out` bytes from `in` bytes is more than any honest evidence expands. */
bool bomb_check(uint64_t out, uint64_t in, uint64_t ratio, struct error *err) MUST_USE;

#endif

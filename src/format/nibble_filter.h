/*
 * nibble_filter: where in a text one of many prints of four or five bytes may stand.
 *
 * Every place is looked at, 16 or 64 at a time, with the shuffle instructions of AVX2 (x86-64, asked of the processor) or NEON (arm64). The
 * prints are shared out among sixteen sets. For each byte of its prints a set knows which low and which high halves occur there; a place
 * passes when all halves fit one set, and then the hash of its first four bytes must be that of a print. So a print is never missed, and of
 * other texts few pass as long as the sets hold prints that are alike (the first step is what Hyperscan's "Teddy" does:
 * https://github.com/intel/hyperscan, src/fdr/teddy.c).
 *
 * Owner: the caller; constant after nibble_filter_build. At most NIBBLE_PRINTS prints. Where nibble_filter_works() is false it still
 * answers rightly, but slower than a search by blocks does.
 */
#ifndef TAILOR_FORMAT_NIBBLE_FILTER_H
#define TAILOR_FORMAT_NIBBLE_FILTER_H

#include "base/arena.h"
#include "base/slice.h"

enum { NIBBLE_PRINTS = 256, NIBBLE_LEAST = 4, NIBBLE_MOST = 5, NIBBLE_SETS = 16, NIBBLE_HASH_BITS = 13, NIBBLE_SAMPLE = 4096 };

struct nibble_filter {
    uint8_t low[NIBBLE_SETS / 8][NIBBLE_MOST][16], high[NIBBLE_SETS / 8][NIBBLE_MOST][16]; /* a bit for each set */
    uint64_t hashes[(1 << NIBBLE_HASH_BITS) / 64];
};

/* Whether this processor has what makes it worth while. */
bool nibble_filter_works(void);

/* `sample`: text of the usual kind, of which up to NIBBLE_SAMPLE bytes are used to see what sets would let pass. False: no memory. */
bool nibble_filter_build(struct arena *arena, struct nibble_filter *ret_filter, const struct slice *prints, size_t count,
                         struct slice sample) MUST_USE;

/* The first place at `at` or later that may hold a print; the text's length when there is none. */
size_t nibble_filter_next(const struct nibble_filter *f, struct slice text, size_t at);

#endif

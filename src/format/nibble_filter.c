#include "format/nibble_filter.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* --- the hashes --- */

static uint32_t hash_at(const uint8_t *p) {
    uint32_t bytes = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    return (bytes * UINT32_C(0x9E3779B1)) >> (32 - NIBBLE_HASH_BITS);
}

static bool may_be_print(const struct nibble_filter *f, const uint8_t *p) {
    uint32_t hash = hash_at(p);
    return f->hashes[hash >> 6] >> (hash & 63) & 1;
}

/* --- building --- */

enum { SAMPLE_WORDS = NIBBLE_SAMPLE / 64, LANES = 2 };

/* Two words that one instruction takes (SSE2, NEON). */
typedef uint64_t lanes __attribute__((vector_size(8 * LANES)));

/* The places of the sample, a bit for each. */
struct places {
    union {
        uint64_t words[SAMPLE_WORDS];
        lanes wide[SAMPLE_WORDS / LANES];
    };
};

/* Which halves of bytes occur at each byte of a set's prints, and where in the sample they stand as far behind. */
struct set {
    uint16_t low[NIBBLE_MOST], high[NIBBLE_MOST];
    struct places low_at[NIBBLE_MOST], high_at[NIBBLE_MOST];
    double passes;
};

struct sharing {
    size_t words;              /* of the sample */
    uint32_t often[16][4][16]; /* [high half][which quarter of the low halves][which of its four]: how often such bytes stand there */
    struct places low_at[NIBBLE_MOST][16], high_at[NIBBLE_MOST][16]; /* for each half of a byte: where it stands so far behind */
    struct set sets[NIBBLE_SETS + 1];
    double more[NIBBLE_SETS + 1][NIBBLE_SETS + 1]; /* [i][k], i < k: how much more passes when the two are one */
    size_t used;
};

static void read_sample(struct sharing *s, struct slice sample) {
    s->words = sample.len / 64 < SAMPLE_WORDS ? sample.len / 64 : SAMPLE_WORDS;
    uint32_t often[256];
    for (size_t i = 0; i < 256; i++)
        often[i] = 1;
    for (size_t at = 0; at < 64 * s->words; at++) {
        often[sample.data[at]]++;
        for (size_t k = 0; k < NIBBLE_MOST && at + k < 64 * s->words; k++) {
            s->low_at[k][sample.data[at + k] & 15].words[at / 64] |= UINT64_C(1) << at % 64;
            s->high_at[k][sample.data[at + k] >> 4].words[at / 64] |= UINT64_C(1) << at % 64;
        }
    }
    for (size_t byte = 0; byte < 256; byte++)
        for (size_t four = 0; four < 16; four++)
            if (four >> byte % 4 & 1)
                s->often[byte >> 4][byte / 4 % 4][four] += often[byte];
}

/* How much would pass if the bytes of a text were independent: tells sets apart of which the sample has nothing. Below 1. */
static double guess_passes(const struct sharing *s, const uint16_t low[NIBBLE_MOST], const uint16_t high[NIBBLE_MOST]) {
    double passes = 1;
    for (size_t k = 0; k < NIBBLE_MOST; k++) {
        uint32_t fit = 0;
        for (unsigned h = high[k]; h; h &= h - 1)
            for (size_t quarter = 0; quarter < 4; quarter++)
                fit += s->often[__builtin_ctz(h)][quarter][low[k] >> 4 * quarter & 15];
        passes *= (double)fit / (double)(64 * s->words + 256);
    }
    return passes;
}

/* How many places of the sample, and of as long a text of independent bytes, pass a set made of these two. */
static double passes_joined(const struct sharing *s, const struct set *a, const struct set *b) {
    uint16_t low[NIBBLE_MOST], high[NIBBLE_MOST];
    uint64_t count = 0;
    for (size_t k = 0; k < NIBBLE_MOST; k++) {
        low[k] = a->low[k] | b->low[k];
        high[k] = a->high[k] | b->high[k];
    }
    for (size_t w = 0; w < SAMPLE_WORDS / LANES; w++) { /* behind the sample nothing fits */
        lanes fit = (a->low_at[0].wide[w] | b->low_at[0].wide[w]) & (a->high_at[0].wide[w] | b->high_at[0].wide[w]);
        for (size_t k = 1; k < NIBBLE_MOST; k++)
            fit &= (a->low_at[k].wide[w] | b->low_at[k].wide[w]) & (a->high_at[k].wide[w] | b->high_at[k].wide[w]);
        for (size_t i = 0; i < LANES; i++)
            count += (unsigned)__builtin_popcountll(fit[i]);
    }
    return (double)count + (double)(64 * s->words) * guess_passes(s, low, high);
}

static void add_to(struct set *a, const struct set *b) {
    for (size_t k = 0; k < NIBBLE_MOST; k++) {
        a->low[k] |= b->low[k];
        a->high[k] |= b->high[k];
        for (size_t w = 0; w < SAMPLE_WORDS / LANES; w++) {
            a->low_at[k].wide[w] |= b->low_at[k].wide[w];
            a->high_at[k].wide[w] |= b->high_at[k].wide[w];
        }
    }
}

/* The set at `place` is new: what do the others gain or lose by it? */
static void compare(struct sharing *s, size_t place) {
    struct set *set = &s->sets[place];
    set->passes = passes_joined(s, set, set);
    for (size_t i = 0; i < s->used; i++)
        if (i != place)
            s->more[i < place ? i : place][i < place ? place : i] = passes_joined(s, &s->sets[i], set) - s->sets[i].passes - set->passes;
}

/* Joins the two sets that let the least more pass when they are one; the last takes the place that becomes free. */
static void join_two(struct sharing *s) {
    size_t first = 0, second = 1;
    for (size_t i = 0; i + 1 < s->used; i++)
        for (size_t k = i + 1; k < s->used; k++)
            if (s->more[i][k] < s->more[first][second]) {
                first = i;
                second = k;
            }
    add_to(&s->sets[first], &s->sets[second]);
    s->used--;
    if (second < s->used) {
        s->sets[second] = s->sets[s->used];
        compare(s, second);
    }
    compare(s, first);
}

static void share_out(struct sharing *s, struct slice print) {
    struct set *set = &s->sets[s->used++];
    memset(set, 0xFF, sizeof *set); /* behind a short print any byte may stand */
    for (size_t k = 0; k < NIBBLE_MOST && k < print.len; k++) {
        set->low[k] = (uint16_t)(1u << (print.data[k] & 15));
        set->high[k] = (uint16_t)(1u << (print.data[k] >> 4));
        set->low_at[k] = s->low_at[k][print.data[k] & 15];
        set->high_at[k] = s->high_at[k][print.data[k] >> 4];
    }
    compare(s, s->used - 1);
    if (s->used > NIBBLE_SETS)
        join_two(s);
}

bool nibble_filter_build(struct arena *arena, struct nibble_filter *ret_filter, const struct slice *prints, size_t count,
                         struct slice sample) {
    struct sharing *s = arena_alloc(arena, sizeof *s);
    if (!s)
        return false;
    read_sample(s, sample);
    memset(ret_filter, 0, sizeof *ret_filter);
    for (size_t i = 0; i < count; i++) {
        uint32_t hash = hash_at(prints[i].data);
        ret_filter->hashes[hash >> 6] |= UINT64_C(1) << (hash & 63);
        if (prints[i].len < NIBBLE_MOST)
            share_out(s, prints[i]);
    }
    for (size_t i = 0; i < count; i++) /* the short ones, which are harder to keep apart, first */
        if (prints[i].len >= NIBBLE_MOST)
            share_out(s, prints[i]);
    for (size_t i = 0; i < s->used; i++)
        for (size_t k = 0; k < NIBBLE_MOST; k++)
            for (size_t half = 0; half < 16; half++) {
                ret_filter->low[i / 8][k][half] |= (uint8_t)((s->sets[i].low[k] >> half & 1u) << i % 8);
                ret_filter->high[i / 8][k][half] |= (uint8_t)((s->sets[i].high[k] >> half & 1u) << i % 8);
            }
    return true;
}

/* --- looking, many places at once: from *at on until one passes (true) or the text is nearly at its end --- */

#if defined(__x86_64__)

bool nibble_filter_works(void) {
    unsigned a = 0, b = 0, c = 0, d = 0, low = 0, high = 0;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2))
        return false;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0)); /* does the system keep the wide registers? */
    return (low & 6) == 6;
}

#define WIDE __attribute__((target("avx2"))) static

WIDE inline __m256i table_of(const uint8_t table[16]) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
}

WIDE bool look(const struct nibble_filter *f, struct slice text, size_t *at) {
    const __m256i half = _mm256_set1_epi8(15), zero = _mm256_setzero_si256();
    __m256i low[2][NIBBLE_MOST], high[2][NIBBLE_MOST];
    for (size_t i = 0; i < NIBBLE_MOST; i++)
        for (size_t k = 0; k < 2; k++) {
            low[k][i] = table_of(f->low[k][i]);
            high[k][i] = table_of(f->high[k][i]);
        }
    for (; text.len >= *at + 64 + NIBBLE_MOST; *at += 64) {
        const uint8_t *p = text.data + *at;
        __m256i fits[2][2]; /* of the first and the second 32 places, of the first and the second eight sets */
        memset(fits, 0xFF, sizeof fits);
        for (size_t i = 0; i < NIBBLE_MOST; i++)
            for (size_t part = 0; part < 2; part++) {
                __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32 * part + i));
                __m256i l = _mm256_and_si256(bytes, half), h = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);
                for (size_t k = 0; k < 2; k++) {
                    __m256i fit = _mm256_and_si256(_mm256_shuffle_epi8(low[k][i], l), _mm256_shuffle_epi8(high[k][i], h));
                    fits[part][k] = _mm256_and_si256(fits[part][k], fit);
                }
            }
        __m256i first = _mm256_or_si256(fits[0][0], fits[0][1]), second = _mm256_or_si256(fits[1][0], fits[1][1]);
        __m256i both = _mm256_or_si256(first, second);
        if (_mm256_testz_si256(both, both))
            continue;
        uint64_t none = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(first, zero)) |
                        (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(second, zero)) << 32;
        for (uint64_t places = ~none; places; places &= places - 1) {
            size_t place = (size_t)__builtin_ctzll(places);
            if (!may_be_print(f, p + place))
                continue;
            *at += place;
            return true;
        }
    }
    return false;
}

#elif defined(__aarch64__)

bool nibble_filter_works(void) { return true; }

static bool look(const struct nibble_filter *f, struct slice text, size_t *at) {
    uint8x16_t low[2][NIBBLE_MOST], high[2][NIBBLE_MOST];
    for (size_t i = 0; i < NIBBLE_MOST; i++) {
        low[0][i] = vld1q_u8(f->low[0][i]);
        low[1][i] = vld1q_u8(f->low[1][i]);
        high[0][i] = vld1q_u8(f->high[0][i]);
        high[1][i] = vld1q_u8(f->high[1][i]);
    }
    for (; text.len >= *at + 16 + NIBBLE_MOST; *at += 16) {
        const uint8_t *p = text.data + *at;
        uint8x16_t fits[2] = {vdupq_n_u8(255), vdupq_n_u8(255)};
        for (size_t i = 0; i < NIBBLE_MOST; i++) {
            uint8x16_t bytes = vld1q_u8(p + i), l = vandq_u8(bytes, vdupq_n_u8(15)), h = vshrq_n_u8(bytes, 4);
            for (size_t k = 0; k < 2; k++)
                fits[k] = vandq_u8(fits[k], vandq_u8(vqtbl1q_u8(low[k][i], l), vqtbl1q_u8(high[k][i], h)));
        }
        uint8x16_t fit = vorrq_u8(fits[0], fits[1]), passed = vtstq_u8(fit, fit);
        /* four bits for each place, of which one is kept */
        uint64_t places = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(passed), 4)), 0);
        for (places &= UINT64_C(0x1111111111111111); places; places &= places - 1) {
            size_t place = (size_t)__builtin_ctzll(places) / 4;
            if (!may_be_print(f, p + place))
                continue;
            *at += place;
            return true;
        }
    }
    return false;
}

#else

bool nibble_filter_works(void) { return false; }

static bool look(const struct nibble_filter *f, struct slice text, size_t *at) {
    (void)f;
    (void)text;
    (void)at;
    return false;
}

#endif

size_t nibble_filter_next(const struct nibble_filter *f, struct slice text, size_t at) {
    if (look(f, text, &at))
        return at;
    for (; at < text.len && text.len - at >= NIBBLE_LEAST; at++)
        if (may_be_print(f, text.data + at))
            return at;
    return text.len;
}

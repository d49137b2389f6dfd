#include "evidence/gunzip.h"

#include <inttypes.h>

#if TAILOR_HAVE_ISAL
#include <isa-l/igzip_lib.h>
#else
#include <zlib.h>
#endif

enum { OUT_BYTES = 256 << 10 };

enum step { STEP_MORE, STEP_MEMBER_END, STEP_BAD };

struct gunzip {
    struct source source;
    struct source *inner;
    struct slice in; /* what is left of the inner view */
    uint64_t total_in, ratio;
    bool in_member, later_member, bad;
#if TAILOR_HAVE_ISAL
    struct inflate_state state;
#else
    z_stream state;
    bool opened;
#endif
    uint8_t out[OUT_BYTES];
};

bool bomb_check(uint64_t out, uint64_t in, uint64_t ratio, struct error *err) {
    if (out <= BOMB_FREE_BYTES || out / ratio <= in)
        return true;
    return error_set(err,
                     "%" PRIu64 " bytes came out of %" PRIu64 ": more than %" PRIu64 " times as much, so it was stopped as an archive bomb",
                     out, in, ratio);
}

#if TAILOR_HAVE_ISAL

static void decoder_start(struct gunzip *g) {
    isal_inflate_init(&g->state);
    g->state.crc_flag = ISAL_GZIP;
}

/* Takes from g->in, appends at g->out + *got. */
static enum step decoder_step(struct gunzip *g, size_t *got) {
    struct inflate_state *st = &g->state;
    uint32_t given = g->in.len > UINT32_MAX ? UINT32_MAX : (uint32_t)g->in.len;
    st->next_in = (uint8_t *)(uintptr_t)g->in.data;
    st->avail_in = given;
    st->next_out = g->out + *got;
    st->avail_out = (uint32_t)(OUT_BYTES - *got);
    int code = isal_inflate(st);
    *got = OUT_BYTES - st->avail_out;
    g->in = slice_from(g->in, given - st->avail_in);
    if (code < 0)
        return STEP_BAD;
    return st->block_state == ISAL_BLOCK_FINISH ? STEP_MEMBER_END : STEP_MORE;
}

static const char *decoder_problem(const struct gunzip *g) {
    return g->state.block_state == ISAL_BLOCK_FINISH ? "the checksum of the gzip data is wrong" : "the gzip data is damaged";
}

void gunzip_close(struct gunzip *g) { (void)g; }

#else

static void decoder_start(struct gunzip *g) {
    if (!g->opened)
        g->opened = inflateInit2(&g->state, 15 + 16) == Z_OK;
    else if (inflateReset(&g->state) != Z_OK)
        g->bad = true;
}

static enum step decoder_step(struct gunzip *g, size_t *got) {
    z_stream *st = &g->state;
    uInt given = g->in.len > UINT32_MAX ? UINT32_MAX : (uInt)g->in.len;
    st->next_in = (Bytef *)(uintptr_t)g->in.data;
    st->avail_in = given;
    st->next_out = g->out + *got;
    st->avail_out = (uInt)(OUT_BYTES - *got);
    int code = g->opened ? inflate(st, Z_NO_FLUSH) : Z_MEM_ERROR;
    *got = OUT_BYTES - st->avail_out;
    g->in = slice_from(g->in, given - st->avail_in);
    return code == Z_STREAM_END ? STEP_MEMBER_END : code == Z_OK || code == Z_BUF_ERROR ? STEP_MORE : STEP_BAD;
}

static const char *decoder_problem(const struct gunzip *g) {
    return g->state.msg && strstr(g->state.msg, "check") ? "the checksum of the gzip data is wrong" : "the gzip data is damaged";
}

void gunzip_close(struct gunzip *g) {
    if (g->opened)
        inflateEnd(&g->state);
    g->opened = false;
}

#endif

/* The next input view into g->in; sets *ret_end when there is none. */
static bool refill(struct gunzip *g, bool *ret_end, struct error *err) {
    if (g->in.len)
        return true;
    if (!source_next(g->inner, &g->in, err)) {
        g->source.truncated = g->inner->truncated;
        return false;
    }
    g->total_in += g->in.len;
    *ret_end = g->in.len == 0;
    return true;
}

static bool fill_inflated(struct source *s, struct slice *ret_view, struct error *err) {
    struct gunzip *g = (struct gunzip *)s;
    size_t got = 0;
    bool end = false, good = true;
    while (good && !end && got < OUT_BYTES) {
        good = refill(g, &end, err);
        if (!good)
            break;
        if (end && g->in_member) {
            s->truncated = true;
            good = error_set(err, "the gzip data is cut short after %" PRIu64 " bytes", g->total_in);
        } else if (!end && !g->in_member && g->later_member && g->in.data[0] != 0x1f) {
            end = true; /* padding */
        } else if (!end) {
            if (!g->in_member)
                decoder_start(g);
            enum step step = g->bad ? STEP_BAD : decoder_step(g, &got);
            g->in_member = step == STEP_MORE;
            g->later_member |= step == STEP_MEMBER_END;
            if (step == STEP_BAD)
                good = error_set(err, "%s, near byte %" PRIu64, decoder_problem(g), g->total_in - g->in.len);
        }
    }
    if (good)
        good = bomb_check(s->filled + got, g->total_in, g->ratio, err);
    *ret_view = slice_of(g->out, got);
    if (!good && got) {
        s->failed = true; /* told after these good bytes */
        return true;
    }
    return good;
}

struct gunzip *gunzip_new(struct arena *arena) {
    return arena_alloc(arena, sizeof(struct gunzip));
}

struct source *gunzip_open(struct gunzip *g, struct source *inner, uint64_t ratio) {
    g->source = (struct source){.fill = fill_inflated};
    g->inner = inner;
    g->in = slice_of(NULL, 0);
    g->total_in = 0;
    g->ratio = ratio;
    g->in_member = g->later_member = g->bad = false;
    return &g->source;
}

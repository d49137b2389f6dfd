#include "tss/identity.h"

static bool same_word(struct slice a, struct slice b) {
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        uint8_t x = a.data[i], y = b.data[i];
        x = x >= 'A' && x <= 'Z' ? (uint8_t)(x | 0x20) : x;
        y = y >= 'A' && y <= 'Z' ? (uint8_t)(y | 0x20) : y;
        if (x != y)
            return false;
    }
    return true;
}

static bool fits_number(bool given, uint64_t mac, bool has, uint64_t identity) { return !given || (has && mac == identity); }

static bool fits_chip(const struct build_identity *i, const struct device_keys *d) {
    return fits_number(d->has_chip, d->chip, i->has_chip, i->chip);
}

static bool fits_board(const struct build_identity *i, const struct device_keys *d) {
    return fits_number(d->has_board, d->board, i->has_board, i->board) &&
           (!d->has_domain || !i->has_domain || d->security_domain == i->security_domain) &&
           (!d->device_class.len || !i->device_class.len || same_word(d->device_class, i->device_class));
}

static bool is_research(const struct build_identity *i) { return slice_starts_with(i->variant, "Research"); }

static bool fits_wish(const struct build_identity *i, const struct identity_wish *w) {
    if (w->behavior && !slice_is_nocase(i->behavior, w->behavior))
        return false;
    return w->variant ? slice_is_nocase(i->variant, w->variant) : !is_research(i);
}

/* The less the better. */
static unsigned rank(const struct build_identity *i) {
    bool customer = slice_contains_nocase(i->variant, "customer"), update = slice_is_nocase(i->behavior, "Update");
    if (slice_is(i->variant, "macOS Customer Software Update"))
        return 0;
    if (customer && update)
        return 1;
    if (slice_is(i->variant, "macOS Customer"))
        return 2;
    return customer ? 3 : 4;
}

struct counts {
    size_t chip, board;
};

static bool refuse(const struct build_manifest *m, const struct identity_wish *w, struct counts n, struct error *err) {
    struct slice build = m->build.len ? m->build : slice_str("(unnamed)");
    if (n.chip == 0)
        return error_set(err, "the build %.*s has no identity for the chip 0x%llx", SLICE_ARG(build), (unsigned long long)w->device->chip);
    if (n.board == 0)
        return error_set(err, "the build %.*s has no identity for this board (0x%llx) and class", SLICE_ARG(build),
                         (unsigned long long)w->device->board);
    return error_set(err, "the build %.*s has an identity for this board, but none of the variant %s%s%s", SLICE_ARG(build),
                     w->variant ? w->variant : "for customers", w->behavior ? " and the behaviour " : "", w->behavior ? w->behavior : "");
}

bool identity_select(const struct build_manifest *manifest, const struct identity_wish *wish, const struct build_identity **ret_identity,
                     struct error *err) {
    const struct build_identity *best = NULL;
    struct counts counts = {0};
    if (!wish->device->has_board && !wish->device->device_class.len)
        return error_set(err, "to choose an identity the board= or the class= of the Mac is needed");
    for (size_t k = 0; k < manifest->n_identities; k++) {
        const struct build_identity *i = &manifest->identities[k];
        if (!fits_chip(i, wish->device))
            continue;
        counts.chip++;
        if (!fits_board(i, wish->device))
            continue;
        counts.board++;
        if (fits_wish(i, wish) && (!best || rank(i) < rank(best)))
            best = i;
    }
    if (!best)
        return refuse(manifest, wish, counts, err);
    *ret_identity = best;
    return true;
}

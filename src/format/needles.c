#include "format/needles.h"

/*
 * A block is four bytes read as a little-endian number and hashed to 16 bits. bitmap says which hashes occur, first[] leads to the
 * chain of entries (literal, place of the block in it) with that hash.
 */
enum { BLOCK = 4, WINDOW = 8, HASH_BITS = 16, HASHES = 1 << HASH_BITS, CHAINS = 4096, NONE = UINT32_MAX };

struct entry {
    uint32_t hash, next, literal;
    uint32_t place; /* of the block in its literal */
};

struct group {
    size_t step;  /* distance of the blocks looked at */
    size_t reach; /* largest place of a block in its literal */
    uint8_t bitmap[HASHES / 8];
    uint32_t first[CHAINS];
    struct entry *entries;
    size_t n_entries;
};

struct needles {
    struct slice *literals;
    size_t count, longest, n_groups;
    struct group groups[NEEDLES_GROUPS];
};

/* Words that stand in most lines of an install.log or a unified log: a literal is best told from its other parts. */
static const char ordinary[] = "softwareupdated[ system_installd[ osinstallersetupd: PackageKit: com.apple.SoftwareUpdateMacController:SU] "
                               "[SUMacControllerProgressManager] Reported progress (start): phase: stalled:NO portionComplete:0.0 Default "
                               "Removing client SUUpdateServiceClient pid=, uid=0, installAuth=NO rights=(), transactions=0 (/usr/sbin/ "
                               "/System/Library/PrivateFrameworks/PackageKit.framework/Resources/installd) SUOSU BackgroundActivity: "
                               "AssertionMgr: Take com.apple.softwareupdate. assertion with type BackgroundTask for pid , id 0x the and "
                               "Error Domain= Code= UserInfo={NSLocalizedDescription= NSUnderlyingError= NSURLErrorDomain Failed to failed "
                               "operation completed success download install update ing tion ment macOS :  - 000000";

static uint32_t block_at(const uint8_t *p) { return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24; }

static uint32_t hash_of(uint32_t block) { return (block * 0x9E3779B1u) >> (32 - HASH_BITS); }

static bool is_marked(const struct group *g, uint32_t hash) { return g->bitmap[hash >> 3] >> (hash & 7) & 1; }

static size_t ordinary_blocks(struct slice window) {
    size_t count = 0;
    for (size_t i = 0; i + BLOCK <= window.len; i++)
        count += slice_find(slice_of(ordinary, sizeof ordinary - 1), slice_sub(window, i, BLOCK)) != SLICE_NOT_FOUND;
    return count;
}

size_t needles_rare_blocks(struct slice literal) { return literal.len < BLOCK ? 0 : literal.len - BLOCK + 1 - ordinary_blocks(literal); }

/* Where the WINDOW bytes to look for start: the place with the fewest ordinary blocks. */
static size_t best_window(struct slice literal) {
    size_t best = 0, fewest = SIZE_MAX;
    for (size_t start = 0; start + WINDOW <= literal.len; start++) {
        size_t count = ordinary_blocks(slice_sub(literal, start, WINDOW));
        if (count < fewest) {
            fewest = count;
            best = start;
        }
    }
    return best;
}

static void add_entry(struct group *g, uint32_t literal, struct slice text, size_t place) {
    uint32_t hash = hash_of(block_at(text.data + place));
    struct entry *e = &g->entries[g->n_entries];
    *e = (struct entry){.hash = hash, .next = g->first[hash % CHAINS], .literal = literal, .place = (uint32_t)place};
    g->first[hash % CHAINS] = (uint32_t)g->n_entries++;
    g->bitmap[hash >> 3] |= (uint8_t)(1u << (hash & 7));
    if (place > g->reach)
        g->reach = place;
}

static bool fill_group(struct arena *arena, struct needles *set, struct group *g, size_t shortest, bool is_long) {
    g->step = shortest - BLOCK + 1;
    g->entries = arena_array(arena, set->count * g->step, sizeof *g->entries);
    if (!g->entries)
        return false;
    memset(g->first, 0xFF, sizeof g->first);
    for (size_t i = 0; i < set->count; i++) {
        struct slice literal = set->literals[i];
        if ((literal.len >= WINDOW) != is_long)
            continue;
        size_t start = is_long ? best_window(literal) : 0;
        for (size_t place = start; place < start + g->step; place++)
            add_entry(g, (uint32_t)i, literal, place);
    }
    return true;
}

static bool copy_literals(struct arena *arena, struct needles *set, const struct slice *literals, size_t count, struct error *err) {
    set->literals = arena_array(arena, count, sizeof *set->literals);
    set->count = count;
    if (!set->literals)
        return error_set(err, "no memory for %zu literals", count);
    for (size_t i = 0; i < count; i++) {
        if (literals[i].len < NEEDLE_MIN_LENGTH || literals[i].len > NEEDLE_MAX_LENGTH)
            return error_set(err, "literal %zu has %zu bytes, but %d to %d are possible: \"%.*s\"", i + 1, literals[i].len,
                             NEEDLE_MIN_LENGTH, NEEDLE_MAX_LENGTH, SLICE_ARG(slice_sub(literals[i], 0, 40)));
        set->literals[i] = arena_slice(arena, literals[i]);
        if (!set->literals[i].data)
            return error_set(err, "no memory for literal %zu", i + 1);
        if (literals[i].len > set->longest)
            set->longest = literals[i].len;
    }
    return true;
}

const struct needles *needles_build(struct arena *arena, const struct slice *literals, size_t count, struct error *err) {
    if (count == 0 || count > NEEDLES_MAX)
        return error_set(err, "%zu literals, but 1 to %d are possible", count, NEEDLES_MAX), NULL;
    struct needles *set = arena_alloc(arena, sizeof *set);
    if (!set)
        return error_set(err, "no memory for a set of literals"), NULL;
    if (!copy_literals(arena, set, literals, count, err))
        return NULL;
    size_t shortest = SIZE_MAX, n_long = 0;
    for (size_t i = 0; i < count; i++) {
        if (set->literals[i].len < shortest)
            shortest = set->literals[i].len;
        n_long += set->literals[i].len >= WINDOW;
    }
    bool ok = true;
    if (n_long)
        ok = fill_group(arena, set, &set->groups[set->n_groups++], WINDOW, true);
    if (ok && n_long < count)
        ok = fill_group(arena, set, &set->groups[set->n_groups++], shortest, false);
    if (!ok)
        return error_set(err, "no memory for the blocks of %zu literals", count), NULL;
    return set;
}

size_t needles_count(const struct needles *set) { return set->count; }

size_t needles_longest(const struct needles *set) { return set->longest; }

/* The first marked block at or after `at`, stepping; the text's length when there is none. Four at a time: they do not depend on each
 * other, so the processor overlaps them. */
static size_t next_marked(const struct group *g, struct slice text, size_t at) {
    const size_t step = g->step;
    const uint8_t *p = text.data;
    while (text.len >= 3 * step + BLOCK && at <= text.len - 3 * step - BLOCK) {
        bool a = is_marked(g, hash_of(block_at(p + at)));
        bool b = is_marked(g, hash_of(block_at(p + at + step)));
        bool c = is_marked(g, hash_of(block_at(p + at + 2 * step)));
        bool d = is_marked(g, hash_of(block_at(p + at + 3 * step)));
        if (a | b | c | d)
            return a ? at : b ? at + step : c ? at + 2 * step : at + 3 * step;
        at += 4 * step;
    }
    for (; at + BLOCK <= text.len; at += step)
        if (is_marked(g, hash_of(block_at(p + at))))
            return at;
    return text.len;
}

/* Of the literals that have the block at `at`, the leftmost occurrence that starts in [from, *ret_at). */
static void check_block(const struct needles *set, const struct group *g, struct slice text, size_t at, size_t from, size_t *ret_at,
                        size_t *ret_which) {
    uint32_t hash = hash_of(block_at(text.data + at));
    for (uint32_t i = g->first[hash % CHAINS]; i != NONE; i = g->entries[i].next) {
        const struct entry *e = &g->entries[i];
        if (e->hash != hash || at < e->place || at - e->place < from)
            continue;
        size_t start = at - e->place;
        if (start > *ret_at || (start == *ret_at && e->literal >= *ret_which))
            continue;
        struct slice literal = set->literals[e->literal];
        if (literal.len > text.len - start || memcmp(text.data + start, literal.data, literal.len) != 0)
            continue;
        *ret_at = start;
        *ret_which = e->literal;
    }
}

/* The leftmost occurrence of a literal of the group. After a find the search goes on for as long as one further left is possible. */
static bool group_next(const struct needles *set, const struct group *g, struct slice text, size_t from, size_t *ret_at,
                       size_t *ret_which) {
    size_t best = SIZE_MAX, which = SIZE_MAX;
    for (size_t at = from;; at += g->step) {
        struct slice rest = best == SIZE_MAX ? text : slice_sub(text, 0, best + g->reach + BLOCK);
        at = next_marked(g, rest, at);
        if (at >= rest.len)
            break;
        check_block(set, g, text, at, from, &best, &which);
    }
    if (best == SIZE_MAX)
        return false;
    *ret_at = best;
    *ret_which = which;
    return true;
}

struct needles_search needles_search(const struct needles *set, struct slice text) {
    return (struct needles_search){.set = set, .text = text};
}

bool needles_next(struct needles_search *s, size_t from, size_t *ret_at, size_t *ret_which) {
    size_t at = SIZE_MAX, which = SIZE_MAX;
    for (size_t i = 0; i < s->set->n_groups; i++) {
        if (!s->next[i].known || s->next[i].at < from) {
            s->next[i].known = true;
            if (!group_next(s->set, &s->set->groups[i], s->text, from, &s->next[i].at, &s->next[i].which))
                s->next[i].at = SIZE_MAX;
        }
        if (s->next[i].at == SIZE_MAX)
            continue;
        if (s->next[i].at < at || (s->next[i].at == at && s->next[i].which < which)) {
            at = s->next[i].at;
            which = s->next[i].which;
        }
    }
    if (at == SIZE_MAX)
        return false;
    *ret_at = at;
    *ret_which = which;
    return true;
}

static bool mark_block(const struct needles *set, const struct group *g, struct slice text, size_t at, bool *found) {
    bool any = false;
    uint32_t hash = hash_of(block_at(text.data + at));
    for (uint32_t i = g->first[hash % CHAINS]; i != NONE; i = g->entries[i].next) {
        const struct entry *e = &g->entries[i];
        struct slice literal = set->literals[e->literal];
        if (e->hash != hash || at < e->place || literal.len > text.len - (at - e->place))
            continue;
        if (!found[e->literal])
            found[e->literal] = memcmp(text.data + at - e->place, literal.data, literal.len) == 0;
        any |= found[e->literal];
    }
    return any;
}

bool needles_mark(const struct needles *set, struct slice text, bool *found) {
    bool any = false;
    for (size_t i = 0; i < set->n_groups; i++) {
        const struct group *g = &set->groups[i];
        for (size_t at = next_marked(g, text, 0); at < text.len; at = next_marked(g, text, at + g->step))
            any |= mark_block(set, g, text, at, found);
    }
    return any;
}

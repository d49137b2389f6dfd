#include "format/needles.h"

/*
 * A block is a few bytes of text, read as a number and hashed. bitmap says which hashes occur, first[] leads to the chain of entries
 * (literal, place of the block in it) with that hash.
 */
enum { HASH_BITS = 17, HASHES = 1 << HASH_BITS, CHAINS = 8192, NONE = UINT32_MAX };

/* A literal of at least `shortest` bytes belongs to the last such group; of its bytes a window of as many is looked for. */
static const struct { size_t shortest, block; } kinds[NEEDLES_GROUPS] = {{NEEDLE_MIN_LENGTH, 3}, {8, 4}, {16, 8}};

struct entry {
    uint32_t hash, next, literal;
    uint32_t place; /* of the block in its literal */
};

struct group {
    size_t block; /* bytes */
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
static const char ordinary[] =
    "softwareupdated[ system_installd[ osinstallersetupd[ PackageKit: com.apple.SoftwareUpdateMacController:SU] "
    "(SoftwareUpdateMacController) "
    "[SUMacControllerProgressManager] Reported progress (start): phase: stalled:NO portionComplete:0.0 estimatedTimeRemaining:- Default "
    "0x0 Removing client SUUpdateServiceClient pid=, uid=0, installAuth=NO rights=(), transactions=0 (/usr/sbin/softwareupdate) Adding "
    "/System/Library/PrivateFrameworks/PackageKit.framework/Resources/installd) SUOSUScheduler: SUOSU BackgroundActivity: Activity "
    "check-in with Interval -[SUOSUManagedServiceDaemon invalidAndRemoveOldDeclarations]_block_invoke: Removed invalid declarations "
    "AssertionMgr: Take Cancel com.apple.softwareupdate.NotifyAgentAssertion-LoginDone assertion with type BackgroundTask for pid , id 0x "
    "the and availableMobileSoftwareUpdates = ( <SUOSUMobileSoftwareUpdate: MSU_UPDATE_patch_minor> Predicted start date / end "
    "Extracting file:///Library/Updates/ (destination=/Library/InstallerSandboxes/.PKInstallSandboxManager/ .pkg#Payload Registered "
    "bundle file:///Applications/Utilities/ .app/ for uid Error Domain= Code= UserInfo={NSLocalizedDescription= NSUnderlyingError= "
    "NSURLErrorDomain Failed to failed Installed Install Installer installation operation completed success finished download Service "
    "update updates Software Updating ing tion ment macOS Identified Hardware https://swcdn.apple.com/ :  - 000000";

/* The first `n` bytes as a number; they must be there. */
static uint64_t bytes_at(const uint8_t *p, size_t n) {
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value |= (uint64_t)p[i] << (8 * i);
    return value;
}

/* Eight bytes, which compilers turn into one load. */
static uint64_t eight_at(const uint8_t *p) {
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
           (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

/* Multiplying by the factor shifted up is shifting the block up, so that bytes behind the block fall away. */
static uint64_t factor_of(size_t block) { return UINT64_C(0x9E3779B97F4A7C15) << (64 - 8 * block); }

static uint32_t hash_of(uint64_t bytes, uint64_t factor) { return (uint32_t)((bytes * factor) >> (64 - HASH_BITS)); }

static uint32_t hash_at(const uint8_t *p, size_t block) { return hash_of(bytes_at(p, block), factor_of(block)); }

/* A table, because a shift by a variable amount needs a particular register on x86-64. */
static const uint8_t bits[8] = {1, 2, 4, 8, 16, 32, 64, 128};

static unsigned mark_of(const struct group *g, uint32_t hash) { return g->bitmap[hash >> 3] & bits[hash & 7]; }

static uint32_t ordinary_hash(const uint8_t *p, size_t block) {
    return hash_at(p, block) % (8 * sizeof((struct needles_ordinary *)0)->bitmaps[0]);
}

void needles_ordinary_learn(struct needles_ordinary *ret_ordinary) {
    memset(ret_ordinary, 0, sizeof *ret_ordinary);
    for (size_t kind = 0; kind < NEEDLES_GROUPS; kind++)
        for (size_t i = 0; i + kinds[kind].block < sizeof ordinary; i++) {
            uint32_t hash = ordinary_hash((const uint8_t *)ordinary + i, kinds[kind].block);
            ret_ordinary->bitmaps[kind][hash >> 3] |= bits[hash & 7];
        }
}

static size_t ordinary_blocks(const struct needles_ordinary *o, size_t kind, struct slice text) {
    size_t count = 0;
    for (size_t i = 0; i + kinds[kind].block <= text.len; i++) {
        uint32_t hash = ordinary_hash(text.data + i, kinds[kind].block);
        count += (o->bitmaps[kind][hash >> 3] & bits[hash & 7]) != 0;
    }
    return count;
}

enum { RARE_KIND = 1 }; /* blocks of four bytes */

size_t needles_rare_blocks(const struct needles_ordinary *o, struct slice literal) {
    size_t block = kinds[RARE_KIND].block;
    return literal.len < block ? 0 : literal.len - block + 1 - ordinary_blocks(o, RARE_KIND, literal);
}

/* Where the bytes to look for start: the place whose window has the fewest ordinary blocks. */
static size_t best_window(const struct needles_ordinary *o, size_t kind, struct slice literal, size_t window) {
    size_t best = 0, fewest = SIZE_MAX;
    for (size_t start = 0; start + window <= literal.len && fewest > 0; start++) {
        size_t count = ordinary_blocks(o, kind, slice_sub(literal, start, window));
        if (count < fewest) {
            fewest = count;
            best = start;
        }
    }
    return best;
}

static void add_entry(struct group *g, uint32_t literal, struct slice text, size_t place) {
    uint32_t hash = hash_at(text.data + place, g->block);
    struct entry *e = &g->entries[g->n_entries];
    *e = (struct entry){.hash = hash, .next = g->first[hash % CHAINS], .literal = literal, .place = (uint32_t)place};
    g->first[hash % CHAINS] = (uint32_t)g->n_entries++;
    g->bitmap[hash >> 3] |= bits[hash & 7];
    if (place > g->reach)
        g->reach = place;
}

static size_t kind_of(size_t length) {
    size_t kind = NEEDLES_GROUPS - 1;
    while (length < kinds[kind].shortest)
        kind--;
    return kind;
}

/* The group of one kind; none is made when it has no literals. */
static bool add_group(struct arena *arena, struct needles *set, const struct needles_ordinary *o, size_t kind) {
    size_t shortest = SIZE_MAX, members = 0;
    for (size_t i = 0; i < set->count; i++) {
        size_t length = set->literals[i].len;
        if (kind_of(length) != kind)
            continue;
        members++;
        shortest = length < shortest ? length : shortest;
    }
    if (members == 0)
        return true;
    struct group *g = &set->groups[set->n_groups++];
    g->block = kinds[kind].block;
    g->step = shortest - g->block + 1;
    g->entries = arena_array(arena, members * g->step, sizeof *g->entries);
    if (!g->entries)
        return false;
    memset(g->first, 0xFF, sizeof g->first);
    for (size_t i = 0; i < set->count; i++) {
        if (kind_of(set->literals[i].len) != kind)
            continue;
        size_t start = best_window(o, kind, set->literals[i], shortest);
        for (size_t place = start; place < start + g->step; place++)
            add_entry(g, (uint32_t)i, set->literals[i], place);
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
    struct needles_ordinary *o = arena_alloc(arena, sizeof *o);
    if (!set || !o)
        return error_set(err, "no memory for a set of literals"), NULL;
    if (!copy_literals(arena, set, literals, count, err))
        return NULL;
    needles_ordinary_learn(o);
    for (size_t kind = 0; kind < NEEDLES_GROUPS; kind++)
        if (!add_group(arena, set, o, kind))
            return error_set(err, "no memory for the blocks of %zu literals", count), NULL;
    return set;
}

size_t needles_count(const struct needles *set) { return set->count; }

size_t needles_longest(const struct needles *set) { return set->longest; }

/* The first marked block at or after `at`, stepping; the text's length when there is none. Four at a time: they do not depend on each
 * other, so the processor overlaps them. */
static size_t next_marked(const struct group *g, struct slice text, size_t at) {
    const size_t step = g->step, four = 3 * step + 8;
    const uint64_t factor = factor_of(g->block);
    const uint8_t *p = text.data;
    while (text.len >= four && at <= text.len - four) {
        unsigned a = mark_of(g, hash_of(eight_at(p + at), factor));
        unsigned b = mark_of(g, hash_of(eight_at(p + at + step), factor));
        unsigned c = mark_of(g, hash_of(eight_at(p + at + 2 * step), factor));
        unsigned d = mark_of(g, hash_of(eight_at(p + at + 3 * step), factor));
        if (a | b | c | d)
            return a ? at : b ? at + step : c ? at + 2 * step : at + 3 * step;
        at += 4 * step;
    }
    for (; at < text.len && text.len - at >= g->block; at += step)
        if (mark_of(g, hash_at(p + at, g->block)))
            return at;
    return text.len;
}

/* The ends first: of two literals with the same block they mostly differ. */
static bool stands_at(const uint8_t *p, struct slice literal) {
    return p[0] == literal.data[0] && p[literal.len - 1] == literal.data[literal.len - 1] && memcmp(p, literal.data, literal.len) == 0;
}

/* Of the literals that have the block at `at`, the leftmost occurrence that starts in [from, *ret_at). */
static void check_block(const struct needles *set, const struct group *g, struct slice text, size_t at, size_t from, size_t *ret_at,
                        size_t *ret_which) {
    uint32_t hash = hash_at(text.data + at, g->block);
    for (uint32_t i = g->first[hash % CHAINS]; i != NONE; i = g->entries[i].next) {
        const struct entry *e = &g->entries[i];
        if (e->hash != hash || at < e->place || at - e->place < from)
            continue;
        size_t start = at - e->place;
        if (start > *ret_at || (start == *ret_at && e->literal >= *ret_which))
            continue;
        struct slice literal = set->literals[e->literal];
        if (literal.len > text.len - start || !stands_at(text.data + start, literal))
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
        struct slice rest = best == SIZE_MAX ? text : slice_sub(text, 0, best + g->reach + g->block);
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
    uint32_t hash = hash_at(text.data + at, g->block);
    for (uint32_t i = g->first[hash % CHAINS]; i != NONE; i = g->entries[i].next) {
        const struct entry *e = &g->entries[i];
        struct slice literal = set->literals[e->literal];
        if (e->hash != hash || at < e->place || literal.len > text.len - (at - e->place))
            continue;
        if (!found[e->literal])
            found[e->literal] = stands_at(text.data + at - e->place, literal);
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

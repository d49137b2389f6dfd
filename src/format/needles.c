#include "format/needles.h"

#include "format/nibble_filter.h"

/*
 * A block is a few bytes of text, read as a number and hashed. marks says which hashes occur: some bits of the hash choose a word, others
 * two bits in it, and both must be set. So few other blocks pass that the loop over them seldom leaves its path. first[] leads to the
 * chain of entries (literal, place of the block in it) with that hash.
 */
enum { WORD_BITS = 11, CHAINS = 8192, NONE = UINT32_MAX };

/* A literal of at least `shortest` bytes belongs to the last such group; of its bytes a window of as many is looked for. */
static const struct { size_t shortest, block; } kinds[NEEDLES_GROUPS] = {{NEEDLE_MIN_LENGTH, 3}, {8, 4}, {16, 8}};

struct entry {
    uint32_t key, next, literal;
    uint32_t place; /* of the block in its literal */
};

struct group {
    size_t block; /* bytes */
    size_t step;  /* distance of the blocks looked at */
    size_t reach; /* largest place of a block in its literal */
    size_t last;  /* of the words in use */
    uint64_t marks[1 << WORD_BITS];
    uint32_t first[CHAINS];
    struct entry *entries;
    size_t n_entries;
    bool by_halves; /* every place is looked at, through the filter */
    struct nibble_filter filter;
};

struct needles {
    struct slice *literals;
    size_t count, longest, n_groups;
    struct group groups[NEEDLES_GROUPS];
};

/* The heads and the words that stand in many lines of an install.log or a unified log, the most frequent ones more than once: a literal is
 * best told from its other parts. */
static const char ordinary[] =
    "2024-01-09 07:38:56-07 MacBook-Pro softwareupdated[312]: SUOSUServiceDaemon: 2023-11-28 10:24:45+01 Mac-mini softwareupdated[809]: "
    "2021-12-19 23:15:30-05 iMac installd[1177]: PackageKit: B1C5E7A2-93D4-4F06-8A6B-0D1E2F3C4B59 2022-06-17 14:52:01-04 MacBook-Air "
    "installd[26418]: PackageKit: 2025-03-26 18:41:27+02 Mac system_installd[5903]: PackageKit: 3A9F04D8-7E61-4C2B-B5D7-6F80E1A2C394 "
    "2020-08-22 05:33:14-07 MacBook-Pro softwareupdated[467]: SUOSU 2019-05-31 20:09:48-04 Mac-Studio softwareupdated[2290]: "
    "package_script_service[7318]: PackageKit: install_monitor[36]: installer[650]: Installer[9872]: suhelperd[154]: "
    "softwareupdated[ system_installd[ osinstallersetupd[ PackageKit: com.apple.SoftwareUpdateMacController:SU]"
    " (SoftwareUpdateMacController) [SUMacControllerProgressManager] Reported progress (start): phase: stalled:NO"
    " portionComplete:0.0 estimatedTimeRemaining:- Default 0x0 Removing client SUUpdateServiceClient pid=, uid=0, installAuth=NO"
    " rights=(), transactions=0 (/usr/sbin/softwareupdate) Adding"
    " /System/Library/PrivateFrameworks/PackageKit.framework/Resources/installd) SUOSUScheduler: SUOSU BackgroundActivity:"
    " Activity check-in with Interval -[SUOSUManagedServiceDaemon invalidAndRemoveOldDeclarations]_block_invoke: Removed invalid"
    " declarations AssertionMgr: Take Cancel com.apple.softwareupdate.NotifyAgentAssertion-LoginDone assertion with type"
    " BackgroundTask for pid , id 0x the and availableMobileSoftwareUpdates = ( <SUOSUMobileSoftwareUpdate:"
    " MSU_UPDATE_patch_minor> Predicted start date / end Extracting file:///Library/Updates/"
    " (destination=/Library/InstallerSandboxes/.PKInstallSandboxManager/ .pkg#Payload Registered bundle"
    " file:///Applications/Utilities/ .app/ for uid Error Domain= Code= UserInfo={NSLocalizedDescription= NSUnderlyingError="
    " NSURLErrorDomain Failed to failed Installed Install Installer installation operation completed success finished download"
    " Service update updates Software Updating ing tion ment macOS Identified Hardware https://swcdn.apple.com/ verification"
    " Verifying certificate Downloads Downloading Applications valid build required critical service connection Connection to the"
    " service was invalidated Package Authoring Error: has Preparing to execute Executing script \"./postinstall\" in"
    " /private/tmp/PKInstallSandbox. Scripts/com. Touched bundle Frameworks/ .framework/Versions/A Writing receipt for to / Using"
    " trashcan path /private/var/folders/zz/ /T/PKInstallSandboxTrash/ .sandboxTrash for sandbox .activeSandbox/Root Shoving items"
    " prevent allow user idle system sleep suspending backupd battery level on AC power Set object: for key:"
    " LastRecommendedUpdatesAvailable Product distribution evaluated root volume choices Incompatible Apps List: No product found"
    " Failed to find incompatible apps list on software update catalog /Library/LaunchDaemons/ .plist: already loaded, restarting"
    " it /Library/Application Support/ setting permissions of files Temporarily excluding: Re-included: Package name is Upgrading"
    " at base path Preparing for installation of KiB choices Current Path: /Users/Downloads/ .pkg/Contents/ authorization level to"
    " root for session Received service client notification UpdateController: Evaluating pending items for account Catalog item"
    " version is current, next look package integrity of bytes, digest Packages: ( Got status { Identifier = PackageSize = Title ="
    " Version = ; } Refreshing available updates from scan Automatic check parameters: =YES =NO SUTelemetryReporter: SUCCESS:"
    " Report uploaded successfully. SUOSNotificationBundleHandler: Should notify? NO (Notification pending=0, bundle exists=0"
    " SUStatisticsManager: Successfully wrote statistics to disk Set reponsibility team for install Starting Stopping Started"
    " Finished Background Check request requested response received session failure status Status: available Available space disk"
    " device Device System system Mac Recovery recovery volume Volume installed installing ification com.apple.security"
    " com.apple.MobileAsset com.apple.preferences ation able ance ence ible ight ould ound iver :  - 000000";

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

static uint64_t hash_at(const uint8_t *p, size_t block) { return bytes_at(p, block) * factor_of(block); }

/* Which entry a hash belongs to is told by its upper half. */
static uint32_t key_of(uint64_t hash) { return (uint32_t)(hash >> 32); }

static size_t word_of(const struct group *g, uint64_t hash) { return (hash >> (64 - WORD_BITS)) & g->last; }

static unsigned first_bit(uint64_t hash) { return (unsigned)(hash >> 40) & 63; }

static unsigned second_bit(uint64_t hash) { return (unsigned)(hash >> 46) & 63; }

static uint64_t is_marked(const struct group *g, uint64_t hash) {
    uint64_t word = g->marks[word_of(g, hash)];
    return word >> first_bit(hash) & word >> second_bit(hash) & 1;
}

static uint32_t ordinary_hash(const uint8_t *p, size_t block) { return key_of(hash_at(p, block)) >> (32 - ORDINARY_BITS); }

void needles_ordinary_learn(struct needles_ordinary *ret_ordinary) {
    memset(ret_ordinary, 0, sizeof *ret_ordinary);
    for (size_t kind = 0; kind < NEEDLES_GROUPS; kind++)
        for (size_t i = 0; i + kinds[kind].block < sizeof ordinary; i++) {
            uint8_t *count = &ret_ordinary->counts[kind][ordinary_hash((const uint8_t *)ordinary + i, kinds[kind].block)];
            *count = (uint8_t)(*count + (*count < UINT8_MAX));
        }
}

/* How often the blocks of the text stand in the ordinary words, all together. */
static size_t ordinary_blocks(const struct needles_ordinary *o, size_t kind, struct slice text) {
    size_t count = 0;
    for (size_t i = 0; i + kinds[kind].block <= text.len; i++)
        count += o->counts[kind][ordinary_hash(text.data + i, kinds[kind].block)];
    return count;
}

enum { RARE_KIND = 1, PRINT_KIND = 1 /* blocks of four bytes */, LONG_KIND = NEEDLES_GROUPS - 1 };

size_t needles_rare_blocks(const struct needles_ordinary *o, struct slice literal) {
    size_t count = 0;
    for (size_t i = 0; i + kinds[RARE_KIND].block <= literal.len; i++)
        count += o->counts[RARE_KIND][ordinary_hash(literal.data + i, kinds[RARE_KIND].block)] == 0;
    return count;
}

/* Where the bytes to look for start: the place whose window has the least ordinary blocks. */
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
    uint64_t hash = hash_at(text.data + place, g->block);
    uint32_t key = key_of(hash), *first = &g->first[key % CHAINS];
    g->entries[g->n_entries] = (struct entry){.key = key, .next = *first, .literal = literal, .place = (uint32_t)place};
    *first = (uint32_t)g->n_entries++;
    g->marks[word_of(g, hash)] |= UINT64_C(1) << first_bit(hash) | UINT64_C(1) << second_bit(hash);
    if (place > g->reach)
        g->reach = place;
}

static size_t kind_of(size_t length) {
    size_t kind = NEEDLES_GROUPS - 1;
    while (length < kinds[kind].shortest)
        kind--;
    return kind;
}

/* What a set is built with. */
struct plan {
    const struct needles_ordinary *ordinary;
    uint32_t often[256]; /* of each byte in the ordinary words */
    uint8_t *kinds;      /* of each literal */
    bool by_halves;      /* the first kind is searched for through the filter, and takes in the second */
};

/* The words, and what they leave out: times, process ids and UUIDs are a fifth of a log. */
static void count_bytes(uint32_t often[256]) {
    static const char numbers[] = "0123456789-: ", hexadecimal[] = "ABCDEFabcdef";
    for (size_t i = 0; i + 1 < sizeof ordinary; i++)
        often[(uint8_t)ordinary[i]]++;
    for (size_t i = 0; numbers[i]; i++)
        often[(uint8_t)numbers[i]] += sizeof ordinary / 50;
    for (size_t i = 0; hexadecimal[i]; i++)
        often[(uint8_t)hexadecimal[i]] += sizeof ordinary / 250;
}

/* Short literals go through the filter as long as it can take them all: it needs only four rare bytes of each. */
static void assign_kinds(const struct needles *set, struct plan *plan) {
    size_t short_ones = 0;
    for (size_t i = 0; i < set->count; i++) {
        plan->kinds[i] = (uint8_t)kind_of(set->literals[i].len);
        short_ones += plan->kinds[i] < LONG_KIND;
    }
    plan->by_halves = short_ones <= NIBBLE_PRINTS && nibble_filter_works();
    for (size_t i = 0; plan->by_halves && i < set->count; i++)
        if (plan->kinds[i] < LONG_KIND)
            plan->kinds[i] = 0;
}

/* The part that is least like ordinary text. */
static size_t best_print(const struct plan *plan, struct slice literal) {
    size_t best = 0, length = literal.len < NIBBLE_MOST ? literal.len : NIBBLE_MOST;
    double least = 0;
    for (size_t start = 0; start + length <= literal.len; start++) {
        double likely = 1 + 1000 * (double)ordinary_blocks(plan->ordinary, PRINT_KIND, slice_sub(literal, start, length));
        for (size_t i = 0; i < length; i++)
            likely *= plan->often[literal.data[start + i]] + 1.0;
        if (start == 0 || likely < least) {
            least = likely;
            best = start;
        }
    }
    return best;
}

static bool fill_by_halves(struct arena *arena, struct group *g, const struct needles *set, const struct plan *plan) {
    struct slice prints[NIBBLE_PRINTS];
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (plan->kinds[i] != 0)
            continue;
        size_t place = best_print(plan, set->literals[i]);
        prints[count++] = slice_sub(set->literals[i], place, NIBBLE_MOST);
        add_entry(g, (uint32_t)i, set->literals[i], place);
    }
    return nibble_filter_build(arena, &g->filter, prints, count, slice_str(ordinary));
}

static void fill_by_blocks(struct group *g, const struct needles *set, const struct plan *plan, size_t kind) {
    for (size_t i = 0; i < set->count; i++) {
        if (plan->kinds[i] != kind)
            continue;
        size_t start = best_window(plan->ordinary, kind, set->literals[i], g->step + g->block - 1);
        for (size_t place = start; place < start + g->step; place++)
            add_entry(g, (uint32_t)i, set->literals[i], place);
    }
}

/* About sixteen bits of marks for each entry, as far as the cache allows. */
static size_t last_word(size_t entries) {
    size_t words = 64;
    while (words < (1 << WORD_BITS) && words < entries / 4)
        words *= 2;
    return words - 1;
}

/* The group of one kind; none is made when it has no literals. */
static bool add_group(struct arena *arena, struct needles *set, const struct plan *plan, size_t kind) {
    size_t shortest = SIZE_MAX, members = 0;
    for (size_t i = 0; i < set->count; i++) {
        size_t length = set->literals[i].len;
        if (plan->kinds[i] != kind)
            continue;
        members++;
        shortest = length < shortest ? length : shortest;
    }
    if (members == 0)
        return true;
    struct group *g = &set->groups[set->n_groups++];
    g->by_halves = kind == 0 && plan->by_halves;
    g->block = g->by_halves ? NIBBLE_LEAST : kinds[kind].block;
    g->step = g->by_halves ? 1 : shortest - g->block + 1;
    g->entries = arena_array(arena, members * g->step, sizeof *g->entries);
    if (!g->entries)
        return false;
    g->last = last_word(members * g->step);
    memset(g->first, 0xFF, sizeof g->first);
    if (g->by_halves)
        return fill_by_halves(arena, g, set, plan);
    fill_by_blocks(g, set, plan, kind);
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
    struct plan plan = {.ordinary = o, .kinds = arena_alloc(arena, count)};
    if (!set || !o || !plan.kinds)
        return error_set(err, "no memory for a set of literals"), NULL;
    if (!copy_literals(arena, set, literals, count, err))
        return NULL;
    needles_ordinary_learn(o);
    count_bytes(plan.often);
    assign_kinds(set, &plan);
    for (size_t kind = 0; kind < NEEDLES_GROUPS; kind++)
        if (!add_group(arena, set, &plan, kind))
            return error_set(err, "no memory for the blocks of %zu literals", count), NULL;
    return set;
}

size_t needles_count(const struct needles *set) { return set->count; }

size_t needles_longest(const struct needles *set) { return set->longest; }

/* The first marked block at or after `at`, stepping; the text's length when there is none. Four at a time: they do not depend on each
 * other, so the processor overlaps them. */
static size_t next_marked_block(const struct group *g, struct slice text, size_t at) {
    const size_t step = g->step, four = 3 * step + 8;
    const uint64_t factor = factor_of(g->block);
    const uint8_t *p = text.data;
    while (text.len >= four && at <= text.len - four) {
        uint64_t a = is_marked(g, eight_at(p + at) * factor);
        uint64_t b = is_marked(g, eight_at(p + at + step) * factor);
        uint64_t c = is_marked(g, eight_at(p + at + 2 * step) * factor);
        uint64_t d = is_marked(g, eight_at(p + at + 3 * step) * factor);
        if (a | b | c | d)
            return a ? at : b ? at + step : c ? at + 2 * step : at + 3 * step;
        at += 4 * step;
    }
    for (; at < text.len && text.len - at >= g->block; at += step)
        if (is_marked(g, hash_at(p + at, g->block)))
            return at;
    return text.len;
}

static size_t next_marked(const struct group *g, struct slice text, size_t at) {
    return g->by_halves ? nibble_filter_next(&g->filter, text, at) : next_marked_block(g, text, at);
}

/* The ends first: of two literals with the same block they mostly differ. */
static bool stands_at(const uint8_t *p, struct slice literal) {
    return p[0] == literal.data[0] && p[literal.len - 1] == literal.data[literal.len - 1] && memcmp(p, literal.data, literal.len) == 0;
}

/* Of the literals that have the block at `at`, the leftmost occurrence that starts in [from, *ret_at). */
static void check_block(const struct needles *set, const struct group *g, struct slice text, size_t at, size_t from, size_t *ret_at,
                        size_t *ret_which) {
    uint32_t key = key_of(hash_at(text.data + at, g->block));
    for (uint32_t i = g->first[key % CHAINS]; i != NONE; i = g->entries[i].next) {
        const struct entry *e = &g->entries[i];
        if (e->key != key || at < e->place || at - e->place < from)
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
    uint32_t key = key_of(hash_at(text.data + at, g->block));
    for (uint32_t i = g->first[key % CHAINS]; i != NONE; i = g->entries[i].next) {
        const struct entry *e = &g->entries[i];
        struct slice literal = set->literals[e->literal];
        if (e->key != key || at < e->place || literal.len > text.len - (at - e->place))
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

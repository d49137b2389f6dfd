#include "table/shared/pattern_literals.h"

#include "base/utf8.h"
#include "format/log_cursor.h"
#include "format/needles.h"

/* What is known of a part of a pattern: all the texts that it can be (exact), or texts of which one is in it (best). */
struct part {
    bool exact;
    struct pattern_literals all, best; /* best.count 0: nothing is known */
};

struct parser {
    const struct needles_ordinary *ordinary;
    struct slice rest;
    size_t depth;
    bool given_up;
};

static const struct pattern_literals empty_text = {.count = 1};

size_t pattern_literal_worth(const struct needles_ordinary *o, struct slice literal) {
    if (literal.len < NEEDLE_MIN_LENGTH)
        return 0;
    return 1 + (literal.len < 16 ? literal.len : 16) + 3 * needles_rare_blocks(o, literal);
}

size_t pattern_literals_worth(const struct needles_ordinary *o, const struct pattern_literals *l) {
    size_t worst = l->count ? SIZE_MAX : 0;
    for (size_t i = 0; i < l->count; i++) {
        size_t worth = pattern_literal_worth(o, pattern_literal(l, i));
        worst = worth < worst ? worth : worst;
    }
    return worst > l->count / 2 ? worst - l->count / 2 : worst > 0;
}

static void keep_better(const struct needles_ordinary *o, struct pattern_literals *best, const struct pattern_literals *other) {
    if (pattern_literals_worth(o, other) > pattern_literals_worth(o, best))
        *best = *other;
}

static bool add_text(struct pattern_literals *l, struct slice text) {
    if (l->count == PATTERN_LITERALS || text.len > PATTERN_LITERAL_LENGTH)
        return false;
    for (size_t i = 0; i < l->count; i++)
        if (slice_equal(pattern_literal(l, i), text))
            return true;
    if (text.len)
        memcpy(l->texts[l->count], text.data, text.len);
    l->lengths[l->count++] = (uint8_t)text.len;
    return true;
}

static bool add_all(struct pattern_literals *l, const struct pattern_literals *more) {
    for (size_t i = 0; i < more->count; i++)
        if (!add_text(l, pattern_literal(more, i)))
            return false;
    return true;
}

/* Every text of a followed by every text of b. False, and a untouched, when there are too many or one is too long. */
static bool cross(struct pattern_literals *a, const struct pattern_literals *b) {
    struct pattern_literals product = {0};
    uint8_t text[2 * PATTERN_LITERAL_LENGTH];
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++) {
            memcpy(text, a->texts[i], a->lengths[i]);
            memcpy(text + a->lengths[i], b->texts[k], b->lengths[k]);
            if (!add_text(&product, slice_of(text, (size_t)a->lengths[i] + b->lengths[k])))
                return false;
        }
    *a = product;
    return true;
}

static struct part anything(void) { return (struct part){0}; }

static struct part exactly(struct slice text) {
    struct part p = {.exact = true};
    p.exact = add_text(&p.all, text);
    return p;
}

static struct part nothing(void) { return exactly(slice_of(NULL, 0)); }

/* One character of the pattern as it stands, any of its bytes. */
static struct slice eat_character(struct slice *s) {
    uint32_t code_point = 0;
    size_t n = utf8_sequence(*s, &code_point);
    struct slice text = slice_sub(*s, 0, n ? n : 1);
    drop(s, text.len);
    return text;
}

static struct part parse_escape(struct parser *p) {
    static const char assertions[] = "bBAzZGK", controls[] = "t\tn\nr\rf\fe\x1b";
    uint8_t c = peek(p->rest);
    if (c == 'Q' || c == 'E' || c == 0)
        p->given_up = true;
    if (strchr(assertions, c)) {
        drop(&p->rest, 1);
        return nothing();
    }
    for (size_t i = 0; controls[i]; i += 2)
        if (c == (uint8_t)controls[i]) {
            drop(&p->rest, 1);
            return exactly(slice_of(controls + i + 1, 1));
        }
    if (!is_digit(c) && !is_lower(c) && !is_upper(c))
        return exactly(eat_character(&p->rest));
    drop(&p->rest, 1);
    uint8_t open = peek(p->rest);
    if (strchr("xopPkgN", c) && (open == '{' || open == '<' || open == '\'')) {
        while (p->rest.len && !strchr("}>'", p->rest.data[0]))
            drop(&p->rest, 1);
        drop(&p->rest, 1);
    } else if (c == 'x') {
        drop(&p->rest, 2);
    }
    return anything();
}

/* Behind the '['. A short class of plain characters is exact, any other is anything. */
static struct part parse_class(struct parser *p) {
    struct part result = {.exact = true};
    bool first = true;
    if (eat(&p->rest, '^'))
        result.exact = false;
    for (; p->rest.len && (first || peek(p->rest) != ']'); first = false) {
        if (slice_starts_with(p->rest, "[:")) { /* a POSIX class */
            while (p->rest.len && !eat_text(&p->rest, ":]"))
                drop(&p->rest, 1);
            result.exact = false;
            continue;
        }
        bool escaped = eat(&p->rest, '\\');
        struct slice c = eat_character(&p->rest);
        bool range = !escaped && c.data[0] == '-';
        bool special = escaped && (is_digit(c.data[0]) || is_lower(c.data[0]) || is_upper(c.data[0]));
        if (range || special || result.all.count == 4 || !add_text(&result.all, c))
            result.exact = false;
    }
    if (!eat(&p->rest, ']'))
        p->given_up = true;
    if (!result.exact)
        result.all = (struct pattern_literals){0};
    return result;
}

static struct part parse_alternatives(struct parser *p);

/* Behind the '('. */
static struct part parse_group(struct parser *p) {
    bool assertion = false;
    if (peek(p->rest) == '*')
        p->given_up = true;
    if (eat(&p->rest, '?')) {
        (void)eat(&p->rest, 'P');
        if (eat_text(&p->rest, "<=") || eat_text(&p->rest, "<!") || eat(&p->rest, '=') || eat(&p->rest, '!')) {
            assertion = true;
        } else if (eat(&p->rest, '<') || eat(&p->rest, '\'')) {
            while (p->rest.len && !eat(&p->rest, '>') && !eat(&p->rest, '\''))
                drop(&p->rest, 1);
        } else if (!eat(&p->rest, ':') && !eat(&p->rest, '>') && !eat(&p->rest, '|')) {
            p->given_up = true;
        }
    }
    if (++p->depth > PATTERN_DEPTH)
        p->given_up = true;
    struct part inside = p->given_up ? anything() : parse_alternatives(p);
    p->depth--;
    if (!eat(&p->rest, ')'))
        p->given_up = true;
    return assertion ? nothing() : inside;
}

static struct part parse_atom(struct parser *p) {
    uint8_t c = peek(p->rest);
    if (c == '\\' || c == '[' || c == '(') {
        drop(&p->rest, 1);
        return c == '\\' ? parse_escape(p) : c == '[' ? parse_class(p) : parse_group(p);
    }
    struct slice text = eat_character(&p->rest);
    if (c == '^' || c == '$')
        return nothing();
    return c == '.' ? anything() : exactly(text);
}

/* {n}, {n,}, {n,m}: anything else in braces is text. */
static bool eat_braces(struct slice *s, int64_t *ret_least, bool *ret_once) {
    struct slice at = *s;
    int64_t most = 0;
    if (!eat(&at, '{') || !eat_number(&at, 1, 5, ret_least))
        return false;
    *ret_once = *ret_least == 1 && peek(at) == '}';
    if (eat(&at, ','))
        (void)eat_number(&at, 1, 5, &most);
    if (!eat(&at, '}'))
        return false;
    *s = at;
    return true;
}

enum repeat { ONCE, OPTIONAL, AT_LEAST_ONCE, ANY_TIMES };

static enum repeat eat_quantifier(struct slice *s) {
    int64_t least = 0;
    bool once = false;
    enum repeat repeat = ONCE;
    if (eat(s, '?'))
        repeat = OPTIONAL;
    else if (eat(s, '*'))
        repeat = ANY_TIMES;
    else if (eat(s, '+'))
        repeat = AT_LEAST_ONCE;
    else if (eat_braces(s, &least, &once))
        repeat = once ? ONCE : least > 0 ? AT_LEAST_ONCE : ANY_TIMES;
    else
        return ONCE;
    if (!eat(s, '?'))
        (void)eat(s, '+');
    return repeat;
}

/* One atom more behind what the sequence can be so far. */
static void append(const struct needles_ordinary *o, struct part *sequence, struct part atom, enum repeat repeat) {
    bool joined = false;
    if (repeat == OPTIONAL && atom.exact)
        atom.exact = add_text(&atom.all, slice_of(NULL, 0));
    if (atom.exact && repeat != ANY_TIMES)
        joined = cross(&sequence->all, &atom.all);
    if (joined && repeat != AT_LEAST_ONCE)
        return;
    keep_better(o, &sequence->best, &sequence->all);
    if (!joined && (repeat == ONCE || repeat == AT_LEAST_ONCE))
        keep_better(o, &sequence->best, atom.exact ? &atom.all : &atom.best);
    sequence->exact = false;
    sequence->all = !joined && atom.exact && repeat == ONCE ? atom.all : empty_text;
}

/* The same for one plain character that stands once: most of every pattern, and done in place. False: it is something else. */
static bool append_plain(struct parser *p, struct pattern_literals *all) {
    static const char special[] = "\\[](){}.^$|?*+";
    if (p->rest.len < 2 || p->rest.data[0] >= 0x80 || !p->rest.data[1] || strchr(special, p->rest.data[0]) ||
        strchr("?*+{", p->rest.data[1]))
        return false;
    for (size_t i = 0; i < all->count; i++)
        if (all->lengths[i] == PATTERN_LITERAL_LENGTH)
            return false;
    for (size_t i = 0; i < all->count; i++)
        all->texts[i][all->lengths[i]++] = p->rest.data[0];
    drop(&p->rest, 1);
    return true;
}

static struct part parse_sequence(struct parser *p) {
    struct part sequence = {.exact = true, .all = empty_text};
    while (p->rest.len && peek(p->rest) != '|' && peek(p->rest) != ')' && !p->given_up) {
        if (append_plain(p, &sequence.all))
            continue;
        struct part atom = parse_atom(p);
        append(p->ordinary, &sequence, atom, eat_quantifier(&p->rest));
    }
    keep_better(p->ordinary, &sequence.best, &sequence.all);
    return sequence;
}

static struct part parse_alternatives(struct parser *p) {
    struct part result = parse_sequence(p);
    while (eat(&p->rest, '|') && !p->given_up) {
        struct part other = parse_sequence(p);
        result.exact = result.exact && other.exact && add_all(&result.all, &other.all);
        bool known = result.best.count && other.best.count && add_all(&result.best, &other.best);
        if (!known)
            result.best = (struct pattern_literals){0};
    }
    return result;
}

/* A text that has another of the set in it need not be looked for. */
static struct pattern_literals without_longer(const struct pattern_literals *l) {
    struct pattern_literals kept = {0};
    for (size_t i = 0; i < l->count; i++) {
        bool needed = true;
        for (size_t k = 0; k < l->count; k++)
            needed &= k == i || slice_find(pattern_literal(l, i), pattern_literal(l, k)) == SLICE_NOT_FOUND;
        if (needed)
            (void)add_text(&kept, pattern_literal(l, i));
    }
    return kept;
}

bool pattern_literals_of(const struct needles_ordinary *o, const char *pattern, struct pattern_literals *ret_literals) {
    struct parser p = {.rest = slice_str(pattern), .ordinary = o};
    struct part whole = parse_alternatives(&p);
    if (p.given_up || p.rest.len || pattern_literals_worth(o, &whole.best) == 0)
        return false;
    *ret_literals = without_longer(&whole.best);
    return true;
}

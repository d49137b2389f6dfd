#include "table/shared/signal_set.h"

#include "table/shared/pattern_literals.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum cell { CELL_NAME, CELL_NEEDLE, CELL_PROCESS, CELL_PATTERN, CELL_STAGE, CELL_SENSE, CELL_MEANS, CELLS };

static const char *const cell_names[CELLS] = {"name", "needle", "process", "pattern", "stage", "sense", "means"};
static const char *const group_names[SIGNAL_GROUPS] = {"host", "code", "detail", "version", "build", "path", "number", "phase"};

struct signal {
    const char *cells[CELLS];
    pcre2_code *code;
    bool tried, told;
};

struct literal {
    struct slice text;
    size_t owner;
};

struct signal_set {
    struct signal *signals;
    struct literal *literals;
    size_t count, n_literals;
    pcre2_match_data *match;
    pcre2_match_context *limits;
};

static bool find_columns(const struct tsv *tsv, size_t columns[CELLS], struct error *err) {
    for (size_t i = 0; i < CELLS; i++) {
        columns[i] = tsv_column(tsv, cell_names[i]);
        if (columns[i] == SIZE_MAX)
            return error_set(err, "knowledge/signal.tsv has no column '%s'", cell_names[i]);
    }
    return true;
}

static bool take_rows(struct arena *arena, struct signal_set *set, const struct tsv *tsv, struct error *err) {
    size_t columns[CELLS];
    if (!tsv)
        return true;
    if (!find_columns(tsv, columns, err))
        return false;
    set->signals = arena_array(arena, tsv->n_rows, sizeof *set->signals);
    if (!set->signals)
        return error_set(err, "no memory for %zu signals", tsv->n_rows);
    for (size_t row = 0; row < tsv->n_rows; row++)
        for (size_t i = 0; i < CELLS; i++)
            set->signals[row].cells[i] = tsv_cell(tsv, row, columns[i]);
    set->count = tsv->n_rows;
    return true;
}

/* The needle of the row, or the literals of its pattern where they are rarer. */
static bool take_literals(struct arena *arena, struct signal_set *set, struct error *err) {
    struct pattern_literals found;
    struct needles_ordinary *ordinary = arena_alloc(arena, sizeof *ordinary);
    if (!ordinary)
        return error_set(err, "no memory for the literals of %zu signals", set->count);
    needles_ordinary_learn(ordinary);
    if (set->count > SIZE_MAX / PATTERN_LITERALS)
        return error_set(err, "too many signals");
    set->literals = arena_array(arena, set->count * PATTERN_LITERALS, sizeof *set->literals);
    for (size_t i = 0; set->literals && i < set->count; i++) {
        struct slice needle = signal_set_needle(set, i);
        bool better = pattern_literals_of(ordinary, set->signals[i].cells[CELL_PATTERN], &found) &&
                      pattern_literals_worth(ordinary, &found) > pattern_literal_worth(ordinary, needle);
        for (size_t k = 0; k < (better ? found.count : 1); k++) {
            struct slice text = better ? arena_slice(arena, pattern_literal(&found, k)) : needle;
            if (!text.data)
                return error_set(err, "no memory for the literals of %zu signals", set->count);
            set->literals[set->n_literals++] = (struct literal){.text = text, .owner = i};
        }
    }
    return set->literals || error_set(err, "no memory for the literals of %zu signals", set->count);
}

struct signal_set *signal_set_open(struct arena *arena, const struct knowledge *k, struct error *err) {
    struct signal_set *set = arena_alloc(arena, sizeof *set);
    if (!set)
        return error_set(err, "no memory for the signals"), NULL;
    if (!take_rows(arena, set, knowledge_find(k, "signal"), err) || !take_literals(arena, set, err))
        return NULL;
    set->match = pcre2_match_data_create(64, NULL);
    set->limits = pcre2_match_context_create(NULL);
    if (!set->match || !set->limits) {
        signal_set_close(set);
        return error_set(err, "no memory to match the signals"), NULL;
    }
    pcre2_set_match_limit(set->limits, SIGNAL_MATCH_LIMIT);
    pcre2_set_depth_limit(set->limits, 1000);
    pcre2_set_heap_limit(set->limits, 16 << 10); /* KiB */
    return set;
}

void signal_set_close(struct signal_set *set) {
    if (!set)
        return;
    for (size_t i = 0; i < set->count; i++)
        pcre2_code_free(set->signals[i].code);
    pcre2_match_data_free(set->match);
    pcre2_match_context_free(set->limits);
}

size_t signal_set_count(const struct signal_set *set) { return set->count; }

struct slice signal_set_needle(const struct signal_set *set, size_t index) {
    return slice_str(set->signals[index].cells[CELL_NEEDLE]);
}

size_t signal_set_literals(const struct signal_set *set) { return set->n_literals; }

struct slice signal_set_literal(const struct signal_set *set, size_t literal) {
    return set->literals[literal].text;
}

size_t signal_set_owner(const struct signal_set *set, size_t literal) { return set->literals[literal].owner; }

static bool compile(struct signal *s, struct error *err) {
    int number = 0;
    PCRE2_SIZE offset = 0;
    PCRE2_UCHAR text[160];
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        return error_set(err, "no memory for the pattern of signal '%s'", s->cells[CELL_NAME]);
    pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
    s->code = pcre2_compile((PCRE2_SPTR)s->cells[CELL_PATTERN], PCRE2_ZERO_TERMINATED,
                            PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NO_AUTO_CAPTURE | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C, &number,
                            &offset, context);
    pcre2_compile_context_free(context);
    if (!s->code) {
        pcre2_get_error_message(number, text, sizeof text);
        return error_set(err, "knowledge/signal.tsv: pattern of '%s', at byte %zu: %s", s->cells[CELL_NAME], (size_t)offset,
                         (const char *)text);
    }
    (void)pcre2_jit_compile(s->code, PCRE2_JIT_COMPLETE); /* without it the interpreter matches, only slower */
    return true;
}

/* The group of that name that took part; a pattern may use a name more than once. */
static struct slice group_of(const struct signal_set *set, const struct signal *s, struct slice message, const char *name) {
    PCRE2_SPTR first = NULL, last = NULL;
    int size = pcre2_substring_nametable_scan(s->code, (PCRE2_SPTR)name, &first, &last);
    const PCRE2_SIZE *places = pcre2_get_ovector_pointer(set->match);
    for (PCRE2_SPTR entry = first; size > 0 && entry && entry <= last; entry += size) {
        size_t number = (size_t)entry[0] << 8 | entry[1];
        if (number >= pcre2_get_ovector_count(set->match) || places[2 * number] == PCRE2_UNSET)
            continue;
        if (places[2 * number + 1] >= places[2 * number])
            return slice_sub(message, places[2 * number], places[2 * number + 1] - places[2 * number]);
    }
    return slice_of(NULL, 0);
}

static enum signal_result broken(struct signal *s) {
    bool first = !s->told;
    s->told = true;
    return first ? SIGNAL_BROKEN : SIGNAL_NO;
}

enum signal_result signal_set_match(struct signal_set *set, size_t index, struct slice process, struct slice message,
                                    struct signal_hit *ret_hit, struct error *err) {
    struct signal *s = &set->signals[index];
    const char *glob = s->cells[CELL_PROCESS];
    if (*glob && process.len && !slice_matches_glob(process, glob))
        return SIGNAL_NO;
    if (!s->tried) {
        s->tried = true;
        if (!compile(s, err))
            return broken(s);
    }
    if (!s->code)
        return SIGNAL_NO;
    struct slice subject = slice_sub(message, 0, SIGNAL_SUBJECT_MAX);
    int result =
        pcre2_match(s->code, (PCRE2_SPTR)(subject.data ? subject.data : (const uint8_t *)""), subject.len, 0, 0, set->match, set->limits);
    if (result == PCRE2_ERROR_NOMATCH)
        return SIGNAL_NO;
    if (result < 0) {
        error_set(err, "matching signal '%s' was given up (PCRE2 error %d)", s->cells[CELL_NAME], result);
        return broken(s);
    }
    *ret_hit = (struct signal_hit){
        .name = s->cells[CELL_NAME], .stage = s->cells[CELL_STAGE], .sense = s->cells[CELL_SENSE], .means = s->cells[CELL_MEANS]};
    for (size_t i = 0; i < SIGNAL_GROUPS; i++)
        ret_hit->groups[i] = group_of(set, s, subject, group_names[i]);
    return SIGNAL_YES;
}

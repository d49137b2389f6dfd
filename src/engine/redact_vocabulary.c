#include "engine/redact_vocabulary.h"

/* What evidence is compared with; the other columns are sentences and examples, which may hold any name. */
static const char *const columns[] = {"domain", "code",    "name", "process", "needle",   "pattern", "host",
                                      "model",  "product", "path", "vendor",  "board_id", "kind",    "argv"};

static bool is_compared(const char *column) {
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strcmp(columns[i], column) == 0)
            return true;
    return false;
}

static bool each_of_table(const struct tsv *t, vocabulary_visitor *visit, void *context) {
    for (size_t c = 0; c < t->n_columns; c++)
        for (size_t row = 0; is_compared(t->columns[c]) && row < t->n_rows; row++)
            if (visit(context, slice_str(tsv_cell(t, row, c))))
                return true;
    return false;
}

/* Of a rule only what stands in quotation marks is compared with evidence: its head is sentences, the rest is SQL. */
static bool each_of_rule(const char *rule, vocabulary_visitor *visit, void *context) {
    struct slice rest = slice_str(rule), line, before, quoted;
    while (slice_next_line(&rest, &line))
        while (!slice_starts_with(line, "--") && slice_cut(line, "'", &before, &line) && slice_cut(line, "'", &quoted, &line))
            if (visit(context, quoted))
                return true;
    return false;
}

bool redact_vocabulary_each(const struct knowledge *k, vocabulary_visitor *visit, void *context) {
    for (size_t i = 0; i < knowledge_count(k); i++)
        if (each_of_table(knowledge_at(k, i), visit, context))
            return true;
    for (size_t i = 0; i < knowledge_rule_count(k); i++)
        if (each_of_rule(knowledge_rule(k, i).text, visit, context))
            return true;
    for (size_t i = 0; i < knowledge_check_count(k); i++)
        if (each_of_rule(knowledge_check(k, i).text, visit, context))
            return true;
    return false;
}

static bool is_word_byte(struct slice s, size_t at) {
    if (at >= s.len)
        return false;
    uint8_t c = s.data[at];
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool holds(void *context, struct slice s) {
    const struct slice *text = context;
    for (size_t from = 0; from < s.len;) {
        size_t at = slice_find(slice_from(s, from), *text);
        if (at == SLICE_NOT_FOUND)
            return false;
        at += from;
        if (!(at > 0 && is_word_byte(s, at - 1)) && !is_word_byte(s, at + text->len))
            return true;
        from = at + 1;
    }
    return false;
}

/* All cells of a table stand one behind the other in memory (tsv.c): most words are in none of them. */
static struct slice all_cells(const struct tsv *t) {
    const char *last = t->n_rows ? tsv_cell(t, t->n_rows - 1, t->n_columns - 1) : t->columns[t->n_columns - 1];
    return slice_of(t->columns[0], (size_t)(last - t->columns[0]) + strlen(last));
}

bool redact_is_vocabulary(const struct knowledge *k, struct slice text) {
    for (size_t i = 0; i < knowledge_count(k); i++)
        if (slice_find(all_cells(knowledge_at(k, i)), text) != SLICE_NOT_FOUND && each_of_table(knowledge_at(k, i), holds, &text))
            return true;
    for (size_t i = 0; i < knowledge_rule_count(k); i++)
        if (slice_find(slice_str(knowledge_rule(k, i).text), text) != SLICE_NOT_FOUND &&
            each_of_rule(knowledge_rule(k, i).text, holds, &text))
            return true;
    return false;
}

#include "table/shared/dialog_feed.h"

#include "table/shared/error_rows.h"

/* A dialog is a few sentences; of a text that is longer only the beginning is compared. */
enum { MAX_COMPARED = 1 << 16, MAX_HITS = 64, MAX_TEXT = 1000 };

static struct value text_or_null(const char *s) { return *s ? value_str(s) : value_null(); }

static void emit_hit(struct feed *f, const struct dialog_hit *hit, struct slice text, int64_t line) {
    const struct known_dialog *d = hit->dialog;
    struct value row[DIALOG_COLUMNS] = {0};
    row[DIALOG_DIALOG] = value_str(d->dialog);
    row[DIALOG_LANGUAGE] = value_str(d->language);
    row[DIALOG_STAGE] = text_or_null(d->stage);
    row[DIALOG_SENSE] = text_or_null(d->sense);
    row[DIALOG_CAUSE] = text_or_null(d->cause);
    row[DIALOG_MEANS] = text_or_null(d->means);
    row[DIALOG_DETAIL] = hit->detail.len > 0 ? value_text(hit->detail) : value_null();
    row[DIALOG_TEXT] = value_text(slice_trim(slice_sub(text, 0, MAX_TEXT)));
    feed_row(f, &table_dialog, row, at_line(line));
}

/* Nobody listed the sentence, but it holds a word of failure (knowledge/failure_word.tsv). */
static bool speaks_of_failure(const struct feed *f, struct dialog_text *scratch, struct slice text) {
    const struct tsv *words = knowledge_find(f->knowledge, "failure_word");
    size_t column = words ? tsv_column(words, "word") : SIZE_MAX;
    dialog_text_set(scratch, text);
    for (size_t i = 0; column != SIZE_MAX && i < words->n_rows; i++)
        if (slice_contains(dialog_text_slice(scratch), tsv_cell(words, i, column)))
            return true;
    return false;
}

static void emit_unknown(struct feed *f, struct dialog_text *scratch, struct slice text, int64_t line) {
    struct value row[DIALOG_COLUMNS] = {0};
    if (speaks_of_failure(f, scratch, text))
        row[DIALOG_SENSE] = value_str("failure");
    row[DIALOG_TEXT] = value_text(slice_sub(text, 0, MAX_TEXT));
    feed_row(f, &table_dialog, row, at_line(line));
}

/* The whole lines that [begin, end) touches. */
static struct slice lines_around(struct slice text, size_t begin, size_t end) {
    while (begin > 0 && text.data[begin - 1] != '\n')
        begin--;
    while (end < text.len && text.data[end] != '\n')
        end++;
    return slice_sub(text, begin, end - begin);
}

/* Line by line: the known sentences that begin in it, or the line itself when no known sentence touches it. */
static void emit_lines(struct feed *f, struct dialog_text *scratch, struct slice text, const struct dialog_hit *hits, size_t n) {
    struct slice rest = text, line;
    for (int64_t number = 1; slice_next_line(&rest, &line); number++) {
        size_t begin = (size_t)(line.data - text.data), end = begin + line.len;
        bool touched = false;
        for (size_t i = 0; i < n; i++) {
            touched = touched || (hits[i].begin < end && hits[i].end > begin);
            if (hits[i].begin >= begin && hits[i].begin < end)
                emit_hit(f, &hits[i], lines_around(text, hits[i].begin, hits[i].end), number);
        }
        if (!touched && slice_trim(line).len > 0)
            emit_unknown(f, scratch, slice_trim(line), number);
    }
}

static bool emit_errors(struct feed *f, struct slice text) {
    struct log_record r = {.raw = slice_trim(text), .message = text, .line = 1, .time = TIMESTAMP_NONE};
    return error_rows_from_record(f, &r);
}

bool dialog_feed(struct feed *f, struct error *err) {
    struct slice text;
    if (!feed_text(f, &text, err))
        return false;
    struct dialog_text *scratch = dialog_text_new(f->arena, MAX_COMPARED);
    if (!scratch)
        return error_set(err, "out of memory");
    struct dialog_hit hits[MAX_HITS];
    size_t n = dialog_match(knowledge_dialogs(f->knowledge), scratch, text, hits, MAX_HITS);
    emit_lines(f, scratch, text, hits, n);
    return emit_errors(f, text) ? true : error_set(err, "out of memory");
}

/* Quoted evidence: where it stands, the line with the telling words marked, and the lines round it. */
#include "report/html.h"
#include "report/telling_words.h"
#include "report/visible_text.h"

enum { QUOTE_BYTES = 6 << 10, LONG_QUOTE = 900, CLAUSE_BYTES = 90 };

static void add_hosts(const struct diagnosis *d, struct telling_words *t) {
    const struct tsv *hosts = words_table(d, "host");
    bool about_hosts = false;
    for (size_t row = 0; hosts && row < hosts->n_rows && !about_hosts; row++)
        about_hosts = telling_has(t, slice_str(tsv_cell(hosts, row, 0)));
    for (size_t row = 0; about_hosts && row < hosts->n_rows; row++)
        telling_add(t, slice_str(tsv_cell(hosts, row, 0)));
}

/* Where no value of the title stands in the line, what says that it failed: from the word of failure to the end of its clause. */
static bool failing_clause(const struct diagnosis *d, struct slice line, size_t *ret_start, size_t *ret_len) {
    const struct tsv *words = words_table(d, "failure_word");
    size_t first = SIZE_MAX;
    for (size_t row = 0; words && row < words->n_rows; row++) {
        struct telling_words one = {.n_words = 0};
        size_t start, len;
        telling_add(&one, slice_str(tsv_cell(words, row, 0)));
        if (telling_find(&one, line, 0, &start, &len) && start < first)
            first = start;
    }
    if (first == SIZE_MAX)
        return false;
    size_t end = first;
    while (end < line.len && end - first < CLAUSE_BYTES && !strchr(".,;:([{\"\n\t", line.data[end]))
        end++;
    *ret_start = first;
    *ret_len = slice_trim(visible_cut(slice_from(line, first), end - first)).len;
    return *ret_len > 0;
}

static void mark(struct html_page *p, struct slice line, size_t *from, size_t start, size_t len) {
    html_text(p, slice_sub(line, *from, start - *from));
    html_raw(p, "<mark>");
    html_text(p, slice_sub(line, start, len));
    html_raw(p, "</mark>");
    *from = start + len;
}

static void marked(struct html_page *p, const struct finding *f, struct slice line) {
    struct telling_words telling = telling_words_of(report_shown(p->d, f->title), f->rule->title);
    size_t from = 0, start, len;
    add_hosts(p->d, &telling);
    while (telling_find(&telling, line, from, &start, &len))
        mark(p, line, &from, start, len);
    if (from == 0 && failing_clause(p->d, line, &start, &len))
        mark(p, line, &from, start, len);
    html_text(p, slice_from(line, from));
}

static void place(struct html_page *p, const struct evidence_row *row) {
    struct slice source = report_shown_slice(p->d, row->source);
    html_raw(p, "<figcaption>");
    if (source.len) {
        html_raw(p, "<code>");
        html_text(p, source);
        if (row->line)
            buffer_printf(p->out, "<b>:%lld</b>", (long long)row->line);
        html_raw(p, "</code> ");
    }
    html_time(p, row->ns);
    if (!source.len && row->ns == TIMESTAMP_NONE)
        html_raw(p, "Place not known");
    html_raw(p, "</figcaption>");
}

/* Lines that the neighbouring quotes of the same finding show anyway are left to them. */
static void narrow(const struct finding *f, size_t row, struct context_round *round) {
    const struct evidence_row *now = &f->evidence[row], *before = row ? now - 1 : NULL, *after = row + 1 < f->n_evidence ? now + 1 : NULL;
    if (before && slice_equal(before->source, now->source) && before->line <= now->line) {
        size_t drop = 0;
        while (drop < round->n_before && round->before[drop].number <= before->line + CONTEXT_LINES)
            drop++;
        memmove(round->before, round->before + drop, (round->n_before - drop) * sizeof *round->before);
        round->n_before -= drop;
    }
    if (after && slice_equal(after->source, now->source) && after->line > now->line)
        while (round->n_after && round->after[round->n_after - 1].number >= after->line)
            round->n_after--;
}

static void near(struct html_page *p, const char *where, const struct context_line *lines, size_t n) {
    if (n == 0)
        return;
    buffer_printf(p->out, "<pre class=\"near\" role=\"group\" aria-label=\"%s\">", where);
    for (size_t i = 0; i < n; i++) {
        struct slice text = report_shown_slice(p->d, lines[i].text);
        html_raw(p, "<code>");
        html_text(p, visible_cut(text, CONTEXT_BYTES));
        html_raw(p, lines[i].text.len == CONTEXT_BYTES ? "\xE2\x80\xA6</code>\n" : "</code>\n");
    }
    html_raw(p, "</pre>");
}

/* A box that scrolls must be reachable with the keyboard (WCAG 2.1.1); the others need no stop on the way. */
void html_quote(struct html_page *p, const struct finding *f, size_t row) {
    const struct evidence_row *r = &f->evidence[row];
    struct slice text = report_shown_slice(p->d, r->text), line = visible_cut(text, QUOTE_BYTES);
    struct context_round round = {.n_before = 0};
    if (p->near && context_round(&p->d->context, r, &round))
        narrow(f, row, &round);
    html_raw(p, "<figure class=\"quote\">");
    place(p, r);
    near(p, "Lines before it", round.before, round.n_before);
    html_raw(p, line.len > LONG_QUOTE ? "<pre tabindex=\"0\" role=\"group\" aria-label=\"A long quoted line\">" : "<pre>");
    /* The parser drops a line feed right behind <pre>. */
    if (slice_starts_with(line, "\n"))
        html_raw(p, "\n");
    marked(p, f, line);
    html_raw(p, "</pre>");
    near(p, "Lines behind it", round.after, round.n_after);
    if (line.len < text.len)
        buffer_printf(p->out, "<p class=\"note\">%zu of %zu bytes are shown.</p>", line.len, text.len);
    html_raw(p, "</figure>\n");
}

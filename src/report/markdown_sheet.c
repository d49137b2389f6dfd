#include "report/markdown_sheet.h"

#include "report/visible_text.h"
#include "report/words.h"

enum { QUOTE_BYTES = 8 << 10, MIN_FENCE = 3 };

static size_t longest_run(struct slice text, uint8_t byte) {
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.data[i] == byte ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void repeat(struct sheet *s, uint8_t byte, size_t count) {
    for (size_t i = 0; i < count; i++)
        buffer_add_byte(s->out, byte);
}

/* As it is, in visible characters; on one line unless `lines`. */
static void verbatim(struct sheet *s, struct slice text, bool lines) {
    uint32_t cp;
    while (visible_next(&text, &cp))
        utf8_append(s->out, !lines && (cp == '\n' || cp == '\t') ? ' ' : cp);
}

void sheet_code(struct sheet *s, struct slice text) {
    size_t ticks = longest_run(text, '`') + 1;
    bool pad = text.len && (text.data[0] == '`' || text.data[text.len - 1] == '`');
    if (text.len == 0)
        return;
    repeat(s, '`', ticks);
    repeat(s, ' ', pad);
    verbatim(s, text, false);
    repeat(s, ' ', pad);
    repeat(s, '`', ticks);
}

static bool acts_on_tickets(struct slice word) {
    if (slice_contains(word, "://") || slice_contains(word, "www.") || slice_find_byte(word, '@') != SLICE_NOT_FOUND)
        return true;
    size_t hash = slice_find_byte(word, '#');
    return hash < word.len && hash + 1 < word.len && word.data[hash + 1] >= '0' && word.data[hash + 1] <= '9';
}

/* "1." and "1)" would begin a list. */
static bool opens_a_list(struct slice word) {
    size_t digits = 0;
    while (digits < word.len && word.data[digits] >= '0' && word.data[digits] <= '9')
        digits++;
    return digits && digits + 1 == word.len && (word.data[digits] == '.' || word.data[digits] == ')');
}

static void word_escaped(struct sheet *s, struct slice word, bool opens_line) {
    static const char special[] = "\\`*_{}[]<>&~|$", opening[] = "#+-=";
    uint32_t cp;
    bool list = opens_line && opens_a_list(word);
    while (visible_next(&word, &cp)) {
        bool escape =
            cp < 0x80 && (strchr(special, (int)cp) || (opens_line && strchr(opening, (int)cp)) || (list && (cp == '.' || cp == ')')));
        if (escape)
            buffer_add_byte(s->out, '\\');
        utf8_append(s->out, cp);
    }
}

/* Text for a paragraph or a list item: one line, words divided by single blanks. */
void sheet_text(struct sheet *s, struct slice what) {
    struct slice word;
    for (bool first = true; slice_next_word(&what, &word); first = false) {
        repeat(s, ' ', !first);
        if (acts_on_tickets(word))
            sheet_code(s, word);
        else
            word_escaped(s, word, first);
    }
}

/* A text of the knowledge, its commands as code. */
void sheet_prose(struct sheet *s, const char *what) {
    struct slice rest = slice_str(what), run;
    for (bool is_code = false; words_run(&rest, &is_code, &run);) {
        bool blank_before = !is_code && run.len && run.data[0] == ' ',
             blank_after = !is_code && run.len > 1 && run.data[run.len - 1] == ' ';
        repeat(s, ' ', blank_before);
        if (is_code)
            sheet_code(s, run);
        else
            sheet_text(s, run);
        repeat(s, ' ', blank_after);
    }
}

void sheet_raw(struct sheet *s, const char *markup) { buffer_add_str(s->out, markup); }
void sheet_str(struct sheet *s, const char *what) { sheet_text(s, slice_str(what)); }
void sheet_shown(struct sheet *s, const char *what) { sheet_text(s, report_shown(s->d, what)); }

void sheet_fence(struct sheet *s, const char *indent, const char *kind, struct slice what) {
    size_t ticks = longest_run(what, '`') + 1;
    ticks = ticks < MIN_FENCE ? MIN_FENCE : ticks;
    struct slice line;
    sheet_raw(s, indent);
    repeat(s, '`', ticks);
    sheet_raw(s, kind);
    sheet_raw(s, "\n");
    while (slice_next_line(&what, &line)) {
        sheet_raw(s, indent);
        verbatim(s, line, true);
        sheet_raw(s, "\n");
    }
    sheet_raw(s, indent);
    repeat(s, '`', ticks);
    sheet_raw(s, "\n");
}

void sheet_quote(struct sheet *s, const struct evidence_row *row) {
    char time[40];
    struct slice source = report_shown_slice(s->d, row->source), all = report_shown_slice(s->d, row->text),
                 cut = visible_cut(all, QUOTE_BYTES);
    words_time(row->ns, time);
    sheet_code(s, source);
    if (source.len && row->line)
        buffer_printf(s->out, " line %lld", (long long)row->line);
    sheet_raw(s, source.len && time[0] ? ", " : "");
    sheet_raw(s, time);
    sheet_raw(s, source.len || time[0] ? "\n\n" : "");
    sheet_fence(s, "", "text", cut);
    if (cut.len < all.len)
        buffer_printf(s->out, "\n(%zu of %zu bytes are shown)\n", cut.len, all.len);
    sheet_raw(s, "\n");
}

void sheet_fact(struct sheet *s, const char *name) { buffer_printf(s->out, "- **%s:** ", name); }

void sheet_mac(struct sheet *s) {
    const struct mac_facts *m = &s->d->mac;
    const char *parts[] = {m->name, m->model, m->chip, m->version ? "macOS" : NULL, m->version, m->build};
    bool any = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i] || !parts[i][0])
            continue;
        if (any)
            sheet_raw(s, " ");
        else
            sheet_fact(s, "Mac");
        sheet_shown(s, parts[i]);
        any = true;
    }
    sheet_raw(s, any ? "\n" : "");
}

static void labelled(struct sheet *s, const char *label, const char *what) {
    if (!what || !what[0])
        return;
    buffer_printf(s->out, "  - *%s* ", label);
    sheet_prose(s, what);
    sheet_raw(s, "\n");
}

static void leads_on(struct sheet *s, const struct plan_step *step) {
    size_t next = words_planned(s->d, step->next);
    buffer_printf(s->out, "  - *%s:* ", words_otherwise(step));
    if (next != SIZE_MAX)
        buffer_printf(s->out, "step %zu, ", next + 1);
    sheet_str(s, step->next ? words_title(s->d, "fix", step->next) : words_no_step_left);
    sheet_raw(s, "\n");
}

void sheet_plan(struct sheet *s) {
    const struct plan *p = &s->d->plan;
    if (p->n_steps == 0)
        return;
    sheet_raw(s, "### What to do, in this order\n\n");
    for (size_t i = 0; i < p->n_steps; i++) {
        const struct plan_step *step = &p->steps[i];
        const char *part = words_part(s->d, step->part);
        if (part && (i == 0 || p->steps[i - 1].part != step->part))
            buffer_printf(s->out, "\n%s:\n\n", part);
        buffer_printf(s->out, "- [ ] **%zu\\. ", i + 1);
        sheet_str(s, step->title);
        buffer_printf(s->out, "** (%s, about %lld min, risk: %s)\n", step->kind, (long long)step->minutes, step->risk);
        labelled(s, "Why:", step->why);
        size_t n = 0;
        for (const char **one = step->steps; one && *one; one++) {
            buffer_printf(s->out, "  %zu. ", ++n);
            sheet_prose(s, *one);
            sheet_raw(s, "\n");
        }
        labelled(s, "It worked when:", step->worked);
        labelled(s, "To undo it:", step->undo);
        leads_on(s, step);
    }
    sheet_raw(s, "\n");
}

void sheet_missing(struct sheet *s, const struct missing_artefact *a) {
    sheet_raw(s, "- [ ] ");
    sheet_code(s, slice_str(a->artefact));
    sheet_raw(s, " would tell ");
    sheet_str(s, a->would_tell);
    sheet_raw(s, ". Get it with:\n\n");
    sheet_fence(s, "  ", "text", slice_str(a->get_with));
    sheet_raw(s, "\n");
}

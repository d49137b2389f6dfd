/*
 * The verdict as Markdown (CommonMark with GitHub's task lists), to paste into
 * a ticket: verdict, evidence in fences, plan as a checklist, what is missing.
 *
 * Outside fences all punctuation that Markdown interprets is escaped, and a
 * word that a ticket system would turn into a link or a mention (@name,
 * https://..., www..., #12) stands in a code span, where nothing is
 * interpreted. A fence is longer than any run of backticks inside it.
 */
#include "report/report.h"
#include "report/visible_text.h"
#include "report/words.h"

enum { QUOTE_BYTES = 8 << 10, PROOF_QUOTES = 6, OTHER_QUOTES = 2, MIN_FENCE = 3, MAX_ATTEMPTS = 8, MAX_VERBOSE = 100, MAX_MISSING = 4 };

struct sheet {
    const struct diagnosis *d;
    bool verbose;
    struct buffer *out;
};

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

static void code(struct sheet *s, struct slice text) {
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
static void text(struct sheet *s, struct slice what) {
    struct slice word;
    for (bool first = true; slice_next_word(&what, &word); first = false) {
        repeat(s, ' ', !first);
        if (acts_on_tickets(word))
            code(s, word);
        else
            word_escaped(s, word, first);
    }
}

/* A text of the knowledge, its commands as code. */
static void prose(struct sheet *s, const char *what) {
    struct slice rest = slice_str(what), run;
    for (bool is_code = false; words_run(&rest, &is_code, &run);) {
        bool blank_before = !is_code && run.len && run.data[0] == ' ',
             blank_after = !is_code && run.len > 1 && run.data[run.len - 1] == ' ';
        repeat(s, ' ', blank_before);
        if (is_code)
            code(s, run);
        else
            text(s, run);
        repeat(s, ' ', blank_after);
    }
}

static void raw(struct sheet *s, const char *markup) { buffer_add_str(s->out, markup); }
static void str(struct sheet *s, const char *what) { text(s, slice_str(what)); }
static void shown(struct sheet *s, const char *what) { text(s, report_shown(s->d, what)); }

static void fence(struct sheet *s, const char *indent, const char *kind, struct slice what) {
    size_t ticks = longest_run(what, '`') + 1;
    ticks = ticks < MIN_FENCE ? MIN_FENCE : ticks;
    struct slice line;
    raw(s, indent);
    repeat(s, '`', ticks);
    raw(s, kind);
    raw(s, "\n");
    while (slice_next_line(&what, &line)) {
        raw(s, indent);
        verbatim(s, line, true);
        raw(s, "\n");
    }
    raw(s, indent);
    repeat(s, '`', ticks);
    raw(s, "\n");
}

static void quote(struct sheet *s, const struct evidence_row *row) {
    char time[40];
    struct slice source = report_shown_slice(s->d, row->source), all = report_shown_slice(s->d, row->text),
                 cut = visible_cut(all, QUOTE_BYTES);
    words_time(row->ns, time);
    code(s, source);
    if (source.len && row->line)
        buffer_printf(s->out, " line %lld", (long long)row->line);
    raw(s, source.len && time[0] ? ", " : "");
    raw(s, time);
    raw(s, source.len || time[0] ? "\n\n" : "");
    fence(s, "", "text", cut);
    if (cut.len < all.len)
        buffer_printf(s->out, "\n(%zu of %zu bytes are shown)\n", cut.len, all.len);
    raw(s, "\n");
}

static void quotes(struct sheet *s, const struct finding *f, size_t most) {
    size_t n = s->verbose || f->n_evidence < most ? f->n_evidence : most;
    for (size_t i = 0; i < n; i++)
        quote(s, &f->evidence[i]);
    if (f->n_rows > n)
        buffer_printf(s->out, "and %zu more rows.\n\n", f->n_rows - n);
}

static void fact(struct sheet *s, const char *name) { buffer_printf(s->out, "- **%s:** ", name); }

static void mac(struct sheet *s) {
    const struct mac_facts *m = &s->d->mac;
    const char *parts[] = {m->name, m->model, m->chip, m->version ? "macOS" : NULL, m->version, m->build};
    bool any = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i] || !parts[i][0])
            continue;
        if (any)
            raw(s, " ");
        else
            fact(s, "Mac");
        shown(s, parts[i]);
        any = true;
    }
    raw(s, any ? "\n" : "");
}

static void verdict(struct sheet *s) {
    const struct verdict *v = &s->d->verdict;
    raw(s, "## ");
    str(s, words_headline(s->d));
    raw(s, "\n\n");
    shown(s, v->summary);
    raw(s, "\n\n");
    fact(s, "Verdict");
    str(s, words_status(v->status));
    if (v->top) {
        raw(s, ": ");
        str(s, v->top->rule->cause);
        buffer_printf(s->out, " (%s, %.0f %%)", words_certainty(v->confidence), 100 * v->confidence);
    }
    raw(s, "\n");
    if (v->stage) {
        fact(s, "Where it broke");
        str(s, words_title(s->d, "stage", v->stage));
        buffer_printf(s->out, " (stage %s)\n", v->stage);
    }
    if (s->d->plan.n_steps) {
        fact(s, "What next");
        str(s, s->d->plan.steps[0].title);
        size_t mending = words_mending(s->d);
        if (mending > 0) {
            raw(s, ", then ");
            str(s, s->d->plan.steps[mending].title);
        }
        raw(s, "\n");
    }
    mac(s);
    raw(s, "\n");
}

static void story(struct sheet *s) {
    size_t n = words_story(s->d);
    raw(s, n ? "One after the other:\n\n" : "");
    for (size_t i = 0; i < n; i++) {
        struct words_chapter c = words_chapter(s->d, i);
        char time[40];
        words_time(c.ns, time);
        buffer_printf(s->out, "%zu. ", i + 1);
        if (time[0])
            buffer_printf(s->out, "%.10s, ", time);
        if (c.stage) {
            str(s, c.stage);
            raw(s, ": ");
        }
        shown(s, c.title);
        raw(s, "\n");
    }
    raw(s, n ? "\n" : "");
}

static void one_attempt(struct sheet *s, const struct attempt *a) {
    char time[40];
    const char *to = a->to_version ? a->to_version : a->to_build, *stage = words_attempt_stage(s->d, a);
    words_time(a->start_ns, time);
    raw(s, "- ");
    raw(s, time[0] ? time : "undated");
    raw(s, ", ");
    str(s, a->kind);
    if (to) {
        raw(s, " to ");
        shown(s, to);
    }
    raw(s, ": ");
    str(s, a->outcome);
    if (stage) {
        raw(s, " at ");
        str(s, stage);
    }
    raw(s, a->judged ? " (the one that is judged)\n" : a->superseded ? " (a later one got further)\n" : "\n");
}

static void attempts(struct sheet *s) {
    const struct verdict *v = &s->d->verdict;
    if (v->n_attempts == 0)
        return;
    raw(s, "### Attempts\n\n");
    for (size_t i = v->n_attempts; i > 0; i--)
        if (i <= (s->verbose ? MAX_VERBOSE : MAX_ATTEMPTS) || v->attempts[i - 1].judged)
            one_attempt(s, &v->attempts[i - 1]);
    raw(s, "\n");
}

static void earlier(struct sheet *s) {
    const struct earlier *e = &s->d->earlier;
    raw(s, e->n_failures ? "### What stopped it before\n\n" : "");
    for (size_t i = 0; i < e->n_failures; i++) {
        const struct finding *f = e->failures[i].finding;
        raw(s, "**");
        shown(s, f->title);
        raw(s, "** ");
        str(s, words_since(&e->failures[i]));
        raw(s, "\n\n");
        quotes(s, f, OTHER_QUOTES);
    }
}

static void other(struct sheet *s, const struct finding *f) {
    raw(s, "**");
    shown(s, f->title);
    raw(s, "**");
    if (f->explained_by) {
        raw(s, " (explained by: ");
        shown(s, f->explained_by->title);
        raw(s, ")");
    }
    raw(s, f->outside ? " (not in the attempt that failed last)\n\n" : "\n\n");
    quotes(s, f, OTHER_QUOTES);
}

static void findings(struct sheet *s) {
    const struct verdict *v = &s->d->verdict;
    bool failed = v->status == STATUS_FAILED, told = false;
    if (v->top) {
        raw(s, "### What proves it\n\n");
        shown(s, v->top->title);
        raw(s, ". Rule ");
        code(s, slice_str(v->top->rule->name));
        raw(s, "\n\n");
        quotes(s, v->top, PROOF_QUOTES);
    }
    earlier(s);
    for (size_t i = 0; i < v->n_ranked; i++) {
        const struct finding *f = v->ranked[i];
        if (f == v->top || words_earlier(s->d, f) || (failed && !s->verbose && !words_stands(f)))
            continue;
        if (!told)
            raw(s, failed ? "### Also seen\n\n" : "### What was seen\n\n");
        told = true;
        other(s, f);
    }
}

static void labelled(struct sheet *s, const char *label, const char *what) {
    if (!what || !what[0])
        return;
    buffer_printf(s->out, "  - *%s* ", label);
    prose(s, what);
    raw(s, "\n");
}

static void leads_on(struct sheet *s, const struct plan_step *step) {
    size_t next = words_planned(s->d, step->next);
    buffer_printf(s->out, "  - *%s:* ", words_otherwise(step));
    if (next != SIZE_MAX)
        buffer_printf(s->out, "step %zu, ", next + 1);
    str(s, step->next ? words_title(s->d, "fix", step->next) : words_no_step_left);
    raw(s, "\n");
}

static void plan(struct sheet *s) {
    const struct plan *p = &s->d->plan;
    if (p->n_steps == 0)
        return;
    raw(s, "### What to do, in this order\n\n");
    for (size_t i = 0; i < p->n_steps; i++) {
        const struct plan_step *step = &p->steps[i];
        const char *part = words_part(s->d, step->part);
        if (part && (i == 0 || p->steps[i - 1].part != step->part))
            buffer_printf(s->out, "\n%s:\n\n", part);
        buffer_printf(s->out, "- [ ] **%zu\\. ", i + 1);
        str(s, step->title);
        buffer_printf(s->out, "** (%s, about %lld min, risk: %s)\n", step->kind, (long long)step->minutes, step->risk);
        labelled(s, "Why:", step->why);
        size_t n = 0;
        for (const char **one = step->steps; one && *one; one++) {
            buffer_printf(s->out, "  %zu. ", ++n);
            prose(s, *one);
            raw(s, "\n");
        }
        labelled(s, "It worked when:", step->worked);
        labelled(s, "To undo it:", step->undo);
        leads_on(s, step);
    }
    raw(s, "\n");
}

static void unseen(struct sheet *s) {
    const struct diagnosis *d = s->d;
    if (d->n_damaged + d->missing.n_artefacts == 0)
        return;
    raw(s, "### What could not be seen\n\n");
    for (size_t i = 0; i < d->n_damaged; i++) {
        raw(s, "- ");
        code(s, report_shown(d, d->damaged[i].path));
        raw(s, " was not read whole: ");
        shown(s, d->damaged[i].problem);
        raw(s, "\n");
    }
    size_t most = s->verbose || d->verdict.status == STATUS_UNDETERMINED ? d->missing.n_artefacts : MAX_MISSING;
    for (size_t i = 0; i < d->missing.n_artefacts && i < most; i++) {
        const struct missing_artefact *a = &d->missing.artefacts[i];
        raw(s, "- [ ] ");
        code(s, slice_str(a->artefact));
        raw(s, " would tell ");
        str(s, a->would_tell);
        raw(s, ". Get it with:\n\n");
        fence(s, "  ", "text", slice_str(a->get_with));
        raw(s, "\n");
    }
    if (d->missing.n_artefacts > most)
        buffer_printf(s->out, "and %zu further things; all are named with --verbose.\n\n", d->missing.n_artefacts - most);
}

void report_markdown(const struct diagnosis *d, const struct report_style *style, struct buffer *out) {
    struct sheet sheet = {.d = d, .verbose = style->verbose, .out = out}, *s = &sheet;
    verdict(s);
    story(s);
    attempts(s);
    findings(s);
    plan(s);
    unseen(s);
    buffer_printf(out, "---\n\nWritten by tailor %s with %zu rules.%s\n", TAILOR_VERSION, d->rules.n_rules,
                  d->redactor ? "" : " Not redacted.");
}

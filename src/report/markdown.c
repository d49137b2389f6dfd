/*
 * The verdict as Markdown (CommonMark with GitHub's task lists), to paste into
 * a ticket: verdict, evidence in fences, plan as a checklist, what is missing.
 *
 * Outside fences all punctuation that Markdown interprets is escaped, and a
 * word that a ticket system would turn into a link or a mention (@name,
 * https://..., www..., #12) stands in a code span, where nothing is
 * interpreted. A fence is longer than any run of backticks inside it.
 */
#include "report/markdown_sheet.h"
#include "report/words.h"

enum { PROOF_QUOTES = 6, OTHER_QUOTES = 2, MAX_ATTEMPTS = 8, MAX_VERBOSE = 100, MAX_MISSING = 4 };

static void quotes(struct sheet *s, const struct finding *f, size_t most) {
    size_t n = s->verbose || f->n_evidence < most ? f->n_evidence : most;
    for (size_t i = 0; i < n; i++)
        sheet_quote(s, &f->evidence[i]);
    if (f->n_rows > n)
        buffer_printf(s->out, "and %zu more rows.\n\n", f->n_rows - n);
}

static void verdict(struct sheet *s) {
    const struct verdict *v = &s->d->verdict;
    sheet_raw(s, "## ");
    sheet_str(s, words_headline(s->d));
    sheet_raw(s, "\n\n");
    sheet_shown(s, v->summary);
    sheet_raw(s, "\n\n");
    sheet_fact(s, "Verdict");
    sheet_str(s, words_status(v->status));
    if (v->top) {
        sheet_raw(s, ": ");
        sheet_str(s, v->top->rule->cause);
        buffer_printf(s->out, " (%s, %.0f %%)", words_certainty(v->confidence), 100 * v->confidence);
    }
    sheet_raw(s, "\n");
    if (v->stage) {
        sheet_fact(s, "Where it broke");
        sheet_str(s, words_title(s->d, "stage", v->stage));
        buffer_printf(s->out, " (stage %s)\n", v->stage);
    }
    if (s->d->plan.n_steps) {
        sheet_fact(s, "What next");
        sheet_str(s, s->d->plan.steps[0].title);
        size_t mending = words_mending(s->d);
        if (mending > 0) {
            sheet_raw(s, ", then ");
            sheet_str(s, s->d->plan.steps[mending].title);
        }
        sheet_raw(s, "\n");
    }
    sheet_mac(s);
    sheet_raw(s, "\n");
}

static void story(struct sheet *s) {
    size_t n = words_story(s->d);
    sheet_raw(s, n ? "One after the other:\n\n" : "");
    for (size_t i = 0; i < n; i++) {
        struct words_chapter c = words_chapter(s->d, i);
        char time[40];
        words_time(c.ns, time);
        buffer_printf(s->out, "%zu. ", i + 1);
        if (time[0])
            buffer_printf(s->out, "%.10s, ", time);
        if (c.stage) {
            sheet_str(s, c.stage);
            sheet_raw(s, ": ");
        }
        sheet_shown(s, c.title);
        sheet_raw(s, "\n");
    }
    sheet_raw(s, n ? "\n" : "");
}

static void one_attempt(struct sheet *s, const struct attempt *a) {
    char time[40];
    const char *to = a->to_version ? a->to_version : a->to_build, *stage = words_attempt_stage(s->d, a);
    words_time(a->start_ns, time);
    sheet_raw(s, "- ");
    sheet_raw(s, time[0] ? time : "undated");
    sheet_raw(s, ", ");
    sheet_str(s, a->kind);
    if (to) {
        sheet_raw(s, " to ");
        sheet_shown(s, to);
    }
    sheet_raw(s, ": ");
    sheet_str(s, a->outcome);
    if (stage) {
        sheet_raw(s, " at ");
        sheet_str(s, stage);
    }
    sheet_raw(s, a->judged ? " (the one that is judged)\n" : a->superseded ? " (a later one got further)\n" : "\n");
}

static void attempts(struct sheet *s) {
    const struct verdict *v = &s->d->verdict;
    if (v->n_attempts == 0)
        return;
    sheet_raw(s, "### Attempts\n\n");
    for (size_t i = v->n_attempts; i > 0; i--)
        if (i <= (s->verbose ? MAX_VERBOSE : MAX_ATTEMPTS) || v->attempts[i - 1].judged)
            one_attempt(s, &v->attempts[i - 1]);
    sheet_raw(s, "\n");
}

static void earlier(struct sheet *s) {
    const struct earlier *e = &s->d->earlier;
    sheet_raw(s, e->n_failures ? "### What stopped it before\n\n" : "");
    for (size_t i = 0; i < e->n_failures; i++) {
        const struct finding *f = e->failures[i].finding;
        sheet_raw(s, "**");
        sheet_shown(s, f->title);
        sheet_raw(s, "** ");
        sheet_str(s, words_since(&e->failures[i]));
        sheet_raw(s, "\n\n");
        quotes(s, f, OTHER_QUOTES);
    }
}

static void other(struct sheet *s, const struct finding *f) {
    sheet_raw(s, "**");
    sheet_shown(s, f->title);
    sheet_raw(s, "**");
    if (f->explained_by) {
        sheet_raw(s, " (explained by: ");
        sheet_shown(s, f->explained_by->title);
        sheet_raw(s, ")");
    }
    sheet_raw(s, f->outside ? " (not in the attempt that failed last)\n\n" : "\n\n");
    quotes(s, f, OTHER_QUOTES);
}

static void findings(struct sheet *s) {
    const struct verdict *v = &s->d->verdict;
    bool failed = v->status == STATUS_FAILED, told = false;
    if (v->top) {
        sheet_raw(s, "### What proves it\n\n");
        sheet_shown(s, v->top->title);
        sheet_raw(s, ". Rule ");
        sheet_code(s, slice_str(v->top->rule->name));
        sheet_raw(s, "\n\n");
        quotes(s, v->top, PROOF_QUOTES);
    }
    earlier(s);
    for (size_t i = 0; i < v->n_ranked; i++) {
        const struct finding *f = v->ranked[i];
        if (f == v->top || words_earlier(s->d, f) || (failed && !s->verbose && !words_stands(f)))
            continue;
        if (!told)
            sheet_raw(s, failed ? "### Also seen\n\n" : "### What was seen\n\n");
        told = true;
        other(s, f);
    }
}

static void unseen(struct sheet *s) {
    const struct diagnosis *d = s->d;
    if (d->n_damaged + d->missing.n_artefacts == 0)
        return;
    sheet_raw(s, "### What could not be seen\n\n");
    for (size_t i = 0; i < d->n_damaged; i++) {
        sheet_raw(s, "- ");
        sheet_code(s, report_shown(d, d->damaged[i].path));
        sheet_raw(s, " was not read whole: ");
        sheet_shown(s, d->damaged[i].problem);
        sheet_raw(s, "\n");
    }
    size_t most = s->verbose || d->verdict.status == STATUS_UNDETERMINED ? d->missing.n_artefacts : MAX_MISSING;
    for (size_t i = 0; i < d->missing.n_artefacts && i < most; i++) {
        sheet_missing(s, &d->missing.artefacts[i]);
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
    sheet_plan(s);
    unseen(s);
    buffer_printf(out, "---\n\nWritten by tailor %s with %zu rules.%s\n", TAILOR_VERSION, d->rules.n_rules,
                  d->redactor ? "" : " Not redacted.");
}

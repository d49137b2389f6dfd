/* The rehearsal as Markdown, to paste into a ticket: the answer, the checks as tables by stage, quotes of what fails, the plan. */
#include "report/markdown_sheet.h"
#include "report/rehearsal_report.h"
#include "report/words.h"

static const char *const marks[] = {[CHECK_UNKNOWN] = "unknown", [CHECK_PASSED] = "passed", [CHECK_FAILED] = "**failed**"};

static void target(struct sheet *s, const struct rehearsal *r) {
    if (!r->target.origin)
        return;
    sheet_fact(s, "The update");
    sheet_raw(s, r->target.version ? "macOS " : "build ");
    sheet_shown(s, r->target.version ? r->target.version : r->target.build);
    if (r->target.version && r->target.build) {
        sheet_raw(s, ", build ");
        sheet_shown(s, r->target.build);
    }
    sheet_raw(s, " (");
    sheet_str(s, r->target.origin);
    sheet_raw(s, ")\n");
}

static void row(struct sheet *s, const struct check_result *c) {
    sheet_raw(s, "| ");
    sheet_str(s, words_title(s->d, "stage", c->check->rule.stage));
    sheet_raw(s, " | ");
    sheet_str(s, c->check->rule.title);
    buffer_printf(s->out, " | %s | ", marks[c->outcome]);
    sheet_shown(s, c->says);
    sheet_raw(s, " |\n");
}

static void failing(struct sheet *s, const struct check_result *c) {
    for (size_t i = 0; i < c->n_findings; i++) {
        sheet_raw(s, "**");
        sheet_shown(s, c->findings[i]->title);
        sheet_raw(s, "** ");
        sheet_shown(s, c->findings[i]->because);
        sheet_raw(s, "\n\n");
        for (size_t k = 0; k < c->findings[i]->n_evidence; k++)
            sheet_quote(s, &c->findings[i]->evidence[k]);
    }
}

static void notes(struct sheet *s, const struct rehearsal *r) {
    bool any = false;
    for (size_t i = 0; i < r->n_results; i++)
        for (size_t k = 0; k < r->results[i].n_notes; k++) {
            sheet_raw(s, any ? "- " : "### Worth knowing\n\n- ");
            sheet_shown(s, r->results[i].notes[k].says);
            sheet_raw(s, "\n");
            any = true;
        }
    sheet_raw(s, any ? "\n" : "");
}

static void missing(struct sheet *s, const struct rehearsal *r) {
    const struct missing_artefact *a;
    for (size_t i = 0; (a = rehearsal_missing(r, i)); i++) {
        sheet_raw(s, i ? "" : "### What would tell more\n\n");
        sheet_missing(s, a);
    }
}

void report_rehearsal_markdown(const struct rehearsal *r, const struct report_style *style, struct buffer *out) {
    struct sheet sheet = {.d = &r->base, .verbose = style->verbose, .out = out}, *s = &sheet;
    sheet_raw(s, "## ");
    sheet_shown(s, r->summary);
    sheet_raw(s, "\n\n");
    sheet_mac(s);
    target(s, r);
    buffer_printf(out, "- **Checks:** %zu passed, %zu failed, %zu unknown\n\n", r->n_passed, r->n_failed, r->n_unknown);
    sheet_raw(s, "| stage | check | outcome | |\n| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < r->n_results; i++)
        row(s, &r->results[i]);
    sheet_raw(s, r->n_failed ? "\n### What fails\n\n" : "\n");
    for (size_t i = 0; i < r->n_results; i++)
        failing(s, &r->results[i]);
    notes(s, r);
    sheet_plan(s);
    missing(s, r);
    buffer_printf(out, "---\n\nWritten by tailor %s with %zu checks and %zu rules.%s\n", TAILOR_VERSION, r->checks.n_checks,
                  r->base.rules.n_rules, r->base.redactor ? "" : " Not redacted.");
}

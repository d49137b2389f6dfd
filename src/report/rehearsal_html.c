/* The rehearsal as one HTML page (html.h): the answer, the checks by stage with quotes of what fails, the plan, what would tell more. */
#include "report/html.h"
#include "report/rehearsal_report.h"

static const char *const outcome_words[] = {[CHECK_UNKNOWN] = "unknown", [CHECK_PASSED] = "passed", [CHECK_FAILED] = "fails"};
static const char *const outcome_looks[] = {[CHECK_UNKNOWN] = "undetermined", [CHECK_PASSED] = "healthy", [CHECK_FAILED] = "failed"};

static const struct {
    enum status look;
    const char *word;
} status_looks[] = {
    [REHEARSAL_PERSONALIZES] = {STATUS_HEALTHY, "It will personalize"},
    [REHEARSAL_CLEAR] = {STATUS_HEALTHY, "Nothing stops it so far"},
    [REHEARSAL_UNKNOWN] = {STATUS_UNDETERMINED, "Not all is known that it needs"},
    [REHEARSAL_STOPPED] = {STATUS_FAILED, "Something stops it"},
};

static void target_fact(struct html_page *p, const struct rehearsal *r) {
    const struct rehearsal_target *t = &r->target;
    if (!t->origin)
        return;
    html_open_fact(p, "The update");
    html_raw(p, t->version ? "macOS " : "build ");
    html_shown(p, t->version ? t->version : t->build);
    html_raw(p, " <small>");
    if (t->version && t->build) {
        html_shown(p, t->build);
        html_raw(p, ", ");
    }
    html_str(p, t->origin);
    html_raw(p, "</small>");
    html_close_fact(p);
}

static void answer(struct html_page *p, const struct rehearsal *r) {
    html_status(p, status_looks[r->status].look, status_looks[r->status].word);
    html_raw(p, "</p>\n<h1>");
    html_shown(p, r->summary);
    html_raw(p, "</h1>\n<dl class=\"facts\">\n");
    target_fact(p, r);
    html_next_fact(p);
    html_mac_fact(p);
    html_open_fact(p, "Checks");
    buffer_printf(p->out, "%zu passed, %zu failed, %zu unknown", r->n_passed, r->n_failed, r->n_unknown);
    html_close_fact(p);
    html_raw(p, "</dl>\n</section>\n");
}

static void reasons(struct html_page *p, const struct check_result *c) {
    for (size_t i = 0; i < c->n_findings; i++) {
        const struct finding *f = c->findings[i];
        html_raw(p, "<p>");
        if (i > 0) {
            html_shown(p, f->title);
            html_raw(p, ". ");
        }
        html_shown(p, f->because);
        html_raw(p, "</p>\n");
        for (size_t k = 0; k < f->n_evidence; k++)
            html_quote(p, f, k);
    }
}

static void check(struct html_page *p, const struct check_result *c) {
    html_raw(p, "<article>\n<h3>");
    html_str(p, c->check->rule.title);
    buffer_printf(p->out, " <small class=\"outcome %s\">%s</small></h3>\n<p>", outcome_looks[c->outcome], outcome_words[c->outcome]);
    html_shown(p, c->says);
    html_raw(p, "</p>\n");
    reasons(p, c);
    for (size_t i = 0; i < c->n_notes; i++) {
        html_raw(p, "<p class=\"note\">");
        html_shown(p, c->notes[i].says);
        html_raw(p, "</p>\n");
    }
    html_raw(p, "</article>\n");
}

static void stages(struct html_page *p, const struct rehearsal *r) {
    const char *stage = NULL;
    for (size_t i = 0; i < r->n_results; i++) {
        const char *here = r->results[i].check->rule.stage;
        if (!stage || strcmp(stage, here) != 0) {
            html_raw(p, stage ? "</section>\n<section class=\"stage\">\n" : "<section class=\"stage\">\n");
            html_element(p, "h2", words_title(p->d, "stage", here));
            html_raw(p, "\n");
        }
        stage = here;
        check(p, &r->results[i]);
    }
    html_raw(p, stage ? "</section>\n" : "");
}

static void missing(struct html_page *p, const struct rehearsal *r) {
    const struct missing_artefact *a;
    for (size_t i = 0; (a = rehearsal_missing(r, i)); i++) {
        html_raw(p, i ? "" : "<section class=\"unseen\">\n<h2>What would tell more</h2>\n<ul class=\"missing\">\n");
        html_missing(p, a);
    }
    html_raw(p, rehearsal_missing(r, 0) ? "</ul>\n</section>\n" : "");
}

void report_rehearsal_html(const struct rehearsal *r, const struct report_style *style, struct buffer *out) {
    struct html_page page = {.d = &r->base, .verbose = style->verbose, .out = out}, *p = &page;
    const char *title = arena_string(p->d->arena, report_shown(p->d, r->summary));
    html_begin(p, title ? title : "", "The next update of this Mac, rehearsed",
               r->first ? "<a class=\"skip\" href=\"#plan\">Skip to what to do</a>\n" : NULL);
    answer(p, r);
    if (r->first)
        html_plan(p);
    stages(p, r);
    missing(p, r);
    html_end(p);
}

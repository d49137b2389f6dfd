/* The findings: what proves the verdict, and what else was seen. */
#include "report/html.h"

enum { PROOF_QUOTES = 5, OTHER_QUOTES = 2 };

/* The first lines; the others behind a disclosure, so that nothing is lost and nothing crowds. */
static void quotes(struct html_page *p, const struct finding *f, size_t most) {
    size_t open = p->verbose || f->n_evidence <= most + 1 ? f->n_evidence : most;
    for (size_t i = 0; i < open; i++)
        html_quote(p, f, i);
    if (open < f->n_evidence) {
        buffer_printf(p->out, "<details><summary>%zu more lines</summary>\n", f->n_evidence - open);
        for (size_t i = open; i < f->n_evidence; i++)
            html_quote(p, f, i);
        html_raw(p, "</details>\n");
    }
    if (f->n_rows > f->n_evidence)
        buffer_printf(p->out, "<p class=\"note\">%zu further %s not quoted.</p>\n", f->n_rows - f->n_evidence,
                      f->n_rows - f->n_evidence == 1 ? "row is" : "rows are");
}

void html_proof(struct html_page *p) {
    const struct finding *top = p->d->verdict.top;
    if (!top)
        return;
    p->near = true;
    html_raw(p, "<section class=\"proof\">\n<h2>What proves it</h2>\n<p>");
    html_shown(p, top->title);
    html_raw(p, ". <small>Rule ");
    html_str(p, top->rule->name);
    html_raw(p, "</small></p>\n");
    quotes(p, top, PROOF_QUOTES);
    html_raw(p, "</section>\n");
}

/* What stopped the attempts before: told in full, since it may have been another cause. */
void html_earlier(struct html_page *p) {
    const struct earlier *e = &p->d->earlier;
    if (e->n_failures == 0)
        return;
    p->near = true;
    html_raw(p, "<section class=\"earlier\">\n<h2>What stopped it before</h2>\n");
    for (size_t i = 0; i < e->n_failures; i++) {
        const struct finding *f = e->failures[i].finding;
        html_raw(p, "<article>\n<h3>");
        html_shown(p, f->title);
        html_raw(p, "</h3>\n<p class=\"meta\">");
        html_str(p, words_title(p->d, "cause", f->rule->cause));
        html_raw(p, "; ");
        html_time(p, e->failures[i].attempt->start_ns);
        html_raw(p, "</p>\n<p>");
        html_str(p, words_since(&e->failures[i]));
        html_raw(p, "</p>\n");
        quotes(p, f, OTHER_QUOTES);
        html_raw(p, "</article>\n");
    }
    html_raw(p, "</section>\n");
}

static void fact_of(struct html_page *p, const struct finding *f) {
    static const char *const words[] = {
        [STRENGTH_HINTS] = "a hint", [STRENGTH_SUGGESTS] = "suggests a cause", [STRENGTH_PROVES] = "proves a cause"};
    const char *stage = words_finding_stage(p->d, f);
    html_raw(p, "<p class=\"meta\">");
    if (f->rule->cause) {
        html_str(p, f->rule->cause);
        html_raw(p, f->explained_by ? "" : ", ");
        html_raw(p, f->explained_by ? "" : words[f->strength]);
    } else {
        html_raw(p, "what happened");
    }
    if (stage) {
        html_raw(p, "; stage ");
        html_str(p, stage);
    }
    html_raw(p, "</p>\n");
}

static void other(struct html_page *p, const struct finding *f) {
    html_raw(p, "<article>\n<h3>");
    html_shown(p, f->title);
    html_raw(p, "</h3>\n");
    fact_of(p, f);
    if (f->explained_by) {
        html_raw(p, "<p>Explained by: ");
        html_shown(p, f->explained_by->title);
        html_raw(p, ". <small>");
        html_str(p, f->explained_by->rule->name);
        html_raw(p, "</small></p>\n");
    } else if (f->rule->because) {
        html_element(p, "p", f->rule->because);
    }
    if (f->outside)
        html_raw(p, "<p>It lies outside the attempt that failed last, and counts for little.</p>\n");
    quotes(p, f, OTHER_QUOTES);
    html_raw(p, "</article>\n");
}

/* Where nothing is proved, every observation is worth a look. */
static bool is_open(const struct html_page *p, const struct finding *f) { return words_stands(f) || p->d->verdict.status != STATUS_FAILED; }

static size_t group(struct html_page *p, bool open, bool write) {
    const struct verdict *v = &p->d->verdict;
    size_t n = 0;
    for (size_t i = 0; i < v->n_ranked; i++) {
        if (v->ranked[i] == v->top || is_open(p, v->ranked[i]) != open || words_earlier(p->d, v->ranked[i]))
            continue;
        n++;
        if (write)
            other(p, v->ranked[i]);
    }
    return n;
}

void html_others(struct html_page *p) {
    size_t open = group(p, true, false), closed = group(p, false, false);
    if (open + closed == 0)
        return;
    html_raw(p, "<section class=\"others\">\n<h2>");
    html_raw(p, p->d->verdict.status == STATUS_FAILED ? "Also seen" : "What was seen");
    html_raw(p, "</h2>\n");
    p->near = true;
    group(p, true, true);
    p->near = false;
    if (closed) {
        html_raw(p, p->verbose ? "<details open>" : "<details>");
        buffer_printf(p->out, "<summary>%zu %s</summary>\n", closed,
                      closed == 1 ? "observation that is explained, or only a hint" : "observations that are explained, or only hints");
        group(p, false, true);
        html_raw(p, "</details>\n");
    }
    html_raw(p, "</section>\n");
}

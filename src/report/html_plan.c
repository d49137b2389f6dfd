/* What to do, as a list to tick; what could not be seen, and how to get it. */
#include "report/html.h"

static void term(struct html_page *p, const char *name, const char *text) {
    if (!text || !text[0])
        return;
    html_raw(p, "<div>");
    html_element(p, "dt", name);
    html_element(p, "dd", text);
    html_raw(p, "</div>\n");
}

static void meta(struct html_page *p, const struct plan_step *s) {
    bool risky = strcmp(s->risk, "medium") == 0 || strcmp(s->risk, "high") == 0;
    html_raw(p, "<p class=\"meta\">");
    if (s->minutes > 0)
        buffer_printf(p->out, "about %lld min, ", (long long)s->minutes);
    html_raw(p, risky ? "<strong class=\"risk\">risk: " : "risk: ");
    html_str(p, s->risk);
    html_raw(p, risky ? "</strong></p>\n" : "</p>\n");
}

static void step(struct html_page *p, const struct plan_step *s, size_t number) {
    buffer_printf(p->out, "<li id=\"step-%zu\" class=\"step\">\n<h3><label><input type=\"checkbox\"> <b>%zu.</b> <span>", number, number);
    html_str(p, s->title);
    html_raw(p, "</span></label></h3>\n");
    meta(p, s);
    if (s->why && s->why[0])
        html_element(p, "p", s->why);
    html_raw(p, "<ol class=\"do\">\n");
    for (const char **text = s->steps; text && *text; text++) {
        html_element(p, "li", *text);
        html_raw(p, "\n");
    }
    html_raw(p, "</ol>\n<dl class=\"after\">\n");
    term(p, "It worked when", s->worked);
    term(p, "To undo it", s->undo);
    term(p, "If it does not help", words_title(p->d, "fix", s->next));
    html_raw(p, "</dl>\n</li>\n");
}

/* Behind the verdict's own steps come those for what else was found. */
static size_t own_steps(const struct plan *plan) {
    size_t n = 0;
    for (size_t i = 0; i < plan->n_steps; i++)
        n = plan->steps[i].first ? i + 1 : n;
    return n;
}

void html_plan(struct html_page *p) {
    const struct plan *plan = &p->d->plan;
    size_t own = own_steps(plan);
    if (plan->n_steps == 0)
        return;
    html_raw(p, "<section class=\"plan\" id=\"plan\">\n<h2>What to do, in this order</h2>\n<ol>\n");
    for (size_t i = 0; i < plan->n_steps; i++) {
        if (i == own && i > 0)
            buffer_printf(p->out, "</ol>\n<p class=\"between\">If that was not all, for what else was found:</p>\n<ol start=\"%zu\">\n",
                          i + 1);
        step(p, &plan->steps[i], i + 1);
    }
    html_raw(p, "</ol>\n</section>\n");
}

static void damaged(struct html_page *p) {
    const struct diagnosis *d = p->d;
    if (d->n_damaged == 0)
        return;
    html_raw(p, "<h3>Not read whole</h3>\n<ul class=\"damaged\">\n");
    for (size_t i = 0; i < d->n_damaged; i++) {
        html_raw(p, "<li><code>");
        html_shown(p, d->damaged[i].path);
        html_raw(p, "</code> ");
        html_shown(p, d->damaged[i].problem);
        html_raw(p, "</li>\n");
    }
    html_raw(p, "</ul>\n");
}

static void missing(struct html_page *p) {
    const struct missing *m = &p->d->missing;
    bool open = p->d->verdict.status == STATUS_UNDETERMINED || p->verbose;
    if (m->n_artefacts == 0)
        return;
    html_raw(p, "<h3>Not in the evidence</h3>\n");
    buffer_printf(p->out, "<details%s><summary>%zu %s would tell more</summary>\n<ul class=\"missing\">\n", open ? " open" : "",
                  m->n_artefacts, m->n_artefacts == 1 ? "thing" : "things");
    for (size_t i = 0; i < m->n_artefacts; i++) {
        const struct missing_artefact *a = &m->artefacts[i];
        html_raw(p, "<li>");
        html_element(p, "code", a->artefact);
        html_raw(p, " would tell ");
        html_str(p, a->would_tell);
        html_raw(p, ". Get it with:\n");
        html_element(p, "pre", a->get_with);
        html_raw(p, "</li>\n");
    }
    html_raw(p, "</ul>\n</details>\n");
}

void html_unseen(struct html_page *p) {
    if (p->d->n_damaged + p->d->missing.n_artefacts == 0)
        return;
    html_raw(p, "<section class=\"unseen\">\n<h2>What could not be seen</h2>\n");
    damaged(p);
    missing(p);
    html_raw(p, "</section>\n");
}

/* What to do, as a list to tick; what could not be seen, and how to get it. */
#include "report/html.h"

static void term(struct html_page *p, const char *name, const char *text) {
    if (!text || !text[0])
        return;
    html_raw(p, "<div>");
    html_element(p, "dt", name);
    html_prose(p, "dd", text);
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

/* To a step of this plan by its number, to another fix by its title. */
static void leads_on(struct html_page *p, const struct plan_step *s) {
    size_t next = words_planned(p->d, s->next);
    html_raw(p, "<div>");
    html_element(p, "dt", words_otherwise(s));
    html_raw(p, "<dd>");
    if (next != SIZE_MAX)
        buffer_printf(p->out, "<a href=\"#step-%zu\">Step %zu</a>: ", next + 1, next + 1);
    html_str(p, s->next ? words_title(p->d, "fix", s->next) : words_no_step_left);
    html_raw(p, "</dd></div>\n");
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
        html_prose(p, "li", *text);
        html_raw(p, "\n");
    }
    html_raw(p, "</ol>\n<dl class=\"after\">\n");
    term(p, "It worked when", s->worked);
    term(p, "To undo it", s->undo);
    leads_on(p, s);
    html_raw(p, "</dl>\n</li>\n");
}

static size_t part_size(const struct plan *plan, enum plan_part part) {
    size_t n = 0;
    for (size_t i = 0; i < plan->n_steps; i++)
        n += plan->steps[i].part == part;
    return n;
}

/* The last resort waits behind a disclosure: who needs it will look for it. */
static void part(struct html_page *p, enum plan_part which) {
    const struct plan *plan = &p->d->plan;
    size_t n = part_size(plan, which), first = 0;
    bool hidden = which == PART_LAST_RESORT;
    if (n == 0)
        return;
    while (plan->steps[first].part != which)
        first++;
    if (hidden)
        html_raw(p, p->verbose ? "<details class=\"resort\" open>\n<summary>" : "<details class=\"resort\">\n<summary>");
    else if (words_part(p->d, which))
        html_raw(p, "<p class=\"between\">");
    if (words_part(p->d, which)) {
        html_str(p, words_part(p->d, which));
        if (hidden)
            buffer_printf(p->out, " (%zu %s)", n, n == 1 ? "step" : "steps");
        html_raw(p, hidden ? "</summary>\n" : ":</p>\n");
    }
    html_raw(p, "<ol");
    if (first)
        buffer_printf(p->out, " start=\"%zu\"", first + 1);
    html_raw(p, ">\n");
    for (size_t i = first; i < first + n; i++)
        step(p, &plan->steps[i], i + 1);
    html_raw(p, hidden ? "</ol>\n</details>\n" : "</ol>\n");
}

void html_plan(struct html_page *p) {
    if (p->d->plan.n_steps == 0)
        return;
    html_raw(p, "<section class=\"plan\" id=\"plan\">\n<h2>What to do, in this order</h2>\n");
    part(p, PART_CAUSE);
    part(p, PART_ALSO);
    part(p, PART_LAST_RESORT);
    html_raw(p, "</section>\n");
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

void html_missing(struct html_page *p, const struct missing_artefact *a) {
    html_raw(p, "<li>");
    html_element(p, "code", a->artefact);
    html_raw(p, " would tell ");
    html_str(p, a->would_tell);
    html_raw(p, ". Get it with:\n");
    html_element(p, "pre", a->get_with);
    html_raw(p, "</li>\n");
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
        html_missing(p, &m->artefacts[i]);
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

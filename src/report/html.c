/*
 * The verdict as one HTML page, to be read in ten seconds or in ten minutes:
 * what failed, why, what next; then where it broke, what proves it, what to do
 * in order, what else was seen and what could not be. On a phone, on a desk, on
 * paper, by day, by night, by ear.
 */
#include <stdio.h>

#include "report/html.h"

/* No script at all: default-src 'none' forbids it, with fonts, frames and requests. data: is the empty icon. */
static const char head[] =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri "
    "'none'; form-action 'none'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"tailor " TAILOR_VERSION "\">\n"
    "<link rel=\"icon\" href=\"data:,\">\n";

/* Each status by colour, by shape and by word. */
static const struct {
    const char *name, *icon;
} looks[] = {
    [STATUS_HEALTHY] = {"healthy", "<path d=\"M6 10.5l3 3 5.5-6.5\"/>"},
    [STATUS_UNDETERMINED] = {"undetermined", "<path d=\"M7.6 8a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.9\"/><path d=\"M10 14.6v.1\"/>"},
    [STATUS_FAILED] = {"failed", "<path d=\"M7 7l6 6M13 7l-6 6\"/>"},
};

void html_open_fact(struct html_page *p, const char *term) {
    html_raw(p, "<div><dt>");
    html_str(p, term);
    html_raw(p, "</dt><dd>");
}

void html_close_fact(struct html_page *p) { html_raw(p, "</dd></div>\n"); }

void html_mac_fact(struct html_page *p) {
    const struct mac_facts *m = &p->d->mac;
    const char *parts[] = {m->name, m->model, m->chip};
    bool any = false;
    if (!m->name && !m->model && !m->chip && !m->version)
        return;
    html_open_fact(p, "Mac");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i] || !parts[i][0])
            continue;
        html_raw(p, any ? ", " : "");
        html_shown(p, parts[i]);
        any = true;
    }
    if (m->version) {
        html_raw(p, any ? "; macOS " : "macOS ");
        html_shown(p, m->version);
        html_raw(p, m->build ? " <small>" : "");
        html_shown(p, m->build);
        html_raw(p, m->build ? "</small>" : "");
    }
    html_close_fact(p);
}

static void stage_fact(struct html_page *p) {
    const char *stage = p->d->verdict.stage;
    if (!stage)
        return;
    html_open_fact(p, "Where it broke");
    html_str(p, words_title(p->d, "stage", stage));
    html_raw(p, " <small>stage ");
    html_str(p, stage);
    html_raw(p, "</small>");
    html_close_fact(p);
}

static void certainty_fact(struct html_page *p) {
    const struct verdict *v = &p->d->verdict;
    if (!v->top)
        return;
    html_open_fact(p, "How sure");
    buffer_printf(p->out, "%s <small>%.0f&#8239;%%</small>", words_certainty(v->confidence), 100 * v->confidence);
    html_close_fact(p);
}

static void step_link(struct html_page *p, size_t index) {
    buffer_printf(p->out, "<a href=\"#step-%zu\">", index + 1);
    html_str(p, p->d->plan.steps[index].title);
    html_raw(p, "</a>");
}

/* The first step; where that only prepares (a backup), the first that mends as well. */
void html_next_fact(struct html_page *p) {
    size_t mending = words_mending(p->d);
    if (p->d->plan.n_steps == 0)
        return;
    html_open_fact(p, "What next");
    step_link(p, 0);
    if (mending > 0) {
        html_raw(p, ", then ");
        step_link(p, mending);
    }
    html_close_fact(p);
}

/* Where an earlier attempt failed for a reason of its own: one after the other, in order. */
static void story(struct html_page *p) {
    size_t n = words_story(p->d);
    html_raw(p, n ? "<div class=\"story\">\n<p>One after the other:</p>\n<ol>\n" : "");
    for (size_t i = 0; i < n; i++) {
        struct words_chapter c = words_chapter(p->d, i);
        char time[40];
        words_time(c.ns, time);
        html_raw(p, "<li>");
        if (time[0])
            buffer_printf(p->out, "<span class=\"when\">%.10s</span> ", time);
        html_shown(p, c.title);
        if (c.stage) {
            html_raw(p, " <small>");
            html_str(p, c.stage);
            html_raw(p, "</small>");
        }
        html_raw(p, "</li>\n");
    }
    html_raw(p, n ? "</ol>\n</div>\n" : "");
}

void html_status(struct html_page *p, enum status status, const char *words) {
    buffer_printf(p->out, "<section class=\"verdict %s\">\n<p class=\"status\">", looks[status].name);
    buffer_printf(p->out, "<svg class=\"icon\" viewBox=\"0 0 20 20\" aria-hidden=\"true\"><circle cx=\"10\" cy=\"10\" r=\"10\"/>%s</svg>",
                  looks[status].icon);
    html_str(p, words);
}

static void verdict(struct html_page *p) {
    const struct verdict *v = &p->d->verdict;
    html_status(p, v->status, words_status(v->status));
    if (v->top && v->top->rule->cause) {
        html_raw(p, " <small>");
        html_str(p, v->top->rule->cause);
        html_raw(p, "</small>");
    }
    html_raw(p, "</p>\n");
    html_element(p, "h1", words_headline(p->d));
    html_raw(p, "\n<p class=\"lead\">");
    html_shown(p, v->summary);
    html_raw(p, "</p>\n");
    story(p);
    html_raw(p, "<dl class=\"facts\">\n");
    stage_fact(p);
    certainty_fact(p);
    html_next_fact(p);
    html_mac_fact(p);
    html_raw(p, "</dl>\n</section>\n");
}

static void footer(struct html_page *p) {
    const struct diagnosis *d = p->d;
    buffer_printf(p->out, "<footer>\n<p>Written by tailor %s with %zu rules from %lld files of evidence. ", TAILOR_VERSION,
                  d->rules.n_rules, (long long)d->n_read);
    html_raw(p, d->redactor ? "Serial numbers, names and addresses are replaced by tokens such as &lt;host-1&gt;; the same one always by "
                              "the same token."
                            : "<strong>Not redacted:</strong> this page shows serial numbers, names and addresses as they are.");
    html_raw(p, "</p>\n<p>Marked in a quoted line are the values that its finding names, or else the words that say that it failed. This "
                "page is one file. It loads nothing, sends "
                "nothing and runs no script.</p>\n</footer>\n");
}

void html_begin(struct html_page *p, const char *title, const char *about, const char *skip) {
    html_raw(p, head);
    html_raw(p, "<title>");
    html_str(p, title);
    html_raw(p, "</title>\n<style>\n");
    html_raw(p, html_style);
    html_raw(p, html_style_matrix);
    html_raw(p, "</style>\n</head>\n<body>\n");
    html_raw(p, skip ? skip : "");
    html_raw(p, "<header><p>tailor <span>");
    html_str(p, about);
    html_raw(p, "</span></p></header>\n<main>\n");
}

void html_end(struct html_page *p) {
    html_raw(p, "</main>\n");
    footer(p);
    html_raw(p, "</body>\n</html>\n");
}

void report_html(const struct diagnosis *d, const struct report_style *style, struct buffer *out) {
    struct html_page page = {.d = d, .verbose = style->verbose, .out = out}, *p = &page;
    html_begin(p, words_headline(d), d->verdict.status == STATUS_HEALTHY ? "The updates of this Mac" : "Why the update of this Mac failed",
               d->plan.n_steps ? "<a class=\"skip\" href=\"#plan\">Skip to what to do</a>\n" : NULL);
    verdict(p);
    html_attempts(p);
    html_proof(p);
    html_earlier(p);
    /* Where nothing is proved, what was seen is all there is to go by. */
    if (d->verdict.status == STATUS_UNDETERMINED) {
        html_others(p);
        html_plan(p);
    } else {
        html_plan(p);
        html_others(p);
    }
    html_endpoints(p);
    html_unseen(p);
    html_end(p);
}

/* The rehearsal for a terminal: the answer, the checks by stage, what to do or to collect. */
#include <ctype.h>
#include <stdio.h>

#include "report/rehearsal_report.h"
#include "report/text_page.h"
#include "report/words.h"

enum { MAX_QUOTES = 3 };

static const struct {
    const char *word, *colour;
} marks[] = {[CHECK_UNKNOWN] = {"?", YELLOW}, [CHECK_PASSED] = {"ok", GREEN}, [CHECK_FAILED] = {"NO", RED}};

static const char *const status_colours[] = {
    [REHEARSAL_PERSONALIZES] = GREEN, [REHEARSAL_CLEAR] = GREEN, [REHEARSAL_UNKNOWN] = YELLOW, [REHEARSAL_STOPPED] = RED};

static void answer(struct page *p, const struct rehearsal *r) {
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    page_paint(p, BOLD);
    page_paint(p, status_colours[r->status]);
    buffer_append(&line, report_shown(p->d, r->summary));
    buffer_add_byte(&line, '.');
    page_paragraph(p, 0, "", buffer_slice(&line));
    page_plain(p);
}

static void about(struct page *p, const struct rehearsal *r) {
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    const struct mac_facts *m = &p->d->mac;
    buffer_printf(&line, "%s%s", m->model ? m->model : "A Mac that the evidence does not name", m->version ? " with macOS " : "");
    buffer_printf(&line, "%s%s%s%s", m->version ? m->version : "", m->build ? " (" : "", m->build ? m->build : "", m->build ? ")" : "");
    if (r->target.origin) {
        buffer_printf(&line, "; the update: %s%s%s%s%s", r->target.version ? "macOS " : "build ",
                      r->target.version ? r->target.version : r->target.build, r->target.version && r->target.build ? " (" : "",
                      r->target.version && r->target.build ? r->target.build : "", r->target.version && r->target.build ? ")" : "");
        buffer_printf(&line, ", %s", r->target.origin);
    } else {
        buffer_add_str(&line, "; which update comes next is not known");
    }
    page_paint(p, DIM);
    page_paragraph(p, 2, "", report_shown_slice(p->d, buffer_slice(&line)));
    page_plain(p);
}

static void quotes(struct page *p, const struct evidence_row *rows, size_t n) {
    size_t most = p->style->verbose ? n : MAX_QUOTES;
    for (size_t i = 0; i < n && i < most; i++)
        page_quote(p, &rows[i]);
}

static void check(struct page *p, const struct check_result *c) {
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    char lead[16];
    snprintf(lead, sizeof lead, "%-5s", marks[c->outcome].word);
    buffer_printf(&line, "%c%s: ", toupper((unsigned char)c->check->rule.title[0]), c->check->rule.title + 1);
    buffer_append(&line, report_shown(p->d, c->says));
    page_paint(p, marks[c->outcome].colour);
    page_paragraph(p, 7, lead, buffer_slice(&line));
    page_plain(p);
    if (c->outcome == CHECK_FAILED || p->style->verbose)
        quotes(p, c->evidence, c->n_evidence);
    for (size_t i = 1; i < c->n_findings; i++) {
        page_paragraph(p, 9, "- ", report_shown(p->d, c->findings[i]->title));
        quotes(p, c->findings[i]->evidence, c->findings[i]->n_evidence);
    }
    for (size_t i = 0; i < c->n_notes; i++) {
        page_paragraph(p, 9, "- ", report_shown(p->d, c->notes[i].says));
        if (p->style->verbose && c->notes[i].row.text.len)
            page_quote(p, &c->notes[i].row);
    }
}

/* What the unknown checks lack, each once. */
static void missing(struct page *p, const struct rehearsal *r) {
    const struct missing_artefact *a;
    for (size_t i = 0; (a = rehearsal_missing(r, i)); i++) {
        struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
        if (i == 0)
            page_heading(p, "What would tell more");
        buffer_printf(&line, "%s: %s", a->artefact, a->would_tell);
        page_paragraph(p, 4, "- ", buffer_slice(&line));
        page_paint(p, DIM);
        buffer_printf(p->out, "      %s\n", a->get_with);
        page_plain(p);
    }
}

void report_rehearsal_text(const struct rehearsal *r, const struct report_style *style, struct buffer *out) {
    struct page p = page_of(&r->base, style, out);
    const char *stage = NULL;
    answer(&p, r);
    about(&p, r);
    for (size_t i = 0; i < r->n_results; i++) {
        const char *here = r->results[i].check->rule.stage;
        if (!stage || strcmp(stage, here) != 0)
            page_heading(&p, words_title(&r->base, "stage", here));
        stage = here;
        check(&p, &r->results[i]);
    }
    page_plan(&p);
    missing(&p, r);
    buffer_printf(out, "\n%zu checks passed, %zu failed, %zu unknown\n", r->n_passed, r->n_failed, r->n_unknown);
}

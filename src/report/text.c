/*
 * The verdict for a terminal: what failed, why, the lines that prove it, what
 * to do, what could not be seen. Words are wrapped, and so is evidence, which
 * changes nothing in it; a long quoted line is cut unless all is asked for.
 */
#include <stdio.h>

#include "report/text_page.h"
#include "report/words.h"

enum { MAX_QUOTES = 4, MAX_OTHERS = 6 };

static void evidence_of(struct page *p, const struct finding *f) {
    size_t most = p->style->verbose ? f->n_evidence : MAX_QUOTES;
    for (size_t i = 0; i < f->n_evidence && i < most; i++)
        page_quote(p, &f->evidence[i]);
    if (f->n_rows > most && f->n_rows > f->n_evidence)
        buffer_printf(p->out, "    and %zu more\n", f->n_rows - (most < f->n_evidence ? most : f->n_evidence));
}

/* A part of a line that stands together; it goes into the next line where this one is full. */
static void part(struct page *p, size_t *at, const char *text) {
    bool full = *at + 1 + strlen(text) > p->width;
    buffer_add_str(p->out, full ? "\n  " : " ");
    buffer_add_str(p->out, text);
    *at = (full ? 2 : *at + 1) + strlen(text);
}

static void verdict_line(struct page *p) {
    const struct verdict *v = &p->d->verdict;
    static const char *const words[] = {
        [STATUS_HEALTHY] = "No failed update found", [STATUS_UNDETERMINED] = "Undetermined", [STATUS_FAILED] = "Cause found"};
    static const char *const colours[] = {[STATUS_HEALTHY] = GREEN, [STATUS_UNDETERMINED] = YELLOW, [STATUS_FAILED] = RED};
    page_paint(p, BOLD);
    page_paint(p, colours[v->status]);
    buffer_add_str(p->out, words[v->status]);
    page_plain(p);
    buffer_add_str(p->out, v->top || v->stage ? ":" : "");
    size_t at = strlen(words[v->status]) + 1;
    char text[128];
    if (v->top) {
        snprintf(text, sizeof text, "%s%s", v->top->rule->cause, v->stage ? "," : "");
        part(p, &at, text);
    }
    if (v->stage) {
        snprintf(text, sizeof text, "stage %s", v->stage);
        part(p, &at, text);
    }
    if (v->top) {
        snprintf(text, sizeof text, "(%s, %.0f %%)", words_certainty(v->confidence), 100 * v->confidence);
        part(p, &at, text);
    }
    buffer_add_str(p->out, "\n\n");
    page_paragraph(p, 2, "", report_shown(p->d, v->summary));
}

static void story(struct page *p) {
    size_t n = words_story(p->d);
    buffer_add_str(p->out, n ? "\n  One after the other:\n" : "");
    for (size_t i = 0; i < n; i++) {
        struct words_chapter c = words_chapter(p->d, i);
        struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
        char time[40], lead[32];
        words_time(c.ns, time);
        snprintf(lead, sizeof lead, "%zu. ", i + 1);
        if (time[0])
            buffer_printf(&line, "%.10s, ", time);
        if (c.stage)
            buffer_printf(&line, "%s: ", c.stage);
        buffer_append(&line, report_shown(p->d, c.title));
        page_paragraph(p, 5, lead, buffer_slice(&line));
    }
}

static void earlier(struct page *p) {
    const struct earlier *e = &p->d->earlier;
    if (e->n_failures)
        page_heading(p, "What stopped it before");
    for (size_t i = 0; i < e->n_failures; i++) {
        page_paragraph(p, 4, "- ", report_shown(p->d, e->failures[i].finding->title));
        page_paragraph(p, 4, "", slice_str(words_since(&e->failures[i])));
        evidence_of(p, e->failures[i].finding);
    }
}

static void mac_line(struct page *p) {
    const struct mac_facts *m = &p->d->mac;
    if (!m->model && !m->version)
        return;
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    const char *parts[] = {m->name, m->model, m->chip, m->version ? "macOS" : NULL, m->version, m->build};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i]) {
            buffer_append(&line, report_shown(p->d, parts[i]));
            buffer_add_byte(&line, ' ');
        }
    buffer_add_byte(p->out, '\n');
    page_paint(p, DIM);
    page_paragraph(p, 2, "", buffer_slice(&line));
    page_plain(p);
}

/* Without -v: of a verdict the causes beside it, of an undetermined failure all, of a healthy Mac what could matter one day. */
static bool is_told(const struct page *p, const struct finding *f) {
    enum status status = p->d->verdict.status;
    if (p->style->verbose)
        return true;
    if (status == STATUS_FAILED)
        return f->rule->cause && !f->explained_by && f->strength > STRENGTH_HINTS;
    return status == STATUS_UNDETERMINED || f->rule->cause;
}

static void findings(struct page *p) {
    static const char *const headings[] = {
        [STATUS_HEALTHY] = "Worth knowing", [STATUS_UNDETERMINED] = "What was seen", [STATUS_FAILED] = "Also seen"};
    const struct verdict *v = &p->d->verdict;
    if (v->top) {
        page_heading(p, "What proves it");
        evidence_of(p, v->top);
    }
    earlier(p);
    size_t told = 0;
    for (size_t i = 0; i < v->n_ranked && (p->style->verbose || told < MAX_OTHERS); i++) {
        const struct finding *f = v->ranked[i];
        if (f == v->top || words_earlier(p->d, f) || !is_told(p, f))
            continue;
        if (told++ == 0)
            page_heading(p, headings[v->status]);
        page_paragraph(p, 4, "- ", report_shown(p->d, f->title));
        if (f->explained_by) {
            char note[160];
            snprintf(note, sizeof note, "(explained by %s)", f->explained_by->rule->name);
            page_paragraph(p, 4, "", slice_str(note));
        }
        if (f->outside)
            page_paragraph(p, 4, "", slice_str("(not in the attempt that failed last)"));
        evidence_of(p, f);
    }
}

static void unseen(struct page *p) {
    const struct diagnosis *d = p->d;
    if (d->n_damaged) {
        page_heading(p, "What could not be read whole");
        for (size_t i = 0; i < d->n_damaged; i++) {
            struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
            buffer_append(&line, report_shown(d, d->damaged[i].path));
            buffer_printf(&line, ": %s", d->damaged[i].problem);
            page_paragraph(p, 4, "- ", report_shown_slice(d, buffer_slice(&line)));
        }
    }
    if (d->missing.n_artefacts == 0 || (d->verdict.status != STATUS_UNDETERMINED && !p->style->verbose))
        return;
    page_heading(p, "What would tell more");
    for (size_t i = 0; i < d->missing.n_artefacts; i++) {
        const struct missing_artefact *a = &d->missing.artefacts[i];
        struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
        buffer_printf(&line, "%s: %s", a->artefact, a->would_tell);
        page_paragraph(p, 4, "- ", buffer_slice(&line));
        page_paint(p, DIM);
        buffer_printf(p->out, "      %s\n", a->get_with);
        page_plain(p);
    }
}

void report_text(const struct diagnosis *d, const struct report_style *style, struct buffer *out) {
    struct page p = page_of(d, style, out);
    verdict_line(&p);
    story(&p);
    mac_line(&p);
    findings(&p);
    page_plan(&p);
    unseen(&p);
}

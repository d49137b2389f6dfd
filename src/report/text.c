/*
 * The verdict for a terminal: what failed, why, the lines that prove it, what
 * to do, what could not be seen. Words are wrapped, and so is evidence, which
 * changes nothing in it; a long quoted line is cut unless all is asked for.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "report/report.h"
#include "report/words.h"

enum { MIN_WIDTH = 40, MAX_WIDTH = 120, MAX_QUOTES = 4, MAX_OTHERS = 6, QUOTE_ROWS = 4 };

struct page {
    const struct diagnosis *d;
    const struct report_style *style;
    struct buffer *out;
    size_t width;
};

#define BOLD "1"
#define DIM "2"
#define RED "31"
#define GREEN "32"
#define YELLOW "33"
#define CYAN "36"

static void paint(struct page *p, const char *code) {
    if (p->style->colour)
        buffer_printf(p->out, "\033[%sm", code);
}

static void plain(struct page *p) {
    if (p->style->colour)
        buffer_add_str(p->out, "\033[0m");
}

/* Appends text that a terminal may see: valid UTF-8, no control characters (an escape sequence in evidence stays text). */
static void safe(struct buffer *out, struct slice text) {
    struct buffer valid CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    utf8_append_valid(&valid, text);
    struct slice rest = buffer_slice(&valid);
    uint32_t cp = 0;
    while (rest.len) {
        size_t n = utf8_sequence(rest, &cp);
        bool control =
            cp < 0x20 || cp == 0x7f || (cp >= 0x80 && cp < 0xa0) || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
        if (control)
            buffer_add_byte(out, ' ');
        else
            buffer_append(out, slice_sub(rest, 0, n));
        rest = slice_from(rest, n ? n : 1);
    }
}

static size_t columns_of(struct slice text) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += (text.data[i] & 0xC0) != 0x80;
    return n;
}

static void indent_by(struct page *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        buffer_add_byte(p->out, ' ');
}

/* Wraps words behind an indent; the first line has `lead` in the indent's last columns. */
static void paragraph(struct page *p, size_t indent, const char *lead, struct slice text) {
    struct buffer clean CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    safe(&clean, text);
    struct slice rest = buffer_slice(&clean), word;
    size_t lead_columns = columns_of(slice_str(lead)), at = indent;
    indent_by(p, indent > lead_columns ? indent - lead_columns : 0);
    buffer_add_str(p->out, lead);
    bool first = true;
    while (slice_next_word(&rest, &word)) {
        size_t n = columns_of(word);
        if (!first && at + 1 + n > p->width) {
            buffer_add_byte(p->out, '\n');
            indent_by(p, indent);
            at = indent;
        } else if (!first) {
            buffer_add_byte(p->out, ' ');
            at++;
        }
        buffer_append(p->out, word);
        at += n;
        first = false;
    }
    buffer_add_byte(p->out, '\n');
}

static void heading(struct page *p, const char *text) {
    buffer_add_byte(p->out, '\n');
    paint(p, BOLD);
    buffer_add_str(p->out, text);
    plain(p);
    buffer_add_byte(p->out, '\n');
}

static struct slice cut_to(struct slice text, size_t columns) {
    size_t n = 0, i = 0;
    for (; i < text.len; i++)
        if ((text.data[i] & 0xC0) != 0x80 && n++ == columns)
            break;
    return slice_sub(text, 0, i);
}

/* Rows as wide as the page, the further ones indented more, broken at a blank where there is one; nothing is changed in them. */
static void folded(struct page *p, size_t indent, struct slice text) {
    indent_by(p, indent);
    for (size_t extra = 0; text.len; extra = 2) {
        struct slice row = cut_to(text, p->width - indent - extra);
        size_t at = row.len;
        while (row.len < text.len && at > row.len / 2 && row.data[at - 1] != ' ')
            at--;
        if (row.len < text.len && at > row.len / 2)
            row.len = at;
        if (extra) {
            buffer_add_byte(p->out, '\n');
            indent_by(p, indent + extra);
        }
        size_t kept = row.len;
        while (kept && kept < text.len && row.data[kept - 1] == ' ')
            kept--;
        buffer_append(p->out, slice_sub(row, 0, kept));
        text = slice_from(text, row.len);
    }
}

static void quote(struct page *p, const struct evidence_row *row) {
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct slice text = report_shown_slice(p->d, row->text);
    safe(&line, text);
    size_t room = p->width - 8;
    paint(p, DIM);
    buffer_add_str(p->out, "    ");
    struct slice source = report_shown_slice(p->d, row->source);
    if (source.len)
        safe(p->out, source);
    if (row->line)
        buffer_printf(p->out, ":%lld", (long long)row->line);
    plain(p);
    buffer_add_str(p->out, source.len ? "\n" : "");
    /* Without -v a long line loses its end, not its place. */
    struct slice shown = p->style->verbose ? buffer_slice(&line) : cut_to(buffer_slice(&line), QUOTE_ROWS * room);
    folded(p, 6, shown);
    buffer_add_str(p->out, shown.len < line.len ? "…\n" : "\n");
}

static void evidence_of(struct page *p, const struct finding *f) {
    size_t most = p->style->verbose ? f->n_evidence : MAX_QUOTES;
    for (size_t i = 0; i < f->n_evidence && i < most; i++)
        quote(p, &f->evidence[i]);
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
    paint(p, BOLD);
    paint(p, colours[v->status]);
    buffer_add_str(p->out, words[v->status]);
    plain(p);
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
    paragraph(p, 2, "", report_shown(p->d, v->summary));
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
        paragraph(p, 5, lead, buffer_slice(&line));
    }
}

static void earlier(struct page *p) {
    const struct earlier *e = &p->d->earlier;
    if (e->n_failures)
        heading(p, "What stopped it before");
    for (size_t i = 0; i < e->n_failures; i++) {
        paragraph(p, 4, "- ", report_shown(p->d, e->failures[i].finding->title));
        paragraph(p, 4, "", slice_str(words_since(&e->failures[i])));
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
    paint(p, DIM);
    paragraph(p, 2, "", buffer_slice(&line));
    plain(p);
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
        heading(p, "What proves it");
        evidence_of(p, v->top);
    }
    earlier(p);
    size_t told = 0;
    for (size_t i = 0; i < v->n_ranked && (p->style->verbose || told < MAX_OTHERS); i++) {
        const struct finding *f = v->ranked[i];
        if (f == v->top || words_earlier(p->d, f) || !is_told(p, f))
            continue;
        if (told++ == 0)
            heading(p, headings[v->status]);
        paragraph(p, 4, "- ", report_shown(p->d, f->title));
        if (f->explained_by) {
            char note[160];
            snprintf(note, sizeof note, "(explained by %s)", f->explained_by->rule->name);
            paragraph(p, 4, "", slice_str(note));
        }
        if (f->outside)
            paragraph(p, 4, "", slice_str("(not in the attempt that failed last)"));
        evidence_of(p, f);
    }
}

/* What leads on when the last step has not helped. */
static void after_plan(struct page *p, const struct plan_step *last) {
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    buffer_add_byte(p->out, '\n');
    buffer_printf(&line, "%s: %s", words_otherwise(last), last->next ? words_title(p->d, "fix", last->next) : words_no_step_left);
    paragraph(p, 2, "", buffer_slice(&line));
}

/* The last resort by its titles alone, unless all is asked for: who comes as far as that asks again. */
static void plan_step(struct page *p, const struct plan_step *s, size_t number) {
    char lead[32], title[512];
    snprintf(lead, sizeof lead, "%zu. ", number);
    snprintf(title, sizeof title, "%s (about %lld min, risk: %s)", s->title, (long long)s->minutes, s->risk);
    paint(p, CYAN);
    paragraph(p, 5, lead, slice_str(title));
    plain(p);
    if (s->part == PART_LAST_RESORT && !p->style->verbose)
        return;
    for (const char **step = s->steps; *step; step++)
        paragraph(p, 7, "- ", words_plain(p->d, *step));
    if (!p->style->verbose)
        return;
    const char *const more[][2] = {{"Why: ", s->why}, {"It worked when: ", s->worked}, {"To undo it: ", s->undo}};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
        buffer_add_str(&line, more[i][0]);
        buffer_append(&line, words_plain(p->d, more[i][1]));
        paragraph(p, 7, "", buffer_slice(&line));
    }
}

static void plan(struct page *p) {
    const struct plan *plan = &p->d->plan;
    if (plan->n_steps == 0)
        return;
    heading(p, "What to do, in this order");
    for (size_t i = 0; i < plan->n_steps; i++) {
        const char *part = words_part(p->d, plan->steps[i].part);
        if (part && (i == 0 || plan->steps[i - 1].part != plan->steps[i].part)) {
            char line[160];
            bool titles = plan->steps[i].part == PART_LAST_RESORT && !p->style->verbose;
            snprintf(line, sizeof line, "%s%s:", part, titles ? " (-v tells how)" : "");
            buffer_add_byte(p->out, '\n');
            paragraph(p, 2, "", slice_str(line));
        }
        plan_step(p, &plan->steps[i], i + 1);
    }
    after_plan(p, &plan->steps[plan->n_steps - 1]);
}

static void unseen(struct page *p) {
    const struct diagnosis *d = p->d;
    if (d->n_damaged) {
        heading(p, "What could not be read whole");
        for (size_t i = 0; i < d->n_damaged; i++) {
            struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
            buffer_append(&line, report_shown(d, d->damaged[i].path));
            buffer_printf(&line, ": %s", d->damaged[i].problem);
            paragraph(p, 4, "- ", report_shown_slice(d, buffer_slice(&line)));
        }
    }
    if (d->missing.n_artefacts == 0 || (d->verdict.status != STATUS_UNDETERMINED && !p->style->verbose))
        return;
    heading(p, "What would tell more");
    for (size_t i = 0; i < d->missing.n_artefacts; i++) {
        const struct missing_artefact *a = &d->missing.artefacts[i];
        struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
        buffer_printf(&line, "%s: %s", a->artefact, a->would_tell);
        paragraph(p, 4, "- ", buffer_slice(&line));
        paint(p, DIM);
        buffer_printf(p->out, "      %s\n", a->get_with);
        plain(p);
    }
}

void report_text(const struct diagnosis *d, const struct report_style *style, struct buffer *out) {
    size_t width = style->width ? style->width : 80;
    struct page p = {.d = d, .style = style, .out = out, .width = width < MIN_WIDTH ? MIN_WIDTH : width > MAX_WIDTH ? MAX_WIDTH : width};
    verdict_line(&p);
    story(&p);
    mac_line(&p);
    findings(&p);
    plan(&p);
    unseen(&p);
}

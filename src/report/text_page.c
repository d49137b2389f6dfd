#include "report/text_page.h"

#include <stdio.h>

#include "base/utf8.h"
#include "report/words.h"

enum { MIN_WIDTH = 40, MAX_WIDTH = 120, QUOTE_ROWS = 4 };

struct page page_of(const struct diagnosis *d, const struct report_style *style, struct buffer *out) {
    size_t width = style->width ? style->width : 80;
    return (struct page){.d = d,
                         .style = style,
                         .out = out,
                         .width = width < MIN_WIDTH   ? MIN_WIDTH
                                  : width > MAX_WIDTH ? MAX_WIDTH
                                                      : width};
}

void page_paint(struct page *p, const char *code) {
    if (p->style->colour)
        buffer_printf(p->out, "\033[%sm", code);
}

void page_plain(struct page *p) {
    if (p->style->colour)
        buffer_add_str(p->out, "\033[0m");
}

/* Appends text that a terminal may see: valid UTF-8, no control characters (an escape sequence in evidence stays text). */
void page_safe(struct buffer *out, struct slice text) {
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
void page_paragraph(struct page *p, size_t indent, const char *lead, struct slice text) {
    struct buffer clean CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    page_safe(&clean, text);
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

void page_heading(struct page *p, const char *text) {
    buffer_add_byte(p->out, '\n');
    page_paint(p, BOLD);
    buffer_add_str(p->out, text);
    page_plain(p);
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

void page_quote(struct page *p, const struct evidence_row *row) {
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct slice text = report_shown_slice(p->d, row->text);
    page_safe(&line, text);
    size_t room = p->width - 8;
    page_paint(p, DIM);
    buffer_add_str(p->out, "    ");
    struct slice source = report_shown_slice(p->d, row->source);
    if (source.len)
        page_safe(p->out, source);
    if (row->line)
        buffer_printf(p->out, ":%lld", (long long)row->line);
    page_plain(p);
    buffer_add_str(p->out, source.len ? "\n" : "");
    /* Without -v a long line loses its end, not its place. */
    struct slice shown = p->style->verbose ? buffer_slice(&line) : cut_to(buffer_slice(&line), QUOTE_ROWS * room);
    folded(p, 6, shown);
    buffer_add_str(p->out, shown.len < line.len ? "…\n" : "\n");
}

/* What leads on when the last step has not helped. */
static void after_plan(struct page *p, const struct plan_step *last) {
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    buffer_add_byte(p->out, '\n');
    buffer_printf(&line, "%s: %s", words_otherwise(last), last->next ? words_title(p->d, "fix", last->next) : words_no_step_left);
    page_paragraph(p, 2, "", buffer_slice(&line));
}

/* The last resort by its titles alone, unless all is asked for: who comes as far as that asks again. */
static void plan_step(struct page *p, const struct plan_step *s, size_t number) {
    char lead[32], title[512];
    snprintf(lead, sizeof lead, "%zu. ", number);
    snprintf(title, sizeof title, "%s (about %lld min, risk: %s)", s->title, (long long)s->minutes, s->risk);
    page_paint(p, CYAN);
    page_paragraph(p, 5, lead, slice_str(title));
    page_plain(p);
    if (s->part == PART_LAST_RESORT && !p->style->verbose)
        return;
    for (const char **step = s->steps; *step; step++)
        page_paragraph(p, 7, "- ", words_plain(p->d, *step));
    if (!p->style->verbose)
        return;
    const char *const more[][2] = {{"Why: ", s->why}, {"It worked when: ", s->worked}, {"To undo it: ", s->undo}};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 16);
        buffer_add_str(&line, more[i][0]);
        buffer_append(&line, words_plain(p->d, more[i][1]));
        page_paragraph(p, 7, "", buffer_slice(&line));
    }
}

void page_plan(struct page *p) {
    const struct plan *plan = &p->d->plan;
    if (plan->n_steps == 0)
        return;
    page_heading(p, "What to do, in this order");
    for (size_t i = 0; i < plan->n_steps; i++) {
        const char *part = words_part(p->d, plan->steps[i].part);
        if (part && (i == 0 || plan->steps[i - 1].part != plan->steps[i].part)) {
            char line[160];
            bool titles = plan->steps[i].part == PART_LAST_RESORT && !p->style->verbose;
            snprintf(line, sizeof line, "%s%s:", part, titles ? " (-v tells how)" : "");
            buffer_add_byte(p->out, '\n');
            page_paragraph(p, 2, "", slice_str(line));
        }
        plan_step(p, &plan->steps[i], i + 1);
    }
    after_plan(p, &plan->steps[plan->n_steps - 1]);
}

/*
 * text_page: what is written on a terminal: wrapped words, headings, quoted lines, a plan. text.c and rehearsal_text.c put it together.
 */
#ifndef TAILOR_REPORT_TEXT_PAGE_H
#define TAILOR_REPORT_TEXT_PAGE_H

#include "report/report.h"

struct page {
    const struct diagnosis *d; /* whose redactor, plan and knowledge */
    const struct report_style *style;
    struct buffer *out;
    size_t width;
};

struct page page_of(const struct diagnosis *d, const struct report_style *style, struct buffer *out);

#define BOLD "1"
#define DIM "2"
#define RED "31"
#define GREEN "32"
#define YELLOW "33"
#define CYAN "36"
void page_paint(struct page *p, const char *code);
void page_plain(struct page *p);

/* Appends text that a terminal may see: valid UTF-8, no control characters. */
void page_safe(struct buffer *out, struct slice text);
/* Words wrapped behind an indent; the first line has `lead` in the indent's last columns. */
void page_paragraph(struct page *p, size_t indent, const char *lead, struct slice text);
void page_heading(struct page *p, const char *text);
/* A quoted line below the place where it stands. */
void page_quote(struct page *p, const struct evidence_row *row);
/* "What to do, in this order"; nothing where there is no plan. */
void page_plan(struct page *p);

#endif

/*
 * markdown_sheet: the pieces of a page of Markdown. Text that is not the program's own goes through sheet_text or sheet_code, which escape
 * what Markdown and ticket systems would act on (markdown.c); what comes from evidence through sheet_shown or sheet_quote, which redact it
 * too.
 */
#ifndef TAILOR_REPORT_MARKDOWN_SHEET_H
#define TAILOR_REPORT_MARKDOWN_SHEET_H

#include "report/report.h"

struct sheet {
    const struct diagnosis *d;
    bool verbose;
    struct buffer *out;
};

void sheet_raw(struct sheet *s, const char *markup);
/* One line of text, escaped. */
void sheet_text(struct sheet *s, struct slice what);
void sheet_str(struct sheet *s, const char *what);
void sheet_shown(struct sheet *s, const char *what);
void sheet_code(struct sheet *s, struct slice text);
/* A text of the knowledge, its commands as code. */
void sheet_prose(struct sheet *s, const char *what);
void sheet_fence(struct sheet *s, const char *indent, const char *kind, struct slice what);
void sheet_quote(struct sheet *s, const struct evidence_row *row);
/* "- **name:** " */
void sheet_fact(struct sheet *s, const char *name);
void sheet_mac(struct sheet *s);
/* The plan as a checklist. */
void sheet_plan(struct sheet *s);
/* One thing that was not in the evidence, as an item to tick. */
void sheet_missing(struct sheet *s, const struct missing_artefact *a);

#endif

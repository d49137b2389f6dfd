/*
 * html: the pieces of the HTML report, private to html*.c.
 *
 * The page is one file that loads nothing and runs nothing: no script, no
 * link that fetches, a content security policy that forbids both. Tags and
 * attributes are constants of the program; whatever else goes through
 * html_text(), which makes it visible text (visible_text.h) and escapes
 * < > & " and '.
 */
#ifndef TAILOR_REPORT_HTML_H
#define TAILOR_REPORT_HTML_H

#include "report/report.h"
#include "report/words.h"

struct html_page {
    const struct diagnosis *d;
    bool verbose;
    bool near; /* quotes are shown with the lines round them */
    struct buffer *out;
};

extern const char html_style[], html_style_matrix[]; /* the second: of the pictures of a probe */

/* Markup of the program's own. */
void html_raw(struct html_page *p, const char *markup);
void html_number(struct html_page *p, int64_t value);
/* Text, escaped; html_shown() redacts it first: for all that comes from evidence. */
void html_text(struct html_page *p, struct slice text);
void html_str(struct html_page *p, const char *text);
void html_shown(struct html_page *p, const char *text);
/* <tag attributes>text</tag>; `open` is "p" or "p class=\"lead\"". */
void html_element(struct html_page *p, const char *open, const char *text);
/* <tag>text with its commands as code</tag> */
void html_prose(struct html_page *p, const char *tag, const char *text);
/* <time datetime="...">; nothing for TIMESTAMP_NONE. */
void html_time(struct html_page *p, int64_t ns);
/* One quoted row of a finding as a figure, the telling words marked, the lines round it above and below. */
void html_quote(struct html_page *p, const struct finding *f, size_t row);

/* The page from its beginning to <main>, and from </main> to its end. `about`: what stands behind the program's name. */
void html_begin(struct html_page *p, const char *title, const char *about, const char *skip);
void html_end(struct html_page *p);
/* What stands at the top: the look of a status, and the word for it. Open: more may follow in the paragraph. */
void html_status(struct html_page *p, enum status status, const char *words);
/* Facts of a <dl class="facts">. */
void html_open_fact(struct html_page *p, const char *term);
void html_close_fact(struct html_page *p);
void html_mac_fact(struct html_page *p);
void html_next_fact(struct html_page *p);

/* One thing that was not in the evidence, as an item of a list. */
void html_missing(struct html_page *p, const struct missing_artefact *a);

/* The sections; each writes nothing when it has nothing to say. */
void html_attempts(struct html_page *p);
void html_proof(struct html_page *p);
void html_earlier(struct html_page *p);
void html_plan(struct html_page *p);
void html_endpoints(struct html_page *p);
void html_others(struct html_page *p);
void html_unseen(struct html_page *p);

#endif

/* Text into HTML: escapes, times, quoted evidence. */
#include <stdio.h>

#include "report/html.h"
#include "report/telling_words.h"
#include "report/visible_text.h"

enum { QUOTE_BYTES = 6 << 10, LONG_QUOTE = 900 };

void html_raw(struct html_page *p, const char *markup) { buffer_add_str(p->out, markup); }

void html_number(struct html_page *p, int64_t value) { buffer_printf(p->out, "%lld", (long long)value); }

static const char *escape_of(uint32_t cp) {
    switch (cp) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(struct html_page *p, struct slice text) {
    uint32_t cp;
    while (visible_next(&text, &cp)) {
        const char *escape = escape_of(cp);
        if (escape)
            html_raw(p, escape);
        else
            utf8_append(p->out, cp);
    }
}

void html_str(struct html_page *p, const char *text) { html_text(p, slice_str(text)); }

void html_shown(struct html_page *p, const char *text) { html_text(p, report_shown(p->d, text)); }

void html_element(struct html_page *p, const char *open, const char *text) {
    struct slice tag = slice_str(open), rest;
    (void)slice_cut(tag, " ", &tag, &rest);
    buffer_printf(p->out, "<%s>", open);
    html_str(p, text);
    buffer_printf(p->out, "</%.*s>", SLICE_ARG(tag));
}

void html_time(struct html_page *p, int64_t ns) {
    char iso[32], words[40];
    timestamp_format(ns, iso);
    words_time(ns, words);
    if (words[0])
        buffer_printf(p->out, "<time datetime=\"%s\">%s</time>", iso, words);
}

static void add_hosts(const struct diagnosis *d, struct telling_words *t) {
    const struct tsv *hosts = words_table(d, "host");
    bool about_hosts = false;
    for (size_t row = 0; hosts && row < hosts->n_rows && !about_hosts; row++)
        about_hosts = telling_has(t, slice_str(tsv_cell(hosts, row, 0)));
    for (size_t row = 0; about_hosts && row < hosts->n_rows; row++)
        telling_add(t, slice_str(tsv_cell(hosts, row, 0)));
}

static void marked(struct html_page *p, const struct finding *f, struct slice line) {
    struct telling_words telling = telling_words_of(report_shown(p->d, f->title), f->rule->title);
    add_hosts(p->d, &telling);
    size_t from = 0, start, len;
    while (telling_find(&telling, line, from, &start, &len)) {
        html_text(p, slice_sub(line, from, start - from));
        html_raw(p, "<mark>");
        html_text(p, slice_sub(line, start, len));
        html_raw(p, "</mark>");
        from = start + len;
    }
    html_text(p, slice_from(line, from));
}

static void place(struct html_page *p, const struct evidence_row *row) {
    struct slice source = report_shown_slice(p->d, row->source);
    html_raw(p, "<figcaption>");
    if (source.len) {
        html_raw(p, "<code>");
        html_text(p, source);
        if (row->line)
            buffer_printf(p->out, "<b>:%lld</b>", (long long)row->line);
        html_raw(p, "</code> ");
    }
    html_time(p, row->ns);
    if (!source.len && row->ns == TIMESTAMP_NONE)
        html_raw(p, "Place not known");
    html_raw(p, "</figcaption>");
}

/* A box that scrolls must be reachable with the keyboard (WCAG 2.1.1); the others need no stop on the way. */
void html_quote(struct html_page *p, const struct finding *f, const struct evidence_row *row) {
    struct slice text = report_shown_slice(p->d, row->text), line = visible_cut(text, QUOTE_BYTES);
    html_raw(p, "<figure class=\"quote\">");
    place(p, row);
    html_raw(p, line.len > LONG_QUOTE ? "<pre tabindex=\"0\" role=\"group\" aria-label=\"A long quoted line\">" : "<pre>");
    /* The parser drops a line feed right behind <pre>. */
    if (slice_starts_with(line, "\n"))
        html_raw(p, "\n");
    marked(p, f, line);
    html_raw(p, "</pre>");
    if (line.len < text.len)
        buffer_printf(p->out, "<p class=\"note\">%zu of %zu bytes are shown.</p>", line.len, text.len);
    html_raw(p, "</figure>\n");
}

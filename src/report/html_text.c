/* Text into HTML: escapes and times. */
#include "report/html.h"
#include "report/visible_text.h"

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

void html_prose(struct html_page *p, const char *tag, const char *text) {
    struct slice rest = slice_str(text), run;
    buffer_printf(p->out, "<%s>", tag);
    for (bool code = false; words_run(&rest, &code, &run);) {
        html_raw(p, code ? "<code>" : "");
        html_text(p, run);
        html_raw(p, code ? "</code>" : "");
    }
    buffer_printf(p->out, "</%s>", tag);
}

void html_time(struct html_page *p, int64_t ns) {
    char iso[32], words[40];
    timestamp_format(ns, iso);
    words_time(ns, words);
    if (words[0])
        buffer_printf(p->out, "<time datetime=\"%s\">%s</time>", iso, words);
}

/*
 * The attempts as a picture: a line for each, along the seven stages, up to
 * where it broke. What the picture shows stands beside it in words.
 *
 * Positions are percentages, so that the picture takes any width while its
 * letters keep their size; on a narrow screen the style sheet sets every other
 * label a line lower.
 */
#include "report/html.h"

enum { MAX_ATTEMPTS = 8, MAX_VERBOSE = 100 };

/* The middle of each seventh. Constants: a locale must not write a comma into them. */
static const char *const middle[WORDS_STAGES] = {"7.14%", "21.43%", "35.71%", "50%", "64.29%", "78.57%", "92.86%"};

struct track {
    const char *class, *mark, *words;
    size_t end; /* index of the stage where it ended; WORDS_STAGES: not known */
    bool labels;
};

static struct track track_of(const struct diagnosis *d, const struct attempt *a) {
    struct track t = {.end = words_stage_index(words_attempt_stage(d, a)), .labels = a->judged};
    bool failed = a->outcome && strcmp(a->outcome, "failed") == 0, good = a->outcome && strcmp(a->outcome, "succeeded") == 0;
    /* The verdict is that the update failed there, though the log only ends. */
    bool broke = !failed && !good && a->judged && d->verdict.status == STATUS_FAILED;
    t.class = failed || broke ? "failed" : good ? "healthy" : "undetermined";
    t.words = failed ? "failed" : broke ? "stopped and did not go on" : good ? "succeeded" : "stopped; nothing says how it ended";
    t.mark = failed || broke ? "M-5 -5L5 5M5 -5L-5 5" : good ? "M-6 0L-2 4L6 -5" : "M-5 0L5 0";
    return t;
}

static void dots(struct html_page *p, const struct track *t) {
    for (size_t i = 0; i < WORDS_STAGES; i++)
        if (i != t->end)
            buffer_printf(p->out, "<circle class=\"%s\" cx=\"%s\" cy=\"16\" r=\"4\"/>",
                          t->end < WORDS_STAGES && i < t->end ? "past" : "ahead", middle[i]);
    if (t->end < WORDS_STAGES)
        buffer_printf(p->out,
                      "<circle class=\"end\" cx=\"%s\" cy=\"16\" r=\"12\"/><svg x=\"%s\" y=\"16\" class=\"mark\"><path d=\"%s\"/></svg>",
                      middle[t->end], middle[t->end], t->mark);
}

static void labels(struct html_page *p, const struct track *t) {
    for (size_t i = 0; i < WORDS_STAGES; i++) {
        if (!t->labels && i != t->end)
            continue;
        buffer_printf(p->out, "<text class=\"%s%s\" x=\"%s\" y=\"46\">%s</text>", i == t->end ? "here" : "", i % 2 ? " low" : "", middle[i],
                      words_stages[i]);
    }
}

static void picture(struct html_page *p, const struct track *t) {
    buffer_printf(p->out, "<svg class=\"track %s%s\" role=\"img\" aria-label=\"Of the stages scan, download, preflight, personalize, ",
                  t->class, t->labels ? " large" : "");
    if (t->end < WORDS_STAGES)
        buffer_printf(p->out, "prepare, apply and boot it came to %s: %s.\">", words_stages[t->end], t->words);
    else
        buffer_printf(p->out, "prepare, apply and boot none is named: %s.\">", t->words);
    buffer_printf(p->out, "<line class=\"ahead\" x1=\"%s\" y1=\"16\" x2=\"%s\" y2=\"16\"/>", middle[t->end < WORDS_STAGES ? t->end : 0],
                  middle[WORDS_STAGES - 1]);
    if (t->end < WORDS_STAGES)
        buffer_printf(p->out, "<line class=\"past\" x1=\"%s\" y1=\"16\" x2=\"%s\" y2=\"16\"/>", middle[0], middle[t->end]);
    dots(p, t);
    labels(p, t);
    html_raw(p, "</svg>");
}

static const char *kind_of(const struct attempt *a) {
    static const char *const kinds[][2] = {{"scan", "Search for updates"}, {"tool", "Run of a command"}, {"update", "Update"}};
    for (size_t i = 0; a->kind && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(a->kind, kinds[i][0]) == 0)
            return kinds[i][1];
    return "Attempt";
}

static void in_words(struct html_page *p, const struct attempt *a, const struct track *t) {
    const char *to = a->to_version ? a->to_version : a->to_build;
    html_raw(p, "<p>");
    html_raw(p, a->judged ? "<strong>" : "");
    html_raw(p, kind_of(a));
    if (to && a->kind && strcmp(a->kind, "update") == 0) {
        html_raw(p, " to ");
        html_shown(p, to);
    }
    html_raw(p, a->judged ? "</strong>" : "");
    buffer_printf(p->out, ", <span class=\"outcome %s\">%s</span>", t->class, t->words);
    if (t->end < WORDS_STAGES)
        buffer_printf(p->out, " (%s)", words_stages[t->end]);
    if (a->superseded)
        html_raw(p, "; a later attempt got further");
    if (a->start_ns != TIMESTAMP_NONE) {
        html_raw(p, " <span class=\"when\">");
        html_time(p, a->start_ns);
        html_raw(p, "</span>");
    }
    html_raw(p, "</p>\n");
}

static void one_attempt(struct html_page *p, const struct attempt *a) {
    struct track t = track_of(p->d, a);
    html_raw(p, a->judged ? "<li class=\"judged\" aria-current=\"true\">" : "<li>");
    in_words(p, a, &t);
    picture(p, &t);
    html_raw(p, "</li>\n");
}

/* No attempt left a trace, but a dialog or a finding names the stage. */
static void stage_alone(struct html_page *p) {
    struct attempt a = {
        .outcome = "failed", .last_stage = p->d->verdict.stage, .start_ns = TIMESTAMP_NONE, .end_ns = TIMESTAMP_NONE, .judged = true};
    one_attempt(p, &a);
}

void html_attempts(struct html_page *p) {
    const struct verdict *v = &p->d->verdict;
    size_t most = p->verbose ? MAX_VERBOSE : MAX_ATTEMPTS, shown = 0, n = v->n_attempts;
    if (n == 0 && !v->stage)
        return;
    html_raw(p, "<section class=\"attempts\">\n<h2>How far it came</h2>\n<ol>\n");
    /* They are kept newest first; the newest ones are told, and always the one that is judged, oldest first. */
    for (size_t i = n; i > 0; i--) {
        const struct attempt *a = &v->attempts[i - 1];
        if (i > most && !a->judged)
            continue;
        one_attempt(p, a);
        shown++;
    }
    if (n == 0)
        stage_alone(p);
    html_raw(p, "</ol>\n");
    if (n > shown)
        buffer_printf(p->out, "<p class=\"note\">%zu earlier attempts are not drawn.</p>\n", n - shown);
    html_raw(p, n > 1 && v->judged ? "<p class=\"note\">The verdict is about the attempt in bold. " : "<p class=\"note\">");
    html_raw(p, "A line ends at the last stage that left a trace; some versions of macOS download before they personalize, some "
                "after.</p>\n</section>\n");
}

/*
 * The attempts as a picture: a line for each, along the seven stages, up to
 * where it broke. What the picture shows stands beside it in words.
 *
 * Positions are percentages, so that the picture takes any width while its
 * letters keep their size; on a narrow screen the style sheet sets every other
 * label a line lower.
 */
#include "engine/stages.h"
#include "report/html.h"

enum { MAX_ATTEMPTS = 8, MAX_VERBOSE = 100 };

/* The middle of each seventh. Constants: a locale must not write a comma into them. */
static const char *const middle[STAGES] = {"7.14%", "21.43%", "35.71%", "50%", "64.29%", "78.57%", "92.86%"};

struct track {
    const char *class, *mark, *words;
    size_t end; /* index of the stage where it ended; STAGES: not known */
    bool labels;
};

static struct track track_of(const struct diagnosis *d, const struct attempt *a) {
    struct track t = {.end = stage_index(words_attempt_stage(d, a)), .labels = a->judged};
    bool failed = a->outcome && strcmp(a->outcome, "failed") == 0, good = a->outcome && strcmp(a->outcome, "succeeded") == 0;
    /* The verdict is that the update failed there, though the log only ends. */
    bool broke = !failed && !good && a->judged && d->verdict.status == STATUS_FAILED;
    t.class = failed || broke ? "failed" : good ? "healthy" : "undetermined";
    t.words = failed ? "failed" : broke ? "stopped and did not go on" : good ? "succeeded" : "stopped; nothing says how it ended";
    t.mark = failed || broke ? "M-5 -5L5 5M5 -5L-5 5" : good ? "M-6 0L-2 4L6 -5" : "M-5 0L5 0";
    return t;
}

static void dots(struct html_page *p, const struct track *t) {
    for (size_t i = 0; i < STAGES; i++)
        if (i != t->end)
            buffer_printf(p->out, "<circle class=\"%s\" cx=\"%s\" cy=\"16\" r=\"4\"/>", t->end < STAGES && i < t->end ? "past" : "ahead",
                          middle[i]);
    if (t->end < STAGES)
        buffer_printf(p->out,
                      "<circle class=\"end\" cx=\"%s\" cy=\"16\" r=\"12\"/><svg x=\"%s\" y=\"16\" class=\"mark\"><path d=\"%s\"/></svg>",
                      middle[t->end], middle[t->end], t->mark);
}

static void labels(struct html_page *p, const struct track *t) {
    for (size_t i = 0; i < STAGES; i++) {
        if (!t->labels && i != t->end)
            continue;
        buffer_printf(p->out, "<text class=\"%s%s\" x=\"%s\" y=\"46\">%s</text>", i == t->end ? "here" : "", i % 2 ? " low" : "", middle[i],
                      stages[i]);
    }
}

static void picture(struct html_page *p, const struct track *t) {
    buffer_printf(p->out, "<svg class=\"track %s%s\" role=\"img\" aria-label=\"Of the stages scan, download, preflight, personalize, ",
                  t->class, t->labels ? " large" : "");
    if (t->end < STAGES)
        buffer_printf(p->out, "prepare, apply and boot it came to %s: %s.\">", stages[t->end], t->words);
    else
        buffer_printf(p->out, "prepare, apply and boot none is named: %s.\">", t->words);
    buffer_printf(p->out, "<line class=\"ahead\" x1=\"%s\" y1=\"16\" x2=\"%s\" y2=\"16\"/>", middle[t->end < STAGES ? t->end : 0],
                  middle[STAGES - 1]);
    if (t->end < STAGES)
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

/* Attempts one after the other that ended alike: drawn once. `first` is the oldest of them. */
struct run {
    const struct attempt *first, *last;
    size_t n;
};

static bool same_text(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

static bool ended_alike(const struct attempt *a, const struct attempt *b) {
    return !a->judged && !b->judged && a->superseded == b->superseded && same_text(a->kind, b->kind) && same_text(a->outcome, b->outcome) &&
           same_text(a->last_stage, b->last_stage) && same_text(a->to_version, b->to_version) && same_text(a->to_build, b->to_build);
}

/* The run that ends at attempts[*left - 1], the attempts being kept newest first; *left becomes what is newer than it. */
static struct run next_run(const struct verdict *v, size_t *left) {
    struct run r = {.first = &v->attempts[*left - 1], .last = &v->attempts[*left - 1], .n = 1};
    while (--*left && ended_alike(r.first, &v->attempts[*left - 1])) {
        r.last = &v->attempts[*left - 1];
        r.n++;
    }
    return r;
}

static void times(struct html_page *p, const struct run *r) {
    if (r->first->start_ns == TIMESTAMP_NONE)
        return;
    html_raw(p, " <span class=\"when\">");
    html_time(p, r->first->start_ns);
    if (r->n > 1) {
        html_raw(p, " to ");
        html_time(p, r->last->start_ns);
    }
    html_raw(p, "</span>");
}

static void in_words(struct html_page *p, const struct run *r, const struct track *t) {
    const struct attempt *a = r->first;
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
    if (t->end < STAGES)
        buffer_printf(p->out, " (%s)", stages[t->end]);
    if (r->n > 1)
        buffer_printf(p->out, ", %zu times", r->n);
    if (a->superseded)
        html_raw(p, "; a later attempt got further");
    times(p, r);
    html_raw(p, "</p>\n");
}

static void one_run(struct html_page *p, const struct run *r) {
    struct track t = track_of(p->d, r->first);
    html_raw(p, r->first->judged ? "<li class=\"judged\" aria-current=\"true\">" : "<li>");
    in_words(p, r, &t);
    picture(p, &t);
    html_raw(p, "</li>\n");
}

/* No attempt left a trace, but a dialog or a finding names the stage. */
static void stage_alone(struct html_page *p) {
    struct attempt a = {
        .outcome = "failed", .last_stage = p->d->verdict.stage, .start_ns = TIMESTAMP_NONE, .end_ns = TIMESTAMP_NONE, .judged = true};
    one_run(p, &(struct run){.first = &a, .last = &a, .n = 1});
}

static size_t count_runs(const struct verdict *v) {
    size_t n = 0;
    for (size_t left = v->n_attempts; left; n++)
        (void)next_run(v, &left);
    return n;
}

/* The newest ones are drawn, and always the one that is judged, oldest first. What is not drawn is returned. */
static size_t draw_runs(struct html_page *p, const struct verdict *v, size_t most) {
    size_t runs = count_runs(v), undrawn = 0;
    for (size_t left = v->n_attempts; left; runs--) {
        struct run r = next_run(v, &left);
        if (runs > most && !r.first->judged)
            undrawn += r.n;
        else
            one_run(p, &r);
    }
    return undrawn;
}

void html_attempts(struct html_page *p) {
    const struct verdict *v = &p->d->verdict;
    if (v->n_attempts == 0 && !v->stage)
        return;
    html_raw(p, "<section class=\"attempts\">\n<h2>How far it came</h2>\n<ol>\n");
    size_t undrawn = draw_runs(p, v, p->verbose ? MAX_VERBOSE : MAX_ATTEMPTS);
    if (v->n_attempts == 0)
        stage_alone(p);
    html_raw(p, "</ol>\n");
    if (undrawn)
        buffer_printf(p->out, "<p class=\"note\">%zu earlier %s not drawn.</p>\n", undrawn, undrawn == 1 ? "attempt is" : "attempts are");
    html_raw(p, v->n_attempts > 1 && v->judged ? "<p class=\"note\">The verdict is about the attempt in bold. " : "<p class=\"note\">");
    html_raw(p, "A line ends at the last stage that left a trace; some versions of macOS download before they personalize, some "
                "after.</p>\n</section>\n");
}

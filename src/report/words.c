#include "report/words.h"

#include <stdio.h>

#include "base/buffer.h"

enum { PLAIN_LIMIT = 128 << 10 };

const char *words_status(enum status s) {
    static const char *const words[] = {
        [STATUS_HEALTHY] = "Nothing wrong found", [STATUS_UNDETERMINED] = "Undetermined", [STATUS_FAILED] = "Cause found"};
    return words[s];
}

const char *words_certainty(double confidence) {
    return confidence >= 0.85 ? "proved" : confidence >= 0.7 ? "very likely" : confidence >= 0.5 ? "likely" : "possible";
}

const struct tsv *words_table(const struct diagnosis *d, const char *table) {
    return d->session ? knowledge_find(session_knowledge(d->session), table) : NULL;
}

const char *words_known(const struct diagnosis *d, const char *table, const char *key, const char *column) {
    const struct tsv *t = words_table(d, table);
    const char *cell = t && key ? tsv_named_cell(t, tsv_find(t, t->columns[0], slice_str(key)), column) : NULL;
    return cell && *cell ? cell : NULL;
}

const char *words_title(const struct diagnosis *d, const char *table, const char *name) {
    const char *title = words_known(d, table, name, "title");
    return title ? title : name ? name : "";
}

size_t words_planned(const struct diagnosis *d, const char *action) {
    for (size_t i = 0; action && i < d->plan.n_steps; i++)
        if (strcmp(d->plan.steps[i].action, action) == 0)
            return i;
    return SIZE_MAX;
}

size_t words_mending(const struct diagnosis *d) {
    for (size_t i = 0; i < d->plan.n_steps; i++)
        if (strcmp(d->plan.steps[i].action, "back-up") != 0)
            return i;
    return 0;
}

const char *words_part(const struct diagnosis *d, enum plan_part part) {
    if (part == PART_CAUSE)
        return NULL;
    if (part == PART_LAST_RESORT)
        return "If all of that did not help, the last resort";
    return d->verdict.status == STATUS_FAILED ? "If that was not all: for what else was found" : "Meanwhile this does no harm";
}

const char *words_otherwise(const struct plan_step *step) {
    return strcmp(step->action, "back-up") == 0 ? "If it cannot be made" : "If it does not help";
}

bool words_run(struct slice *rest, bool *is_code, struct slice *ret_run) {
    if (rest->len && rest->data[0] == '`') {
        *is_code = !*is_code;
        *rest = slice_from(*rest, 1);
    }
    size_t end = slice_find_byte(*rest, '`');
    *ret_run = slice_sub(*rest, 0, end);
    *rest = slice_from(*rest, ret_run->len);
    return ret_run->len || rest->len;
}

struct slice words_plain(const struct diagnosis *d, const char *text) {
    struct slice rest = slice_str(text), run;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(PLAIN_LIMIT);
    for (bool code = false; words_run(&rest, &code, &run);)
        buffer_append(&out, run);
    struct slice copy = buffer_ok(&out) ? arena_slice(d->arena, buffer_slice(&out)) : slice_of(NULL, 0);
    return copy.data ? copy : slice_str(text);
}

size_t words_story(const struct diagnosis *d) { return d->earlier.n_failures && d->verdict.judged ? d->earlier.n_failures + 1 : 0; }

struct words_chapter words_chapter(const struct diagnosis *d, size_t index) {
    const struct verdict *v = &d->verdict;
    if (index < d->earlier.n_failures) {
        const struct earlier_failure *e = &d->earlier.failures[index];
        return (struct words_chapter){e->attempt->start_ns, e->attempt->last_stage, e->finding->title};
    }
    return (struct words_chapter){v->judged->start_ns, v->stage, v->top ? v->top->title : "the update failed, and nothing proves why"};
}

bool words_earlier(const struct diagnosis *d, const struct finding *f) { return earlier_tells(&d->earlier, f); }

const char *words_since(const struct earlier_failure *e) {
    return e->ahead ? "The last attempt did not come as far as that again: it can still be in the way."
                    : "It was overcome: the last attempt came further.";
}

const char words_no_step_left[] = "Take this report and the evidence to Apple Support or to an authorized service provider.";

const char *words_headline(const struct diagnosis *d) {
    const struct verdict *v = &d->verdict;
    if (v->status == STATUS_FAILED && v->top)
        return words_title(d, "cause", v->top->rule->cause);
    if (v->status == STATUS_HEALTHY)
        return "No failed update found";
    return "The cause is not proved";
}

const char *words_finding_stage(const struct diagnosis *d, const struct finding *f) {
    return f->stage && strcmp(f->stage, "attempt") == 0 ? d->verdict.stage : f->stage;
}

const char *words_attempt_stage(const struct diagnosis *d, const struct attempt *a) {
    return a->judged && d->verdict.stage ? d->verdict.stage : a->last_stage;
}

void words_time(int64_t ns, char out[40]) {
    char iso[32];
    timestamp_format(ns, iso);
    out[0] = '\0';
    if (strlen(iso) >= 20)
        snprintf(out, 40, "%.10s %.8s UTC", iso, iso + 11);
}

bool words_stands(const struct finding *f) { return f->rule->cause && !f->explained_by && f->strength != STRENGTH_HINTS; }

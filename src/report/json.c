/* The verdict as JSON, schema tailor.verdict/1 (DESIGN section 7; a contract: only add). */
#include <stdio.h>

#include "base/json_writer.h"
#include "report/report.h"
#include "report/words.h"

/* A text of the knowledge, without the marks round its commands. */
static void put_plain(struct json_writer *j, const struct diagnosis *d, const char *key, const char *value) {
    json_key(j, key);
    json_slice(j, words_plain(d, value));
}

static void put_shown(struct json_writer *j, const struct diagnosis *d, const char *key, const char *value) {
    json_key(j, key);
    if (value)
        json_slice(j, report_shown(d, value));
    else
        json_null(j);
}

static void put_number(struct json_writer *j, const char *key, double value) {
    json_key(j, key);
    json_real(j, (double)(int64_t)(value * 1000 + 0.5) / 1000);
}

static void put_evidence(struct json_writer *j, const struct diagnosis *d, const struct evidence_row *row) {
    char time[32];
    timestamp_format(row->ns, time);
    json_open(j, '{');
    json_key(j, "source");
    row->source.len ? json_slice(j, report_shown_slice(d, row->source)) : json_null(j);
    json_key(j, "line");
    row->line ? json_int(j, row->line) : json_null(j);
    json_member_str(j, "time", time[0] ? time : NULL);
    json_key(j, "text");
    json_slice(j, report_shown_slice(d, row->text));
    json_close(j, '}');
}

static void put_verdict(struct json_writer *j, const struct diagnosis *d) {
    const struct verdict *v = &d->verdict;
    json_key(j, "verdict");
    json_open(j, '{');
    json_member_str(j, "cause", v->top ? v->top->rule->cause : NULL);
    json_member_str(j, "stage", v->stage);
    json_member_str(j, "rule", v->top ? v->top->rule->name : NULL);
    put_number(j, "confidence", v->confidence);
    put_shown(j, d, "summary", v->summary);
    json_key(j, "notes");
    json_open(j, '[');
    for (size_t i = 0; i < v->n_notes; i++)
        json_slice(j, report_shown(d, v->notes[i]));
    json_close(j, ']');
    json_close(j, '}');
}

static void put_findings(struct json_writer *j, const struct diagnosis *d) {
    json_key(j, "findings");
    json_open(j, '[');
    for (size_t i = 0; i < d->verdict.n_ranked; i++) {
        const struct finding *f = d->verdict.ranked[i];
        json_open(j, '{');
        json_member_str(j, "rule", f->rule->name);
        json_member_str(j, "cause", f->rule->cause);
        json_member_str(j, "stage", words_finding_stage(d, f));
        json_member_str(j, "strength", strength_name(f->strength));
        put_number(j, "confidence", f->confidence);
        put_shown(j, d, "title", f->title);
        put_shown(j, d, "because", f->because);
        json_key(j, "evidence");
        json_open(j, '[');
        for (size_t k = 0; k < f->n_evidence; k++)
            put_evidence(j, d, &f->evidence[k]);
        json_close(j, ']');
        json_member_int(j, "rows", (int64_t)f->n_rows);
        json_member_str(j, "explained_by", f->explained_by ? f->explained_by->rule->name : NULL);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* Why it failed, as far as it is proved. */
static void put_cause(struct json_writer *j, const struct diagnosis *d, const struct finding *f) {
    json_member_str(j, "cause", f ? f->rule->cause : NULL);
    json_member_str(j, "rule", f ? f->rule->name : NULL);
    put_shown(j, d, "title", f ? f->title : NULL);
    json_key(j, "evidence");
    json_open(j, '[');
    for (size_t i = 0; f && i < f->n_evidence; i++)
        put_evidence(j, d, &f->evidence[i]);
    json_close(j, ']');
}

static void put_attempts(struct json_writer *j, const struct diagnosis *d) {
    json_key(j, "attempts");
    json_open(j, '[');
    for (size_t i = d->verdict.n_attempts; i > 0; i--) {
        const struct attempt *a = &d->verdict.attempts[i - 1];
        json_open(j, '{');
        json_member_str(j, "kind", a->kind);
        json_member_str(j, "start", a->start);
        json_member_str(j, "end", a->end);
        json_member_str(j, "from", a->from_version);
        json_member_str(j, "to", a->to_version ? a->to_version : a->to_build);
        json_member_str(j, "last_stage", a->last_stage);
        json_member_str(j, "outcome", a->outcome);
        json_key(j, "judged");
        json_bool(j, a->judged);
        json_key(j, "superseded");
        json_bool(j, a->superseded);
        put_cause(j, d, a->cause);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* What stopped the attempts before the judged one, oldest first. */
static void put_earlier(struct json_writer *j, const struct diagnosis *d) {
    json_key(j, "earlier");
    json_open(j, '[');
    for (size_t i = 0; i < d->earlier.n_failures; i++) {
        const struct earlier_failure *e = &d->earlier.failures[i];
        json_open(j, '{');
        json_member_str(j, "start", e->attempt->start);
        json_member_str(j, "stage", e->attempt->last_stage);
        json_member_str(j, "cause", e->finding->rule->cause);
        json_member_str(j, "rule", e->finding->rule->name);
        put_shown(j, d, "title", e->finding->title);
        json_key(j, "overcome");
        json_bool(j, !e->ahead);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_plan(struct json_writer *j, const struct diagnosis *d) {
    json_key(j, "plan");
    json_open(j, '[');
    for (size_t i = 0; i < d->plan.n_steps; i++) {
        const struct plan_step *s = &d->plan.steps[i];
        json_open(j, '{');
        json_member_str(j, "action", s->action);
        json_member_str(j, "title", s->title);
        json_member_str(j, "kind", s->kind);
        json_member_str(j, "risk", s->risk);
        put_plain(j, d, "undo", s->undo);
        put_plain(j, d, "why", s->why);
        json_member_int(j, "minutes", s->minutes);
        json_key(j, "steps");
        json_open(j, '[');
        for (const char **step = s->steps; *step; step++)
            json_slice(j, words_plain(d, *step));
        json_close(j, ']');
        put_plain(j, d, "worked", s->worked);
        json_member_str(j, "next", s->next);
        json_member_int(j, "order", s->order);
        json_member_str(j, "part", plan_part_name(s->part));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_missing(struct json_writer *j, const struct diagnosis *d) {
    json_key(j, "missing");
    json_open(j, '[');
    for (size_t i = 0; i < d->missing.n_artefacts; i++) {
        const struct missing_artefact *a = &d->missing.artefacts[i];
        json_open(j, '{');
        json_member_str(j, "artefact", a->artefact);
        json_member_str(j, "would_tell", a->would_tell);
        json_member_str(j, "get_with", a->get_with);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_key(j, "damaged");
    json_open(j, '[');
    for (size_t i = 0; i < d->n_damaged; i++) {
        json_open(j, '{');
        put_shown(j, d, "artefact", d->damaged[i].path);
        json_member_str(j, "state", d->damaged[i].state);
        put_shown(j, d, "problem", d->damaged[i].problem);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void report_json(const struct diagnosis *d, const struct report_style *style, struct buffer *out) {
    (void)style;
    struct json_writer j = json_writer_to(out, 2);
    json_open(&j, '{');
    json_member_str(&j, "schema", "tailor.verdict/1");
    json_member_str(&j, "status", status_name(d->verdict.status));
    put_verdict(&j, d);
    put_findings(&j, d);
    put_attempts(&j, d);
    put_earlier(&j, d);
    put_plan(&j, d);
    put_missing(&j, d);
    json_key(&j, "mac");
    json_open(&j, '{');
    json_member_str(&j, "model", d->mac.model);
    json_member_str(&j, "name", d->mac.name);
    json_member_str(&j, "chip", d->mac.chip);
    json_member_str(&j, "kind", d->mac.kind);
    json_member_str(&j, "version", d->mac.version);
    json_member_str(&j, "build", d->mac.build);
    json_close(&j, '}');
    json_key(&j, "tool");
    json_open(&j, '{');
    json_member_str(&j, "version", TAILOR_VERSION);
    json_key(&j, "rules");
    char count[32];
    snprintf(count, sizeof count, "%zu rules", d->rules.n_rules);
    json_str(&j, count);
    json_close(&j, '}');
    json_close(&j, '}');
    buffer_add_byte(out, '\n');
}

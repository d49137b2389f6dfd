/* The verdict as JSON, schema tailor.verdict/1 (DESIGN section 7; a contract: only add). */
#include "report/json_parts.h"
#include "report/report.h"
#include "report/words.h"

static void put_number(struct json_writer *j, const char *key, double value) {
    json_key(j, key);
    json_real(j, (double)(int64_t)(value * 1000 + 0.5) / 1000);
}

static void put_verdict(struct json_writer *j, const struct diagnosis *d) {
    const struct verdict *v = &d->verdict;
    json_key(j, "verdict");
    json_open(j, '{');
    json_member_str(j, "cause", v->top ? v->top->rule->cause : NULL);
    json_member_str(j, "stage", v->stage);
    json_member_str(j, "rule", v->top ? v->top->rule->name : NULL);
    put_number(j, "confidence", v->confidence);
    json_put_shown(j, d, "summary", v->summary);
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
        json_put_shown(j, d, "title", f->title);
        json_put_shown(j, d, "because", f->because);
        json_key(j, "evidence");
        json_open(j, '[');
        for (size_t k = 0; k < f->n_evidence; k++)
            json_put_evidence(j, d, &f->evidence[k]);
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
    json_put_shown(j, d, "title", f ? f->title : NULL);
    json_key(j, "evidence");
    json_open(j, '[');
    for (size_t i = 0; f && i < f->n_evidence; i++)
        json_put_evidence(j, d, &f->evidence[i]);
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
        json_put_shown(j, d, "title", e->finding->title);
        json_key(j, "overcome");
        json_bool(j, !e->ahead);
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
    json_put_plan(&j, d);
    json_put_missing(&j, &d->missing);
    json_put_damaged(&j, d);
    json_put_mac_and_tool(&j, d);
    json_close(&j, '}');
    buffer_add_byte(out, '\n');
}

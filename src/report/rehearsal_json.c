/* The rehearsal as JSON, schema tailor.rehearsal/1 (docs/rehearse.md; a contract: only add). */
#include "report/json_parts.h"
#include "report/rehearsal_report.h"

static void put_target(struct json_writer *j, const struct rehearsal *r) {
    json_key(j, "target");
    json_open(j, '{');
    json_member_str(j, "version", r->target.version);
    json_member_str(j, "build", r->target.build);
    json_member_str(j, "origin", r->target.origin);
    json_close(j, '}');
}

/* What fails a check beside its own sentence: the rules and the causes that they name. */
static void put_reasons(struct json_writer *j, const struct rehearsal *r, const struct check_result *c) {
    json_key(j, "reasons");
    json_open(j, '[');
    for (size_t i = 0; i < c->n_findings; i++) {
        const struct finding *f = c->findings[i];
        json_open(j, '{');
        json_member_str(j, "rule", f->rule->is_check ? NULL : f->rule->name);
        json_member_str(j, "cause", f->rule->cause);
        json_member_str(j, "strength", strength_name(f->strength));
        json_put_shown(j, &r->base, "title", f->title);
        json_put_shown(j, &r->base, "because", f->because);
        json_key(j, "evidence");
        json_open(j, '[');
        for (size_t k = 0; k < f->n_evidence; k++)
            json_put_evidence(j, &r->base, &f->evidence[k]);
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_notes(struct json_writer *j, const struct rehearsal *r, const struct check_result *c) {
    json_key(j, "notes");
    json_open(j, '[');
    for (size_t i = 0; i < c->n_notes; i++) {
        json_open(j, '{');
        json_put_shown(j, &r->base, "says", c->notes[i].says);
        json_key(j, "evidence");
        json_open(j, '[');
        if (c->notes[i].row.text.len)
            json_put_evidence(j, &r->base, &c->notes[i].row);
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_check(struct json_writer *j, const struct rehearsal *r, const struct check_result *c) {
    json_open(j, '{');
    json_member_str(j, "check", c->check->rule.name);
    json_member_str(j, "stage", c->check->rule.stage);
    json_member_str(j, "title", c->check->rule.title);
    json_member_str(j, "outcome", check_outcome_name(c->outcome));
    json_key(j, "needed");
    json_bool(j, c->check->needed);
    json_put_shown(j, &r->base, "says", c->says);
    json_key(j, "evidence");
    json_open(j, '[');
    for (size_t i = 0; i < c->n_evidence; i++)
        json_put_evidence(j, &r->base, &c->evidence[i]);
    json_close(j, ']');
    put_reasons(j, r, c);
    put_notes(j, r, c);
    json_put_missing(j, &c->missing);
    json_close(j, '}');
}

void report_rehearsal_json(const struct rehearsal *r, const struct report_style *style, struct buffer *out) {
    (void)style;
    struct json_writer j = json_writer_to(out, 2);
    json_open(&j, '{');
    json_member_str(&j, "schema", "tailor.rehearsal/1");
    json_member_str(&j, "status", rehearsal_status_name(r->status));
    json_put_shown(&j, &r->base, "summary", r->summary);
    put_target(&j, r);
    json_member_str(&j, "first", r->first ? r->first->check->rule.name : NULL);
    json_key(&j, "checks");
    json_open(&j, '[');
    for (size_t i = 0; i < r->n_results; i++)
        put_check(&j, r, &r->results[i]);
    json_close(&j, ']');
    json_put_plan(&j, &r->base);
    json_put_damaged(&j, &r->base);
    json_put_mac_and_tool(&j, &r->base);
    json_close(&j, '}');
    buffer_add_byte(out, '\n');
}

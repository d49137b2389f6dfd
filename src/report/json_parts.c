#include "report/json_parts.h"

#include <stdio.h>

#include "report/report.h"
#include "report/words.h"

/* A text of the knowledge, without the marks round its commands. */
static void put_plain(struct json_writer *j, const struct diagnosis *d, const char *key, const char *value) {
    json_key(j, key);
    json_slice(j, words_plain(d, value));
}

void json_put_shown(struct json_writer *j, const struct diagnosis *d, const char *key, const char *value) {
    json_key(j, key);
    if (value)
        json_slice(j, report_shown(d, value));
    else
        json_null(j);
}

void json_put_evidence(struct json_writer *j, const struct diagnosis *d, const struct evidence_row *row) {
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

void json_put_plan(struct json_writer *j, const struct diagnosis *d) {
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

void json_put_missing(struct json_writer *j, const struct missing *m) {
    json_key(j, "missing");
    json_open(j, '[');
    for (size_t i = 0; i < m->n_artefacts; i++) {
        const struct missing_artefact *a = &m->artefacts[i];
        json_open(j, '{');
        json_member_str(j, "artefact", a->artefact);
        json_member_str(j, "would_tell", a->would_tell);
        json_member_str(j, "get_with", a->get_with);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void json_put_damaged(struct json_writer *j, const struct diagnosis *d) {
    json_key(j, "damaged");
    json_open(j, '[');
    for (size_t i = 0; i < d->n_damaged; i++) {
        json_open(j, '{');
        json_put_shown(j, d, "artefact", d->damaged[i].path);
        json_member_str(j, "state", d->damaged[i].state);
        json_put_shown(j, d, "problem", d->damaged[i].problem);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void json_put_mac_and_tool(struct json_writer *j, const struct diagnosis *d) {
    json_key(j, "mac");
    json_open(j, '{');
    json_member_str(j, "model", d->mac.model);
    json_member_str(j, "name", d->mac.name);
    json_member_str(j, "chip", d->mac.chip);
    json_member_str(j, "kind", d->mac.kind);
    json_member_str(j, "version", d->mac.version);
    json_member_str(j, "build", d->mac.build);
    json_close(j, '}');
    json_key(j, "tool");
    json_open(j, '{');
    json_member_str(j, "version", TAILOR_VERSION);
    json_key(j, "rules");
    char count[32];
    snprintf(count, sizeof count, "%zu rules", d->rules.n_rules);
    json_str(j, count);
    json_close(j, '}');
}

#include "report/ticket_report.h"

#include "base/json_writer.h"
#include "report/visible_text.h"

static void add_visible(struct buffer *out, const char *text) { visible_append_line(out, slice_str(text)); }

static void text_steps(const struct viewed_ticket *t, struct buffer *out) {
    for (size_t i = 0; i < t->n_steps; i++) {
        buffer_printf(out, "  %-12s%-9s", t->steps[i].step, t->steps[i].outcome);
        add_visible(out, t->steps[i].text);
        buffer_add_byte(out, '\n');
    }
}

static void text_fact(const struct ticket_fact *f, struct buffer *out) {
    buffer_printf(out, "    %-6s", f->code ? f->code : "");
    add_visible(out, f->value ? f->value : "(not shown)");
    if (f->means) {
        buffer_add_str(out, "  ");
        add_visible(out, f->means);
    }
    buffer_add_byte(out, '\n');
}

/* Under the name of each object its properties. */
static void text_facts(const struct viewed_ticket *t, struct buffer *out) {
    const char *object = "";
    for (size_t i = 0; i < t->n_facts; i++) {
        const struct ticket_fact *f = &t->facts[i];
        if (f->object && strcmp(f->object, object) != 0) {
            object = f->object;
            buffer_printf(out, "  %s", strcmp(object, "MANP") == 0 ? "What the ticket is for (MANP)" : object);
            if (f->image) {
                buffer_add_str(out, "  ");
                add_visible(out, f->image);
            }
            buffer_add_byte(out, '\n');
        }
        text_fact(f, out);
    }
}

static const char *verdict_words(const char *verdict) {
    return strcmp(verdict, "passed") == 0   ? "Every step passed."
           : strcmp(verdict, "failed") == 0 ? "The ticket fails."
                                            : "Not everything could be verified.";
}

void ticket_report_text(const struct ticket_view *v, bool facts, struct buffer *out) {
    for (size_t i = 0; i < v->n_tickets; i++) {
        const struct viewed_ticket *t = &v->tickets[i];
        add_visible(out, t->source);
        if (t->number > 1)
            buffer_printf(out, " (ticket %lld)", (long long)t->number);
        buffer_add_str(out, "\n  ");
        add_visible(out, t->text);
        buffer_printf(out, ".\n  %s\n", verdict_words(t->verdict));
        text_steps(t, out);
        if (facts)
            text_facts(t, out);
        buffer_add_byte(out, '\n');
    }
    if (v->n_left_out)
        buffer_printf(out, "%zu more tickets are left out.\n", v->n_left_out);
    for (size_t i = 0; i < v->n_losses; i++) {
        add_visible(out, v->losses[i].path);
        buffer_add_str(out, ": ");
        add_visible(out, v->losses[i].problem);
        buffer_add_byte(out, '\n');
    }
    if (v->n_tickets == 0)
        buffer_add_str(out, "No ticket was found.\n");
}

static void json_ticket(struct json_writer *j, const struct viewed_ticket *t) {
    json_open(j, '{');
    json_member_str(j, "source", t->source);
    json_member_int(j, "ticket", t->number);
    json_member_str(j, "form", t->form);
    json_member_str(j, "text", t->text);
    json_member_str(j, "signer", t->signer);
    json_member_str(j, "root", t->root);
    json_member_str(j, "verdict", t->verdict);
    json_key(j, "steps");
    json_open(j, '[');
    for (size_t i = 0; i < t->n_steps; i++) {
        json_open(j, '{');
        json_member_str(j, "step", t->steps[i].step);
        json_member_str(j, "outcome", t->steps[i].outcome);
        json_member_str(j, "text", t->steps[i].text);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_key(j, "properties");
    json_open(j, '[');
    for (size_t i = 0; i < t->n_facts; i++) {
        json_open(j, '{');
        json_member_str(j, "object", t->facts[i].object);
        json_member_str(j, "image", t->facts[i].image);
        json_member_str(j, "code", t->facts[i].code);
        json_member_str(j, "name", t->facts[i].name);
        json_member_str(j, "value", t->facts[i].value);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

void ticket_report_json(const struct ticket_view *v, struct buffer *out) {
    struct json_writer j = json_writer_to(out, 2);
    json_open(&j, '{');
    json_member_str(&j, "schema", "tailor.ticket/1");
    json_key(&j, "tickets");
    json_open(&j, '[');
    for (size_t i = 0; i < v->n_tickets; i++)
        json_ticket(&j, &v->tickets[i]);
    json_close(&j, ']');
    json_key(&j, "missing");
    json_open(&j, '[');
    for (size_t i = 0; i < v->n_losses; i++) {
        json_open(&j, '{');
        json_member_str(&j, "artefact", v->losses[i].path);
        json_member_str(&j, "problem", v->losses[i].problem);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buffer_add_byte(out, '\n');
}

#include "collect/bundle_json.h"

#include "base/json_writer.h"

enum { MOST_TEXT = 1 << 20 };

struct writing {
    const struct collection *c;
    struct redactor *redactor;
    struct json_writer json;
    struct buffer text;
};

static void value(struct writing *w, const char *text) {
    buffer_clear(&w->text);
    if (text)
        redact_append(w->redactor, slice_str(text), &w->text);
    if (text)
        json_slice(&w->json, buffer_slice(&w->text));
    else
        json_null(&w->json);
}

static void member(struct writing *w, const char *key, const char *text) {
    json_key(&w->json, key);
    value(w, text);
}

static const char *status(const struct collect_item *item, const struct outcome *o) {
    if (o->in_bundle)
        return item->cut || o->problem ? "cut" : "saved";
    if (item->held)
        return "left out";
    return !item->kinds ? "missing" : item->command && item->command->started ? "failed" : "not run";
}

static void write_command(struct writing *w, const struct collect_item *item, const struct outcome *o) {
    const struct os_command *c = item->command;
    json_open(&w->json, '{');
    member(w, "name", item->path + strlen("commands/"));
    json_member_str(&w->json, "status", status(item, o));
    member(w, "problem", o->problem ? o->problem : item->problem);
    if (c) {
        json_key(&w->json, "argv");
        json_open(&w->json, '[');
        for (size_t i = 0; c->argv[i]; i++)
            value(w, c->argv[i]);
        json_close(&w->json, ']');
        json_key(&w->json, "exit");
        c->code >= 0 ? json_int(&w->json, c->code) : json_null(&w->json);
        json_member_str(&w->json, "signal", c->signal ? os_signal_name(c->signal) ? os_signal_name(c->signal) : "another" : NULL);
        json_key(&w->json, "seconds");
        json_real(&w->json, (double)(c->ns / 1000000) / 1000);
        json_member_int(&w->json, "bytes", (int64_t)c->bytes);
        json_key(&w->json, "timed_out");
        json_bool(&w->json, c->timed_out);
        json_key(&w->json, "truncated");
        json_bool(&w->json, c->cut);
        member(w, "stderr", c->told[0] ? c->told : NULL);
    }
    json_key(&w->json, "needs_root");
    json_bool(&w->json, item->needs_root);
    json_member_str(&w->json, "kinds", item->kinds);
    json_close(&w->json, '}');
}

static void write_file(struct writing *w, const struct collect_item *item, const struct outcome *o) {
    char when[32];
    json_open(&w->json, '{');
    member(w, "path", item->path);
    json_member_str(&w->json, "status", status(item, o));
    member(w, "problem", o->problem ? o->problem : item->problem);
    if (item->listed != UINT64_MAX) {
        json_member_int(&w->json, "bytes", (int64_t)item->size);
        json_member_int(&w->json, "size", (int64_t)item->listed);
        timestamp_format(item->modified, when);
        json_member_str(&w->json, "modified", when);
    }
    json_close(&w->json, '}');
}

static void write_items(struct writing *w, const struct outcome *outcomes, const char *key, bool commands,
                        void (*write)(struct writing *, const struct collect_item *, const struct outcome *)) {
    json_key(&w->json, key);
    json_open(&w->json, '[');
    for (size_t i = 0; i < w->c->n_items; i++)
        if ((w->c->items[i].kinds != NULL) == commands)
            write(w, &w->c->items[i], &outcomes[i]);
    json_close(&w->json, ']');
}

void bundle_json_write(const struct collection *c, const struct outcome *outcomes, struct redactor *redactor, struct buffer *out) {
    struct writing w = {.c = c, .redactor = redactor, .json = json_writer_to(out, 1), .text = buffer_with_limit(MOST_TEXT)};
    char when[32];
    timestamp_format(c->options.now, when);
    json_open(&w.json, '{');
    json_key(&w.json, "schema");
    json_str(&w.json, "tailor.bundle/1");
    json_key(&w.json, "tool");
    json_str(&w.json, "tailor " TAILOR_VERSION);
    json_key(&w.json, "collected");
    json_str(&w.json, when);
    member(&w, "root", c->options.root);
    json_key(&w.json, "as_root");
    json_bool(&w.json, c->options.as_root);
    json_key(&w.json, "redacted");
    json_bool(&w.json, redactor != NULL);
    write_items(&w, outcomes, "commands", true, write_command);
    write_items(&w, outcomes, "files", false, write_file);
    json_close(&w.json, '}');
    buffer_add_byte(out, '\n');
    buffer_free(&w.text);
}

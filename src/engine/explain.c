#include "engine/explain.h"

#include "base/json_writer.h"
#include "format/nserror.h"

enum { MAX_QUESTION = 1 << 16, MAX_HITS = 16, FIRST_STATUS_CODE = 3100, LAST_STATUS_CODE = 3999 };

/* ---- the result ---- */

static void add(struct explanation *e, struct explained item) {
    if (e->n == EXPLAIN_MAX) {
        e->left_out++;
        return;
    }
    e->n_known += item.known;
    e->items[e->n++] = item;
}

static struct explained of_known(const struct known_error *known) {
    return (struct explained){.kind = EXPLAINED_CODE,
                              .known = true,
                              .has_code = true,
                              .code = known->code,
                              .domain = known->domain,
                              .name = known->name,
                              .meaning = known->meaning,
                              .stage = known->stage,
                              .cause = known->cause,
                              .source = known->source,
                              .detail = "",
                              .also = ""};
}

static struct explained unknown_code(const char *domain, int64_t code, bool has_code) {
    return (struct explained){.kind = EXPLAINED_CODE,
                              .has_code = has_code,
                              .code = code,
                              .domain = domain,
                              .name = "",
                              .meaning = "This code is not known to tailor.",
                              .stage = "",
                              .cause = "",
                              .source = "",
                              .detail = "",
                              .also = ""};
}

/* AuthInstall's codes from 3100 on hold the signing server's STATUS or an HTTP status; those not listed can still be taken apart. */
static bool derived_code(struct arena *arena, const char *domain, int64_t code, struct explained *ret) {
    if (code < FIRST_STATUS_CODE || code > LAST_STATUS_CODE || (*domain && !strstr(domain, "AuthInstall")))
        return false;
    long long status = (long long)(code - FIRST_STATUS_CODE);
    struct explained item = unknown_code(*domain ? domain : "AMAuthInstallErrorDomain", code, true);
    item.known = true;
    item.meaning = arena_printf(arena, "The signing exchange failed with %s %lld (3100 + %lld).",
                                status >= 300 ? "HTTP status" : "the signing server's STATUS", status, status);
    item.stage = "personalize";
    item.source = "libauthinstall (macOS 10.15): 3100 + status";
    *ret = item;
    return item.meaning != NULL;
}

/* ---- a number, a name, a domain with a number ---- */

/* Domains in which the code means the same become one item. */
static bool merged(struct arena *arena, struct explanation *e, const struct known_error *known) {
    for (size_t i = 0; i < e->n; i++) {
        struct explained *item = &e->items[i];
        if (strcmp(item->meaning, known->meaning) != 0)
            continue;
        item->also = *item->also ? arena_printf(arena, "%s, %s", item->also, known->domain) : known->domain;
        if (!item->also)
            item->also = "";
        return true;
    }
    return false;
}

static void explain_number(struct arena *arena, const struct knowledge *k, int64_t code, struct explanation *e) {
    const struct known_error *first;
    size_t n = known_error_with_code(knowledge_errors(k), code, &first);
    struct explained derived;
    for (size_t i = 0; i < n; i++)
        if (!merged(arena, e, &first[i]))
            add(e, of_known(&first[i]));
    if (n == 0 && derived_code(arena, "", code, &derived))
        add(e, derived);
}

static void explain_domain_code(struct arena *arena, const struct knowledge *k, struct slice written, int64_t code, struct explanation *e) {
    const struct known_errors *errors = knowledge_errors(k);
    const char *domain = known_error_domain(errors, written);
    const struct known_error *known = domain ? known_error_find(errors, slice_str(domain), code) : NULL;
    struct explained derived;
    if (known)
        add(e, of_known(known));
    else if (domain && derived_code(arena, domain, code, &derived))
        add(e, derived);
    else if (domain)
        add(e, unknown_code(domain, code, true));
}

/* One word or two: true when the question has that form, whether or not it is known. */
static bool explain_words(struct arena *arena, const struct knowledge *k, struct slice question, struct explanation *e) {
    struct slice rest = question, first, second = {0}, third;
    int64_t code = 0;
    if (!slice_next_word(&rest, &first))
        return true;
    bool two = slice_next_word(&rest, &second);
    if (slice_next_word(&rest, &third))
        return false;
    if (two && slice_to_int64(second, &code)) {
        explain_domain_code(arena, k, first, code, e);
        return e->n > 0;
    }
    if (two)
        return false;
    if (slice_to_int64(first, &code)) {
        explain_number(arena, k, code, e);
        return true;
    }
    const struct known_error *named = known_error_named(knowledge_errors(k), first);
    if (named)
        add(e, of_known(named));
    return named != NULL;
}

/* ---- pasted text ---- */

static const char *copy(struct arena *arena, struct slice s) {
    const char *text = s.len > 0 ? arena_string(arena, s) : "";
    return text ? text : "";
}

static void explain_found(struct arena *arena, const struct knowledge *k, const struct nserror *found, struct explanation *e) {
    const struct known_errors *errors = knowledge_errors(k);
    const struct known_error *known =
        found->has_code ? known_error_find(errors, found->domain, found->code) : known_error_named(errors, found->name);
    const char *domain = copy(arena, found->domain);
    struct explained item;
    if (known)
        item = of_known(known);
    else if (!found->has_code || !derived_code(arena, domain, found->code, &item))
        item = unknown_code(domain, found->code, found->has_code);
    if (!*item.name)
        item.name = copy(arena, found->name);
    item.depth = found->depth;
    item.detail = copy(arena, found->text.data ? found->text : found->description);
    add(e, item);
}

static void explain_dialog(struct arena *arena, const struct dialog_hit *hit, struct explanation *e) {
    const struct known_dialog *d = hit->dialog;
    for (size_t i = 0; i < e->n; i++) /* a chain says the same sentence at every level */
        if (e->items[i].kind == EXPLAINED_DIALOG && strcmp(e->items[i].name, d->dialog) == 0)
            return;
    add(e, (struct explained){.kind = EXPLAINED_DIALOG,
                              .known = true,
                              .domain = "",
                              .name = d->dialog,
                              .meaning = d->means,
                              .stage = d->stage,
                              .cause = d->cause,
                              .source = d->source,
                              .detail = copy(arena, hit->detail),
                              .also = ""});
}

static bool explain_text(struct arena *arena, const struct knowledge *k, struct slice question, struct explanation *e) {
    struct nserror_list list;
    nserror_find(question, &list);
    for (size_t i = 0; i < list.n; i++)
        explain_found(arena, k, &list.errors[i], e);
    e->left_out += list.left_out;
    struct dialog_text *scratch = dialog_text_new(arena, question.len);
    if (!scratch)
        return false;
    struct dialog_hit hits[MAX_HITS];
    size_t n = dialog_match(knowledge_dialogs(k), scratch, question, hits, MAX_HITS);
    for (size_t i = 0; i < n; i++)
        explain_dialog(arena, &hits[i], e);
    return true;
}

bool explain_question(struct arena *arena, const struct knowledge *k, struct slice question, struct explanation *ret, struct error *err) {
    struct explanation e = {0};
    question = slice_trim(slice_sub(question, 0, MAX_QUESTION));
    e.question = copy(arena, question);
    e.items = arena_array(arena, EXPLAIN_MAX, sizeof *e.items);
    if (!e.items || (!explain_words(arena, k, question, &e) && !explain_text(arena, k, question, &e)))
        return error_set(err, "out of memory");
    *ret = e;
    return true;
}

/* ---- output ---- */

/* What a person pasted goes to a terminal: no control characters. */
static void write_plain(struct buffer *out, const char *text) {
    for (; *text; text++)
        buffer_add_byte(out, (uint8_t)*text < 0x20 || *text == 0x7F ? ' ' : (uint8_t)*text);
}

static void write_heading(const struct explained *item, struct buffer *out) {
    for (size_t i = 0; i < item->depth && i < 16; i++)
        buffer_add_str(out, "  ");
    if (item->kind == EXPLAINED_DIALOG) {
        buffer_printf(out, "Dialog %s", item->name);
    } else {
        write_plain(out, item->domain);
        if (item->has_code)
            buffer_printf(out, " %lld", (long long)item->code);
        if (*item->name) {
            buffer_add_str(out, " (");
            write_plain(out, item->name);
            buffer_add_str(out, ")");
        }
    }
    if (*item->also)
        buffer_printf(out, ", the same in %s", item->also);
    if (*item->detail) {
        buffer_add_str(out, ": ");
        write_plain(out, item->detail);
    }
    buffer_add_byte(out, '\n');
}

static void indent(const struct explained *item, struct buffer *out) {
    for (size_t i = 0; i <= item->depth && i < 17; i++)
        buffer_add_str(out, "  ");
}

static void write_item(const struct explained *item, struct buffer *out) {
    write_heading(item, out);
    indent(item, out);
    buffer_printf(out, "%s\n", item->meaning);
    if (!item->known)
        return;
    indent(item, out);
    if (*item->stage)
        buffer_printf(out, "Stage: %s. ", item->stage);
    if (*item->cause)
        buffer_printf(out, "Cause: %s. ", item->cause);
    else
        buffer_printf(out, "Cause: not told by %s alone. ", item->kind == EXPLAINED_DIALOG ? "the sentence" : "the code");
    buffer_printf(out, "Source: %s\n", item->source);
}

void explain_write_text(const struct explanation *e, struct buffer *out) {
    for (size_t i = 0; i < e->n; i++)
        write_item(&e->items[i], out);
    if (e->left_out > 0)
        buffer_printf(out, "%zu more are left out.\n", e->left_out);
    if (e->n == 0) {
        buffer_add_str(out, "Nothing is known of: ");
        write_plain(out, e->question);
        buffer_add_byte(out, '\n');
    }
}

static void json_text(struct json_writer *j, const char *key, const char *text) { json_member_str(j, key, *text ? text : NULL); }

static void json_item(struct json_writer *j, const struct explained *item) {
    json_open(j, '{');
    json_text(j, "kind", item->kind == EXPLAINED_DIALOG ? "dialog" : "code");
    json_key(j, "known");
    json_bool(j, item->known);
    json_text(j, "domain", item->domain);
    json_key(j, "code");
    if (item->has_code)
        json_int(j, item->code);
    else
        json_null(j);
    json_text(j, "name", item->name);
    json_member_int(j, "depth", (int64_t)item->depth);
    json_text(j, "meaning", item->meaning);
    json_text(j, "stage", item->stage);
    json_text(j, "cause", item->cause);
    json_text(j, "source", item->source);
    json_text(j, "detail", item->detail);
    json_text(j, "also", item->also);
    json_close(j, '}');
}

void explain_write_json(const struct explanation *e, struct buffer *out) {
    struct json_writer j = json_writer_to(out, 2);
    json_open(&j, '{');
    json_text(&j, "schema", "tailor.explanation/1");
    json_text(&j, "question", e->question);
    json_key(&j, "explanations");
    json_open(&j, '[');
    for (size_t i = 0; i < e->n; i++)
        json_item(&j, &e->items[i]);
    json_close(&j, ']');
    json_member_int(&j, "left_out", (int64_t)e->left_out);
    json_close(&j, '}');
    buffer_add_byte(out, '\n');
}

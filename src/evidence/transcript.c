/*
 * A copy of a terminal as evidence: each command's output is offered as the artefact that it is (knowledge/typed_command.tsv), what stands
 * in front of the first prompt as the words of the person.
 */
#include "format/transcript.h"

#include <stdlib.h>

#include "evidence/visit.h"
#include "format/text_decode.h"

enum { MAX_TRANSCRIPT = 4 << 20, MAX_PARTS = 500, MAX_WORDS = 12 };

struct pasted {
    struct visit *visit;
    const struct item *item;
    const struct tsv *typed; /* knowledge/typed_command.tsv */
    size_t n_parts;
};

static bool knows_command(void *context, struct slice word) { return tsv_find(context, "command", word) != SIZE_MAX; }

/* How many bytes of the command the words of the row match; 0: it is another command. */
static size_t matched(struct slice command, struct slice words) {
    struct slice typed, word;
    size_t bytes = 0;
    while (slice_next_word(&words, &word)) {
        if (!slice_next_word(&command, &typed) || !slice_equal(bytes ? typed : transcript_program(typed), word))
            return 0;
        bytes += word.len;
    }
    return bytes;
}

/* The last argument that is a file: "tail -4 /var/log/install.log" reads "root/private/var/log/install.log". */
static bool file_of(struct slice command, struct buffer *out) {
    struct slice word, file = {0};
    while (slice_next_word(&command, &word)) {
        if (slice_is(word, "|") || slice_is(word, ">") || slice_is(word, ";") || slice_is(word, "2>&1"))
            break;
        if (word.data[0] == '/')
            file = word;
    }
    buffer_add_str(out, slice_starts_with(file, "/var/") || slice_starts_with(file, "/etc/") ? "root/private" : "root");
    buffer_append(out, file);
    return file.len > 1;
}

/* The artefact that the output of a command is. */
static bool artefact_of(const struct tsv *t, struct slice command, struct buffer *out) {
    size_t best = 0, row = SIZE_MAX;
    for (size_t i = 0; i < t->n_rows; i++) {
        size_t n = matched(command, slice_str(tsv_named_cell(t, i, "command")));
        if (n > best) {
            best = n;
            row = i;
        }
    }
    struct slice artefact = slice_str(tsv_named_cell(t, row, "artefact"));
    if (slice_is(artefact, "FILE"))
        return file_of(command, out);
    buffer_append(out, artefact);
    return artefact.len > 0;
}

static void offer_part(struct pasted *p, struct slice artefact, struct slice text) {
    struct buffer path CLEANUP_BUFFER = buffer_with_limit(VISIT_PATH_BYTES);
    buffer_append(&path, p->item->path);
    buffer_printf(&path, "/%zu/", ++p->n_parts); /* the same command may have been typed twice */
    buffer_append(&path, artefact);
    struct item part = {.path = buffer_slice(&path),
                        .naming = artefact,
                        .size = text.len,
                        .modified = p->item->modified,
                        .owner = -1,
                        .nesting = p->item->nesting + 1};
    struct memory_source memory;
    if (!buffer_ok(&path) || !visit_count(p->visit, p->item->path) || !visit_wants(p->visit, &part))
        return;
    memory_source_open(&memory, text);
    visit_stream(p->visit, &part, &memory.source);
}

static void offer_parts(struct pasted *p, struct slice text) {
    struct transcript t = transcript_of(text, knows_command, (void *)(uintptr_t)p->typed);
    struct transcript_part part;
    bool first = true;
    while (transcript_next(&t, &part) && p->n_parts < MAX_PARTS) {
        struct buffer artefact CLEANUP_BUFFER = buffer_with_limit(VISIT_PATH_BYTES);
        if (part.command.len && artefact_of(p->typed, part.command, &artefact) && slice_trim(part.text).len)
            offer_part(p, buffer_slice(&artefact), part.text);
        else if (!part.command.len && first)
            offer_part(p, slice_str("dialog.txt"), part.text);
        first = false;
    }
}

/* The text of a whole source, decoded; at most MAX_TRANSCRIPT bytes of it. */
static bool read_text(struct source *source, struct buffer *bytes, struct buffer *scratch, struct slice *ret_text) {
    struct slice view;
    struct error err;
    while (bytes->len < MAX_TRANSCRIPT && source_next(source, &view, &err) && view.len)
        buffer_append(bytes, slice_sub(view, 0, MAX_TRANSCRIPT - bytes->len));
    struct text_decode d = text_decode_start();
    return buffer_ok(bytes) && text_decode_push(&d, buffer_slice(bytes), true, scratch, ret_text, &err);
}

bool visit_transcript(struct visit *v, const struct item *item, struct source *source) {
    struct pasted p = {.visit = v, .item = item, .typed = knowledge_find(v->options->knowledge, "typed_command")};
    struct buffer bytes CLEANUP_BUFFER = buffer_with_limit(MAX_TRANSCRIPT);
    struct buffer scratch CLEANUP_BUFFER = buffer_with_limit((size_t)3 * MAX_TRANSCRIPT + TEXT_DECODE_SNIFF);
    struct slice text;
    if (!p.typed || !read_text(source, &bytes, &scratch, &text))
        return false;
    offer_parts(&p, text);
    visit_note(v, item->path, "transcript", p.n_parts ? EVIDENCE_READ : EVIDENCE_LISTED, NULL, item->size);
    return true;
}

bool visit_is_transcript(const struct visit *v, struct slice head) {
    const struct tsv *typed = knowledge_find(v->options->knowledge, "typed_command");
    struct buffer scratch CLEANUP_BUFFER = buffer_with_limit((size_t)3 * VISIT_FILE_BUFFER + TEXT_DECODE_SNIFF);
    struct text_decode d = text_decode_start();
    struct slice text;
    struct error err;
    return typed && text_decode_push(&d, head, true, &scratch, &text, &err) &&
           transcript_recognises(text, knows_command, (void *)(uintptr_t)typed);
}

const char *visit_typed_kind(const struct visit *v, struct slice path) {
    const struct tsv *typed = knowledge_find(v->options->knowledge, "typed_command");
    struct buffer artefact CLEANUP_BUFFER = buffer_with_limit(VISIT_PATH_BYTES);
    struct slice name = path, word, rest;
    for (size_t at; (at = slice_find_byte(name, '/')) != SLICE_NOT_FOUND;)
        name = slice_from(name, at + 1);
    name = slice_ends_with(name, ".txt") ? slice_sub(name, 0, name.len - 4) : name;
    rest = name;
    if (!typed || !slice_next_word(&rest, &word) || !knows_command((void *)(uintptr_t)typed, word) || !artefact_of(typed, name, &artefact))
        return NULL;
    return knowledge_artefact_kind(v->options->knowledge, buffer_slice(&artefact));
}

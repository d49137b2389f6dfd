/* tailor explain: what an error code, a pasted error or a sentence of a dialog means. */
#include <stdio.h>

#include "cli/verb.h"
#include "engine/explain.h"

enum { ARENA_BYTES = 8 << 20, MAX_QUESTION = 1 << 16, MAX_OUTPUT = 4 << 20, EXIT_EXPLAINED = 0, EXIT_UNKNOWN = 1 };

static void read_standard_input(struct buffer *question) {
    uint8_t bytes[4096];
    size_t got = 0;
    while (buffer_ok(question) && (got = fread(bytes, 1, sizeof bytes, stdin)) > 0) /* which may have no end */
        buffer_append(question, slice_of(bytes, got));
}

/* The words joined with blanks; "-" alone is standard input. */
static void read_question(const struct options *o, struct buffer *question) {
    if (o->n_operands == 1 && strcmp(o->operands[0], "-") == 0)
        read_standard_input(question);
    else
        for (size_t i = 0; i < o->n_operands; i++)
            buffer_printf(question, "%s%s", i ? " " : "", o->operands[i]);
}

static bool answer(const struct options *o, struct arena *arena, struct buffer *out, bool *ret_known, struct error *err) {
    struct buffer question CLEANUP_BUFFER = buffer_with_limit(MAX_QUESTION);
    struct explanation e;
    read_question(o, &question);
    if (ferror(stdin))
        return error_set(err, "standard input cannot be read");
    if (!buffer_ok(&question))
        return error_set(err, "the question is longer than %d bytes", MAX_QUESTION);
    struct knowledge *k = knowledge_open(o->value[OPTION_RULES], err);
    bool good = k && explain_question(arena, k, buffer_slice(&question), &e, err);
    if (good && o->value[OPTION_FORMAT] && strcmp(o->value[OPTION_FORMAT], "json") == 0)
        explain_write_json(&e, out);
    else if (good)
        explain_write_text(&e, out);
    *ret_known = good && e.n_known > 0;
    knowledge_close(k);
    return good;
}

static bool is_format(const char *name) { return !name || strcmp(name, "text") == 0 || strcmp(name, "json") == 0; }

static int run(const struct options *o) {
    if (!is_format(o->value[OPTION_FORMAT]))
        return complain(EXIT_USAGE, "there is no format %s for an explanation", o->value[OPTION_FORMAT]);
    struct error err = {{0}};
    struct arena *arena CLEANUP_ARENA = arena_new(ARENA_BYTES);
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(MAX_OUTPUT);
    bool known = false;
    if (o->n_operands == 0)
        return complain(EXIT_USAGE, "name a code, an error, or the sentence of a dialog");
    if (!arena || !answer(o, arena, &out, &known, &err))
        return complain(EXIT_USAGE, "%s", arena ? err.text : "out of memory");
    return write_output(o, &out, known ? EXIT_EXPLAINED : EXIT_UNKNOWN);
}

const struct verb verb_explain = {
    .name = "explain",
    .operands = "CODE-OR-TEXT...",
    .summary = "what an Apple error code or message means",
    .help = "Exit status: 0 explained, 1 nothing is known of it. - reads the text from standard input.\n"
            "\n"
            "  tailor explain 3194\n"
            "  tailor explain MobileSoftwareUpdateErrorDomain 31\n"
            "  tailor explain \"Failed to personalize the software update\"\n",
    .takes = {OPTION_RULES},
    .n_takes = 1,
    .run = run,
};

#include "cli/verb_explain.h"

#include <stdio.h>

#include "engine/explain.h"

enum { ARENA_BYTES = 8 << 20, MAX_QUESTION = 1 << 16, MAX_OUTPUT = 4 << 20, EXIT_EXPLAINED = 0, EXIT_UNKNOWN = 1, EXIT_FAILURE_OR_USE = 2 };

struct request {
    bool json;
    const char *rules;
    struct buffer question;
};

static void read_standard_input(struct buffer *question) {
    uint8_t bytes[4096];
    size_t got = 0;
    while ((got = fread(bytes, 1, sizeof bytes, stdin)) > 0)
        buffer_append(question, slice_of(bytes, got));
}

/* Options end at the first word of the question: codes begin with '-' too. */
static bool read_arguments(int argc, char **argv, struct request *r, struct error *err) {
    int i = 1;
    for (; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            r->json = true;
        else if (strcmp(argv[i], "--rules") == 0 && i + 1 < argc)
            r->rules = argv[++i];
        else
            break;
    }
    i += i < argc && strcmp(argv[i], "--") == 0;
    if (i == argc)
        return error_set(err, "explain needs a code, a name, an error text or a sentence");
    if (argc - i == 1 && strcmp(argv[i], "-") == 0)
        read_standard_input(&r->question);
    else
        for (int word = i; word < argc; word++)
            buffer_printf(&r->question, "%s%s", word > i ? " " : "", argv[word]);
    return buffer_ok(&r->question) ? true : error_set(err, "the question is longer than %d bytes", MAX_QUESTION);
}

static bool answer(const struct request *r, const struct knowledge *k, struct arena *arena, bool *ret_known, struct error *err) {
    struct explanation e;
    if (!explain_question(arena, k, buffer_slice(&r->question), &e, err))
        return false;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(MAX_OUTPUT);
    if (r->json)
        explain_write_json(&e, &out);
    else
        explain_write_text(&e, &out);
    if (!buffer_ok(&out) || fwrite(out.data, 1, out.len, stdout) != out.len)
        return error_set(err, "the answer could not be written");
    *ret_known = e.n_known > 0;
    return true;
}

int verb_explain(int argc, char **argv) {
    struct error err = {.text = "out of memory"};
    struct request r = {.question = buffer_with_limit(MAX_QUESTION)};
    struct arena *arena = arena_new(ARENA_BYTES);
    struct knowledge *k = NULL;
    bool known = false;
    bool good = arena && read_arguments(argc, argv, &r, &err);
    good = good && (k = knowledge_open(r.rules, &err)) && answer(&r, k, arena, &known, &err);
    if (!good)
        fprintf(stderr, "tailor explain: %s\n", err.text);
    knowledge_close(k);
    arena_free(arena);
    buffer_free(&r.question);
    if (!good)
        return EXIT_FAILURE_OR_USE;
    return known ? EXIT_EXPLAINED : EXIT_UNKNOWN;
}

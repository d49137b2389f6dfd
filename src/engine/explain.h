/*
 * explain: what an error code, a pasted error object, a signing server's
 * STATUS or a sentence of a dialog means.
 *
 * The question is what a person types or pastes: "3194", "0xC7A",
 * "MobileSoftwareUpdateErrorDomain 31", "MSU_ERR_NETWORK", "STATUS=94",
 * "Error Domain=… Code=… UserInfo={…}", "Failed to personalize…". One result
 * serves text and JSON. Everything in it lives in the arena and the knowledge.
 *
 *     struct explanation e;
 *     if (!explain_question(arena, knowledge, slice_str(question), &e, &err)) ...
 *     explain_write_text(&e, &out);     e.n == 0: nothing is known
 */
#ifndef TAILOR_ENGINE_EXPLAIN_H
#define TAILOR_ENGINE_EXPLAIN_H

#include "base/buffer.h"
#include "knowledge/knowledge.h"

enum explained_kind { EXPLAINED_CODE, EXPLAINED_DIALOG };

/* Texts are "" where nothing is known. */
struct explained {
    enum explained_kind kind;
    bool known; /* false: named by the question, but not in what is known */
    bool has_code;
    int64_t code;
    size_t depth;       /* in a pasted chain; 0 otherwise */
    const char *domain; /* of a code */
    const char *name;   /* symbolic name of a code; name of a dialog */
    const char *meaning, *stage, *cause, *source;
    const char *detail; /* the error's own text, or what stands in the dialog's hole */
    const char *also;   /* other domains in which the code means the same */
};

enum { EXPLAIN_MAX = 96 };

struct explanation {
    const char *question;
    struct explained *items; /* likeliest or outermost first */
    size_t n, n_known;
    size_t left_out; /* past EXPLAIN_MAX */
};

/* False only when memory is short. */
bool explain_question(struct arena *arena, const struct knowledge *k, struct slice question, struct explanation *ret,
                      struct error *err) MUST_USE;

void explain_write_text(const struct explanation *e, struct buffer *out);
/* {"schema":"tailor.explanation/1","question":…,"explanations":[…]} */
void explain_write_json(const struct explanation *e, struct buffer *out);

#endif

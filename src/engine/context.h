/*
 * context: the lines round the quoted ones, as they stand in the evidence.
 *
 * A finding keeps the line that proves it; a person wants to see what stood before and behind it. The tables do not keep that, so the
 * evidence is walked once more, by a confined child as in scan.h, for the sources of the findings only, and no further than to the last
 * line that is wanted. What cannot be read again (standard input) or is no text has no context; nor has a quote that does not stand
 * at its line as the finding has it (values made of a property list). Nothing here fails: without context a report is whole.
 *
 * Limits: CONTEXT_LINES lines on each side, CONTEXT_BYTES of each, the quotes of the first CONTEXT_PLACES rows.
 *
 *     context_read(&options->scan, session, arena, &verdict, &context);
 *     struct context_round round;
 *     if (context_round(&context, &row, &round)) ... round.before[0 .. round.n_before - 1] ...
 */
#ifndef TAILOR_ENGINE_CONTEXT_H
#define TAILOR_ENGINE_CONTEXT_H

#include "engine/scan.h"
#include "engine/verdict.h"

enum { CONTEXT_LINES = 3, CONTEXT_BYTES = 320, CONTEXT_PLACES = 400 };

struct context_line {
    int64_t number;
    struct slice text; /* CONTEXT_BYTES long where it was longer */
};

/* Lines of one artefact that are wanted, from `from` to `to`. */
struct context_place {
    struct slice source;
    int64_t from, to;
    struct context_line *lines; /* by their distance from `from`; the text NULL where the file has no such line */
};

struct context {
    struct context_place *places; /* by source and line; they do not overlap */
    size_t n_places;
};

struct context_round {
    struct context_line before[CONTEXT_LINES], after[CONTEXT_LINES];
    size_t n_before, n_after;
};

void context_read(const struct scan_options *options, struct session *s, struct arena *arena, const struct verdict *v,
                  struct context *ret_context);
/* False: nothing is known of what stands round this row. Lines that `row` itself goes on in are not part of `after`. */
bool context_round(const struct context *c, const struct evidence_row *row, struct context_round *ret_round);

#endif

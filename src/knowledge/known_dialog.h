/*
 * known_dialog: the sentences of knowledge/dialog.tsv, found in any text.
 *
 * A pattern is compared in the form of dialog_text.h; `{…}` in it is a hole for
 * any text of at most 120 bytes in one sentence. `|` before or behind it asks
 * that a sentence or line begins or ends there: "|Download failed|" is not found
 * in "Download failed to start". One pass over the text finds all of them. A
 * sentence inside a longer known one is not told separately.
 *
 * Built once when the knowledge is opened, owned by it and constant from then on;
 * the caller brings the scratch, so that any number of threads may match.
 *
 *     struct dialog_text *scratch = dialog_text_new(arena, 65536);
 *     struct dialog_hit hits[8];
 *     size_t n = dialog_match(knowledge_dialogs(k), scratch, record, hits, 8);
 */
#ifndef TAILOR_KNOWLEDGE_KNOWN_DIALOG_H
#define TAILOR_KNOWLEDGE_KNOWN_DIALOG_H

#include "format/dialog_text.h"
#include "knowledge/tsv.h"

struct known_dialog {
    const char *dialog, *language, *pattern, *stage, *sense, *cause, *means, *source; /* "" when empty */
};

struct dialog_hit {
    const struct known_dialog *dialog;
    size_t begin, end;   /* in the text as written */
    struct slice detail; /* what stands in the hole, as written; NULL data without a hole */
};

struct known_dialogs;

/* `table` is dialog.tsv; NULL gives an empty set. Fails when a column is missing, a pattern is too short to tell anything, or memory is
 * short. */
bool known_dialogs_build(struct arena *arena, const struct tsv *table, struct known_dialogs **ret_dialogs, struct error *err) MUST_USE;

size_t known_dialog_count(const struct known_dialogs *dialogs);
const struct known_dialog *known_dialog_at(const struct known_dialogs *dialogs, size_t index);

/* The known sentences of the text in their order, at most `max`. */
size_t dialog_match(const struct known_dialogs *dialogs, struct dialog_text *scratch, struct slice text, struct dialog_hit *hits,
                    size_t max);

#endif

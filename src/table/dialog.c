/* Table dialog: what the person saw. The rows are made by shared/dialog_feed.c, reached through log_pass_feed. */
#include "table/shared/dialog_feed.h"
#include "table/shared/log_pass.h"

static const struct column columns[] = {
    [DIALOG_DIALOG] = {"dialog", COLUMN_TEXT, SHOW, "name of the known sentence; NULL when it is not known"},
    [DIALOG_LANGUAGE] = {"language", COLUMN_TEXT, SHOW, "language of the sentence"},
    [DIALOG_STAGE] = {"stage", COLUMN_TEXT, SHOW, "stage of an update to which it belongs; NULL when it does not tell"},
    [DIALOG_SENSE] = {"sense", COLUMN_TEXT, SHOW, "failure, success or benign"},
    [DIALOG_CAUSE] = {"cause", COLUMN_TEXT, SHOW, "cause; NULL when the sentence alone does not tell"},
    [DIALOG_MEANS] = {"means", COLUMN_TEXT, SHOW, "what the sentence means"},
    [DIALOG_DETAIL] = {"detail", COLUMN_TEXT, SHOW, "the part that varies: a size, a host, an application"},
    [DIALOG_TEXT] = {"text", COLUMN_TEXT, SHOW, "the line or lines as the person wrote them, at most 1000 bytes"},
};

const struct table table_dialog = {
    .name = "dialog",
    .doc = "The sentences that the person saw; a sentence that is not known stands with dialog NULL.",
    .columns = columns,
    .n_columns = DIALOG_COLUMNS,
    .artefacts = (const char *const[]){"dialog", NULL},
    .feed = log_pass_feed,
};

/*
 * ticket_check: the steps of verifying each ticket (tss/ticket.h), each with its result.
 */
#include "table/shared/ticket_feed.h"

static const struct column columns[] = {
    [CHECK_TICKET] = {"ticket", COLUMN_INTEGER, SHOW, "number of the ticket in its file, as in table ticket"},
    [CHECK_STEP] = {"step", COLUMN_TEXT, SHOW, "signature, chain or constraints"},
    [CHECK_OUTCOME] = {"outcome", COLUMN_TEXT, SHOW, "passed, failed or unknown"},
    [CHECK_TEXT] = {"text", COLUMN_TEXT, SHOW, "the result in a sentence"},
};

const struct table table_ticket_check = {
    .name = "ticket_check",
    .doc = "How each ticket was verified: its signature, its certificate's chain, the constraints of its signer. Dates are not checked.",
    .columns = columns,
    .n_columns = CHECK_COLUMNS,
    .artefacts = (const char *const[]){"ticket", "exchange", NULL},
    .feed = ticket_feed,
};

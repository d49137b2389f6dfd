/*
 * dialog_feed: reads an artefact of kind `dialog`, the sentences that a person
 * saw, into the tables dialog and error. Called by log_pass_feed.
 */
#ifndef TAILOR_TABLE_SHARED_DIALOG_FEED_H
#define TAILOR_TABLE_SHARED_DIALOG_FEED_H

#include "table/table.h"

table_feed dialog_feed;

enum dialog_column {
    DIALOG_DIALOG,
    DIALOG_LANGUAGE,
    DIALOG_STAGE,
    DIALOG_SENSE,
    DIALOG_CAUSE,
    DIALOG_MEANS,
    DIALOG_DETAIL,
    DIALOG_TEXT,
    DIALOG_COLUMNS
};

extern const struct table table_dialog;

#endif

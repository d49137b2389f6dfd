/*
 * log_pass: the one reading of a log for all tables that are made from logs.
 *
 * Every such table names log_pass_feed, so that the engine calls it once an
 * artefact. An artefact of kind `dialog` goes on to dialog_feed.
 */
#ifndef TAILOR_TABLE_SHARED_LOG_PASS_H
#define TAILOR_TABLE_SHARED_LOG_PASS_H

#include "table/table.h"

extern table_feed log_pass_feed;

#endif

/*
 * ticket_feed: reads an artefact of kind `ticket` (IM4M, IMG4, or a list of saved tickets) into the tables ticket, ticket_property and
 * ticket_check.
 *
 * The tickets of one artefact are numbered from 1. A saved list (.shsh, .shsh2) may hold several: the personalized one, one for updates,
 * one without a nonce.
 */
#ifndef TAILOR_TABLE_SHARED_TICKET_FEED_H
#define TAILOR_TABLE_SHARED_TICKET_FEED_H

#include "table/table.h"

table_feed ticket_feed;

enum ticket_column {
    TICKET_NUMBER,
    TICKET_FORM,
    TICKET_CHIP,
    TICKET_BOARD,
    TICKET_SECURITY_DOMAIN,
    TICKET_ECID,
    TICKET_FOR_ANY,
    TICKET_NONCE,
    TICKET_IMAGES,
    TICKET_SIGNER,
    TICKET_ROOT,
    TICKET_GENUINE,
    TICKET_TEXT,
    TICKET_COLUMNS
};

enum ticket_property_column {
    PROPERTY_TICKET,
    PROPERTY_OBJECT,
    PROPERTY_CODE,
    PROPERTY_NAME,
    PROPERTY_TYPE,
    PROPERTY_VALUE,
    PROPERTY_PRIVATE_VALUE,
    PROPERTY_MEANS,
    PROPERTY_COLUMNS
};

enum ticket_check_column { CHECK_TICKET, CHECK_STEP, CHECK_OUTCOME, CHECK_TEXT, CHECK_COLUMNS };

extern const struct table table_ticket, table_ticket_property, table_ticket_check;

#endif

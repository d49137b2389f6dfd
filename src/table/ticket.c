/*
 * ticket: the personalization tickets among the evidence, and whether they are genuine.
 */
#include "table/shared/ticket_feed.h"

static const struct column columns[] = {
    [TICKET_NUMBER] = {"ticket", COLUMN_INTEGER, SHOW, "number of the ticket in its file, from 1"},
    [TICKET_FORM] = {"form", COLUMN_TEXT, SHOW,
                     "IM4M (a ticket alone), IMG4 (with its image), saved (in a list, .shsh2), or exchanged (tailor asked for it)"},
    [TICKET_CHIP] = {"chip", COLUMN_INTEGER, SHOW, "CHIP: the chip that it is for, such as 33027 (0x8103, M1)"},
    [TICKET_BOARD] = {"board", COLUMN_INTEGER, SHOW, "BORD: the board that it is for"},
    [TICKET_SECURITY_DOMAIN] = {"security_domain", COLUMN_INTEGER, SHOW, "SDOM"},
    [TICKET_ECID] = {"ecid", COLUMN_TEXT, REDACT, "ECID: the one chip that it is for, in hexadecimal; NULL: for any of the board"},
    [TICKET_FOR_ANY] = {"for_any", COLUMN_INTEGER, SHOW, "1: a global ticket, for any Mac of the board"},
    [TICKET_NONCE] = {"nonce", COLUMN_TEXT, SHOW, "BNCH in hexadecimal; '' in a ticket for any nonce"},
    [TICKET_IMAGES] = {"images", COLUMN_INTEGER, SHOW, "number of images that it allows"},
    [TICKET_SIGNER] = {"signer", COLUMN_TEXT, SHOW, "common name of the certificate that signed it"},
    [TICKET_ROOT] = {"root", COLUMN_TEXT, SHOW, "who signed that certificate, as it says itself"},
    [TICKET_GENUINE] = {"genuine", COLUMN_INTEGER, SHOW, "1: all of ticket_check passed; 0: something failed; NULL: it cannot be verified"},
    [TICKET_TEXT] = {"text", COLUMN_TEXT, SHOW, "the ticket in a line, to quote"},
};

const struct table table_ticket = {
    .name = "ticket",
    .doc = "Personalization tickets (IM4M), alone, in an IMG4 or in a saved list, and whether they are genuine.",
    .columns = columns,
    .n_columns = TICKET_COLUMNS,
    .artefacts = (const char *const[]){"ticket", "exchange", NULL},
    .feed = ticket_feed,
};

/*
 * answer: what a signing server answered.
 *
 *     STATUS=0&MESSAGE=SUCCESS&REQUEST_STRING=<?xml …><plist>…</plist>          granted
 *     STATUS=94&MESSAGE=This device isn't eligible for the requested build.     refused
 *
 * Both come with the HTTP status 200. Read as Apple's client reads it: the status has at most 7 digits, the message at most 256 bytes and
 * ends at '&' or at the end of its line; all behind REQUEST_STRING= is the list. What is none of this is garbled, with the client's own
 * code for it (10052 no answer of a signing server, 10053 no list, 10055 a list that cannot be read, 10003 a list without the ticket).
 *
 * Limits: TSS_ANSWER_LIMIT bytes, as Apple's client; those of the property list. The result points into the body and the arena.
 */
#ifndef TAILOR_TSS_ANSWER_H
#define TAILOR_TSS_ANSWER_H

#include "format/plist.h"

enum { TSS_ANSWER_LIMIT = 102400, TSS_STATUS_DIGITS = 7, TSS_MESSAGE_LIMIT = 256 };

enum tss_answer_kind { TSS_GRANTED, TSS_REFUSED, TSS_GARBLED };

struct tss_answer {
    enum tss_answer_kind kind;
    int64_t status;       /* of the server; TSS_GARBLED: the client's own code */
    struct slice message; /* of the server; empty where there is none */
    const char *problem;  /* of what is garbled: a sentence without its end */
    const struct plist *list;
    struct slice ticket; /* DER; only where granted */
};

/* `ticket_key`: "ApImg4Ticket", "x86,Ticket", "Cryptex1,Ticket". False: out of memory. */
bool tss_answer_read(struct slice body, const char *ticket_key, struct arena *arena, struct tss_answer *ret_answer,
                     struct error *err) MUST_USE;

#endif

/*
 * nserror_mention: the forms in which an error is mentioned without an
 * "Error Domain=" object. Used by nserror.c; see nserror.h for the list. Each
 * form looks at most a few hundred bytes around the place where it begins.
 */
#ifndef TAILOR_FORMAT_NSERROR_MENTION_H
#define TAILOR_FORMAT_NSERROR_MENTION_H

#include "format/nserror.h"

/* Not 0 for a byte at which a mention or an object may begin; most bytes are refused by it. */
extern const uint8_t nserror_first_form[256];
static inline bool nserror_may_begin(uint8_t byte) { return nserror_first_form[byte] != 0; }

/* Tries every form at `at`. On success *ret_error has domain, code, name, text and offset, and *ret_end is where to go on. */
bool nserror_mention_at(struct slice text, size_t at, struct nserror *ret_error, size_t *ret_end);

/* "[SUMacControllerErrorAccessLost=7509] …" at the start of an error's text: the name. Empty when there is none. */
struct slice nserror_bracketed_name(struct slice text);

/* A decimal number with optional minus at `at`, with no letter or digit behind it; *ret_end behind it. */
bool nserror_number_at(struct slice text, size_t at, int64_t *ret_value, size_t *ret_end);

bool nserror_has_at(struct slice text, size_t at, const char *literal);

static inline bool nserror_is_identifier(uint8_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

#endif

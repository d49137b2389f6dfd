/*
 * head: the comment lines "-- key: value" that a rule and a check begin with, read into the fields of a struct.
 *
 *     static const struct head_key keys[] = {{"title", HEAD_TEXT, offsetof(struct rule, title)}, {"fix", HEAD_LIST, ...}, {0}};
 *     if (!head_read(arena, text, keys, &rule, &err)) ...       a key that is not in the table is a mistake, and named
 */
#ifndef TAILOR_ENGINE_HEAD_H
#define TAILOR_ENGINE_HEAD_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

enum head_type {
    HEAD_IGNORED,  /* allowed, for who reads the file */
    HEAD_TEXT,     /* const char * */
    HEAD_LIST,     /* const char **, NULL-terminated; commas between */
    HEAD_FLAG,     /* bool: "yes", or not there */
    HEAD_STRENGTH, /* enum strength */
    HEAD_SHARE,    /* double above 0, at most 1 */
};

struct head_key {
    const char *key; /* NULL ends the table */
    enum head_type type;
    size_t offset; /* of the field */
};

enum strength { STRENGTH_NONE = -1, STRENGTH_HINTS, STRENGTH_SUGGESTS, STRENGTH_PROVES };
const char *strength_name(enum strength s);

/* Reads the head of `text` into the struct at `target`; what it does not mention stays as it is. */
bool head_read(struct arena *arena, const char *text, const struct head_key *keys, void *target, struct error *err) MUST_USE;

/* "one, two" as a NULL-terminated list. */
bool head_list(struct arena *arena, struct slice text, const char ***ret_list, struct error *err) MUST_USE;

#endif

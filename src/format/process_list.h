/*
 * process_list: the output of ps(1) in any of its column sets.
 *
 * The header line names the columns; each later line is one process. A column is a word, except the last ones: COMMAND may
 * hold blanks, and a start time of `lstart` is five words under the same heading STARTED as the one word of `start`. Lines
 * whose process id is no number are counted as skipped, not guessed at.
 *
 *     struct process_list list;
 *     struct process_list_entry e;
 *     if (process_list_open(text, &list, err))
 *         while (process_list_next(&list, &e)) ...
 *
 * Owns nothing: all slices are of the text.
 */
#ifndef TAILOR_FORMAT_PROCESS_LIST_H
#define TAILOR_FORMAT_PROCESS_LIST_H

#include "base/error.h"
#include "base/slice.h"

enum process_list_field {
    PROCESS_USER,
    PROCESS_UID,
    PROCESS_PID,
    PROCESS_PPID,
    PROCESS_STATE,
    PROCESS_STARTED,
    PROCESS_ELAPSED,
    PROCESS_TIME,
    PROCESS_COMMAND,
    PROCESS_OTHER,
    PROCESS_FIELDS
};

enum { PROCESS_LIST_MAX_COLUMNS = 64 };

struct process_list {
    struct slice rest;
    enum process_list_field columns[PROCESS_LIST_MAX_COLUMNS];
    size_t n_columns, command; /* index of the command's column */
    int64_t line;              /* of the last line read, from 1 */
    size_t skipped;            /* lines that are no process */
};

struct process_list_entry {
    int64_t line, pid;
    struct slice fields[PROCESS_FIELDS]; /* {NULL, 0}: no such column */
    struct slice text;                   /* the line */
};

/* Finds the header line. False when there is none with PID and a command. */
bool process_list_open(struct slice text, struct process_list *ret_list, struct error *err) MUST_USE;
bool process_list_next(struct process_list *list, struct process_list_entry *ret_entry) MUST_USE;

/*
 * The program at the start of a command line. Paths on a Mac hold blanks ("/Library/Application Support/X/agent --now"): the
 * program ends before the first word that begins with '-' or '/', or, after a last '/', at the first blank; of an
 * application the whole name counts.
 */
struct slice process_list_program(struct slice command);

/* "[[days-]hours:]minutes:seconds" in seconds. */
bool process_list_elapsed(struct slice text, int64_t *ret_seconds) MUST_USE;

#endif

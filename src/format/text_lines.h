/*
 * text_lines: the lines of a text, counted.
 *
 * A cursor over text that somebody else owns; lines are slices of it, without
 * their line ends. `number` is that of the line last given, from 1.
 *
 *     struct text_lines lines = text_lines_of(text);
 *     struct slice line;
 *     while (text_lines_next(&lines, &line))
 *         ... lines.number ...
 */
#ifndef TAILOR_FORMAT_TEXT_LINES_H
#define TAILOR_FORMAT_TEXT_LINES_H

#include "base/slice.h"

struct text_lines {
    struct slice rest;
    int64_t number;
};

static inline struct text_lines text_lines_of(struct slice text) { return (struct text_lines){.rest = text}; }

static inline bool text_lines_next(struct text_lines *lines, struct slice *ret_line) {
    if (!slice_next_line(&lines->rest, ret_line))
        return false;
    lines->number++;
    return true;
}

#endif

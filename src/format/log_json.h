/*
 * log_json: one entry of `log show --style json` or `--style ndjson`.
 *
 * The json style is an array of objects laid out over many lines, ndjson one object a line. Keys read (man log, macOS 10.12 to 26):
 * timestamp, eventMessage, processImagePath, processID, senderImagePath, subsystem, category, messageType. Nested values are skipped,
 * whatever their depth. Strings are decoded; paths are shortened to their last part.
 *
 * Owner: the decoded texts live in `scratch` (cleared at each call) and die with its next use.
 */
#ifndef TAILOR_FORMAT_LOG_JSON_H
#define TAILOR_FORMAT_LOG_JSON_H

#include "base/buffer.h"
#include "format/log_line.h"

enum log_json_end {
    LOG_JSON_WHOLE,      /* an object; *ret_end is behind its closing brace */
    LOG_JSON_INCOMPLETE, /* the text ends first */
    LOG_JSON_TORN,       /* a line ends inside a string, or another entry begins: *ret_end is where to go on */
};

/* Where the object that begins at the start of `text` (a '{') ends. */
enum log_json_end log_json_find_end(struct slice text, size_t *ret_end);

/* False when it is not a log entry (neither timestamp nor eventMessage) or scratch is full. */
bool log_json_parse(struct slice object, struct buffer *scratch, struct log_head *ret_head);

#endif

#include "format/log_json.h"

#include "format/json_text.h"
#include "format/log_cursor.h"
#include "format/log_stamp.h"

/* At the start of a line this stands only between entries: no string holds a line end, and what is nested is indented. */
static bool begins_entry(struct slice line) { return slice_starts_with(line, "},{") || slice_starts_with(line, "{\""); }

enum log_json_end log_json_find_end(struct slice text, size_t *ret_end) {
    size_t depth = 0;
    bool in_string = false, escaped = false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (c == '\n' && (in_string || begins_entry(slice_from(text, i + 1)))) {
            bool ends = !in_string && depth == 1 && text.data[i + 1] == '}';
            *ret_end = i + (ends ? 2 : 1);
            return ends ? LOG_JSON_WHOLE : LOG_JSON_TORN;
        }
        if (in_string) {
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            *ret_end = i + 1;
            return LOG_JSON_WHOLE;
        }
    }
    return LOG_JSON_INCOMPLETE;
}

enum field { FIELD_TIME, FIELD_MESSAGE, FIELD_PROCESS, FIELD_SENDER, FIELD_SUBSYSTEM, FIELD_CATEGORY, FIELD_TYPE, FIELD_PID, FIELDS };

static const char *const field_names[FIELDS] = {"timestamp", "eventMessage", "processImagePath", "senderImagePath",
                                                "subsystem", "category",     "messageType",      "processID"};

/* The top-level values by key; texts raw. */
static bool take_fields(struct slice s, struct slice values[FIELDS]) {
    struct json_member member;
    if (!eat(&s, '{'))
        return false;
    while (json_text_next_member(&s, &member))
        for (size_t i = 0; i < FIELDS; i++)
            if (slice_is(member.key, field_names[i]))
                values[i] = member.value;
    return true;
}

static void take_time(struct slice s, struct log_head *h) {
    size_t digits = 0;
    if (log_stamp_eat_iso_date(&s, h) && (eat(&s, ' ') || eat(&s, 'T')) && log_stamp_eat_clock(&s, h, &digits))
        log_stamp_eat_zone(&s, h);
}

bool log_json_parse(struct slice object, struct buffer *scratch, struct log_head *ret_head) {
    struct slice values[FIELDS] = {{NULL, 0}};
    size_t ends[FIELDS + 1] = {0};
    buffer_clear(scratch);
    if (!take_fields(object, values) || (!values[FIELD_TIME].data && !values[FIELD_MESSAGE].data))
        return false;
    for (size_t i = 0; i < FIELDS; i++) {
        json_text_decode(values[i], scratch);
        ends[i + 1] = scratch->len;
    }
    if (!buffer_ok(scratch))
        return false;
    for (size_t i = 0; i < FIELDS; i++)
        values[i] = slice_sub(buffer_slice(scratch), ends[i], ends[i + 1] - ends[i]);
    *ret_head = (struct log_head){.style = LOG_JSON,
                                  .pid = -1,
                                  .process = slice_behind_last(values[FIELD_PROCESS], '/'),
                                  .library = slice_behind_last(values[FIELD_SENDER], '/'),
                                  .subsystem = values[FIELD_SUBSYSTEM],
                                  .category = values[FIELD_CATEGORY],
                                  .level = values[FIELD_TYPE],
                                  .message = values[FIELD_MESSAGE]};
    if (!slice_to_int64(values[FIELD_PID], &ret_head->pid))
        ret_head->pid = -1;
    take_time(values[FIELD_TIME], ret_head);
    return true;
}

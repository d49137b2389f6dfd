#include "base/utf8.h"
#include "table/shared/log_pass.h"

enum { FIRST_LINE_MAX = 1000, TEXT_MAX = 4000 };

enum {
    COLUMN_NAME,
    COLUMN_STAGE,
    COLUMN_SENSE,
    COLUMN_PROCESS,
    COLUMN_PID,
    COLUMN_LEVEL,
    COLUMN_HOST,
    COLUMN_CODE,
    COLUMN_DETAIL,
    COLUMN_VERSION,
    COLUMN_BUILD,
    COLUMN_PATH,
    COLUMN_NUMBER,
    COLUMN_PHASE,
    COLUMN_MEANS,
    COLUMN_RECORD,
    COLUMN_DATED,
    COLUMN_ZONE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_NAME] = {"name", COLUMN_TEXT, SHOW, "which row of known_signal matched"},
    [COLUMN_STAGE] = {"stage", COLUMN_TEXT, SHOW, "stage of the update that it tells of"},
    [COLUMN_SENSE] = {"sense", COLUMN_TEXT, SHOW, "start, progress, success, failure or benign"},
    [COLUMN_PROCESS] = {"process", COLUMN_TEXT, SHOW, "who wrote the line"},
    [COLUMN_PID] = {"pid", COLUMN_INTEGER, SHOW, "its process number"},
    [COLUMN_LEVEL] = {"level", COLUMN_TEXT, SHOW, "type or level as the log writes it"},
    [COLUMN_HOST] = {"host", COLUMN_TEXT, SHOW, "server that the line names"},
    [COLUMN_CODE] = {"code", COLUMN_TEXT, SHOW, "code that the line names"},
    [COLUMN_DETAIL] = {"detail", COLUMN_TEXT, SHOW, "what else the pattern takes from the line"},
    [COLUMN_VERSION] = {"version", COLUMN_TEXT, SHOW, "macOS version that the line names"},
    [COLUMN_BUILD] = {"build", COLUMN_TEXT, SHOW, "macOS build that the line names"},
    [COLUMN_PATH] = {"path", COLUMN_TEXT, SHOW, "file, folder or volume that the line names"},
    [COLUMN_NUMBER] = {"number", COLUMN_REAL, SHOW, "number that the line names: share done, seconds or bytes"},
    [COLUMN_PHASE] = {"phase", COLUMN_TEXT, SHOW, "phase of the update controller that the line names"},
    [COLUMN_MEANS] = {"means", COLUMN_TEXT, SHOW, "what the line means, in a sentence"},
    [COLUMN_RECORD] = {"text", COLUMN_TEXT, SHOW, "record as written: 1000 bytes of its first line, 4000 in all"},
    [COLUMN_DATED] = {"dated", COLUMN_INTEGER, SHOW, "1: the line itself carried date, year and zone; 0: something of its time is assumed"},
    [COLUMN_ZONE] = {"zone", COLUMN_INTEGER, SHOW,
                     "minutes east of Greenwich of the clock that wrote it; NULL: not known, then the zone of the rest of the evidence was "
                     "taken for `time`"},
};

/* Without the part of a character at the end. */
static struct slice whole_characters(struct slice s, size_t limit) {
    if (s.len <= limit)
        return s;
    size_t end = limit;
    while (end > 0 && limit - end < 4 && (s.data[end] & 0xC0) == 0x80)
        end--;
    return slice_sub(s, 0, end);
}

/* The first line, cut, and as many of the others as fit. */
static struct slice excerpt(struct slice raw, uint8_t joined[TEXT_MAX]) {
    size_t end = slice_find_byte(raw, '\n');
    struct slice first = slice_sub(raw, 0, end);
    if (first.len && first.data[first.len - 1] == '\r')
        first.len--;
    if (first.len <= FIRST_LINE_MAX)
        return whole_characters(raw, TEXT_MAX);
    first = whole_characters(first, FIRST_LINE_MAX);
    if (end == SLICE_NOT_FOUND)
        return first;
    struct slice others = whole_characters(slice_from(raw, end), TEXT_MAX - first.len);
    memcpy(joined, first.data, first.len);
    memcpy(joined + first.len, others.data, others.len);
    return slice_of(joined, first.len + others.len);
}

static struct value text_or_null(struct slice s) { return s.len ? value_text(s) : value_null(); }

static struct value number_or_null(struct slice s) {
    double number = 0;
    return slice_to_double(s, &number) ? value_real(number) : value_null();
}

void signal_row(struct feed *f, const struct log_record *r, const struct signal_hit *hit) {
    uint8_t joined[TEXT_MAX];
    const struct value row[COLUMN_COUNT] = {
        [COLUMN_NAME] = text_or_null(slice_str(hit->name)),
        [COLUMN_STAGE] = text_or_null(slice_str(hit->stage)),
        [COLUMN_SENSE] = text_or_null(slice_str(hit->sense)),
        [COLUMN_PROCESS] = text_or_null(r->process),
        [COLUMN_PID] = r->pid < 0 ? value_null() : value_integer(r->pid),
        [COLUMN_LEVEL] = text_or_null(r->level),
        [COLUMN_HOST] = text_or_null(hit->groups[GROUP_HOST]),
        [COLUMN_CODE] = text_or_null(hit->groups[GROUP_CODE]),
        [COLUMN_DETAIL] = text_or_null(hit->groups[GROUP_DETAIL]),
        [COLUMN_VERSION] = text_or_null(hit->groups[GROUP_VERSION]),
        [COLUMN_BUILD] = text_or_null(hit->groups[GROUP_BUILD]),
        [COLUMN_PATH] = text_or_null(hit->groups[GROUP_PATH]),
        [COLUMN_NUMBER] = number_or_null(hit->groups[GROUP_NUMBER]),
        [COLUMN_PHASE] = text_or_null(hit->groups[GROUP_PHASE]),
        [COLUMN_MEANS] = text_or_null(slice_str(hit->means)),
        [COLUMN_RECORD] = value_text(excerpt(r->raw, joined)),
        [COLUMN_DATED] = value_bool(r->dated),
        [COLUMN_ZONE] = r->zone_known ? value_integer(r->zone_minutes) : value_null(),
    };
    feed_row(f, &table_signal, row, at_time(r->line, r->time));
}

const struct table table_signal = {.name = "signal",
                                   .doc = "log records that a known pattern matched, and what they mean",
                                   .columns = columns,
                                   .n_columns = COLUMN_COUNT,
                                   .artefacts = log_pass_artefacts,
                                   .feed = log_pass_feed};

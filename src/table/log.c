#include "table/shared/log_pass.h"

enum {
    COLUMN_PROCESS,
    COLUMN_PID,
    COLUMN_LEVEL,
    COLUMN_SUBSYSTEM,
    COLUMN_CATEGORY,
    COLUMN_HOST,
    COLUMN_STYLE,
    COLUMN_MESSAGE,
    COLUMN_REPEATED,
    COLUMN_DATED,
    COLUMN_ZONE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_PROCESS] = {"process", COLUMN_TEXT, SHOW, "who wrote the line"},
    [COLUMN_PID] = {"pid", COLUMN_INTEGER, SHOW, "its process number"},
    [COLUMN_LEVEL] = {"level", COLUMN_TEXT, SHOW, "type or level as the log writes it: Default, Error, Fault, INFO"},
    [COLUMN_SUBSYSTEM] = {"subsystem", COLUMN_TEXT, SHOW, "subsystem of a unified log entry"},
    [COLUMN_CATEGORY] = {"category", COLUMN_TEXT, SHOW, "category of a unified log entry"},
    [COLUMN_HOST] = {"host", COLUMN_TEXT, REDACT, "name of the Mac in the line"},
    [COLUMN_STYLE] = {"style", COLUMN_TEXT, SHOW, "form of the line: install, syslog, unified, compact, undated"},
    [COLUMN_MESSAGE] = {"message", COLUMN_TEXT, SHOW, "text behind the head, with the lines that continue it"},
    [COLUMN_REPEATED] = {"repeated", COLUMN_INTEGER, SHOW, "how often more the message came, by the repeat marker behind it"},
    [COLUMN_DATED] = {"dated", COLUMN_INTEGER, SHOW, "1: the line itself carried date, year and zone; 0: something of its time is assumed"},
    [COLUMN_ZONE] = {"zone", COLUMN_INTEGER, SHOW,
                     "minutes east of Greenwich of the clock that wrote it; NULL: not known, then the zone of the rest of the evidence was "
                     "taken for `time`"},
};

static struct value text_or_null(struct slice s) { return s.len ? value_text(s) : value_null(); }

void log_row(struct feed *f, const struct log_record *r) {
    const struct value row[COLUMN_COUNT] = {
        [COLUMN_PROCESS] = text_or_null(r->process),
        [COLUMN_PID] = r->pid < 0 ? value_null() : value_integer(r->pid),
        [COLUMN_LEVEL] = text_or_null(r->level),
        [COLUMN_SUBSYSTEM] = text_or_null(r->subsystem),
        [COLUMN_CATEGORY] = text_or_null(r->category),
        [COLUMN_HOST] = text_or_null(r->host),
        [COLUMN_STYLE] = value_str(log_style_name(r->style)),
        [COLUMN_MESSAGE] = value_text(r->message),
        [COLUMN_REPEATED] = value_integer(r->repeated),
        [COLUMN_DATED] = value_bool(r->dated),
        [COLUMN_ZONE] = r->zone_known ? value_integer(r->zone_minutes) : value_null(),
    };
    feed_row(f, &table_log, row, at_time(r->line, r->time));
}

const struct table table_log = {.name = "log",
                                .doc = "every record of the text logs: install.log, log show, restore logs, output of tools",
                                .columns = columns,
                                .n_columns = COLUMN_COUNT,
                                .artefacts = log_pass_artefacts,
                                .feed = log_pass_feed};

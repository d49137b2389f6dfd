#include "evidence/named_date.h"
#include "format/crash_report.h"
#include "table/table.h"

enum {
    COLUMN_KIND,
    COLUMN_PROCESS,
    COLUMN_PATH,
    COLUMN_VERSION,
    COLUMN_OS,
    COLUMN_REASON,
    COLUMN_RECORD,
    COLUMN_EXTENSION,
    COLUMN_FOREIGN,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_KIND] = {"kind", COLUMN_TEXT, SHOW, "crash, panic, hang or other"},
    [COLUMN_PROCESS] = {"process", COLUMN_TEXT, SHOW, "process that the report is about"},
    [COLUMN_PATH] = {"path", COLUMN_TEXT, SHOW, "its executable"},
    [COLUMN_VERSION] = {"version", COLUMN_TEXT, SHOW, "its version"},
    [COLUMN_OS] = {"os", COLUMN_TEXT, SHOW, "system that ran, with its build"},
    [COLUMN_REASON] = {"reason", COLUMN_TEXT, SHOW, "exception and termination reason, or first line of the panic"},
    [COLUMN_RECORD] = {"text", COLUMN_TEXT, SHOW, "the reason as the report writes it, at most 1000 bytes"},
    [COLUMN_EXTENSION] = {"extension", COLUMN_TEXT, SHOW, "of a panic: the first kernel extension in its backtrace that is not Apple's"},
    [COLUMN_FOREIGN] = {"foreign_image", COLUMN_TEXT, SHOW,
                        "the first library in the process that is neither Apple's nor of its own application"},
};

extern const struct table table_crash;

static bool feed_crash(struct feed *f, struct error *err) {
    struct slice text;
    struct crash_report r;
    if (!feed_text(f, &text, err) || !crash_report_parse(f->arena, text, &r, err))
        return false;
    const struct value row[COLUMN_COUNT] = {
        [COLUMN_KIND] = value_str(r.kind),        [COLUMN_PROCESS] = value_text(r.process),
        [COLUMN_PATH] = value_text(r.path),       [COLUMN_VERSION] = value_text(r.version),
        [COLUMN_OS] = value_text(r.os),           [COLUMN_REASON] = value_text(r.reason),
        [COLUMN_RECORD] = value_text(r.text),     [COLUMN_EXTENSION] = value_text(r.extension),
        [COLUMN_FOREIGN] = value_text(r.foreign),
    };
    int64_t named = named_date(f->artefact->path);
    int64_t time = r.time != TIMESTAMP_NONE ? r.time : named != TIMESTAMP_NONE ? named : f->artefact->modified;
    feed_row(f, &table_crash, row, at_time(r.line, time));
    return true;
}

const struct table table_crash = {.name = "crash",
                                  .doc = "crash, hang and panic reports",
                                  .columns = columns,
                                  .n_columns = COLUMN_COUNT,
                                  .artefacts = (const char *const[]){"crash_report", NULL},
                                  .feed = feed_crash};

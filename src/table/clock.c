/*
 * clock: how far the Mac's clock is off, and what it showed.
 *
 * sntp.txt, forms of Apple's sntp since macOS 10.14 and of the ntp.org one before it:
 *     +0.09032 +/- 0.033364 time.apple.com 17.253.114.131
 *     2018-03-01 10:00:00.123456 (+0100) +0.005 +/- 0.012 time.apple.com 17.253.54.125 s1 no-leap
 * The offset is that of the server against the Mac: positive when the Mac is behind. date.txt holds one ISO 8601 instant. Of a probe
 * (probe.json), each time server that answered is a row; one that did not is a row of `endpoint`.
 */
#include "format/columns.h"
#include "format/probe_file.h"
#include "table/shared/output.h"

enum { OFFSET, ERROR, SERVER, ADDRESS, MAC_TIME, FROM, PROBLEM, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [OFFSET] = {"offset_seconds", COLUMN_REAL, SHOW, "server's time minus the Mac's in seconds; positive when the Mac's clock is behind"},
    [ERROR] = {"error_seconds", COLUMN_REAL, SHOW, "the largest error of the offset in seconds, as sntp estimates it"},
    [SERVER] = {"server", COLUMN_TEXT, REDACT, "name of the time server that was asked"},
    [ADDRESS] = {"address", COLUMN_TEXT, REDACT, "address of the time server that answered"},
    [MAC_TIME] = {"mac_time", COLUMN_TEXT, SHOW, "what the Mac's clock showed when the evidence was saved, ISO 8601 UTC"},
    [FROM] = {"from", COLUMN_TEXT, SHOW, "what told it: sntp, date or probe"},
    [PROBLEM] = {"problem", COLUMN_TEXT, SHOW, "why the time server gave no offset, in the command's words"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "the line as it stands in the output"},
};

extern const struct table table_clock;

/* Words that mark sntp's complaints: Apple's ("Exchange failed"), ntp.org's ("no UCST response", "no eligible servers"), the resolver's. */
static const char *const complaints[] = {"failed",           "Timeout",       "timed out",  "no eligible servers",
                                         "no UCST response", "can't resolve", "Can't find", "nodename nor servname",
                                         "lookup error",     "unreachable",   "refused",    "not found",
                                         "no servers",       "Unable",        NULL};

static bool complains(struct slice line) {
    for (size_t i = 0; complaints[i]; i++)
        if (slice_contains(line, complaints[i]))
            return true;
    return false;
}

static bool offset_row(struct feed *f, struct slice line, int64_t number) {
    struct columns c = columns_split(line);
    for (size_t i = 1; i + 1 < c.n; i++) {
        double offset = 0, error = 0;
        if (!slice_is(c.words[i], "+/-") || !slice_to_double(c.words[i - 1], &offset) || !slice_to_double(c.words[i + 1], &error))
            continue;
        struct value row[COLUMN_COUNT] = {0};
        row[OFFSET] = value_real(offset);
        row[ERROR] = value_real(error);
        if (i + 2 < c.n)
            row[SERVER] = value_text(c.words[i + 2]);
        if (i + 3 < c.n)
            row[ADDRESS] = value_text(c.words[i + 3]);
        row[FROM] = value_str("sntp");
        row[TEXT] = value_text(slice_trim(line));
        feed_row(f, &table_clock, row, at_line(number));
        return true;
    }
    return false;
}

static bool feed_sntp(struct feed *f, struct error *err) {
    struct text_lines lines;
    struct slice line, complaint = {0};
    int64_t complaint_line = 0;
    size_t rows = 0;
    if (!output_lines(f, &lines, err))
        return false;
    while (text_lines_next(&lines, &line)) {
        if (offset_row(f, line, lines.number))
            rows++;
        else if (!complaint.data && complains(line)) {
            complaint = slice_trim(line);
            complaint_line = lines.number;
        }
    }
    if (rows > 0)
        return true;
    if (!complaint.data)
        return output_unknown("sntp", err);
    struct value row[COLUMN_COUNT] = {0};
    row[FROM] = value_str("sntp");
    row[PROBLEM] = row[TEXT] = value_text(complaint);
    feed_row(f, &table_clock, row, at_line(complaint_line));
    return true;
}

static bool feed_date(struct feed *f, struct error *err) {
    struct text_lines lines;
    struct slice line;
    if (!output_lines(f, &lines, err))
        return false;
    while (text_lines_next(&lines, &line)) {
        int64_t time = 0;
        char text[32];
        if (!timestamp_parse_iso(slice_trim(line), &time))
            continue;
        timestamp_format(time, text);
        struct value row[COLUMN_COUNT] = {0};
        row[MAC_TIME] = value_str(text);
        row[FROM] = value_str("date");
        row[TEXT] = value_text(slice_trim(line));
        feed_row(f, &table_clock, row, at_time(lines.number, time));
        return true;
    }
    return error_set(err, "no line of this text is a date like 2024-10-01T09:33:52Z of the years 1970 to 2200");
}

static struct value kept_text(struct feed *f, const struct probe_endpoint *e, const char *path) {
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(4096);
    return probe_endpoint_text(e, path, &text) ? value_text(arena_slice(f->arena, buffer_slice(&text))) : value_null();
}

static bool feed_probe(struct feed *f, struct error *err) {
    struct slice text;
    struct probe_file file;
    struct probe_endpoint e;
    if (!feed_text(f, &text, err) || !probe_file_open(text, &file, err))
        return false;
    while (probe_file_next(&file, &e)) {
        struct value row[COLUMN_COUNT] = {0}, outcome = kept_text(f, &e, "sntp.outcome");
        double offset = 0, delay = 0;
        if (!slice_is(outcome.text, "ok") || !probe_endpoint_real(&e, "sntp.offset_seconds", &offset))
            continue;
        row[OFFSET] = value_real(offset);
        if (probe_endpoint_real(&e, "sntp.delay_seconds", &delay))
            row[ERROR] = value_real(delay / 2);
        row[SERVER] = kept_text(f, &e, "host");
        row[FROM] = value_str("probe");
        row[TEXT] = kept_text(f, &e, "sntp.detail");
        feed_row(f, &table_clock, row, at_line(e.line));
    }
    return true;
}

static bool feed_clock(struct feed *f, struct error *err) {
    if (strcmp(f->artefact->kind, "probe") == 0)
        return feed_probe(f, err);
    return strcmp(f->artefact->kind, "date") == 0 ? feed_date(f, err) : feed_sntp(f, err);
}

const struct table table_clock = {.name = "clock",
                                  .doc = "How far the Mac's clock is off, and the time that it showed",
                                  .columns = columns,
                                  .n_columns = COLUMN_COUNT,
                                  .artefacts = (const char *const[]){"sntp", "date", "probe", NULL},
                                  .feed = feed_clock};

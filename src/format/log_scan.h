/*
 * log_scan: the records of a text log, as a stream, in one pass.
 *
 * A record is a line with a head (log_line.h) and the lines behind it that have none: array dumps, UserInfo over several lines. The scan
 * takes text of any size in chunks of any size and calls back once for each record that contains at least one of a set of literals,
 * or for each record when no set is given. Where a log has heads, the text between two hits is not parsed, only searched, and its lines
 * are counted.
 *
 * How lines become records is told from the first LOG_SCAN_SNIFF bytes and from what the caller knows of the file:
 *   heads   every line without a head belongs to the record before it
 *   lines   output of tools (log_scan_options.tool_output, or no line has a head): a line without a head is a record of its own, unless a
 *           bracket opened before is still open, it is indented below a record that has a head, or it goes on with a dump in base64
 *   json    log show --style json and ndjson (log_json.h)
 * Restore logs of a host are wrapped at 128 columns, with 21 blanks in front of what continues (seen in public restore logs; words are
 * cut anywhere): such lines are joined again in `message`; `raw` stays as written.
 *
 * Time. A line may lack year, date or zone. They are taken from the dated lines of the same file nearest to it; records are held back
 * (at most LOG_SCAN_HELD bytes) until one comes or the file ends. Otherwise the last line of the file is taken to be the latest possible
 * one before the file was modified, and the years are counted back from there by the turns from December to January. A missing zone
 * is taken from a neighbour, else as UTC. Output of tools without any time takes that of the record before it. `dated` says whether the
 * line itself carried everything.
 *
 * Owner: the scan lives in the arena; its buffers are given back by log_scan_free.
 *
 * Limits: a record is cut at LOG_SCAN_RECORD bytes; its rest is a record without a head. Memory: about 2 MiB, and what is held back.
 *
 *     static bool on_record(void *context, const struct log_record *r) { ...; return true; }
 *     struct log_scan *scan = log_scan_new(arena, &options, on_record, context);
 *     while (... chunk ...) if (!log_scan_push(scan, chunk, err)) ...
 *     log_scan_finish(scan, err);
 *     log_scan_free(scan);
 */
#ifndef TAILOR_FORMAT_LOG_SCAN_H
#define TAILOR_FORMAT_LOG_SCAN_H

#include "base/arena.h"
#include "base/error.h"
#include "format/log_line.h"
#include "format/needles.h"

enum { LOG_SCAN_SNIFF = 64 << 10, LOG_SCAN_RECORD = 256 << 10, LOG_SCAN_HELD = 8 << 20 };

/* One record. All slices are valid during the callback only. */
struct log_record {
    struct slice raw;     /* as written, with all its lines, without the last line end */
    struct slice message; /* behind the head, wrapped lines joined, JSON decoded; the whole record where there is no head */
    struct slice process, host, level, library, subsystem, category; /* empty where not written */
    int64_t pid;                                                     /* -1: not written */
    int64_t line;                                                    /* of its first line, 1-based */
    int64_t time;                                                    /* TIMESTAMP_NONE: not known */
    bool dated;       /* date, year and zone stood in the line itself; false: something was assumed */
    bool zone_known;  /* from the line or from one before it in the file; false: `time` is the local time, read as UTC */
    int zone_minutes; /* east of Greenwich; 0 when not known */
    int64_t repeated; /* how often more, by the repeat marker behind it */
    enum log_style style;
};

/* False stops the scan: push and finish then return false. */
typedef bool log_scan_record(void *context, const struct log_record *r);

struct log_scan_options {
    const struct needles *needles; /* NULL: every record */
    int64_t modified;              /* of the file; TIMESTAMP_NONE: not known */
    bool tool_output;              /* lines without a head are records of their own */
    bool ticks;                    /* hexadecimal ticks at the start of a line are a head */
};

struct log_scan;

struct log_scan *log_scan_new(struct arena *arena, const struct log_scan_options *options, log_scan_record *record,
                              void *context) MUST_USE; /* NULL: no memory */
bool log_scan_push(struct log_scan *scan, struct slice text, struct error *err) MUST_USE;
bool log_scan_finish(struct log_scan *scan, struct error *err) MUST_USE;
void log_scan_free(struct log_scan *scan);

/* Lines seen so far; all of them after log_scan_finish. */
int64_t log_scan_lines(const struct log_scan *scan);
/* Records cut at the limit, and JSON entries broken off: what the caller may want to tell. */
int64_t log_scan_cut(const struct log_scan *scan);

/* Number of LF bytes. */
size_t log_scan_count_lines(struct slice text);

static inline void log_scan_cleanup(struct log_scan **scan) { log_scan_free(*scan); }
#define CLEANUP_LOG_SCAN __attribute__((cleanup(log_scan_cleanup)))

#endif

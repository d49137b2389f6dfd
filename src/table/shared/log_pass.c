#include "table/shared/log_pass.h"

#include "format/nserror.h"
#include "format/text_decode.h"
#include "format/tss_text.h"
#include "table/shared/dialog_feed.h"
#include "table/shared/error_rows.h"
#include "table/shared/signing_request_rows.h"

enum { CHUNK = 128 << 10, PROGRESS_EVERY = 4 << 20 };

const char *const log_pass_artefacts[] = {"install_log",         "log_show",       "restore_log", "host_tool",  "softwareupdate_install",
                                          "softwareupdate_list", "startosinstall", "agent_log",   "kernel_log", NULL};

/* In these a line without a head is output of a tool, not the rest of the record above it. */
static const char *const tool_kinds[] = {"restore_log", "host_tool", "softwareupdate_install", "softwareupdate_list", "startosinstall",
                                         "agent_log",   NULL};

static size_t count_literals(const char *const *literals) {
    size_t n = 0;
    while (literals[n])
        n++;
    return n;
}

_Static_assert(sizeof(bool) == 1, "found[] is searched as bytes");

/* What is searched for: made once a run, since it takes as long as reading some megabytes. */
struct patterns {
    struct signal_set *signals;
    const struct needles *needles; /* of the signals, then of the errors, then of requests for tickets */
    size_t n_signals, n_errors;
    bool *found;
};

struct pass {
    struct feed *feed;
    const struct patterns *patterns;
    bool wants_log, wants_signal, wants_error, wants_request;
};

static bool is_one_of(const char *kind, const char *const *kinds) {
    for (; kind && *kinds; kinds++)
        if (strcmp(kind, *kinds) == 0)
            return true;
    return false;
}

/* By name, so that this file need not know the table's own. */
static bool wants_table(const struct feed *f, const char *name) {
    for (const struct table *const *t = all_tables; *t; t++)
        if (strcmp((*t)->name, name) == 0)
            return feed_wants(f, *t);
    return false;
}

static void look_for_signals(struct pass *p, const struct log_record *r) {
    struct signal_hit hit;
    struct error err;
    struct signal_set *signals = p->patterns->signals;
    struct slice found = slice_of(p->patterns->found, signal_set_literals(signals) * sizeof *p->patterns->found);
    size_t tried = SIZE_MAX;
    for (size_t i = 0, step = 0; (step = slice_find_byte(slice_from(found, i), true)) != SLICE_NOT_FOUND; i++) {
        i += step;
        size_t owner = signal_set_owner(signals, i);
        if (owner == tried)
            continue;
        tried = owner;
        enum signal_result result = signal_set_match(signals, owner, r->process, r->message, &hit, &err);
        if (result == SIGNAL_YES)
            signal_row(p->feed, r, &hit);
        else if (result == SIGNAL_BROKEN)
            p->feed->problem(p->feed, err.text);
    }
}

static bool on_record(void *context, const struct log_record *r) {
    struct pass *p = context;
    bool *found = p->patterns->found;
    size_t count = needles_count(p->patterns->needles), n_signals = p->patterns->n_signals, requests = n_signals + p->patterns->n_errors;
    if (p->wants_log)
        log_row(p->feed, r);
    memset(found, 0, count * sizeof *found);
    if (!needles_mark(p->patterns->needles, r->message, found))
        return true;
    if (p->wants_signal)
        look_for_signals(p, r);
    if (p->wants_request && slice_find_byte(slice_of(found + requests, count - requests), true) != SLICE_NOT_FOUND)
        signing_request_from_record(p->feed, r);
    for (size_t i = n_signals; p->wants_error && i < requests; i++)
        if (found[i])
            return error_rows_from_record(p->feed, r);
    return true;
}

static bool build_needles(struct arena *arena, struct patterns *p, struct error *err) {
    size_t n_signals = signal_set_literals(p->signals), n_errors = count_literals(nserror_literals);
    size_t n_requests = count_literals(tss_text_literals), count = n_signals + n_errors + n_requests;
    struct slice *literals = arena_array(arena, count, sizeof *literals);
    p->found = arena_array(arena, count, sizeof *p->found);
    if (!literals || !p->found)
        return error_set(err, "no memory for %zu literals", count);
    for (size_t i = 0; i < n_signals; i++)
        literals[i] = signal_set_literal(p->signals, i);
    for (size_t i = 0; i < n_errors; i++)
        literals[n_signals + i] = slice_str(nserror_literals[i]);
    for (size_t i = 0; i < n_requests; i++)
        literals[n_signals + n_errors + i] = slice_str(tss_text_literals[i]);
    p->n_signals = n_signals;
    p->n_errors = n_errors;
    p->needles = needles_build(arena, literals, count, err);
    return p->needles || error_wrap(err, "needles of knowledge/signal.tsv");
}

static void free_patterns(void *patterns) {
    struct patterns *p = patterns;
    if (p)
        signal_set_close(p->signals);
}

static void patterns_cleanup(struct patterns **p) { free_patterns(*p); }

static struct patterns *make_patterns(struct arena *arena, const struct knowledge *k, struct error *err) {
    struct patterns *p = arena_alloc(arena, sizeof *p);
    if (!p)
        return error_set(err, "no memory for the signals"), NULL;
    p->signals = signal_set_open(arena, k, err);
    if (p->signals && build_needles(arena, p, err))
        return p;
    free_patterns(p);
    return NULL;
}

/* Those of the run, made now if need be. Where nothing is kept, *ret_own are to be freed. */
static const struct patterns *patterns_of(struct feed *f, struct patterns **ret_own, struct error *err) {
    if (!f->kept)
        return *ret_own = make_patterns(f->arena, f->knowledge, err);
    if (!f->kept->log) {
        f->kept->log = make_patterns(f->kept->arena, f->knowledge, err);
        f->kept->free_log = free_patterns;
    }
    return f->kept->log;
}

/* The artefact, chunk by chunk, decoded, into the scan. */
static bool read_all(struct feed *f, struct log_scan *scan, struct error *err) {
    struct text_decode decode = text_decode_start();
    struct buffer scratch CLEANUP_BUFFER = buffer_with_limit((size_t)3 * CHUNK + 2 * TEXT_DECODE_SNIFF);
    uint8_t *chunk = arena_alloc(f->arena, CHUNK);
    uint64_t done = 0, told = 0;
    struct slice text;
    size_t got = 0;
    if (!chunk)
        return error_set(err, "no memory to read with");
    do {
        if (!f->artefact->read(f->artefact, chunk, CHUNK, &got, err))
            return false;
        if (!text_decode_push(&decode, slice_of(chunk, got), got == 0, &scratch, &text, err) || !log_scan_push(scan, text, err))
            return false;
        done += got;
        if (done - told >= PROGRESS_EVERY || got == 0) {
            f->progress(f, done);
            told = done;
        }
    } while (got);
    return true;
}

static void tell_cut(struct feed *f, const struct log_scan *scan) {
    if (log_scan_cut(scan) == 0)
        return;
    const char *text = arena_printf(f->arena, "%lld records were longer than %d bytes or broken off, and were cut",
                                    (long long)log_scan_cut(scan), LOG_SCAN_RECORD);
    f->problem(f, text ? text : "records were cut");
}

bool log_pass_feed(struct feed *f, struct error *err) {
    if (f->artefact->kind && strcmp(f->artefact->kind, "dialog") == 0)
        return dialog_feed(f, err);
    if (f->artefact->kind && strcmp(f->artefact->kind, "tss_request") == 0)
        return signing_request_feed(f, err);
    struct pass p = {.feed = f,
                     .wants_log = feed_wants(f, &table_log),
                     .wants_signal = feed_wants(f, &table_signal),
                     .wants_error = wants_table(f, "error"),
                     .wants_request = feed_wants(f, &table_signing_request)};
    if (!p.wants_log && !p.wants_signal && !p.wants_error && !p.wants_request)
        return true;
    struct patterns *own __attribute__((cleanup(patterns_cleanup))) = NULL;
    p.patterns = patterns_of(f, &own, err);
    if (!p.patterns)
        return false;
    struct log_scan_options options = {.needles = p.wants_log ? NULL : p.patterns->needles,
                                       .modified = f->artefact->modified,
                                       .tool_output = is_one_of(f->artefact->kind, tool_kinds),
                                       .ticks = is_one_of(f->artefact->kind, (const char *const[]){"restore_log", NULL})};
    struct log_scan *scan CLEANUP_LOG_SCAN = log_scan_new(f->arena, &options, on_record, &p);
    if (!scan)
        return error_set(err, "no memory to scan with");
    struct error ignored;
    bool read = read_all(f, scan, err);
    bool finished = log_scan_finish(scan, read ? err : &ignored);
    tell_cut(f, scan);
    return read && finished;
}

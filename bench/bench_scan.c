/*
 * bench_scan: how fast a log is scanned for every signal.
 *
 *     bench_scan FILE [RUNS [search|scan|pass]]    GB/s of the search for the literals alone, of the scan, and of the whole pass with its
 * patterns
 *
 *     bench_scan literals                              prints the literals, for other tools
 *
 * scripts/bench runs it beside wc, grep and ripgrep on the same file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "format/log_scan.h"
#include "format/needles.h"
#include "format/nserror.h"
#include "table/shared/log_pass.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* of this process: other work on the machine does not count */
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool count_record(void *context, const struct log_record *r) {
    (void)r;
    ++*(size_t *)context;
    return true;
}

static void count_row(struct feed *f, const struct table *t, const struct value *values, struct origin origin) {
    (void)t;
    (void)values;
    (void)origin;
    ++*(size_t *)f->sink;
}

static bool wants_signal(const struct feed *f, const struct table *t) {
    (void)f;
    return t == &table_signal;
}

static void no_progress(struct feed *f, uint64_t done) {
    (void)f;
    (void)done;
}

static void print_problem(struct feed *f, const char *text) {
    (void)f;
    fprintf(stderr, "%s\n", text);
}

static bool read_file(struct artefact *a, void *bytes, size_t capacity, size_t *ret_len, struct error *err) {
    *ret_len = fread(bytes, 1, capacity, a->state);
    return !ferror((FILE *)a->state) || error_set(err, "cannot read");
}

static const struct needles *build(struct arena *arena, const struct knowledge *k, bool print) {
    struct error err = {""};
    struct signal_set *signals CLEANUP_SIGNAL_SET = signal_set_open(arena, k, &err);
    size_t n = signals ? signal_set_literals(signals) : 0, n_errors = 0;
    while (nserror_literals[n_errors])
        n_errors++;
    struct slice *literals = arena_array(arena, n + n_errors, sizeof *literals);
    for (size_t i = 0; literals && i < n; i++)
        literals[i] = signal_set_literal(signals, i);
    for (size_t i = 0; literals && i < n_errors; i++)
        literals[n + i] = slice_str(nserror_literals[i]);
    n += n_errors;
    for (size_t i = 0; literals && print && i < n; i++)
        printf("%.*s\n", SLICE_ARG(literals[i]));
    const struct needles *set = literals ? needles_build(arena, literals, n, &err) : NULL;
    if (!set)
        fprintf(stderr, "%s\n", err.text);
    return set;
}

static void run_search(FILE *f, const struct needles *set) {
    static uint8_t chunk[256 << 10];
    size_t got = 0, found = 0, total = 0, at = 0, which = 0;
    double start = now();
    while ((got = fread(chunk, 1, sizeof chunk, f)) > 0) {
        struct needles_search s = needles_search(set, slice_of(chunk, got));
        for (size_t from = 0; needles_next(&s, from, &at, &which); from = at + 1)
            found++;
        total += got;
    }
    double seconds = now() - start;
    printf("search %6.2f GB/s  %zu occurrences of %zu literals\n", (double)total / seconds / 1e9, found, needles_count(set));
}

static void run_scan(FILE *f, struct arena *arena, const struct needles *set) {
    static uint8_t chunk[256 << 10];
    size_t got = 0, records = 0, total = 0;
    double start = now();
    struct log_scan_options options = {.needles = set, .modified = TIMESTAMP_NONE};
    struct log_scan *scan CLEANUP_LOG_SCAN = log_scan_new(arena, &options, count_record, &records);
    while (scan && (got = fread(chunk, 1, sizeof chunk, f)) > 0) {
        if (!log_scan_push(scan, slice_of(chunk, got), NULL))
            return;
        total += got;
    }
    if (!scan || !log_scan_finish(scan, NULL))
        return;
    double seconds = now() - start;
    printf("scan   %6.2f GB/s  %zu records of %lld lines\n", (double)total / seconds / 1e9, records, (long long)log_scan_lines(scan) - 1);
}

static void run_pass(FILE *f, struct arena *arena, const struct knowledge *k) {
    size_t rows = 0;
    struct error err = {""};
    double start = now();
    struct artefact a = {
        .path = slice_str("install.log"), .kind = "install_log", .modified = TIMESTAMP_NONE, .read = read_file, .state = f};
    struct feed feed = {.artefact = &a,
                        .arena = arena,
                        .knowledge = k,
                        .sink = &rows,
                        .wants = wants_signal,
                        .row = count_row,
                        .progress = no_progress,
                        .problem = print_problem};
    if (!log_pass_feed(&feed, &err))
        fprintf(stderr, "%s\n", err.text);
    double seconds = now() - start;
    printf("pass   %6.2f GB/s  %zu rows of signal\n", (double)ftell(f) / seconds / 1e9, rows);
}

int main(int argc, char **argv) {
    bool only_literals = argc == 2 && strcmp(argv[1], "literals") == 0;
    FILE *f = only_literals ? stdin : argc > 1 ? fopen(argv[1], "rb") : NULL;
    if (!f)
        return fprintf(stderr, "usage: bench_scan literals | FILE [RUNS [search|scan|pass]]\n"), 64;
    setvbuf(f, NULL, _IONBF, 0);
    struct error err = {""};
    struct knowledge *k = knowledge_open(NULL, &err);
    struct arena *arena CLEANUP_ARENA = arena_new(64 << 20);
    const struct needles *set = k && arena ? build(arena, k, only_literals) : NULL;
    if (!set)
        return fprintf(stderr, "%s\n", err.text), 1;
    for (int i = only_literals ? 0 : argc > 2 ? atoi(argv[2]) : 1; i > 0; i--) {
        rewind(f);
        if (argc < 4 || strcmp(argv[3], "search") == 0)
            run_search(f, set);
        rewind(f);
        if (argc < 4 || strcmp(argv[3], "scan") == 0)
            run_scan(f, arena, set);
        rewind(f);
        if (argc < 4 || strcmp(argv[3], "pass") == 0)
            run_pass(f, arena, k);
    }
    fclose(f);
    knowledge_close(k);
    return 0;
}

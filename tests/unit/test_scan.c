/* A reader that hangs: it is given up after the time allowed, its artefact is told, and the rest is read. */
#include "engine/scan.h"
#include "engine_test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGE = 512 << 20 };

/* The one child of this process; 0 where the system does not tell. */
static int the_child(void) {
    char path[64];
    int pid = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    FILE *f = fopen(path, "r");
    if (f && fscanf(f, "%d", &pid) != 1)
        pid = 0;
    if (f)
        fclose(f);
    return pid;
}

struct watch {
    int stopped; /* the reader that was stopped */
};

static void stop_once(void *context, struct slice path, uint64_t bytes_done) {
    struct watch *w = context;
    if (w->stopped || bytes_done == 0 || !slice_ends_with(path, "large.log"))
        return;
    w->stopped = the_child();
    if (w->stopped > 0)
        kill(w->stopped, SIGSTOP);
}

static void write_file(const char *folder, const char *name, const char *text, off_t size) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0 && fclose(f) == 0);
    if (size)
        assert_int_equal(truncate(path, size), 0); /* a hole */
}

static void remove_file(const char *folder, const char *name) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

static void a_reader_that_hangs_costs_one_artefact(void **state) {
    struct bench b;
    struct watch watch = {0};
    char folder[] = "/tmp/tailor-scan-XXXXXX";
    (void)state;
    assert_non_null(mkdtemp(folder));
    write_file(folder, "large.log", "2024-09-20 10:38:44+02 studio softwareupdated[418]: x\n", LARGE);
    write_file(folder, "sw_vers.txt", "ProductName: macOS\nProductVersion: 14.6.1\nBuildVersion: 23G93\n", 0);
    bench_open(&b);
    session_want(b.session, "os");
    session_want(b.session, "log");
    session_want(b.session, "evidence");
    const char *paths[] = {folder};
    struct scan_options options = {.paths = paths, .n_paths = 1, .progress = stop_once, .context = &watch, .hang_ms = 300};
    bool good = scan_evidence(b.session, &options, &b.err);
    remove_file(folder, "large.log");
    remove_file(folder, "sw_vers.txt");
    rmdir(folder);
    if (!good)
        fail_msg("%s", b.err.text);
    if (watch.stopped > 0) {
        const char *problem = bench_ask(&b, "SELECT problem FROM evidence WHERE path LIKE '%large.log' AND state = 'damaged'");
        assert_non_null(problem);
        assert_non_null(strstr(problem, "no sign of life"));
    } else {
        print_message("skipped: this system does not tell the children of a process\n");
    }
    assert_string_equal(bench_ask(&b, "SELECT version FROM os LIMIT 1"), "14.6.1");
    bench_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_reader_that_hangs_costs_one_artefact)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

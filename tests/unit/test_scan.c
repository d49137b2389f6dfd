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

/* What was gathered is read from its parts of one file, as a bundle would be, wherever the file stands. */
static void gathered_parts_are_read(void **state) {
    struct bench b;
    char name[] = "/tmp/tailor-scan-XXXXXX";
    (void)state;
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    unlink(name);
    static const char text[] = "xxxProductName: macOS\nProductVersion: 14.6.1\nBuildVersion: 23G93\n127.0.0.1 gs.apple.com\nyyy";
    assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
    const struct evidence_held held[] = {
        {.path = "commands/sw_vers.txt", .offset = 3, .size = 63, .modified = TIMESTAMP_NONE, .owner = -1},
        {.path = "root/private/etc/hosts", .offset = 66, .size = 23, .modified = TIMESTAMP_NONE, .owner = 501, .mode = 0666},
        {.path = "root/private/var/log/install.log", .offset = 80, .size = 1000, .modified = TIMESTAMP_NONE, .owner = -1},
    };
    bench_open(&b);
    static const char *const tables[] = {"os", "hosts_entry", "permission", "log", "evidence"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        session_want(b.session, tables[i]);
    struct scan_options options = {.held = held, .n_held = 3, .held_fd = fd};
    if (!scan_evidence(b.session, &options, &b.err))
        fail_msg("%s", b.err.text);
    close(fd);
    assert_string_equal(bench_ask(&b, "SELECT version || ' ' || source FROM os LIMIT 1"), "14.6.1 commands/sw_vers.txt");
    assert_string_equal(bench_ask(&b, "SELECT name || ' ' || line FROM hosts_entry"), "gs.apple.com 1");
    assert_string_equal(bench_ask(&b, "SELECT mode || ' ' || owner FROM permission"), "0666 501");
    assert_string_equal(bench_ask(&b, "SELECT COUNT(*) FROM evidence WHERE state = 'read'"), "2");
    assert_non_null(strstr(bench_ask(&b, "SELECT problem FROM evidence WHERE path LIKE '%install.log'"), "shorter than it was"));
    bench_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_reader_that_hangs_costs_one_artefact), cmocka_unit_test(gathered_parts_are_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Commands with limits: what they print, how they end, and that nothing of them goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/command.h"
#include "os/files.h"

static const char *const environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C", NULL};

struct script {
    const char *argv[4];
    struct os_command command;
};

static void script_start(struct script *s, const char *text) {
    *s = (struct script){.argv = {"/bin/sh", "-c", text, NULL}};
    s->command = (struct os_command){.argv = s->argv,
                                     .environment = environment,
                                     .out_fd = os_temporary_file("/tmp", NULL),
                                     .timeout_ms = 20000,
                                     .most_bytes = 1 << 20,
                                     .name = "sh"};
    assert_true(s->command.out_fd >= 0);
}

static void run(struct script *s) {
    struct error err = {{0}};
    if (!os_commands_run(&s->command, 1, 1, NULL, NULL, &err))
        fail_msg("%s", err.text);
}

/* What it printed; the file is closed. */
static const char *printed(struct script *s) {
    static char text[4096];
    ssize_t n = pread(s->command.out_fd, text, sizeof text - 1, 0);
    close(s->command.out_fd);
    text[n > 0 ? n : 0] = '\0';
    return text;
}

static void a_command_prints_and_ends(void **state) {
    (void)state;
    struct script s;
    script_start(&s, "echo out; echo err >&2; exit 3");
    run(&s);
    assert_int_equal(s.command.code, 3);
    assert_int_equal(s.command.signal, 0);
    assert_int_equal(s.command.bytes, 4);
    assert_string_equal(s.command.told, "err\n");
    assert_string_equal(printed(&s), "out\n");
    script_start(&s, "echo out; echo err >&2");
    s.command.errors_too = true;
    run(&s);
    assert_string_equal(printed(&s), "out\nerr\n");
    assert_string_equal(s.command.told, "");
}

static void it_has_nothing_of_ours(void **state) {
    (void)state;
    struct script s;
    setenv("TAILOR_SECRET", "x", 1);
    int open_here = dup2(STDIN_FILENO, 77);
    script_start(&s,
                 "env | grep -v -e ^PWD -e ^SHLVL -e ^_= | sort; read x || echo no input; (: </dev/tty) 2>/dev/null || echo no terminal; "
                 "(: <&77) 2>/dev/null || echo no file");
    run(&s);
    close(open_here);
    assert_string_equal(printed(&s), "LC_ALL=C\nPATH=/usr/bin:/bin\nno input\nno terminal\nno file\n");
}

static void a_program_that_cannot_run_says_so(void **state) {
    (void)state;
    struct script s;
    script_start(&s, "");
    s.argv[0] = "/nonexistent/program";
    run(&s);
    assert_int_equal(s.command.code, 127);
    assert_non_null(strstr(s.command.told, "cannot be run"));
    close(s.command.out_fd);
}

static void a_signal_is_told(void **state) {
    (void)state;
    struct script s;
    script_start(&s, "echo before; kill -SEGV $$");
    run(&s);
    assert_int_equal(s.command.signal, SIGSEGV);
    assert_int_equal(s.command.code, -1);
    assert_string_equal(printed(&s), "before\n");
}

/* Its process ids stand in its output: none of them is left. */
static void assert_gone(const char *pids) {
    for (char *end; *pids; pids = *end ? end + 1 : end) {
        long pid = strtol(pids, &end, 10);
        if (end == pids)
            break;
        for (int i = 0; i < 200 && kill((pid_t)pid, 0) == 0; i++)
            usleep(10000);
        FILE *status;
        char path[64], text[512] = "";
        snprintf(path, sizeof path, "/proc/%ld/stat", pid);
        if ((status = fopen(path, "r"))) { /* a zombie that nobody reaps is gone too */
            size_t n = fread(text, 1, sizeof text - 1, status);
            text[n] = '\0';
            fclose(status);
        }
        if (kill((pid_t)pid, 0) == 0 && !strstr(text, ") Z"))
            fail_msg("process %ld lives on", pid);
    }
}

static void one_that_hangs_is_ended_with_its_children(void **state) {
    (void)state;
    struct script s;
    script_start(&s, "trap '' TERM INT HUP; sleep 600 & echo $!; echo $$; exec sleep 600");
    s.command.timeout_ms = 300;
    run(&s);
    assert_true(s.command.timed_out);
    assert_int_equal(s.command.signal, 0);
    assert_true(s.command.ns < UINT64_C(15000000000));
    assert_gone(printed(&s));
}

static void one_that_leaves_a_child_behind_is_not_waited_for(void **state) {
    (void)state;
    struct script s;
    script_start(&s, "sleep 600 & echo $!");
    run(&s);
    assert_int_equal(s.command.code, 0);
    assert_false(s.command.timed_out);
    assert_true(s.command.ns < UINT64_C(15000000000));
    assert_gone(printed(&s));
}

static void one_that_closes_its_outputs_is_waited_for(void **state) {
    (void)state;
    struct script s;
    script_start(&s, "echo x; exec >&- 2>&-; sleep 0.3; exit 5");
    run(&s);
    assert_int_equal(s.command.code, 5);
    assert_string_equal(printed(&s), "x\n");
}

static void one_that_prints_without_end_is_ended(void **state) {
    (void)state;
    struct script s;
    script_start(&s, "yes; echo not reached >&2");
    run(&s);
    assert_true(s.command.cut);
    assert_int_equal(s.command.bytes, 1 << 20);
    assert_int_equal(lseek(s.command.out_fd, 0, SEEK_END), 1 << 20);
    close(s.command.out_fd);
    script_start(&s, "yes >&2");
    s.command.timeout_ms = 300;
    run(&s);
    assert_true(s.command.timed_out);
    assert_int_equal(strlen(s.command.told), OS_COMMAND_TOLD - 1);
    close(s.command.out_fd);
}

static void a_full_disk_is_told(void **state) {
    (void)state;
    struct script s;
    script_start(&s, "yes");
    close(s.command.out_fd);
    s.command.out_fd = open("/dev/full", O_WRONLY);
    if (s.command.out_fd < 0)
        skip();
    run(&s);
    assert_int_equal(s.command.write_error, ENOSPC);
    close(s.command.out_fd);
}

static void count(void *context, const char *name) {
    assert_string_equal(name, "sh");
    ++*(size_t *)context;
}

static void several_run_at_once(void **state) {
    (void)state;
    struct script s[6];
    struct os_command all[6];
    size_t told = 0;
    uint64_t begin = os_monotonic_ns();
    for (size_t i = 0; i < 6; i++) {
        script_start(&s[i], "sleep 0.5; echo done");
        all[i] = s[i].command;
    }
    assert_true(os_commands_run(all, 6, 3, count, &told, NULL));
    uint64_t took = os_monotonic_ns() - begin;
    assert_true(took >= UINT64_C(900000000)); /* two rounds */
    assert_true(told > 2);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(all[i].code, 0);
        assert_int_equal(all[i].bytes, 5);
        close(all[i].out_fd);
    }
}

static void outputs_are_whole_or_not_there(void **state) {
    (void)state;
    char folder[] = "/tmp/tailor-test.XXXXXX", path[64];
    struct os_output o;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/out", folder);
    assert_true(os_output_open(&o, path, NULL));
    assert_true(os_write_all(o.fd, slice_str("x")));
    assert_int_not_equal(access(path, F_OK), 0);
    assert_true(os_output_commit(&o, NULL));
    assert_int_equal(access(path, F_OK), 0);
    assert_true(os_output_open(&o, path, NULL));
    os_output_abandon(&o);
    assert_int_equal(access(path, F_OK), 0);
    unlink(path);
    struct os_output_folder f;
    assert_true(os_output_folder_open(&f, path, NULL));
    int fd = os_output_folder_file(&f, "a/b/c", NULL);
    assert_true(fd >= 0);
    close(fd);
    assert_true(os_output_folder_file(&f, "a/b/c", NULL) < 0);
    assert_true(os_output_folder_file(&f, "a/b/c/d", NULL) < 0);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_true(os_output_folder_commit(&f, NULL));
    assert_false(os_output_folder_open(&f, path, NULL)); /* it is not empty */
    snprintf(f.temporary, sizeof f.temporary, "%s", folder);
    os_output_folder_abandon(&f);
    assert_int_not_equal(access(folder, F_OK), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_prints_and_ends),
        cmocka_unit_test(it_has_nothing_of_ours),
        cmocka_unit_test(a_program_that_cannot_run_says_so),
        cmocka_unit_test(a_signal_is_told),
        cmocka_unit_test(one_that_hangs_is_ended_with_its_children),
        cmocka_unit_test(one_that_leaves_a_child_behind_is_not_waited_for),
        cmocka_unit_test(one_that_closes_its_outputs_is_waited_for),
        cmocka_unit_test(one_that_prints_without_end_is_ended),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(several_run_at_once),
        cmocka_unit_test(outputs_are_whole_or_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

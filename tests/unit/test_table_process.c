#include "table_test.h"

#include "format/process_list.h"

extern const struct table table_process;

static const char *const path = "commands/ps.txt";

static void columns_follow_the_header(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_process, "ps", path,
                             "  PID  PPID USER     STARTED ELAPSED COMMAND\n    1     0 root     Mon08AM 1-02:10:44 /sbin/launchd\n"
                             "  402     1 root     Mon08AM 02:10:30 /Library/Application Support/JAMF/jamf manage --verbose\n"));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "pid"), "1");
    assert_string_equal(cell(&c, 0, "ppid"), "0");
    assert_string_equal(cell(&c, 0, "name"), "launchd");
    assert_string_equal(cell(&c, 0, "elapsed_seconds"), "94244");
    assert_null(cell(&c, 0, "product"));
    assert_string_equal(cell(&c, 0, "apple"), "1");
    assert_string_equal(cell(&c, 1, "apple"), "0");
    assert_string_equal(cell(&c, 1, "path"), "/Library/Application Support/JAMF/jamf");
    assert_string_equal(cell(&c, 1, "product"), "Jamf Pro");
    assert_string_equal(cell(&c, 1, "started"), "Mon08AM");
    assert_string_equal(cell(&c, 1, "line"), "3");
    capture_free(&c);
}

static void aux_and_long_start_times(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_process, "ps", path,
                             "USER               PID  %CPU %MEM      VSZ    RSS   TT  STAT STARTED      TIME COMMAND\n"
                             "jroe               556   3.5  0.7  5046052 109592   ??  S    12:10PM   0:37.91 /Applications/Google "
                             "Chrome.app/Contents/MacOS/Google Chrome --x\n"
                             "root                 0   0.0  0.0        0      0   ??  Z    12:10PM   0:00.00 (softwareupdate)\n"));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "user"), "jroe");
    assert_string_equal(cell(&c, 0, "state"), "S");
    assert_string_equal(cell(&c, 0, "name"), "Google Chrome");
    assert_string_equal(cell(&c, 1, "name"), "(softwareupdate)");
    assert_null(cell(&c, 1, "apple"));
    assert_null(cell(&c, 1, "ppid"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_process, "ps", path,
                             "PID STARTED COMM USER\n77 Mon Oct  7 09:58:11 2024 /usr/sbin/software update jroe\n"));
    assert_string_equal(cell(&c, 0, "started"), "Mon Oct  7 09:58:11 2024");
    assert_string_equal(cell(&c, 0, "command"), "/usr/sbin/software update");
    assert_string_equal(cell(&c, 0, "user"), "jroe");
    capture_free(&c);
}

static void programs_of_command_lines(void **state) {
    (void)state;
    static const char *const cases[][2] = {{"/usr/sbin/softwareupdate --download --all", "/usr/sbin/softwareupdate"},
                                           {"/bin/sh /Library/x y/run.sh", "/bin/sh"},
                                           {"/usr/libexec/foo start now", "/usr/libexec/foo"},
                                           {"/A B/C D/e", "/A B/C D/e"},
                                           {"-zsh", "-zsh"},
                                           {"top", "top"},
                                           {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(slice_is(process_list_program(slice_str(cases[i][0])), cases[i][1]));
    int64_t n;
    assert_true(process_list_elapsed(slice_str("05:07"), &n) && n == 307);
    assert_false(process_list_elapsed(slice_str("1:2:3:4"), &n));
    assert_false(process_list_elapsed(slice_str("-05"), &n));
    assert_false(process_list_elapsed(slice_str(""), &n));
    assert_false(process_list_elapsed(slice_str("99999999999999:1"), &n));
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_process, "ps", path, "\n"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_process, "ps", path, "ps: illegal option -- z\nPID TTY TIME\n"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_process, "ps", path, "  PID COMMAND\n  12 /sbin/a\nabc /sbin/b\n  13\n  14 /sb"));
    assert_int_equal(c.n_rows, 2);
    assert_non_null(strstr(c.problem, "2 lines"));
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(columns_follow_the_header), cmocka_unit_test(aux_and_long_start_times),
                                       cmocka_unit_test(programs_of_command_lines), cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

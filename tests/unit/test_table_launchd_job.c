#include "table_test.h"

extern const struct table table_launchd_job;

#define PLIST(body) "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n" body "</dict>\n</plist>\n"

static const char *const path = "root/Library/LaunchDaemons/org.example.agent.plist";

static void a_job_and_its_program(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_launchd_job, "launchd_job", path,
                             PLIST("<key>Label</key>\n<string>com.jamf.management.daemon</string>\n<key>ProgramArguments</key>\n"
                                   "<array><string>/usr/local/jamf/bin/jamf</string><string>launchDaemon</string></array>\n"
                                   "<key>RunAtLoad</key><true/><key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>\n"
                                   "<key>StartInterval</key><integer>900</integer><key>UserName</key><string>jroe</string>\n")));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "label"), "com.jamf.management.daemon");
    assert_string_equal(cell(&c, 0, "program"), "/usr/local/jamf/bin/jamf");
    assert_string_equal(cell(&c, 0, "program_arguments"), "/usr/local/jamf/bin/jamf launchDaemon");
    assert_string_equal(cell(&c, 0, "run_at_load"), "1");
    assert_string_equal(cell(&c, 0, "keep_alive"), "1");
    assert_string_equal(cell(&c, 0, "start_interval"), "900");
    assert_string_equal(cell(&c, 0, "injects"), "0");
    assert_string_equal(cell(&c, 0, "apple"), "0");
    assert_string_equal(cell(&c, 0, "product"), "Jamf Pro");
    assert_string_equal(cell(&c, 0, "line"), "5");
    capture_free(&c);
}

static void jobs_that_inject_libraries(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_launchd_job, "launchd_job", path,
                     PLIST("<key>Label</key><string>org.example.a</string><key>Program</key><string>/x</string>"
                           "<key>EnvironmentVariables</key><dict><key>DYLD_INSERT_LIBRARIES</key><string>/tmp/a.dylib</string></dict>")));
    assert_string_equal(cell(&c, 0, "injects"), "1");
    assert_string_equal(cell(&c, 0, "inserted_libraries"), "/tmp/a.dylib");
    capture_free(&c);
    assert_true(
        capture_feed(&c, &table_launchd_job, "launchd_job", path,
                     PLIST("<key>Label</key><string>org.example.a</string><key>ProgramArguments</key><array><string>/bin/launchctl</string>"
                           "<string>setenv</string><string>DYLD_INSERT_LIBRARIES</string><string>/tmp/b.dylib</string></array>")));
    assert_string_equal(cell(&c, 0, "injects"), "1");
    assert_string_equal(cell(&c, 0, "inserted_libraries"), "/tmp/b.dylib");
    capture_free(&c);
}

static void apples_own_jobs(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_launchd_job, "launchd_job", "root/System/Library/LaunchDaemons/com.apple.softwareupdated.plist",
                             PLIST("<key>Label</key><string>com.apple.softwareupdated</string>")));
    assert_string_equal(cell(&c, 0, "system"), "1");
    assert_string_equal(cell(&c, 0, "apple"), "1");
    assert_null(cell(&c, 0, "program"));
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_launchd_job, "launchd_job", path, ""));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_launchd_job, "launchd_job", path, "<plist version=\"1.0\"><dict><key>Label</key><str"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
    assert_false(capture_feed(&c, &table_launchd_job, "launchd_job", path, "<plist version=\"1.0\"><array/></plist>"));
    assert_non_null(strstr(c.err.text, "array"));
    capture_free(&c);
    assert_true(
        capture_feed(&c, &table_launchd_job, "launchd_job", path,
                     PLIST("<key>Label</key><array/><key>ProgramArguments</key><string>x</string><key>KeepAlive</key><real>1</real>")));
    assert_non_null(strstr(c.problem, "Label"));
    assert_string_equal(cell(&c, 0, "keep_alive"), "0");
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_job_and_its_program), cmocka_unit_test(jobs_that_inject_libraries),
                                       cmocka_unit_test(apples_own_jobs), cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "engine_test.h"

#define AT(minutes) ((int64_t)(minutes)*60 * NS_PER_SECOND)

static void signal_at(struct bench *b, int64_t ns, int64_t line, const char *stage, const char *sense, const char *phase) {
    if (phase)
        bench_row(b, "signal", "install.log", line, ns, "stage", stage, "sense", sense, "phase", phase, "text", phase, NULL);
    else
        bench_row(b, "signal", "install.log", line, ns, "stage", stage, "sense", sense, "text", "a line", NULL);
}

static void settle(struct bench *b) {
    session_want(b->session, "attempt");
    assert_true(session_begin(b->session, &b->err));
    if (!session_settle(b->session, &b->err))
        fail_msg("%s", b->err.text);
}

static void a_failure_belongs_to_the_stage_of_the_last_phase(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(1), 2, "download", "progress", "DOWNLOADING_UPDATE");
    signal_at(b, AT(2), 3, "personalize", "progress", "PREFLIGHT_PERSONALIZE");
    signal_at(b, AT(3), 4, "prepare", "failure", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT kind || ' ' || outcome || ' ' || last_stage || ' ' || judged FROM attempt"),
                        "update failed personalize 1");
}

static void a_download_that_fails_beneath_the_first_preflight_failed_to_download(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(1), 2, "preflight", "progress", "PREFLIGHT_PREREQUISITE");
    signal_at(b, AT(2), 3, "download", "failure", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT last_stage FROM attempt WHERE judged = 1"), "download");
}

static void a_start_within_seconds_is_the_same_attempt(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(0) + NS_PER_SECOND, 2, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(5), 3, "preflight", "start", "ACCEPTED");
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT COUNT(*) FROM attempt"), "2");
}

static void a_later_attempt_that_got_beyond_supersedes(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(1), 2, "personalize", "failure", NULL);
    signal_at(b, AT(20), 3, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(25), 4, "prepare", "success", "COMPLETED");
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT superseded FROM attempt WHERE outcome = 'failed'"), "1");
    assert_null(bench_ask(b, "SELECT attempt FROM attempt WHERE judged = 1"));
}

static void a_scan_does_not_supersede_an_update(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(1), 2, "personalize", "failure", NULL);
    signal_at(b, AT(30), 3, "scan", "success", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT last_stage FROM attempt WHERE judged = 1"), "personalize");
}

static void undated_output_of_a_tool_is_an_attempt_of_its_own(void **state) {
    struct bench *b = *state;
    bench_row(b, "signal", "commands/startosinstall.txt", 3, TIMESTAMP_NONE, "stage", "prepare", "sense", "failure", "text", "Error", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT kind || ' ' || outcome || ' ' || last_stage FROM attempt WHERE judged = 1"),
                        "tool failed prepare");
}

static void a_tool_that_finds_the_disk_full_has_failed_where_it_was(void **state) {
    struct bench *b = *state;
    bench_row(b, "signal", "commands/startosinstall.txt", 1, TIMESTAMP_NONE, "name", "startosinstall-progress", "stage", "prepare", "sense",
              "progress", "text", "Preparing: 12.1%", NULL);
    bench_row(b, "signal", "commands/startosinstall.txt", 2, TIMESTAMP_NONE, "name", "no-space-left", "sense", "failure", "text",
              "No space left on device", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT kind || ' ' || outcome || ' ' || last_stage FROM attempt"), "tool failed prepare");
}

static void a_failure_that_was_overcome_is_none(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(1), 2, "personalize", "failure", NULL);
    signal_at(b, AT(2), 3, "prepare", "progress", "PREPARING_UPDATE");
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT outcome FROM attempt"), "stopped");
}

static void a_failure_of_an_earlier_stage_after_completion_is_none(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(9), 2, "prepare", "success", "COMPLETED");
    signal_at(b, AT(30), 3, "personalize", "failure", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT outcome FROM attempt"), "succeeded");
}

static void a_scan_that_fails_days_later_is_judged_instead(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(1), 2, "personalize", "failure", NULL);
    signal_at(b, AT(8 * 24 * 60), 3, "scan", "failure", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT kind FROM attempt WHERE judged = 1"), "scan");
}

static void nothing_left_to_install_days_later_ends_the_story(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(1), 2, "personalize", "failure", NULL);
    bench_row(b, "signal", "install.log", 3, AT(8 * 24 * 60), "name", "no-updates-found", "stage", "scan", "sense", "fact", "text", "0",
              NULL);
    settle(b);
    assert_null(bench_ask(b, "SELECT attempt FROM attempt WHERE judged = 1"));
}

static void three_quiet_hours_end_an_attempt(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "download", "progress", "DOWNLOADING_UPDATE");
    signal_at(b, AT(181), 2, "download", "progress", "DOWNLOADING_UPDATE");
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT COUNT(*) FROM attempt"), "2");
}

static void what_failed_long_before_the_macs_own_date_is_history(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(1), 2, "personalize", "failure", NULL);
    signal_at(b, AT(72 * 24 * 60), 3, "scan", "success", NULL);
    bench_row(b, "clock", "commands/date.txt", 1, TIMESTAMP_NONE, "mac_time", "1970-03-15T00:00:00Z", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT superseded FROM attempt WHERE kind = 'update'"), "1");
    assert_null(bench_ask(b, "SELECT attempt FROM attempt WHERE judged = 1"));
}

static void the_last_that_was_heard_of_the_mac_is_judged(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(1), 2, "personalize", "failure", NULL);
    bench_row(b, "clock", "commands/date.txt", 1, TIMESTAMP_NONE, "mac_time", "1970-03-15T00:00:00Z", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT last_stage FROM attempt WHERE judged = 1"), "personalize");
}

static void what_failed_last_week_is_not_history(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(1), 2, "personalize", "failure", NULL);
    bench_row(b, "clock", "commands/date.txt", 1, TIMESTAMP_NONE, "mac_time", "1970-01-08T00:00:00Z", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT last_stage FROM attempt WHERE judged = 1"), "personalize");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_failure_belongs_to_the_stage_of_the_last_phase, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_download_that_fails_beneath_the_first_preflight_failed_to_download, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_start_within_seconds_is_the_same_attempt, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_later_attempt_that_got_beyond_supersedes, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_scan_does_not_supersede_an_update, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(undated_output_of_a_tool_is_an_attempt_of_its_own, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_tool_that_finds_the_disk_full_has_failed_where_it_was, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_failure_that_was_overcome_is_none, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_failure_of_an_earlier_stage_after_completion_is_none, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_scan_that_fails_days_later_is_judged_instead, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(nothing_left_to_install_days_later_ends_the_story, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(three_quiet_hours_end_an_attempt, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(what_failed_long_before_the_macs_own_date_is_history, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(the_last_that_was_heard_of_the_mac_is_judged, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(what_failed_last_week_is_not_history, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

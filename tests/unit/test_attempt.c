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

static void three_quiet_hours_end_an_attempt(void **state) {
    struct bench *b = *state;
    signal_at(b, AT(0), 1, "download", "progress", "DOWNLOADING_UPDATE");
    signal_at(b, AT(181), 2, "download", "progress", "DOWNLOADING_UPDATE");
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT COUNT(*) FROM attempt"), "2");
}

static void what_failed_long_ago_is_not_judged(void **state) {
    struct bench *b = *state;
    bench_row(b, "clock", "commands/date.txt", 1, AT(60 * 24 * 40), "from", "date", NULL);
    signal_at(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    signal_at(b, AT(3), 2, "prepare", "failure", NULL);
    settle(b);
    assert_string_equal(bench_ask(b, "SELECT outcome || ' ' || superseded || ' ' || judged FROM attempt"), "failed 1 0");
}

static int setup(void **state) {
    static struct bench b;
    bench_open(&b);
    *state = &b;
    return 0;
}

static int teardown(void **state) {
    bench_close(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_failure_belongs_to_the_stage_of_the_last_phase, setup, teardown),
        cmocka_unit_test_setup_teardown(a_download_that_fails_beneath_the_first_preflight_failed_to_download, setup, teardown),
        cmocka_unit_test_setup_teardown(a_start_within_seconds_is_the_same_attempt, setup, teardown),
        cmocka_unit_test_setup_teardown(a_later_attempt_that_got_beyond_supersedes, setup, teardown),
        cmocka_unit_test_setup_teardown(a_scan_does_not_supersede_an_update, setup, teardown),
        cmocka_unit_test_setup_teardown(undated_output_of_a_tool_is_an_attempt_of_its_own, setup, teardown),
        cmocka_unit_test_setup_teardown(a_tool_that_finds_the_disk_full_has_failed_where_it_was, setup, teardown),
        cmocka_unit_test_setup_teardown(a_failure_that_was_overcome_is_none, setup, teardown),
        cmocka_unit_test_setup_teardown(what_failed_long_ago_is_not_judged, setup, teardown),
        cmocka_unit_test_setup_teardown(three_quiet_hours_end_an_attempt, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

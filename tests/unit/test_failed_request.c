#include "engine_test.h"

#define AT(minutes) ((int64_t)(minutes)*60 * NS_PER_SECOND)

static void failed(struct bench *b, int64_t ns, const char *process, const char *code, const char *host) {
    bench_row(b, "error", "install.log", 7, ns, "domain", "NSURLErrorDomain", "process", process, "host", host, "quote", "a line", "code",
              code, NULL);
}

static void phase(struct bench *b, int64_t ns, const char *stage, const char *sense, const char *name) {
    bench_row(b, "signal", "install.log", 1, ns, "name", "phase", "stage", stage, "sense", sense, "phase", name, "text", name, NULL);
}

static void gave_up(struct bench *b, int64_t ns, const char *stage) {
    bench_row(b, "signal", "install.log", 99, ns, "name", "personalize-failed", "stage", stage, "sense", "failure", "text", "failed", NULL);
}

static const char *settled(struct bench *b, const char *sql) {
    session_want(b->session, "failed_request");
    assert_true(session_begin(b->session, &b->err));
    if (!session_settle(b->session, &b->err))
        fail_msg("%s", b->err.text);
    return bench_ask(b, sql);
}

static void a_request_of_the_attempt_is_kept(void **state) {
    struct bench *b = *state;
    phase(b, AT(0), "preflight", "start", "ACCEPTED");
    phase(b, AT(1), "personalize", "progress", "PREFLIGHT_PERSONALIZE");
    failed(b, AT(2), "nsurlsessiond", "-1004", "gs.apple.com");
    gave_up(b, AT(3), "personalize");
    assert_string_equal(settled(b, "SELECT kind || ' ' || apple || ' ' || stage || ' ' || overcome FROM failed_request"),
                        "refused 1 personalize 0");
}

static void other_programs_and_reports_are_left_out(void **state) {
    struct bench *b = *state;
    phase(b, AT(1), "personalize", "progress", "PREFLIGHT_PERSONALIZE");
    failed(b, AT(2), "Mail", "-1001", "imap.example.org");
    failed(b, AT(2), "softwareupdated", "-1001", "xp.apple.com");
    gave_up(b, AT(3), "personalize");
    assert_string_equal(settled(b, "SELECT COUNT(*) FROM failed_request"), "0");
}

static void other_days_are_left_out(void **state) {
    struct bench *b = *state;
    failed(b, AT(0), "softwareupdated", "-1009", "swscan.apple.com");
    phase(b, AT(7 * 24 * 60), "personalize", "progress", "PREFLIGHT_PERSONALIZE");
    gave_up(b, AT(7 * 24 * 60 + 1), "personalize");
    assert_string_equal(settled(b, "SELECT COUNT(*) FROM failed_request"), "0");
}

static void a_retry_that_worked_is_overcome(void **state) {
    struct bench *b = *state;
    phase(b, AT(1), "download", "progress", "DOWNLOADING_UPDATE");
    failed(b, AT(2), "softwareupdated", "-1001", "updates.cdn-apple.com");
    phase(b, AT(3), "download", "success", "DOWNLOADED_UPDATE");
    phase(b, AT(4), "personalize", "progress", "PREFLIGHT_PERSONALIZE");
    gave_up(b, AT(5), "personalize");
    assert_string_equal(settled(b, "SELECT overcome FROM failed_request"), "1");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_request_of_the_attempt_is_kept, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(other_programs_and_reports_are_left_out, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(other_days_are_left_out, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_retry_that_worked_is_overcome, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

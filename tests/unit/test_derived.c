/* The tables that are made from others besides attempt and failed_request: stage, signing_exchange, clock_symptom, system_container. */
#include "engine_test.h"

#define AT(seconds) ((int64_t)(seconds)*NS_PER_SECOND)

static void settle(struct bench *b, const char *table) {
    session_want(b->session, table);
    assert_true(session_begin(b->session, &b->err));
    if (!session_settle(b->session, &b->err))
        fail_msg("%s", b->err.text);
}

static void phase(struct bench *b, int64_t ns, int64_t line, const char *stage, const char *sense, const char *name) {
    bench_row(b, "signal", "install.log", line, ns, "name", "phase", "stage", stage, "sense", sense, "phase", name, "text", name, NULL);
}

static void each_stage_of_an_attempt_is_told(void **state) {
    struct bench *b = *state;
    phase(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    phase(b, AT(1), 2, "scan", "progress", "RELOADING_SU");
    phase(b, AT(10), 3, "download", "progress", "DOWNLOADING_UPDATE");
    phase(b, AT(70), 4, "download", "progress", "DOWNLOADED_UPDATE");
    phase(b, AT(71), 5, "personalize", "progress", "PREFLIGHT_PERSONALIZE");
    bench_row(b, "signal", "install.log", 6, AT(75), "name", "x", "stage", "personalize", "sense", "failure", "text", "failed", NULL);
    settle(b, "stage");
    assert_string_equal(bench_ask(b, "SELECT group_concat(stage || ' ' || outcome) FROM (SELECT * FROM stage ORDER BY ns)"),
                        "preflight passed,scan passed,download passed,personalize failed");
    assert_string_equal(bench_ask(b, "SELECT seconds || ' ' || events FROM stage WHERE stage = 'download'"), "60.0 2");
}

/* A statement prepared before the evidence was read runs as it is: deriving changes no schema, or every rule would be compiled twice. */
static void deriving_leaves_statements_prepared(void **state) {
    struct bench *b = *state;
    sqlite3_stmt *stmt CLEANUP_STMT =
        session_prepare(b->session, "SELECT COUNT(*) FROM attempt, failed_request, signing_exchange, stage, clock_symptom", &b->err);
    assert_non_null(stmt);
    phase(b, AT(0), 1, "preflight", "start", "ACCEPTED");
    settle(b, "attempt");
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_int_equal(sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_REPREPARE, 0), 0);
}

static void tss(struct bench *b, int64_t line, const char *name, const char *code) {
    bench_row(b, "signal", "log-show.txt", line, AT(line), "name", name, "stage", "personalize", "text", name, "means", "m",
              code ? "code" : "means", code ? code : "m", NULL);
}

static void a_request_takes_the_best_answer_before_the_next_one(void **state) {
    struct bench *b = *state;
    tss(b, 1, "tss-attempt", NULL);
    tss(b, 2, "tss-http-failed", "503");
    tss(b, 3, "tss-retry", NULL);
    tss(b, 4, "tss-response-received", NULL);
    tss(b, 5, "tss-retry", NULL);
    settle(b, "signing_exchange");
    assert_string_equal(
        bench_ask(b,
                  "SELECT group_concat(COALESCE(outcome, '-') || COALESCE(code, '')) FROM (SELECT * FROM signing_exchange ORDER BY line)"),
        "http503,granted,-");
}

static void an_answer_without_a_request_is_an_exchange(void **state) {
    struct bench *b = *state;
    tss(b, 1, "tss-status", "94");
    settle(b, "signing_exchange");
    assert_string_equal(bench_ask(b, "SELECT outcome || ' ' || code FROM signing_exchange"), "refused 94");
}

static void what_a_wrong_clock_does_is_gathered(void **state) {
    struct bench *b = *state;
    bench_row(b, "error", "install.log", 1, AT(1), "domain", "NSOSStatusErrorDomain", "code", "-67818", "quote",
              "the certificate was refused", NULL);
    bench_row(b, "error", "install.log", 2, AT(2), "domain", "TSS", "code", "-9814", "quote", "another meaning", NULL);
    bench_row(b, "signal", "install.log", 3, AT(3), "name", "installer-damaged", "text", "is damaged", NULL);
    bench_row(b, "signal", "install.log", 4, AT(4), "name", "phase", "text", "DOWNLOADED_UPDATE", NULL);
    bench_row(b, "dialog", "dialog.txt", 5, 0, "cause", "clock", "text", "not yet valid", NULL);
    settle(b, "clock_symptom");
    assert_string_equal(bench_ask(b, "SELECT group_concat(line || ' ' || dated) FROM (SELECT * FROM clock_symptom ORDER BY line)"),
                        "1 0,3 0,5 1");
}

static void container(struct bench *b, int64_t line, const char *reference, const char *has_system) {
    bench_row(b, "container", "diskutil_list.txt", line, 0, "reference", reference, has_system ? "has_system_role" : "reference",
              has_system ? has_system : reference, NULL);
}

static void volume(struct bench *b, const char *container, const char *name, const char *role) {
    bench_row(b, "volume", "diskutil_list.txt", 9, 0, "container", container, "name", name, role ? "role" : "name", role ? role : name,
              NULL);
}

/* disk1 by roles with a Recovery, disk2 by roles with a volume that only bears the name, disk3 and disk4 by names, disk5 holds data. */
static void a_recovery_is_known_by_its_role_or_where_none_is_told_by_its_name(void **state) {
    struct bench *b = *state;
    container(b, 1, "disk1", "1");
    volume(b, "disk1", "Wiederherstellung", "Recovery");
    container(b, 2, "disk2", "1");
    volume(b, "disk2", "Recovery", "Data");
    container(b, 3, "disk3", NULL);
    volume(b, "disk3", "Preboot", NULL);
    volume(b, "disk3", "Recovery", NULL);
    container(b, 4, "disk4", NULL);
    volume(b, "disk4", "Preboot", NULL);
    container(b, 5, "disk5", NULL);
    volume(b, "disk5", "Recovery", NULL);
    container(b, 6, "disk6", "0");
    volume(b, "disk6", "Preboot", "Preboot");
    settle(b, "system_container");
    assert_string_equal(
        bench_ask(b, "SELECT group_concat(reference || ' ' || has_recovery) FROM (SELECT * FROM system_container ORDER BY line)"),
        "disk1 1,disk2 0,disk3 1,disk4 0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(deriving_leaves_statements_prepared, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(each_stage_of_an_attempt_is_told, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_request_takes_the_best_answer_before_the_next_one, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(what_a_wrong_clock_does_is_gathered, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_recovery_is_known_by_its_role_or_where_none_is_told_by_its_name, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(an_answer_without_a_request_is_an_exchange, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A saved exchange with a signing server: what of it becomes a row, and what is none. */
#include <stdlib.h>

#include "table_test.h"

extern const struct table table_exchange;

static bool feed(struct capture *c, const char *json) {
    return capture_feed(c, &table_exchange, "exchange", "commands/signing-exchange.json", json);
}

#define HEAD "{\"schema\":\"tailor.exchange/1\",\"started\":\"2026-11-10T12:05:00Z\",\"host\":\"gs.apple.com\","
#define REQUEST                                                                                                                            \
    "\"request\":{\"kind\":\"ap\",\"build\":\"25Z77\",\"board\":34,\"chip\":33027,\"ecid\":null,\"variant\":\"macOS Customer\"},"

static void the_last_attempt_and_the_first_failed_check_count(void **state) {
    (void)state;
    struct capture c;
    assert_true(feed(&c, HEAD REQUEST
                     "\"attempts\":[{\"http_status\":null,\"failed_step\":\"tcp\",\"detail\":\"refused\"},"
                     "{\"http_status\":200,\"failed_step\":null,\"retry_after\":\"5\"}],\"outcome\":\"unverified\",\"status\":0,"
                     "\"mac_code\":{\"domain\":\"MobileSoftwareUpdateErrorDomain\",\"code\":31},"
                     "\"checks\":[{\"check\":\"signature\",\"outcome\":\"passed\",\"detail\":\"a\"},{\"check\":\"board\","
                     "\"outcome\":\"failed\",\"detail\":\"another \\\"board\\\"\"},{\"check\":\"digest\",\"outcome\":\"failed\"}]}"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "attempts"), "2");
    assert_string_equal(cell(&c, 0, "http_status"), "200");
    assert_null(cell(&c, 0, "failed_step"));
    assert_string_equal(cell(&c, 0, "retry_after"), "5");
    assert_string_equal(cell(&c, 0, "board"), "34");
    assert_null(cell(&c, 0, "ecid"));
    assert_string_equal(cell(&c, 0, "domain"), "MobileSoftwareUpdateErrorDomain");
    assert_string_equal(cell(&c, 0, "code"), "31");
    assert_string_equal(cell(&c, 0, "failed_check"), "board");
    assert_string_equal(cell(&c, 0, "text"), "gs.apple.com asked for the ap ticket of build 25Z77: unverified: another \"board\"");
    assert_string_equal(cell(&c, 0, "time"), ""); /* counts as now */
    capture_free(&c);
}

static void what_is_missing_or_of_another_type_is_null(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        feed(&c, HEAD "\"request\":[],\"attempts\":{},\"outcome\":\"refused\",\"status\":\"ninety\",\"mac_code\":null,\"checks\":5}"));
    assert_null(cell(&c, 0, "kind"));
    assert_null(cell(&c, 0, "status"));
    assert_null(cell(&c, 0, "code"));
    assert_string_equal(cell(&c, 0, "attempts"), "0");
    capture_free(&c);
}

static void another_file_or_a_torn_one_is_told(void **state) {
    (void)state;
    static const char *const texts[] = {"", "{}", "[]", "{\"schema\":\"tailor.exchange/2\",\"outcome\":\"granted\"}", HEAD REQUEST};
    struct capture c;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_false(feed(&c, texts[i]));
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_attempt_and_the_first_failed_check_count),
        cmocka_unit_test(what_is_missing_or_of_another_type_is_null),
        cmocka_unit_test(another_file_or_a_torn_one_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

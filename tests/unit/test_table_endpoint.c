#include "table_test.h"

extern const struct table table_endpoint, table_clock;

#define HEAD "{\"schema\":\"tailor.probe/1\",\"start\":\"2026-03-01T10:00:00Z\",\"endpoints\":[\n"
static const char *const path = "commands/probe.json";

static const char intercepted[] =
    HEAD "{\"host\":\"gs.apple.com\",\"port\":443,\"protocol\":\"https\",\"stage\":\"personalize\",\"via\":\"direct\",\"state\":\"failed\","
         "\"step\":\"tls\",\"outcome\":\"untrusted\",\"text\":\"gs.apple.com:443 fails at tls\",\"dns\":{\"outcome\":\"ok\",\"system\":"
         "[\"17.1.2.3\",\"17.1.2.4\"],\"direct\":[],\"hosts_file\":[]},\"tcp\":{\"outcome\":\"ok\",\"address\":\"17.1.2.3\",\"ms\":12.5},"
         "\"tls\":{\"outcome\":\"untrusted\",\"issuer\":\"CN=Zscaler Intermediate Root CA,O=Zscaler "
         "Inc.\",\"trust\":\"none\",\"not_after\":null}},\n"
         "{\"host\":\"time.apple.com\",\"port\":123,\"protocol\":\"ntp\",\"state\":\"good\",\"step\":null,\"sntp\":{\"outcome\":\"ok\","
         "\"offset_seconds\":-12.5,\"delay_seconds\":0.5,\"stratum\":1,\"detail\":\"offset -12.500 s, stratum 1\"}}\n]}\n";

static void a_failed_endpoint_is_a_row_with_its_step(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_endpoint, "probe", path, intercepted));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "host"), "gs.apple.com");
    assert_string_equal(cell(&c, 0, "port"), "443");
    assert_string_equal(cell(&c, 0, "state"), "failed");
    assert_string_equal(cell(&c, 0, "step"), "tls");
    assert_string_equal(cell(&c, 0, "addresses"), "17.1.2.3 17.1.2.4");
    assert_null(cell(&c, 0, "hosts_file"));
    assert_null(cell(&c, 0, "not_after"));
    assert_string_equal(cell(&c, 0, "connect_ms"), "12.5");
    assert_string_equal(cell(&c, 0, "interceptor"), "Zscaler Internet Access");
    assert_string_equal(cell(&c, 0, "interceptor_kind"), "gateway");
    assert_string_equal(cell(&c, 0, "line"), "2");
    assert_string_equal(cell(&c, 0, "probed"), "2026-03-01T10:00:00Z");
    assert_string_equal(cell(&c, 1, "line"), "3");
    assert_string_equal(cell(&c, 1, "offset_seconds"), "-12.5");
    assert_null(cell(&c, 1, "step"));
    assert_null(cell(&c, 1, "interceptor"));
    capture_free(&c);
}

static void a_time_server_is_a_row_of_clock(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_clock, "probe", path, intercepted));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "offset_seconds"), "-12.5");
    assert_string_equal(cell(&c, 0, "error_seconds"), "0.25");
    assert_string_equal(cell(&c, 0, "server"), "time.apple.com");
    assert_string_equal(cell(&c, 0, "from"), "probe");
    assert_string_equal(cell(&c, 0, "line"), "3");
    capture_free(&c);
}

static void what_is_cut_short_keeps_its_whole_rows_and_tells(void **state) {
    (void)state;
    struct capture c;
    size_t len = strlen(intercepted) - 100;
    assert_false(capture_feed_slice(&c, &table_endpoint, "probe", path, slice_of(intercepted, len)));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "host"), "gs.apple.com");
    assert_non_null(strstr(c.err.text, "cut short"));
    capture_free(&c);
}

static void another_schema_and_other_texts_are_errors(void **state) {
    (void)state;
    static const char *const texts[] = {"hello",
                                        "[]",
                                        "{}",
                                        "{\"schema\":\"tailor.probe/2\",\"endpoints\":[]}",
                                        "{\"endpoints\":[]}",
                                        "{\"schema\":\"tailor.probe/1\"}",
                                        "{\"schema\":\"tailor.probe/1\",\"endpoints\":7}",
                                        HEAD "7]}",
                                        HEAD "{\"host\":\"a\""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_endpoint, "probe", path, texts[i]));
        assert_int_equal(c.n_rows, 0);
        assert_true(c.err.text[0] != '\0');
        capture_free(&c);
    }
}

static void an_empty_list_is_no_error(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_endpoint, "probe", path, HEAD "]}"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failed_endpoint_is_a_row_with_its_step),
        cmocka_unit_test(a_time_server_is_a_row_of_clock),
        cmocka_unit_test(what_is_cut_short_keeps_its_whole_rows_and_tells),
        cmocka_unit_test(another_schema_and_other_texts_are_errors),
        cmocka_unit_test(an_empty_list_is_no_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

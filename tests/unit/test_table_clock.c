#include "table_test.h"

extern const struct table table_clock;

static void apple_sntp_gives_offset_error_and_server(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_clock, "sntp", "commands/sntp.txt", "-312.5012 +/- 0.0125 time.apple.com 192.0.2.7\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "offset_seconds"), "-312.501");
    assert_string_equal(cell(&c, 0, "error_seconds"), "0.0125");
    assert_string_equal(cell(&c, 0, "server"), "time.apple.com");
    assert_string_equal(cell(&c, 0, "address"), "192.0.2.7");
    assert_string_equal(cell(&c, 0, "line"), "1");
    assert_null(cell(&c, 0, "problem"));
    capture_free(&c);
}

static void the_older_sntp_puts_a_date_in_front(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_clock, "sntp", "sntp.txt",
                             "sntp 4.2.8 made-up build\nkod_init_kod_db(): no such file\n"
                             "2018-03-01 10:00:00.123456 (+0100) +0.25 +/- 0.5 clock.example 192.0.2.1 s1 no-leap\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "offset_seconds"), "0.25");
    assert_string_equal(cell(&c, 0, "server"), "clock.example");
    assert_string_equal(cell(&c, 0, "line"), "3");
    capture_free(&c);
}

static void a_failed_exchange_is_a_row_with_its_reason(void **state) {
    (void)state;
    static const char *const texts[] = {"sntp: Exchange failed: Timeout\nsntp_exchange {\n\tresult: 6 (Timeout)\n}\n",
                                        "no eligible servers", "192.0.2.1 no UCST response after 5 seconds",
                                        "sntp: can't resolve clock.example"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_clock, "sntp", "sntp.txt", texts[i]));
        assert_int_equal(c.n_rows, 1);
        assert_null(cell(&c, 0, "offset_seconds"));
        assert_non_null(cell(&c, 0, "problem"));
        capture_free(&c);
    }
}

static void date_gives_the_macs_time(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_clock, "date", "commands/date.txt", "\n2017-03-01T03:20:00Z\n"));
    assert_string_equal(cell(&c, 0, "mac_time"), "2017-03-01T03:20:00Z");
    assert_string_equal(cell(&c, 0, "time"), "2017-03-01T03:20:00Z");
    assert_string_equal(cell(&c, 0, "line"), "2");
    assert_string_equal(cell(&c, 0, "from"), "date");
    capture_free(&c);
}

static void nonsense_and_emptiness_are_errors(void **state) {
    (void)state;
    static const struct {
        const char *kind, *text;
    } cases[] = {{"sntp", ""}, {"sntp", " \n\n"}, {"sntp", "+/-"}, {"sntp", "x +/- y"}, {"date", ""}, {"date", "yesterday"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_clock, cases[i].kind, "x.txt", cases[i].text));
        assert_int_equal(c.n_rows, 0);
        assert_true(strlen(c.err.text) > 10);
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apple_sntp_gives_offset_error_and_server),   cmocka_unit_test(the_older_sntp_puts_a_date_in_front),
        cmocka_unit_test(a_failed_exchange_is_a_row_with_its_reason), cmocka_unit_test(date_gives_the_macs_time),
        cmocka_unit_test(nonsense_and_emptiness_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/json_writer.h"
#include "base/reader.h"
#include "base/timestamp.h"
#include "base/utf8.h"

static void glob_star_stops_at_slash(void **state) {
    (void)state;
    assert_true(slice_matches_glob(slice_str("var/db/receipts/a.plist"), "var/db/receipts/*.plist"));
    assert_false(slice_matches_glob(slice_str("var/db/receipts/x/a.plist"), "var/db/receipts/*.plist"));
    assert_true(slice_matches_glob(slice_str("a/b/c/d.log"), "a/**.log"));
    assert_true(slice_matches_glob(slice_str("install.log.0.gz"), "install.log*"));
    assert_false(slice_matches_glob(slice_str(""), "x"));
    assert_true(slice_matches_glob(slice_str("aXbXc"), "a*b*c"));
}

static void lines_lose_their_ends(void **state) {
    (void)state;
    struct slice rest = slice_str("one\r\ntwo\n\nlast\r"), line;
    const char *expected[] = {"one", "two", "", "last"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(slice_next_line(&rest, &line));
        assert_true(slice_is(line, expected[i]));
    }
    assert_false(slice_next_line(&rest, &line));
}

static void numbers_that_overflow_are_refused(void **state) {
    (void)state;
    int64_t v = 7;
    assert_true(slice_to_int64(slice_str("-9223372036854775808"), &v));
    assert_true(v == INT64_MIN);
    assert_false(slice_to_int64(slice_str("9223372036854775808"), &v));
    assert_true(slice_to_int64(slice_str("0x1F"), &v) && v == 31);
    assert_false(slice_to_int64(slice_str("12x"), &v));
    assert_false(slice_to_int64(slice_str(""), &v));
}

static void reader_fails_once_and_stays_failed(void **state) {
    (void)state;
    struct reader r = reader_of(slice_str("\x01\x02\x03"));
    assert_int_equal(reader_u16be(&r), 0x0102);
    assert_int_equal(reader_u32le(&r), 0);
    assert_false(reader_ok(&r));
    assert_int_equal(reader_u8(&r), 0);
    assert_int_equal(reader_left(&r), 0);
}

static void arena_stops_at_its_limit(void **state) {
    (void)state;
    struct arena *a CLEANUP_ARENA = arena_new(1000);
    assert_non_null(arena_alloc(a, 900));
    assert_null(arena_alloc(a, 200));
    assert_null(arena_array(a, SIZE_MAX / 2, 4));
    arena_reset(a);
    assert_non_null(arena_alloc(a, 1000 - 16));
}

static void buffer_failure_is_sticky(void **state) {
    (void)state;
    struct buffer b CLEANUP_BUFFER = buffer_with_limit(8);
    buffer_add_str(&b, "12345678");
    assert_true(buffer_ok(&b));
    buffer_add_str(&b, "9");
    buffer_clear(&b);
    buffer_printf(&b, "%s", "123456789");
    assert_false(buffer_ok(&b));
}

static void iso_times_in_all_zones(void **state) {
    (void)state;
    static const struct {
        const char *text, *utc;
    } cases[] = {{"2024-10-01 03:33:52-06", "2024-10-01T09:33:52Z"},
                 {"2024-10-01T09:33:52Z", "2024-10-01T09:33:52Z"},
                 {"2022-08-01 12:32:33.832547-0400", "2022-08-01T16:32:33Z"},
                 {"1970-01-01T00:00:00+00:00", "1970-01-01T00:00:00Z"},
                 {"2024-02-29 00:00:00+0530", "2024-02-28T18:30:00Z"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ns = 0;
        char out[32];
        assert_true(timestamp_parse_iso(slice_str(cases[i].text), &ns));
        timestamp_format(ns, out);
        assert_string_equal(out, cases[i].utc);
    }
    int64_t ns = 0;
    assert_false(timestamp_parse_iso(slice_str("2023-02-29 00:00:00Z"), &ns));
    assert_false(timestamp_parse_iso(slice_str("2023-02-28 24:00:00Z"), &ns));
    assert_false(timestamp_parse_iso(slice_str("2023-02-28 00:00:00+99"), &ns));
}

static void json_escapes_what_evidence_says(void **state) {
    (void)state;
    struct buffer b CLEANUP_BUFFER = buffer_with_limit(4096);
    struct json_writer j = json_writer_to(&b, 0);
    json_open(&j, '{');
    json_key(&j, "a\"b");
    json_slice(&j, slice_of("x\0\xff\n<\xC2\x9B\x7f\xC2", 9));
    json_key(&j, "list");
    json_open(&j, '[');
    json_int(&j, 1);
    json_bool(&j, true);
    json_null(&j);
    json_close(&j, ']');
    json_close(&j, '}');
    assert_true(slice_is(buffer_slice(&b), "{\"a\\\"b\":\"x\\u0000\xEF\xBF\xBD\\n<\\u009b\\u007f\xEF\xBF\xBD\",\"list\":[1,true,null]}"));
}

static void ill_formed_utf8_is_known(void **state) {
    (void)state;
    assert_true(utf8_is_valid(slice_str("aé€😀")));
    assert_false(utf8_is_valid(slice_str("\xC0\x80")));
    assert_false(utf8_is_valid(slice_str("\xED\xA0\x80")));
    assert_false(utf8_is_valid(slice_str("\xF4\x90\x80\x80")));
    assert_false(utf8_is_valid(slice_str("\xE2\x82")));
}

static void errors_are_told_from_the_outside_in(void **state) {
    (void)state;
    struct error e;
    assert_false(error_set(&e, "length %d, but %d bytes are left", 9, 3));
    assert_false(error_wrap(&e, "reading %s", "a\nb"));
    assert_string_equal(e.text, "reading a?b: length 9, but 3 bytes are left");
}

static void case_does_not_count_where_it_is_said(void **state) {
    (void)state;
    assert_true(slice_contains_nocase(slice_str("CN=Zscaler Root"), "zSCALER"));
    assert_false(slice_contains_nocase(slice_str("CN=Zscale"), "zscaler"));
    assert_false(slice_contains_nocase(slice_str("anything"), ""));
    assert_false(slice_contains_nocase(slice_str(""), "a"));
}

static void hexadecimal_digits_have_a_value(void **state) {
    (void)state;
    static const struct {
        uint8_t byte;
        int value;
    } cases[] = {{'0', 0},  {'9', 9},  {'a', 10}, {'F', 15}, {'g', -1}, {'G', -1},
                 {'/', -1}, {':', -1}, {'@', -1}, {'`', -1}, {0, -1},   {0xC1, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(slice_hex_digit(cases[i].byte), cases[i].value);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(glob_star_stops_at_slash),
        cmocka_unit_test(lines_lose_their_ends),
        cmocka_unit_test(numbers_that_overflow_are_refused),
        cmocka_unit_test(reader_fails_once_and_stays_failed),
        cmocka_unit_test(arena_stops_at_its_limit),
        cmocka_unit_test(buffer_failure_is_sticky),
        cmocka_unit_test(iso_times_in_all_zones),
        cmocka_unit_test(json_escapes_what_evidence_says),
        cmocka_unit_test(ill_formed_utf8_is_known),
        cmocka_unit_test(case_does_not_count_where_it_is_said),
        cmocka_unit_test(hexadecimal_digits_have_a_value),
        cmocka_unit_test(errors_are_told_from_the_outside_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The reader of knowledge/NAME.tsv: rows as they stand, and errors that name the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "knowledge/tsv.h"

static int open_arena(void **state) { return (*state = arena_new(1 << 20)) ? 0 : -1; }

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

static void rows_are_read_as_they_stand(void **state) {
    struct tsv t;
    struct error err = {{0}};
    assert_true(tsv_parse(*state, "x", slice_str("\n# a remark\na\tb\tc\r\n1\t\t3\r\n# another\t\t\t\n\t\t\n4\t5\t6\r"), &t, &err));
    assert_int_equal(t.n_columns, 3);
    assert_int_equal(t.n_rows, 3);
    assert_int_equal(tsv_column(&t, "c"), 2);
    assert_true(tsv_column(&t, "d") == SIZE_MAX);
    static const char *const cells[] = {"1", "", "3", "", "", "", "4", "5", "6"};
    for (size_t i = 0; i < 9; i++)
        assert_string_equal(tsv_cell(&t, i / 3, i % 3), cells[i]);
}

static void rows_are_found_by_a_cell(void **state) {
    struct tsv t;
    struct error err = {{0}};
    assert_true(tsv_parse(*state, "x", slice_str("a\tb\n1\tone\n2\ttwo\n2\tagain\n"), &t, &err));
    assert_int_equal(tsv_find(&t, "a", slice_str("2")), 1);
    assert_true(tsv_find(&t, "a", slice_str("3")) == SIZE_MAX);
    assert_true(tsv_find(&t, "c", slice_str("1")) == SIZE_MAX);
    assert_true(tsv_find(NULL, "a", slice_str("1")) == SIZE_MAX);
    assert_string_equal(tsv_named_cell(&t, 1, "b"), "two");
    assert_null(tsv_named_cell(&t, 1, "c"));
    assert_null(tsv_named_cell(&t, SIZE_MAX, "b"));
    assert_null(tsv_named_cell(NULL, 0, "b"));
}

static void a_header_alone_has_no_rows(void **state) {
    struct tsv t;
    struct error err = {{0}};
    assert_true(tsv_parse(*state, "x", slice_str("a\tb"), &t, &err));
    assert_int_equal(t.n_rows, 0);
    assert_int_equal(t.n_columns, 2);
}

static void an_error_names_the_line(void **state) {
    static const struct {
        struct slice text;
        const char *error;
    } cases[] = {
        {{0}, "knowledge/x.tsv has no header line"},
        {{(const uint8_t *)"# only this\n\n", 13}, "knowledge/x.tsv has no header line"},
        {{(const uint8_t *)"a\tb\n\n1\t2\n1\n", 11}, "knowledge/x.tsv line 4 has 1 fields, the header has 2"},
        {{(const uint8_t *)"a\tb\n1\t2\t3", 9}, "knowledge/x.tsv line 2 has 3 fields, the header has 2"},
        {{(const uint8_t *)"a\tb\n1\0\t2", 8}, "knowledge/x.tsv has a zero byte at offset 5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tsv t;
        struct error err = {{0}};
        assert_false(tsv_parse(*state, "x", cases[i].text, &t, &err));
        assert_string_equal(err.text, cases[i].error);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_are_read_as_they_stand, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(rows_are_found_by_a_cell, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_header_alone_has_no_rows, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(an_error_names_the_line, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

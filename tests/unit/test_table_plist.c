#include "property_text.h"
#include "table_test.h"

extern const struct table table_plist;

static void a_whole_list_is_valid(void **state) {
    (void)state;
    struct capture c;
    const char *text = PROPERTY_LIST(DICT(KEY_STRING("a", "b") KEY_INTEGER("c", "1")));
    char bytes[24];
    snprintf(bytes, sizeof bytes, "%zu", strlen(text));
    assert_true(capture_feed(&c, &table_plist, "network_prefs", "root/a/preferences.plist", text));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "path"), "root/a/preferences.plist");
    assert_string_equal(cell(&c, 0, "kind"), "network_prefs");
    assert_string_equal(cell(&c, 0, "format"), "xml");
    assert_string_equal(cell(&c, 0, "valid"), "1");
    assert_string_equal(cell(&c, 0, "root_type"), "dict");
    assert_string_equal(cell(&c, 0, "keys"), "2");
    assert_string_equal(cell(&c, 0, "bytes"), bytes);
    assert_null(cell(&c, 0, "problem"));
    assert_null(c.problem);
    capture_free(&c);
}

static void a_list_cut_short_is_a_row_with_its_problem(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_plist, "plist", "a.plist", "<?xml version=\"1.0\"?>\n<plist>\n<dict>\n<key>a</key>\n<string>en0</str"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "valid"), "0");
    assert_string_equal(cell(&c, 0, "format"), "xml");
    assert_string_equal(cell(&c, 0, "problem"), c.problem);
    assert_string_equal(cell(&c, 0, "problem_line"), "5");
    assert_string_equal(cell(&c, 0, "line"), "5");
    assert_non_null(cell(&c, 0, "problem_offset"));
    assert_non_null(strstr(cell(&c, 0, "text"), "a.plist: xml property list, "));
    assert_null(cell(&c, 0, "root_type"));
    capture_free(&c);
}

static void a_broken_binary_list_tells_its_offset(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed_slice(&c, &table_plist, "plist", "b.plist", slice_of("bplist00\xd1\x01\x02", 11)));
    assert_string_equal(cell(&c, 0, "format"), "binary");
    assert_string_equal(cell(&c, 0, "valid"), "0");
    assert_null(cell(&c, 0, "problem_line"));
    assert_non_null(cell(&c, 0, "problem"));
    capture_free(&c);
}

static void empty_and_foreign_files_are_rows_too(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
    } cases[] = {{"", 0}, {"\0\0\0\0\0\0\0\0\0\0\0\0", 12}, {"\x89PNG\r\n\x1a\n", 8}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed_slice(&c, &table_plist, "plist", "c.plist", slice_of(cases[i].bytes, cases[i].len)));
        assert_int_equal(c.n_rows, 1);
        assert_string_equal(cell(&c, 0, "valid"), "0");
        assert_true(strlen(cell(&c, 0, "problem")) > 5);
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_list_is_valid),
        cmocka_unit_test(a_list_cut_short_is_a_row_with_its_problem),
        cmocka_unit_test(a_broken_binary_list_tells_its_offset),
        cmocka_unit_test(empty_and_foreign_files_are_rows_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "property_text.h"
#include "table_test.h"

extern const struct table table_install_history;

static void each_install_is_a_row(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_install_history, "install_history", "root/Library/Receipts/InstallHistory.plist",
        PROPERTY_LIST(ARRAY(DICT(KEY("date", "<date>2024-08-09T10:11:12Z</date>\n") KEY_STRING("displayName", "Test 1") KEY_STRING(
            "displayVersion", "1.0") KEY("packageIdentifiers", ARRAY("<string>a.b</string><string>c.d</string>\n"))
                                     KEY_STRING("processName", "softwareupdated")) DICT("") "<string>odd</string>\n"))));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "name"), "Test 1");
    assert_string_equal(cell(&c, 0, "date"), "2024-08-09T10:11:12Z");
    assert_string_equal(cell(&c, 0, "time"), "2024-08-09T10:11:12Z");
    assert_string_equal(cell(&c, 0, "identifiers"), "a.b, c.d");
    assert_string_equal(cell(&c, 0, "text"), "2024-08-09T10:11:12Z Test 1 1.0 (softwareupdated)");
    assert_string_equal(cell(&c, 0, "line"), "4");
    assert_null(cell(&c, 1, "name"));
    assert_string_equal(c.problem, "an entry of the history is not a dict");
    capture_free(&c);
}

static void damage_is_an_error(void **state) {
    (void)state;
    static const char *const texts[] = {"", PROPERTY_LIST(DICT("")), "<plist><array><dict>"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_install_history, "install_history", "x", texts[i]));
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_install_is_a_row), cmocka_unit_test(damage_is_an_error)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

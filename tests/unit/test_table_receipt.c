#include "property_text.h"
#include "table_test.h"

extern const struct table table_receipt;

static void a_receipt_is_a_row(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_receipt, "receipt", "root/private/var/db/receipts/a.b.plist",
                     PROPERTY_LIST(DICT(KEY("InstallDate", "<date>2020-01-02T03:04:05Z</date>\n") KEY_STRING("InstallPrefixPath", "/")
                                            KEY_STRING("InstallProcessName", "installer") KEY_STRING("PackageFileName", "a.pkg")
                                                KEY_STRING("PackageIdentifier", "a.b") KEY_STRING("PackageVersion", "7.0")))));
    assert_int_equal(c.n_rows, 1);
    static const char *const expected[][2] = {{"identifier", "a.b"},
                                              {"version", "7.0"},
                                              {"install_date", "2020-01-02T03:04:05Z"},
                                              {"process", "installer"},
                                              {"install_prefix", "/"},
                                              {"package_filename", "a.pkg"},
                                              {"time", "2020-01-02T03:04:05Z"},
                                              {"path", "root/private/var/db/receipts/a.b.plist"}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_string_equal(cell(&c, 0, expected[i][0]), expected[i][1]);
    assert_null(c.problem);
    capture_free(&c);
}

static void a_receipt_without_identifier_is_a_problem(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_receipt, "receipt", "x.plist", PROPERTY_LIST(DICT(KEY_STRING("InstallDate", "yesterday")))));
    assert_null(cell(&c, 0, "install_date"));
    assert_non_null(c.problem);
    capture_free(&c);
}

static void damage_is_an_error(void **state) {
    (void)state;
    static const char *const texts[] = {"", PROPERTY_LIST(ARRAY("")), "<plist><dict><key>PackageIdentifier</key>"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_receipt, "receipt", "x.plist", texts[i]));
        assert_int_equal(c.n_rows, 0);
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_receipt_is_a_row), cmocka_unit_test(a_receipt_without_identifier_is_a_problem),
                                       cmocka_unit_test(damage_is_an_error)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

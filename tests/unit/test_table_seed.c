#include "table_test.h"

extern const struct table table_seed;

static const char *const path = "commands/seedutil-current.txt";

static void enrolled_in_a_programme(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_seed, "seedutil_current", path,
                             "Currently enrolled in: PublicSeed\n\nProgram: 3\nBuild is seed: YES\n"
                             "CatalogURL: https://swscan.apple.com/content/catalogs/others/index-x.sucatalog.gz\nNSShowFeedbackMenu: YES\n"
                             "Asset Audience: 60b55e25-a8ed-4f45-826c-c1495a4ccc65\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "program"), "PublicSeed");
    assert_string_equal(cell(&c, 0, "enrolled"), "1");
    assert_string_equal(cell(&c, 0, "build_is_seed"), "1");
    assert_string_equal(cell(&c, 0, "apple_catalog"), "1");
    assert_string_equal(cell(&c, 0, "feedback_menu"), "1");
    assert_string_equal(cell(&c, 0, "asset_audience"), "60b55e25-a8ed-4f45-826c-c1495a4ccc65");
    capture_free(&c);
}

static void not_enrolled(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_seed, "seedutil_current", path,
                             "Program: (null)\nBuild is seed: NO\nCatalogURL: (null)\nNSShowFeedbackMenu: NO\n"));
    assert_null(cell(&c, 0, "program"));
    assert_string_equal(cell(&c, 0, "enrolled"), "0");
    assert_null(cell(&c, 0, "catalog_url"));
    assert_string_equal(cell(&c, 0, "line"), "1");
    capture_free(&c);
    assert_true(capture_feed(&c, &table_seed, "seedutil_current", path,
                             "Currently enrolled in: (null)\n\nProgram: 0\nCatalogURL: http://sus.example.com/x\n"));
    assert_string_equal(cell(&c, 0, "enrolled"), "0");
    assert_string_equal(cell(&c, 0, "apple_catalog"), "0");
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_seed, "seedutil_current", path, "\n"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_seed, "seedutil_current", path, "usage: seedutil enroll SEED_PROGRAM\n: : :\n"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_seed, "seedutil_current", path, "Program: Develop"));
    assert_string_equal(cell(&c, 0, "program"), "Develop");
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(enrolled_in_a_programme), cmocka_unit_test(not_enrolled),
                                       cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

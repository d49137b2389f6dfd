#include "storage_text.h"
#include "table_test.h"

extern const struct table table_container;

static void apfs_list_gives_size_free_and_roles(void **state) {
    (void)state;
    static const struct {
        const char *kind, *text;
    } cases[] = {{"diskutil_apfs_list", DISKUTIL_APFS_PLIST}, {"diskutil_apfs_list_text", DISKUTIL_APFS_TEXT}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_container, cases[i].kind, "x", cases[i].text));
        assert_int_equal(c.n_rows, 1);
        assert_string_equal(cell(&c, 0, "reference"), "disk3");
        assert_string_equal(cell(&c, 0, "uuid"), "BBBBBBBB-0000-0000-0000-000000000003");
        assert_string_equal(cell(&c, 0, "size"), "9000");
        assert_string_equal(cell(&c, 0, "free"), "900");
        assert_string_equal(cell(&c, 0, "physical_store"), "disk0s2");
        assert_string_equal(cell(&c, 0, "has_system_role"), "1");
        assert_string_equal(cell(&c, 0, "has_recovery_role"), "0");
        assert_string_equal(cell(&c, 0, "volumes"), "2");
        assert_null(cell(&c, 0, "physical_partition_type"));
        capture_free(&c);
    }
}

static void older_names_of_the_sizes(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_container, "diskutil_apfs_list_text", "x",
                             "+-- Container disk1 U\n    Capacity Ceiling (Size):      7000 B (7.0 KB)\n"
                             "    Capacity Available:           500 B (500 B) (7.1% free)\n"));
    assert_string_equal(cell(&c, 0, "size"), "7000");
    assert_string_equal(cell(&c, 0, "free"), "500");
    capture_free(&c);
}

static void list_gives_the_type_of_the_store(void **state) {
    (void)state;
    static const struct {
        const char *kind, *text, *volumes;
    } cases[] = {{"diskutil_list", DISKUTIL_LIST_PLIST, "2"}, {"diskutil_list_text", DISKUTIL_LIST_TEXT, "1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_container, cases[i].kind, "x", cases[i].text));
        assert_int_equal(c.n_rows, 1);
        assert_string_equal(cell(&c, 0, "physical_store"), "disk0s2");
        assert_string_equal(cell(&c, 0, "physical_partition_type"), "Apple_APFS");
        assert_string_equal(cell(&c, 0, "volumes"), cases[i].volumes);
        assert_null(cell(&c, 0, "has_system_role"));
        capture_free(&c);
    }
}

static void damage_is_an_error(void **state) {
    (void)state;
    static const char *const kinds[] = {"diskutil_list", "diskutil_list_text", "diskutil_apfs_list", "diskutil_apfs_list_text"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_container, kinds[i], "x", ""));
        capture_free(&c);
        assert_false(capture_feed(&c, &table_container, kinds[i], "x", "\x01 nonsense: |\n+-- Container\n"));
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apfs_list_gives_size_free_and_roles),
        cmocka_unit_test(older_names_of_the_sizes),
        cmocka_unit_test(list_gives_the_type_of_the_store),
        cmocka_unit_test(damage_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

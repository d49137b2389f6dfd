#include "property_text.h"
#include "table_test.h"

extern const struct table table_preference;

static void leaves_with_their_paths(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_preference, "software_update_prefs", "root/Library/Preferences/com.apple.SoftwareUpdate.plist",
        PROPERTY_LIST(DICT(KEY_STRING("CatalogURL", "http://updates.example/catalog") KEY_BOOL("AutomaticDownload", "false") KEY(
            "Updates", ARRAY(DICT(KEY_INTEGER("Size", "7")))) KEY("None", "<array/>\n") KEY("Blob", "<data>AP8=</data>\n")))));
    assert_int_equal(c.n_rows, 5);
    static const char *const expected[][3] = {{"CatalogURL", "string", "http://updates.example/catalog"},
                                              {"AutomaticDownload", NULL, "false"},
                                              {"Updates/0/Size", "integer", "7"},
                                              {"None", "array", ""},
                                              {"Blob", "data", "00FF"}};
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(cell(&c, i, "key"), expected[i][0]);
        if (expected[i][1])
            assert_string_equal(cell(&c, i, "type"), expected[i][1]);
        assert_string_equal(cell(&c, i, "value"), expected[i][2]);
        assert_string_equal(cell(&c, i, "domain"), "com.apple.SoftwareUpdate");
    }
    assert_string_equal(cell(&c, 0, "text"), "CatalogURL = http://updates.example/catalog");
    assert_string_equal(cell(&c, 0, "line"), "4");
    capture_free(&c);
}

static void identities_go_into_their_own_column(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_preference, "opencore_config", "root/EFI/OC/config.plist",
                             PROPERTY_LIST(DICT(KEY("PlatformInfo", DICT(KEY_STRING("SystemSerialNumber", "X1") KEY_STRING("MLB", "X2")
                                                                             KEY_STRING("SystemProductName", "MacTest1,1")))))));
    assert_int_equal(c.n_rows, 3);
    for (size_t i = 0; i < 2; i++) {
        assert_null(cell(&c, i, "value"));
        assert_null(cell(&c, i, "text"));
        assert_non_null(cell(&c, i, "private_value"));
    }
    assert_string_equal(cell(&c, 2, "value"), "MacTest1,1");
    assert_null(cell(&c, 2, "private_value"));
    capture_free(&c);
}

static void other_lists_only_under_preferences(void **state) {
    (void)state;
    static const struct {
        const char *path;
        size_t rows;
    } cases[] = {{"root/Library/Preferences/a.b.plist", 1},
                 {"root/Users/u/Library/Preferences/ByHost/a.plist", 1},
                 {"root/Library/Other/a.plist", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_preference, "plist", cases[i].path, PROPERTY_LIST(DICT(KEY_STRING("k", "v")))));
        assert_int_equal(c.n_rows, cases[i].rows);
        capture_free(&c);
    }
}

static char *long_list(size_t leaves) {
    static char text[200000];
    size_t n = (size_t)snprintf(text, sizeof text, "<plist><array>");
    for (size_t i = 0; i < leaves; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "<integer>1</integer>");
    snprintf(text + n, sizeof text - n, "</array></plist>");
    return text;
}

static void large_lists_are_cut_or_left_out(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_preference, "plist", "Library/Preferences/db.plist", long_list(2001)));
    assert_int_equal(c.n_rows, 0);
    assert_null(c.problem);
    capture_free(&c);
    assert_true(capture_feed(&c, &table_preference, "opencore_config", "OC/config.plist", long_list(5001)));
    assert_int_equal(c.n_rows, CAPTURE_ROWS);
    assert_non_null(c.problem);
    capture_free(&c);
}

static void long_values_are_cut_between_characters(void **state) {
    (void)state;
    static char text[4000];
    struct capture c;
    size_t n = (size_t)snprintf(text, sizeof text, "<plist><dict><key>k</key><string>x");
    for (size_t i = 0; i < 700; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "\xC3\xA9");
    snprintf(text + n, sizeof text - n, "</string></dict></plist>");
    assert_true(capture_feed(&c, &table_preference, "boot_plist", "com.apple.Boot.plist", text));
    assert_int_equal(strlen(cell(&c, 0, "value")), 999);
    capture_free(&c);
}

static void damage_is_an_error(void **state) {
    (void)state;
    static const char *const texts[] = {"", "<plist><dict><key>", "nonsense of no kind \x01"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_preference, "managed_prefs", "Library/Managed Preferences/a.plist", texts[i]));
        assert_int_equal(c.n_rows, 0);
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_with_their_paths),
        cmocka_unit_test(identities_go_into_their_own_column),
        cmocka_unit_test(other_lists_only_under_preferences),
        cmocka_unit_test(large_lists_are_cut_or_left_out),
        cmocka_unit_test(long_values_are_cut_between_characters),
        cmocka_unit_test(damage_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

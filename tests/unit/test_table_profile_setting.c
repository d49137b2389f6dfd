#include "table_test.h"

extern const struct table table_profile_setting;

static const char *const path = "commands/profiles.plist";

#define ONE(type, content)                                                                                                                 \
    "<plist version=\"1.0\"><dict><key>_computerlevel</key><array><dict><key>ProfileIdentifier</key><string>org.example.a</string>\n"      \
    "<key>ProfileItems</key><array><dict><key>PayloadType</key><string>" type "</string><key>PayloadContent</key><dict>\n" content         \
    "</dict></dict></array></dict></array></dict></plist>"

static void values_of_a_payload(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_profile_setting, "profiles", path,
                     ONE("com.apple.applicationaccess",
                         "<key>forceDelayedSoftwareUpdates</key><true/>\n<key>enforcedSoftwareUpdateDelay</key><integer>90</integer>"
                         "<key>List</key><array><string>a</string><real>1.5</real></array><key>SharedSecret</key><string>hunter2</string>"
                         "<key>Cert</key><data>AAAA</data><key>When</key><date>2024-01-02T03:04:05Z</date>")));
    assert_int_equal(c.n_rows, 7);
    assert_string_equal(cell(&c, 0, "identifier"), "org.example.a");
    assert_string_equal(cell(&c, 0, "payload_type"), "com.apple.applicationaccess");
    assert_string_equal(cell(&c, 0, "domain"), "com.apple.applicationaccess");
    assert_string_equal(cell(&c, 0, "key"), "forceDelayedSoftwareUpdates");
    assert_string_equal(cell(&c, 0, "value"), "true");
    assert_string_equal(cell(&c, 0, "number"), "1");
    assert_string_equal(cell(&c, 0, "line"), "3");
    assert_string_equal(cell(&c, 0, "text"), "forceDelayedSoftwareUpdates = true");
    assert_string_equal(cell(&c, 1, "number"), "90");
    assert_string_equal(cell(&c, 2, "key"), "List");
    assert_string_equal(cell(&c, 2, "path"), "List/0");
    assert_string_equal(cell(&c, 3, "value"), "1.5");
    assert_string_equal(cell(&c, 4, "value"), "(not shown)");
    assert_null(strstr(cell(&c, 4, "text"), "hunter2"));
    assert_string_equal(cell(&c, 5, "value"), "(3 bytes)");
    assert_string_equal(cell(&c, 6, "value"), "2024-01-02T03:04:05Z");
    capture_free(&c);
}

static void custom_settings_have_a_domain(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_profile_setting, "profiles", path,
        ONE("com.apple.ManagedClient.preferences",
            "<key>PayloadContentManagedPreferences</key><dict><key>com.apple.SoftwareUpdate</key><dict><key>Forced</key><array>"
            "<dict><key>mcx_preference_settings</key><dict><key>CatalogURL</key><string>http://sus.example.com/index.sucatalog</string>"
            "</dict></dict></array></dict></dict>")));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "domain"), "com.apple.SoftwareUpdate");
    assert_string_equal(cell(&c, 0, "key"), "CatalogURL");
    assert_string_equal(cell(&c, 0, "value"), "http://sus.example.com/index.sucatalog");
    capture_free(&c);
}

static void managed_preferences(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_profile_setting, "managed_prefs",
                             "root/Library/Managed Preferences/jroe/com.apple.applicationaccess.plist",
                             "<plist version=\"1.0\"><dict><key>allowRapidSecurityResponseInstallation</key><false/></dict></plist>"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "domain"), "com.apple.applicationaccess");
    assert_string_equal(cell(&c, 0, "number"), "0");
    assert_null(cell(&c, 0, "identifier"));
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_profile_setting, "profiles", path, ""));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_profile_setting, "profiles", path, "<plist version=\"1.0\"><dict><key>_computerlevel"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
    assert_false(capture_feed(&c, &table_profile_setting, "managed_prefs", "x.plist", "<plist version=\"1.0\"><dict>"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_profile_setting, "profiles", path, "There are no configuration profiles installed\n"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
    assert_true(
        capture_feed(&c, &table_profile_setting, "managed_prefs", "x.plist", "<plist version=\"1.0\"><string>only</string></plist>"));
    assert_int_equal(c.n_rows, 1);
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_of_a_payload), cmocka_unit_test(custom_settings_have_a_domain),
                                       cmocka_unit_test(managed_preferences), cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

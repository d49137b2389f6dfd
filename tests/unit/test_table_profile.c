#include "table_test.h"

extern const struct table table_profile;

static const char *const path = "commands/profiles.plist";

static void payloads_of_a_property_list(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_profile, "profiles", path,
        "<plist version=\"1.0\"><dict><key>_computerlevel</key><array><dict>\n"
        "<key>ProfileIdentifier</key><string>org.example.restrictions</string><key>ProfileDisplayName</key><string>Restrictions</string>"
        "<key>ProfileOrganization</key><string>Example Org</string><key>ProfileRemovalDisallowed</key><string>true</string>"
        "<key>ProfileInstallDate</key><string>2023-03-31 01:14:38 +0000</string>"
        "<key>ProfileVerificationState</key><string>verified</string><key>ProfileItems</key><array>\n"
        "<dict><key>PayloadType</key><string>com.apple.applicationaccess</string></dict>\n"
        "<dict><key>PayloadType</key><string>com.apple.SoftwareUpdate</string></dict></array></dict></array>"
        "<key>jroe</key><array><dict><key>ProfileIdentifier</key><string>org.example.wifi</string></dict></array></dict></plist>"));
    assert_int_equal(c.n_rows, 3);
    assert_string_equal(cell(&c, 0, "identifier"), "org.example.restrictions");
    assert_string_equal(cell(&c, 0, "type"), "com.apple.applicationaccess");
    assert_string_equal(cell(&c, 0, "organization"), "Example Org");
    assert_string_equal(cell(&c, 0, "verified"), "1");
    assert_string_equal(cell(&c, 0, "scope"), "computer");
    assert_string_equal(cell(&c, 0, "removal_disallowed"), "1");
    assert_string_equal(cell(&c, 0, "time"), "2023-03-31T01:14:38Z");
    assert_string_equal(cell(&c, 0, "line"), "3");
    assert_string_equal(cell(&c, 1, "type"), "com.apple.SoftwareUpdate");
    assert_string_equal(cell(&c, 1, "line"), "4");
    assert_string_equal(cell(&c, 2, "scope"), "user");
    assert_string_equal(cell(&c, 2, "user"), "jroe");
    assert_null(cell(&c, 2, "type"));
    assert_null(cell(&c, 2, "verified"));
    capture_free(&c);
}

static void payloads_of_the_text(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_profile, "profiles", path,
                             "_computerlevel[1] attribute: name: Restrictions\n_computerlevel[1] attribute: organization: (null)\n"
                             "_computerlevel[1] attribute: profileIdentifier: org.example.a\n_computerlevel[1] attribute: "
                             "removalDisallowed: FALSE\n_computerlevel[1] attribute: installedByMDM: TRUE\n"
                             "_computerlevel[1] payload count = 2\n_computerlevel[1]            payload[1] name\t\t= First\n"
                             "_computerlevel[1]            payload[1] type\t\t= com.apple.applicationaccess\n"
                             "_computerlevel[1]            payload[2] type\t\t= com.apple.dock\n"
                             "jroe[2] attribute: profileIdentifier: org.example.b\nThere are 2 configuration profiles installed\n"));
    assert_int_equal(c.n_rows, 3);
    assert_string_equal(cell(&c, 0, "identifier"), "org.example.a");
    assert_string_equal(cell(&c, 0, "name"), "Restrictions");
    assert_string_equal(cell(&c, 0, "type"), "com.apple.applicationaccess");
    assert_string_equal(cell(&c, 0, "payload_name"), "First");
    assert_string_equal(cell(&c, 0, "removal_disallowed"), "0");
    assert_null(cell(&c, 0, "organization"));
    assert_string_equal(cell(&c, 1, "type"), "com.apple.dock");
    assert_null(cell(&c, 1, "payload_name"));
    assert_string_equal(cell(&c, 2, "identifier"), "org.example.b");
    assert_string_equal(cell(&c, 2, "user"), "jroe");
    assert_string_equal(cell(&c, 2, "line"), "10");
    assert_string_equal(cell(&c, 0, "by_mdm"), "1");
    assert_null(cell(&c, 2, "by_mdm"));
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_profile, "profiles", path, "There are no configuration profiles installed\n"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
    assert_false(capture_feed(&c, &table_profile, "profiles", path, ""));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_profile, "profiles", path, "<plist version=\"1.0\"><dict><key>_computerlevel</key><array><di"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_profile, "profiles", path, "<plist version=\"1.0\"><array/></plist>"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_profile, "profiles", path,
                             "<plist version=\"1.0\"><dict><key>a</key><string/><key>b</key><array><string/><dict><key>ProfileItems</key>"
                             "<array><string/></array></dict></array></dict></plist>"));
    assert_int_equal(c.n_rows, 1);
    capture_free(&c);
    assert_true(
        capture_feed(&c, &table_profile, "profiles", path, "x[1] attribute: name: N\n]x[ attribute: \nx[1] payload[\nx[1] payload[1] typ"));
    assert_int_equal(c.n_rows, 1);
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(payloads_of_a_property_list), cmocka_unit_test(payloads_of_the_text),
                                       cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

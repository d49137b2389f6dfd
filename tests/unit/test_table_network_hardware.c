#include "table_test.h"

extern const struct table table_network_hardware;

static const char *const kind = "network_interfaces", *const path = "root/Library/Preferences/SystemConfiguration/NetworkInterfaces.plist";

static void interfaces_of_the_mac(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_network_hardware, kind, path,
        "<plist version=\"1.0\"><dict><key>Interfaces</key><array>\n<dict><key>BSD Name</key><string>en0</string>"
        "<key>IOBuiltin</key><true/><key>IOMACAddress</key><data>AgAAqrsB</data>"
        "<key>SCNetworkInterfaceType</key><string>IEEE80211</string><key>SCNetworkInterfaceInfo</key><dict>"
        "<key>UserDefinedName</key><string>Wi-Fi</string></dict><key>Active</key><true/></dict>\n"
        "<dict><key>BSD Name</key><string>en7</string><key>IOBuiltin</key><false/><key>IOMACAddress</key><data>AA==</data></dict>"
        "<string>x</string></array></dict></plist>"));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "bsd_name"), "en0");
    assert_string_equal(cell(&c, 0, "mac"), "02:00:00:aa:bb:01");
    assert_string_equal(cell(&c, 0, "type"), "IEEE80211");
    assert_string_equal(cell(&c, 0, "name"), "Wi-Fi");
    assert_string_equal(cell(&c, 0, "builtin"), "1");
    assert_string_equal(cell(&c, 0, "line"), "2");
    assert_string_equal(cell(&c, 1, "builtin"), "0");
    assert_null(cell(&c, 1, "mac"));
    assert_null(cell(&c, 1, "active"));
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_network_hardware, kind, path, ""));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_network_hardware, kind, path, "<plist version=\"1.0\"><dict><key>Interfaces</key><array><dict>"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_network_hardware, kind, path, "<plist version=\"1.0\"><array/></plist>"));
    capture_free(&c);
    assert_true(
        capture_feed(&c, &table_network_hardware, kind, path, "<plist version=\"1.0\"><dict><key>Interfaces</key><array/></dict></plist>"));
    assert_int_equal(c.n_rows, 0);
    assert_non_null(c.problem);
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(interfaces_of_the_mac), cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

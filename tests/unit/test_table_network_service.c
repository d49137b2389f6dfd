#include "table_test.h"

extern const struct table table_network_service;

#define PLIST(body) "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n" body "</dict>\n</plist>\n"
#define WIFI                                                                                                                               \
    "<key>S1</key><dict><key>UserDefinedName</key><string>Wi-Fi</string><key>Interface</key><dict><key>DeviceName</key><string>en0</"      \
    "string>"                                                                                                                              \
    "<key>Hardware</key><string>AirPort</string><key>Type</key><string>Ethernet</string></dict><key>IPv4</key><dict><key>ConfigMethod</"   \
    "key>"                                                                                                                                 \
    "<string>DHCP</string></dict><key>DNS</key><dict><key>ServerAddresses</key><array><string>94.140.14.14</string><string>9.9.9.9</"      \
    "string></array>"                                                                                                                      \
    "</dict></dict>\n"
#define SET(services)                                                                                                                      \
    "<key>Sets</key><dict><key>A</key><dict><key>Network</key><dict><key>Service</key><dict>" services "</dict></dict></dict></dict>\n"

static const char *const kind = "network_prefs", *const path = "root/Library/Preferences/SystemConfiguration/preferences.plist";

static void services_of_the_current_set(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_network_service, kind, path,
                             PLIST("<key>CurrentSet</key><string>/Sets/A</string>\n<key>NetworkServices</key><dict>\n" WIFI
                                   "<key>S2</key><dict><key>__INACTIVE__</key><integer>1</integer><key>Interface</key><dict><key>Type</key>"
                                   "<string>VPN</string></dict></dict></dict>\n" SET("<key>S1</key><dict/>"))));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "service_id"), "S1");
    assert_string_equal(cell(&c, 0, "name"), "Wi-Fi");
    assert_string_equal(cell(&c, 0, "interface"), "en0");
    assert_string_equal(cell(&c, 0, "type"), "AirPort");
    assert_string_equal(cell(&c, 0, "enabled"), "1");
    assert_string_equal(cell(&c, 0, "in_current_set"), "1");
    assert_string_equal(cell(&c, 0, "set_id"), "A");
    assert_string_equal(cell(&c, 0, "config_method"), "DHCP");
    assert_string_equal(cell(&c, 0, "dns_servers"), "94.140.14.14 9.9.9.9");
    assert_string_equal(cell(&c, 0, "dns_service"), "AdGuard DNS");
    assert_null(cell(&c, 0, "problem"));
    assert_string_equal(cell(&c, 0, "line"), "6");
    assert_string_equal(cell(&c, 1, "enabled"), "0");
    assert_string_equal(cell(&c, 1, "in_current_set"), "0");
    assert_string_equal(cell(&c, 1, "type"), "VPN");
    assert_null(cell(&c, 1, "interface"));
    assert_null(c.problem);
    capture_free(&c);
}

static void what_does_not_fit_together(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_network_service, kind, path,
        PLIST("<key>CurrentSet</key><string>/Sets/A</string><key>NetworkServices</key><dict>" WIFI "</dict>" SET("<key>S9</key><dict/>"))));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 1, "service_id"), "S9");
    assert_string_equal(cell(&c, 1, "problem"), "the set lists a service that does not exist");
    capture_free(&c);
    assert_true(capture_feed(&c, &table_network_service, kind, path,
                             PLIST("<key>CurrentSet</key><string>/Sets/B</string><key>NetworkServices</key><dict/>" SET(""))));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "problem"), "no network service is defined");
    assert_string_equal(cell(&c, 1, "problem"), "the current set does not exist");
    assert_non_null(c.problem);
    capture_free(&c);
    assert_true(capture_feed(&c, &table_network_service, kind, path, PLIST("")));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 1, "problem"), "no current set is named");
    capture_free(&c);
    assert_true(
        capture_feed(&c, &table_network_service, kind, path,
                     PLIST("<key>CurrentSet</key><string>/Sets/A</string><key>NetworkServices</key><dict>" WIFI "</dict>" SET(""))));
    assert_string_equal(cell(&c, 1, "problem"), "the current set has no network service");
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_network_service, kind, path, ""));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_network_service, kind, path, "<plist version=\"1.0\"><dict><key>CurrentSet</key><string>/Se"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
    assert_false(capture_feed(&c, &table_network_service, kind, path, "<plist version=\"1.0\"><string>x</string></plist>"));
    capture_free(&c);
    assert_true(capture_feed(
        &c, &table_network_service, kind, path,
        PLIST("<key>CurrentSet</key><array/><key>Sets</key><string/><key>NetworkServices</key><dict><key>S</key><true/></dict>")));
    assert_string_equal(cell(&c, 0, "problem"), "the service is not a dict");
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(services_of_the_current_set), cmocka_unit_test(what_does_not_fit_together),
                                       cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

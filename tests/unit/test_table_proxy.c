#include "table_test.h"

extern const struct table table_proxy;

static const char *const path = "commands/scutil-proxy.txt";

static void proxies_in_force(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_proxy, "scutil_proxy", path,
        "<dictionary> {\n  ExceptionsList : <array> {\n    0 : *.local\n    1 : *.apple.com\n  }\n  FTPPassive : 1\n"
        "  HTTPEnable : 1\n  HTTPPort : 3128\n  HTTPProxy : localhost\n  HTTPUser : jroe\n  HTTPSEnable : 0\n  HTTPSPort : 8080\n"
        "  HTTPSProxy : 10.1.2.3\n  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://pac.example.org/proxy.pac\n"
        "  ProxyAutoDiscoveryEnable : 1\n  __SCOPED__ : <dictionary> {\n    en0 : <dictionary> {\n      SOCKSEnable : 1\n"
        "      SOCKSPort : 1080\n      SOCKSProxy : 127.0.0.1\n    }\n  }\n}\n"));
    assert_int_equal(c.n_rows, 5);
    assert_string_equal(cell(&c, 0, "kind"), "http");
    assert_string_equal(cell(&c, 0, "enabled"), "1");
    assert_string_equal(cell(&c, 0, "host"), "localhost");
    assert_string_equal(cell(&c, 0, "port"), "3128");
    assert_string_equal(cell(&c, 0, "loopback"), "1");
    assert_string_equal(cell(&c, 0, "authenticated"), "1");
    assert_string_equal(cell(&c, 0, "exceptions"), "*.local *.apple.com");
    assert_string_equal(cell(&c, 0, "apple_excepted"), "1");
    assert_string_equal(cell(&c, 0, "scope"), "global");
    assert_string_equal(cell(&c, 0, "text"), "HTTPProxy : localhost");
    assert_string_equal(cell(&c, 0, "line"), "9");
    assert_string_equal(cell(&c, 1, "kind"), "https");
    assert_string_equal(cell(&c, 1, "enabled"), "0");
    assert_string_equal(cell(&c, 1, "loopback"), "0");
    assert_string_equal(cell(&c, 2, "kind"), "pac");
    assert_string_equal(cell(&c, 2, "host"), "pac.example.org");
    assert_string_equal(cell(&c, 2, "url"), "http://pac.example.org/proxy.pac");
    assert_string_equal(cell(&c, 3, "kind"), "autodiscovery");
    assert_string_equal(cell(&c, 4, "scope"), "interface");
    assert_string_equal(cell(&c, 4, "scope_name"), "en0");
    assert_string_equal(cell(&c, 4, "loopback"), "1");
    assert_null(cell(&c, 4, "exceptions"));
    capture_free(&c);
}

static void no_proxy_is_no_row(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_proxy, "scutil_proxy", path, "<dictionary> {\n  FTPPassive : 1\n}\n"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
    assert_true(capture_feed(&c, &table_proxy, "scutil_proxy", path, "No proxy configuration available\n"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
}

static void proxies_of_services_and_profiles(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_proxy, "network_prefs", "preferences.plist",
                     "<plist version=\"1.0\"><dict><key>NetworkServices</key><dict><key>S1</key><dict><key>UserDefinedName</key>"
                     "<string>Wi-Fi</string><key>Proxies</key><dict><key>HTTPSEnable</key><integer>1</integer>\n<key>HTTPSProxy</key>"
                     "<string>proxy.example.org</string><key>HTTPSPort</key><integer>8080</integer></dict></dict></dict></dict></plist>"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "scope"), "service");
    assert_string_equal(cell(&c, 0, "scope_name"), "Wi-Fi");
    assert_string_equal(cell(&c, 0, "port"), "8080");
    assert_string_equal(cell(&c, 0, "line"), "2");
    capture_free(&c);
    assert_true(capture_feed(
        &c, &table_proxy, "profiles", "commands/profiles.plist",
        "<plist version=\"1.0\"><dict><key>_computerlevel</key><array><dict><key>ProfileIdentifier</key><string>org.example.p</string>"
        "<key>ProfileItems</key><array><dict><key>PayloadType</key><string>com.apple.proxy.http.global</string>"
        "<key>PayloadContent</key><dict><key>ProxyType</key><string>Manual</string><key>ProxyServer</key><string>127.0.0.1</string>"
        "<key>ProxyServerPort</key><integer>9090</integer><key>ProxyPassword</key><string>hunter2</string></dict></dict>"
        "<dict><key>PayloadType</key><string>com.apple.wifi.managed</string><key>PayloadContent</key><dict><key>ProxyType</key>"
        "<string>Auto</string></dict></dict><dict><key>PayloadType</key><string>com.apple.wifi.managed</string>"
        "<key>PayloadContent</key><dict><key>ProxyType</key><string>None</string></dict></dict></array></dict></array></dict></plist>"));
    assert_int_equal(c.n_rows, 3);
    assert_string_equal(cell(&c, 0, "kind"), "http");
    assert_string_equal(cell(&c, 1, "kind"), "https");
    assert_string_equal(cell(&c, 1, "port"), "9090");
    assert_string_equal(cell(&c, 1, "loopback"), "1");
    assert_string_equal(cell(&c, 1, "scope"), "profile");
    assert_string_equal(cell(&c, 2, "kind"), "autodiscovery");
    assert_string_equal(cell(&c, 2, "scope"), "wifi");
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    static const char *const kinds[] = {"scutil_proxy", "network_prefs", "profiles"};
    for (size_t i = 0; i < 3; i++) {
        assert_false(capture_feed(&c, &table_proxy, kinds[i], path, ""));
        capture_free(&c);
        assert_false(capture_feed(&c, &table_proxy, kinds[i], path, "<dictionary> {\n  HTTPEna"));
        assert_int_equal(c.n_rows, 0);
        capture_free(&c);
    }
    assert_true(capture_feed(
        &c, &table_proxy, "scutil_proxy", path,
        "<dictionary> {\n  HTTPEnable : <array> {\n  }\n  HTTPProxy : 7\n  HTTPPort : many\n  __SCOPED__ : 1\n  ExceptionsList : x\n}\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "host"), "7");
    assert_null(cell(&c, 0, "port"));
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(proxies_in_force), cmocka_unit_test(no_proxy_is_no_row),
                                       cmocka_unit_test(proxies_of_services_and_profiles), cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

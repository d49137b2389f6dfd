#include "table_test.h"

extern const struct table table_resolver;

static const char *const path = "commands/scutil-dns.txt";

static void servers_are_rows_and_known_ones_are_named(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_resolver, "scutil_dns", path,
                             "DNS configuration\n\nresolver #1\n  search domain[0] : corp.example.com\n  search domain[1] : lan\n"
                             "  nameserver[0] : 45.90.28.17\n  nameserver[1] : fe80::1%en0\n  if_index : 6 (en0)\n"
                             "  flags    : Request A records\n  reach    : 0x00020002 (Reachable,Directly Reachable Address)\n\n"
                             "resolver #2\n  domain   : local\n  options  : mdns\n  timeout  : 5\n  reach    : 0x00000000 (Not Reachable)\n"
                             "  order    : 300000\n\nDNS configuration (for scoped queries)\n\nresolver #1\n  nameserver[0] : 192.168.1.1\n"
                             "  port     : 5353\n  nameserver[1] : 8.8.8.8\n"));
    assert_int_equal(c.n_rows, 5);
    assert_string_equal(cell(&c, 0, "nameserver"), "45.90.28.17");
    assert_string_equal(cell(&c, 0, "service"), "NextDNS");
    assert_string_equal(cell(&c, 0, "provider"), "NextDNS");
    assert_string_equal(cell(&c, 0, "filters"), "policy");
    assert_string_equal(cell(&c, 4, "provider"), "Google Public DNS");
    assert_null(cell(&c, 4, "service"));
    assert_string_equal(cell(&c, 0, "search"), "corp.example.com lan");
    assert_string_equal(cell(&c, 0, "interface"), "en0");
    assert_string_equal(cell(&c, 0, "reachable"), "1");
    assert_string_equal(cell(&c, 0, "scoped"), "0");
    assert_string_equal(cell(&c, 0, "line"), "6");
    assert_string_equal(cell(&c, 0, "text"), "nameserver[0] : 45.90.28.17");
    assert_string_equal(cell(&c, 1, "class"), "link-local");
    assert_null(cell(&c, 1, "service"));
    assert_null(cell(&c, 2, "nameserver"));
    assert_string_equal(cell(&c, 2, "domain"), "local");
    assert_string_equal(cell(&c, 2, "reachable"), "0");
    assert_string_equal(cell(&c, 2, "lookup_order"), "300000");
    assert_null(cell(&c, 2, "search"));
    assert_string_equal(cell(&c, 3, "scoped"), "1");
    assert_string_equal(cell(&c, 3, "port"), "5353");
    assert_null(cell(&c, 3, "reachable"));
    capture_free(&c);
}

static void no_configuration_is_a_row(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_resolver, "scutil_dns", path, "No DNS configuration available\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "state"), "none");
    assert_null(cell(&c, 0, "nameserver"));
    capture_free(&c);
}

static void files_of_resolver_5(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_resolver, "resolver_file", "root/private/etc/resolver/apple.com",
                             "# redirect\nnameserver 127.0.0.1\nport 5354 ; local\nsearch a b\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "domain"), "apple.com");
    assert_string_equal(cell(&c, 0, "class"), "loopback");
    assert_string_equal(cell(&c, 0, "port"), "5354");
    assert_string_equal(cell(&c, 0, "search"), "a b");
    capture_free(&c);
    assert_true(capture_feed(&c, &table_resolver, "resolver_file", "root/private/etc/resolv.conf", "# nothing\n"));
    assert_int_equal(c.n_rows, 0);
    assert_non_null(c.problem);
    capture_free(&c);
}

static void encrypted_resolvers_of_profiles(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_resolver, "profiles", "commands/profiles.plist",
        "<plist version=\"1.0\"><dict><key>_computerlevel</key><array><dict><key>ProfileItems</key><array><dict>"
        "<key>PayloadType</key><string>com.apple.dnsSettings.managed</string><key>PayloadContent</key><dict><key>DNSSettings</key>"
        "<dict><key>DNSProtocol</key><string>HTTPS</string>\n<key>ServerURL</key><string>https://apple.dns.nextdns.io/x1</string>"
        "</dict></dict></dict><dict><key>PayloadType</key><string>com.apple.dnsSettings.managed</string><key>PayloadContent</key>"
        "<dict><key>DNSSettings</key><dict><key>DNSProtocol</key><string>TLS</string><key>ServerName</key><string>dns.example.org"
        "</string><key>ServerAddresses</key><array><string>9.9.9.9</string></array></dict></dict></dict></array></dict></array>"
        "</dict></plist>"));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "state"), "profile");
    assert_string_equal(cell(&c, 0, "protocol"), "HTTPS");
    assert_string_equal(cell(&c, 0, "url"), "https://apple.dns.nextdns.io/x1");
    assert_string_equal(cell(&c, 0, "service"), "NextDNS");
    assert_string_equal(cell(&c, 0, "text"), "ServerURL = https://apple.dns.nextdns.io/x1");
    assert_string_equal(cell(&c, 0, "line"), "2");
    assert_null(cell(&c, 0, "nameserver"));
    assert_string_equal(cell(&c, 1, "nameserver"), "9.9.9.9");
    assert_string_equal(cell(&c, 1, "service"), "Quad9");
    capture_free(&c);
    assert_false(capture_feed(&c, &table_resolver, "profiles", "commands/profiles.plist", "<plist version=\"1.0\"><dict>"));
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_resolver, "scutil_dns", path, ""));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_resolver, "scutil_dns", path, "zsh: command not found: scutil\n"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
    assert_true(
        capture_feed(&c, &table_resolver, "scutil_dns", path, "DNS configuration\nresolver #1\n  nameserver[0] : 9.9.9.9\n  namese"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "service"), "Quad9");
    capture_free(&c);
    assert_true(capture_feed(&c, &table_resolver, "scutil_dns", path, "resolver #x\n  nameserver[0] :\n  if_index : (\n  order : x\n:\n"));
    assert_int_equal(c.n_rows, 1);
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(servers_are_rows_and_known_ones_are_named),
                                       cmocka_unit_test(no_configuration_is_a_row), cmocka_unit_test(files_of_resolver_5),
                                       cmocka_unit_test(encrypted_resolvers_of_profiles), cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

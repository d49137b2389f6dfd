#include "table_test.h"

#include "base/buffer.h"

extern const struct table table_interface;

static const char *const path = "commands/ifconfig.txt";

static void interfaces_with_their_addresses(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_interface, "ifconfig", path,
        "lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384\n\tinet 127.0.0.1 netmask 0xff000000\n\tinet6 ::1 prefixlen 128\n"
        "en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500\n\tether 02:00:00:11:22:33\n"
        "\tinet6 fe80::1%en0 prefixlen 64 secured scopeid 0xb\n\tinet 169.254.1.2 netmask 0xffff0000 broadcast 169.254.255.255\n"
        "\tmedia: autoselect\n\tstatus: active\n"
        "utun4: flags=8051<UP,POINTOPOINT,RUNNING,MULTICAST> mtu 1280\n\tinet 10.1.2.3 --> 10.1.2.3 netmask 0xffffffff\n"
        "\tinet 10.1.2.4 netmask 0xffffffff\nen1: flags=8822<BROADCAST,SMART,SIMPLEX,MULTICAST> mtu 1500\n\tstatus: inactive\n"
        "XHC0: flags=0<> mtu 0\n"));
    assert_int_equal(c.n_rows, 5);
    assert_string_equal(cell(&c, 0, "kind"), "loopback");
    assert_string_equal(cell(&c, 0, "status"), "none");
    assert_string_equal(cell(&c, 0, "has_routable_address"), "0");
    assert_string_equal(cell(&c, 1, "name"), "en0");
    assert_string_equal(cell(&c, 1, "mac"), "02:00:00:11:22:33");
    assert_string_equal(cell(&c, 1, "has_routable_address"), "0");
    assert_string_equal(cell(&c, 1, "has_link_local_ipv4"), "1");
    assert_string_equal(cell(&c, 1, "status"), "active");
    assert_string_equal(cell(&c, 1, "ipv6"), "fe80::1%en0");
    assert_string_equal(cell(&c, 1, "line"), "4");
    assert_string_equal(cell(&c, 2, "kind"), "tunnel");
    assert_string_equal(cell(&c, 2, "ipv4"), "10.1.2.3 10.1.2.4");
    assert_string_equal(cell(&c, 2, "has_routable_address"), "1");
    assert_string_equal(cell(&c, 3, "up"), "0");
    assert_string_equal(cell(&c, 3, "running"), "0");
    assert_null(cell(&c, 3, "ipv4"));
    assert_string_equal(cell(&c, 4, "kind"), "other");
    assert_string_equal(cell(&c, 4, "mtu"), "0");
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_interface, "ifconfig", path, "\n"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_interface, "ifconfig", path, "\tinet 1.2.3.4\nhello: world\n"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_interface, "ifconfig", path, "en0: flags=8863<UP,RUN"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "up"), "1");
    assert_null(cell(&c, 0, "mtu"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_interface, "ifconfig", path, "en0: flags=\n\tinet\n\tinet6 zz\n\tether\n: flags=0<>\n"));
    assert_int_equal(c.n_rows, 1);
    capture_free(&c);
}

static void an_overlong_list_costs_only_its_interface(void **state) {
    (void)state;
    struct capture c;
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    buffer_add_str(&text, "en0: flags=8863<UP> mtu 1500\n");
    for (int i = 0; i < 3000; i++)
        buffer_add_str(&text, "\tinet 10.1.2.3 netmask 0xff000000\n");
    buffer_add_str(&text, "en1: flags=8863<UP> mtu 1500\n\tinet 10.9.9.9 netmask 0xff000000\n");
    assert_true(capture_feed_slice(&c, &table_interface, "ifconfig", path, buffer_slice(&text)));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 1, "ipv4"), "10.9.9.9");
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(interfaces_with_their_addresses),
                                       cmocka_unit_test(an_overlong_list_costs_only_its_interface),
                                       cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

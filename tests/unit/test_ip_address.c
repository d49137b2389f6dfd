#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/ip_address.h"

static void classes_of_addresses(void **state) {
    (void)state;
    static const struct {
        const char *text, *class;
    } cases[] = {{"127.0.0.1", "loopback"},
                 {"0.0.0.0", "unspecified"},
                 {"0", "unspecified"},
                 {"127.1", "loopback"},
                 {"10.1.2.3", "private"},
                 {"172.31.255.1", "private"},
                 {"172.32.0.1", "public"},
                 {"192.168.1.1", "private"},
                 {"169.254.9.9", "link-local"},
                 {"100.64.0.1", "shared"},
                 {"100.128.0.1", "public"},
                 {"255.255.255.255", "broadcast"},
                 {"224.0.0.251", "multicast"},
                 {"17.253.1.1", "public"},
                 {"203.0.113.44", "documentation"},
                 {"::1", "loopback"},
                 {"::", "unspecified"},
                 {"fe80::1%lo0", "link-local"},
                 {"fd00::12", "private"},
                 {"ff02::fb", "multicast"},
                 {"2620:fe::fe", "public"},
                 {"::ffff:127.0.0.1", "loopback"},
                 {"2001:db8:1:2:3:4:5:6", "documentation"},
                 {"0x7f.0.0.01", "loopback"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ip_address a;
        assert_true(ip_address_parse(slice_str(cases[i].text), &a));
        assert_string_equal(ip_address_class(&a), cases[i].class);
    }
}

/* What redaction leaves of an address keeps its class, and two of them stay two. */
static void tokens_are_addresses(void **state) {
    (void)state;
    static const struct {
        const char *text, *class;
        size_t len;
    } cases[] = {{"<address-1>", "private", 4},
                 {"<address-65000>", "private", 4},
                 {"<link-local-3>", "link-local", 4},
                 {"<link-local-v6-3>", "link-local", 16},
                 {"<link-local-v6-3>%en0", "link-local", 16}};
    static const char *const bad[] = {"<address->", "<address-0>", "<address-1", "<address-x>", "<host-1>", "<", "<>", "<address--1>"};
    struct ip_address a, b;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(ip_address_parse(slice_str(cases[i].text), &a));
        assert_string_equal(ip_address_class(&a), cases[i].class);
        assert_int_equal(a.len, cases[i].len);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ip_address_parse(slice_str(bad[i]), &a));
    assert_true(ip_address_parse(slice_str("<address-1>"), &a) && ip_address_parse(slice_str("<address-257>"), &b));
    assert_memory_not_equal(a.bytes, b.bytes, 4);
}

static void what_is_no_address_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",        "1.2.3.4.5",     "256.1.1.1",  "1.2.3.256",  "1..2",     "a.b.c.d",       "1.2.3.",
        ":",       ":::",           "1::2::3",    "12345::",    "::1:",     "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "::1.2.3", "gs.apple.com",  "4294967296", "1.16777216", "09.1.1.1", "::1.2.3.400",   "1.2.3.4/24",
        "0x",      "99999999999999"};
    struct ip_address a = {.len = 99};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ip_address_parse(slice_str(bad[i]), &a));
    assert_int_equal(a.len, 99);
}

static void prefixes_hold_their_addresses(void **state) {
    (void)state;
    struct ip_address a, b;
    assert_true(ip_address_parse(slice_str("45.90.31.255"), &a));
    assert_true(ip_address_in(&a, slice_str("45.90.28.0/22")));
    assert_false(ip_address_in(&a, slice_str("45.90.28.0/23")));
    assert_true(ip_address_in(&a, slice_str("0.0.0.0/0")));
    assert_true(ip_address_in(&a, slice_str("45.90.31.255")));
    assert_false(ip_address_in(&a, slice_str("45.90.28.0/33")));
    assert_false(ip_address_in(&a, slice_str("45.90.28.0/-1")));
    assert_false(ip_address_in(&a, slice_str("::/0")));
    assert_true(ip_address_parse(slice_str("2a07:a8c1::12"), &b));
    assert_true(ip_address_in(&b, slice_str("2a07:a8c0::/29")));
    assert_false(ip_address_in(&b, slice_str("2a07:a8c0::/32")));
    assert_true(ip_address_is_routable(&b));
    assert_true(ip_address_parse(slice_str("fe80::1"), &b));
    assert_false(ip_address_is_routable(&b));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(classes_of_addresses), cmocka_unit_test(what_is_no_address_is_refused),
                                       cmocka_unit_test(tokens_are_addresses), cmocka_unit_test(prefixes_hold_their_addresses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The parts of the probe that read bytes or words and send nothing. The rest is tested in a network: tests/program/test_probe.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "net/address.h"
#include "net/http_head.h"
#include "net/net.h"
#include "net/sntp_packet.h"

static struct slice bytes(const char *text) { return slice_str(text); }

static void a_head_is_read_field_by_field(void **state) {
    (void)state;
    struct http_head h;
    struct slice text = bytes("HTTP/1.1 302 Found\r\nLocation:  http://a.example/ \r\nserver: made-up\r\nodd line\r\n\r\nbody");
    assert_int_equal(http_head_parse(text, &h), HTTP_HEAD_DONE);
    assert_int_equal(h.status, 302);
    assert_true(slice_is(h.reason, "Found"));
    assert_true(slice_is(http_head_get(&h, "location"), "http://a.example/"));
    assert_true(slice_is(http_head_get(&h, "SERVER"), "made-up"));
    assert_null(http_head_get(&h, "Via").data);
    assert_true(slice_is(slice_from(text, h.length), "body"));
}

static void every_prefix_of_a_head_asks_for_more(void **state) {
    (void)state;
    struct http_head h;
    struct slice text = bytes("HTTP/1.0 404\nA: b\n\n");
    for (size_t n = 0; n < text.len; n++)
        assert_int_equal(http_head_parse(slice_sub(text, 0, n), &h), HTTP_HEAD_MORE);
    assert_int_equal(http_head_parse(text, &h), HTTP_HEAD_DONE);
    assert_int_equal(h.status, 404);
}

static void what_is_no_head_is_told_early(void **state) {
    (void)state;
    static const char *const texts[] = {
        "SSH-2.0-x",           "HTTX", "HTTP/2.0 200 OK\r\n", "HTTP/1.1 20 OK\r\n", "HTTP/1.1 2000 OK\r\n", "HTTP/1.1 099 x\n",
        "HTTP/1.1  200 OK\r\n"};
    struct http_head h;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(http_head_parse(bytes(texts[i]), &h), HTTP_HEAD_MALFORMED);
}

static void endless_heads_and_fields_are_bounded(void **state) {
    (void)state;
    struct http_head h;
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    buffer_add_str(&text, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < HTTP_MAX_HEADERS * 2; i++)
        buffer_printf(&text, "X-%d: y\r\n", i);
    buffer_add_str(&text, "\r\n");
    assert_int_equal(http_head_parse(buffer_slice(&text), &h), HTTP_HEAD_DONE);
    assert_int_equal(h.n_fields, HTTP_MAX_HEADERS);
    text.len -= 2;
    while (text.len < HTTP_MAX_HEAD)
        buffer_add_str(&text, "X: y\r\n");
    assert_int_equal(http_head_parse(buffer_slice(&text), &h), HTTP_HEAD_TOO_LARGE);
}

/* An answer to the request of `cookie`: received and sent at the same instant, given in seconds since 1900 and a fraction. */
static void make_answer(uint8_t p[SNTP_PACKET_BYTES], uint8_t first, uint8_t stratum, const char *reference, uint64_t cookie,
                        uint64_t stamp) {
    memset(p, 0, SNTP_PACKET_BYTES);
    p[0] = first;
    p[1] = stratum;
    memcpy(p + 12, reference, 4);
    for (size_t i = 0; i < 8; i++) {
        p[24 + i] = (uint8_t)(cookie >> (56 - 8 * i));
        p[32 + i] = p[40 + i] = (uint8_t)(stamp >> (56 - 8 * i));
    }
}

#define Y2024 INT64_C(1704067200)
#define STAMP_2024 ((uint64_t)(Y2024 + INT64_C(2208988800)) << 32)

static void sntp_gives_offset_and_delay(void **state) {
    (void)state;
    uint8_t p[SNTP_PACKET_BYTES];
    struct sntp_answer a;
    /* We are 10 seconds behind; 0.2 seconds there and back. */
    int64_t sent = (Y2024 - 10) * NS_PER_SECOND - 100000000, received = sent + 200000000;
    make_answer(p, 4 << 3 | 4, 1, "GPS", 77, STAMP_2024);
    assert_int_equal(sntp_packet_read(slice_of(p, sizeof p), 77, sent, received, &a), NET_OK);
    assert_true(a.offset_seconds > 9.999 && a.offset_seconds < 10.001);
    assert_true(a.delay_seconds > 0.199 && a.delay_seconds < 0.201);
    assert_string_equal(a.reference, "GPS");
    assert_int_equal(a.stratum, 1);
}

static void sntp_after_2036_goes_on(void **state) {
    (void)state;
    uint8_t p[SNTP_PACKET_BYTES];
    struct sntp_answer a;
    int64_t y2040 = INT64_C(2208988800); /* seconds since 1970 */
    make_answer(p, 4 << 3 | 4, 2, "abcd", 1, (uint64_t)(uint32_t)(y2040 + INT64_C(2208988800)) << 32);
    assert_int_equal(sntp_packet_read(slice_of(p, sizeof p), 1, y2040 * NS_PER_SECOND, y2040 * NS_PER_SECOND, &a), NET_OK);
    assert_true(a.offset_seconds > -0.001 && a.offset_seconds < 0.001);
}

static void sntp_tells_what_is_wrong(void **state) {
    (void)state;
    uint8_t p[SNTP_PACKET_BYTES];
    struct sntp_answer a;
    make_answer(p, 4 << 3 | 4, 0, "RATE", 5, STAMP_2024);
    assert_int_equal(sntp_packet_read(slice_of(p, sizeof p), 5, 0, 0, &a), NET_KISS);
    assert_string_equal(a.reference, "RATE");
    assert_int_equal(sntp_packet_read(slice_of(p, sizeof p), 6, 0, 0, &a), NET_MALFORMED); /* another's */
    for (size_t n = 0; n < sizeof p; n++)
        assert_int_equal(sntp_packet_read(slice_of(p, n), 5, 0, 0, &a), NET_MALFORMED);
    make_answer(p, 3 << 6 | 4 << 3 | 4, 2, "abcd", 5, STAMP_2024);
    assert_int_equal(sntp_packet_read(slice_of(p, sizeof p), 5, 0, 0, &a), NET_UNSYNCHRONISED);
    make_answer(p, 4 << 3 | 4, 16, "abcd", 5, STAMP_2024);
    assert_int_equal(sntp_packet_read(slice_of(p, sizeof p), 5, 0, 0, &a), NET_UNSYNCHRONISED);
    make_answer(p, 4 << 3 | 3, 2, "abcd", 5, STAMP_2024); /* a client's packet */
    assert_int_equal(sntp_packet_read(slice_of(p, sizeof p), 5, 0, 0, &a), NET_MALFORMED);
}

static void our_request_tells_nothing_of_us(void **state) {
    (void)state;
    uint8_t p[SNTP_PACKET_BYTES];
    sntp_packet_request(UINT64_C(0x0102030405060708), p);
    assert_int_equal(p[0], 4 << 3 | 3);
    for (size_t i = 1; i < 40; i++)
        assert_int_equal(p[i], 0);
    assert_int_equal(p[40], 1);
    assert_int_equal(p[47], 8);
}

static void proxies_are_read_as_people_write_them(void **state) {
    (void)state;
    struct net_proxy p;
    struct error err;
    assert_true(net_proxy_parse(bytes("http://j%40e:s%3Aecret@proxy.example:8080/"), &p, &err));
    assert_int_equal(p.kind, NET_HTTP_PROXY);
    assert_string_equal(p.host, "proxy.example");
    assert_int_equal(p.port, 8080);
    assert_string_equal(p.user, "j@e");
    assert_string_equal(p.password, "s:ecret");
    assert_true(net_proxy_parse(bytes("socks5://[2001:db8::1]"), &p, &err));
    assert_int_equal(p.kind, NET_SOCKS5);
    assert_string_equal(p.host, "2001:db8::1");
    assert_int_equal(p.port, 1080);
    assert_true(net_proxy_parse(bytes("proxy.example"), &p, &err));
    assert_int_equal(p.port, 3128);
    assert_true(net_proxy_parse(bytes("direct"), &p, &err));
    assert_int_equal(p.kind, NET_DIRECT);
    static const char *const bad[] = {"ftp://proxy", "http://",    "http://a:0", "http://a:99999",
                                      "http://[::1", "http://a b", "http://a:x", "http://[::1]x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(net_proxy_parse(bytes(bad[i]), &p, &err));
}

static void no_proxy_takes_names_and_what_ends_in_them(void **state) {
    (void)state;
    assert_true(net_proxy_passes_by("localhost, .Apple.com", "gs.apple.com"));
    assert_true(net_proxy_passes_by("apple.com", "apple.com"));
    assert_true(net_proxy_passes_by("*.apple.com", "gs.apple.com"));
    assert_true(net_proxy_passes_by("*", "gs.apple.com"));
    assert_false(net_proxy_passes_by("apple.com", "pineapple.com"));
    assert_false(net_proxy_passes_by("", "gs.apple.com"));
    assert_false(net_proxy_passes_by(NULL, "gs.apple.com"));
}

static void addresses_are_classed(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum net_address_class class;
    } cases[] = {
        {"17.32.214.10", NET_ADDRESS_PUBLIC}, {"2620:149:af0::10", NET_ADDRESS_PUBLIC},
        {"0.0.0.0", NET_ADDRESS_NOWHERE},     {"127.0.0.53", NET_ADDRESS_NOWHERE},
        {"::", NET_ADDRESS_NOWHERE},          {"::1", NET_ADDRESS_NOWHERE},
        {"10.1.2.3", NET_ADDRESS_PRIVATE},    {"172.31.0.1", NET_ADDRESS_PRIVATE},
        {"172.32.0.1", NET_ADDRESS_PUBLIC},   {"192.168.1.1", NET_ADDRESS_PRIVATE},
        {"100.64.0.1", NET_ADDRESS_PRIVATE},  {"198.18.0.7", NET_ADDRESS_PRIVATE},
        {"169.254.1.1", NET_ADDRESS_PRIVATE}, {"fd00::1", NET_ADDRESS_PRIVATE},
        {"fe80::1", NET_ADDRESS_PRIVATE},     {"255.255.255.255", NET_ADDRESS_NOWHERE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct net_address a;
        char text[NET_ADDRESS_TEXT];
        assert_true(net_address_parse(cases[i].text, &a));
        assert_int_equal(net_address_class(&a), cases[i].class);
        net_address_format(&a, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void a_mapped_address_is_ipv4(void **state) {
    (void)state;
    struct sockaddr_storage s;
    struct net_address v6, back, v4;
    assert_true(net_address_parse("::ffff:10.1.2.3", &v6));
    (void)net_address_to_sockaddr(&v6, 443, &s);
    assert_true(net_address_from_sockaddr((struct sockaddr *)&s, &back));
    assert_true(net_address_parse("10.1.2.3", &v4));
    assert_true(net_address_equal(&back, &v4));
}

static void what_is_healthy_is_read_from_words(void **state) {
    (void)state;
    char storage[64];
    struct net_target t = {.port = 1};
    net_target_expect(&t, "status 200, body has PublicAssetSets, header Set-Cookie", storage, sizeof storage);
    assert_int_equal(t.expect_status, 200);
    assert_string_equal(t.expect_body, "PublicAssetSets");
    assert_string_equal(t.expect_header, "Set-Cookie");
    struct net_target none = {.port = 1};
    net_target_expect(&none, "handshake", storage, sizeof storage);
    assert_int_equal(none.expect_status, 0);
    assert_null(none.expect_body);
    assert_null(none.expect_header);
}

static void every_outcome_has_its_word(void **state) {
    (void)state;
    for (int o = 0; o < NET_OUTCOMES; o++) {
        assert_non_null(net_outcome_name((enum net_outcome)o));
        assert_non_null(net_outcome_meaning((enum net_outcome)o));
        for (int other = 0; other < o; other++)
            assert_string_not_equal(net_outcome_name((enum net_outcome)o), net_outcome_name((enum net_outcome)other));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_head_is_read_field_by_field),
        cmocka_unit_test(every_prefix_of_a_head_asks_for_more),
        cmocka_unit_test(what_is_no_head_is_told_early),
        cmocka_unit_test(endless_heads_and_fields_are_bounded),
        cmocka_unit_test(sntp_gives_offset_and_delay),
        cmocka_unit_test(sntp_after_2036_goes_on),
        cmocka_unit_test(sntp_tells_what_is_wrong),
        cmocka_unit_test(our_request_tells_nothing_of_us),
        cmocka_unit_test(proxies_are_read_as_people_write_them),
        cmocka_unit_test(no_proxy_takes_names_and_what_ends_in_them),
        cmocka_unit_test(addresses_are_classed),
        cmocka_unit_test(a_mapped_address_is_ipv4),
        cmocka_unit_test(what_is_healthy_is_read_from_words),
        cmocka_unit_test(every_outcome_has_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

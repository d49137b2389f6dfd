#include "table_test.h"

#include "table/shared/known.h"

extern const struct table table_hosts_entry;

static const char *const path = "root/private/etc/hosts";

static void each_name_is_a_row(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_hosts_entry, "hosts", path,
                             "##\n# Host Database\n127.0.0.1\tlocalhost\r\n#0.0.0.0 swscan.apple.com\n"
                             "0.0.0.0 GS.apple.com gdmf.apple.com. # saves data\n 192.0.2.7 nas\nfe80::1%lo0 localhost\n"));
    assert_int_equal(c.n_rows, 5);
    assert_string_equal(cell(&c, 0, "name"), "localhost");
    assert_string_equal(cell(&c, 0, "class"), "loopback");
    assert_string_equal(cell(&c, 0, "apple"), "0");
    assert_string_equal(cell(&c, 1, "name"), "gs.apple.com");
    assert_string_equal(cell(&c, 1, "apple"), "1");
    assert_string_equal(cell(&c, 1, "class"), "unspecified");
    assert_string_equal(cell(&c, 1, "line"), "5");
    assert_string_equal(cell(&c, 1, "text"), "0.0.0.0 GS.apple.com gdmf.apple.com. # saves data");
    assert_string_equal(cell(&c, 2, "name"), "gdmf.apple.com");
    assert_string_equal(cell(&c, 2, "apple"), "1");
    assert_string_equal(cell(&c, 3, "name"), "nas");
    assert_string_equal(cell(&c, 4, "class"), "link-local");
    assert_null(c.problem);
    capture_free(&c);
}

static void names_that_only_look_like_apples(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_hosts_entry, "hosts", path,
                             "0.0.0.0 notapple.com apple.com.example.net fakeicloud.com swcdn.apple.com updates.cdn-apple.com\n"));
    static const char *const apple[] = {"0", "0", "0", "1", "1"};
    assert_int_equal(c.n_rows, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(cell(&c, i, "apple"), apple[i]);
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_hosts_entry, "hosts", path, " \n\n"));
    assert_non_null(strstr(c.err.text, "empty"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_hosts_entry, "hosts", path, "127.0.0.1 localhost\n127.0.0."));
    assert_int_equal(c.n_rows, 1);
    capture_free(&c);
    assert_true(capture_feed_slice(&c, &table_hosts_entry, "hosts", path, slice_of("127.0.0.1 a\n\0\0\0\0", 16)));
    assert_non_null(strstr(c.problem, "zero bytes"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_hosts_entry, "hosts", path, "gs.apple.com 17.1.2.3\n"));
    assert_null(cell(&c, 0, "class"));
    capture_free(&c);
}

static void hosts_of_urls(void **state) {
    (void)state;
    static const char *const cases[][2] = {{"https://mdm.example.com/mdm?x", "mdm.example.com"},
                                           {"http://u:p@proxy:3128", "proxy"},
                                           {"[::1]:80", "::1"},
                                           {"fe80::1", "fe80::1"},
                                           {"proxy:8080", "proxy"},
                                           {"[::1", "::1"},
                                           {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(slice_is(known_url_host(slice_str(cases[i][0])), cases[i][1]));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_name_is_a_row), cmocka_unit_test(names_that_only_look_like_apples),
                                       cmocka_unit_test(cut_empty_and_nonsense), cmocka_unit_test(hosts_of_urls)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

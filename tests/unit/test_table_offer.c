#include "table_test.h"

extern const struct table table_offer, table_apple_account;

static const char one[] =
    "{\"PublicAssetSets\":{\"iOS\":[{\"ProductVersion\":\"18.0\",\"SupportedDevices\":[\"iPhone15,2\"]}],\"macOS\":[\n"
    "{\"ProductVersion\":\"15.6.1\",\"Build\":\"24G90\",\"PostingDate\":\"2025-08-20\",\"ExpirationDate\":\"2025-12-01\",\n"
    "\"SupportedDevices\":[\"J274AP\",\"J314cAP\"]},\n"
    "{\"ProductVersion\":\"14.8\",\"SupportedDevices\":[\"Mac-B4831CEBD52A0C4C\"]}]},\n"
    "\"AssetSets\":{\"macOS\":[{\"ProductVersion\":\"14.7\",\"Build\":\"23H124\",\"SupportedDevices\":[\"J274AP\"]}]}}";

static void each_build_has_a_row_a_board(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_offer, "pmv", "commands/pmv.json", one));
    assert_int_equal(c.n_rows, 4);
    assert_string_equal(cell(&c, 1, "version"), "15.6.1");
    assert_string_equal(cell(&c, 1, "major"), "15");
    assert_string_equal(cell(&c, 1, "minor"), "6");
    assert_string_equal(cell(&c, 1, "patch"), "1");
    assert_string_equal(cell(&c, 1, "build"), "24G90");
    assert_string_equal(cell(&c, 1, "board"), "J314cAP");
    assert_string_equal(cell(&c, 1, "list"), "public");
    assert_string_equal(cell(&c, 1, "expires"), "2025-12-01");
    assert_string_equal(cell(&c, 1, "text"), "macOS 15.6.1 (24G90), posted 2025-08-20, expires 2025-12-01");
    assert_string_equal(cell(&c, 1, "line"), "2");
    assert_string_equal(cell(&c, 2, "line"), "4");
    assert_null(cell(&c, 2, "build"));
    assert_string_equal(cell(&c, 2, "patch"), "0");
    assert_string_equal(cell(&c, 3, "list"), "managed");
    capture_free(&c);
}

static void what_is_no_offer_is_told(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_offer, "pmv", "pmv.json",
        "{\"PublicAssetSets\":{\"macOS\":[{\"Build\":\"24G90\",\"SupportedDevices\":[\"J274AP\"]},7,{\"ProductVersion\":\"15\"}]}}"));
    assert_int_equal(c.n_rows, 0);
    assert_non_null(c.problem);
    capture_free(&c);
}

static void another_file_is_damaged(void **state) {
    (void)state;
    static const char *const texts[] = {"", "[]", "{\"PublicAssetSets\":{\"macOS\":5}}", "<html>sign in</html>"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_offer, "pmv", "pmv.json", texts[i]));
        assert_non_null(strstr(c.err.text, "list of versions"));
        capture_free(&c);
    }
}

static void a_list_that_is_cut_keeps_what_came_before(void **state) {
    (void)state;
    for (size_t cut = 0; cut < sizeof one; cut += 7) { /* no cut may do harm */
        struct capture c;
        (void)!capture_feed_slice(&c, &table_offer, "pmv", "pmv.json", slice_of(one, cut));
        capture_free(&c);
    }
}

static void the_account_is_read(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_apple_account, "apple_account", "account.json",
                     "{\"schema\":\"tailor.account/1\",\"status\":\"locked\",\"two_factor\":\"pending\",\"region\":\"US\",\"entitlements\":"
                     "[\"public\",\"developer-beta\"],\"changed\":null}"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "status"), "locked");
    assert_string_equal(cell(&c, 0, "two_factor"), "pending");
    assert_string_equal(cell(&c, 0, "entitlements"), "public developer-beta");
    assert_null(cell(&c, 0, "changed"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_apple_account, "apple_account", "account.json", "{\"schema\":\"tailor.probe/1\"}"));
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_build_has_a_row_a_board), cmocka_unit_test(what_is_no_offer_is_told),
        cmocka_unit_test(another_file_is_damaged),      cmocka_unit_test(a_list_that_is_cut_keeps_what_came_before),
        cmocka_unit_test(the_account_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

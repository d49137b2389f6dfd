#include "table_test.h"

extern const struct table table_system_extension;

static const char *const kind = "systemextensionsctl_list", *const path = "commands/systemextensionsctl-list.txt";

static void extensions_of_two_categories(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_system_extension, kind, path,
        "3 extension(s)\n--- com.apple.system_extension.network_extension (Go to 'System Settings > General' to modify these "
        "system extension(s))\nenabled\tactive\tteamID\tbundleID (version)\tname\t[state]\n"
        "*\t*\tMLZF7K7B5R\tat.obdev.littlesnitch.networkextension (5.7/6222)\tLittle Snitch Network Extension\t[activated enabled]\n"
        "\t*\tQQQQ123456\torg.example.filter (1.0/1)\tExample (beta) Filter\t[activated waiting for user]\n"
        "--- com.apple.system_extension.endpoint_security\nenabled\tactive\tteamID\tbundleID (version)\tname\t[state]\n"
        "\t\tX9E956P446\tcom.example.renamed (7.1/7.1)\tSensor\t[terminated waiting to uninstall on reboot]\n"));
    assert_int_equal(c.n_rows, 3);
    assert_string_equal(cell(&c, 0, "team_id"), "MLZF7K7B5R");
    assert_string_equal(cell(&c, 0, "bundle_id"), "at.obdev.littlesnitch.networkextension");
    assert_string_equal(cell(&c, 0, "version"), "5.7/6222");
    assert_string_equal(cell(&c, 0, "name"), "Little Snitch Network Extension");
    assert_string_equal(cell(&c, 0, "category"), "network_extension");
    assert_string_equal(cell(&c, 0, "enabled"), "1");
    assert_string_equal(cell(&c, 0, "active"), "1");
    assert_string_equal(cell(&c, 0, "product"), "Little Snitch");
    assert_string_equal(cell(&c, 0, "product_kind"), "firewall");
    assert_string_equal(cell(&c, 0, "line"), "4");
    assert_string_equal(cell(&c, 1, "name"), "Example (beta) Filter");
    assert_string_equal(cell(&c, 1, "enabled"), "0");
    assert_string_equal(cell(&c, 1, "active"), "1");
    assert_string_equal(cell(&c, 1, "waiting_for_user"), "1");
    assert_null(cell(&c, 1, "product"));
    assert_string_equal(cell(&c, 2, "category"), "endpoint_security");
    assert_string_equal(cell(&c, 2, "enabled"), "0");
    assert_string_equal(cell(&c, 2, "product"), "CrowdStrike Falcon");
    assert_null(c.problem);
    capture_free(&c);
}

static void copies_that_lost_their_tabs(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_system_extension, kind, path,
                             "1 extension(s)\n--- com.apple.system_extension.endpoint_security\n"
                             "enabled active teamID bundleID (version) name [state]\n"
                             "* * 483DWKW443 com.jamf.protect.security-extension (6.0/60) JamfProtect [activated enabled]  \n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "enabled"), "1");
    assert_string_equal(cell(&c, 0, "product"), "Jamf Protect");
    assert_string_equal(cell(&c, 0, "state"), "activated enabled");
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_system_extension, kind, path, "0 extension(s)\n"));
    assert_int_equal(c.n_rows, 0);
    assert_null(c.problem);
    capture_free(&c);
    assert_false(capture_feed(&c, &table_system_extension, kind, path, ""));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_system_extension, kind, path, "[state]\n]\n*[]\n[x] y [z]\nnot found\n"));
    capture_free(&c);
    assert_true(
        capture_feed(&c, &table_system_extension, kind, path,
                     "2 extension(s)\n---\n*\t*\tABCDE12345\tcom.example.a (1/1)\tA\t[activated enabled]\n*\t*\tABCDE12345\tcom.exam"));
    assert_int_equal(c.n_rows, 1);
    assert_null(cell(&c, 0, "category"));
    assert_non_null(strstr(c.problem, "2 extensions, but 1"));
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(extensions_of_two_categories), cmocka_unit_test(copies_that_lost_their_tabs),
                                       cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

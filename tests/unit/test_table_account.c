#include "table_test.h"

extern const struct table table_account;

static void bootstrap_token(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_account, "profiles_bootstraptoken", "commands/profiles-bootstraptoken.txt",
                             "profiles: Bootstrap Token supported on server: YES\nprofiles: Bootstrap Token escrowed to server: NO\n"));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "name"), "bootstrap-token-supported");
    assert_string_equal(cell(&c, 0, "value"), "YES");
    assert_string_equal(cell(&c, 0, "holds"), "1");
    assert_string_equal(cell(&c, 1, "name"), "bootstrap-token-escrowed");
    assert_string_equal(cell(&c, 1, "value"), "NO");
    assert_string_equal(cell(&c, 1, "holds"), "0");
    assert_null(cell(&c, 1, "user"));
    assert_string_equal(cell(&c, 1, "line"), "2");
    capture_free(&c);
}

static void secure_tokens_and_volume_owners(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_account, "sysadminctl_securetoken", "commands/sysadminctl-securetoken.txt",
                             "2024-06-04 10:20:41.120 sysadminctl[412:5102] Secure token is ENABLED for user Jane Roe\n"
                             "2024-06-04 10:20:42.120 sysadminctl[413:5103] Secure token is DISABLED for user tech\n"
                             "Cryptographic users for disk3s1 (2 found)\n|\n+-- 0B0D6F5E-1111-2222-3333-444455556666\n"
                             "|   Type: Local Open Directory User\n|   Volume Owner: Yes\n|\n+-- EBC6C064-0000-11AA-AA11-00306543ECAC\n"
                             "    Type: Personal Recovery User\n    Volume Owner: No\n"));
    assert_int_equal(c.n_rows, 4);
    assert_string_equal(cell(&c, 0, "name"), "secure-token");
    assert_string_equal(cell(&c, 0, "value"), "ENABLED");
    assert_string_equal(cell(&c, 0, "holds"), "1");
    assert_string_equal(cell(&c, 0, "user"), "Jane Roe");
    assert_string_equal(cell(&c, 1, "value"), "DISABLED");
    assert_string_equal(cell(&c, 1, "holds"), "0");
    assert_string_equal(cell(&c, 2, "name"), "volume-owner");
    assert_string_equal(cell(&c, 2, "value"), "Yes");
    assert_string_equal(cell(&c, 2, "holds"), "1");
    assert_string_equal(cell(&c, 2, "uuid"), "0B0D6F5E-1111-2222-3333-444455556666");
    assert_string_equal(cell(&c, 2, "type"), "Local Open Directory User");
    assert_string_equal(cell(&c, 3, "value"), "No");
    capture_free(&c);
}

static void filevault(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_account, "fdesetup_status", "commands/fdesetup-status.txt",
                             "FileVault is Off.\nDeferred enablement appears to be active for user 'jroe'.\n"
                             "Encryption in progress: Percent completed = 12\njroe,0B0D6F5E-1111-2222-3333-444455556666\n"));
    assert_int_equal(c.n_rows, 4);
    assert_string_equal(cell(&c, 0, "value"), "Off");
    assert_string_equal(cell(&c, 0, "holds"), "0");
    assert_string_equal(cell(&c, 1, "user"), "jroe");
    assert_null(cell(&c, 1, "holds"));
    assert_string_equal(cell(&c, 1, "value"), "deferred");
    assert_string_equal(cell(&c, 2, "value"), "Encryption in progress");
    assert_string_equal(cell(&c, 3, "name"), "filevault-user");
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    const char *kind = "profiles_bootstraptoken", *path = "commands/profiles-bootstraptoken.txt";
    assert_false(capture_feed(&c, &table_account, kind, path, "  "));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_account, kind, path, "profiles: this command must be run as root\n+-- x\nVolume Owner: Yes\n,\n"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
    assert_true(capture_feed(&c, &table_account, kind, path, "Bootstrap Token supported on server:"));
    assert_string_equal(cell(&c, 0, "value"), "");
    capture_free(&c);
    assert_true(capture_feed(&c, &table_account, "diskutil_apfs_list_text", "diskutil_apfs.txt", "APFS Container\n"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(bootstrap_token), cmocka_unit_test(secure_tokens_and_volume_owners),
                                       cmocka_unit_test(filevault), cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

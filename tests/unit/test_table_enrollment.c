#include "table_test.h"

extern const struct table table_enrollment;

static const char *const path = "commands/profiles-status.txt";

static void managed_and_user_approved(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_enrollment, "profiles_status", path,
        "Enrolled via DEP: Yes\r\nMDM enrollment: Yes (User Approved)\r\nMDM server: https://mdm.example.org:8443/mdm/ServerURL\r\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "via_dep"), "1");
    assert_string_equal(cell(&c, 0, "mdm_enrolled"), "1");
    assert_string_equal(cell(&c, 0, "user_approved"), "1");
    assert_string_equal(cell(&c, 0, "server"), "https://mdm.example.org:8443/mdm/ServerURL");
    assert_string_equal(cell(&c, 0, "server_host"), "mdm.example.org");
    assert_string_equal(cell(&c, 0, "line"), "2");
    assert_string_equal(cell(&c, 0, "text"), "MDM enrollment: Yes (User Approved)");
    capture_free(&c);
}

static void not_managed(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_enrollment, "profiles_status", path, "Enrolled via DEP: No\nMDM enrollment: No\n"));
    assert_string_equal(cell(&c, 0, "mdm_enrolled"), "0");
    assert_null(cell(&c, 0, "user_approved"));
    assert_null(cell(&c, 0, "server"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_enrollment, "profiles_status", path, "Enrolled via DEP: No\nMDM enrollment: Yes\n"));
    assert_string_equal(cell(&c, 0, "user_approved"), "0");
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_enrollment, "profiles_status", path, ""));
    assert_non_null(strstr(c.err.text, "empty"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_enrollment, "profiles_status", path, "profiles: this tool must be run by root\n:::\n"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_enrollment, "profiles_status", path, "Enrolled via DEP: Yes\nMDM enrol"));
    assert_string_equal(cell(&c, 0, "via_dep"), "1");
    assert_null(cell(&c, 0, "mdm_enrolled"));
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(managed_and_user_approved), cmocka_unit_test(not_managed),
                                       cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

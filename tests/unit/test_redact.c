#include "engine/redact.h"
#include "engine_test.h"

static const char *redacted(struct bench *b, const char *text) {
    struct redactor *r = redactor_open(b->session, b->arena, &b->err);
    assert_non_null(r);
    struct slice out = redact_slice(r, b->arena, slice_str(text));
    redactor_close(r);
    return arena_string(b->arena, out);
}

static void what_is_known_of_the_mac_is_replaced(void **state) {
    struct bench *b = *state;
    bench_row(b, "mac", "sp.plist", 0, TIMESTAMP_NONE, "serial", "FVFEXAMPLE0D", "computer_name", "Annas-Air", NULL);
    assert_string_equal(redacted(b, "Annas-Air has FVFEXAMPLE0D; Annas-Airport has not"), "<host-1> has <serial-1>; Annas-Airport has not");
}

static void personal_columns_of_the_tables_that_were_read_are_replaced(void **state) {
    struct bench *b = *state;
    bench_row(b, "log", "install.log", 1, TIMESTAMP_NONE, "host", "janes-air", NULL);
    bench_row(b, "process", "ps.txt", 1, TIMESTAMP_NONE, "user", "janedoe", NULL);
    bench_row(b, "process", "ps.txt", 2, TIMESTAMP_NONE, "user", "_softwareupdate", NULL);
    bench_row(b, "security", "bputil.txt", 1, TIMESTAMP_NONE, "private_value", "0x0000000012345678", NULL);
    bench_row(b, "nvram", "nvram.plist", 1, TIMESTAMP_NONE, "private_value", "on", NULL);
    assert_string_equal(redacted(b, "janes-air"), "<host-1>");
    assert_string_equal(redacted(b, "janedoe runs on, _softwareupdate too: 0x0000000012345678"),
                        "<user-1> runs on, _softwareupdate too: <private-1>");
}

static void forms_are_known_without_the_mac(void **state) {
    struct bench *b = *state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"2024-09-20 10:31:12+02 Annas-MacBook-Air softwareupdated[418]: x", "2024-09-20 10:31:12+02 <host-1> softwareupdated[418]: x"},
        {"Nov 24 19:13:28 studio osinstallersetupd[6522]: x", "Nov 24 19:13:28 <host-1> osinstallersetupd[6522]: x"},
        {"Nov 24 19:13:28 localhost osinstallersetupd[6522]: x", "Nov 24 19:13:28 localhost osinstallersetupd[6522]: x"},
        {"/Users/anna/Library and /Users/Shared/x", "/Users/<user-1>/Library and /Users/Shared/x"},
        {"0A1B2C3D-4E5F-4071-8293-A4B5C6D7E8F9 twice 0A1B2C3D-4E5F-4071-8293-A4B5C6D7E8F9", "<uuid-1> twice <uuid-1>"},
        {"mail anna@example.org", "mail <mail-1>"},
        {"192.168.1.23 and 8.8.8.8", "<address-1> and 8.8.8.8"},
        {"ether 02:00:00:aa:bb:01", "ether <mac-1>"},
        {"127.0.0.1 gs.apple.com", "127.0.0.1 gs.apple.com"},
        {"ECID=0x000012345678ABCD", "ECID=<ecid-1>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(redacted(b, cases[i].text), cases[i].expected);
}

/* The group of an earlier match must not be taken for one of a form that has none. */
static void a_match_owes_nothing_to_the_one_before(void **state) {
    struct bench *b = *state;
    struct redactor *r = redactor_open(b->session, b->arena, &b->err);
    assert_non_null(r);
    assert_true(slice_is(redact_slice(r, b->arena, slice_str("/Users/anna/x")), "/Users/<user-1>/x"));
    assert_true(slice_is(redact_slice(r, b->arena, slice_str("mr.van.anna-berg@example.org")), "<mail-1>"));
    redactor_close(r);
}

static void a_hostile_line_takes_no_longer_than_its_length(void **state) {
    struct bench *b = *state;
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    for (int i = 0; i < 32000; i++)
        buffer_add_str(&line, "a.");
    buffer_add_str(&line, "b@example.org");
    struct redactor *r = redactor_open(b->session, b->arena, &b->err);
    assert_non_null(r);
    for (int i = 0; i < 50; i++) /* the square of the length would take minutes */
        assert_true(slice_ends_with(redact_slice(r, b->arena, buffer_slice(&line)), "<mail-1>"));
    redactor_close(r);
}

static void what_every_mac_has_in_common_stays(void **state) {
    struct bench *b = *state;
    assert_string_equal(redacted(b, "7C436110-AB2A-4BBB-A880-FE41995C9F82:boot-args"), "7C436110-AB2A-4BBB-A880-FE41995C9F82:boot-args");
}

static void a_host_in_a_head_is_known_everywhere(void **state) {
    struct bench *b = *state;
    bench_row(b, "signal", "install.log", 1, TIMESTAMP_NONE, "text", "Nov 24 19:13:28 annas-studio osinstallersetupd[6522]: x", NULL);
    assert_string_equal(redacted(b, "it is annas-studio; crashes/Kernel_2024-09-20-103500_other-mac.panic"),
                        "it is <host-1>; crashes/Kernel_2024-09-20-103500_<host-2>.panic");
}

static void without_a_redactor_nothing_changes(void **state) {
    struct bench *b = *state;
    assert_true(slice_is(redact_slice(NULL, b->arena, slice_str("/Users/anna")), "/Users/anna"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_known_of_the_mac_is_replaced, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(personal_columns_of_the_tables_that_were_read_are_replaced, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(forms_are_known_without_the_mac, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_match_owes_nothing_to_the_one_before, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_hostile_line_takes_no_longer_than_its_length, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(what_every_mac_has_in_common_stays, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_host_in_a_head_is_known_everywhere, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(without_a_redactor_nothing_changes, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

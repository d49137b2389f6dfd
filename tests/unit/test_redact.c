#include "engine/redact.h"
#include "engine_test.h"

#include <stdio.h>

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
    bench_row(b, "nvram", "nvram.plist", 2, TIMESTAMP_NONE, "private_value", "000000", NULL);
    assert_string_equal(redacted(b, "janes-air"), "<host-1>");
    assert_string_equal(redacted(b, "portionComplete:1.000000"), "portionComplete:1.000000");
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
        {"169.254.7.8 and fe80::1:2%en0", "<link-local-1> and <link-local-v6-1>%en0"},
        {"{\"path\":\"\\/Users\\/anna\\/x\"}", "{\"path\":\"\\/Users\\/<user-1>\\/x\"}"},
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

/* rEFInd's name space in NVRAM is in a rule. */
static void a_uuid_that_a_rule_asks_for_stays(void **state) {
    struct bench *b = *state;
    assert_string_equal(
        redacted(b, "36D08FA7-CF0B-42F5-8F14-68DF73ED3740:x 36d08fa7-cf0b-42f5-8f14-68df73ed3740:y 0A1B2C3D-4E5F-4071-8293-A4B5C6D7E8F9"),
        "36D08FA7-CF0B-42F5-8F14-68DF73ED3740:x 36d08fa7-cf0b-42f5-8f14-68df73ed3740:y <uuid-1>");
}

static void a_host_in_a_head_is_known_everywhere(void **state) {
    struct bench *b = *state;
    bench_row(b, "signal", "install.log", 1, TIMESTAMP_NONE, "text", "Nov 24 19:13:28 annas-studio osinstallersetupd[6522]: x", NULL);
    assert_string_equal(redacted(b, "it is annas-studio; crashes/Kernel_2024-09-20-103500_other-mac.panic"),
                        "it is <host-1>; crashes/Kernel_2024-09-20-103500_<host-2>.panic");
}

/* A short name may be "apple", and a Mac may be called what it is. */
static void a_name_that_is_a_word_of_the_evidence_is_replaced_by_its_form_only(void **state) {
    struct bench *b = *state;
    bench_row(b, "mac", "x", 1, TIMESTAMP_NONE, "user", "apple", "computer_name", "MacBook Air", NULL);
    bench_row(b, "process", "ps.txt", 1, TIMESTAMP_NONE, "user", "softwareupdated", NULL);
    assert_string_equal(redacted(b, "com.apple.SoftwareUpdate of softwareupdated in /Users/apple/x on MacBook Air"),
                        "com.apple.SoftwareUpdate of softwareupdated in /Users/<user-1>/x on MacBook Air");
}

static void the_longer_name_comes_first(void **state) {
    struct bench *b = *state;
    bench_row(b, "mac", "x", 1, TIMESTAMP_NONE, "user", "kristyna", "computer_name", "kristyna studio", NULL);
    assert_string_equal(redacted(b, "kristyna studio of kristyna"), "<host-1> of <user-1>");
}

static void own_addresses_are_replaced_whoever_can_reach_them(void **state) {
    struct bench *b = *state;
    bench_row(b, "interface", "ifconfig.txt", 1, TIMESTAMP_NONE, "name", "en0", "ipv4", "127.0.0.1 81.2.69.144", "ipv6",
              "2a02:8308::77 ::1", NULL);
    assert_string_equal(redacted(b, "81.2.69.144 and 2a02:8308::77, not 81.2.69.145, 127.0.0.1, ::1"),
                        "<address-1> and <address-2>, not 81.2.69.145, 127.0.0.1, ::1");
}

/* Evidence that was redacted before: nothing becomes another token, and no token gets a second owner. */
static void tokens_stay(void **state) {
    struct bench *b = *state;
    bench_row(b, "mac", "x", 1, TIMESTAMP_NONE, "computer_name", "<host-1>", "serial", "<serial-1>", NULL);
    assert_string_equal(redacted(b, "2024-09-20 10:31:12+02 <host-1> softwareupdated[418]: /Users/<user-3>/x, <serial-1>"),
                        "2024-09-20 10:31:12+02 <host-1> softwareupdated[418]: /Users/<user-3>/x, <serial-1>");
    assert_string_equal(redacted(b, "<host-1> crashes/Kernel_2024-09-20-103500_other-mac.panic"),
                        "<host-1> crashes/Kernel_2024-09-20-103500_<host-2>.panic");
}

static void many_values_keep_their_tokens(void **state) {
    struct bench *b = *state;
    char text[64], token[32];
    struct redactor *r = redactor_open(b->session, b->arena, &b->err);
    assert_non_null(r);
    for (int round = 0; round < 2; round++)
        for (unsigned i = 1; i <= 20000; i++) {
            snprintf(text, sizeof text, "%08X-0000-4000-8000-000000000000", i);
            snprintf(token, sizeof token, "<uuid-%u>", i);
            assert_true(slice_is(redact_slice(r, b->arena, slice_str(text)), token));
        }
    redactor_close(r);
}

static void a_mask_moves_nothing(void **state) {
    struct bench *b = *state;
    uint8_t bytes[] = "Zannas-air\0/Users/kn/x\0a\0n\0n\0a\0s\0-\0a\0i\0r 192.168.1.2";
    bench_row(b, "mac", "x", 1, TIMESTAMP_NONE, "computer_name", "annas-air", NULL);
    struct redactor *r = redactor_open(b->session, b->arena, &b->err);
    assert_non_null(r);
    redact_mask(r, bytes, sizeof bytes - 1);
    assert_memory_equal(bytes, "Zxxxxxxxxx\0/Users/xx/x\0x\0x\0x\0x\0x\0x\0x\0x\0x xxxxxxxxxxx", sizeof bytes - 1);
    redactor_close(r);
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
        cmocka_unit_test_setup_teardown(a_uuid_that_a_rule_asks_for_stays, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_host_in_a_head_is_known_everywhere, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_name_that_is_a_word_of_the_evidence_is_replaced_by_its_form_only, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(the_longer_name_comes_first, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(own_addresses_are_replaced_whoever_can_reach_them, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(tokens_stay, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(many_values_keep_their_tokens, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_mask_moves_nothing, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(without_a_redactor_nothing_changes, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The holes in the texts of the plan: versions, values of the evidence, commands. */
#include <stdio.h>

#include "engine/plan_text.h"
#include "engine_test.h"

static void expect(struct bench *b, int major, const char *text, const char *filled) {
    struct plan_text t = plan_text_for(b->session, b->arena, NULL, "personalize");
    t.major = major;
    const char *got = plan_text_fill(&t, slice_str(text), &b->err);
    if (!got)
        fail_msg("%s: %s", text, b->err.text);
    assert_string_equal(got, filled);
}

static void a_version_chooses(void **state) {
    struct bench *b = *state;
    expect(b, 14, "Open {13+ A|B} now", "Open A now");
    expect(b, 12, "Open {13+ A|B} now", "Open B now");
    expect(b, 13, "Open {13+ A|B}", "Open A");
    expect(b, 15, "{15+ A|13+ B|C}", "A");
    expect(b, 14, "{15+ A|13+ B|C}", "B");
    expect(b, 11, "{15+ A|13+ B|C}", "C");
    expect(b, 10, "{11+ A|}", "");
}

static void an_unknown_version_tells_all(void **state) {
    struct bench *b = *state;
    expect(b, 0, "Open {13+ A|B}", "Open A (before macOS 13: B)");
    expect(b, 0, "{15+ A|13+ B|C}", "A (before macOS 15: B) (before macOS 13: C)");
    expect(b, 0, "{11+ A|}", "A (macOS 11 and later)");
    expect(b, 0, "{11+ |B}", "B (before macOS 11)");
}

static void the_version_is_that_of_the_mac(void **state) {
    struct bench *b = *state;
    assert_int_equal(plan_text_for(b->session, b->arena, NULL, NULL).major, 0);
    bench_row(b, "os", "commands/sw_vers.txt", 1, TIMESTAMP_NONE, "version", "12.6", "major", "12", NULL);
    assert_int_equal(plan_text_for(b->session, b->arena, NULL, NULL).major, 12);
}

static void evidence_fills_its_values(void **state) {
    struct bench *b = *state;
    expect(b, 14, "{nvram_left}", "If a variable is left over (IASUCatalogURL, boot-args), remove it alone: `sudo nvram -d NAME`");
    bench_row(b, "nvram", "commands/nvram.plist", 3, TIMESTAMP_NONE, "name", "boot-args", NULL);
    expect(b, 14, "{nvram_left}", "Remove what is left over, if nobody needs it: `sudo nvram -d boot-args`");
    expect(b, 14, "{proxies}", "");
}

static void the_hosts_are_those_of_the_stage(void **state) {
    struct bench *b = *state;
    struct plan_text t = plan_text_for(b->session, b->arena, NULL, "personalize");
    const char *own = plan_text_fill(&t, slice_str("{hosts_stage}"), &b->err),
               *rest = plan_text_fill(&t, slice_str("{hosts_rest}"), &b->err);
    assert_non_null(strstr(own, " gs.apple.com (443 and 80),"));
    assert_null(strstr(own, "gdmf.apple.com"));
    assert_non_null(strstr(rest, "gdmf.apple.com"));
    t.stage = NULL;
    assert_non_null(strstr(plan_text_fill(&t, slice_str("{hosts_stage}"), &b->err), "gdmf.apple.com"));
    assert_string_equal(plan_text_fill(&t, slice_str("{hosts_rest}"), &b->err), "");
}

static void too_many_rows_are_counted(void **state) {
    struct bench *b = *state;
    char path[40];
    for (int i = 0; i < 9; i++) {
        snprintf(path, sizeof path, "root/Library/Preferences/%d.plist", i);
        bench_row(b, "plist", path, 1, TIMESTAMP_NONE, "path", path, "valid", "0", NULL);
    }
    expect(
        b, 14, "{damaged_lists}",
        "FILE in what follows is /Library/Preferences/0.plist, then /Library/Preferences/1.plist, then /Library/Preferences/2.plist, then "
        "/Library/Preferences/3.plist, then /Library/Preferences/4.plist, then /Library/Preferences/5.plist and 3 more");
}

static void backticks_of_the_evidence_are_no_commands(void **state) {
    struct bench *b = *state;
    bench_row(b, "hosts_entry", "root/private/etc/hosts", 2, TIMESTAMP_NONE, "text", "127.0.0.1 gs.apple.com # `x`", "apple", "1", NULL);
    expect(b, 14, "{hosts_lines}", "Take out line 2 (127.0.0.1 gs.apple.com # 'x')");
}

static void an_unknown_hole_is_an_error(void **state) {
    struct bench *b = *state;
    struct plan_text t = plan_text_for(b->session, b->arena, NULL, NULL);
    assert_null(plan_text_fill(&t, slice_str("a {no_such_value}"), &b->err));
    assert_non_null(strstr(b->err.text, "no_such_value"));
    assert_null(plan_text_fill(&t, slice_str("a {open"), &b->err));
}

static void every_value_can_be_asked(void **state) {
    struct bench *b = *state;
    assert_true(plan_text_wants(b->session, &b->err));
    assert_true(session_wants(b->session, table_index("snapshot")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_version_chooses, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(an_unknown_version_tells_all, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(the_version_is_that_of_the_mac, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(evidence_fills_its_values, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(the_hosts_are_those_of_the_stage, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(too_many_rows_are_counted, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(backticks_of_the_evidence_are_no_commands, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(an_unknown_hole_is_an_error, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(every_value_can_be_asked, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

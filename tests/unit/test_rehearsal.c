#include "engine/check.h"
#include "engine/rehearsal.h"
#include "engine/stages.h"
#include "engine_test.h"

#define HEAD "-- stage: boot\n-- title: t\n-- because: b\n-- tells: df\n-- unknown: u\n"

static bool parse(struct bench *b, const char *text, struct check *check) {
    return check_parse(b->arena, (struct rule_text){.name = "510-example", .text = text}, check, &b->err);
}

static void the_head_is_read(void **state) {
    struct bench *b = *state;
    struct check c;
    assert_true(parse(b, HEAD "-- cause: clock\n-- strength: proves\n-- fails: clock, network/x\n-- needed: yes\nSELECT 1", &c));
    assert_string_equal(c.rule.name, "example");
    assert_string_equal(c.rule.stage, "boot");
    assert_string_equal(c.rule.cause, "clock");
    assert_int_equal(c.rule.strength, STRENGTH_PROVES);
    assert_string_equal(c.fails[1], "network/x");
    assert_null(c.notes[0]);
    assert_true(c.needed && !c.live && !c.decides);
}

static void mistakes_in_the_head_are_named(void **state) {
    struct bench *b = *state;
    struct check c;
    static const struct {
        const char *text, *says;
    } cases[] = {{"-- stage: lunch\n-- title: t\n-- because: b\n-- tells: df\n-- unknown: u\nSELECT 1", "one of the stages"},
                 {"-- title: t\nSELECT 1", "one of the stages"},
                 {HEAD "-- needed: no\nSELECT 1", "needed is"},
                 {HEAD "-- confidence: 1\nSELECT 1", "confidence"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(parse(b, cases[i].text, &c));
        if (!strstr(b->err.text, cases[i].says))
            fail_msg("\"%s\" does not name %s", b->err.text, cases[i].says);
    }
}

static bool is_known_rule(const struct knowledge *k, const char *name) {
    for (size_t i = 0; i < knowledge_rule_count(k); i++)
        if (strcmp(knowledge_rule(k, i).name, name) == 0 ||
            (slice_starts_with(slice_str(knowledge_rule(k, i).name), name) && knowledge_rule(k, i).name[strlen(name)] == '/'))
            return true;
    return false;
}

static void all_exist(struct bench *b, const struct check *c, const char **rules) {
    for (; *rules; rules++)
        if (!is_known_rule(b->knowledge, *rules))
            fail_msg("check %s names the rule %s, which does not exist", c->rule.name, *rules);
}

static void one_of(struct bench *b, const struct check *c, const char *table, const char *column, const char *value) {
    if (!bench_ask(b, arena_printf(b->arena, "SELECT 1 FROM known_%s WHERE \"%s\" = '%s'", table, column, value)))
        fail_msg("check %s: no %s %s", c->rule.name, table, value);
}

static void what_the_built_in_checks_name_exists(void **state) {
    struct bench *b = *state;
    struct check_list list;
    if (!checks_prepare(b->session, b->arena, &list, &b->err))
        fail_msg("%s", b->err.text);
    assert_true(list.n_checks > 20);
    size_t deciding = 0;
    for (size_t i = 0; i < list.n_checks; i++) {
        const struct check *c = &list.checks[i];
        assert_true(i == 0 || stage_index(list.checks[i - 1].rule.stage) <= stage_index(c->rule.stage));
        all_exist(b, c, c->fails);
        all_exist(b, c, c->notes);
        for (const char **fix = c->rule.fixes; *fix; fix++)
            one_of(b, c, "fix", "fix", *fix);
        for (const char **kind = c->tells; *kind; kind++)
            one_of(b, c, "artefact", "kind", *kind);
        if (c->rule.cause)
            one_of(b, c, "cause", "cause", c->rule.cause);
        if (!c->rule.fixes[0])
            fail_msg("check %s has no fix", c->rule.name);
        deciding += c->decides;
    }
    assert_int_equal(deciding, 1);
    checks_free(&list);
}

static void versions_and_builds_are_targets(void **state) {
    (void)state;
    static const char *const good[] = {"15", "15.6.1", "24G90", "24a5279h", "10.15.7"};
    static const char *const bad[] = {"", "Sequoia", "15.6 beta", "15.6b", "15';", ".5", "15.6.1.1.1.1.1.1.1.1.1.1.1.1"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(rehearsal_target_is_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(rehearsal_target_is_valid(bad[i]));
}

static void a_supposed_attempt_stands_alone(void **state) {
    struct bench *b = *state;
    session_want(b->session, "attempt");
    session_want(b->session, "failed_request");
    session_want(b->session, "dialog");
    assert_true(session_begin(b->session, &b->err) && session_settle(b->session, &b->err));
    struct supposed what = {.stage = "scan", .version = "15.0", .ns = 5};
    for (int i = 0; i < 2; i++) { /* the second takes the place of the first */
        what.stage = i ? "boot" : "scan";
        assert_true(session_suppose(b->session, &what, &b->err));
        assert_string_equal(
            bench_ask(b, "SELECT COUNT(*) || last_stage || kind || outcome || judged || target_version || COALESCE(target_build, '-') "
                         "FROM attempt"),
            i ? "1bootsupposedfailed115.0-" : "1scansupposedfailed115.0-");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_head_is_read, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(mistakes_in_the_head_are_named, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(what_the_built_in_checks_name_exists, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_supposed_attempt_stands_alone, bench_setup, bench_teardown),
        cmocka_unit_test(versions_and_builds_are_targets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

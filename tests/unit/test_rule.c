#include "engine/rule.h"
#include "engine_test.h"

static bool parse(struct bench *b, const char *text, struct rule *rule) {
    return rule_parse(b->arena, (struct rule_text){.name = "network/example", .text = text}, rule, &b->err);
}

static void the_head_is_read(void **state) {
    struct bench *b = *state;
    struct rule r;
    assert_true(parse(
        b, "-- strength: proves\n-- title: {a} is b\n-- fix: one, two\n-- over: disk-space, network/other\n-- stage: scan\nSELECT 1", &r));
    assert_string_equal(r.cause, "network");
    assert_int_equal(r.strength, STRENGTH_PROVES);
    assert_true(r.confidence > 0.89 && r.confidence < 0.91);
    assert_string_equal(r.fixes[1], "two");
    assert_null(r.fixes[2]);
    assert_string_equal(r.over[1], "network/other");
    assert_string_equal(r.stage, "scan");
}

static void mistakes_in_the_head_are_named(void **state) {
    struct bench *b = *state;
    struct rule r;
    static const struct {
        const char *text, *says;
    } cases[] = {{"-- strength: maybe\n-- title: t\nSELECT 1", "maybe"},
                 {"-- title: t\nSELECT 1", "needs a strength"},
                 {"-- strength: hints\n-- titel: t\nSELECT 1", "titel"},
                 {"-- strength: hints\n-- title: t\n-- confidence: 2\nSELECT 1", "confidence"},
                 {"-- strength hints\n", "key: value"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(parse(b, cases[i].text, &r));
        if (!strstr(b->err.text, cases[i].says))
            fail_msg("\"%s\" does not name %s", b->err.text, cases[i].says);
    }
}

static void the_built_in_rules_can_be_prepared(void **state) {
    struct bench *b = *state;
    struct rule_list list;
    if (!rules_prepare(b->session, b->arena, &list, &b->err))
        fail_msg("%s", b->err.text);
    assert_true(list.n_rules > 50);
    rules_free(&list);
}

/* What rules name must exist: fixes, causes, stages, the rules and folders they are over. */
static void what_the_built_in_rules_name_exists(void **state) {
    struct bench *b = *state;
    struct rule_list list;
    if (!rules_prepare(b->session, b->arena, &list, &b->err))
        fail_msg("%s", b->err.text);
    for (size_t i = 0; i < list.n_rules; i++) {
        const struct rule *r = &list.rules[i];
        if (r->cause && !bench_ask(b, arena_printf(b->arena, "SELECT 1 FROM known_cause WHERE cause = '%s'", r->cause)))
            fail_msg("rule %s: no cause %s", r->name, r->cause);
        if (strcmp(r->stage, "attempt") != 0 &&
            !bench_ask(b, arena_printf(b->arena, "SELECT 1 FROM known_stage WHERE stage = '%s'", r->stage)))
            fail_msg("rule %s: no stage %s", r->name, r->stage);
        for (const char **fix = r->fixes; *fix; fix++)
            if (!bench_ask(b, arena_printf(b->arena, "SELECT 1 FROM known_fix WHERE fix = '%s'", *fix)))
                fail_msg("rule %s: no fix %s", r->name, *fix);
        for (const char **over = r->over; *over; over++) {
            bool found = false;
            for (size_t k = 0; k < list.n_rules; k++)
                found |= strcmp(list.rules[k].name, *over) == 0 ||
                         slice_starts_with(slice_str(list.rules[k].name), arena_printf(b->arena, "%s/", *over));
            if (!found)
                fail_msg("rule %s is over %s, which does not exist", r->name, *over);
        }
        if (r->cause && !r->fixes[0])
            fail_msg("rule %s has no fix", r->name);
    }
    rules_free(&list);
}

/* A rule that asks for a signal by a name that no row of knowledge/signal.tsv has can never fire. */
static void signals_that_rules_name_exist(void **state) {
    struct bench *b = *state;
    for (size_t i = 0; i < knowledge_rule_count(b->knowledge); i++) {
        struct rule_text t = knowledge_rule(b->knowledge, i);
        struct slice rest = slice_str(t.text), before, list, name, quoted;
        while (slice_cut(rest, "name IN (", &before, &rest) && slice_cut(rest, ")", &list, &rest)) {
            if (!slice_ends_with(before, "FROM signal WHERE ") && !slice_ends_with(before, "s."))
                continue;
            bool any = false;
            for (struct slice left = list; slice_cut(left, "'", &before, &left) && slice_cut(left, "'", &name, &left);) {
                quoted = name;
                any |= bench_ask(b, arena_printf(b->arena, "SELECT 1 FROM known_signal WHERE name = '%.*s'", SLICE_ARG(quoted))) != NULL;
                if (!bench_ask(b, arena_printf(b->arena, "SELECT 1 FROM known_signal WHERE name = '%.*s'", SLICE_ARG(quoted))))
                    fail_msg("rule %s asks for the signal %.*s, which knowledge/signal.tsv does not have", t.name, SLICE_ARG(quoted));
            }
            assert_true(any);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_head_is_read, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(mistakes_in_the_head_are_named, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(the_built_in_rules_can_be_prepared, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(what_the_built_in_rules_name_exists, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(signals_that_rules_name_exist, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

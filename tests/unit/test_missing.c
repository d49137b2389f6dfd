#include "engine/missing.h"
#include "engine_test.h"

/* The artefacts that the rules miss when nothing was read; each rule reads the tables named, up to NULL. */
static struct missing find(struct bench *b, const char *const tables[][4], size_t n_rules) {
    struct rule *rules = arena_array(b->arena, n_rules, sizeof *rules);
    struct missing missing;
    for (size_t i = 0; i < n_rules; i++) {
        rules[i].reads = arena_array(b->arena, 256, sizeof *rules[i].reads);
        for (size_t k = 0; k < 4 && tables[i][k]; k++)
            rules[i].reads[table_index(tables[i][k])] = true;
    }
    assert_true(missing_find(b->session, b->arena, &(struct rule_list){.rules = rules, .n_rules = n_rules}, &missing, &b->err));
    return missing;
}

static int64_t rules_of(const struct missing *m, const char *artefact) {
    for (size_t i = 0; i < m->n_artefacts; i++)
        if (strcmp(m->artefacts[i].artefact, artefact) == 0)
            return m->artefacts[i].rules;
    return 0;
}

static void a_rule_counts_once_however_many_ways_lead_to_an_artefact(void **state) {
    struct bench *b = *state;
    struct missing m = find(b, (const char *const[][4]){{"signal", "attempt", "stage", NULL}, {"error", NULL}}, 2);
    assert_int_equal(rules_of(&m, "commands/log-show.txt"), 2);
}

static void what_a_derived_table_is_made_from_counts_through_all_its_steps(void **state) {
    struct bench *b = *state;
    struct missing m = find(b, (const char *const[][4]){{"stage", NULL}, {"nvram", NULL}, {"signal", NULL}}, 3);
    assert_int_equal(rules_of(&m, "commands/log-show.txt"), 2);
    assert_int_equal(rules_of(&m, "commands/nvram.plist"), 1);
}

static void what_was_read_is_not_missing(void **state) {
    struct bench *b = *state;
    bench_row(b, "evidence", "", 0, TIMESTAMP_NONE, "path", "commands/log-show.txt", "kind", "log_show", "state", "read", NULL);
    struct missing m = find(b, (const char *const[][4]){{"signal", NULL}, {"nvram", NULL}}, 2);
    assert_int_equal(rules_of(&m, "commands/log-show.txt"), 0);
    assert_int_equal(rules_of(&m, "commands/nvram.plist"), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_rule_counts_once_however_many_ways_lead_to_an_artefact, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(what_a_derived_table_is_made_from_counts_through_all_its_steps, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(what_was_read_is_not_missing, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

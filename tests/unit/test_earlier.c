/* What stopped the attempts before the judged one, as history_judge() left it in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/earlier.h"

#define HOUR (3600 * NS_PER_SECOND)
static const int64_t now = INT64_C(1727768032) * NS_PER_SECOND;

enum { JUDGED, YESTERDAY, DAY_BEFORE, N_ATTEMPTS };

/* Attempts newest first, and findings of three rules: the judged attempt's cause, and two others. */
struct world {
    struct arena *arena;
    struct rule rules[3];
    struct finding findings[3];
    struct attempt attempts[N_ATTEMPTS];
    struct verdict verdict;
};

static struct world *make(struct arena *arena) {
    static const char *const causes[] = {"network", "disk-space", "clock"};
    static const char *const stages[] = {"personalize", "download", "download"};
    struct world *w = arena_alloc(arena, sizeof *w);
    w->arena = arena;
    for (size_t i = 0; i < 3; i++) {
        w->rules[i] = (struct rule){.name = causes[i], .cause = causes[i], .strength = STRENGTH_PROVES};
        w->findings[i] = (struct finding){.rule = &w->rules[i], .title = causes[i], .strength = STRENGTH_PROVES};
        w->attempts[i] = (struct attempt){.outcome = "failed", .last_stage = stages[i], .start_ns = now - (int64_t)i * 24 * HOUR};
    }
    w->attempts[JUDGED].judged = true;
    w->verdict = (struct verdict){
        .summary = "The network.", .top = &w->findings[0], .judged = w->attempts, .attempts = w->attempts, .n_attempts = N_ATTEMPTS};
    return w;
}

static struct earlier find(struct world *w) {
    struct earlier e;
    struct error err;
    assert_true(earlier_find(w->arena, &w->verdict, &e, &err));
    return e;
}

static void other_causes_are_told_oldest_first(void **state) {
    struct world *w = make(*state);
    w->attempts[YESTERDAY].cause = &w->findings[1];
    w->attempts[DAY_BEFORE].cause = &w->findings[2];
    struct earlier e = find(w);
    assert_int_equal(e.n_failures, 2);
    assert_ptr_equal(e.failures[0].finding, &w->findings[2]);
    assert_ptr_equal(e.failures[1].attempt, &w->attempts[YESTERDAY]);
    assert_int_equal(w->verdict.n_notes, 2);
    assert_string_equal(w->verdict.notes[0], "Before that, on 2024-09-29, an attempt failed at stage download for another reason: clock.");
    assert_string_equal(w->verdict.notes[1],
                        "Before that, on 2024-09-30, an attempt failed at stage download for another reason: disk-space.");
}

static void the_same_cause_is_no_other_story(void **state) {
    struct world *w = make(*state);
    w->attempts[YESTERDAY].cause = &w->findings[0];
    assert_int_equal(find(w).n_failures, 0);
}

static void of_one_rule_the_last_attempt_is_told(void **state) {
    struct world *w = make(*state);
    w->attempts[YESTERDAY].cause = w->attempts[DAY_BEFORE].cause = &w->findings[1];
    struct earlier e = find(w);
    assert_int_equal(e.n_failures, 1);
    assert_ptr_equal(e.failures[0].attempt, &w->attempts[YESTERDAY]);
}

static void what_the_last_attempt_got_beyond_is_over(void **state) {
    struct world *w = make(*state);
    w->attempts[YESTERDAY].cause = &w->findings[1];
    struct earlier e = find(w);
    assert_true(earlier_is_over(&e, &w->findings[1]) && !earlier_is_over(&e, &w->findings[0]));
    w->attempts[YESTERDAY].last_stage = "apply";
    e = find(w);
    assert_false(earlier_is_over(&e, &w->findings[1]));
}

/* The verdict has a finding of the same rule, lowered because it lies outside the judged attempt. */
static void a_finding_of_the_verdict_is_known_again(void **state) {
    struct world *w = make(*state);
    struct finding lowered = {.rule = &w->rules[1], .outside = true}, inside = {.rule = &w->rules[1]};
    w->attempts[YESTERDAY].cause = &w->findings[1];
    struct earlier e = find(w);
    assert_true(earlier_tells(&e, &lowered));
    assert_false(earlier_tells(&e, &inside));
}

static int open_arena(void **state) { return (*state = arena_new(1 << 20)) ? 0 : -1; }

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_arena, close_arena)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(other_causes_are_told_oldest_first),      TEST(the_same_cause_is_no_other_story),
        TEST(of_one_rule_the_last_attempt_is_told),    TEST(what_the_last_attempt_got_beyond_is_over),
        TEST(a_finding_of_the_verdict_is_known_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

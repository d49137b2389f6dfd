/* What stopped the attempts before the judged one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/earlier.h"

#define HOUR (3600 * NS_PER_SECOND)
enum { AGO = 48 };
static const int64_t now = INT64_C(1727768032) * NS_PER_SECOND;

/* An attempt that failed two days ago while it downloaded, and the judged one, which came to personalizing. */
struct world {
    struct arena *arena;
    struct rule rules[3];
    struct finding findings[3];
    struct evidence_row rows[3];
    const struct finding *ranked[3];
    struct attempt attempts[2];
    struct verdict verdict;
};

static struct world make(void) {
    struct world w = {.arena = arena_new(1 << 20)};
    const char *causes[] = {"network", "disk-space", "clock"};
    for (size_t i = 0; i < 3; i++) {
        w.rules[i] = (struct rule){.name = causes[i], .cause = causes[i], .strength = STRENGTH_PROVES, .confidence = 0.9};
        w.rows[i] = (struct evidence_row){.ns = i ? now - AGO * HOUR : now};
        w.findings[i] = (struct finding){.n_evidence = 1, .outside = i > 0, .strength = i ? STRENGTH_HINTS : STRENGTH_PROVES};
    }
    w.attempts[0] =
        (struct attempt){.outcome = "failed", .last_stage = "personalize", .start_ns = now - HOUR / 6, .end_ns = now, .judged = true};
    w.attempts[1] = (struct attempt){
        .outcome = "failed", .last_stage = "download", .start_ns = now - AGO * HOUR - HOUR / 6, .end_ns = now - AGO * HOUR};
    return w;
}

static struct earlier find(struct world *w) {
    struct earlier e;
    struct error err;
    for (size_t i = 0; i < 3; i++) {
        w->findings[i].rule = &w->rules[i];
        w->findings[i].evidence = &w->rows[i];
        w->ranked[i] = &w->findings[i];
    }
    w->verdict = (struct verdict){.status = STATUS_FAILED,
                                  .top = &w->findings[0],
                                  .judged = &w->attempts[0],
                                  .attempts = w->attempts,
                                  .n_attempts = 2,
                                  .ranked = w->ranked,
                                  .n_ranked = 3};
    assert_true(earlier_find(w->arena, &w->verdict, &e, &err));
    return e;
}

static void the_surest_cause_of_an_earlier_attempt_is_found(void **state) {
    (void)state;
    struct world w = make();
    w.rules[1].confidence = 0.95;
    struct earlier e = find(&w);
    assert_int_equal(e.n_failures, 1);
    assert_ptr_equal(e.failures[0].finding, &w.findings[1]);
    assert_ptr_equal(e.failures[0].attempt, &w.attempts[1]);
    assert_false(e.failures[0].ahead);
    assert_true(earlier_is_over(&e, &w.findings[1]) && !earlier_is_over(&e, &w.findings[0]));
    arena_free(w.arena);
}

static void what_the_judged_attempt_has_not_reached_is_still_ahead(void **state) {
    (void)state;
    struct world w = make();
    w.attempts[1].last_stage = "apply";
    struct earlier e = find(&w);
    assert_true(e.n_failures == 1 && e.failures[0].ahead && !earlier_is_over(&e, e.failures[0].finding));
    arena_free(w.arena);
}

static void hints_and_what_is_explained_tell_nothing(void **state) {
    (void)state;
    struct world w = make();
    w.rules[1].strength = STRENGTH_HINTS;
    w.findings[2].explained_by = &w.findings[0];
    assert_int_equal(find(&w).n_failures, 0);
    arena_free(w.arena);
}

static void a_success_or_another_time_has_no_cause(void **state) {
    (void)state;
    struct world w = make();
    w.attempts[1].outcome = "succeeded";
    assert_int_equal(find(&w).n_failures, 0);
    w.attempts[1].outcome = "failed";
    w.rows[1].ns = w.rows[2].ns = now - 2 * AGO * HOUR;
    assert_int_equal(find(&w).n_failures, 0);
    arena_free(w.arena);
}

static void an_attempt_minutes_before_has_its_own_cause(void **state) {
    (void)state;
    struct world w = make();
    w.attempts[1].start_ns = now - HOUR / 3;
    w.attempts[1].end_ns = w.rows[1].ns = now - HOUR / 5;
    w.findings[1].outside = false; /* within the slack of the judged attempt */
    w.findings[1].strength = STRENGTH_PROVES;
    struct earlier e = find(&w);
    assert_true(e.n_failures == 1 && e.failures[0].finding == &w.findings[1]);
    w.rows[1].ns = now - HOUR / 12; /* in the judged attempt itself */
    assert_int_equal(find(&w).n_failures, 0);
    arena_free(w.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_surest_cause_of_an_earlier_attempt_is_found),
        cmocka_unit_test(what_the_judged_attempt_has_not_reached_is_still_ahead),
        cmocka_unit_test(hints_and_what_is_explained_tell_nothing),
        cmocka_unit_test(a_success_or_another_time_has_no_cause),
        cmocka_unit_test(an_attempt_minutes_before_has_its_own_cause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

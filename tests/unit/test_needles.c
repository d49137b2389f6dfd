#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/needles.h"

static uint32_t next_random(uint32_t *state) { return *state = *state * 1664525u + 1013904223u, *state >> 8; }

static bool naive_next(const struct slice *literals, size_t count, struct slice text, size_t from, size_t *ret_at, size_t *ret_which) {
    for (size_t at = from; at < text.len; at++)
        for (size_t i = 0; i < count; i++)
            if (slice_equal(slice_sub(text, at, literals[i].len), literals[i])) {
                *ret_at = at;
                *ret_which = i;
                return true;
            }
    return false;
}

/* Texts of few different letters, so that literals occur often, overlap and are parts of each other. */
static void one_comparison(uint32_t seed, size_t letters) {
    struct arena *arena CLEANUP_ARENA = arena_new(4 << 20);
    uint8_t text[1500];
    struct slice literals[40];
    size_t count = 1 + next_random(&seed) % 40, length = next_random(&seed) % sizeof text;
    for (size_t i = 0; i < length; i++)
        text[i] = (uint8_t)('a' + next_random(&seed) % letters);
    uint8_t made[40][60];
    for (size_t i = 0; i < count; i++) {
        size_t n = 4 + next_random(&seed) % (next_random(&seed) % 2 ? 56 : 6);
        for (size_t k = 0; k < n; k++)
            made[i][k] = (uint8_t)('a' + next_random(&seed) % letters);
        literals[i] = slice_of(made[i], n);
        if (next_random(&seed) % 2 && length > 64) /* one that surely occurs */
            literals[i] = slice_of(text + next_random(&seed) % (length - n), n);
    }
    struct error err;
    const struct needles *set = needles_build(arena, literals, count, &err);
    assert_non_null(set);
    struct slice all = slice_of(text, length);
    struct needles_search s = needles_search(set, all);
    bool expected_found[40] = {false}, found[40] = {false};
    for (size_t from = 0;;) {
        size_t at = 0, which = 0, naive_at = 0, naive_which = 0;
        bool got = needles_next(&s, from, &at, &which);
        assert_int_equal(got, naive_next(literals, count, all, from, &naive_at, &naive_which));
        if (!got)
            break;
        assert_int_equal(at, naive_at);
        assert_int_equal(which, naive_which);
        from = at + 1 + next_random(&seed) % 3 * (next_random(&seed) % 20);
    }
    for (size_t i = 0; i < count; i++)
        expected_found[i] = slice_find(all, literals[i]) != SLICE_NOT_FOUND;
    needles_mark(set, all, found);
    assert_memory_equal(found, expected_found, sizeof found);
}

static void agrees_with_a_naive_search(void **state) {
    (void)state;
    for (uint32_t seed = 1; seed <= 600; seed++)
        one_comparison(seed, 1 + seed % 5);
    for (uint32_t seed = 1; seed <= 200; seed++)
        one_comparison(seed * 77, 26);
}

/* More short ones than the filter takes: they are then searched for by their blocks. */
static void many_short_literals_are_found_too(void **state) {
    (void)state;
    enum { MANY = 400 };
    struct arena *arena CLEANUP_ARENA = arena_new(16 << 20);
    uint8_t text[3000], made[MANY][12];
    struct slice literals[MANY];
    uint32_t seed = 5;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (uint8_t)('a' + next_random(&seed) % 4);
    for (size_t i = 0; i < MANY; i++) {
        size_t n = 4 + next_random(&seed) % 8;
        for (size_t k = 0; k < n; k++)
            made[i][k] = (uint8_t)('a' + next_random(&seed) % 4);
        literals[i] = slice_of(made[i], n);
    }
    struct error err;
    struct slice all = slice_of(text, sizeof text);
    const struct needles *set = needles_build(arena, literals, MANY, &err);
    assert_non_null(set);
    struct needles_search s = needles_search(set, all);
    size_t at = 0, which = 0, naive_at = 0, naive_which = 0;
    for (size_t from = 0; naive_next(literals, MANY, all, from, &naive_at, &naive_which); from = at + 1) {
        assert_true(needles_next(&s, from, &at, &which));
        assert_int_equal(at, naive_at);
        assert_int_equal(which, naive_which);
    }
    bool found[MANY] = {false};
    needles_mark(set, all, found);
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(found[i], slice_find(all, literals[i]) != SLICE_NOT_FOUND);
}

static void literals_out_of_the_limits_are_named(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(4 << 20);
    struct error err;
    struct slice literals[] = {slice_str("good enough"), slice_str("abc")};
    assert_null(needles_build(arena, literals, 2, &err));
    assert_non_null(strstr(err.text, "literal 2 has 3 bytes"));
    assert_null(needles_build(arena, literals, 0, &err));
}

static void case_matters_and_the_ends_are_seen(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(4 << 20);
    struct error err;
    struct slice literals[] = {slice_str("Personalization failed"), slice_str("7301")};
    const struct needles *set = needles_build(arena, literals, 2, &err);
    assert_non_null(set);
    size_t at = 0, which = 0;
    struct needles_search s = needles_search(set, slice_str("personalization failed: 7301"));
    assert_true(needles_next(&s, 0, &at, &which));
    assert_int_equal(at, 24);
    assert_int_equal(which, 1);
    assert_false(needles_next(&s, 25, &at, &which));
    s = needles_search(set, slice_of(NULL, 0));
    assert_false(needles_next(&s, 0, &at, &which));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_a_naive_search),
        cmocka_unit_test(many_short_literals_are_found_too),
        cmocka_unit_test(literals_out_of_the_limits_are_named),
        cmocka_unit_test(case_matters_and_the_ends_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

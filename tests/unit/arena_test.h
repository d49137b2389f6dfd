/* arena_test: one arena for a program of tests, for cmocka_run_group_tests(tests, open_arena, close_arena). */
#ifndef TAILOR_ARENA_TEST_H
#define TAILOR_ARENA_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"

static struct arena *arena;

static inline int open_arena(void **state) {
    (void)state;
    arena = arena_new(64 << 20);
    return arena ? 0 : -1;
}

static inline int close_arena(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

#endif

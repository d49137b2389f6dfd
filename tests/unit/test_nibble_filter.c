#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/nibble_filter.h"

static uint32_t next_random(uint32_t *state) { return *state = *state * 1664525u + 1013904223u, *state >> 8; }

static const char sample[] =
    "2024-01-09 07:38:56-07 MacBook-Pro softwareupdated[312]: Adding client SUUpdateServiceClient pid=418, uid=0, installAuth=NO "
    "rights=(), "
    "transactions=0 (/usr/sbin/softwareupdate) Removing client PackageKit: Extracting file:///Library/Updates/ BackgroundActivity: ";

static bool is_one_of(struct slice text, const struct slice *prints, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (slice_equal(slice_sub(text, 0, prints[i].len), prints[i]))
            return true;
    return false;
}

/* Every print is found wherever it stands, in texts of all lengths around those of a vector and at all places. */
static void no_print_is_missed(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(256 << 20);
    for (uint32_t seed = 1; seed <= 300; seed++) {
        uint32_t random = seed;
        uint8_t text[700], made[NIBBLE_PRINTS][NIBBLE_MOST];
        struct slice prints[NIBBLE_PRINTS];
        size_t length = next_random(&random) % sizeof text, count = 1 + next_random(&random) % (seed % 3 ? 20 : NIBBLE_PRINTS);
        for (size_t i = 0; i < length; i++)
            text[i] = (uint8_t)(seed % 2 ? 'a' + next_random(&random) % 6 : next_random(&random));
        for (size_t i = 0; i < count; i++) {
            size_t n = NIBBLE_LEAST + next_random(&random) % (NIBBLE_MOST - NIBBLE_LEAST + 1);
            for (size_t k = 0; k < n; k++)
                made[i][k] = (uint8_t)(seed % 2 ? 'a' + next_random(&random) % 6 : next_random(&random));
            prints[i] = slice_of(made[i], n);
            if (length > NIBBLE_MOST && i % 2)
                prints[i] = slice_of(text + next_random(&random) % (length - NIBBLE_MOST), n);
        }
        struct nibble_filter filter;
        assert_true(nibble_filter_build(arena, &filter, prints, count, slice_str(sample)));
        struct slice all = slice_of(text, length);
        for (size_t at = 0; at < length;) {
            size_t next = nibble_filter_next(&filter, all, at);
            assert_in_range(next, at, length);
            for (; at < next; at++)
                assert_false(is_one_of(slice_from(all, at), prints, count));
            at = next + 1;
        }
    }
}

/* What it is for: ordinary text passes nearly nowhere. */
static void little_else_passes(void **state) {
    (void)state;
    static const char *const texts[] = {"(-10", "(-11", "denie", "rror", "[MSU:", "ocsp", "STATU", "0x87d"};
    struct arena *arena CLEANUP_ARENA = arena_new(16 << 20);
    struct slice prints[8], text = slice_str(sample);
    for (size_t i = 0; i < 8; i++)
        prints[i] = slice_str(texts[i]);
    struct nibble_filter filter;
    assert_true(nibble_filter_build(arena, &filter, prints, 8, text));
    assert_int_equal(nibble_filter_next(&filter, text, 0), text.len);
}

static void no_text_and_no_prints(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(16 << 20);
    struct slice print = slice_str("rror");
    struct nibble_filter filter;
    assert_true(nibble_filter_build(arena, &filter, &print, 1, slice_of(NULL, 0)));
    assert_int_equal(nibble_filter_next(&filter, slice_of(NULL, 0), 0), 0);
    assert_int_equal(nibble_filter_next(&filter, slice_str("err"), 0), 3);
    assert_int_equal(nibble_filter_next(&filter, slice_str("error"), 0), 1);
    assert_true(nibble_filter_build(arena, &filter, NULL, 0, slice_str(sample)));
    assert_int_equal(nibble_filter_next(&filter, slice_str(sample), 0), sizeof sample - 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_print_is_missed),
        cmocka_unit_test(little_else_passes),
        cmocka_unit_test(no_text_and_no_prints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

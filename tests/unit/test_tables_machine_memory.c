/* The machine tables with an arena that is short at every step, and with inputs cut off at every byte: an error or fewer rows, no crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>
#include <glob.h>

#include "../fuzz/tables_machine.h"

static void each_seed(void (*check)(const struct knowledge *k, const uint8_t *data, size_t size)) {
    static uint8_t bytes[1 << 16];
    glob_t found = {0};
    struct error err;
    struct knowledge *k = knowledge_open(NULL, &err);
    assert_non_null(k);
    assert_int_equal(glob("tests/fuzz/seeds/tables_machine/*", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        FILE *f = fopen(found.gl_pathv[i], "rb");
        assert_non_null(f);
        size_t n = fread(bytes, 1, sizeof bytes, f);
        fclose(f);
        check(k, bytes, n);
    }
    globfree(&found);
    knowledge_close(k);
}

static void with_little_memory(const struct knowledge *k, const uint8_t *data, size_t size) {
    for (size_t memory = 1; memory < 40000; memory += memory < 4000 ? 61 : 1009)
        tables_machine_run(k, data, size, memory);
}

static void cut_off(const struct knowledge *k, const uint8_t *data, size_t size) {
    for (size_t n = 1; n < size; n++)
        tables_machine_run(k, data, n, 16u << 20);
}

static void short_of_memory_at_every_step(void **state) {
    (void)state;
    each_seed(with_little_memory);
}

static void cut_off_at_every_byte(void **state) {
    (void)state;
    each_seed(cut_off);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(short_of_memory_at_every_step), cmocka_unit_test(cut_off_at_every_byte)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

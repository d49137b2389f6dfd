/* receipt_file: a bill of materials as rows. The lists are the seeds of the fuzzer, made by tests/fuzz/make_bom_seeds.py. */
#include "table_test.h"

extern const struct table table_receipt_file;

static void feed(struct capture *c, const char *seed, bool good) {
    uint8_t bytes[4096];
    char path[128];
    snprintf(path, sizeof path, "tests/fuzz/seeds/bom/%s", seed);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    assert_int_equal(
        capture_feed_slice(c, &table_receipt_file, "receipt_bom", "root/private/var/db/receipts/com.example.a.bom", slice_of(bytes, n)),
        good);
}

static size_t row_of(const struct capture *c, const char *path) {
    for (size_t i = 0; i < c->n_rows; i++)
        if (strcmp(cell(c, i, "path"), path) == 0)
            return i;
    fail_msg("no row of %s", path);
    return 0;
}

static void each_path_is_a_row(void **state) {
    (void)state;
    struct capture c;
    feed(&c, "files", true);
    assert_int_equal(c.n_rows, 7);
    size_t i = row_of(&c, "usr/lib/a.dylib");
    static const char *const expected[][2] = {{"package", "com.example.a"},
                                              {"type", "file"},
                                              {"mode", "0755"},
                                              {"uid", "0"},
                                              {"gid", "0"},
                                              {"size", "7"},
                                              {"checksum", "3651641039"},
                                              {"text", "./usr/lib/a.dylib 100755 0/0 7"}};
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++)
        assert_string_equal(cell(&c, i, expected[k][0]), expected[k][1]);
    i = row_of(&c, "usr/lib/b.dylib");
    assert_string_equal(cell(&c, i, "target"), "a.dylib");
    assert_null(cell(&c, i, "size"));
    capture_free(&c);
}

static void a_path_alone_has_neither_mode_nor_size(void **state) {
    (void)state;
    struct capture c;
    feed(&c, "only-paths", true);
    size_t i = row_of(&c, "a/b");
    assert_null(cell(&c, i, "mode"));
    assert_null(cell(&c, i, "size"));
    assert_string_equal(cell(&c, i, "text"), "a/b");
    capture_free(&c);
}

static void damage_is_an_error(void **state) {
    (void)state;
    struct capture c;
    feed(&c, "loop", false);
    assert_int_equal(c.n_rows, 0);
    assert_string_equal(c.err.text, "path 1 lies in more than 256 folders, or in itself");
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_path_is_a_row), cmocka_unit_test(a_path_alone_has_neither_mode_nor_size),
                                       cmocka_unit_test(damage_is_an_error)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

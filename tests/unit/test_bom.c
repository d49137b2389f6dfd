/* Bills of materials: what is read of one, and each way in which bytes are refused. Lists with many files in test_table_receipt_file.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "format/bom.h"

enum { MOST = 4096 };

struct sample {
    uint8_t bytes[MOST];
    size_t len;
};

static int open_arena(void **state) { return (*state = arena_new(8 << 20)) ? 0 : -1; }

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

/* Made by tests/fuzz/make_bom_seeds.py. */
static struct sample seed(const char *name) {
    struct sample s = {.len = 0};
    char path[256];
    snprintf(path, sizeof path, "tests/fuzz/seeds/bom/%s", name); /* tests run in the source folder */
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    s.len = fread(s.bytes, 1, MOST, f);
    fclose(f);
    assert_true(s.len > 0 && s.len < MOST);
    return s;
}

static bool parse(const struct sample *s, struct arena *arena, struct bom *ret, struct error *err) {
    *err = (struct error){{0}};
    return bom_parse(slice_of(s->bytes, s->len), arena, ret, err);
}

static const struct bom_entry *find(const struct bom *bom, const char *path) {
    for (size_t i = 0; i < bom->n_entries; i++)
        if (slice_is(bom->entries[i].path, path))
            return &bom->entries[i];
    fail_msg("%s is not in the list", path);
    return NULL;
}

static void files_folders_links_and_devices_are_read(void **state) {
    struct sample s = seed("files");
    struct bom bom;
    struct error err;
    assert_true(parse(&s, *state, &bom, &err));
    assert_int_equal(bom.n_entries, 7);
    const struct bom_entry *file = find(&bom, "usr/lib/a.dylib");
    assert_int_equal(file->type, BOM_FILE);
    assert_int_equal(file->mode, 0100755);
    assert_int_equal(file->uid, 0);
    assert_int_equal(file->size, 7);
    assert_true(file->checksum == 3651641039u); /* printf library | cksum */
    assert_true(slice_is(find(&bom, "usr/lib/b.dylib")->target, "a.dylib"));
    assert_string_equal(bom_type_name(find(&bom, ".")->type), "folder");
    assert_string_equal(bom_type_name(find(&bom, "dev/x")->type), "device");
}

static void several_leaves_are_one_list(void **state) {
    struct sample s = seed("leaves");
    struct bom bom;
    struct error err;
    assert_true(parse(&s, *state, &bom, &err));
    assert_int_equal(bom.n_entries, 5);
    find(&bom, "usr/lib/a.dylib");
}

static void sizes_of_more_than_four_gigabytes_are_read(void **state) {
    struct sample s = seed("large");
    struct bom bom;
    struct error err;
    assert_true(parse(&s, *state, &bom, &err));
    assert_true(find(&bom, "image")->size == UINT64_C(5) << 30);
}

static void a_list_of_paths_alone_tells_no_mode(void **state) {
    struct sample s = seed("only-paths");
    struct bom bom;
    struct error err;
    assert_true(parse(&s, *state, &bom, &err));
    assert_true(find(&bom, "a/b")->only_path);
    assert_false(find(&bom, "a")->only_path);
}

static void what_is_wrong_is_told(void **state) {
    static const struct {
        const char *seed;
        size_t at;
        const char *bytes;
        size_t n;
        const char *error;
    } cases[] = {
        {"loop", 0, "", 0, "path 1 lies in more than 256 folders, or in itself"},
        {"promise", 0, "", 0, "its tree promises 9000 paths: more than its 1001 bytes can hold, or than the 1048576 that are read"},
        {"files", 0, "X", 1, "not a bill of materials: it does not begin with BOMStore"},
        {"files", 8, "\0\0\0\2", 4, "version 2 of the format; only 1 is known"},
        {"files", 16, "\x7F\0\0\0", 4, "the index of blocks (offset 2130706432, "},
        {"files", 20, "\0\0\0\4", 4, "the index promises "},
        {"files", 24, "\x7F\0\0\0", 4, "the list of names (offset 2130706432, "},
        {"files", 28, "\0\0\0\3", 4, "the list of names is cut short at its byte 0"},
        {"files", 28, "\0\0\0\4", 4, "the list of names is cut short at its byte 4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sample s = seed(cases[i].seed);
        struct bom bom;
        struct error err;
        memcpy(s.bytes + cases[i].at, cases[i].bytes, cases[i].n);
        assert_false(parse(&s, *state, &bom, &err));
        if (!slice_starts_with(slice_str(err.text), cases[i].error))
            fail_msg("\"%s\" instead of \"%s\"", err.text, cases[i].error);
    }
    struct bom bom;
    struct error err = {{0}};
    assert_false(bom_parse(slice_of(NULL, 0), *state, &bom, &err));
    assert_string_equal(err.text, "the file is empty");
}

/* The bytes lie alone in memory, so that a sanitizer sees any read past their end. */
static void try(const uint8_t *bytes, size_t len) {
    struct arena *arena CLEANUP_ARENA = arena_new(8 << 20);
    uint8_t *alone = malloc(len ? len : 1);
    struct bom bom = {.n_entries = 99999};
    struct error err = {{0}};
    assert_non_null(alone);
    memcpy(alone, bytes, len);
    if (!bom_parse(slice_of(alone, len), arena, &bom, &err)) {
        assert_true(err.text[0] != '\0');
        assert_int_equal(bom.n_entries, 99999);
    }
    free(alone);
}

static void cut_anywhere_it_is_refused_or_whole(void **state) {
    (void)state;
    struct sample s = seed("files");
    for (size_t len = 0; len < s.len; len++)
        try(s.bytes, len);
}

static void any_flipped_bit_does_no_harm(void **state) {
    (void)state;
    struct sample s = seed("leaves");
    for (size_t bit = 0; bit < s.len * 8; bit++) {
        if (bit / 8 >= 32 && bit / 8 < 512)
            continue; /* padding behind the header */
        s.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        try(s.bytes, s.len);
        s.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_folders_links_and_devices_are_read, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(several_leaves_are_one_list, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(sizes_of_more_than_four_gigabytes_are_read, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_list_of_paths_alone_tells_no_mode, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_told, open_arena, close_arena),
        cmocka_unit_test(cut_anywhere_it_is_refused_or_whole),
        cmocka_unit_test(any_flipped_bit_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Mach-O files: what is read of one, and each way in which bytes are refused. The files are made by tests/fuzz/make_macho_seeds.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "format/macho.h"

enum { MOST = 64 << 10 };

struct sample {
    uint8_t bytes[MOST];
    size_t len;
};

static int open_arena(void **state) { return (*state = arena_new(8 << 20)) ? 0 : -1; }

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

static void seed(const char *name, struct sample *ret) {
    char path[128];
    snprintf(path, sizeof path, "tests/fuzz/seeds/macho/%s", name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    ret->len = fread(ret->bytes, 1, MOST, f);
    fclose(f);
    assert_true(ret->len > 0 && ret->len < MOST);
}

static struct macho parse(const char *name, struct arena *arena) {
    struct macho m;
    struct error err = {{0}};
    struct sample s;
    seed(name, &s);
    struct slice kept = arena_slice(arena, slice_of(s.bytes, s.len));
    if (!macho_parse(kept, arena, &m, &err))
        fail_msg("%s: %s", name, err.text);
    return m;
}

static void a_library_tells_its_name_and_what_it_links(void **state) {
    struct macho m = parse("dylib", *state);
    assert_false(m.universal);
    assert_int_equal(m.n_slices, 1);
    const struct macho_slice *s = m.slices;
    char version[24];
    assert_string_equal(s->arch, "x86_64");
    assert_string_equal(s->kind, "dylib");
    assert_string_equal(s->platform, "macOS");
    assert_string_equal(macho_version(s->minimum_os, version), "11.0");
    assert_true(slice_is(s->install_name, "/usr/lib/libExample.dylib"));
    assert_int_equal(s->n_libraries, 3);
    static const char *const expected[][2] = {
        {"reexport", "/usr/lib/libOther.dylib"}, {"weak", "@rpath/libWeak.dylib"}, {"load", "/usr/lib/libSystem.B.dylib"}};
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(macho_link_name(s->libraries[i].link), expected[i][0]);
        assert_true(slice_is(s->libraries[i].path, expected[i][1]));
    }
    assert_int_equal(s->uuid.len, MACHO_UUID_BYTES);
    assert_int_equal(s->signature_size, 0);
    assert_null(s->problem);
}

static void each_architecture_is_known(void **state) {
    static const struct {
        const char *seed, *arch, *kind;
        unsigned bits;
    } cases[] = {{"x86_64", "x86_64", "execute", 64},
                 {"i386", "i386", "execute", 32},
                 {"ppc", "ppc", "execute", 32},
                 {"kext", "arm64e", "kext", 64}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct macho m = parse(cases[i].seed, *state);
        assert_string_equal(m.slices[0].arch, cases[i].arch);
        assert_string_equal(m.slices[0].kind, cases[i].kind);
        assert_int_equal(m.slices[0].bits, cases[i].bits);
    }
}

static void a_universal_file_has_a_part_for_each(void **state) {
    struct macho m = parse("universal", *state);
    assert_true(m.universal);
    assert_int_equal(m.n_slices, 2);
    assert_string_equal(m.slices[1].arch, "arm64");
    assert_int_equal(m.slices[0].offset, 0x4000);
    assert_int_equal(parse("wide", *state).n_slices, 1);
}

static void a_signature_has_its_place(void **state) {
    const struct macho m = parse("signed", *state);
    assert_int_equal(m.slices[0].signature_offset, 4096 + 5000);
    assert_int_equal(m.slices[0].signature_offset + m.slices[0].signature_size, m.slices[0].bytes.len);
}

static void versions_are_written_as_people_do(void **state) {
    (void)state;
    char text[24];
    assert_string_equal(macho_version(0x000A0F00, text), "10.15");
    assert_string_equal(macho_version(0x000B0301, text), "11.3.1");
}

static void a_file_cut_short_says_so(void **state) {
    struct sample s;
    struct macho m;
    struct error err = {{0}};
    seed("signed", &s);
    assert_true(macho_parse(slice_of(s.bytes, s.len - 300), *state, &m, &err));
    assert_string_equal(m.slices[0].problem, "its signature reaches past the end of the file: it was cut short");
    seed("x86_64", &s);
    assert_true(macho_parse(slice_of(s.bytes, s.len - 1), *state, &m, &err));
    assert_string_equal(m.slices[0].problem, "a segment reaches past the end of the file: it was cut short");
    seed("universal", &s);
    assert_false(macho_parse(slice_of(s.bytes, 0x5000), *state, &m, &err));
    assert_true(slice_contains(slice_str(err.text), "was cut short"));
}

static void what_is_wrong_is_told(void **state) {
    static const struct {
        const char *seed;
        size_t at;
        const char *bytes;
        size_t n;
        const char *error;
    } cases[] = {
        {"x86_64", 0, "\0\0\0\0", 4, "not a Mach-O file"},
        {"x86_64", 16, "\xFF\xFF\xFF\x7F", 4, "offset 0: 2147483647 commands of "},
        {"x86_64", 20, "\xFF\xFF\xFF\x7F", 4, "offset 0: 4 commands of 2147483647 bytes, "},
        {"x86_64", 36, "\x07\0\0\0", 4, "offset 32: command 1 of 4 has 7 bytes, "},
        {"x86_64", 36, "\xFF\xFF\0\0", 4, "offset 32: command 1 of 4 has 65535 bytes, "},
        {"x86_64", 16, "\x05\0\0\0", 4, "offset 208: command 5 of 5 has 0 bytes, 0 are left"},
        {"universal", 4, "\0\0\0\x21", 4, "not a Mach-O file"},
        {"universal", 4, "\0\0\0\0", 4, "a universal file of 0 architectures"},
        {"universal", 16, "\x7F\0\0\0", 4, "an architecture (offset 2130706432, "},
        {"universal", 20, "\x7F\0\0\0", 4, "an architecture (offset 16384, 2130706432 bytes) reaches past"},
        {"universal", 16, "\0\0\0\1", 4, "offset 1: no Mach-O header"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sample s;
        struct macho m;
        struct error err = {{0}};
        seed(cases[i].seed, &s);
        memcpy(s.bytes + cases[i].at, cases[i].bytes, cases[i].n);
        if (macho_parse(slice_of(s.bytes, s.len), *state, &m, &err))
            fail_msg("case %zu was read", i);
        if (!slice_starts_with(slice_str(err.text), cases[i].error))
            fail_msg("\"%s\" instead of \"%s\"", err.text, cases[i].error);
    }
    struct macho m;
    struct error err = {{0}};
    assert_false(macho_parse(slice_of(NULL, 0), *state, &m, &err));
    assert_string_equal(err.text, "the file is empty");
}

/* The bytes lie alone in memory, so that a sanitizer sees any read past their end. */
static void try(const uint8_t *bytes, size_t len) {
    struct arena *arena CLEANUP_ARENA = arena_new(8 << 20);
    uint8_t *alone = malloc(len ? len : 1);
    struct macho m;
    struct error err = {{0}};
    assert_non_null(alone);
    memcpy(alone, bytes, len);
    assert_true(macho_parse(slice_of(alone, len), arena, &m, &err) || err.text[0]);
    free(alone);
}

static void cut_anywhere_it_does_no_harm(void **state) {
    (void)state;
    struct sample s;
    seed("dylib", &s);
    for (size_t len = 0; len < 600; len++)
        try(s.bytes, len);
    seed("wide", &s);
    for (size_t len = 0; len < 80; len++)
        try(s.bytes, len);
}

static void any_flipped_bit_does_no_harm(void **state) {
    (void)state;
    static const char *const seeds[] = {"dylib", "ppc", "universal"};
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        struct sample s;
        seed(seeds[i], &s);
        for (size_t bit = 0; bit < 500 * 8; bit++) {
            s.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
            try(s.bytes, s.len);
            s.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_library_tells_its_name_and_what_it_links, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(each_architecture_is_known, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_universal_file_has_a_part_for_each, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_signature_has_its_place, open_arena, close_arena),
        cmocka_unit_test(versions_are_written_as_people_do),
        cmocka_unit_test_setup_teardown(a_file_cut_short_says_so, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_told, open_arena, close_arena),
        cmocka_unit_test(cut_anywhere_it_does_no_harm),
        cmocka_unit_test(any_flipped_bit_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

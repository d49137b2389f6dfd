/* executable, dependency, signature and sealed_file: a Mach-O file as rows. The files are made by tests/fuzz/make_macho_seeds.py. */
#include "property_text.h"
#include "table_test.h"

extern const struct table table_executable, table_dependency, table_signature, table_sealed_file;

enum { MOST = 64 << 10 };

static bool feed(struct capture *c, const struct table *t, const char *seed, const char *path, size_t flip) {
    static const size_t none = 0;
    uint8_t bytes[MOST];
    char name[128];
    snprintf(name, sizeof name, "tests/fuzz/seeds/%s", seed);
    FILE *f = fopen(name, "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    if (flip != none)
        bytes[flip] ^= 1;
    return capture_feed_slice(c, t, "executable", path, slice_of(bytes, n));
}

static void check(const struct capture *c, size_t row, const char *const (*expected)[2], size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *is = cell(c, row, expected[i][0]);
        if (!is || strcmp(is, expected[i][1]) != 0)
            fail_msg("%s is \"%s\", not \"%s\"", expected[i][0], is ? is : "NULL", expected[i][1]);
    }
}
#define CHECK(c, row, expected) check(c, row, expected, sizeof(expected) / sizeof *(expected))

static void each_architecture_is_a_row(void **state) {
    (void)state;
    struct capture c;
    static const char *const expected[][2] = {{"path", "/Library/Extensions/a.kext/Contents/MacOS/a"},
                                              {"bundle", "/Library/Extensions/a.kext"},
                                              {"of_system", "0"},
                                              {"kind", "execute"},
                                              {"arch", "arm64"},
                                              {"arches", "x86_64 arm64"},
                                              {"bits", "64"},
                                              {"signed", "0"},
                                              {"valid", "1"}};
    assert_true(feed(&c, &table_executable, "macho/universal", "root/Library/Extensions/a.kext/Contents/MacOS/a", 0));
    assert_int_equal(c.n_rows, 2);
    CHECK(&c, 1, expected);
    capture_free(&c);
}

static void a_bundle_is_the_innermost_one(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        feed(&c, &table_executable, "macho/kext", "root/System/Library/Extensions/a.kext/Contents/PlugIns/b.kext/Contents/MacOS/b", 0));
    assert_string_equal(cell(&c, 0, "bundle"), "/System/Library/Extensions/a.kext/Contents/PlugIns/b.kext");
    assert_string_equal(cell(&c, 0, "of_system"), "1");
    capture_free(&c);
}

static void what_is_no_program_is_damage_and_a_script_is_not(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        bool good;
        const char *problem;
    } cases[] = {{"#!/bin/sh\n", 10, true, NULL},
                 {"\0\0\0\0\0\0\0\0", 8, false, "not a Mach-O file: all of its 8 bytes are zero"},
                 {"hello", 5, false, "not a Mach-O file"},
                 {"", 0, false, "the file is empty"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_int_equal(
            capture_feed_slice(&c, &table_executable, "executable", "root/usr/lib/a.dylib", slice_of(cases[i].bytes, cases[i].n)),
            cases[i].good);
        assert_int_equal(c.n_rows, 1);
        assert_string_equal(cell(&c, 0, "valid"), cases[i].good ? "1" : "0");
        if (cases[i].problem)
            assert_string_equal(cell(&c, 0, "problem"), cases[i].problem);
        capture_free(&c);
    }
}

static void linked_libraries_are_rows(void **state) {
    (void)state;
    struct capture c;
    static const char *const expected[][2] = {{"needs", "@rpath/libWeak.dylib"}, {"kind", "library"}, {"weak", "1"}, {"apple", "1"},
                                              {"name", "libExample.dylib"},      {"from", "mach-o"}};
    assert_true(feed(&c, &table_dependency, "macho/dylib", "root/usr/lib/libExample.dylib", 0));
    assert_int_equal(c.n_rows, 3);
    CHECK(&c, 1, expected);
    assert_null(cell(&c, 1, "removed_in"));
    capture_free(&c);
}

static void code_for_32_bits_is_a_need(void **state) {
    (void)state;
    struct capture c;
    static const char *const expected[][2] = {{"needs", "32-bit"}, {"kind", "architecture"}, {"removed_in", "10.15"}, {"arch", "i386"}};
    assert_true(feed(&c, &table_dependency, "macho/i386", "root/Applications/Old.app/Contents/MacOS/Old", 0));
    CHECK(&c, 0, expected);
    capture_free(&c);
}

static void system_profiler_tells_of_32_bit_applications_and_extensions(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_dependency, "system_profiler", "commands/system_profiler.plist",
        PROPERTY_LIST(ARRAY(DICT(KEY_STRING("_dataType", "SPApplicationsDataType") KEY(
            "_items", ARRAY(DICT(KEY_STRING("_name", "Old") KEY_STRING("arch_kind", "arch_i32") KEY_STRING("path", "/Applications/Old.app")
                                     KEY_STRING("version", "2.1")) DICT(KEY_STRING("_name", "New") KEY_STRING("arch_kind", "arch_arm_i64")
                                                                            KEY_STRING("path", "/Applications/New.app"))
                                DICT(KEY_STRING("_name", "Older") KEY_STRING("has64BitIntelCode", "no")
                                         KEY_STRING("path", "/Applications/Older.app") KEY_STRING("obtained_from", "apple")))))
                                DICT(KEY_STRING("_dataType", "SPExtensionsDataType") KEY(
                                    "_items", ARRAY(DICT(KEY_STRING("_name", "OldDriver") KEY_STRING("spext_bundleid", "com.example.driver")
                                                             KEY("spext_architectures", ARRAY("<string>i386</string>"))))))))));
    assert_int_equal(c.n_rows, 3);
    static const char *const old[][2] = {{"program", "/Applications/Old.app"}, {"version", "2.1"}, {"apple", "0"}, {"removed_in", "10.15"},
                                         {"from", "system_profiler"},          {"name", "Old"}};
    CHECK(&c, 0, old);
    assert_string_equal(cell(&c, 1, "apple"), "1");
    assert_string_equal(cell(&c, 2, "program"), "com.example.driver");
    capture_free(&c);
}

static void a_signature_says_who_and_whether_the_file_is_whole(void **state) {
    (void)state;
    struct capture c;
    static const char *const expected[][2] = {{"state", "whole"},     {"identifier", "com.example.a"},
                                              {"team", "ABCDE12345"}, {"flags", "adhoc"},
                                              {"hash", "SHA-256"},    {"pages", "3"},
                                              {"pages_bad", "0"},     {"apple", "0"}};
    assert_true(feed(&c, &table_signature, "code_signature/sha256", "root/usr/lib/a.dylib", 0));
    CHECK(&c, 0, expected);
    capture_free(&c);
}

static void a_changed_byte_is_told_with_its_place(void **state) {
    (void)state;
    struct capture c;
    assert_true(feed(&c, &table_signature, "code_signature/sha1", "root/usr/lib/a.dylib", 4100));
    assert_string_equal(cell(&c, 0, "state"), "altered");
    assert_string_equal(cell(&c, 0, "problem"), "1 of 2 pages differ from what was signed, the first at byte 4096");
    assert_string_equal(cell(&c, 0, "apple"), "1");
    capture_free(&c);
}

static void without_a_signature_it_is_unsigned(void **state) {
    (void)state;
    struct capture c;
    assert_true(feed(&c, &table_signature, "macho/kext", "root/Library/Extensions/a.kext/Contents/MacOS/a", 0));
    assert_string_equal(cell(&c, 0, "state"), "unsigned");
    capture_free(&c);
}

static void files_that_a_signature_seals_are_hashed(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_sealed_file, "kext_info", "root/Library/Extensions/a.kext/Contents/Info.plist",
                             PROPERTY_LIST(DICT(KEY_STRING("CFBundleExecutable", "driver")))));
    assert_string_equal(cell(&c, 0, "executable"), "/Library/Extensions/a.kext/Contents/MacOS/driver");
    assert_string_equal(cell(&c, 0, "role"), "info");
    assert_int_equal(strlen(cell(&c, 0, "sha256")), 64);
    capture_free(&c);
    assert_true(capture_feed(&c, &table_sealed_file, "code_resources",
                             "root/Library/Extensions/a.kext/Contents/_CodeSignature/CodeResources", "abc"));
    assert_string_equal(cell(&c, 0, "sha1"), "A9993E364706816ABA3E25717850C26C9CD0D89D"); /* FIPS 180-1 */
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_architecture_is_a_row),
        cmocka_unit_test(a_bundle_is_the_innermost_one),
        cmocka_unit_test(what_is_no_program_is_damage_and_a_script_is_not),
        cmocka_unit_test(linked_libraries_are_rows),
        cmocka_unit_test(code_for_32_bits_is_a_need),
        cmocka_unit_test(system_profiler_tells_of_32_bit_applications_and_extensions),
        cmocka_unit_test(a_signature_says_who_and_whether_the_file_is_whole),
        cmocka_unit_test(a_changed_byte_is_told_with_its_place),
        cmocka_unit_test(without_a_signature_it_is_unsigned),
        cmocka_unit_test(files_that_a_signature_seals_are_hashed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

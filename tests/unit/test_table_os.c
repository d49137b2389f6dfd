#include "property_text.h"
#include "table_test.h"

extern const struct table table_os;

static void sw_vers_gives_version_and_build(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_os, "sw_vers", "commands/sw_vers.txt",
                             "ProductName:\t\tmacOS\nProductVersion:\t\t13.3.1\nProductVersionExtra:\t(a)\nBuildVersion:\t\t22E99999a\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "name"), "macOS");
    assert_string_equal(cell(&c, 0, "version"), "13.3.1");
    assert_string_equal(cell(&c, 0, "major"), "13");
    assert_string_equal(cell(&c, 0, "minor"), "3");
    assert_string_equal(cell(&c, 0, "patch"), "1");
    assert_string_equal(cell(&c, 0, "extra"), "(a)");
    assert_string_equal(cell(&c, 0, "build"), "22E99999a");
    assert_string_equal(cell(&c, 0, "text"), "macOS 13.3.1 (a) (22E99999a)");
    assert_string_equal(cell(&c, 0, "line"), "2");
    assert_null(c.problem);
    capture_free(&c);
}

static void sw_vers_without_a_build_is_a_problem(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_os, "sw_vers", "sw_vers.txt", "ProductName: macOS\nProductVersion: 15\n"));
    assert_string_equal(cell(&c, 0, "minor"), "0");
    assert_null(cell(&c, 0, "build"));
    assert_string_equal(c.problem, "no BuildVersion line");
    capture_free(&c);
}

static void system_version_is_read_from_the_volume(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_os, "system_version", "root/System/Library/CoreServices/SystemVersion.plist",
                             PROPERTY_LIST(DICT(KEY_STRING("ProductBuildVersion", "19X1") KEY_STRING("ProductName", "Mac OS X") KEY_STRING(
                                 "ProductUserVisibleVersion", "10.15.9") KEY_STRING("ProductVersion", "10.15.9")))));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "build"), "19X1");
    assert_string_equal(cell(&c, 0, "user_visible_version"), "10.15.9");
    assert_string_equal(cell(&c, 0, "from"), "system_version");
    assert_string_equal(cell(&c, 0, "line"), "7");
    capture_free(&c);
}

static void system_version_without_its_keys_is_a_problem(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_os, "system_version", "SystemVersion.plist", PROPERTY_LIST(DICT(KEY_INTEGER("ProductVersionX", "3")))));
    assert_int_equal(c.n_rows, 0);
    assert_non_null(c.problem);
    capture_free(&c);
}

static void profiler_gives_kernel_and_architecture(void **state) {
    (void)state;
    static const struct {
        const char *text, *name, *version, *build, *extra;
    } cases[] = {
        {PROPERTY_LIST(ARRAY(PROFILER_PART("SPHardwareDataType", KEY_STRING("chip_type", "Apple M9")) PROFILER_PART(
             "SPSoftwareDataType", KEY_STRING("kernel_version", "Darwin 99.1.0") KEY_STRING("os_version", "macOS 13.3.1 (a) (22E1a)")))),
         "macOS", "13.3.1", "22E1a", "(a)"},
        {PROPERTY_LIST(ARRAY(PROFILER_PART("SPHardwareDataType", KEY_STRING("chip_type", "Apple M9")) PROFILER_PART(
             "SPSoftwareDataType", KEY_STRING("kernel_version", "Darwin 99.1.0") KEY_STRING("os_version", "OS X 10.11 (15A1)")))),
         "OS X", "10.11", "15A1", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_os, "system_profiler", "commands/system_profiler.plist", cases[i].text));
        assert_int_equal(c.n_rows, 1);
        assert_string_equal(cell(&c, 0, "name"), cases[i].name);
        assert_string_equal(cell(&c, 0, "version"), cases[i].version);
        assert_string_equal(cell(&c, 0, "build"), cases[i].build);
        assert_string_equal(cell(&c, 0, "kernel"), "Darwin 99.1.0");
        assert_string_equal(cell(&c, 0, "arch"), "arm64");
        if (cases[i].extra)
            assert_string_equal(cell(&c, 0, "extra"), cases[i].extra);
        else
            assert_null(cell(&c, 0, "extra"));
        capture_free(&c);
    }
}

static void damage_is_an_error(void **state) {
    (void)state;
    static const struct {
        const char *kind, *text;
    } cases[] = {{"sw_vers", ""},
                 {"sw_vers", "zsh: command not found: sw_vers\n"},
                 {"system_version", ""},
                 {"system_profiler", ""},
                 {"system_version", "<?xml version=\"1.0\"?><plist><dict><key>ProductVersion</key><string>1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_os, cases[i].kind, "x", cases[i].text));
        assert_int_equal(c.n_rows, 0);
        assert_true(c.err.text[0] != '\0');
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sw_vers_gives_version_and_build),        cmocka_unit_test(sw_vers_without_a_build_is_a_problem),
        cmocka_unit_test(system_version_is_read_from_the_volume), cmocka_unit_test(system_version_without_its_keys_is_a_problem),
        cmocka_unit_test(profiler_gives_kernel_and_architecture), cmocka_unit_test(damage_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

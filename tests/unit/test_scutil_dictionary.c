#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/scutil_dictionary.h"

struct parsed {
    struct arena *arena;
    const struct plist *root;
    struct plist_problem problem;
    struct error err;
    bool ok;
};

static struct parsed parse(const char *text) {
    struct parsed p = {.arena = arena_new(64u << 20)};
    assert_non_null(p.arena);
    p.ok = scutil_dictionary_parse(slice_str(text), p.arena, &p.root, &p.problem, &p.err);
    return p;
}

static struct parsed good(const char *text) {
    struct parsed p = parse(text);
    if (!p.ok)
        fail_msg("%s", p.err.text);
    return p;
}

static void expect_fault(const char *text, uint32_t line, const char *message) {
    struct parsed p = parse(text);
    assert_false(p.ok);
    if (!strstr(p.err.text, message))
        fail_msg("it says \"%s\", not \"%s\"", p.err.text, message);
    assert_int_equal(p.problem.line, line);
    arena_free(p.arena);
}

static void proxies_are_a_dict(void **state) {
    (void)state;
    struct parsed p = good("<dictionary> {\n  ExceptionsList : <array> {\n    0 : *.local\n    1 : 169.254/16\n  }\n  FTPPassive : 1\n"
                           "  HTTPPort : 3128\n  HTTPProxy : proxy.example.com\n}\n");
    int64_t port = 0;
    bool passive = false;
    assert_int_equal(p.root->type, PLIST_DICT);
    assert_true(slice_is(plist_string(plist_path(p.root, "ExceptionsList/1")), "169.254/16"));
    assert_true(plist_integer_value(plist_get(p.root, "HTTPPort"), &port) && port == 3128);
    assert_true(plist_bool_value(plist_get(p.root, "FTPPassive"), &passive) && passive);
    assert_int_equal(plist_get(p.root, "FTPPassive")->line, 6);
    arena_free(p.arena);
}

static void words_stay_with_numbers(void **state) {
    (void)state;
    struct parsed p = good("<dictionary> {\n  A : 007\n  B : -5\n  C : TRUE\n  D : 10.0.0.1\n}\n");
    assert_int_equal(plist_get(p.root, "A")->type, PLIST_STRING);
    assert_int_equal(plist_get(p.root, "B")->integer, -5);
    assert_true(slice_is(plist_get(p.root, "B")->text, "-5"));
    assert_true(plist_get(p.root, "C")->type == PLIST_BOOL && plist_get(p.root, "C")->boolean);
    assert_int_equal(plist_get(p.root, "D")->type, PLIST_STRING);
    arena_free(p.arena);
}

static void data_is_decoded(void **state) {
    (void)state;
    struct parsed p = good("<dictionary> {\n  Good : <data> 0x0fbd77\n  Odd : <data> 0x0fb\n}\n");
    assert_true(plist_get(p.root, "Good")->type == PLIST_DATA);
    assert_true(slice_equal(plist_get(p.root, "Good")->text, slice_of("\x0f\xbd\x77", 3)));
    assert_true(slice_is(plist_string(plist_get(p.root, "Odd")), "<data> 0x0fb"));
    arena_free(p.arena);
}

static void value_may_hold_the_separator_and_a_key_a_colon(void **state) {
    (void)state;
    struct parsed p = good("<dictionary> {\n  a:b : c : d\n  Empty :\n}\n");
    assert_true(slice_is(plist_string(plist_get(p.root, "a:b")), "c : d"));
    assert_true(plist_get(p.root, "Empty")->type == PLIST_STRING && plist_get(p.root, "Empty")->text.len == 0);
    arena_free(p.arena);
}

static void prompts_and_crlf_are_passed_over(void **state) {
    (void)state;
    struct parsed p = good("> open\r\n> show State:/Network/Global/IPv4\r\n> <dictionary> {\r\n  Router : 10.0.0.1\r\n}\r\n> quit\r\n");
    assert_true(slice_is(plist_string(plist_get(p.root, "Router")), "10.0.0.1"));
    arena_free(p.arena);
}

static void string_with_line_ends_is_one_value(void **state) {
    (void)state;
    struct parsed p = good("<dictionary> {\n  Notice : one\ntwo\n\nthree\n  Next : 1\n}\n");
    assert_true(slice_is(plist_string(plist_get(p.root, "Notice")), "one\ntwo\n\nthree"));
    assert_int_equal(p.root->n_items, 2);
    arena_free(p.arena);
}

static void ill_formed_utf8_is_replaced(void **state) {
    (void)state;
    struct parsed p = good("<dictionary> {\n  Name : a\xFFz\n}\n");
    assert_true(slice_is(plist_string(plist_get(p.root, "Name")), "a\xEF\xBF\xBDz"));
    arena_free(p.arena);
}

static void empty_dictionary(void **state) {
    (void)state;
    struct parsed p = good("<dictionary> {\n}\n");
    assert_int_equal(p.root->n_items, 0);
    arena_free(p.arena);
}

static void output_without_a_block(void **state) {
    (void)state;
    expect_fault("  No such key\n", 1, "there is no \"<dictionary> {\" in it");
}

static void output_that_is_cut_off(void **state) {
    (void)state;
    expect_fault("<dictionary> {\n  A : <array> {\n    0 : x\n", 3, "the output ends at line 3 inside <array> opened at line 2");
}

static void line_that_belongs_to_nothing(void **state) {
    (void)state;
    expect_fault("<dictionary> {\nstray\n}\n", 2, "line 2: \"stray\" is neither \"key : value\" nor \"}\"");
}

static void nested_too_deep(void **state) {
    (void)state;
    char text[4096] = "<dictionary> {\n";
    for (int i = 0; i < PLIST_MAX_DEPTH; i++)
        strcat(text, "a : <array> {\n");
    expect_fault(text, PLIST_MAX_DEPTH + 1, "more than 128 containers inside each other");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proxies_are_a_dict),
        cmocka_unit_test(words_stay_with_numbers),
        cmocka_unit_test(data_is_decoded),
        cmocka_unit_test(value_may_hold_the_separator_and_a_key_a_colon),
        cmocka_unit_test(prompts_and_crlf_are_passed_over),
        cmocka_unit_test(string_with_line_ends_is_one_value),
        cmocka_unit_test(ill_formed_utf8_is_replaced),
        cmocka_unit_test(empty_dictionary),
        cmocka_unit_test(output_without_a_block),
        cmocka_unit_test(output_that_is_cut_off),
        cmocka_unit_test(line_that_belongs_to_nothing),
        cmocka_unit_test(nested_too_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

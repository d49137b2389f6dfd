#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "table/shared/known.h"

static int open_knowledge(void **state) {
    struct error err = {0};
    *state = knowledge_open(NULL, &err);
    return *state ? 0 : 1;
}

static int close_knowledge(void **state) {
    knowledge_close(*state);
    return 0;
}

/* "com.example.*" as a name that it matches: "com.example.x". */
static size_t example_of(const char *pattern, char *out, size_t capacity) {
    size_t n = 0;
    for (const char *p = pattern; *p && n + 1 < capacity; p++) {
        if (*p == '*' && p[1] == '*')
            p++;
        out[n++] = *p == '*' ? 'x' : *p;
    }
    return n;
}

static void no_product_hides_another(void **state) {
    const struct tsv *t = knowledge_find(*state, "security_product");
    assert_non_null(t);
    size_t pattern = tsv_column(t, "pattern"), product = tsv_column(t, "product");
    assert_true(t->n_rows > 300);
    for (size_t i = 0; i < t->n_rows; i++) {
        char name[256];
        struct known_product p = {0};
        struct slice example = slice_of(name, example_of(tsv_cell(t, i, pattern), name, sizeof name));
        assert_true(known_product_find(*state, example, slice_str(""), &p));
        if (strcmp(p.product, tsv_cell(t, i, product)) != 0)
            fail_msg("%s of %s is taken for %s", tsv_cell(t, i, pattern), tsv_cell(t, i, product), p.product);
    }
}

static void apples_own_programs_are_no_product(void **state) {
    static const char *const own[] = {"com.apple.softwareupdated",
                                      "com.apple.kpi.bsd",
                                      "/usr/libexec/trustd",
                                      "/System/Library/CoreServices/Finder.app",
                                      "/Applications/Safari.app/Contents/MacOS/Safari",
                                      "launchd",
                                      ""};
    struct known_product p;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        assert_false(known_product_find(*state, slice_str(own[i]), slice_str(""), &p));
}

static void the_team_decides_when_the_name_does_not(void **state) {
    struct known_product p;
    assert_true(known_product_find(*state, slice_str("com.example.x"), slice_str("X9E956P446"), &p));
    assert_string_equal(p.product, "CrowdStrike Falcon");
    assert_false(known_product_find(*state, slice_str("com.example.x"), slice_str("AAAAAAAAAA"), &p));
    assert_false(known_product_find(*state, slice_str("com.example.x"), slice_str("AAAAAAAAAABBBBBBBBBBCCC"), &p));
}

static void no_resolver_hides_another(void **state) {
    const struct tsv *t = knowledge_find(*state, "resolver_service");
    assert_non_null(t);
    size_t prefix = tsv_column(t, "prefix"), service = tsv_column(t, "service"), filters = tsv_column(t, "filters");
    for (size_t i = 0; i < t->n_rows; i++) {
        struct slice before = slice_str(tsv_cell(t, i, prefix)), after;
        struct known_resolver r = {0};
        slice_cut(before, "/", &before, &after);
        assert_true(known_resolver_find(*state, before, &r));
        if (strcmp(r.service, tsv_cell(t, i, service)) != 0 || strcmp(r.filters, tsv_cell(t, i, filters)) != 0)
            fail_msg("%s of %s is taken for %s (%s)", tsv_cell(t, i, prefix), tsv_cell(t, i, service), r.service, r.filters);
    }
    struct known_resolver r;
    assert_false(known_resolver_find(*state, slice_str("192.168.1.1"), &r));
    assert_false(known_resolver_find(*state, slice_str("dns.example.org"), &r));
    assert_false(known_resolver_find(*state, slice_str(""), &r));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_product_hides_another), cmocka_unit_test(apples_own_programs_are_no_product),
                                       cmocka_unit_test(the_team_decides_when_the_name_does_not),
                                       cmocka_unit_test(no_resolver_hides_another)};
    return cmocka_run_group_tests(tests, open_knowledge, close_knowledge);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "format/nserror.h"
#include "knowledge/knowledge.h"

static struct knowledge *k;

static int open_knowledge(void **state) {
    (void)state;
    struct error err;
    k = knowledge_open(NULL, &err);
    if (!k)
        fprintf(stderr, "%s\n", err.text);
    return k ? 0 : 1;
}

static int close_knowledge(void **state) {
    (void)state;
    knowledge_close(k);
    return 0;
}

static void found_by_domain_and_code(void **state) {
    (void)state;
    const struct known_errors *errors = knowledge_errors(k);
    const struct known_error *e = known_error_find(errors, slice_str("MobileSoftwareUpdateErrorDomain"), 31);
    assert_non_null(e);
    assert_string_equal(e->name, "MSU_ERR_PERSONALIZATION_VERIFICATION_FAILURE");
    assert_null(known_error_find(errors, slice_str("MobileSoftwareUpdateErrorDomain"), 22));
    assert_null(known_error_find(errors, slice_str("NoSuchDomain"), 31));
    assert_ptr_equal(known_error_named(errors, slice_str("msu_err_personalization_verification_failure")), e);
    assert_string_equal(known_error_domain(errors, slice_str("msu")), "MobileSoftwareUpdateErrorDomain");
    assert_string_equal(known_error_domain(errors, slice_str("nsurl")), "NSURLErrorDomain");
    assert_null(known_error_domain(errors, slice_str("n")));
}

static void every_code_of_the_arithmetic_is_known(void **state) {
    (void)state;
    const struct known_errors *errors = knowledge_errors(k);
    static const int64_t statuses[] = {8, 49, 69, 94, 100, 126, 128, 168, 400, 401, 403, 404, 407, 500, 502, 503, 10002, 10012, 10052};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        assert_non_null(known_error_find(errors, slice_str("AMAuthInstallErrorDomain"), authinstall_code_of_tss_status(statuses[i])));
}

static void likelier_domains_come_first(void **state) {
    (void)state;
    const struct known_error *first;
    size_t n = known_error_with_code(knowledge_errors(k), 3194, &first);
    assert_true(n >= 3);
    assert_string_equal(first[0].domain, "AMAuthInstallErrorDomain");
    assert_int_equal(known_error_with_code(knowledge_errors(k), 123456789, &first), 0);
}

static bool is_one_of(const char *s, const char *list) {
    char padded[64];
    snprintf(padded, sizeof padded, " %s ", s);
    return *s == 0 || strstr(list, padded) != NULL;
}

static void causes_and_stages_are_ours(void **state) {
    (void)state;
    static const char causes[] =
        " configuration-data network system-files software-conflict disk-space signing-server apple-account clock firmware "
        "recovery-volume startup-security ownership management hardware-support virtualization installer nvram ";
    static const char stages[] = " scan download preflight personalize prepare apply boot ";
    static const char *const files[] = {"error_code", "dialog"};
    for (size_t f = 0; f < 2; f++) {
        const struct tsv *t = knowledge_find(k, files[f]);
        assert_non_null(t);
        for (size_t i = 0; i < t->n_rows; i++) {
            if (!is_one_of(tsv_cell(t, i, tsv_column(t, "cause")), causes) || !is_one_of(tsv_cell(t, i, tsv_column(t, "stage")), stages))
                fail_msg("%s row %zu: cause or stage", files[f], i);
            if (!*tsv_cell(t, i, tsv_column(t, "source")))
                fail_msg("%s row %zu has no source", files[f], i);
        }
    }
}

static void no_domain_has_a_code_twice(void **state) {
    (void)state;
    const struct known_errors *errors = knowledge_errors(k);
    const struct tsv *t = knowledge_find(k, "error_code");
    assert_true(known_error_count(errors) >= 600);
    for (size_t i = 0; i < t->n_rows; i++) {
        int64_t code = 0;
        assert_true(slice_to_int64(slice_str(tsv_cell(t, i, tsv_column(t, "code"))), &code));
        const char *domain = tsv_cell(t, i, tsv_column(t, "domain"));
        const struct known_error *e = known_error_find(errors, slice_str(domain), code);
        const struct known_error *first;
        size_t same = 0, n = known_error_with_code(errors, code, &first);
        for (size_t j = 0; j < n; j++)
            same += strcmp(first[j].domain, domain) == 0;
        if (!e || same != 1)
            fail_msg("%s %lld stands %zu times", domain, (long long)code, same);
    }
}

static void build_refuses(const char *text, const char *because) {
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct tsv t;
    struct error err;
    struct known_errors *errors = NULL;
    assert_true(tsv_parse(arena, "error_code", slice_str(text), &t, &err));
    assert_false(known_errors_build(arena, &t, &errors, &err));
    assert_non_null(strstr(err.text, because));
}

static void damaged_files_are_refused(void **state) {
    (void)state;
    build_refuses("domain\tcode\nA\t1\n", "no column name");
    build_refuses("domain\tcode\tname\tstage\tcause\tmeaning\tsource\nA\tx\t\t\t\t\t\n", "x is not a code of A");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(found_by_domain_and_code),    cmocka_unit_test(every_code_of_the_arithmetic_is_known),
        cmocka_unit_test(likelier_domains_come_first), cmocka_unit_test(causes_and_stages_are_ours),
        cmocka_unit_test(no_domain_has_a_code_twice),  cmocka_unit_test(damaged_files_are_refused),
    };
    return cmocka_run_group_tests(tests, open_knowledge, close_knowledge);
}

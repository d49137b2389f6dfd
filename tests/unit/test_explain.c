#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/explain.h"

static struct knowledge *k;
static struct arena *arena;

static int set_up(void **state) {
    (void)state;
    struct error err;
    k = knowledge_open(NULL, &err);
    arena = arena_new(16 << 20);
    return k && arena ? 0 : 1;
}

static int tear_down(void **state) {
    (void)state;
    knowledge_close(k);
    arena_free(arena);
    return 0;
}

static struct explanation explain(const char *question) {
    struct explanation e;
    struct error err;
    arena_reset(arena);
    assert_true(explain_question(arena, k, slice_str(question), &e, &err));
    return e;
}

static void questions_of_every_form(void **state) {
    (void)state;
    static const struct {
        const char *question, *domain, *name;
        long long code;
    } cases[] = {
        {"3194", "AMAuthInstallErrorDomain", "kAMAuthInstallErrorTATSUDeclinedAuthorization", 3194},
        {"0xC7A", "AMAuthInstallErrorDomain", NULL, 3194},
        {"MobileSoftwareUpdateErrorDomain 31", "MobileSoftwareUpdateErrorDomain", "MSU_ERR_PERSONALIZATION_VERIFICATION_FAILURE", 31},
        {"msu 31", "MobileSoftwareUpdateErrorDomain", NULL, 31},
        {"MSU_ERR_NETWORK", "MobileSoftwareUpdateErrorDomain", "MSU_ERR_NETWORK", 32},
        {"-1202", "NSURLErrorDomain", "NSURLErrorServerCertificateUntrusted", -1202},
        {"NSURLErrorDomain -1202", "NSURLErrorDomain", NULL, -1202},
        {"STATUS=94", "TSS", NULL, 94},
        {"HTTP 407", "HTTP", NULL, 407},
        {"errSSLHostNameMismatch", "NSOSStatusErrorDomain", NULL, -9843},
        {"3617", "AMAuthInstallErrorDomain", "", 3617},
        {"(NSURLErrorDomain error -1009.)", "NSURLErrorDomain", NULL, -1009},
        {"error code: -20209", "AKAuthenticationError", NULL, -20209},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct explanation e = explain(cases[i].question);
        if (e.n_known == 0)
            fail_msg("nothing known of %s", cases[i].question);
        assert_string_equal(e.items[0].domain, cases[i].domain);
        assert_int_equal(e.items[0].code, cases[i].code);
        if (cases[i].name)
            assert_string_equal(e.items[0].name, cases[i].name);
    }
}

static void same_meaning_is_told_once(void **state) {
    (void)state;
    struct explanation e = explain("3194");
    assert_non_null(strstr(e.items[0].also, "AuthInstallErrorDomain"));
    for (size_t i = 0; i < e.n; i++)
        for (size_t j = i + 1; j < e.n; j++)
            assert_string_not_equal(e.items[i].meaning, e.items[j].meaning);
}

static void chain_and_dialogs(void **state) {
    (void)state;
    struct explanation e = explain("Error Domain=com.apple.OSInstallerSetup.error Code=1007 \"x\" UserInfo={NSUnderlyingError=0x1 {Error "
                                   "Domain=Unheard.of Code=5 \"y\"}}");
    assert_int_equal(e.n, 2);
    assert_int_equal(e.items[1].depth, 1);
    assert_false(e.items[1].known);
    assert_string_equal(e.items[1].detail, "y");
    e = explain("An error occurred while preparing the update. Failed to personalize the software update. Please try again.");
    assert_int_equal(e.n, 2);
    assert_int_equal(e.items[0].kind, EXPLAINED_DIALOG);
    assert_string_equal(e.items[1].name, "personalize-failed");
    e = explain("macOS Tahoe 26.2 requires 18.8 GB of available space.");
    assert_string_equal(e.items[0].cause, "disk-space");
    assert_string_equal(e.items[0].detail, "18.8 GB");
}

static void unknown_is_said(void **state) {
    (void)state;
    static const char *const questions[] = {"", "123456789", "hello world", "Nowhere 5", "NSURLErrorDomain -4711", "\x01\xFF"};
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        struct explanation e = explain(questions[i]);
        if (e.n_known != 0)
            fail_msg("%s is known as %s %s", questions[i], e.items[0].domain, e.items[0].name);
    }
}

static void text_and_json(void **state) {
    (void)state;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct explanation e = explain("MSU_ERR_RETRIEVE_AP_NONCE");
    explain_write_text(&e, &out);
    assert_true(slice_is(buffer_slice(&out), "MobileSoftwareUpdateErrorDomain 30 (MSU_ERR_RETRIEVE_AP_NONCE)\n"
                                             "  The nonce of the application processor could not be read, so no ticket can be asked for.\n"
                                             "  Stage: personalize. Cause: not told by the code alone. Source: MSU_ERR names of "
                                             "MobileSoftwareUpdate.framework\n"));
    buffer_clear(&out);
    explain_write_json(&e, &out);
    assert_true(slice_contains(buffer_slice(&out), "\"schema\": \"tailor.explanation/1\""));
    assert_true(slice_contains(buffer_slice(&out), "\"code\": 30"));
    assert_true(slice_contains(buffer_slice(&out), "\"cause\": null"));
    buffer_clear(&out);
    e = explain("Error Domain=a\x1b[31mb Code=1 \"x\ny\"");
    explain_write_text(&e, &out);
    assert_true(buffer_ok(&out));
    assert_int_equal(slice_find_byte(buffer_slice(&out), 0x1B), SLICE_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_of_every_form), cmocka_unit_test(same_meaning_is_told_once),
        cmocka_unit_test(chain_and_dialogs),       cmocka_unit_test(unknown_is_said),
        cmocka_unit_test(text_and_json),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "format/nserror.h"

static struct nserror_list found;

static size_t find(const char *text) {
    nserror_find(slice_str(text), &found);
    return found.n;
}

static bool holds_a_literal(const char *text) {
    for (const char *const *l = nserror_literals; *l; l++)
        if (strlen(*l) >= 4 && slice_contains(slice_str(text), *l))
            return true;
    return false;
}

static void is(size_t i, const char *domain, long long code, size_t depth) {
    assert_true(i < found.n);
    if (!slice_is(found.errors[i].domain, domain))
        fail_msg("error %zu: domain %.*s, not %s", i, SLICE_ARG(found.errors[i].domain), domain);
    assert_true(found.errors[i].has_code);
    assert_int_equal(found.errors[i].code, code);
    assert_int_equal(found.errors[i].depth, depth);
}

#define IS_TEXT(slice, expected)                                                                                                           \
    do {                                                                                                                                   \
        if (!slice_is(slice, expected))                                                                                                    \
            fail_msg("'%.*s' is not '%s'", SLICE_ARG(slice), expected);                                                                    \
    } while (0)

static void chain_with_userinfo(void **state) {
    (void)state;
    assert_int_equal(
        find("Operation queue failed with error: Error Domain=com.apple.OSInstallerSetup.error Code=1007 \"An error occurred "
             "preparing the update.\" UserInfo={NSLocalizedRecoverySuggestion=Failed to prepare the software update. Please "
             "try again., NSLocalizedDescription=An error occurred preparing the update., NSUnderlyingError=0x600003a1c2d0 "
             "{Error Domain=SUMacControllerError Code=7740 \"[SUMacControllerErrorPrepareFailed=7740] Failed to perform Prepare "
             "operation: [NSPOSIXErrorDomain:2]\" UserInfo={SUMacControllerErrorIndicationsMask=0, NSUnderlyingError=0x6000020 "
             "{Error Domain=NSPOSIXErrorDomain Code=2 \"No such file or directory\" UserInfo={NSLocalizedDescription=Failed to "
             "get paths, NSFilePath=/a b/c}}}}, NSFilePath=/outer}"),
        3);
    is(0, "com.apple.OSInstallerSetup.error", 1007, 0);
    is(1, "SUMacControllerError", 7740, 1);
    is(2, "NSPOSIXErrorDomain", 2, 2);
    IS_TEXT(found.errors[0].suggestion, "Failed to prepare the software update. Please try again.");
    IS_TEXT(found.errors[0].description, "An error occurred preparing the update.");
    IS_TEXT(found.errors[0].path, "/outer");
    IS_TEXT(found.errors[1].name, "SUMacControllerErrorPrepareFailed");
    IS_TEXT(found.errors[1].hint, "0");
    IS_TEXT(found.errors[2].path, "/a b/c");
}

static void url_stream_and_host(void **state) {
    (void)state;
    find("Task <1>.<1> finished with error [-1202] Error Domain=NSURLErrorDomain Code=-1202 \"The certificate for this server is invalid. "
         "You might be connecting to a server that is pretending to be “gs.apple.com” which could put your confidential information at "
         "risk.\" UserInfo={NSErrorFailingURLStringKey=https://gs.apple.com:443/TSS/controller?action=2, _kCFStreamErrorCodeKey=-9843, "
         "_kCFStreamErrorDomainKey=3, NSLocalizedDescription=x, y}");
    assert_int_equal(found.n, 1);
    is(0, "NSURLErrorDomain", -1202, 0);
    IS_TEXT(found.errors[0].host, "gs.apple.com");
    IS_TEXT(found.errors[0].url, "https://gs.apple.com:443/TSS/controller?action=2");
    IS_TEXT(found.errors[0].stream_error, "-9843");
    IS_TEXT(found.errors[0].stream_domain, "3");
    IS_TEXT(found.errors[0].description, "x, y");
    assert_int_equal(found.errors[0].offset, 41);
}

static void older_and_escaped_userinfo(void **state) {
    (void)state;
    find("Error Domain=AKAuthenticationError Code=-20209 \"Locked.\" UserInfo=\\{NSLocalizedDescription=Locked., AKServerStatus=\\{ec = "
         "\"-20209\"; hsc = 409\\}, NSUnderlyingError=0x1 \\{Error Domain=B Code=1 \"(null)\"\\}\\} tail Error Domain=C Code=3");
    assert_int_equal(found.n, 3);
    is(0, "AKAuthenticationError", -20209, 0);
    is(1, "B", 1, 1);
    assert_null(found.errors[1].text.data);
    is(2, "C", 3, 0);
    assert_int_equal(found.errors[2].chain, 1);
    find("Error Domain=NSCocoaErrorDomain Code=260 UserInfo=0x100 \"The file “a” is missing.\" UserInfo={NSFilePath=/x}");
    is(0, "NSCocoaErrorDomain", 260, 0);
    IS_TEXT(found.errors[0].text, "The file “a” is missing.");
    find(
        "Error Domain=A Code=1 \"t\" UserInfo=0x7fe3 {NSFilePath=/x, NSUnderlyingError=0x7 \"The operation couldn’t be completed. (B error "
        "Domain)\"}");
    IS_TEXT(found.errors[0].path, "/x");
}

static void several_underlying_errors_over_lines(void **state) {
    (void)state;
    find("Error Domain=A Code=1 \"outer\" UserInfo={NSMultipleUnderlyingErrorsKey=(\n    \"Error Domain=B Code=2 \\\"(null)\\\" "
         "UserInfo={NSFilePath=/b}\",\n    \"Error Domain=C Code=3 \\\"inner text\\\"\"\n), NSLocalizedDescription=outer}");
    assert_int_equal(found.n, 3);
    is(1, "B", 2, 1);
    is(2, "C", 3, 1);
    assert_int_equal(found.errors[2].parent, 0);
    IS_TEXT(found.errors[2].text, "inner text");
    IS_TEXT(found.errors[1].path, "/b");
    IS_TEXT(found.errors[0].description, "outer");
}

static void quotes_inside_texts(void **state) {
    (void)state;
    find("Error Domain=A Code=1 \"The file \"x.plist\" is bad\" UserInfo={NSFilePath=/x}");
    IS_TEXT(found.errors[0].text, "The file \"x.plist\" is bad");
    find("Error Domain=A Code=1 \"The file \"x.plist\" is bad\" and \"more\"");
    IS_TEXT(found.errors[0].text, "The file \"x.plist\" is bad");
    find("Error Domain=A Code=1 “typographic “inner” text” UserInfo={NSFilePath=/x}");
    IS_TEXT(found.errors[0].text, "typographic “inner” text");
    IS_TEXT(found.errors[0].path, "/x");
}

static void truncated_anywhere(void **state) {
    (void)state;
    static const char whole[] = "Error Domain=A.b Code=-12 \"text\" UserInfo={NSFilePath=/x, NSUnderlyingError=0x1 {Error Domain=B Code=2 "
                                "\"two\" UserInfo={NSErrorFailingURLKey=https://h/x}}}";
    for (size_t n = 0; n <= sizeof whole - 1; n++) {
        struct buffer copy CLEANUP_BUFFER = buffer_with_limit(1024);
        buffer_append(&copy, slice_of(whole, n));
        nserror_find(buffer_slice(&copy), &found);
        if (n > 30)
            is(0, "A.b", -12, 0);
        if (n > strlen(whole) - 5)
            IS_TEXT(found.errors[1].host, "h");
    }
}

static void mentions_without_an_object(void **state) {
    (void)state;
    static const struct {
        const char *text, *domain;
        long long code;
    } cases[] = {
        {"CFError domain:AMRestoreErrorDomain code:10 description:This host version is unsupported.", "AMRestoreErrorDomain", 10},
        {"The operation couldn’t be completed. (NSURLErrorDomain error -1012.)", "NSURLErrorDomain", -1012},
        {"Der Vorgang konnte nicht abgeschlossen werden. (NSURLErrorDomain-Fehler -1012.)", "NSURLErrorDomain", -1012},
        {"L’opération n’a pas pu s’achever. (SDErrorDomain erreur 104.)", "SDErrorDomain", 104},
        {"操作を完了できませんでした。（NSURLErrorDomainエラー-1012）", "NSURLErrorDomain", -1012},
        {"未能完成操作。（NSURLErrorDomain错误-1012。）", "NSURLErrorDomain", -1012},
        {"(OSStatus error -67062.)", "NSOSStatusErrorDomain", -67062},
        {"(com.apple.OSInstallerSetup.error error 1007.)", "com.apple.OSInstallerSetup.error", 1007},
        {"(com.apple.bootpolicy-Fehler 17.)", "com.apple.bootpolicy", 17},
        {"[com.apple.OSInstallerSetup.error:1007]", "com.apple.OSInstallerSetup.error", 1007},
        {"(com.apple.bootpolicy error 17.)", "com.apple.bootpolicy", 17},
        {"(AMRestoreErrorDomain error 10 - Failed to handle message type StatusMsg) [AMRestoreErrorDomain – 0xA (10)]",
         "AMRestoreErrorDomain", 10},
        {"[com.apple.MobileDevice.MobileRestore – 0x15 (21)]", "com.apple.MobileDevice.MobileRestore", 21},
        {"Scan finished: 7301 (SUMacControllerErrorScanNoUpdateFound)", "SUMacControllerError", 7301},
        {"Sending download result 65 (MADownloadNotConnectedToInternet)", "com.apple.MobileAssetError.Download", 65},
        {"[SUMacControllerErrorAccessLost=7509] New access", "SUMacControllerError", 7509},
        {"Personalize failed: [MSU:31]", "MobileSoftwareUpdateErrorDomain", 31},
        {"AMAuthInstallErrorDomain: 3194", "AMAuthInstallErrorDomain", 3194},
        {"AMAuthInstallErrorDomain error 3194", "AMAuthInstallErrorDomain", 3194},
        {"AMAuthInstallRequestSendSync failed: 3501 (kAMAuthInstallErrorHTTPUnauthorized)", "AMAuthInstallErrorDomain", 3501},
        {"AMRestorePerformRestoreModeRestoreWithError failed with error: 11", "AMRestoreErrorDomain", 11},
        {"Task <1> finished with error [-1009]", "NSURLErrorDomain", -1009},
        {"error code: -20209", "AKAuthenticationError", -20209},
        {"answer: ec=-21669 em=\"Incorrect verification code.\"", "AKAuthenticationError", -21669},
        {"Status = { ec = \"-22421\"; em = \"x\"; }", "AKAuthenticationError", -22421},
        {"Error: -69808: Some information was unavailable", "com.apple.diskmanagement", -69808},
        {"SecStaticCodeCheckValidity (-67818)", "NSOSStatusErrorDomain", -67818},
        {"{\n    code = 3194;\n    domain = AMAuthInstallErrorDomain;\n}", "AMAuthInstallErrorDomain", 3194},
        {"{ domain = \"AMAuthInstallErrorDomain\"; code = 14; }", "AMAuthInstallErrorDomain", 14},
        {"TSS server returned: STATUS=94&MESSAGE=This device isn't eligible for the requested build.", "TSS", 94},
        {"tss_submit_job: error from server=94 (not eligible)", "TSS", 94},
        {"tss_submit_job: SendHttpRequest failed 503", "HTTP", 503},
        {"tss_submit_job: SendHttpRequest failed 10002", "TSS", 10002},
        {"returned unexpected HTTP response code 407", "HTTP", 407},
        {"MSU_ERR_NETWORK(32)", "MobileSoftwareUpdateErrorDomain", 32},
        {"MSU_ERR_NETWORK (32)", "MobileSoftwareUpdateErrorDomain", 32},
        {"failure-reason: SUMacControllerError Code=7507", "SUMacControllerError", 7507},
        {"com.apple.OSInstallerSetup.error Code=1007", "com.apple.OSInstallerSetup.error", 1007},
        {"The Mac could not be restored. An unknown error occurred (3194).", "AMRestoreErrorDomain", 3194},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (find(cases[i].text) != 1)
            fail_msg("%zu errors in: %s", found.n, cases[i].text);
        if (!holds_a_literal(cases[i].text))
            fail_msg("no literal in: %s", cases[i].text);
        is(0, cases[i].domain, cases[i].code, 0);
    }
    find("STATUS=94&MESSAGE=Not eligible.&REQUEST_STRING=x");
    IS_TEXT(found.errors[0].text, "Not eligible.");
    find("AMAuthInstallRequestSendSync failed: 3501 (kAMAuthInstallErrorHTTPUnauthorized)");
    IS_TEXT(found.errors[0].name, "kAMAuthInstallErrorHTTPUnauthorized");
    find("x MSU_ERR_PERSONALIZATION_FAILURE y");
    assert_false(found.errors[0].has_code);
    IS_TEXT(found.errors[0].name, "MSU_ERR_PERSONALIZATION_FAILURE");
}

static void what_is_no_error_gives_none(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        "STATUS=0&MESSAGE=SUCCESS&REQUEST_STRING=<plist>",
        "tss_submit_job_with_retry: TSS Connection attempt 1 of 3.  (Will retry if TSS_ERR_SERVER_NOT_REACHABLE.)",
        "softwareupdated: (SoftwareUpdateMacController) [com.apple.SoftwareUpdateMacController:SU] [Progress] portionComplete:0.5",
        "launchd (com.apple.trustd.agent [412]): exited (-9)",
        "Adding client SUUpdateServiceClient pid=4, uid=0, installAuth=NO rights=(), transactions=0 (/usr/sbin/x)",
        "[SUMacControllerProgressManager] Reported progress (end): phase:COMPLETED stalled:NO",
        "Error Code=5 without a domain",
        "exec=-20209 ec=-2 ec=-30001",
        "(com.apple.xpc.launchd domain agent 31) [com.apple.trustd:4] [thread 0x1f (3)] (MSU 31)",
        "SUScan: Elapsed scan time = 7.5 (f=1, d=0)",
        "Sending download result 0 (MADownloadSuccessful)",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (find(texts[i]) != 0)
            fail_msg("%.*s in: %s", SLICE_ARG(found.errors[0].domain), texts[i]);
}

static void limits_are_counted_not_exceeded(void **state) {
    (void)state;
    struct buffer b CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    for (int i = 0; i < 100; i++)
        buffer_printf(&b, "Error Domain=D Code=%d \"t\" UserInfo={NSUnderlyingError=0x1 {", i);
    for (int i = 0; i < 100; i++)
        buffer_add_str(&b, "}}");
    buffer_add_str(&b, " Error Domain=Last Code=7");
    nserror_find(buffer_slice(&b), &found);
    assert_int_equal(found.n, NSERROR_MAX);
    assert_int_equal(found.left_out, 37);
    assert_int_equal(found.errors[63].depth, 63);
    buffer_clear(&b);
    for (int i = 0; i < 60; i++)
        buffer_printf(&b, "Error Domain=D Code=%d UserInfo={", i);
    for (int i = 0; i < 60; i++)
        buffer_add_byte(&b, '}');
    buffer_add_str(&b, " Error Domain=Last Code=7");
    nserror_find(buffer_slice(&b), &found);
    is(60, "Last", 7, 0);
    assert_int_equal(find("Error Domain=D Code=99999999999999999999 \"x\""), 1);
    assert_false(found.errors[0].has_code);
}

/* Each of these made a scan to the end of the text at every mention once; 1 MiB would then take minutes. */
static void long_texts_take_linear_time(void **state) {
    (void)state;
    static const char *const units[] = {"[AError=1]",
                                        "Error Domain=A Code=1 \"",
                                        "{{{{",
                                        "Error Domain=A Code=1 UserInfo={k=v, ",
                                        "(((",
                                        "Error -69808: ",
                                        "\\\"Error Domain=",
                                        "domain:",
                                        ", a"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buffer b CLEANUP_BUFFER = buffer_with_limit(2 << 20);
        while (b.len < 1 << 20)
            buffer_add_str(&b, units[i]);
        nserror_find(buffer_slice(&b), &found);
        assert_true(found.n <= NSERROR_MAX);
    }
}

static size_t evidence_lines, evidence_missed;

/* Each "Error Domain=" of a line must come out as one error. */
static void count_missed(struct slice line) {
    size_t written = 0, objects = 0;
    for (size_t at; (at = slice_find_str(line, "Error Domain=")) != SLICE_NOT_FOUND; line = slice_from(line, at + 1))
        written++;
    for (size_t i = 0; i < found.n; i++)
        objects += !found.errors[i].mention;
    evidence_lines += written > 0;
    evidence_missed += objects != written && found.left_out == 0;
}

static int read_evidence(const char *path, const struct stat *info, int type, struct FTW *where) {
    (void)where;
    FILE *f = type == FTW_F && info->st_size < 16 << 20 ? fopen(path, "rb") : NULL;
    if (!f)
        return 0;
    struct buffer b CLEANUP_BUFFER = buffer_with_limit(16 << 20);
    for (size_t got = 1; got > 0 && buffer_reserve(&b, 65536);) {
        got = fread(b.data + b.len, 1, 65536, f);
        b.len += got;
    }
    fclose(f);
    struct slice rest = buffer_slice(&b), line;
    while (slice_next_line(&rest, &line)) {
        nserror_find(line, &found);
        count_missed(line);
    }
    return 0;
}

static void every_object_of_the_cases_is_found(void **state) {
    (void)state;
    if (nftw("../shared/cases", read_evidence, 16, FTW_PHYS) != 0) {
        print_message("skipped: ../shared/cases is not here\n");
        skip();
    }
    print_message("%zu lines with error objects, %zu not read whole\n", evidence_lines, evidence_missed);
    assert_int_equal(evidence_missed, 0);
}

static void tss_arithmetic(void **state) {
    (void)state;
    static const int64_t pairs[][2] = {{0, 0},      {94, 3194},  {69, 3169},  {8, 3108},   {168, 3268}, {401, 3501},
                                       {503, 3603}, {10000, 13}, {10002, 11}, {10012, 12}, {10052, 14}, {-1, 3099}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_int_equal(authinstall_code_of_tss_status(pairs[i][0]), pairs[i][1]);
}

static void hosts_of_urls(void **state) {
    (void)state;
    IS_TEXT(nserror_url_host(slice_str("https://a:b@gs.apple.com:443/x")), "gs.apple.com");
    IS_TEXT(nserror_url_host(slice_str("http://[::1]:80/")), "::1");
    IS_TEXT(nserror_url_host(slice_str("http://swscan.apple.com?x")), "swscan.apple.com");
    assert_int_equal(nserror_url_host(slice_str("gs.apple.com")).len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chain_with_userinfo),
        cmocka_unit_test(url_stream_and_host),
        cmocka_unit_test(older_and_escaped_userinfo),
        cmocka_unit_test(several_underlying_errors_over_lines),
        cmocka_unit_test(quotes_inside_texts),
        cmocka_unit_test(truncated_anywhere),
        cmocka_unit_test(mentions_without_an_object),
        cmocka_unit_test(what_is_no_error_gives_none),
        cmocka_unit_test(limits_are_counted_not_exceeded),
        cmocka_unit_test(long_texts_take_linear_time),
        cmocka_unit_test(every_object_of_the_cases_is_found),
        cmocka_unit_test(tss_arithmetic),
        cmocka_unit_test(hosts_of_urls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

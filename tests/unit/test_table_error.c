#include "table_test.h"

#include "table/shared/dialog_feed.h"
#include "table/shared/error_rows.h"
#include "table/shared/error_table.h"

static struct capture c;

static void is(size_t row, const char *column, const char *expected) {
    const char *got = cell(&c, row, column);
    if (!expected ? got != NULL : !got || strcmp(got, expected) != 0)
        fail_msg("row %zu %s: %s, not %s", row, column, got ? got : "NULL", expected ? expected : "NULL");
}

static void chain_of_a_log_line(void **state) {
    (void)state;
    assert_true(capture_feed(&c, &table_error, "install_log", "root/private/var/log/install.log",
                             "nothing here\n"
                             "softwareupdated[7]: Scan failed: Error Domain=NSURLErrorDomain Code=-1204 \"Not yet.\" "
                             "UserInfo={NSErrorFailingURLStringKey=https://gdmf.apple.com/v2/assets, _kCFStreamErrorCodeKey=-9815, "
                             "NSUnderlyingError=0x1 {Error Domain=NSPOSIXErrorDomain Code=28 \"(null)\" UserInfo={NSFilePath=/x}}}\n"
                             "amai: failed: MSU_ERR_RETRIEVE_AP_NONCE\n"));
    assert_int_equal(c.n_rows, 3);
    is(0, "domain", "NSURLErrorDomain");
    is(0, "code", "-1204");
    is(0, "name", "NSURLErrorServerCertificateNotYetValid");
    is(0, "depth", "0");
    is(0, "text", "Not yet.");
    is(0, "host", "gdmf.apple.com");
    is(0, "stream_error", "-9815");
    is(0, "cause", "clock");
    is(0, "stage", NULL);
    is(0, "line", "2");
    is(1, "depth", "1");
    is(1, "path", "/x");
    is(1, "cause", "disk-space");
    assert_string_equal(cell(&c, 0, "chain"), cell(&c, 1, "chain"));
    is(2, "code", "30");
    is(2, "stage", "personalize");
    assert_string_not_equal(cell(&c, 1, "chain"), cell(&c, 2, "chain"));
    capture_free(&c);
}

static void quote_is_cut_between_characters(void **state) {
    (void)state;
    char text[1400] = "Error Domain=A Code=1 ";
    size_t n = strlen(text);
    while (n + 2 < sizeof text - 1) {
        memcpy(text + n, "é", 2);
        n += 2;
    }
    text[n] = 0;
    assert_true(capture_feed(&c, &table_error, "install_log", "install.log", text));
    assert_int_equal(c.n_rows, 1);
    assert_true(strlen(cell(&c, 0, "quote")) <= 1000 && strlen(cell(&c, 0, "quote")) >= 998);
    is(0, "meaning", NULL);
    capture_free(&c);
}

static void known_sentences_in_their_lines(void **state) {
    (void)state;
    assert_true(capture_feed(&c, &table_dialog, "dialog", "dialog.txt",
                             "This Apple Account has been locked for security reasons.\n"
                             "You must unlock your account before you can sign in.\n\n"
                             "Failed To Personalise the software update. Please try again\n"
                             "macOS Tahoe 26.2 requires 18.8 GB of available space.\n"
                             "Etwas Unbekanntes ist passiert.\n"
                             "The operation couldn’t be completed. (SDErrorDomain error 104.)\n"));
    is(0, "dialog", "account-locked");
    is(0, "cause", "apple-account");
    is(1, "line", "2");
    is(2, "dialog", "personalize-failed");
    is(2, "line", "4");
    is(2, "stage", "personalize");
    is(2, "cause", NULL);
    is(2, "text", "Failed To Personalise the software update. Please try again");
    is(3, "dialog", "no-space");
    is(3, "detail", "18.8 GB");
    is(4, "dialog", NULL);
    is(4, "text", "Etwas Unbekanntes ist passiert.");
    is(5, "sense", "failure");
    assert_int_equal(c.n_rows, 6);
    capture_free(&c);
    assert_true(capture_feed(&c, &table_error, "dialog", "dialog.txt", "It failed. (SDErrorDomain error 104.)"));
    assert_int_equal(c.n_rows, 1);
    is(0, "domain", "SDErrorDomain");
    capture_free(&c);
}

static void sentence_over_two_lines_and_two_in_one(void **state) {
    (void)state;
    assert_true(capture_feed(&c, &table_dialog, "dialog", "dialog.txt",
                             "A required firmware update\ncould not be installed.\n"
                             "An error occurred while preparing the update. Failed to personalize the software update. Please try again."));
    assert_int_equal(c.n_rows, 3);
    is(0, "dialog", "firmware-update-failed");
    is(0, "text", "A required firmware update\ncould not be installed.");
    is(1, "dialog", "prepare-error");
    is(2, "dialog", "personalize-failed");
    is(2, "line", "3");
    capture_free(&c);
}

static void empty_dialog_gives_nothing(void **state) {
    (void)state;
    assert_true(capture_feed(&c, &table_dialog, "dialog", "dialog.txt", ""));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chain_of_a_log_line),
        cmocka_unit_test(quote_is_cut_between_characters),
        cmocka_unit_test(known_sentences_in_their_lines),
        cmocka_unit_test(sentence_over_two_lines_and_two_in_one),
        cmocka_unit_test(empty_dialog_gives_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

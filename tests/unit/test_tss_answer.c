/* What a signing server answers, read as Apple's client reads it. */
#include <stdio.h>
#include <stdlib.h>

#include "arena_test.h"
#include "format/nserror.h"
#include "knowledge/knowledge.h"
#include "tss/answer.h"

static struct tss_answer read_bytes(struct slice body) {
    struct tss_answer a;
    struct error err = {{0}};
    assert_true(tss_answer_read(body, "ApImg4Ticket", arena, &a, &err));
    return a;
}
static struct tss_answer read_text(const char *body) { return read_bytes(slice_str(body)); }

#define GRANTED "STATUS=0&MESSAGE=SUCCESS&REQUEST_STRING="
#define LIST(inside) "<?xml version=\"1.0\" encoding=\"UTF-8\"?><plist version=\"1.0\"><dict>" inside "</dict></plist>"

static void a_granted_ticket_is_taken_out_of_its_list(void **state) {
    (void)state;
    struct tss_answer a =
        read_text(GRANTED LIST("<key>@ServerVersion</key><string>2.1.0 &amp; more</string><key>ApImg4Ticket</key><data>AQID</data>"));
    assert_int_equal(a.kind, TSS_GRANTED);
    assert_int_equal(a.status, 0);
    assert_true(slice_is(a.message, "SUCCESS"));
    assert_true(slice_equal(a.ticket, slice_of("\1\2\3", 3)));
    assert_true(slice_is(plist_string(plist_get(a.list, "@ServerVersion")), "2.1.0 & more")); /* an ampersand does not cut the list */
    assert_null(a.problem);
}

static void refusals_keep_status_and_message(void **state) {
    (void)state;
    struct tss_answer a = read_text("STATUS=94&MESSAGE=This device isn't eligible for the requested build.");
    assert_int_equal(a.kind, TSS_REFUSED);
    assert_int_equal(a.status, 94);
    assert_true(slice_is(a.message, "This device isn't eligible for the requested build."));
    a = read_text("\r\nSTATUS=168&MESSAGE=An internal error occurred.\r\n");
    assert_int_equal(a.kind, TSS_REFUSED);
    assert_int_equal(a.status, 168);
    assert_true(slice_is(a.message, "An internal error occurred."));
    a = read_text("MESSAGE=Invalid Option!&STATUS=5");
    assert_int_equal(a.status, 5);
    a = read_text("STATUS=9999999&MESSAGE=");
    assert_int_equal(a.kind, TSS_REFUSED);
    assert_int_equal(a.status, 9999999);
    assert_int_equal(a.message.len, 0);
}

struct row {
    const char *body;
    int64_t code;
};

static void what_is_no_answer_has_the_clients_own_code(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"", 10052},
        {"<html><body>Please sign in</body></html>", 10052},
        {"<a href=\"/?NOSTATUS=0&MESSAGE=SUCCESS\">", 10052}, /* no field of that name */
        {"STATUS=0", 10052},
        {"MESSAGE=SUCCESS", 10052},
        {"STATUS=&MESSAGE=SUCCESS", 10052},
        {"STATUS=12345678&MESSAGE=x", 10052},
        {"STATUS=0x5&MESSAGE=x", 10052},
        {"STATUS=-94&MESSAGE=x", 10052},
        {GRANTED, 10053},
        {"STATUS=0&MESSAGE=SUCCESS", 10053},
        {"STATUS=0&MESSAGE=SUCCESS&REQUEST_STRING= \r\n", 10053},
        {GRANTED "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>ApImg4", 10055},
        {GRANTED "<html></html>", 10055},
        {GRANTED LIST(""), 10003},
        {GRANTED LIST("<key>ApImg4Ticket</key><string>AQID</string>"), 10003},
        {GRANTED LIST("<key>ApImg4Ticket</key><data></data>"), 10003},
        {GRANTED LIST("<key>x86,Ticket</key><data>AQID</data>"), 10003},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tss_answer a = read_text(rows[i].body);
        if (a.kind != TSS_GARBLED || a.status != rows[i].code || !a.problem || a.ticket.len)
            fail_msg("%s: %d %lld", rows[i].body, a.kind, (long long)a.status);
    }
}

static void limits_are_those_of_apples_client(void **state) {
    (void)state;
    char message[600];
    snprintf(message, sizeof message, "STATUS=94&MESSAGE=%0*d", TSS_MESSAGE_LIMIT, 7);
    assert_int_equal(read_text(message).kind, TSS_REFUSED);
    snprintf(message, sizeof message, "STATUS=94&MESSAGE=%0*d", TSS_MESSAGE_LIMIT + 1, 7);
    assert_int_equal(read_text(message).kind, TSS_GARBLED);
    size_t size = TSS_ANSWER_LIMIT + 1;
    char *body = arena_alloc(arena, size + 1);
    memset(body, ' ', size);
    memcpy(body, "STATUS=94&MESSAGE=x\n", 20);
    assert_int_equal(read_bytes(slice_of(body, size)).kind, TSS_GARBLED);
    assert_int_equal(read_bytes(slice_of(body, size - 1)).kind, TSS_REFUSED);
}

static void every_prefix_of_an_answer_is_read_without_harm(void **state) {
    (void)state;
    static const char whole[] = GRANTED LIST("<key>ApImg4Ticket</key><data>AQID</data>");
    for (size_t n = 0; n < sizeof whole - 2; n++) {
        char *copy = malloc(n ? n : 1); /* so that reading past it is seen */
        memcpy(copy, whole, n);
        assert_int_equal(read_bytes(slice_of(copy, n)).kind, TSS_GARBLED);
        free(copy);
    }
}

/* What a Mac logs for each answer, and that knowledge/error_code.tsv tells something of both. */
static void every_status_is_known_with_the_code_that_a_mac_logs(void **state) {
    (void)state;
    static const struct row rows[] = {{NULL, 5},   {NULL, 8},   {NULL, 49},  {NULL, 69}, {NULL, 94},
                                      {NULL, 100}, {NULL, 126}, {NULL, 128}, {NULL, 168}};
    static const struct {
        int64_t layer, code;
    } codes[] = {{0, 0},      {94, 3194},  {168, 3268}, {401, 3501}, {403, 3503}, {404, 3504}, {407, 3507}, {500, 3600},
                 {503, 3603}, {302, 3402}, {10002, 11}, {10012, 12}, {10003, 8},  {10052, 14}, {10053, 14}, {10055, 14}};
    struct error err = {{0}};
    struct knowledge *k = knowledge_open(NULL, &err);
    assert_non_null(k);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_non_null(known_error_find(knowledge_errors(k), slice_str("TSS"), rows[i].code));
        if (!known_error_find(knowledge_errors(k), slice_str("AMAuthInstallErrorDomain"), 3100 + rows[i].code))
            fail_msg("AMAuthInstallErrorDomain %d has no row", (int)(3100 + rows[i].code));
    }
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_int_equal(authinstall_code_of_tss_status(codes[i].layer), codes[i].code);
    knowledge_close(k);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_granted_ticket_is_taken_out_of_its_list),
        cmocka_unit_test(refusals_keep_status_and_message),
        cmocka_unit_test(what_is_no_answer_has_the_clients_own_code),
        cmocka_unit_test(limits_are_those_of_apples_client),
        cmocka_unit_test(every_prefix_of_an_answer_is_read_without_harm),
        cmocka_unit_test(every_status_is_known_with_the_code_that_a_mac_logs),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}

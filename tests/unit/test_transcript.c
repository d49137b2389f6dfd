/* Copies of a terminal: where a prompt is, what belongs to which command, and what is no prompt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/transcript.h"

static bool knows(void *context, struct slice word) {
    (void)context;
    static const char *const commands[] = {"df", "cat", "scutil", "sw_vers", "host", "log"};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (slice_is(word, commands[i]))
            return true;
    return false;
}

static void expect_part(struct transcript *t, const char *command, const char *text) {
    struct transcript_part part;
    assert_true(transcript_next(t, &part));
    if (!slice_is(part.command, command) || !slice_is(part.text, text))
        fail_msg("\"%.*s\": \"%.*s\"", SLICE_ARG(part.command), SLICE_ARG(part.text));
}

static void outputs_belong_to_their_commands(void **state) {
    (void)state;
    struct transcript_part part;
    struct transcript t = transcript_of(slice_str("It fails always.\n"
                                                  "ann@mac ~ % sudo -u root df -Pk /\n"
                                                  "Filesystem\n"
                                                  "ann@mac ~ % cat /etc/hosts\n"
                                                  "# a comment\n"
                                                  "127.0.0.1 localhost\n"
                                                  "```\n"
                                                  "Thanks\n"
                                                  "$ sw_vers\n"),
                                        knows, NULL);
    expect_part(&t, "", "It fails always.\n");
    expect_part(&t, "df -Pk /", "Filesystem\n");
    expect_part(&t, "cat /etc/hosts", "# a comment\n127.0.0.1 localhost\n");
    expect_part(&t, "", "Thanks\n");
    expect_part(&t, "sw_vers", "");
    assert_false(transcript_next(&t, &part));
}

static void prompts_are_told_from_text(void **state) {
    (void)state;
    static const struct {
        const char *line;
        bool prompt;
    } cases[] = {
        {"$ df", true},
        {"% df -h", true},
        {"mac:~ ann$ df", true},
        {"Anns-Mac:Library ann$ /usr/sbin/scutil --dns", true},
        {"ann@mac ~ % sw_vers", true},
        {"[ann@mac dir]$ cat x", true},
        {"-bash-3.2# cat /x", true},
        {"# cat /etc/hosts", true},
        {"# host addresses of the printers", false}, /* a comment that begins with a command */
        {"# sw_vers", false},
        {"$ rm x", false},               /* not known */
        {"it cost 5 $ cat food", false}, /* no shell writes that */
        {"the log: 100 % df is", false}, /* too many words of prose, no user */
        {"$df", false},
        {"", false},
        {"$ ", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (transcript_recognises(slice_str(cases[i].line), knows, NULL) != cases[i].prompt)
            fail_msg("%s", cases[i].line);
}

static void nothing_is_lost_of_a_text_without_prompts(void **state) {
    (void)state;
    struct transcript_part part;
    struct transcript t = transcript_of(slice_str("a\nb"), knows, NULL);
    expect_part(&t, "", "a\nb");
    assert_false(transcript_next(&t, &part));
    t = transcript_of(slice_of(NULL, 0), knows, NULL);
    assert_false(transcript_next(&t, &part));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outputs_belong_to_their_commands),
        cmocka_unit_test(prompts_are_told_from_text),
        cmocka_unit_test(nothing_is_lost_of_a_text_without_prompts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

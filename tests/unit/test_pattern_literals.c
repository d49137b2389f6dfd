#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "table/shared/pattern_literals.h"

/* The literals, parted by bars, in the order found; "" when nothing can be said. */
static void gives(const char *pattern, const char *expected) {
    struct pattern_literals l = {0};
    char text[1024] = "";
    static struct needles_ordinary ordinary;
    needles_ordinary_learn(&ordinary);
    if (pattern_literals_of(&ordinary, pattern, &l))
        for (size_t i = 0; i < l.count; i++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%.*s", i ? "|" : "", SLICE_ARG(pattern_literal(&l, i)));
    if (strcmp(text, expected) != 0)
        fail_msg("%s\n gives    %s\n expected %s", pattern, text, expected);
}

static void one_of_the_literals_is_in_every_match(void **state) {
    (void)state;
    gives("Personalization failed", "Personalization failed");
    gives("^(?<number>\\d+) updates? found$", " updates found| update found");
    gives("[Cc]aptive (?:portal|network)(?: detected)?", "Captive portal|Captive network|captive portal|captive network");
    gives("(?:no ticket|not signed) for \\w+", "no ticket for |not signed for ");
    gives("qqqq.*zzzzzzzz+y", "zzzzzzzz");
    gives("UserInfo=\\{(?<detail>[^}]*)\\}", "UserInfo={");
    gives("a{2}bcd{0,3}efghi", "efghi");
    gives("wxyz(?!q)1234", "wxyz1234");
    gives("wxyz(?:ab)*1234", "wxyz");
    gives("\\.im4m\\b", ".im4m");
    gives("can[’']t connect", "can’t connect|can't connect");
}

static void what_is_not_understood_says_nothing(void **state) {
    (void)state;
    gives("(?i)personalization", "");
    gives("\\d+|personalization", "");
    gives("(?:personalization)?", "");
    gives("[a-z]+", "");
    gives("(abc", "");
    gives("\\Qabcdef\\E", "");
    gives("((((((((((((((personalization))))))))))))))", "");
    gives("", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_of_the_literals_is_in_every_match),
        cmocka_unit_test(what_is_not_understood_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "property_text.h"
#include "table_test.h"

extern const struct table table_nvram;

static size_t row_of(const struct capture *c, const char *name) {
    for (size_t i = 0; i < c->n_rows; i++)
        if (strcmp(cell(c, i, "name"), name) == 0)
            return i;
    fail_msg("no variable %s", name);
    return 0;
}

static void data_is_text_when_it_can_be_printed(void **state) {
    (void)state;
    struct capture c;
    /* "-v x" with its NUL; 77 00 00 00; "anna" */
    assert_true(
        capture_feed(&c, &table_nvram, "nvram", "commands/nvram.plist",
                     PROPERTY_LIST(DICT(KEY("boot-args", "<data>LXYgeAA=</data>\n") KEY("csr-active-config", "<data>dwAAAA==</data>\n")
                                            KEY("fmm-computer-name", "<data>YW5uYQ==</data>\n") KEY("empty", "<data></data>\n")
                                                KEY("4D1EDE05-38C7-4A6A-9CC6-4BCCA8B38C14:prev-lang:kbd", "<data>ZGU6Mw==</data>\n")))));
    assert_int_equal(c.n_rows, 5);
    size_t i = row_of(&c, "boot-args");
    assert_string_equal(cell(&c, i, "value"), "-v x");
    assert_string_equal(cell(&c, i, "bytes"), "5");
    assert_string_equal(cell(&c, i, "text"), "boot-args=-v x");
    assert_string_equal(cell(&c, row_of(&c, "csr-active-config"), "value"), "77000000");
    assert_string_equal(cell(&c, row_of(&c, "empty"), "value"), "");
    i = row_of(&c, "prev-lang:kbd");
    assert_string_equal(cell(&c, i, "guid"), "4D1EDE05-38C7-4A6A-9CC6-4BCCA8B38C14");
    i = row_of(&c, "fmm-computer-name");
    assert_null(cell(&c, i, "value"));
    assert_null(cell(&c, i, "text"));
    assert_string_equal(cell(&c, i, "private_value"), "anna");
    capture_free(&c);
}

static void text_form_unescapes_percent(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_nvram, "nvram_text", "nvram.txt",
                             "boot-args\t-no_compat_check amfi=0x80\ncsr-active-config\t%7f%00%00%00\nodd\t100%25 %zz %4\n"));
    assert_int_equal(c.n_rows, 3);
    assert_string_equal(cell(&c, 0, "value"), "-no_compat_check amfi=0x80");
    assert_string_equal(cell(&c, 1, "value"), "7F000000");
    assert_string_equal(cell(&c, 1, "bytes"), "4");
    assert_string_equal(cell(&c, 2, "value"), "100% %zz %4");
    assert_string_equal(cell(&c, 2, "line"), "3");
    capture_free(&c);
}

static void long_values_are_cut_and_counted(void **state) {
    (void)state;
    static char text[20000];
    struct capture c;
    memset(text, 'a', sizeof text - 1);
    memcpy(text, "x\t", 2);
    assert_true(capture_feed(&c, &table_nvram, "nvram_text", "nvram.txt", text));
    assert_int_equal(strlen(cell(&c, 0, "value")), 4096);
    assert_string_equal(cell(&c, 0, "bytes"), "19997");
    capture_free(&c);
}

static void damage_is_an_error(void **state) {
    (void)state;
    static const struct {
        const char *kind, *text;
    } cases[] = {{"nvram", ""},      {"nvram", PROPERTY_LIST(ARRAY(""))},      {"nvram", "<plist><dict><key>a</key><data>AA"},
                 {"nvram_text", ""}, {"nvram_text", "nvram: not permitted\n"}, {"nvram_text", "\t\n\tx\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_nvram, cases[i].kind, "x", cases[i].text));
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_is_text_when_it_can_be_printed),
        cmocka_unit_test(text_form_unescapes_percent),
        cmocka_unit_test(long_values_are_cut_and_counted),
        cmocka_unit_test(damage_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/text_decode.h"

/* Decodes in pieces of `piece` bytes and compares. */
static void decodes_in(struct slice in, size_t piece, const char *expected) {
    struct text_decode d = text_decode_start();
    struct buffer scratch CLEANUP_BUFFER = buffer_with_limit(1 << 20), all CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct error err;
    do {
        struct slice chunk = slice_sub(in, 0, piece), text;
        in = slice_from(in, chunk.len);
        assert_true(text_decode_push(&d, chunk, in.len == 0, &scratch, &text, &err));
        buffer_append(&all, text);
    } while (in.len);
    buffer_add_byte(&all, 0);
    assert_string_equal((const char *)all.data, expected);
}

static void decodes(struct slice in, const char *expected) {
    const size_t pieces[] = {1, 2, 3, 7, SIZE_MAX};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        decodes_in(in, pieces[i], expected);
}

static void plain_text_passes_untouched(void **state) {
    (void)state;
    struct text_decode d = text_decode_start();
    struct buffer scratch CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct slice in = slice_str("2024-08-11 10:02:26+02 Mac softwareupdated[39]: é\n"), text;
    assert_true(text_decode_push(&d, in, true, &scratch, &text, NULL));
    assert_ptr_equal(text.data, in.data);
    assert_int_equal(text.len, in.len);
}

static void marks_and_line_ends_go(void **state) {
    (void)state;
    decodes(slice_str("\xEF\xBB\xBFone\r\ntwo\r\n"), "one\ntwo\n");
    decodes(slice_str("one\rtwo\rthree"), "one\ntwo\nthree");
    decodes(slice_str("10%\r20%\nend"), "10%\r20%\nend");
    decodes(slice_str("a\r\nb\rc\r"), "a\nb\rc\r");
    decodes(slice_of("torn\0\0\0\0in\n", 11), "tornin\n");
}

static void utf16_with_and_without_a_mark(void **state) {
    (void)state;
    decodes(slice_of("\xFF\xFE"
                     "a\0\xE9\0\x3D\xD8\x00\xDE\r\0\n\0",
                     14),
            "aé😀\n");
    decodes(slice_of("\xFE\xFF\0a\0\xE9\xD8\x3D\xDE\x00", 10), "aé😀");
    decodes(slice_of("2\0"
                     "0\0"
                     "2\0"
                     "4\0-\0"
                     "0\0"
                     "8\0-\0"
                     "1\0"
                     "1\0",
                     20),
            "2024-08-11");
    decodes(slice_of("\0"
                     "2\0"
                     "0\0"
                     "2\0"
                     "4\0-\0"
                     "0\0"
                     "8\0-\0"
                     "1\0"
                     "1",
                     20),
            "2024-08-11");
    decodes(slice_of("\xFF\xFE\x00\xD8x\0y", 7), "\xEF\xBF\xBDx\xEF\xBF\xBD");
}

static void rtf_as_textedit_writes_it(void **state) {
    (void)state;
    decodes(slice_str("{\\rtf1\\ansi\\ansicpg1252\\cocoartf2761\n"
                      "\\cocoatextscaling0\\cocoaplatform0{\\fonttbl\\f0\\fnil\\fcharset0 Menlo-Regular;}\n"
                      "{\\colortbl;\\red255\\green255\\blue255;}\n{\\*\\expandedcolortbl;;}\n"
                      "\\pard\\tx560\\pardirnatural\n\n\\f0\\fs22 \\cf0 UserInfo=\\{a = 1\\}\\\n"
                      "couldn\\'92t caf\\'e9 \\uc0\\u8217 \\u-10179 \\u-8704 \\par next\\tab end\\line}"),
            "UserInfo={a = 1}\ncouldn’t café ’😀\nnext\tend\n");
    decodes(slice_str("{\\rtf1\\uc1 x\\u8217\\'92y\\u233 ez{\\*\\fldinst{HYPERLINK \"q\"}}{\\fldrslt shown}\\bin3 {{{!}after"),
            "x’yézshown!after");
}

static void deep_groups_do_not_recurse(void **state) {
    (void)state;
    struct buffer in CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    buffer_add_str(&in, "{\\rtf1 a");
    for (size_t i = 0; i < 100000; i++)
        buffer_add_byte(&in, '{');
    buffer_add_str(&in, "hidden");
    for (size_t i = 0; i < 100000; i++)
        buffer_add_byte(&in, '}');
    buffer_add_str(&in, "b}");
    decodes_in(buffer_slice(&in), SIZE_MAX, "ab");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_passes_untouched),   cmocka_unit_test(marks_and_line_ends_go),
        cmocka_unit_test(utf16_with_and_without_a_mark), cmocka_unit_test(rtf_as_textedit_writes_it),
        cmocka_unit_test(deep_groups_do_not_recurse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

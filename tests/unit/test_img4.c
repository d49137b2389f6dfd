/* DER and the img4 family: what is read, and each way in which bytes are refused. Bytes by hand; genuine structures in test_ticket.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/img4.h"

#define BYTES(text) slice_of(text, sizeof(text) - 1)

static int open_arena(void **state) { return (*state = arena_new(1 << 20)) ? 0 : -1; }

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

/* The identifiers of four-character codes, as in genuine tickets. */
static void codes_are_private_tags(void **state) {
    (void)state;
    static const struct {
        const char *name;
        struct slice bytes;
    } cases[] = {{"MANB", {(const uint8_t *)"\xFF\x84\xEA\x85\x9C\x42\x00", 7}},
                 {"SDOM", {(const uint8_t *)"\xFF\x85\x9A\x91\x9E\x4D\x00", 7}},
                 {"snon", {(const uint8_t *)"\xFF\x87\x9B\xB9\xDE\x6E\x00", 7}},
                 {"lpol", {(const uint8_t *)"\xFF\x86\xE3\xC1\xDE\x6C\x00", 7}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct der_cursor c = der_cursor_of(cases[i].bytes);
        struct der e;
        struct error err;
        char name[12];
        assert_true(der_next(&c, &e, &err));
        assert_int_equal(e.class, DER_PRIVATE);
        assert_true(e.constructed);
        assert_string_equal(img4_name(e.tag, name), cases[i].name);
        assert_true(der_at_end(&c));
    }
}

static void what_is_not_der_is_refused(void **state) {
    (void)state;
    static const struct {
        struct slice bytes;
        const char *error;
    } cases[] = {
        {{(const uint8_t *)"", 0}, "offset 0: an element is missing"},
        {{(const uint8_t *)"\x30", 1}, "offset 0: the element is cut off"},
        {{(const uint8_t *)"\x30\x80\x00\x00", 4}, "offset 0: the length is indefinite, which DER does not allow"},
        {{(const uint8_t *)"\x30\x81\x05", 3}, "offset 0: the length 5 is not written in the fewest bytes"},
        {{(const uint8_t *)"\x30\x82\x00\x90", 4}, "offset 0: the length 144 is not written in the fewest bytes"},
        {{(const uint8_t *)"\x30\x89\x01\x01\x01\x01\x01\x01\x01\x01\x01", 11}, "offset 0: the length takes 9 bytes"},
        {{(const uint8_t *)"\x30\x88\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10},
         "offset 0: the element has 18446744073709551615 bytes, 0 are left"},
        {{(const uint8_t *)"\x30\x82\x01", 3}, "offset 0: the element is cut off"},
        {{(const uint8_t *)"\x04\x03\x01\x02", 4}, "offset 0: the element has 3 bytes, 2 are left"},
        {{(const uint8_t *)"\xFF\x1E\x00", 3}, "offset 0: tag 30 is not written in the fewest bytes"},
        {{(const uint8_t *)"\xFF\x80\x81\x00\x00", 5}, "offset 0: the tag number begins with a zero"},
        {{(const uint8_t *)"\xFF\x90\x80\x80\x80\x00\x00", 7}, "offset 0: the tag number has more than 32 bits"},
        {{(const uint8_t *)"\xFF\x84\xEA", 3}, "offset 0: the element is cut off"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct der_cursor c = der_cursor_of(cases[i].bytes);
        struct der e;
        struct error err = {{0}};
        assert_false(der_next(&c, &e, &err));
        assert_string_equal(err.text, cases[i].error);
    }
}

static void numbers_have_one_form(void **state) {
    (void)state;
    static const struct {
        struct slice bytes;
        bool good;
        uint64_t value;
    } cases[] = {
        {{(const uint8_t *)"\x02\x01\x00", 3}, true, 0},
        {{(const uint8_t *)"\x02\x03\x00\x80\x15", 5}, true, 0x8015},
        {{(const uint8_t *)"\x02\x09\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 11}, true, UINT64_MAX},
        {{(const uint8_t *)"\x02\x00", 2}, false, 0},
        {{(const uint8_t *)"\x02\x02\x00\x15", 4}, false, 0},
        {{(const uint8_t *)"\x02\x01\x80", 3}, false, 0},
        {{(const uint8_t *)"\x02\x09\x01\x00\x00\x00\x00\x00\x00\x00\x00", 11}, false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct der_cursor c = der_cursor_of(cases[i].bytes);
        struct der e;
        struct error err;
        uint64_t value = 0;
        assert_true(der_next(&c, &e, &err));
        assert_int_equal(der_unsigned(&e, &value, &err), cases[i].good);
        assert_true(value == cases[i].value);
    }
}

static void offsets_count_from_the_outermost_bytes(void **state) {
    (void)state;
    struct der_cursor c = der_cursor_of(BYTES("\x30\x06\x02\x01\x05\x30\x01\x80")), inside, deeper;
    struct der e;
    struct error err = {{0}};
    assert_true(der_next(&c, &e, &err));
    inside = der_inside(&c, &e);
    assert_true(der_next(&inside, &e, &err));
    assert_true(der_next(&inside, &e, &err));
    assert_int_equal(e.offset, 5);
    deeper = der_inside(&inside, &e);
    assert_false(der_next(&deeper, &e, &err));
    assert_string_equal(err.text, "offset 7: the element is cut off");
}

static void a_restore_part_is_read(void **state) {
    struct img4 i;
    struct error err = {{0}};
    const struct img4_property *p;
    assert_true(img4_parse(BYTES("\x30\x21\x16\x04IM4R\x31\x19\xFF\x84\x92\xB9\x86\x4E\x12\x30\x10\x16\x04"
                                 "BNCN\x04\x08\x11\x22\x33\x44\x55\x66\x77\x88"),
                           *state, &i, &err));
    assert_true(i.has_restore && !i.has_manifest && !i.has_payload);
    p = img4_find(&i.restore, IMG4_NAME('B', 'N', 'C', 'N'));
    assert_non_null(p);
    assert_int_equal(p->type, IMG4_DATA);
    assert_int_equal(p->bytes.len, 8);
}

static void what_is_no_img4_is_refused(void **state) {
    static const struct {
        struct slice bytes;
        const char *error;
    } cases[] = {
        {{(const uint8_t *)"\x30\x06\x16\x04XXXX", 8}, "offset 0: not known: XXXX"},
        {{(const uint8_t *)"\x30\x06\x16\x04IM4R", 8}, "IM4R: properties: offset 8: an element is missing"},
        {{(const uint8_t *)"\x30\x09\x16\x04IM4M\x02\x01\x01", 11}, "IM4M: offset 8: version 1; only 0 is known"},
        {{(const uint8_t *)"\x30\x06\x16\x04IM4M\x00", 9}, "offset 8: 1 bytes behind the end"},
        {{(const uint8_t *)"\x30\x0B\x16\x04IM4M\x02\x01\x00\x31\x00", 13}, "IM4M: body: offset 13: an element is missing"},
        {{(const uint8_t *)"\x30\x18\x16\x04IM4R\x31\x10\xFF\x84\x92\xB9\x86\x4E\x09\x30\x07\x16\x04"
                           "BNCX\x05",
          26},
         "IM4R: offset 10: the property's name and its tag differ"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct img4 out;
        struct error err = {{0}};
        assert_false(img4_parse(cases[i].bytes, *state, &out, &err));
        assert_string_equal(err.text, cases[i].error);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_private_tags),
        cmocka_unit_test(what_is_not_der_is_refused),
        cmocka_unit_test(numbers_have_one_form),
        cmocka_unit_test(offsets_count_from_the_outermost_bytes),
        cmocka_unit_test_setup_teardown(a_restore_part_is_read, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_is_no_img4_is_refused, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* DER and tickets written: the bytes of the standard and of genuine tickets, and what is written is read back the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/der_write.h"
#include "format/img4_write.h"

#define HAS(out, text) assert_true(slice_equal(buffer_slice(&(out)), slice_of(text, sizeof(text) - 1)))

static void numbers_take_the_fewest_bytes(void **state) {
    (void)state;
    static const struct {
        uint64_t value;
        struct slice bytes;
    } cases[] = {{0, {(const uint8_t *)"\x02\x01\x00", 3}},
                 {0x7F, {(const uint8_t *)"\x02\x01\x7F", 3}},
                 {0x80, {(const uint8_t *)"\x02\x02\x00\x80", 4}},
                 {0x8015, {(const uint8_t *)"\x02\x03\x00\x80\x15", 5}}, /* CHIP of a genuine ticket */
                 {0x123456789012, {(const uint8_t *)"\x02\x06\x12\x34\x56\x78\x90\x12", 8}},
                 {UINT64_MAX, {(const uint8_t *)"\x02\x09\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 11}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out CLEANUP_BUFFER = buffer_with_limit(100);
        struct der e;
        struct error err;
        uint64_t value = 1;
        der_put_unsigned(&out, cases[i].value);
        assert_true(slice_equal(buffer_slice(&out), cases[i].bytes));
        struct der_cursor c = der_cursor_of(buffer_slice(&out));
        assert_true(der_next(&c, &e, &err) && der_unsigned(&e, &value, &err));
        assert_true(value == cases[i].value);
    }
}

/* Lengths at each step of their own length, inside an element that is closed around them. */
static void lengths_take_the_fewest_bytes(void **state) {
    (void)state;
    static uint8_t zeros[0x10001];
    static const size_t lengths[] = {0, 1, 0x7B, 0x7D, 0x7E, 0x7F, 0x80, 0xFB, 0xFF, 0x100, 0xFFFF, 0x10000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 20);
        struct der outer, inner;
        struct error err;
        size_t set = der_open(&out, DER_UNIVERSAL, DER_SET);
        der_put(&out, DER_OCTET_STRING, slice_of(zeros, lengths[i]));
        der_close(&out, set);
        struct der_cursor c = der_cursor_of(buffer_slice(&out)); /* the reader refuses lengths that are longer than need be */
        assert_true(der_expect(&c, DER_UNIVERSAL, DER_SET, "set", &outer, &err) && der_at_end(&c));
        struct der_cursor inside = der_inside(&c, &outer);
        assert_true(der_expect(&inside, DER_UNIVERSAL, DER_OCTET_STRING, "octets", &inner, &err) && der_at_end(&inside));
        assert_int_equal(inner.content.len, lengths[i]);
    }
}

/* As in genuine tickets. */
static void codes_are_written_as_apple_does(void **state) {
    (void)state;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(100);
    size_t at = der_open(&out, DER_PRIVATE, IMG4_NAME('S', 'D', 'O', 'M'));
    der_close(&out, at);
    HAS(out, "\xFF\x85\x9A\x91\x9E\x4D\x00");
    buffer_clear(&out);
    at = der_open(&out, DER_CONTEXT, 1);
    der_close(&out, at);
    HAS(out, "\xA1\x00");
    buffer_clear(&out);
    der_put_boolean(&out, true);
    HAS(out, "\x01\x01\xFF");
}

static void too_small_a_buffer_is_told(void **state) {
    (void)state;
    for (size_t limit = 0; limit < 12; limit++) {
        struct buffer out CLEANUP_BUFFER = buffer_with_limit(limit);
        size_t at = der_open(&out, DER_PRIVATE, IMG4_NAME('S', 'D', 'O', 'M'));
        der_put_unsigned(&out, 300);
        der_close(&out, at);
        assert_int_equal(buffer_ok(&out), limit >= 11);
    }
}

static struct img4_property number(const char *name, uint64_t value) {
    return (struct img4_property){.name = IMG4_NAME(name[0], name[1], name[2], name[3]), .type = IMG4_INTEGER, .integer = value};
}

static void a_ticket_is_read_back(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct buffer body CLEANUP_BUFFER = buffer_with_limit(1 << 16), out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    struct img4_property manp[] = {{.name = IMG4_NAME('l', 'o', 'v', 'e'), .type = IMG4_TEXT, .bytes = slice_str("25.1.279.5.13,0")},
                                   number("ECID", 0x8123456789abcdef),
                                   number("CHIP", 0x8103),
                                   {.name = IMG4_NAME('C', 'P', 'R', 'O'), .type = IMG4_BOOLEAN, .boolean = true}};
    struct img4_property image = {.name = IMG4_DGST, .type = IMG4_DATA, .bytes = slice_str("digest")};
    struct img4_object manifest = {.properties = manp, .n_properties = 4};
    struct img4_object objects[] = {{.name = IMG4_NAME('k', 'r', 'n', 'l'), .properties = &image, .n_properties = 1},
                                    {.name = IMG4_NAME('d', 't', 'r', 'e'), .properties = &image, .n_properties = 1}};
    img4_sort(manp, 4);
    img4_sort_objects(objects, 2);
    img4_write_body(&body, &manifest, objects, 2);
    struct slice certificate = slice_of("\x30\x00", 2);
    img4_write_ticket(&out, buffer_slice(&body), slice_str("signature"), &certificate, 1);
    struct img4 read;
    struct error err = {{0}};
    assert_true(buffer_ok(&out));
    if (!img4_parse(buffer_slice(&out), arena, &read, &err))
        fail_msg("%s", err.text);
    assert_true(slice_equal(read.manifest.body, buffer_slice(&body)));
    assert_true(slice_is(read.manifest.signature, "signature"));
    assert_int_equal(read.manifest.n_certificates, 1);
    assert_int_equal(read.manifest.n_objects, 2);
    assert_int_equal(read.manifest.objects[0].name, IMG4_NAME('d', 't', 'r', 'e')); /* sorted */
    assert_int_equal(read.manifest.manifest.properties[0].name, IMG4_NAME('C', 'H', 'I', 'P'));
    assert_true(img4_find(&read.manifest.manifest, IMG4_NAME('E', 'C', 'I', 'D'))->integer == 0x8123456789abcdef);
    assert_true(img4_find(&read.manifest.manifest, IMG4_NAME('C', 'P', 'R', 'O'))->boolean);
    assert_true(slice_is(img4_find(&read.manifest.manifest, IMG4_NAME('l', 'o', 'v', 'e'))->bytes, "25.1.279.5.13,0"));
}

static void constraints_are_read_back(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    struct img4_property manp[] = {number("CHIP", 0x6000), {.name = IMG4_NAME('E', 'C', 'I', 'D'), .type = IMG4_PRESENT}};
    struct img4_property objp[] = {{.name = IMG4_DGST, .type = IMG4_PRESENT}, {.name = IMG4_NAME('D', 'P', 'R', 'O'), .type = IMG4_ABSENT}};
    struct img4_constraints c = {{.properties = manp, .n_properties = 2}, {.properties = objp, .n_properties = 2}}, read;
    struct error err = {{0}};
    img4_write_constraints(&out, &c);
    if (!img4_constraints_parse(buffer_slice(&out), arena, &read, &err))
        fail_msg("%s", err.text);
    assert_int_equal(read.manifest.n_properties, 2);
    assert_int_equal(read.manifest.properties[0].integer, 0x6000);
    assert_int_equal(read.manifest.properties[1].type, IMG4_PRESENT);
    assert_int_equal(read.object.properties[1].type, IMG4_ABSENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_take_the_fewest_bytes),   cmocka_unit_test(lengths_take_the_fewest_bytes),
        cmocka_unit_test(codes_are_written_as_apple_does), cmocka_unit_test(too_small_a_buffer_is_told),
        cmocka_unit_test(a_ticket_is_read_back),           cmocka_unit_test(constraints_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Code signatures: what is read of one, each way in which bytes are refused, and that a changed byte is found. Files by
 * make_macho_seeds.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "format/code_signature.h"
#include "format/macho.h"

enum { MOST = 32 << 10 };

struct sample {
    uint8_t bytes[MOST];
    size_t len, at, n; /* at, n: the signature in it */
};

static void seed(const char *name, struct sample *ret) {
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct macho m;
    struct error err = {{0}};
    char path[128];
    snprintf(path, sizeof path, "tests/fuzz/seeds/code_signature/%s", name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    ret->len = fread(ret->bytes, 1, MOST, f);
    fclose(f);
    if (!macho_parse(slice_of(ret->bytes, ret->len), arena, &m, &err)) /* the signature alone */
        m = (struct macho){.slices = &(struct macho_slice){.signature_size = (uint32_t)ret->len}, .n_slices = 1};
    ret->at = m.slices[0].signature_offset;
    ret->n = m.slices[0].signature_size;
}

static struct code_signature parse(const struct sample *s) {
    struct code_signature c;
    struct error err = {{0}};
    if (!code_signature_parse(slice_of(s->bytes + s->at, s->n), &c, &err))
        fail_msg("%s", err.text);
    return c;
}

static void who_signed_and_how_is_read(void **state) {
    (void)state;
    struct sample s;
    seed("sha256", &s);
    struct code_signature c = parse(&s);
    assert_true(slice_is(c.identifier, "com.example.a"));
    assert_true(slice_is(c.team, "ABCDE12345"));
    assert_int_equal(c.flags, CODE_ADHOC);
    assert_int_equal(c.platform, 0);
    assert_false(c.has_cms);
    assert_int_equal(c.page_size, 4096);
    assert_int_equal(c.limit, 4096 + 5000);
    seed("sha1", &s);
    c = parse(&s);
    assert_int_equal(c.platform, 1);
    assert_int_equal(c.team.len, 0);
}

static void all_pages_match_what_was_signed(void **state) {
    (void)state;
    static const struct {
        const char *seed, *hash;
        uint32_t pages;
    } cases[] = {{"sha256", "SHA-256", 3}, {"sha1", "SHA-1", 2}, {"sha384", "SHA-384", 2}, {"truncated-hash", "SHA-256 (20 bytes)", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sample s;
        seed(cases[i].seed, &s);
        struct code_signature c = parse(&s);
        struct code_pages p = code_signature_check(&c, slice_of(s.bytes, s.len));
        assert_string_equal(code_hash_name(c.hash_type), cases[i].hash);
        assert_int_equal(p.checked, cases[i].pages);
        assert_int_equal(p.bad, 0);
    }
}

static void one_changed_bit_is_found_with_its_page(void **state) {
    (void)state;
    struct sample s;
    seed("sha256", &s);
    s.bytes[4096 + 4500] ^= 1;
    struct code_signature c = parse(&s);
    struct code_pages p = code_signature_check(&c, slice_of(s.bytes, s.len));
    assert_int_equal(p.bad, 1);
    assert_int_equal(p.first_bad, 8192);
}

static void a_file_cut_short_lacks_its_pages(void **state) {
    (void)state;
    struct sample s;
    seed("sha256", &s);
    struct code_signature c = parse(&s);
    struct code_pages p = code_signature_check(&c, slice_of(s.bytes, 4096));
    assert_int_equal(p.checked, 3);
    assert_int_equal(p.bad, 2);
    assert_int_equal(p.first_bad, 4096);
}

static void special_slots_seal_other_files(void **state) {
    (void)state;
    struct sample s;
    uint8_t hash[CODE_MAX_HASH];
    seed("sha256", &s);
    struct code_signature c = parse(&s);
    assert_true(code_signature_hash(&c, slice_str("<plist/>"), hash));
    assert_true(slice_equal(code_signature_special(&c, CODE_INFO), slice_of(hash, 32)));
    assert_true(slice_equal(code_signature_special(&c, CODE_RESOURCES), slice_of(hash, 32)));
    assert_int_equal(code_signature_special(&c, CODE_REQUIREMENTS).len, 0);
    assert_int_equal(code_signature_special(&c, 0).len, 0);
    assert_int_equal(code_signature_special(&c, 4).len, 0);
}

/* Each field that counts or points, with a number that does not fit. The directory begins at byte 28 of the signature alone. */
static void what_is_wrong_is_told(void **state) {
    (void)state;
    static const struct {
        size_t at;
        const char *bytes, *error;
    } cases[] = {
        {0, "\0\0\0\0", "no embedded signature"},
        {4, "\0\0\0\4", "a signature of 4 bytes and 2 blobs in "},
        {4, "\x7F\0\0\0", "a signature of 2130706432 bytes and 2 blobs in "},
        {8, "\0\0\0\x41", "a signature of "},
        {8, "\0\0\0\0", "it has no code directory"},
        {16, "\x7F\0\0\0", "a blob at byte 2130706432 of "},
        {16, "\0\0\0\0", "no code directory at byte 0"},
        {32, "\0\0\0\7", "a blob at byte 28 of "},
        {32, "\0\0\0\x10", "a directory of version 0x20200 is cut short at 16 bytes"},
        {44, "\x7F\0\0\0", "3 special and 1 code slots at byte 2130706432 of a directory of "},
        {48, "\x7F\0\0\0", "the identifier at byte 2130706432 of the directory has no end"},
        {52, "\x7F\0\0\0", "2130706432 special and 1 code slots at byte "},
        {56, "\x7F\0\0\0", "3 special and 2130706432 code slots at byte "},
        {64, "\x14\2\0\x0C", "hashes of 20 bytes for SHA-256"},
        {64, "\0\x63\0\x0C", "hashes of 0 bytes"},
        {64, "\x20\2\0\x20", "pages of 2^32 bytes"},
        {76, "\x7F\0\0\0", "the team at byte 2130706432 of the directory has no end"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sample s;
        struct code_signature c;
        struct error err = {{0}};
        seed("bare", &s);
        memcpy(s.bytes + cases[i].at, cases[i].bytes, 4);
        if (code_signature_parse(slice_of(s.bytes, s.len), &c, &err))
            fail_msg("case %zu was read", i);
        if (!slice_starts_with(slice_str(err.text), cases[i].error))
            fail_msg("\"%s\" instead of \"%s\"", err.text, cases[i].error);
    }
}

/* The bytes lie alone in memory, so that a sanitizer sees any read past their end. */
static void try(const uint8_t *bytes, size_t len) {
    uint8_t *alone = malloc(len ? len : 1);
    struct code_signature c;
    struct error err = {{0}};
    assert_non_null(alone);
    memcpy(alone, bytes, len);
    if (code_signature_parse(slice_of(alone, len), &c, &err)) {
        struct code_pages p = code_signature_check(&c, slice_of(alone, len));
        assert_true(p.bad <= p.checked);
        (void)code_signature_special(&c, c.n_special);
    } else {
        assert_true(err.text[0] != '\0');
    }
    free(alone);
}

static void cut_anywhere_or_with_any_flipped_bit_it_does_no_harm(void **state) {
    (void)state;
    struct sample s;
    seed("bare", &s);
    for (size_t len = 0; len < s.len; len++)
        try(s.bytes, len);
    for (size_t bit = 0; bit < s.len * 8; bit++) {
        s.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        try(s.bytes, s.len);
        s.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_signed_and_how_is_read),
        cmocka_unit_test(all_pages_match_what_was_signed),
        cmocka_unit_test(one_changed_bit_is_found_with_its_page),
        cmocka_unit_test(a_file_cut_short_lacks_its_pages),
        cmocka_unit_test(special_slots_seal_other_files),
        cmocka_unit_test(what_is_wrong_is_told),
        cmocka_unit_test(cut_anywhere_or_with_any_flipped_bit_it_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

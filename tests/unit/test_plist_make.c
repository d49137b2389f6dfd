/* Lists that are made and written: what is written is read again as it was made. */
#include <stdlib.h>

#include "arena_test.h"
#include "base/base64.h"
#include "format/device_keys.h"
#include "format/plist_make.h"

static const struct plist *round_trip(const struct plist *p) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(16 << 20);
    struct error err = {{0}};
    const struct plist *root = NULL;
    assert_true(plist_write_xml(p, &out, &err));
    if (!plist_parse(buffer_slice(&out), arena, &root, NULL, &err))
        fail_msg("%s", err.text);
    return root;
}

static void values_come_back_as_they_were(void **state) {
    (void)state;
    struct error err;
    struct plist inner, outer;
    struct plist_dict d = plist_dict_in(arena), e = plist_dict_in(arena);
    plist_dict_set(&e, "Empty", plist_of_data(slice_str("")));
    plist_dict_set(&e, "Text", plist_of_string(slice_str("a < b & \"c\" > \xc3\xa4")));
    assert_true(plist_dict_finish(&e, &inner, &err));
    plist_dict_set(&d, "Z", inner);
    plist_dict_set(&d, "Large", plist_of_unsigned(UINT64_MAX));
    plist_dict_set(&d, "Small", plist_of_unsigned(0x8103));
    plist_dict_set(&d, "False", plist_of_bool(false));
    plist_dict_set(&d, "False", plist_of_bool(true)); /* the second counts */
    plist_dict_set(&d, "@First", plist_of_data(slice_of("\0\1\2\3", 4)));
    assert_true(plist_dict_has(&d, "Small"));
    assert_false(plist_dict_has(&d, "Sma"));
    assert_true(plist_dict_finish(&d, &outer, &err));
    const struct plist *r = round_trip(&outer);
    assert_int_equal(r->n_items, 5);
    assert_true(slice_is(r->keys[0], "@First"));
    assert_true(slice_is(r->keys[4], "Z"));
    assert_true(plist_get(r, "Large")->is_unsigned);
    assert_int_equal((uint64_t)plist_get(r, "Large")->integer, UINT64_MAX);
    assert_int_equal(plist_get(r, "Small")->integer, 0x8103);
    assert_true(plist_get(r, "False")->boolean);
    assert_true(slice_equal(plist_get(r, "@First")->text, slice_of("\0\1\2\3", 4)));
    assert_int_equal(plist_path(r, "Z/Empty")->type, PLIST_DATA);
    assert_int_equal(plist_path(r, "Z/Empty")->text.len, 0);
    assert_true(slice_is(plist_path(r, "Z/Text")->text, "a < b & \"c\" > \xc3\xa4"));
}

static void data_of_every_length_comes_back(void **state) {
    (void)state;
    uint8_t bytes[200];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 37);
    for (size_t n = 0; n <= sizeof bytes; n++) {
        struct plist p = plist_of_data(slice_of(bytes, n));
        assert_true(slice_equal(round_trip(&p)->text, slice_of(bytes, n)));
        struct buffer text CLEANUP_BUFFER = buffer_with_limit(1000);
        struct slice back;
        base64_append(&text, slice_of(bytes, n));
        assert_int_equal(text.len, (n + 2) / 3 * 4);
        assert_true(base64_read(buffer_slice(&text), arena, &back));
        assert_true(slice_equal(back, slice_of(bytes, n)));
    }
}

static void base64_with_breaks_and_without_padding(void **state) {
    (void)state;
    struct slice back;
    assert_true(base64_read(slice_str("aGV\r\n sbG\t8="), arena, &back));
    assert_true(slice_is(back, "hello"));
    assert_true(base64_read(slice_str("aGVsbG8"), arena, &back));
    assert_true(slice_is(back, "hello"));
    static const char *const broken[] = {"aGVsb", "aGV*bG8=", "aG=sbG8=", "aGVsbA===", "\xc3\xa4"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_false(base64_read(slice_str(broken[i]), arena, &back));
}

static void what_has_no_form_here_is_refused(void **state) {
    (void)state;
    struct error err;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 20), small CLEANUP_BUFFER = buffer_with_limit(40);
    struct plist real = {.type = PLIST_REAL}, text = plist_of_string(slice_str("x"));
    assert_false(plist_write_xml(&real, &out, &err));
    assert_false(plist_write_xml(&text, &small, &err));
    struct plist levels[PLIST_MAX_DEPTH + 1];
    for (size_t i = 0; i < PLIST_MAX_DEPTH + 1; i++)
        levels[i] = (struct plist){.type = PLIST_ARRAY, .items = i < PLIST_MAX_DEPTH ? &levels[i + 1] : &text, .n_items = 1};
    assert_false(plist_write_xml(&levels[0], &out, &err));
    out.len = 0;
    assert_true(plist_write_xml(&levels[1], &out, &err));
}

static void a_dictionary_has_a_limit_and_needs_memory(void **state) {
    (void)state;
    struct error err;
    struct plist p;
    struct plist_dict d = plist_dict_in(arena);
    for (int i = 0; i <= PLIST_DICT_MAX; i++)
        plist_dict_set(&d, arena_printf(arena, "%d", i), plist_of_bool(true));
    assert_false(plist_dict_finish(&d, &p, &err));
    struct arena *little CLEANUP_ARENA = arena_new(1);
    d = plist_dict_in(little);
    plist_dict_set(&d, "a", plist_of_bool(true));
    assert_false(plist_dict_finish(&d, &p, &err));
}

static void a_device_is_read_from_words(void **state) {
    (void)state;
    struct device_keys k;
    struct error err;
    assert_true(device_keys_parse(
        arena, slice_str("chip=0x8103,board=34,domain=1,ecid=0xffffffffffffffff,nonce=00fF,sepnonce=random,class=j274ap"), &k, &err));
    assert_true(k.has_chip && k.has_board && k.has_domain && k.has_ecid && k.production && k.security && k.sep_nonce_random);
    assert_false(k.nonce_random);
    assert_int_equal(k.chip, 0x8103);
    assert_int_equal(k.board, 34);
    assert_int_equal(k.ecid, UINT64_MAX);
    assert_true(slice_equal(k.nonce, slice_of("\x00\xff", 2)));
    assert_true(slice_is(k.device_class, "j274ap"));
    assert_true(device_keys_parse(arena, slice_str("production=0,volume=6F1B2C3D-0000-4000-8000-0123456789ab,ticket-hash=ab"), &k, &err));
    assert_false(k.production);
    assert_true(k.security);
    assert_int_equal(k.volume.len, 16);
    assert_int_equal(k.volume.data[0], 0x6f);
    assert_int_equal(k.volume.data[15], 0xab);
    assert_null(k.nonce.data);
    static const char *const broken[] = {
        "chip",     "chip=",        "chip=0x",         "chip=8g",    "ecid=18446744073709551616", "nonce=0",
        "nonce=zz", "production=2", "volume=ab",       "colour=red", "chip=1,,board=2",           "chip=-1",
        "class=",   "nonce=",       "ticket-hash=0x00"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        if (device_keys_parse(arena, slice_str(broken[i]), &k, &err))
            fail_msg("%s was taken", broken[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back_as_they_were),
        cmocka_unit_test(data_of_every_length_comes_back),
        cmocka_unit_test(base64_with_breaks_and_without_padding),
        cmocka_unit_test(what_has_no_form_here_is_refused),
        cmocka_unit_test(a_dictionary_has_a_limit_and_needs_memory),
        cmocka_unit_test(a_device_is_read_from_words),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}

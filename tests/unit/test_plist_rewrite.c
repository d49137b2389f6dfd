/* Property lists with other texts in them: what changes, what stays, and that they stay readable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/plist.h"
#include "format/plist_rewrite.h"

/* "anna" becomes "<user-1>", ä's name gets longer than ASCII, digits become letters, data of more than four bytes is emptied. */
static bool change_text(void *context, struct slice text, struct buffer *out) {
    size_t *calls = context;
    struct slice before, after;
    (*calls)++;
    if (!slice_cut(text, "anna", &before, &after) && !slice_cut(text, "1234567890", &before, &after)) {
        buffer_append(out, text);
        return false;
    }
    buffer_append(out, before);
    buffer_add_str(out, "<user-1>");
    buffer_append(out, after);
    return true;
}

static bool change_data(void *context, struct slice bytes, struct buffer *out) {
    (void)context;
    buffer_append(out, slice_sub(bytes, 0, bytes.len > 4 ? 0 : bytes.len));
    return bytes.len > 4;
}

static size_t calls;
static const struct plist_rewrite how = {.context = &calls, .text = change_text, .data = change_data};

static void xml_becomes(const char *in, const char *expected) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    assert_true(plist_rewrite_xml(slice_str(in), &how, &out));
    buffer_add_byte(&out, 0);
    assert_string_equal((const char *)out.data, expected);
}

static void xml_keeps_what_does_not_change(void **state) {
    (void)state;
    static const char *const same[] = {
        "<?xml version=\"1.0\"?>\n<plist version=\"1.0\">\n<dict>\n\t<key>a &amp; b</key><string>&#x41;</string></dict></plist>\n",
        "<plist><date>2024-01-02T03:04:05Z</date><real>1.5</real><integer>42</integer><true/></plist>",
        "<plist><string>cut &am",
        "<plist><array><string>torn\0\0",
        "not a list at all",
        "",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        xml_becomes(same[i], same[i]);
}

static void xml_changes_only_texts_numbers_and_data(void **state) {
    (void)state;
    xml_becomes("<key>anna</key>", "<key>&lt;user-1&gt;</key>");
    xml_becomes("<string>&#97;nna &amp; Bob</string>", "<string>&lt;user-1&gt; &amp; Bob</string>");
    xml_becomes("<integer>1234567890</integer>", "<integer>0</integer>");
    xml_becomes("<!-- anna --><string>x</string>", "<!-- <user-1> --><string>x</string>");
    xml_becomes("<string><![CDATA[/anna]]></string>", "<string><![CDATA[/<user-1>]]></string>");
    xml_becomes("<string><![CDATA[x]]>anna</string>", "<string><![CDATA[x]]>&lt;user-1&gt;</string>");
    xml_becomes("<data>AAAA</data>", "<data>AAAA</data>");
    xml_becomes("<data>\n\tAAAA\n\tAAAA\n</data>", "<data></data>");
    xml_becomes("<string>cut off in anna", "<string>cut off in &lt;user-1&gt;");
    xml_becomes("<string>x</string><anna", "<string>x</string><<user-1>");
}

static const struct plist *parsed(struct slice bytes, struct arena *arena) {
    const struct plist *root = NULL;
    struct error err = {{0}};
    if (!plist_parse(bytes, arena, &root, NULL, &err))
        fail_msg("%s", err.text);
    return root;
}

/* {k: [anna, "änna-anna", anna again by reference, 1234567890, 7, data, date]}; written by hand after CFBinaryPList.c. */
static const uint8_t list[] = {'b',  'p',  'l',  'i',  's',  't', '0', '0',              /* 8 */
                               0xD1, 1,    2,                                            /* 8: dict */
                               0x51, 'k',                                                /* 11 */
                               0xA7, 3,    4,    3,    5,    6,   7,   8,                /* 13: array */
                               0x54, 'a',  'n',  'n',  'a',                              /* 21 */
                               0x65, 0,    0xE4, 0,    'a',  0,   'n', 0,   'n', 0, 'a', /* 26 */
                               0x12, 0x49, 0x96, 0x02, 0xD2,                             /* 37: 1234567890 */
                               0x10, 7,                                                  /* 42 */
                               0x45, 1,    2,    3,    4,    5,                          /* 44 */
                               0x33, 0x41, 0xC0, 0,    0,    0,   0,   0,   0,           /* 50: date */
                               8,    11,   13,   21,   26,   37,  42,  44,  50,          /* 59: offsets */
                               0,    0,    0,    0,    0,    0,   1,   1,   0,   0, 0,   0, 0, 0, 0, 9,
                               0,    0,    0,    0,    0,    0,   0,   0,   0,   0, 0,   0, 0, 0, 0, 59};

static void binary_keeps_its_structure(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    struct error err = {{0}};
    const struct plist *before = plist_get(parsed(slice_of(list, sizeof list), arena), "k");
    assert_int_equal(before->n_items, 7);
    if (!plist_rewrite_binary(slice_of(list, sizeof list), &how, &out, &err))
        fail_msg("%s", err.text);
    const struct plist *after = plist_get(parsed(buffer_slice(&out), arena), "k");
    assert_int_equal(plist_sniff(buffer_slice(&out)), PLIST_BINARY);
    assert_int_equal(after->n_items, 7);
    assert_true(slice_is(plist_string(&after->items[0]), "<user-1>"));
    assert_true(slice_is(plist_string(&after->items[1]), "\xc3\xa4<user-1>"));
    assert_true(slice_is(plist_string(&after->items[2]), "<user-1>"));
    assert_int_equal(after->items[3].integer, 0);
    assert_int_equal(after->items[4].integer, 7);
    assert_int_equal(after->items[5].text.len, 0);
    assert_true(after->items[6].date == before->items[6].date && after->items[6].type == PLIST_DATE);
}

static void binary_that_does_not_change_reads_the_same(void **state) {
    (void)state;
    uint8_t other[sizeof list];
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    memcpy(other, list, sizeof list);
    other[22] = 'h';
    other[30] = 'h';
    other[38] = 0;
    other[39] = 0;
    other[44] = 0x44;
    assert_true(plist_rewrite_binary(slice_of(other, sizeof other), &how, &out, NULL));
    const struct plist *after = plist_get(parsed(buffer_slice(&out), arena), "k");
    assert_true(slice_is(plist_string(&after->items[0]), "hnna"));
    assert_int_equal(after->items[5].text.len, 4);
}

static void a_long_string_gets_a_count_of_its_own(void **state) {
    (void)state;
    uint8_t text[] = {'b', 'p', 'l', 'i', 's', 't', '0', '0', 0x5D, '0', '1', '2', '3', '4', '5', '6', '7', '8', 'a',
                      'n', 'n', 'a', 8,   0,   0,   0,   0,   0,    0,   1,   1,   0,   0,   0,   0,   0,   0,   0,
                      1,   0,   0,   0,   0,   0,   0,   0,   0,    0,   0,   0,   0,   0,   0,   0,   22};
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    assert_true(plist_rewrite_binary(slice_of(text, sizeof text), &how, &out, NULL));
    assert_true(slice_is(plist_string(parsed(buffer_slice(&out), arena)), "012345678<user-1>"));
}

/* Each number of the trailer and each length that does not fit. */
static void a_binary_list_that_lies_is_refused(void **state) {
    (void)state;
    static const struct {
        size_t at;
        uint8_t byte;
    } lies[] = {
        {74, 0}, {74, 9}, {75, 0}, {75, 9}, {76, 1}, {83, 200}, {92, 1}, {99, 200}, {59, 7}, {59, 59}, {21, 0x5F}, {26, 0x6F}, {8, 0xDF},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        uint8_t other[sizeof list];
        struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
        struct error err = {{0}};
        memcpy(other, list, sizeof list);
        other[lies[i].at] = lies[i].byte;
        if (plist_rewrite_binary(slice_of(other, sizeof other), &how, &out, &err) || !err.text[0])
            fail_msg("byte %zu as %u is taken", lies[i].at, lies[i].byte);
    }
    for (size_t len = 0; len < sizeof list; len++) {
        struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
        (void)!plist_rewrite_binary(slice_of(list, len), &how, &out, NULL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_keeps_what_does_not_change),
        cmocka_unit_test(xml_changes_only_texts_numbers_and_data),
        cmocka_unit_test(binary_keeps_its_structure),
        cmocka_unit_test(binary_that_does_not_change_reads_the_same),
        cmocka_unit_test(a_long_string_gets_a_count_of_its_own),
        cmocka_unit_test(a_binary_list_that_lies_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "format/plist.h"

#define HEAD                                                                                                                               \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "                                  \
    "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"

struct parsed {
    struct arena *arena;
    const struct plist *root;
    struct plist_problem problem;
    struct error err;
    bool ok;
};

static struct parsed parse_bytes(const void *bytes, size_t len) {
    struct parsed p = {.arena = arena_new((size_t)512 << 20)};
    assert_non_null(p.arena);
    /* An exact copy on the heap, so that a sanitizer sees a read past its end; freed, because the tree must not point into it. */
    uint8_t *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    if (len)
        memcpy(copy, bytes, len);
    p.ok = plist_parse(slice_of(copy, len), p.arena, &p.root, &p.problem, &p.err);
    free(copy);
    return p;
}

static struct parsed parse_text(const char *text) { return parse_bytes(text, strlen(text)); }

static void done(struct parsed *p) { arena_free(p->arena); }

static struct parsed good(const char *text) {
    struct parsed p = parse_text(text);
    if (!p.ok)
        fail_msg("%s", p.err.text);
    return p;
}

static void expect_fault(struct parsed p, uint32_t line, const char *message) {
    if (p.ok)
        fail_msg("it was read, without \"%s\"", message);
    if (!strstr(p.err.text, message))
        fail_msg("it says \"%s\", not \"%s\"", p.err.text, message);
    assert_int_equal(p.problem.line, line);
    assert_null(p.root);
    done(&p);
}

/* A test that a text is refused, at this line and with this message. */
#define FAULT(name, text, line, message)                                                                                                   \
    static void name(void **state) {                                                                                                       \
        (void)state;                                                                                                                       \
        expect_fault(parse_text(text), line, message);                                                                                     \
    }

/* A test that one value between <plist> and </plist> on line 3 is refused. */
#define VALUE_FAULT(name, value, message) FAULT(name, HEAD "<plist version=\"1.0\">" value "</plist>\n", 3, message)

static bool text_is(const struct plist *p, const char *text) { return slice_is(plist_string(p), text) && p->type == PLIST_STRING; }

/* ---- XML ---- */

static void xml_of_all_types(void **state) {
    (void)state;
    struct parsed p = good(HEAD "<plist version=\"1.0\">\n<dict>\n<key>s</key><string>a &lt;b&gt; &#233;&#x1F600;<![CDATA[<&>]]></string>\n"
                                "<key>i</key><integer>-5</integer><key>h</key><integer>0xFF</integer>\n"
                                "<key>r</key><real>2.5</real><key>t</key><true/><key>f</key><false/>\n"
                                "<key>d</key><date>2024-10-01T09:33:52Z</date><key>b</key><data>\n\taGVs\n\tbG8=\n</data>\n"
                                "<key>a</key><array><string>x</string><dict/><array/></array></dict></plist>\n");
    assert_int_equal(p.problem.format, PLIST_XML);
    assert_null(p.problem.note);
    assert_true(text_is(plist_get(p.root, "s"), "a <b> é😀<&>"));
    assert_int_equal(plist_get(p.root, "i")->integer, -5);
    assert_int_equal(plist_get(p.root, "h")->integer, 255);
    assert_true(plist_get(p.root, "r")->real == 2.5);
    assert_true(plist_get(p.root, "t")->boolean && !plist_get(p.root, "f")->boolean);
    char time[32];
    timestamp_format(plist_get(p.root, "d")->date, time);
    assert_string_equal(time, "2024-10-01T09:33:52Z");
    assert_int_equal(plist_get(p.root, "b")->type, PLIST_DATA);
    assert_true(slice_is(plist_get(p.root, "b")->text, "hello"));
    assert_int_equal(plist_get(p.root, "a")->n_items, 3);
    done(&p);
}

static void xml_values_know_where_they_stand(void **state) {
    (void)state;
    struct parsed p = good(HEAD "<plist>\n<dict>\n  <key>a</key>\n  <true/>\n</dict>\n</plist>");
    assert_int_equal(p.root->line, 4);
    assert_int_equal(plist_get(p.root, "a")->line, 6);
    assert_int_equal(plist_get(p.root, "a")->offset, strlen(HEAD "<plist>\n<dict>\n  <key>a</key>\n  "));
    done(&p);
}

static void xml_integer_up_to_unsigned_64(void **state) {
    (void)state;
    struct parsed p = good("<plist><array><integer>18446744073709551615</integer><integer>-9223372036854775808</integer>"
                           "<integer> + 7</integer></array></plist>");
    int64_t value = 0;
    assert_true(p.root->items[0].is_unsigned && (uint64_t)p.root->items[0].integer == UINT64_MAX);
    assert_false(plist_integer_value(&p.root->items[0], &value));
    assert_true(plist_integer_value(&p.root->items[1], &value) && value == INT64_MIN);
    assert_true(plist_integer_value(&p.root->items[2], &value) && value == 7);
    done(&p);
}

static void xml_reals_that_are_not_finite(void **state) {
    (void)state;
    struct parsed p = good("<plist><array><real>nan</real><real>+Infinity</real><real>-inf</real></array></plist>");
    assert_true(isnan(p.root->items[0].real) && p.root->items[1].real == INFINITY && p.root->items[2].real == -INFINITY);
    done(&p);
}

static void xml_date_outside_the_range_is_unknown(void **state) {
    (void)state;
    struct parsed p = good("<plist><array><date>0001-01-01T00:00:00Z</date><date>4001-01-01T00:00:00Z</date></array></plist>");
    assert_true(p.root->items[0].type == PLIST_DATE && p.root->items[0].date == TIMESTAMP_NONE);
    assert_true(p.root->items[1].date == TIMESTAMP_NONE);
    done(&p);
}

static void xml_last_of_two_keys_wins(void **state) {
    (void)state;
    struct parsed p = good("<plist><dict><key>k</key><string>1</string><key>k</key><string>2</string></dict></plist>");
    assert_int_equal(p.root->n_items, 2);
    assert_true(text_is(plist_get(p.root, "k"), "2"));
    done(&p);
}

static void xml_comments_and_instructions_are_passed_over(void **state) {
    (void)state;
    struct parsed p = good("<!-- <dict> -->" HEAD "<?x <dict> ?><plist><array><!-- - -- --><true/><?y?></array><!-- --></plist><!-- -->");
    assert_int_equal(p.root->n_items, 1);
    done(&p);
}

static void xml_internal_subset_is_passed_over(void **state) {
    (void)state;
    struct parsed p = good("<!DOCTYPE plist [\n<!ELEMENT plist ANY>\n]>\n<plist><true/></plist>");
    assert_true(p.root->boolean);
    assert_null(p.problem.note);
    done(&p);
}

static void xml_declared_entities_are_told(void **state) {
    (void)state;
    struct parsed p = good("<!DOCTYPE plist [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><plist><true/></plist>");
    assert_non_null(strstr(p.problem.note, "declares entities"));
    done(&p);
}

static void xml_utf16_of_both_orders(void **state) {
    (void)state;
    static const char big[] = "\xFE\xFF\0<\0p\0l\0i\0s\0t\0>\0<\0s\0t\0r\0i\0n\0g\0>\0\xE9\xD8\x3D\xDE\x00\0<\0/\0s\0t\0r\0i\0n\0g\0>\0<\0/"
                              "\0p\0l\0i\0s\0t\0>";
    char little[sizeof big - 1];
    for (size_t i = 0; i + 1 < sizeof big; i++)
        little[i] = big[i ^ 1];
    struct parsed a = parse_bytes(big, sizeof big - 1), b = parse_bytes(little, sizeof little);
    assert_true(a.ok && text_is(a.root, "é😀"));
    assert_true(b.ok && text_is(b.root, "é😀"));
    done(&a);
    done(&b);
}

static void xml_utf16_fault_has_its_offset_in_the_file(void **state) {
    (void)state;
    static const char text[] = "\xFF\xFE<\0p\0l\0i\0s\0t\0>\0x\0<\0/\0p\0l\0i\0s\0t\0>";
    struct parsed p = parse_bytes(text, sizeof text);
    assert_int_equal(p.problem.offset, 2 + 2 * strlen("<plist>"));
    expect_fault(p, 1, "text outside the elements: \"x");
}

static void xml_latin1_by_declaration(void **state) {
    (void)state;
    struct parsed p = good("<?xml version='1.0' encoding='ISO-8859-1'?><plist><string>\xE9</string></plist>");
    assert_true(text_is(p.root, "é"));
    done(&p);
}

static void xml_latin1_fault_has_its_offset_in_the_file(void **state) {
    (void)state;
    static const char text[] = "<?xml encoding='latin1'?><plist>\xE9\xE9<array>x";
    struct parsed p = parse_text(text);
    assert_int_equal(p.problem.offset, strlen("<?xml encoding='latin1'?><plist>"));
    done(&p);
    p = parse_text("<?xml encoding='latin1'?><plist><dict><key>\xE9</key>xyz");
    assert_int_equal(p.problem.offset, strlen("<?xml encoding='latin1'?><plist><dict><key>E</key>"));
    expect_fault(p, 1, "text outside the elements");
}

static void xml_byte_order_mark_moves_the_offset(void **state) {
    (void)state;
    struct parsed p = parse_text("\xEF\xBB\xBF<plist>x</plist>");
    assert_int_equal(p.problem.offset, 3 + strlen("<plist>"));
    expect_fault(p, 1, "text outside the elements");
}

static void xml_white_space_before_the_declaration_is_told(void **state) {
    (void)state;
    struct parsed p = good("\n" HEAD "<plist><true/></plist>");
    assert_non_null(strstr(p.problem.note, "white space stands before <?xml"));
    done(&p);
}

static void xml_bytes_after_the_end_are_told(void **state) {
    (void)state;
    struct parsed p = good("<plist><true/></plist>\n\n<plist>");
    assert_string_equal(p.problem.note, "7 bytes follow the end of the list at line 3; macOS ignores them");
    done(&p);
}

static void xml_without_plist_element_is_read(void **state) {
    (void)state;
    struct parsed p = good("<dict><key>a</key><true/></dict>");
    assert_non_null(plist_get(p.root, "a"));
    assert_non_null(strstr(p.problem.note, "no <plist> element"));
    done(&p);
}

static void xml_bad_base64_is_told(void **state) {
    (void)state;
    struct parsed p = good("<plist><data>aG*Vs bG8=</data></plist>");
    assert_true(slice_is(p.root->text, "hello"));
    assert_non_null(strstr(p.problem.note, "1 bytes of <data>"));
    done(&p);
}

FAULT(xml_cut_off_in_dict, HEAD "<plist>\n<dict>\n<key>a</key>\n<true/>\n", 7, "the file ends at line 7 inside <dict> opened at line 4")
FAULT(xml_cut_off_in_array, HEAD "<plist>\n<array>\n<true/>", 5, "the file ends at line 5 inside <array> opened at line 4")
FAULT(xml_cut_off_in_string, HEAD "<plist>\n<string>abc\ndef", 5, "the file ends at line 5 inside <string> opened at line 4")
FAULT(xml_cut_off_in_start_tag, HEAD "<plist>\n<array><stri", 4, "the file ends at line 4 inside <array> opened at line 4")
FAULT(xml_cut_off_in_end_tag, HEAD "<plist>\n<string>a</stri", 4, "the file ends at line 4 inside <string> opened at line 4")
FAULT(xml_cut_off_in_plist, HEAD "<plist>\n<true/>\n", 5, "the file ends at line 5 inside <plist> opened at line 3")
FAULT(xml_cut_off_in_comment, HEAD "<!-- \n -", 4, "the file ends at line 4 inside a comment opened at line 3")
FAULT(xml_cut_off_in_cdata, "<plist><string>\n<![CDATA[x\n", 3, "inside a CDATA section opened at line 2")
FAULT(xml_cut_off_in_doctype, "<?xml?>\n<!DOCTYPE plist", 2, "inside the document type opened at line 2")
FAULT(xml_cut_off_in_subset, "<!DOCTYPE plist [\n<!ELEMENT", 2, "inside the document type opened at line 1")
FAULT(xml_cut_off_in_reference, "<plist>\n<string>&am", 2, "the file ends at line 2 inside a reference")
FAULT(xml_cut_off_before_the_first_value, HEAD, 3, "the file ends before the first value")
VALUE_FAULT(xml_key_without_value, "<dict><key>a</key></dict>", "line 3: <key> a has no value")
VALUE_FAULT(xml_key_after_key, "<dict><key>a</key><key>b</key><true/></dict>", "<key> a of line 3 has no value before the next <key>")
VALUE_FAULT(xml_value_without_key, "<dict><true/></dict>", "<true> has no <key> in the <dict> opened at line 3")
VALUE_FAULT(xml_key_outside_dict, "<array><key>a</key></array>", "<key> outside <dict>")
VALUE_FAULT(xml_unknown_element, "<foo/>", "<foo> is not an element of a property list")
VALUE_FAULT(xml_mismatched_container, "<array></dict>", "</dict> closes <array> opened at line 3")
VALUE_FAULT(xml_mismatched_leaf, "<string>a</key>", "</key> closes <string> opened at line 3")
VALUE_FAULT(xml_unclosed_dict, "<dict>", "</plist> closes <dict> opened at line 3")
VALUE_FAULT(xml_element_inside_string, "<string>a<true/></string>", "<true/> inside <string> opened at line 3")
VALUE_FAULT(xml_text_between_elements, "<array>abc</array>", "text outside the elements: \"abc</array>")
VALUE_FAULT(xml_second_value, "<true/><false/>", "<false> is a second value; <plist> holds one")
VALUE_FAULT(xml_empty_plist, "", "<plist> holds no value")
VALUE_FAULT(xml_nested_plist, "<plist><true/></plist>", "<plist> inside another element")
VALUE_FAULT(xml_doctype_inside, "<array><!DOCTYPE x></array>", "\"<!DOCTYPE\" between elements")
VALUE_FAULT(xml_comment_inside_string, "<string>a<!-- b --></string>", "\"<!-- b --\" inside <string>")
VALUE_FAULT(xml_unknown_entity, "<string>&foo;</string>", "\"&foo\" is not a reference that property lists know")
VALUE_FAULT(xml_bare_ampersand, "<string>a & b</string>", "is not a reference")
VALUE_FAULT(xml_reference_to_a_surrogate, "<string>&#xD800;</string>", "\"&#xD800\" is not a reference")
VALUE_FAULT(xml_reference_past_unicode, "<string>&#1114112;</string>", "is not a reference")
VALUE_FAULT(xml_ill_formed_utf8, "<string>ab\xC0\x80</string>", "byte 0xc0 at offset 173 is not UTF-8")
VALUE_FAULT(xml_integer_with_letters, "<integer>12x</integer>", "<integer> \"12x\" is not a number")
VALUE_FAULT(xml_integer_with_blank_behind, "<integer>12 </integer>", "is not a number")
VALUE_FAULT(xml_integer_too_large, "<integer>18446744073709551616</integer>", "does not fit 64 bits")
VALUE_FAULT(xml_integer_too_small, "<integer>-9223372036854775809</integer>", "does not fit 64 bits")
VALUE_FAULT(xml_integer_empty, "<integer></integer>", "<integer> has no digits")
VALUE_FAULT(xml_integer_element_empty, "<integer/>", "<integer/> is empty")
VALUE_FAULT(xml_real_of_words, "<real>one</real>", "<real> \"one\" is not a number")
VALUE_FAULT(xml_date_of_words, "<date>yesterday</date>", "<date> \"yesterday\" is not of the form")
VALUE_FAULT(xml_data_element_empty, "<data/>", "<data/> is empty")
VALUE_FAULT(xml_text_inside_true, "<true>x</true>", "<true> holds text")
FAULT(xml_entities_are_not_expanded, "<!DOCTYPE plist [<!ENTITY a \"b\">]>\n<plist>\n<string>&a;</string></plist>", 3,
      "entities that a file declares itself are not expanded")
FAULT(xml_unknown_encoding, "<?xml version=\"1.0\" encoding=\"EBCDIC\"?><plist/>", 0, "the declared encoding \"EBCDIC\"")
FAULT(xml_of_another_kind, "<?xml version=\"1.0\"?>\n<xar/>", 2, "<xar> is not an element of a property list")
FAULT(html_is_named, "<!DOCTYPE html>\n<html>", 0, "this is an HTML page, not a property list")
FAULT(prose_is_no_list, "Nothing here", 0, "this is not a property list: it starts with \"Nothing here\"")
FAULT(empty_file, "", 0, "the file is empty: 0 bytes")

static void nested_too_deep(void **state, const char *open) {
    (void)state;
    char text[4096] = "";
    for (int i = 0; i <= PLIST_MAX_DEPTH; i++)
        strcat(text, open);
    expect_fault(parse_text(text), 1, "more than 128 containers inside each other");
}

static void xml_nested_too_deep(void **state) { nested_too_deep(state, "<array>"); }
static void openstep_nested_too_deep(void **state) { nested_too_deep(state, "("); }

static void too_many_values_are_refused(void **state) {
    (void)state;
    const size_t count = plist_limits.nodes + 1;
    char *text = malloc(count * 7 + 8);
    assert_non_null(text);
    memcpy(text, "<array>", 8);
    for (size_t i = 0; i < count; i++)
        memcpy(text + 7 + i * 7, "<true/>", 7);
    expect_fault(parse_bytes(text, 7 + count * 7), 1, "more than 1000000 values");
    free(text);
}

static void too_many_bytes_are_refused(void **state) {
    (void)state;
    static const uint8_t one = '{';
    struct arena *arena CLEANUP_ARENA = arena_new(1000);
    const struct plist *root = NULL;
    struct error err;
    assert_false(plist_parse(slice_of(&one, plist_limits.bytes + 1), arena, &root, NULL, &err));
    assert_non_null(strstr(err.text, "are more than the 67108864"));
}

static void the_arena_limits_memory(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(200);
    const struct plist *root = NULL;
    struct error err;
    assert_false(plist_parse(slice_str("<plist><array><true/><true/></array></plist>"), arena, &root, NULL, &err));
    assert_non_null(strstr(err.text, "more memory than is allowed"));
}

/* ---- torn files ---- */

static void zeros_only_are_a_torn_file(void **state) {
    (void)state;
    static const uint8_t zeros[4096];
    expect_fault(parse_bytes(zeros, sizeof zeros), 0, "all 4096 bytes are zero: the file was torn by an unfinished write");
}

static void zeros_at_the_end_are_a_torn_file(void **state) {
    (void)state;
    char text[4096] = HEAD "<plist>\n<dict>\n<key>a</key>\n<string>en0</";
    struct parsed p = parse_bytes(text, sizeof text);
    assert_int_equal(p.problem.offset, strlen(text));
    expect_fault(p, 6, "to 4095 are zero: the file was torn by an unfinished write: the file ends at line 6 inside <string>");
}

static void zeros_in_the_middle_are_a_torn_file(void **state) {
    (void)state;
    char text[] = HEAD "<plist>\n<array>\0\0\0\0\0\0\0\0\0\0<true/></array></plist>";
    expect_fault(parse_bytes(text, sizeof text - 1), 4, "are zero: the file was torn");
}

static void zeros_at_the_start_are_a_torn_file(void **state) {
    (void)state;
    static const char text[] = "\0\0\0\0\0\0\0\0\0\0<true/></array></plist>";
    expect_fault(parse_bytes(text, sizeof text - 1), 1, "bytes 0 to 9 are zero: the file was torn");
}

static void fault_before_the_zeros_is_told_first(void **state) {
    (void)state;
    char text[512] = HEAD "<plist>\n<foo/>\n";
    expect_fault(parse_bytes(text, sizeof text), 4, "line 4: <foo> is not an element of a property list; and bytes ");
}

static void zeros_behind_a_whole_list_are_told(void **state) {
    (void)state;
    char text[512] = HEAD "<plist><true/></plist>\n";
    struct parsed p = parse_bytes(text, sizeof text);
    assert_true(p.ok);
    assert_non_null(strstr(p.problem.note, "bytes follow the end of the list"));
    done(&p);
}

/* ---- binary: a list is put together object by object, then one field is broken ---- */

struct list {
    uint8_t bytes[2048];
    size_t len, n, table_at;
    uint8_t offsets[64];
};

static struct list list_begin(void) {
    struct list l = {.len = 8};
    memcpy(l.bytes, "bplist00", 8);
    return l;
}

static void list_add(struct list *l, const char *bytes, size_t len) {
    l->offsets[l->n++] = (uint8_t)l->len;
    memcpy(l->bytes + l->len, bytes, len);
    l->len += len;
}

#define ADD(list, literal) list_add((list), (literal), sizeof(literal) - 1)

static void list_end(struct list *l, uint8_t top) {
    l->table_at = l->len;
    memcpy(l->bytes + l->len, l->offsets, l->n);
    l->len += l->n + 32;
    uint8_t *trailer = l->bytes + l->len - 32;
    trailer[6] = trailer[7] = 1;
    trailer[15] = (uint8_t)l->n;
    trailer[23] = top;
    trailer[31] = (uint8_t)l->table_at;
}

static struct parsed list_parse(const struct list *l) { return parse_bytes(l->bytes, l->len); }

static void expect_binary_fault(const struct list *l, const char *message) {
    struct parsed p = list_parse(l);
    assert_int_equal(p.problem.format, PLIST_BINARY);
    expect_fault(p, 0, message);
}

/* One object, which is the list. */
static void expect_object_fault(const char *object, size_t len, const char *message) {
    struct list l = list_begin();
    list_add(&l, object, len);
    list_end(&l, 0);
    expect_binary_fault(&l, message);
}

#define OBJECT_FAULT(name, literal, message)                                                                                               \
    static void name(void **state) {                                                                                                       \
        (void)state;                                                                                                                       \
        expect_object_fault(literal, sizeof(literal) - 1, message);                                                                        \
    }

static struct list small_list(void) {
    struct list l = list_begin();
    ADD(&l, "\xD1\x01\x02");
    ADD(&l, "\x51k");
    ADD(&l, "\x51v");
    list_end(&l, 0);
    return l;
}

/* A list that is whole but for one byte of its trailer. */
#define TRAILER_FAULT(name, index, value, message)                                                                                         \
    static void name(void **state) {                                                                                                       \
        (void)state;                                                                                                                       \
        struct list l = small_list();                                                                                                      \
        l.bytes[l.len - 32 + (index)] = (value);                                                                                           \
        expect_binary_fault(&l, message);                                                                                                  \
    }

static void binary_of_all_types(void **state) {
    (void)state;
    struct list l = list_begin();
    ADD(&l, "\xAD\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D");
    ADD(&l, "\x00");
    ADD(&l, "\x09");
    ADD(&l, "\x10\xFF");
    ADD(&l, "\x13\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFE");
    ADD(&l, "\x14\x00\x00\x00\x00\x00\x00\x00\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
    ADD(&l, "\x22\x40\x20\x00\x00");
    ADD(&l, "\x23\x40\x04\x00\x00\x00\x00\x00\x00");
    ADD(&l, "\x33\x41\xC6\x55\xFC\x98\x00\x00\x00");
    ADD(&l, "\x43\x00\x01\xFF");
    ADD(&l, "\x5F\x10\x10"
            "0123456789abcdef");
    ADD(&l, "\x63\x00\xE9\xD8\x3D\xDE\x00");
    ADD(&l, "\x81\x01\x02");
    ADD(&l, "\xD0");
    list_end(&l, 0);
    struct parsed p = list_parse(&l);
    if (!p.ok)
        fail_msg("%s", p.err.text);
    const struct plist *v = p.root->items;
    assert_int_equal(p.root->n_items, 13);
    assert_int_equal(v[0].type, PLIST_NULL);
    assert_true(v[1].boolean);
    assert_int_equal(v[2].integer, 255);
    assert_int_equal(v[3].integer, -2);
    assert_true(v[4].is_unsigned && (uint64_t)v[4].integer == UINT64_MAX);
    assert_true(v[5].real == 2.5 && v[6].real == 2.5);
    assert_true(v[7].type == PLIST_DATE && v[7].date == INT64_C(1727775152) * NS_PER_SECOND);
    assert_true(v[8].type == PLIST_DATA && slice_equal(v[8].text, slice_of("\0\1\xFF", 3)));
    assert_true(text_is(&v[9], "0123456789abcdef"));
    assert_true(text_is(&v[10], "é😀"));
    assert_true(v[11].type == PLIST_UID && v[11].integer == 0x102);
    assert_int_equal(v[12].type, PLIST_DICT);
    assert_int_equal(v[2].offset, l.offsets[3]);
    done(&p);
}

static void binary_dict(void **state) {
    (void)state;
    struct list l = small_list();
    struct parsed p = list_parse(&l);
    assert_true(p.ok && text_is(plist_get(p.root, "k"), "v"));
    done(&p);
}

static void binary_first_of_two_keys_wins(void **state) {
    (void)state;
    struct list l = list_begin();
    ADD(&l, "\xD2\x01\x01\x02\x03");
    ADD(&l, "\x51k");
    ADD(&l, "\x51"
            "1");
    ADD(&l, "\x51"
            "2");
    list_end(&l, 0);
    struct parsed p = list_parse(&l);
    assert_true(p.ok && text_is(plist_get(p.root, "k"), "1"));
    done(&p);
}

static void binary_shared_object_is_one_subtree(void **state) {
    (void)state;
    struct list l = list_begin();
    ADD(&l, "\xA2\x01\x01");
    ADD(&l, "\xA1\x02");
    ADD(&l, "\x09");
    list_end(&l, 0);
    struct parsed p = list_parse(&l);
    assert_true(p.ok && p.root->items[0].items == p.root->items[1].items && p.root->items[1].items[0].boolean);
    done(&p);
}

/* Each of 20 levels names the next eight times: 8^20 values in a list of about 250 bytes. */
static void binary_explosion_is_refused(void **state) {
    (void)state;
    struct list l = list_begin();
    for (uint8_t i = 0; i < 20; i++) {
        char object[9] = "\xA8";
        memset(object + 1, i + 1, 8);
        list_add(&l, object, sizeof object);
    }
    ADD(&l, "\x09");
    list_end(&l, 0);
    expect_binary_fault(&l, "expands to more than 1000000 values, because objects are named many times");
}

static void binary_cycle_is_found(void **state) {
    (void)state;
    struct list l = list_begin();
    ADD(&l, "\xA1\x01");
    ADD(&l, "\xA1\x00");
    list_end(&l, 0);
    expect_binary_fault(&l, "object 1 at offset 0xa contains object 0, which contains it");
}

static void binary_nested_too_deep(void **state) {
    (void)state;
    /* 130 arrays, each holding the next; they need offsets of two bytes */
    uint8_t bytes[1024] = "bplist00";
    size_t len = 8, n = 130, offsets[131];
    for (size_t i = 0; i < n; i++) {
        offsets[i] = len;
        bytes[len++] = i + 1 < n ? 0xA1 : 0x09;
        bytes[len++] = (uint8_t)(i + 1);
    }
    size_t table = len;
    for (size_t i = 0; i < n; i++) {
        bytes[len++] = (uint8_t)(offsets[i] >> 8);
        bytes[len++] = (uint8_t)offsets[i];
    }
    bytes[len + 6] = 2;
    bytes[len + 7] = 1;
    bytes[len + 15] = (uint8_t)n;
    bytes[len + 30] = (uint8_t)(table >> 8);
    bytes[len + 31] = (uint8_t)table;
    expect_fault(parse_bytes(bytes, len + 32), 0, "more than 128 containers inside each other");
}

/* 70 levels behind an object that was read before, named again from level 70. */
static void binary_depth_counts_behind_shared_objects(void **state) {
    (void)state;
    uint8_t bytes[1024] = "bplist00\xA2\x01\x46";
    size_t len = 11, n = 141, offsets[141] = {8};
    for (size_t i = 1; i < n; i++) {
        offsets[i] = len;
        bytes[len++] = i + 1 < n ? 0xA1 : 0x09;
        bytes[len++] = (uint8_t)(i + 1);
    }
    bytes[9] = 0x46;  /* first the deeper half, */
    bytes[10] = 0x01; /* then the way to it */
    size_t table = len;
    for (size_t i = 0; i < n; i++) {
        bytes[len++] = (uint8_t)(offsets[i] >> 8);
        bytes[len++] = (uint8_t)offsets[i];
    }
    bytes[len + 6] = 2;
    bytes[len + 7] = 1;
    bytes[len + 15] = (uint8_t)n;
    bytes[len + 30] = (uint8_t)(table >> 8);
    bytes[len + 31] = (uint8_t)table;
    expect_fault(parse_bytes(bytes, len + 32), 0, "more than 128 containers inside each other");
}

static void binary_key_that_is_no_string(void **state) {
    (void)state;
    struct list l = list_begin();
    ADD(&l, "\xD1\x01\x01");
    ADD(&l, "\x09");
    list_end(&l, 0);
    expect_binary_fault(&l, "key 0, object 1, is not a string");
}

static void binary_key_that_is_a_container(void **state) {
    (void)state;
    struct list l = list_begin();
    ADD(&l, "\xD1\x01\x01");
    ADD(&l, "\xA1\x00");
    list_end(&l, 0);
    expect_binary_fault(&l, "key 0, object 1, is not a string");
}

static void binary_reference_past_the_objects(void **state) {
    (void)state;
    struct list l = list_begin();
    ADD(&l, "\xA1\x09");
    list_end(&l, 0);
    expect_binary_fault(&l, "object 0 at offset 0x8: reference 0 names object 9, but there are 1");
}

static void binary_offset_past_the_end(void **state) {
    (void)state;
    struct list l = small_list();
    l.bytes[l.table_at + 1] = 0xF3;
    expect_binary_fault(&l, "object 1 points past the end: 0xf3 > 0xe");
}

static void binary_offset_into_the_header(void **state) {
    (void)state;
    struct list l = small_list();
    l.bytes[l.table_at + 1] = 3;
    expect_binary_fault(&l, "object 1 at offset 0x3: it points into the header");
}

static void binary_cut_off(void **state) {
    (void)state;
    struct list l = list_begin();
    ADD(&l, "\x5F\x10\x28"
            "forty characters that fill the last room");
    list_end(&l, 0);
    l.len = 51;
    expect_binary_fault(&l, "the last 32 bytes are not a trailer, so the file is probably cut off: trailer: the size of");
}

/* Eight objects at the same place: each alone fits, together they are four times the file. */
static void binary_objects_that_overlap(void **state) {
    (void)state;
    struct list l = list_begin();
    char text[3 + 100] = "\x5F\x10\x64";
    memset(text + 3, 'x', 100);
    ADD(&l, "\xA8\x01\x02\x03\x04\x05\x06\x07\x08");
    list_add(&l, text, sizeof text);
    for (size_t i = 0; i < 7; i++)
        l.offsets[l.n++] = l.offsets[1];
    list_end(&l, 0);
    expect_binary_fault(&l, "string of length 100 overlaps other objects: together they are longer than the file");
}

static void binary_shorter_than_a_trailer(void **state) {
    (void)state;
    expect_fault(parse_bytes("bplist00\x09", 9), 0, "9 bytes are too few for a binary list");
}

static void binary_of_another_version(void **state) {
    (void)state;
    struct list l = small_list();
    l.bytes[6] = '1';
    expect_binary_fault(&l, "binary version \"10\" is not 00");
}

static void binary_with_zeros_for_a_trailer_is_torn(void **state) {
    (void)state;
    struct list l = small_list();
    memset(l.bytes + 10, 0, l.len - 10);
    expect_binary_fault(&l, "bytes 10 to 49 are zero: the file was torn by an unfinished write");
}

TRAILER_FAULT(binary_offset_size_zero, 6, 0, "trailer: the size of offsets is 0, not 1 to 8")
TRAILER_FAULT(binary_offset_size_large, 6, 9, "trailer: the size of offsets is 9, not 1 to 8")
TRAILER_FAULT(binary_offset_size_wrong, 6, 2, "the table of 3 offsets at 0xf ends at 0x15, but the trailer begins at 0x12")
TRAILER_FAULT(binary_reference_size_zero, 7, 0, "trailer: the size of references is 0, not 1 to 8")
TRAILER_FAULT(binary_reference_size_large, 7, 9, "trailer: the size of references is 9, not 1 to 8")
TRAILER_FAULT(binary_reference_size_wrong, 7, 8, "dictionary of length 1 needs 16 bytes each, but 6 bytes are left")
TRAILER_FAULT(binary_no_objects, 15, 0, "trailer: the number of objects is 0")
TRAILER_FAULT(binary_number_of_objects_huge, 8, 0x7F, "trailer: the number of objects is 9151314442816847875, more than 1000000")
TRAILER_FAULT(binary_number_of_objects_wrong, 15, 2, "the table of 2 offsets at 0xf ends at 0x11, but the trailer begins at 0x12")
TRAILER_FAULT(binary_top_object_past_the_end, 23, 3, "trailer: the top object is 3 of 3")
TRAILER_FAULT(binary_table_in_the_header, 31, 8, "trailer: the table of offsets at 0x8 is outside the objects, 0x9 to 0x12")
TRAILER_FAULT(binary_table_past_the_trailer, 31, 0x12, "trailer: the table of offsets at 0x12 is outside the objects")
TRAILER_FAULT(binary_table_far_away, 24, 0x80, "trailer: the table of offsets at 0x800000000000000f is outside the objects")

static void binary_reference_size_too_small(void **state) {
    (void)state;
    static uint8_t bytes[8 + 1 + 256 + 32] = "bplist00\x09";
    memset(bytes + 9, 8, 256);
    uint8_t *trailer = bytes + sizeof bytes - 32;
    trailer[6] = trailer[7] = 1;
    trailer[14] = 1;
    trailer[31] = 9;
    expect_fault(parse_bytes(bytes, sizeof bytes), 0, "trailer: references of 1 bytes cannot name 256 objects");
}

static void binary_offset_size_too_small(void **state) {
    (void)state;
    static uint8_t bytes[300 + 1 + 32] = "bplist00\x09";
    uint8_t *trailer = bytes + sizeof bytes - 32;
    bytes[300] = 8;
    trailer[6] = trailer[7] = trailer[15] = 1;
    trailer[30] = 300 >> 8;
    trailer[31] = 300 & 0xFF;
    expect_fault(parse_bytes(bytes, sizeof bytes), 0, "trailer: offsets of 1 bytes cannot reach 0x12c");
}

OBJECT_FAULT(binary_string_too_long,
             "\x54"
             "abc",
             "object 0 at offset 0x8: string of length 4 needs 1 bytes each, but 3 bytes are left before the table of offsets")
OBJECT_FAULT(binary_utf16_too_long, "\x62\x00\x61\x00", "UTF-16 string of length 2 needs 2 bytes each, but 3 bytes are left")
OBJECT_FAULT(binary_data_too_long, "\x42\x00", "data of length 2 needs 1 bytes each, but 1 bytes are left")
OBJECT_FAULT(binary_array_too_long, "\xA2\x00", "array of length 2 needs 1 bytes each, but 1 bytes are left")
OBJECT_FAULT(binary_set_too_long, "\xC2\x00", "array of length 2 needs 1 bytes each")
OBJECT_FAULT(binary_dict_too_long, "\xD1\x00", "dictionary of length 1 needs 2 bytes each, but 1 bytes are left")
OBJECT_FAULT(binary_long_length_too_long, "\x5F\x13\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
             "string of length 9223372036854775807 needs 1 bytes each, but 0 bytes are left")
OBJECT_FAULT(binary_length_that_would_overflow, "\x6F\x13\x80\x00\x00\x00\x00\x00\x00\x01", "UTF-16 string of length 9223372036854775809")
OBJECT_FAULT(binary_length_that_is_no_integer, "\x5F\x51\x01\x01", "its length is not an integer but 0x51")
OBJECT_FAULT(binary_length_of_16_bytes, "\x5F\x14\x01\x01", "its length is an integer of 2^4 bytes")
OBJECT_FAULT(binary_length_cut_off, "\x5F\x12\x00", "its length is cut off by the end of the objects")
OBJECT_FAULT(binary_length_missing, "\x5F", "its length is cut off by the end of the objects")
OBJECT_FAULT(binary_integer_too_long, "\x12\x00\x00", "an integer of 4 bytes, but 2 bytes are left before the table of offsets")
OBJECT_FAULT(binary_integer_too_wide, "\x15\x00", "an integer of 2^5 bytes")
OBJECT_FAULT(binary_integer_above_64_bits, "\x14\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00", "does not fit 64 bits")
OBJECT_FAULT(binary_real_too_long, "\x23\x00\x00", "a real of 8 bytes, but 2 bytes are left before the table of offsets")
OBJECT_FAULT(binary_real_of_odd_width, "\x21\x00\x00", "a real of 2^1 bytes, not 4 or 8")
OBJECT_FAULT(binary_date_too_long, "\x33\x00", "a real of 8 bytes, but 1 bytes are left")
OBJECT_FAULT(binary_date_of_odd_width, "\x32\x00\x00\x00\x00", "a date with the marker 0x32, not 0x33")
OBJECT_FAULT(binary_uid_too_long, "\x83\x00", "a UID of 4 bytes, but 1 bytes are left before the table of offsets")
OBJECT_FAULT(binary_uid_above_32_bits, "\x84\x01\x00\x00\x00\x00", "a UID above 32 bits")
OBJECT_FAULT(binary_unknown_simple_object, "\x0A", "0x0a is no kind of object")
OBJECT_FAULT(binary_unknown_object, "\x70", "0x70 is no kind of object")
OBJECT_FAULT(binary_byte_above_ascii, "\x51\xE9", "byte 0xe9 in an ASCII string")

/* ---- OpenStep ---- */

static void openstep_of_all_types(void **state) {
    (void)state;
    struct parsed p = good("// !$*UTF8*$!\n{ /* c */ a = b; \"q r\" = 'x\\'y'; d = <0fbd 77>; l = (1, -2.5, (), ); n = {}; "
                           "u = \"\\U00e9\\n\\101\"; s = \"é\"; }\n");
    assert_int_equal(p.problem.format, PLIST_OPENSTEP);
    assert_true(text_is(plist_get(p.root, "a"), "b"));
    assert_true(text_is(plist_get(p.root, "q r"), "x'y"));
    assert_true(slice_equal(plist_get(p.root, "d")->text, slice_of("\x0f\xbd\x77", 3)));
    assert_int_equal(plist_get(p.root, "l")->n_items, 3);
    assert_true(text_is(plist_path(p.root, "l/1"), "-2.5"));
    assert_true(text_is(plist_get(p.root, "u"), "é\nA"));
    assert_true(text_is(plist_get(p.root, "s"), "é"));
    assert_int_equal(plist_get(p.root, "a")->line, 2);
    done(&p);
}

static void openstep_strings_file(void **state) {
    (void)state;
    struct parsed p = good("/* a */\n\"A b\" = \"1\";\nC;\n");
    assert_true(text_is(plist_get(p.root, "A b"), "1"));
    assert_true(text_is(plist_get(p.root, "C"), "C"));
    done(&p);
}

static void openstep_surrogate_pair(void **state) {
    (void)state;
    struct parsed p = good("( \"\\UD83D\\uDE00\", \"\\UD83D\", \"\\351\" )");
    assert_true(text_is(&p.root->items[0], "😀"));
    assert_true(text_is(&p.root->items[1], "\xEF\xBF\xBD"));
    assert_true(text_is(&p.root->items[2], "\xEF\xBF\xBD"));
    done(&p);
}

static void openstep_in_utf16(void **state) {
    (void)state;
    static const char text[] = "\xFF\xFE{\0a\0=\0b\0;\0}\0";
    struct parsed p = parse_bytes(text, sizeof text - 1);
    assert_true(p.ok && text_is(plist_get(p.root, "a"), "b"));
    assert_int_equal(p.problem.format, PLIST_OPENSTEP);
    assert_string_equal(plist_format_name(p.problem.format), "OpenStep");
    done(&p);
}

FAULT(xml_empty_plist_element, "<plist/>", 1, "<plist/> is empty")
FAULT(xml_end_tag_first, "<?xml?>\n</dict>", 2, "an end tag where nothing is open")
FAULT(xml_doctype_that_does_not_end, "<!DOCTYPE plist [\n] x>", 2, "the document type does not end with ]>")
FAULT(openstep_json_is_named, "{\"a\": 1}", 1, "this is JSON, not a property list")
FAULT(openstep_missing_semicolon, "{\n a = b\n}", 3, "\"}\" where ';' should follow the value")
FAULT(openstep_missing_comma, "(a b)", 1, "\"b)\" where ',' or ')' should follow the value")
FAULT(openstep_missing_value, "{ a = ; }", 1, "\"; }\" where a value should be")
FAULT(openstep_cut_off_in_dict, "{\n a = b;\n", 3, "the file ends at line 3 inside a dictionary opened at line 1")
FAULT(openstep_cut_off_in_array, "(\n a", 2, "the file ends at line 2 inside an array opened at line 1")
FAULT(openstep_cut_off_in_string, "( \"a\nb", 2, "the file ends at line 2 inside a quoted string opened at line 1")
FAULT(openstep_cut_off_in_comment, "{ /* ", 1, "inside a comment opened at line 1")
FAULT(openstep_cut_off_in_data, "( <12", 1, "inside data opened at line 1")
FAULT(openstep_odd_data, "( <123> )", 1, "data has an odd number of digits")
FAULT(openstep_data_of_words, "( <12xy> )", 1, "\"xy> )\" in data, which is hexadecimal digits")
FAULT(openstep_text_behind, "{} x", 1, "\"x\" after the end of the list")
FAULT(openstep_ill_formed_utf8, "( \"\xC0\" )", 1, "the string is not UTF-8")

/* ---- everywhere: cut off at each byte, and short of memory at each step ---- */

#define XML_SAMPLE                                                                                                                         \
    HEAD                                                                                                                                   \
        "<plist version=\"1.0\"><dict><key>a</key><array><string>b&amp;</string><data>aGVs</data></array><key>c</key><integer>1</integer>" \
        "</dict></plist>"
#define OPENSTEP_SAMPLE "{ a = ( \"b\\n\", <0fbd> ); c = { d = 'e'; }; /* f */ }"

static void every_prefix_is_a_fault(const uint8_t *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) {
        struct parsed p = parse_bytes(bytes, i);
        if (p.ok)
            fail_msg("the first %zu bytes were read", i);
        assert_true(strlen(p.err.text) > 10);
        assert_null(p.root);
        done(&p);
    }
    struct parsed whole = parse_bytes(bytes, len);
    assert_true(whole.ok);
    done(&whole);
}

static void xml_cut_off_at_every_byte(void **state) {
    (void)state;
    every_prefix_is_a_fault((const uint8_t *)XML_SAMPLE, sizeof XML_SAMPLE - 1);
}

static void openstep_cut_off_at_every_byte(void **state) {
    (void)state;
    every_prefix_is_a_fault((const uint8_t *)OPENSTEP_SAMPLE, sizeof OPENSTEP_SAMPLE - 1);
}

static void binary_cut_off_at_every_byte(void **state) {
    (void)state;
    struct list l = small_list();
    every_prefix_is_a_fault(l.bytes, l.len);
}

static void short_of_memory_at_every_step(struct slice bytes) {
    for (size_t limit = 0; limit < 8192; limit += 16) {
        struct arena *arena CLEANUP_ARENA = arena_new(limit);
        const struct plist *root = NULL;
        struct error err;
        assert_non_null(arena);
        if (plist_parse(bytes, arena, &root, NULL, &err))
            return;
        assert_non_null(strstr(err.text, "more memory than is allowed"));
        assert_null(root);
    }
    fail_msg("8192 bytes were not enough");
}

static void short_memory_is_told(void **state) {
    (void)state;
    struct list l = small_list();
    short_of_memory_at_every_step(slice_str(XML_SAMPLE));
    short_of_memory_at_every_step(slice_str(OPENSTEP_SAMPLE));
    short_of_memory_at_every_step(slice_of(l.bytes, l.len));
}

/* ---- the tree ---- */

static void walk_of_one_leaf(void **state) {
    (void)state;
    struct parsed p = good("<plist><true/></plist>");
    struct plist_walk walk;
    struct slice path;
    const struct plist *leaf;
    plist_walk_begin(&walk, p.root);
    assert_true(plist_walk_next(&walk, &path, &leaf));
    assert_true(path.len == 0 && leaf == p.root);
    assert_false(plist_walk_next(&walk, &path, &leaf));
    done(&p);
}

static void path_goes_through_dicts_and_arrays(void **state) {
    (void)state;
    struct parsed p = good("{ Sets = ( { Network = { \"/dev/disk0\" = x; }; } ); }");
    assert_true(text_is(plist_path(p.root, "Sets/0/Network//dev/disk0"), "x"));
    assert_null(plist_path(p.root, "Sets/1"));
    assert_null(plist_path(p.root, "Sets/x"));
    assert_null(plist_path(p.root, "Sets/0/Nothing/More"));
    assert_ptr_equal(plist_path(p.root, ""), p.root);
    assert_null(plist_path(NULL, "a"));
    assert_null(plist_get(plist_get(p.root, "Sets"), "a"));
    done(&p);
}

static void values_are_of_their_type_only(void **state) {
    (void)state;
    struct parsed p = good("<plist><array><integer>1</integer><integer>2</integer><false/><string>1</string></array></plist>");
    bool b = false;
    int64_t i = 0;
    assert_true(plist_bool_value(&p.root->items[0], &b) && b);
    assert_false(plist_bool_value(&p.root->items[1], &b));
    assert_true(plist_bool_value(&p.root->items[2], &b) && !b);
    assert_false(plist_bool_value(&p.root->items[3], &b));
    assert_false(plist_integer_value(&p.root->items[3], &i));
    assert_null(plist_string(&p.root->items[0]).data);
    assert_false(plist_integer_value(NULL, &i) || plist_bool_value(NULL, &b));
    assert_string_equal(plist_type_name(PLIST_DICT), "dict");
    done(&p);
}

static void walk_gives_every_leaf_its_path(void **state) {
    (void)state;
    struct parsed p = good("{ a = ( x, { b = y; } ); c = {}; d = z; }");
    static const char *const paths[] = {"a/0", "a/1/b", "c", "d"};
    struct plist_walk walk;
    struct slice path;
    const struct plist *leaf;
    plist_walk_begin(&walk, p.root);
    for (size_t i = 0; i < 4; i++) {
        assert_true(plist_walk_next(&walk, &path, &leaf));
        assert_true(slice_is(path, paths[i]));
    }
    assert_int_equal(leaf->type, PLIST_STRING);
    assert_false(plist_walk_next(&walk, &path, &leaf));
    done(&p);
}

static void walk_cuts_a_path_that_is_too_long(void **state) {
    (void)state;
    static char text[6100] = "{ \"";
    memset(text + 3, 'k', 6000);
    strcpy(text + 6003, "\" = { a = b; }; }");
    struct parsed p = good(text);
    struct plist_walk walk;
    struct slice path;
    const struct plist *leaf;
    plist_walk_begin(&walk, p.root);
    assert_true(plist_walk_next(&walk, &path, &leaf));
    assert_int_equal(path.len, sizeof walk.path);
    done(&p);
}

static void sniffing_goes_by_the_first_bytes(void **state) {
    (void)state;
    assert_int_equal(plist_sniff(slice_str("bplist00")), PLIST_BINARY);
    assert_int_equal(plist_sniff(slice_str(" <?xml version")), PLIST_XML);
    assert_int_equal(plist_sniff(slice_str("<plist>")), PLIST_XML);
    assert_int_equal(plist_sniff(slice_str("<html>")), PLIST_UNKNOWN);
    assert_int_equal(plist_sniff(slice_str("{ a = b; }")), PLIST_OPENSTEP);
    assert_int_equal(plist_sniff(slice_str("\"a\" = b;")), PLIST_OPENSTEP);
    assert_int_equal(plist_sniff(slice_str("Some words = of prose")), PLIST_UNKNOWN);
    assert_int_equal(plist_sniff(slice_str("")), PLIST_UNKNOWN);
}

/* ---- samples, where they are at hand ---- */

static void torn_network_preferences_are_told(void **state) {
    (void)state;
    FILE *f =
        fopen("../shared/cases/036-no-network-services/evidence/root/Library/Preferences/SystemConfiguration/preferences.plist", "rb");
    if (!f) {
        print_message("../shared/cases is absent\n");
        skip();
    }
    char bytes[8192];
    size_t len = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    expect_fault(parse_bytes(bytes, len), 28, "bytes 700 to 911 are zero: the file was torn by an unfinished write");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_of_all_types),
        cmocka_unit_test(xml_values_know_where_they_stand),
        cmocka_unit_test(xml_integer_up_to_unsigned_64),
        cmocka_unit_test(xml_reals_that_are_not_finite),
        cmocka_unit_test(xml_date_outside_the_range_is_unknown),
        cmocka_unit_test(xml_last_of_two_keys_wins),
        cmocka_unit_test(xml_comments_and_instructions_are_passed_over),
        cmocka_unit_test(xml_internal_subset_is_passed_over),
        cmocka_unit_test(xml_declared_entities_are_told),
        cmocka_unit_test(xml_utf16_of_both_orders),
        cmocka_unit_test(xml_utf16_fault_has_its_offset_in_the_file),
        cmocka_unit_test(xml_latin1_by_declaration),
        cmocka_unit_test(xml_latin1_fault_has_its_offset_in_the_file),
        cmocka_unit_test(xml_byte_order_mark_moves_the_offset),
        cmocka_unit_test(xml_white_space_before_the_declaration_is_told),
        cmocka_unit_test(xml_bytes_after_the_end_are_told),
        cmocka_unit_test(xml_without_plist_element_is_read),
        cmocka_unit_test(xml_bad_base64_is_told),
        cmocka_unit_test(xml_cut_off_in_dict),
        cmocka_unit_test(xml_cut_off_in_array),
        cmocka_unit_test(xml_cut_off_in_string),
        cmocka_unit_test(xml_cut_off_in_start_tag),
        cmocka_unit_test(xml_cut_off_in_end_tag),
        cmocka_unit_test(xml_cut_off_in_plist),
        cmocka_unit_test(xml_cut_off_in_comment),
        cmocka_unit_test(xml_cut_off_in_cdata),
        cmocka_unit_test(xml_cut_off_in_doctype),
        cmocka_unit_test(xml_cut_off_in_subset),
        cmocka_unit_test(xml_cut_off_in_reference),
        cmocka_unit_test(xml_cut_off_before_the_first_value),
        cmocka_unit_test(xml_key_without_value),
        cmocka_unit_test(xml_key_after_key),
        cmocka_unit_test(xml_value_without_key),
        cmocka_unit_test(xml_key_outside_dict),
        cmocka_unit_test(xml_unknown_element),
        cmocka_unit_test(xml_mismatched_container),
        cmocka_unit_test(xml_mismatched_leaf),
        cmocka_unit_test(xml_unclosed_dict),
        cmocka_unit_test(xml_element_inside_string),
        cmocka_unit_test(xml_text_between_elements),
        cmocka_unit_test(xml_second_value),
        cmocka_unit_test(xml_empty_plist),
        cmocka_unit_test(xml_nested_plist),
        cmocka_unit_test(xml_doctype_inside),
        cmocka_unit_test(xml_comment_inside_string),
        cmocka_unit_test(xml_unknown_entity),
        cmocka_unit_test(xml_bare_ampersand),
        cmocka_unit_test(xml_reference_to_a_surrogate),
        cmocka_unit_test(xml_reference_past_unicode),
        cmocka_unit_test(xml_ill_formed_utf8),
        cmocka_unit_test(xml_integer_with_letters),
        cmocka_unit_test(xml_integer_with_blank_behind),
        cmocka_unit_test(xml_integer_too_large),
        cmocka_unit_test(xml_integer_too_small),
        cmocka_unit_test(xml_integer_empty),
        cmocka_unit_test(xml_integer_element_empty),
        cmocka_unit_test(xml_real_of_words),
        cmocka_unit_test(xml_date_of_words),
        cmocka_unit_test(xml_data_element_empty),
        cmocka_unit_test(xml_text_inside_true),
        cmocka_unit_test(xml_entities_are_not_expanded),
        cmocka_unit_test(xml_unknown_encoding),
        cmocka_unit_test(xml_of_another_kind),
        cmocka_unit_test(html_is_named),
        cmocka_unit_test(prose_is_no_list),
        cmocka_unit_test(empty_file),
        cmocka_unit_test(xml_nested_too_deep),
        cmocka_unit_test(openstep_nested_too_deep),
        cmocka_unit_test(too_many_values_are_refused),
        cmocka_unit_test(too_many_bytes_are_refused),
        cmocka_unit_test(the_arena_limits_memory),
        cmocka_unit_test(zeros_only_are_a_torn_file),
        cmocka_unit_test(zeros_at_the_end_are_a_torn_file),
        cmocka_unit_test(zeros_in_the_middle_are_a_torn_file),
        cmocka_unit_test(zeros_at_the_start_are_a_torn_file),
        cmocka_unit_test(fault_before_the_zeros_is_told_first),
        cmocka_unit_test(zeros_behind_a_whole_list_are_told),
        cmocka_unit_test(binary_of_all_types),
        cmocka_unit_test(binary_dict),
        cmocka_unit_test(binary_first_of_two_keys_wins),
        cmocka_unit_test(binary_shared_object_is_one_subtree),
        cmocka_unit_test(binary_explosion_is_refused),
        cmocka_unit_test(binary_cycle_is_found),
        cmocka_unit_test(binary_nested_too_deep),
        cmocka_unit_test(binary_depth_counts_behind_shared_objects),
        cmocka_unit_test(binary_key_that_is_no_string),
        cmocka_unit_test(binary_key_that_is_a_container),
        cmocka_unit_test(binary_reference_past_the_objects),
        cmocka_unit_test(binary_offset_past_the_end),
        cmocka_unit_test(binary_offset_into_the_header),
        cmocka_unit_test(binary_cut_off),
        cmocka_unit_test(binary_objects_that_overlap),
        cmocka_unit_test(binary_shorter_than_a_trailer),
        cmocka_unit_test(binary_of_another_version),
        cmocka_unit_test(binary_with_zeros_for_a_trailer_is_torn),
        cmocka_unit_test(binary_offset_size_zero),
        cmocka_unit_test(binary_offset_size_large),
        cmocka_unit_test(binary_offset_size_wrong),
        cmocka_unit_test(binary_reference_size_zero),
        cmocka_unit_test(binary_reference_size_large),
        cmocka_unit_test(binary_reference_size_wrong),
        cmocka_unit_test(binary_no_objects),
        cmocka_unit_test(binary_number_of_objects_huge),
        cmocka_unit_test(binary_number_of_objects_wrong),
        cmocka_unit_test(binary_top_object_past_the_end),
        cmocka_unit_test(binary_table_in_the_header),
        cmocka_unit_test(binary_table_past_the_trailer),
        cmocka_unit_test(binary_table_far_away),
        cmocka_unit_test(binary_reference_size_too_small),
        cmocka_unit_test(binary_offset_size_too_small),
        cmocka_unit_test(binary_string_too_long),
        cmocka_unit_test(binary_utf16_too_long),
        cmocka_unit_test(binary_data_too_long),
        cmocka_unit_test(binary_array_too_long),
        cmocka_unit_test(binary_set_too_long),
        cmocka_unit_test(binary_dict_too_long),
        cmocka_unit_test(binary_long_length_too_long),
        cmocka_unit_test(binary_length_that_would_overflow),
        cmocka_unit_test(binary_length_that_is_no_integer),
        cmocka_unit_test(binary_length_of_16_bytes),
        cmocka_unit_test(binary_length_cut_off),
        cmocka_unit_test(binary_length_missing),
        cmocka_unit_test(binary_integer_too_long),
        cmocka_unit_test(binary_integer_too_wide),
        cmocka_unit_test(binary_integer_above_64_bits),
        cmocka_unit_test(binary_real_too_long),
        cmocka_unit_test(binary_real_of_odd_width),
        cmocka_unit_test(binary_date_too_long),
        cmocka_unit_test(binary_date_of_odd_width),
        cmocka_unit_test(binary_uid_too_long),
        cmocka_unit_test(binary_uid_above_32_bits),
        cmocka_unit_test(binary_unknown_simple_object),
        cmocka_unit_test(binary_unknown_object),
        cmocka_unit_test(binary_byte_above_ascii),
        cmocka_unit_test(openstep_of_all_types),
        cmocka_unit_test(openstep_strings_file),
        cmocka_unit_test(openstep_surrogate_pair),
        cmocka_unit_test(openstep_in_utf16),
        cmocka_unit_test(xml_empty_plist_element),
        cmocka_unit_test(xml_end_tag_first),
        cmocka_unit_test(xml_doctype_that_does_not_end),
        cmocka_unit_test(openstep_json_is_named),
        cmocka_unit_test(openstep_missing_semicolon),
        cmocka_unit_test(openstep_missing_comma),
        cmocka_unit_test(openstep_missing_value),
        cmocka_unit_test(openstep_cut_off_in_dict),
        cmocka_unit_test(openstep_cut_off_in_array),
        cmocka_unit_test(openstep_cut_off_in_string),
        cmocka_unit_test(openstep_cut_off_in_comment),
        cmocka_unit_test(openstep_cut_off_in_data),
        cmocka_unit_test(openstep_odd_data),
        cmocka_unit_test(openstep_data_of_words),
        cmocka_unit_test(openstep_text_behind),
        cmocka_unit_test(openstep_ill_formed_utf8),
        cmocka_unit_test(xml_cut_off_at_every_byte),
        cmocka_unit_test(openstep_cut_off_at_every_byte),
        cmocka_unit_test(binary_cut_off_at_every_byte),
        cmocka_unit_test(short_memory_is_told),
        cmocka_unit_test(walk_of_one_leaf),
        cmocka_unit_test(path_goes_through_dicts_and_arrays),
        cmocka_unit_test(values_are_of_their_type_only),
        cmocka_unit_test(walk_gives_every_leaf_its_path),
        cmocka_unit_test(walk_cuts_a_path_that_is_too_long),
        cmocka_unit_test(sniffing_goes_by_the_first_bytes),
        cmocka_unit_test(torn_network_preferences_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

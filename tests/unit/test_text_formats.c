#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/columns.h"
#include "format/diskutil_text.h"
#include "format/key_value.h"

static void a_key_ends_at_a_colon_before_a_blank(void **state) {
    (void)state;
    struct key_value kv;
    assert_true(key_value_split(slice_str("\t ProductVersion:\t\t14.6.1 "), &kv));
    assert_true(slice_is(kv.key, "ProductVersion") && slice_is(kv.value, "14.6.1"));
    assert_int_equal(kv.indent, 2);
    assert_true(key_value_split(slice_str("at 09:33:52 it said: no"), &kv));
    assert_true(slice_is(kv.key, "at 09:33:52 it said"));
    assert_true(key_value_split(slice_str("Configuration:"), &kv));
    assert_true(kv.value.len == 0 && kv.value.data);
    assert_false(key_value_split(slice_str("09:33:52"), &kv));
    assert_false(key_value_split(slice_str(": x"), &kv));
    assert_false(key_value_split(slice_str(""), &kv));
    assert_false(key_value_split((struct slice){0}, &kv));
}

static void a_note_in_brackets_is_cut_off(void **state) {
    (void)state;
    struct slice note;
    assert_true(slice_is(key_value_without_note(slice_str("disk1s1 (No specific role)"), &note), "disk1s1"));
    assert_true(slice_is(note, "No specific role"));
    assert_true(slice_is(key_value_without_note(slice_str("a (b (c))"), &note), "a"));
    assert_true(slice_is(note, "b (c)"));
    assert_true(slice_is(key_value_without_note(slice_str("plain"), &note), "plain"));
    assert_null(note.data);
    assert_true(slice_is(key_value_without_note(slice_str("x)"), &note), "x)"));
    assert_null(note.data);
    assert_true(slice_is(key_value_without_note(slice_str("()"), &note), ""));
}

static void columns_know_where_words_begin(void **state) {
    (void)state;
    struct columns c = columns_split(slice_str("  map auto_home  0 12%  /Volumes/A B "));
    assert_int_equal(c.n, 6);
    assert_true(slice_is(columns_rest(&c, 4), "/Volumes/A B"));
    assert_true(slice_is(columns_before(&c, 2), "map auto_home"));
    int64_t n = 7;
    assert_true(columns_count(&c, 2, &n) && n == 0);
    assert_false(columns_count(&c, 3, &n));
    assert_false(columns_count(&c, 99, &n));
    assert_int_equal(columns_split((struct slice){0}).n, 0);
    assert_int_equal(columns_rest(&c, 99).len, 0);
}

static void more_words_than_fit_stay_in_the_rest(void **state) {
    (void)state;
    char line[400];
    for (size_t i = 0; i < sizeof line; i++)
        line[i] = i % 2 ? ' ' : 'x';
    struct columns c = columns_split(slice_of(line, sizeof line));
    assert_int_equal(c.n, COLUMNS_MAX);
    assert_int_equal(columns_rest(&c, COLUMNS_MAX - 1).len, sizeof line - 2 * (COLUMNS_MAX - 1) - 1);
}

static void names_of_disks(void **state) {
    (void)state;
    assert_true(slice_is(diskutil_device(slice_str("/dev/disk3s1s1")), "disk3s1s1"));
    assert_true(slice_is(diskutil_whole_disk(slice_str("/dev/disk12s1")), "disk12"));
    assert_true(slice_is(diskutil_whole_disk(slice_str("disk0")), "disk0"));
    assert_null(diskutil_device(slice_str("disk")).data);
    assert_null(diskutil_device(slice_str("disk1/x")).data);
    assert_null(diskutil_device(slice_str("map auto_home")).data);
    assert_null(diskutil_whole_disk((struct slice){0}).data);
}

static void apfs_list_gives_headings_and_fields(void **state) {
    (void)state;
    struct diskutil_apfs_list list = diskutil_apfs_list_of(slice_str("APFS Container (1 found)\n|\n"
                                                                     "+-- Container disk9 11111111-2222-3333-4444-555555555555\n"
                                                                     "    ====================\n"
                                                                     "    Size (Capacity Ceiling):      1000 B (1 KB)\n"
                                                                     "    |\n"
                                                                     "    +-< Physical Store disk0s2 AAAA\n"
                                                                     "    +-> Volume disk9s1\n"
                                                                     "    +-> Volume nonsense here\n"));
    static const struct {
        enum diskutil_apfs_kind kind;
        const char *key;
        int64_t line;
    } expected[] = {{DISKUTIL_CONTAINER, "disk9", 3},
                    {DISKUTIL_FIELD, "Size (Capacity Ceiling)", 5},
                    {DISKUTIL_STORE, "disk0s2", 7},
                    {DISKUTIL_VOLUME, "disk9s1", 8}};
    struct diskutil_apfs_item item;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(diskutil_apfs_list_next(&list, &item));
        assert_int_equal(item.kind, expected[i].kind);
        assert_true(slice_is(item.key, expected[i].key));
        assert_int_equal(item.line, expected[i].line);
    }
    assert_false(diskutil_apfs_list_next(&list, &item));
}

static void list_splits_type_from_name_at_the_header(void **state) {
    (void)state;
    struct diskutil_list list =
        diskutil_list_of(slice_str("/dev/disk7 (internal, physical):\n"
                                   "   #:                       TYPE NAME                    SIZE       IDENTIFIER\n"
                                   "   0:      GUID_partition_scheme                        *500.3 GB   disk7\n"
                                   "   1:                        EFI \xE2\x81\xA8"
                                   "EFI\xE2\x81\xA9                     314.6 MB   disk7s1\n"
                                   "   2:      APFS Container Scheme -                      +499.9 GB   disk8\n"
                                   "                                 Physical Store disk7s2\n"
                                   "   3: cut off\n"));
    struct diskutil_list_item item;
    assert_true(diskutil_list_next(&list, &item) && item.kind == DISKUTIL_DISK && slice_is(item.name, "internal, physical"));
    assert_true(diskutil_list_next(&list, &item) && slice_is(item.type, "GUID_partition_scheme") && item.name.len == 0);
    assert_true(slice_is(item.size_number, "500.3") && slice_is(item.size_unit, "GB") && slice_is(item.device, "disk7"));
    assert_true(diskutil_list_next(&list, &item) && slice_is(item.type, "EFI") && slice_is(item.name, "EFI"));
    assert_true(diskutil_list_next(&list, &item) && slice_is(item.type, "APFS Container Scheme") && slice_is(item.name, "-"));
    assert_true(diskutil_list_next(&list, &item) && item.kind == DISKUTIL_BACKING && slice_is(item.device, "disk7s2"));
    assert_int_equal(item.line, 6);
    assert_false(diskutil_list_next(&list, &item));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_ends_at_a_colon_before_a_blank),
        cmocka_unit_test(a_note_in_brackets_is_cut_off),
        cmocka_unit_test(columns_know_where_words_begin),
        cmocka_unit_test(more_words_than_fit_stay_in_the_rest),
        cmocka_unit_test(names_of_disks),
        cmocka_unit_test(apfs_list_gives_headings_and_fields),
        cmocka_unit_test(list_splits_type_from_name_at_the_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

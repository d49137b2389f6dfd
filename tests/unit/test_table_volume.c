#include <stdlib.h>

#include "storage_text.h"
#include "table_test.h"

extern const struct table table_volume;

static size_t row_of(const struct capture *c, const char *device) {
    for (size_t i = 0; i < c->n_rows; i++)
        if (strcmp(cell(c, i, "device"), device) == 0)
            return i;
    fail_msg("no device %s", device);
    return 0;
}

static void list_tells_partitions_mounts_and_containers(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_volume, "diskutil_list", "commands/diskutil-list.plist", DISKUTIL_LIST_PLIST));
    assert_int_equal(c.n_rows, 6);
    assert_string_equal(cell(&c, row_of(&c, "disk0"), "kind"), "disk");
    size_t i = row_of(&c, "disk0s2");
    assert_string_equal(cell(&c, i, "kind"), "partition");
    assert_string_equal(cell(&c, i, "partition_type"), "Apple_APFS");
    assert_string_equal(cell(&c, i, "container"), "disk3");
    assert_string_equal(cell(&c, i, "size"), "9000");
    assert_null(cell(&c, i, "role"));
    i = row_of(&c, "disk0s3");
    assert_string_equal(cell(&c, i, "partition_type"), "Apple_APFS_Recovery");
    assert_string_equal(cell(&c, i, "text"), "disk0s3 Apple_APFS_Recovery");
    assert_string_equal(cell(&c, row_of(&c, "disk3"), "kind"), "container");
    i = row_of(&c, "disk3s1");
    assert_string_equal(cell(&c, i, "kind"), "apfs-volume");
    assert_string_equal(cell(&c, i, "mount_point"), "/");
    assert_string_equal(cell(&c, i, "snapshot_mounted"), "1");
    assert_string_equal(cell(&c, i, "sealed"), "Broken");
    assert_string_equal(cell(&c, i, "capacity_in_use"), "4000");
    i = row_of(&c, "disk3s5");
    assert_string_equal(cell(&c, i, "snapshot_mounted"), "0");
    assert_string_equal(cell(&c, i, "mount_point"), "/System/Volumes/Data");
    assert_true(atoi(cell(&c, i, "line")) > 2);
    capture_free(&c);
}

static void apfs_list_tells_roles_and_encryption(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_volume, "diskutil_apfs_list", "commands/diskutil-apfs-list.plist", DISKUTIL_APFS_PLIST));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "role"), "System");
    assert_string_equal(cell(&c, 0, "container"), "disk3");
    assert_string_equal(cell(&c, 0, "encrypted"), "1");
    assert_string_equal(cell(&c, 0, "filevault"), "1");
    assert_string_equal(cell(&c, 0, "locked"), "0");
    assert_string_equal(cell(&c, 0, "capacity_quota"), "0");
    assert_null(cell(&c, 0, "mount_point"));
    assert_string_equal(cell(&c, 0, "text"), "disk3s1 apfs-volume (System) Test HD");
    assert_string_equal(cell(&c, 1, "role"), "");
    assert_null(cell(&c, 1, "encrypted"));
    capture_free(&c);
}

static void info_tells_the_seal_of_the_startup_volume(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_volume, "diskutil_info", "commands/diskutil-info.plist", DISKUTIL_INFO_PLIST));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "kind"), "apfs-snapshot");
    assert_string_equal(cell(&c, 0, "mount_point"), "/");
    assert_string_equal(cell(&c, 0, "sealed"), "Broken");
    assert_string_equal(cell(&c, 0, "internal"), "1");
    assert_string_equal(cell(&c, 0, "snapshot_mounted"), "1");
    assert_string_equal(cell(&c, 0, "text"), "disk3s1s1 apfs-snapshot Test HD, Sealed: Broken");
    capture_free(&c);
}

static void text_of_list_is_read_like_the_plist(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_volume, "diskutil_list_text", "disks.txt", DISKUTIL_LIST_TEXT));
    assert_int_equal(c.n_rows, 6);
    size_t i = row_of(&c, "disk0s3");
    assert_string_equal(cell(&c, i, "partition_type"), "Apple_APFS_Recovery");
    assert_string_equal(cell(&c, i, "container"), "disk2");
    assert_string_equal(cell(&c, i, "size"), "5400000000");
    assert_string_equal(cell(&c, i, "internal"), "1");
    assert_null(cell(&c, i, "name"));
    i = row_of(&c, "disk3s1");
    assert_string_equal(cell(&c, i, "name"), "Test HD");
    assert_string_equal(cell(&c, i, "container"), "disk3");
    assert_string_equal(cell(&c, i, "line"), "11");
    assert_string_equal(cell(&c, row_of(&c, "disk3s1s1"), "kind"), "apfs-snapshot");
    capture_free(&c);
}

static void text_of_apfs_list_is_read_like_the_plist(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_volume, "diskutil_apfs_list_text", "diskutil_apfs.txt", DISKUTIL_APFS_TEXT));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "role"), "System");
    assert_string_equal(cell(&c, 0, "name"), "Test HD");
    assert_string_equal(cell(&c, 0, "sealed"), "Broken");
    assert_string_equal(cell(&c, 0, "filevault"), "1");
    assert_string_equal(cell(&c, 0, "locked"), "0");
    assert_string_equal(cell(&c, 0, "encrypted"), "0");
    assert_string_equal(cell(&c, 0, "snapshot_mounted"), "1");
    assert_string_equal(cell(&c, 0, "capacity_in_use"), "4000");
    assert_null(cell(&c, 1, "mount_point"));
    assert_string_equal(cell(&c, 1, "locked"), "1");
    capture_free(&c);
}

static void damage_is_an_error(void **state) {
    (void)state;
    static const struct {
        const char *kind, *text;
    } cases[] = {{"diskutil_list", ""},
                 {"diskutil_list", PROPERTY_LIST(DICT(""))},
                 {"diskutil_list", PROPERTY_LIST(DICT(KEY_STRING("AllDisksAndPartitions", "x")))},
                 {"diskutil_info", PROPERTY_LIST(DICT(KEY_BOOL("Error", "true") KEY_STRING("ErrorMessage", "Could not find disk")))},
                 {"diskutil_apfs_list", PROPERTY_LIST(ARRAY(""))},
                 {"diskutil_list_text", ""},
                 {"diskutil_list_text", "   1: \n:\n"},
                 {"diskutil_apfs_list_text", "No APFS Containers found\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_volume, cases[i].kind, "x", cases[i].text));
        assert_true(strlen(c.err.text) > 5);
        capture_free(&c);
    }
}

static void every_truncation_is_survived(void **state) {
    (void)state;
    static const struct {
        const char *kind, *text;
    } cases[] = {{"diskutil_list", DISKUTIL_LIST_PLIST},
                 {"diskutil_apfs_list", DISKUTIL_APFS_PLIST},
                 {"diskutil_info", DISKUTIL_INFO_PLIST},
                 {"diskutil_list_text", DISKUTIL_LIST_TEXT},
                 {"diskutil_apfs_list_text", DISKUTIL_APFS_TEXT}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t len = 0; len < strlen(cases[i].text); len += 37) {
            struct capture c;
            (void)capture_feed_slice(&c, &table_volume, cases[i].kind, "x", slice_of(cases[i].text, len));
            capture_free(&c);
        }
}

static void more_entries_than_any_mac_has_are_told(void **state) {
    (void)state;
    static const char line[] = "   1: EFI x 1.0 MB disk0s1\n";
    enum { LINES = 20001 };
    static char text[LINES * sizeof line];
    struct capture c;
    for (size_t i = 0; i < LINES; i++)
        memcpy(text + i * (sizeof line - 1), line, sizeof line);
    assert_true(capture_feed(&c, &table_volume, "diskutil_list_text", "disks.txt", text));
    assert_non_null(c.problem);
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_tells_partitions_mounts_and_containers),
        cmocka_unit_test(apfs_list_tells_roles_and_encryption),
        cmocka_unit_test(info_tells_the_seal_of_the_startup_volume),
        cmocka_unit_test(text_of_list_is_read_like_the_plist),
        cmocka_unit_test(text_of_apfs_list_is_read_like_the_plist),
        cmocka_unit_test(damage_is_an_error),
        cmocka_unit_test(every_truncation_is_survived),
        cmocka_unit_test(more_entries_than_any_mac_has_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

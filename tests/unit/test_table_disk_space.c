#include "storage_text.h"
#include "table_test.h"

extern const struct table table_disk_space;

static void df_in_blocks_of_1024(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_disk_space, "df", "commands/df.txt",
                             "Filesystem     1024-blocks      Used Available Capacity  Mounted on\n"
                             "/dev/disk3s1s1        1000       600       400      60%    /\n"
                             "map auto_home            0         0         0     100%    /System/Volumes/Data/home\n"
                             "/dev/disk5s2          2048      1024      1024      50%    /Volumes/A B\n"
                             "com.apple.TimeMachine.x@/dev/disk3s5 8 4 4 50% /Volumes/T\n"));
    assert_int_equal(c.n_rows, 4);
    assert_string_equal(cell(&c, 3, "container"), "disk3");
    assert_string_equal(cell(&c, 0, "device"), "/dev/disk3s1s1");
    assert_string_equal(cell(&c, 0, "container"), "disk3");
    assert_string_equal(cell(&c, 0, "blocks_1024"), "1000");
    assert_string_equal(cell(&c, 0, "size"), "1024000");
    assert_string_equal(cell(&c, 0, "used"), "614400");
    assert_string_equal(cell(&c, 0, "available"), "409600");
    assert_string_equal(cell(&c, 0, "free_percent"), "40");
    assert_string_equal(cell(&c, 0, "used_percent"), "60");
    assert_string_equal(cell(&c, 0, "line"), "2");
    assert_string_equal(cell(&c, 1, "device"), "map auto_home");
    assert_null(cell(&c, 1, "free_percent"));
    assert_null(cell(&c, 1, "container"));
    assert_string_equal(cell(&c, 2, "mount_point"), "/Volumes/A B");
    capture_free(&c);
}

static void df_in_other_units(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_disk_space, "df", "df.txt",
                             "Filesystem  512-blocks  Used Available Capacity iused ifree %iused  Mounted on\n"
                             "/dev/disk1s1      2000  1000      1000    50%       7     9    0%   /\n"));
    assert_string_equal(cell(&c, 0, "size"), "1024000");
    assert_string_equal(cell(&c, 0, "mount_point"), "/");
    capture_free(&c);
    assert_true(capture_feed(&c, &table_disk_space, "df", "disk_usage.txt",
                             "Filesystem   Size   Used  Avail Capacity iused ifree %iused  Mounted on\n"
                             "/dev/disk1s1 2.0Gi  512Mi  0Bi    25%   1.9k  3.3G    0%   /\n"
                             "//anna@server.example/share 3Gi 1Gi 2Gi 34% 1 2 0% /Volumes/share\n"));
    assert_string_equal(cell(&c, 0, "size"), "2147483648");
    assert_string_equal(cell(&c, 0, "used"), "536870912");
    assert_string_equal(cell(&c, 0, "available"), "0");
    assert_null(cell(&c, 1, "device"));
    assert_null(cell(&c, 1, "text"));
    capture_free(&c);
}

static void containers_tell_their_free_space(void **state) {
    (void)state;
    static const struct {
        const char *kind, *text, *quote, *mount_point;
    } cases[] = {{"diskutil_apfs_list", DISKUTIL_APFS_PLIST, "CapacityFree 900 of container disk3", NULL},
                 {"diskutil_apfs_list_text", DISKUTIL_APFS_TEXT, "Capacity Not Allocated: 900 B (900 B) (10.0% free)", NULL},
                 {"diskutil_info", DISKUTIL_INFO_PLIST, "APFSContainerFree 900", "/"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_disk_space, cases[i].kind, "x", cases[i].text));
        assert_int_equal(c.n_rows, 1);
        assert_string_equal(cell(&c, 0, "container"), "disk3");
        assert_string_equal(cell(&c, 0, "available"), "900");
        assert_string_equal(cell(&c, 0, "used"), "8100");
        assert_string_equal(cell(&c, 0, "free_percent"), "10");
        assert_string_equal(cell(&c, 0, "text"), cases[i].quote);
        if (cases[i].mount_point)
            assert_string_equal(cell(&c, 0, "mount_point"), cases[i].mount_point);
        capture_free(&c);
    }
}

static void damage_is_an_error(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "\n",
                                        "Filesystem 1024-blocks Used Available Capacity Mounted on\n",
                                        "df: cannot read\n",
                                        "/dev/disk1 99999999999999999999 1 1 1% /\n",
                                        "/dev/disk1 9223372036854775807 1 1 1% /\n",
                                        "/dev/disk1 -1 -1 -1 1% /\n",
                                        "% % % % %\n",
                                        "a 1 1 1 1% relative\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_disk_space, "df", "df.txt", texts[i]));
        assert_int_equal(c.n_rows, 0);
        capture_free(&c);
    }
}

static void a_table_without_its_header_is_a_problem(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_disk_space, "df", "df.txt", "/dev/disk3s5 10 5 5 50% /System/Volumes/Data\n"));
    assert_non_null(c.problem);
    assert_string_equal(cell(&c, 0, "available"), "5120");
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(df_in_blocks_of_1024),
        cmocka_unit_test(df_in_other_units),
        cmocka_unit_test(containers_tell_their_free_space),
        cmocka_unit_test(damage_is_an_error),
        cmocka_unit_test(a_table_without_its_header_is_a_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

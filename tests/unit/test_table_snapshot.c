#include "storage_text.h"
#include "table_test.h"

extern const struct table table_snapshot;

static void tmutil_names_kind_and_time(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_snapshot, "tmutil_snapshots", "commands/tmutil-snapshots.txt",
                             "Snapshots for volume group containing disk /Volumes/A B:\ncom.apple.TimeMachine.2023-02-03-040506.local\n"
                             "com.apple.os.update-MSUPrepareUpdate\ncom.example.clone.2023-13-99-999999\n"));
    assert_int_equal(c.n_rows, 3);
    assert_string_equal(cell(&c, 0, "kind"), "time-machine");
    assert_string_equal(cell(&c, 0, "created"), "2023-02-03T04:05:06");
    assert_string_equal(cell(&c, 0, "volume"), "/Volumes/A B");
    assert_string_equal(cell(&c, 0, "line"), "2");
    assert_string_equal(cell(&c, 1, "kind"), "update");
    assert_null(cell(&c, 1, "created"));
    assert_string_equal(cell(&c, 2, "kind"), "other");
    assert_null(cell(&c, 2, "created"));
    capture_free(&c);
}

static void no_snapshots_is_no_row_and_no_problem(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_snapshot, "tmutil_snapshots", "x.txt", "Snapshots for disk /:\n"));
    assert_int_equal(c.n_rows, 0);
    assert_null(c.problem);
    capture_free(&c);
}

static void a_refusal_is_told(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_snapshot, "tmutil_snapshots", "x.txt", "tmutil: needs Full Disk Access\n"));
    assert_string_equal(c.err.text, "tmutil answered: tmutil: needs Full Disk Access");
    capture_free(&c);
    assert_false(capture_feed(&c, &table_snapshot, "tmutil_snapshots", "x.txt", ""));
    capture_free(&c);
}

static void diskutil_names_mounted_snapshots(void **state) {
    (void)state;
    static const struct {
        const char *kind, *text, *name, *mount_point, *sealed;
    } cases[] = {{"diskutil_list", DISKUTIL_LIST_PLIST, "com.apple.os.update-0A1B", "/", "Broken"},
                 {"diskutil_info", DISKUTIL_INFO_PLIST, "com.apple.os.update-0A1B", "/", "Broken"},
                 {"diskutil_list_text", DISKUTIL_LIST_TEXT, "com.apple.os.update-...", NULL, NULL},
                 {"diskutil_apfs_list_text", DISKUTIL_APFS_TEXT, NULL, "/", "Yes"}};
    static const char *const columns[] = {"name", "mount_point", "sealed"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_snapshot, cases[i].kind, "x", cases[i].text));
        assert_int_equal(c.n_rows, 1);
        const char *expected[] = {cases[i].name, cases[i].mount_point, cases[i].sealed};
        for (size_t k = 0; k < 3; k++) {
            const char *got = cell(&c, 0, columns[k]);
            assert_int_equal(got == NULL, expected[k] == NULL);
            if (got)
                assert_string_equal(got, expected[k]);
        }
        assert_string_equal(cell(&c, 0, "device"), "disk3s1s1");
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tmutil_names_kind_and_time),
        cmocka_unit_test(no_snapshots_is_no_row_and_no_problem),
        cmocka_unit_test(a_refusal_is_told),
        cmocka_unit_test(diskutil_names_mounted_snapshots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

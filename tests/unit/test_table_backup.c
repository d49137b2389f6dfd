#include "property_text.h"
#include "table_test.h"

extern const struct table table_backup;

static void check(const struct capture *c, size_t row, const char *const (*expected)[2], size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *is = cell(c, row, expected[i][0]);
        if (!is || strcmp(is, expected[i][1]) != 0)
            fail_msg("%s is \"%s\", not \"%s\"", expected[i][0], is ? is : "NULL", expected[i][1]);
    }
}
#define CHECK(c, row, expected) check(c, row, expected, sizeof(expected) / sizeof *(expected))

static void each_destination_is_a_row_with_its_latest_backup(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_backup, "time_machine_prefs", "root/Library/Preferences/com.apple.TimeMachine.plist",
                     PROPERTY_LIST(DICT(KEY("AutoBackup", "<false/>") KEY(
                         "Destinations",
                         ARRAY(DICT(KEY_STRING("LastKnownVolumeName", "Shelf") KEY("RESULT", "<integer>0</integer>") KEY(
                             "SnapshotDates",
                             ARRAY("<date>2024-02-02T03:04:05Z</date><date>2024-03-02T03:04:05Z</date><date>2024-01-02T03:04:05Z</date>")))
                                   DICT(KEY_STRING("LastKnownVolumeName", "nas") KEY_STRING("NetworkURL", "smb://nas.example/tm"))))))));
    assert_int_equal(c.n_rows, 2);
    static const char *const first[][2] = {{"destination", "Shelf"},
                                           {"kind", "local"},
                                           {"last_backup", "2024-03-02T03:04:05Z"},
                                           {"backups", "3"},
                                           {"result", "0"},
                                           {"automatic", "0"},
                                           {"from", "preferences"},
                                           {"text", "Time Machine, local: last backup 2024-03-02T03:04:05Z, switched off"}};
    static const char *const second[][2] = {{"kind", "network"}, {"url", "smb://nas.example/tm"}, {"backups", "0"}};
    CHECK(&c, 0, first);
    CHECK(&c, 1, second);
    assert_null(cell(&c, 1, "last_backup"));
    capture_free(&c);
}

static void without_destinations_there_is_no_backup(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_backup, "time_machine_prefs", "x.plist", PROPERTY_LIST(DICT(KEY("AutoBackup", "<false/>")))));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "problem"), "no destination is set up");
    capture_free(&c);
    assert_true(capture_feed(&c, &table_backup, "tmutil_destinationinfo", "x.txt", "tmutil: No destinations configured.\n"));
    assert_string_equal(cell(&c, 0, "problem"), "no destination is set up");
    capture_free(&c);
}

static void the_path_of_the_latest_backup_tells_its_date(void **state) {
    (void)state;
    static const char *const paths[] = {"/Volumes/Shelf/Backups.backupdb/mac/2024-09-19-221503\n",
                                        "/Volumes/Shelf/2024-09-19-221503.backup/2024-09-19-221503.backup\n",
                                        "/Volumes/Shelf/2024-09-18-221503.previous/2024-09-19-221503.previous\n"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct capture c;
        static const char *const expected[][2] = {
            {"last_backup", "2024-09-19T22:15:03"}, {"destination", "Shelf"}, {"text", "Time Machine: last backup 2024-09-19T22:15:03"}};
        assert_true(capture_feed(&c, &table_backup, "tmutil_latestbackup", "x.txt", paths[i]));
        CHECK(&c, 0, expected);
        capture_free(&c);
    }
    struct capture c;
    assert_true(capture_feed(&c, &table_backup, "tmutil_latestbackup", "x.txt", "Failed to mount backup destination\n"));
    assert_null(cell(&c, 0, "last_backup"));
    assert_string_equal(cell(&c, 0, "problem"), "Failed to mount backup destination");
    capture_free(&c);
}

static void destinations_that_tmutil_prints_are_rows(void **state) {
    (void)state;
    struct capture c;
    static const char rule[] = "====================================================\n";
    char text[600];
    snprintf(text, sizeof text,
             "%sName          : Shelf\nKind          : Local\nMount Point   : /Volumes/Shelf\nID            : 0B0D6F5E\n"
             "%sName          : nas\nKind          : Network\nURL           : smb://nas.example/tm\nID            : 1B0D6F5E\n",
             rule, rule);
    assert_true(capture_feed(&c, &table_backup, "tmutil_destinationinfo", "x.txt", text));
    assert_int_equal(c.n_rows, 2);
    static const char *const first[][2] = {{"destination", "Shelf"}, {"kind", "local"}, {"mount_point", "/Volumes/Shelf"}, {"line", "2"}};
    static const char *const second[][2] = {{"destination", "nas"}, {"kind", "network"}, {"url", "smb://nas.example/tm"}};
    CHECK(&c, 0, first);
    CHECK(&c, 1, second);
    capture_free(&c);
}

static void what_is_none_of_these_is_an_error(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_backup, "tmutil_destinationinfo", "x.txt", "command not found\n"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_backup, "tmutil_latestbackup", "x.txt", "\n"));
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_destination_is_a_row_with_its_latest_backup),
        cmocka_unit_test(without_destinations_there_is_no_backup),
        cmocka_unit_test(the_path_of_the_latest_backup_tells_its_date),
        cmocka_unit_test(destinations_that_tmutil_prints_are_rows),
        cmocka_unit_test(what_is_none_of_these_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

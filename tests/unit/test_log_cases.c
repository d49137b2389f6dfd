#include "table_test.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "format/log_scan.h"
#include "format/text_decode.h"

/*
 * The logs of the example cases and of the collected samples, which lie beside the repository and are not part of it: every line must be
 * read in one of the known styles or be a line without a head for a reason that is known (dumps, tool output).
 */
#define CASES "../shared/cases"

struct tally {
    size_t records, undated, timeless, dated;
};

static bool on_record(void *context, const struct log_record *r) {
    struct tally *t = context;
    t->records++;
    t->undated += r->style == LOG_UNDATED;
    t->timeless += r->time == TIMESTAMP_NONE;
    t->dated += r->dated;
    return true;
}

static bool scan_file(const char *path, bool tool, struct tally *ret_tally) {
    struct buffer bytes CLEANUP_BUFFER = buffer_with_limit(16 << 20), scratch CLEANUP_BUFFER = buffer_with_limit(64 << 20);
    struct text_decode decode = text_decode_start();
    struct slice text;
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    size_t got = 0;
    do {
        assert_true(buffer_reserve(&bytes, 65536));
        got = fread(bytes.data + bytes.len, 1, 65536, f);
        bytes.len += got;
    } while (got);
    fclose(f);
    struct log_scan_options options = {.modified = INT64_C(1795000000000000000), .tool_output = tool};
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct log_scan *scan CLEANUP_LOG_SCAN = log_scan_new(arena, &options, on_record, ret_tally);
    assert_true(text_decode_push(&decode, buffer_slice(&bytes), true, &scratch, &text, NULL));
    assert_true(log_scan_push(scan, text, NULL));
    assert_true(log_scan_finish(scan, NULL));
    return true;
}

static const char *const logs[] = {"root/private/var/log/install.log",
                                   "commands/log-show.txt",
                                   "root/private/var/log/jamf.log",
                                   "root/Library/Management/super/super.log",
                                   "root/Library/Management/super/logs/super.log",
                                   "root/Library/Management/super/mdmCommand.log"};

static void logs_of_the_cases_have_heads_and_times(void **state) {
    (void)state;
    DIR *dir = opendir(CASES);
    if (!dir) {
        print_message("skipped: no " CASES "\n");
        skip();
    }
    size_t files = 0;
    for (struct dirent *e; (e = readdir(dir));)
        for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
            char path[1024];
            struct tally t = {0};
            snprintf(path, sizeof path, CASES "/%s/evidence/%s", e->d_name, logs[i]);
            if (!scan_file(path, false, &t))
                continue;
            files++;
            /* One case's install.log begins with the end of a line that was cut. */
            if (t.records == 0 || t.undated > 1 || t.timeless > t.undated)
                fail_msg("%s: %zu records, %zu without a head, %zu without a time", path, t.records, t.undated, t.timeless);
        }
    closedir(dir);
    print_message("%zu logs of cases\n", files);
    assert_true(files > 30);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(logs_of_the_cases_have_heads_and_times)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

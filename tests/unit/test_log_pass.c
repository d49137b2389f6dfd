#include "table_test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "format/log_line.h"
#include "table/shared/log_pass.h"

/* A folder with a signal.tsv of our own, so that these tests do not change with the knowledge. */
static const char rows[] = "name\tneedle\tprocess\tpattern\tstage\tsense\tmeans\texample\tsource\n"
                           "progress\tProgress: phase:\tsoftwareupdated\tProgress: phase:(?<phase>[A-Z_]+) .*portionComplete:"
                           "(?<number>[0-9.]+)\tprepare\tprogress\tm\te\ts\n"
                           "running\tRunning OS Build: \t\tmacOS (?<version>[0-9.]+) \\((?<build>\\w+)\\)\tprepare\tprogress\tm\te\ts\n"
                           "no-update\t7301\t\t\\b(?<code>7301)\\b\tscan\tbenign\tm\te\ts\n"
                           "bad\taaaa\t\t(a+)+$\tscan\tfailure\tm\te\ts\nbroken\tbbbb\t\t(b\tscan\tfailure\tm\te\ts\n";

static struct knowledge *open_rows(void) {
    struct error err = {""};
    char folder[] = "/tmp/tailor-signal-XXXXXX", below[64], path[96];
    assert_non_null(mkdtemp(folder));
    snprintf(below, sizeof below, "%s/knowledge", folder);
    snprintf(path, sizeof path, "%s/signal.tsv", below);
    assert_int_equal(mkdir(below, 0700), 0);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(rows, f);
    fclose(f);
    struct knowledge *k = knowledge_open(folder, &err);
    unlink(path);
    rmdir(below);
    rmdir(folder);
    assert_non_null(k);
    return k;
}

static bool feed_with_rows(struct capture *c, const struct table *table, const char *kind, struct slice text) {
    memset(c, 0, sizeof *c);
    c->arena = arena_new(64u << 20);
    c->knowledge = open_rows();
    c->table = table;
    struct artefact a = artefact_of_slice("root/private/var/log/install.log", kind, &text);
    struct feed f = {.artefact = &a,
                     .arena = c->arena,
                     .knowledge = c->knowledge,
                     .sink = c,
                     .wants = capture_wants,
                     .row = capture_row,
                     .progress = capture_progress,
                     .problem = capture_problem};
    return table->feed(&f, &c->err);
}

static void signals_carry_what_the_pattern_names(void **state) {
    (void)state;
    static struct capture c;
    assert_true(
        feed_with_rows(&c, &table_signal, "install_log",
                       slice_str("2024-09-17 08:30:00-07 mac loginwindow[1049]: Login Window Application Started\n"
                                 "2024-09-17 08:31:00-07 mac softwareupdated[757]: Progress: phase:PREPARING_UPDATE stalled:NO "
                                 "portionComplete:0.650000\n    behind\n"
                                 "2024-09-17 08:32:00-07 mac otherd[7]: Progress: phase:PREPARING_UPDATE stalled:NO portionComplete:0.7\n"
                                 "Sep 17 08:33:00 mac OSInstaller[605]: Running OS Build: macOS 15.7.7 (24G720)\n")));
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(cell(&c, 0, "name"), "progress");
    assert_string_equal(cell(&c, 0, "phase"), "PREPARING_UPDATE");
    assert_string_equal(cell(&c, 0, "number"), "0.65");
    assert_string_equal(cell(&c, 0, "line"), "2");
    assert_string_equal(cell(&c, 0, "time"), "2024-09-17T15:31:00Z");
    assert_string_equal(cell(&c, 0, "dated"), "1");
    assert_non_null(strstr(cell(&c, 0, "text"), "0.650000\n    behind"));
    assert_string_equal(cell(&c, 1, "build"), "24G720");
    assert_string_equal(cell(&c, 1, "dated"), "0");
    assert_string_equal(cell(&c, 1, "time"), "2024-09-17T15:33:00Z");
    capture_free(&c);
}

static void every_record_is_a_row_of_log(void **state) {
    (void)state;
    static struct capture c;
    assert_true(capture_feed(&c, &table_log, "softwareupdate_install", "commands/softwareupdate-install.txt",
                             "\xEF\xBB\xBFSoftware Update Tool\r\n\r\nDownloading: 1.0%\r\nDone.\r\n"));
    assert_int_equal(c.n_rows, 3);
    assert_string_equal(cell(&c, 1, "message"), "Downloading: 1.0%");
    assert_string_equal(cell(&c, 1, "style"), "undated");
    assert_string_equal(cell(&c, 1, "line"), "3");
    assert_null(cell(&c, 1, "process"));
    capture_free(&c);
}

static void long_lines_are_cut_and_others_kept(void **state) {
    (void)state;
    static struct capture c;
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    buffer_add_str(&text, "2024-09-17 08:31:00-07 mac s[7]: 7301 ");
    for (size_t i = 0; i < 3000; i++)
        buffer_add_str(&text, "é");
    buffer_add_str(&text, "\nsecond\n");
    assert_true(feed_with_rows(&c, &table_signal, "install_log", buffer_slice(&text)));
    assert_int_equal(c.n_rows, 1);
    struct slice excerpt = slice_str(cell(&c, 0, "text"));
    assert_true(slice_ends_with(excerpt, "é\nsecond"));
    assert_true(excerpt.len <= 1000 + 7 && excerpt.len >= 999 + 6);
    capture_free(&c);
}

/* The second log is searched for what was made ready for the first, and the patterns are freed once. */
static void what_is_searched_for_is_made_once_a_run(void **state) {
    (void)state;
    static const char line[] = "2024-09-17 08:32:00-07 mac OSInstaller[605]: Running OS Build: macOS 15.7.7 (24G720)\n";
    static struct capture c;
    struct feed_kept kept = {.arena = arena_new(16u << 20)};
    size_t used = 0;
    c = (struct capture){.arena = arena_new(64u << 20), .knowledge = open_rows(), .table = &table_signal};
    for (size_t i = 0; i < 2; i++) {
        struct slice text = slice_str(line);
        struct artefact a = artefact_of_slice("root/private/var/log/install.log", "install_log", &text);
        struct feed f = {.artefact = &a,
                         .arena = c.arena,
                         .kept = &kept,
                         .knowledge = c.knowledge,
                         .sink = &c,
                         .wants = capture_wants,
                         .row = capture_row,
                         .progress = capture_progress,
                         .problem = capture_problem};
        assert_true(log_pass_feed(&f, &c.err));
        assert_int_equal(c.n_rows, i + 1);
        assert_string_equal(cell(&c, i, "version"), "15.7.7");
        assert_true(used == 0 || arena_used(kept.arena) == used);
        used = arena_used(kept.arena);
    }
    assert_non_null(kept.log);
    kept.free_log(kept.log);
    arena_free(kept.arena);
    capture_free(&c);
}

static bool owns_one_in(const struct signal_set *set, size_t signal, struct slice message) {
    for (size_t i = 0; i < signal_set_literals(set); i++)
        if (signal_set_owner(set, i) == signal && slice_find(message, signal_set_literal(set, i)) != SLICE_NOT_FOUND)
            return true;
    return false;
}

/* Whatever stands in knowledge/signal.tsv: each example holds its needle, and its pattern matches it. */
static void each_signal_matches_its_example(void **state) {
    (void)state;
    struct error err = {""};
    struct knowledge *k = knowledge_open(NULL, &err);
    struct arena *arena CLEANUP_ARENA = arena_new(16 << 20);
    assert_non_null(k);
    const struct tsv *tsv = knowledge_find(k, "signal");
    struct signal_set *set CLEANUP_SIGNAL_SET = signal_set_open(arena, k, &err);
    assert_non_null(set);
    size_t example_column = tsv_column(tsv, "example"), name_column = tsv_column(tsv, "name"), failures = 0;
    for (size_t i = 0; i < signal_set_count(set); i++) {
        struct slice example = slice_str(tsv_cell(tsv, i, example_column)), needle = signal_set_needle(set, i);
        const char *name = tsv_cell(tsv, i, name_column);
        struct log_head h;
        struct signal_hit hit;
        (void)log_line_parse(example, 0, &h);
        if (needle.len < NEEDLE_MIN_LENGTH || needle.len > NEEDLE_MAX_LENGTH) {
            print_error("%s: needle of %zu bytes\n", name, needle.len);
            failures++;
        } else if (!owns_one_in(set, i, h.message)) {
            print_error("%s: the example's message has none of the literals of the pattern\n", name);
            failures++;
        } else if (slice_find(h.message, needle) == SLICE_NOT_FOUND) {
            print_error("%s: the example's message has no '%.*s'\n", name, SLICE_ARG(needle));
            failures++;
        } else if (signal_set_match(set, i, h.process, h.message, &hit, &err) != SIGNAL_YES) {
            print_error("%s: the pattern does not match the example (%s)\n", name, err.text);
            failures++;
        }
    }
    assert_int_equal(failures, 0);
    knowledge_close(k);
}

static void a_pattern_that_explodes_is_given_up(void **state) {
    (void)state;
    struct error err = {""};
    struct arena *arena CLEANUP_ARENA = arena_new(16 << 20);
    struct knowledge *k = open_rows();
    struct signal_set *set CLEANUP_SIGNAL_SET = signal_set_open(arena, k, &err);
    assert_non_null(set);
    struct signal_hit hit;
    struct slice hostile = slice_str("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
    assert_int_equal(signal_set_match(set, 3, slice_str(""), hostile, &hit, &err), SIGNAL_BROKEN);
    assert_non_null(strstr(err.text, "'bad' was given up"));
    assert_int_equal(signal_set_match(set, 3, slice_str(""), hostile, &hit, &err), SIGNAL_NO);
    assert_int_equal(signal_set_match(set, 4, slice_str(""), hostile, &hit, &err), SIGNAL_BROKEN);
    assert_non_null(strstr(err.text, "pattern of 'broken'"));
    knowledge_close(k);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_carry_what_the_pattern_names), cmocka_unit_test(every_record_is_a_row_of_log),
        cmocka_unit_test(long_lines_are_cut_and_others_kept),   cmocka_unit_test(each_signal_matches_its_example),
        cmocka_unit_test(a_pattern_that_explodes_is_given_up),  cmocka_unit_test(what_is_searched_for_is_made_once_a_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

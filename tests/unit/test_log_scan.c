#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "format/log_scan.h"

/* What a scan gave, as text: "line|time|dated|process|message" a record, with line ends in messages shown as '/'. */
struct result {
    struct buffer text;
    size_t records;
};

static bool on_record(void *context, const struct log_record *r) {
    struct result *result = context;
    char time[32];
    timestamp_format(r->time, time);
    buffer_printf(&result->text, "%lld|%s|%d|%.*s|", (long long)r->line, time, r->dated, SLICE_ARG(r->process));
    size_t from = result->text.len;
    buffer_append(&result->text, r->message);
    for (size_t i = from; i < result->text.len; i++)
        if (result->text.data[i] == '\n')
            result->text.data[i] = '/';
    if (r->repeated)
        buffer_printf(&result->text, "|%lld", (long long)r->repeated);
    buffer_add_byte(&result->text, '\n');
    result->records++;
    return true;
}

static struct result scan(struct slice text, size_t piece, const struct log_scan_options *options, int64_t *ret_lines) {
    struct result result = {.text = buffer_with_limit(32 << 20)};
    struct error err = {""};
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct log_scan *s CLEANUP_LOG_SCAN = log_scan_new(arena, options, on_record, &result);
    assert_non_null(s);
    while (text.len) {
        struct slice part = slice_sub(text, 0, piece);
        text = slice_from(text, part.len);
        assert_true(log_scan_push(s, part, &err));
    }
    assert_true(log_scan_finish(s, &err));
    if (ret_lines)
        *ret_lines = log_scan_lines(s);
    buffer_add_byte(&result.text, 0);
    assert_true(buffer_ok(&result.text));
    return result;
}

static int64_t at(const char *iso) {
    int64_t ns = 0;
    assert_true(timestamp_parse_iso(slice_str(iso), &ns));
    return ns;
}

static void gives_with(const char *text, const struct log_scan_options *options, const char *expected) {
    static const size_t pieces[] = {1, 5, 64, SIZE_MAX};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct result result = scan(slice_str(text), pieces[i], options, NULL);
        assert_string_equal((const char *)result.text.data, expected);
        buffer_free(&result.text);
    }
}

static void gives(const char *text, int64_t modified, const char *expected) {
    struct log_scan_options options = {.modified = modified};
    gives_with(text, &options, expected);
}

static void continuation_lines_belong_to_the_record_before(void **state) {
    (void)state;
    gives("2024-05-13 09:00:03-07 mac a[1]: list = (\n    one,\r\n    two\n)\n2024-05-13 09:00:04-07 mac b[2]: next\n\n", TIMESTAMP_NONE,
          "1|2024-05-13T16:00:03Z|1|a|list = (/    one,\r/    two/)\n5|2024-05-13T16:00:04Z|1|b|next\n");
    gives("torn line\n2024-05-13 09:00:03-07 mac a[1]: x\n--- last message repeated 3 times ---\n", TIMESTAMP_NONE,
          "1||0||torn line\n2|2024-05-13T16:00:03Z|1|a|x|3\n");
}

static void headers_are_no_records(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct slice literal = slice_str("Reported progress");
    struct log_scan_options options = {.modified = TIMESTAMP_NONE, .needles = needles_build(arena, &literal, 1, NULL)};
    gives_with("Filtering the log data using \"composedMessage CONTAINS \"Reported progress\"\"\n"
               "Timestamp               Ty Process[PID:TID]\n"
               "2023-05-04 05:17:50.669 Df s[1:8] Reported progress 1\n2023-05-04 05:17:51.669 Df s[1:8] other\n"
               "Filtering the log data using \"Reported progress\"\n2023-05-04 05:17:52.669 Df s[1:8] Reported progress 2",
               &options, "3|2023-05-04T05:17:50Z|0|s|Reported progress 1\n6|2023-05-04T05:17:52Z|0|s|Reported progress 2\n");
}

static void a_literal_in_a_head_is_no_hit(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct slice literal = slice_str("softwareupdated");
    struct log_scan_options options = {.modified = TIMESTAMP_NONE, .needles = needles_build(arena, &literal, 1, NULL)};
    gives_with("2024-05-13 09:00:03-07 mac softwareupdated[1]: x\n2024-05-13 09:00:04-07 mac softwareupdated[1]: denied softwareupdated\n"
               "Dec 22 10:55:47 mac softwareupdated[6]: y\n2024-05-13 09:00:05-07 mac a[1]: z\nsoftwareupdated[1] killed\n",
               &options,
               "2|2024-05-13T16:00:04Z|1|softwareupdated|denied softwareupdated\n"
               "4|2024-05-13T16:00:05Z|1|a|z/softwareupdated[1] killed\n");
}

static void years_come_from_the_modification(void **state) {
    (void)state;
    gives("Dec 30 10:00:00 mac a[1]: x\nJan  2 10:00:00 mac a[1]: y\n", at("2021-01-03T00:00:00Z"),
          "1|2020-12-30T10:00:00Z|0|a|x\n2|2021-01-02T10:00:00Z|0|a|y\n");
    /* Two turns of the year: only the end of the file tells the first year. */
    gives("Mar  3 10:00:00 mac a[1]: x\nNov  2 10:00:00 mac a[1]: y\nMar  3 10:00:00 mac a[1]: z\nJan 20 10:00:00 mac a[1]: w\n",
          at("2021-01-03T00:00:00Z"),
          "1|2018-03-03T10:00:00Z|0|a|x\n2|2018-11-02T10:00:00Z|0|a|y\n3|2019-03-03T10:00:00Z|0|a|z\n4|2020-01-20T10:00:00Z|0|a|w\n");
    gives("Mar  3 10:00:00 mac a[1]: x\n", TIMESTAMP_NONE, "1||0|a|x\n");
    /* A clock that was not set turns no year. */
    gives("Jun 17 10:00:00 mac a[1]: x\nJan  1 00:09:00 mac a[1]: y\nJun 17 10:10:00 mac a[1]: z\n", at("2021-07-01T00:00:00Z"),
          "1|2021-06-17T10:00:00Z|0|a|x\n2|2021-01-01T00:09:00Z|0|a|y\n3|2021-06-17T10:10:00Z|0|a|z\n");
}

static void years_and_zones_come_from_dated_neighbours(void **state) {
    (void)state;
    gives("Dec 31 23:00:00 mac a[1]: x\nplain\n2024-01-01 09:00:00-07 mac b[2]: y\nJan  1 10:00:00 mac a[1]: z\n",
          at("2026-01-03T00:00:00Z"), "1|2024-01-01T06:00:00Z|0|a|x/plain\n3|2024-01-01T16:00:00Z|1|b|y\n4|2024-01-01T17:00:00Z|0|a|z\n");
}

static void a_weekday_tells_the_year(void **state) {
    (void)state;
    gives("Wed May 03 14:49:39 HOST super[3414]: x\n", at("2026-11-01T00:00:00Z"), "1|2023-05-03T14:49:39Z|0|super|x\n");
}

static void tool_output_is_a_record_a_line(void **state) {
    (void)state;
    struct log_scan_options options = {.modified = at("2023-05-03T20:00:00Z"), .tool_output = true};
    gives_with("Software Update Tool\n\nDownloading: 1%\rDownloading: 2%\n"
               "Wed May 03 15:34:51 HOST super[2620]: mark\nDone.\nError Domain=A Code=1 UserInfo={\n    k = v;\n}\nlast\n",
               &options,
               "1||0||Software Update Tool\n3||0||Downloading: 1%\n3||0||Downloading: 2%\n4|2023-05-03T15:34:51Z|0|super|mark\n"
               "5|2023-05-03T15:34:51Z|0||Done.\n6|2023-05-03T15:34:51Z|0||Error Domain=A Code=1 UserInfo={/    k = v;/}\n"
               "9|2023-05-03T15:34:51Z|0||last\n");
}

static void wrapped_restore_logs_are_joined(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct slice literal = slice_str("SSO disabled");
    struct log_scan_options options = {.modified = at("2025-02-01T01:00:00Z"), .needles = needles_build(arena, &literal, 1, NULL)};
    gives_with("00:32:33.761: amai: done\n00:32:33.812: amai: SSO function returned NULL, SSO disabl\n                     ed.\n"
               "00:32:33.914: amai: next\n",
               &options, "2|2025-02-01T00:32:33Z|0||amai: SSO function returned NULL, SSO disabled.\n");
}

static void json_entries_are_decoded(void **state) {
    (void)state;
    const char *entry =
        "\"timestamp\" : \"2022-08-01 12:32:33.832547-0400\",\n  \"processImagePath\" : \"\\/usr\\/libexec\\/softwareupdated\",\n"
        "  \"backtrace\" : {\n    \"frames\" : [ { \"x\" : \"}\" } ]\n  },\n  \"processID\" : 327,\n  \"eventMessage\" : "
        "\"a \\\"b\\\" \\u00e9\\n\\ud83d\\ude00\"";
    char text[2048];
    snprintf(text, sizeof text, "[{\n  %s\n},{\n  %s\n}]\n", entry, entry);
    gives(text, TIMESTAMP_NONE,
          "1|2022-08-01T16:32:33Z|1|softwareupdated|a \"b\" é/😀\n9|2022-08-01T16:32:33Z|1|softwareupdated|a \"b\" é/😀\n");
    gives(
        "{\"timestamp\":\"2022-08-01 12:32:33.8-0400\",\"eventMessage\":\"one\"}\n{\"timestamp\":\"2022-08-01 12:32:3\n"
        "{\"timestamp\":\"2022-08-01 12:32:35.8-0400\",\"eventMessage\":\"three\"}\n",
        TIMESTAMP_NONE,
        "1|2022-08-01T16:32:33Z|1||one\n2|2022-08-01T16:32:33Z|0||{\"timestamp\":\"2022-08-01 12:32:3\n3|2022-08-01T16:32:35Z|1||three\n");
}

static void records_are_cut_and_later_ones_kept(void **state) {
    (void)state;
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(8 << 20);
    buffer_add_str(&text, "2024-05-13 09:00:03-07 mac a[1]: begin\n");
    for (size_t i = 0; i < 1000000; i++)
        buffer_add_byte(&text, 'x');
    buffer_add_str(&text, "\n2024-05-13 09:00:04-07 mac b[2]: end\n");
    struct log_scan_options options = {.modified = TIMESTAMP_NONE};
    int64_t lines = 0;
    struct result result = scan(buffer_slice(&text), 100000, &options, &lines);
    assert_non_null(strstr((const char *)result.text.data, "3|2024-05-13T16:00:04Z|1|b|end\n"));
    assert_true(result.records >= 4 && result.records <= 6);
    assert_int_equal(lines, 4);
    buffer_free(&result.text);
}

/* Texts that would take hours if some step looked at the rest of the window again for each line. */
static void hostile_texts_take_linear_time(void **state) {
    (void)state;
    static const char *const units[] = {"a\r",    "{\n",  "{",         "(\n",         "\"", "2024-05-13 09:00:03-07 m a[1]: 7301 ",
                                        "7301\n", "7301", "default\t", "UserInfo={\n"};
    static const char *const fronts[] = {"", "{\"timestamp\":1}\n", "2024-05-13 09:00:03-07 m a[1]: x\n"};
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct slice literal = slice_str("7301");
    struct log_scan_options options = {.modified = TIMESTAMP_NONE, .needles = needles_build(arena, &literal, 1, NULL)};
    for (size_t i = 0; i < 2 * 3 * sizeof units / sizeof *units; i++) {
        struct buffer text CLEANUP_BUFFER = buffer_with_limit(8 << 20);
        options.tool_output = i & 1;
        buffer_add_str(&text, fronts[i / 2 % 3]);
        while (text.len < 768 << 10)
            buffer_add_str(&text, units[i / 6]);
        struct result result = scan(buffer_slice(&text), 100000, &options, NULL);
        buffer_free(&result.text);
    }
}

static uint32_t next_random(uint32_t *state) { return *state = *state * 1664525u + 1013904223u, *state >> 8; }

static void add_random_line(struct buffer *out, uint32_t *seed, int *second) {
    static const char *const parts[] = {"phase:PREFLIGHT_PERSONALIZE", "SUScan: Elapsed", "7301", "Error Domain=X", "nothing", "(", ")"};
    uint32_t kind = next_random(seed) % 10;
    *second += (int)(next_random(seed) % 50);
    if (kind < 6)
        buffer_printf(out, "2024-%02d-%02d %02d:%02d:%02d+02 mac proc[%d]: ", 1 + *second / 2419200 % 12, 1 + *second / 86400 % 28,
                      *second / 3600 % 24, *second / 60 % 60, *second % 60, 10 + *second % 5);
    else if (kind == 6)
        buffer_add_str(out, "Timestamp      Thread ");
    else if (kind < 9)
        buffer_add_str(out, "    ");
    for (uint32_t n = next_random(seed) % 6; n > 0; n--)
        buffer_printf(out, "%s ", parts[next_random(seed) % (sizeof parts / sizeof *parts)]);
    buffer_add_str(out, next_random(seed) % 20 ? "\n" : "\r\n");
}

/* The fast way (search, then find the record around the hit) must give what reading every record and filtering gives. */
static void searching_agrees_with_reading_everything(void **state) {
    (void)state;
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
    struct slice literals[] = {slice_str("PREFLIGHT_PERSONALIZE"), slice_str("7301")};
    struct log_scan_options all = {.modified = TIMESTAMP_NONE}, some = all;
    some.needles = needles_build(arena, literals, 2, NULL);
    for (uint32_t seed = 1; seed <= 12; seed++) {
        struct buffer text CLEANUP_BUFFER = buffer_with_limit(4 << 20), expected CLEANUP_BUFFER = buffer_with_limit(4 << 20);
        uint32_t random = seed;
        int second = 0;
        for (int i = 0; i < 6000; i++)
            add_random_line(&text, &random, &second);
        int64_t lines = 0;
        struct result everything = scan(buffer_slice(&text), SIZE_MAX, &all, &lines);
        assert_int_equal(lines, log_scan_count_lines(buffer_slice(&text)) + 1);
        struct slice rest = slice_of(everything.text.data, everything.text.len - 1), line;
        while (slice_next_line(&rest, &line))
            if (slice_contains(line, "PREFLIGHT_PERSONALIZE") || slice_contains(line, "7301")) {
                buffer_append(&expected, line);
                buffer_add_byte(&expected, '\n');
            }
        buffer_add_byte(&expected, 0);
        for (size_t piece = 1000; piece < 2000000; piece *= 11) {
            struct result found = scan(buffer_slice(&text), piece, &some, NULL);
            assert_string_equal((const char *)found.text.data, (const char *)expected.data);
            buffer_free(&found.text);
        }
        buffer_free(&everything.text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(continuation_lines_belong_to_the_record_before),
        cmocka_unit_test(headers_are_no_records),
        cmocka_unit_test(a_literal_in_a_head_is_no_hit),
        cmocka_unit_test(years_come_from_the_modification),
        cmocka_unit_test(years_and_zones_come_from_dated_neighbours),
        cmocka_unit_test(a_weekday_tells_the_year),
        cmocka_unit_test(tool_output_is_a_record_a_line),
        cmocka_unit_test(wrapped_restore_logs_are_joined),
        cmocka_unit_test(json_entries_are_decoded),
        cmocka_unit_test(records_are_cut_and_later_ones_kept),
        cmocka_unit_test(hostile_texts_take_linear_time),
        cmocka_unit_test(searching_agrees_with_reading_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "base/buffer.h"
#include "engine/sql_words.h"
#include "engine_test.h"

static void expect_words(const char *sql, const char *expected) {
    struct buffer got CLEANUP_BUFFER = buffer_with_limit(1 << 10);
    struct slice rest = slice_str(sql), word;
    while (sql_next_word(&rest, &word))
        buffer_printf(&got, "%s%.*s", got.len ? " " : "", SLICE_ARG(word));
    buffer_add_byte(&got, '\0');
    assert_string_equal((const char *)got.data, expected);
}

static void names_are_told(void **state) {
    (void)state;
    expect_words("SELECT a.b, \"c d\" FROM known_x AS y", "SELECT a b c d FROM known_x AS y");
    expect_words("", "");
    expect_words("a", "a");
}

static void texts_and_comments_hold_no_names(void **state) {
    (void)state;
    expect_words("a 'log' b 'it''s a plist' c", "a b c");
    expect_words("a -- from log\nb /* from\nlog */ c", "a b c");
    expect_words("a - b / c", "a b c");
}

static void what_is_not_closed_ends_the_statement(void **state) {
    (void)state;
    expect_words("a 'log", "a");
    expect_words("a --log", "a");
    expect_words("a /*log", "a");
    expect_words("a /*/ log", "a");
}

/* What diagnose rests on: a table that a rule reads stands in it by its name. */
static void every_table_a_rule_reads_was_wanted_by_its_words(void **state) {
    struct bench *b = *state;
    size_t n = knowledge_rule_count(b->knowledge), read = 0;
    assert_true(n > 100);
    for (size_t i = 0; i < n; i++) {
        struct session *fresh = session_open(b->knowledge, &b->err);
        struct rule_text rule = knowledge_rule(b->knowledge, i);
        session_want_words(fresh, rule.text);
        bool wanted[256];
        for (size_t t = 0; all_tables[t]; t++)
            wanted[t] = session_wants(fresh, t);
        sqlite3_stmt *stmt = session_prepare(fresh, rule.text, &b->err);
        assert_non_null(stmt);
        for (size_t t = 0; all_tables[t]; t++) {
            if (session_wants(fresh, t) && !wanted[t])
                fail_msg("%s reads %s, which its words did not tell", rule.name, all_tables[t]->name);
            read += session_last_read(fresh, t);
        }
        sqlite3_finalize(stmt);
        session_close(fresh);
    }
    assert_true(read > n);
}

static void upper_case_names_a_table_too(void **state) {
    struct bench *b = *state;
    session_want_words(b->session, "SELECT 1 FROM Hosts_Entry");
    assert_true(session_wants(b->session, table_index("hosts_entry")));
    assert_false(session_wants(b->session, table_index("resolver")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_told),
        cmocka_unit_test(texts_and_comments_hold_no_names),
        cmocka_unit_test(what_is_not_closed_ends_the_statement),
        cmocka_unit_test_setup_teardown(every_table_a_rule_reads_was_wanted_by_its_words, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(upper_case_names_a_table_too, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "engine_test.h"

static void only_reading_is_allowed(void **state) {
    struct bench *b = *state;
    static const char *const refused[] = {"DELETE FROM hosts_entry",
                                          "CREATE TABLE x(y)",
                                          "ATTACH '/tmp/x' AS x",
                                          "PRAGMA cache_size=1",
                                          "INSERT INTO hosts_entry(name) VALUES('x')",
                                          "SELECT 1; SELECT 2",
                                          "",
                                          "SELECT nonsense FROM os"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(b->session, refused[i], &b->err);
        assert_null(stmt);
        assert_true(b->err.text[0] != '\0');
    }
}

static void a_statement_makes_its_tables_wanted(void **state) {
    struct bench *b = *state;
    assert_false(session_wants(b->session, table_index("hosts_entry")));
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(b->session, "SELECT name FROM hosts_entry", &b->err);
    assert_non_null(stmt);
    assert_true(session_wants(b->session, table_index("hosts_entry")));
    assert_true(session_last_read(b->session, table_index("hosts_entry")));
    assert_true(session_wants_kind(b->session, "hosts"));
    assert_false(session_wants(b->session, table_index("resolver")));
    assert_false(session_wants_kind(b->session, NULL));
}

static void a_derived_table_wants_what_it_is_made_from(void **state) {
    struct bench *b = *state;
    session_want(b->session, "attempt");
    assert_true(session_wants(b->session, table_index("signal")));
}

static void rows_come_back_with_their_origin(void **state) {
    struct bench *b = *state;
    bench_row(b, "hosts_entry", "root/private/etc/hosts", 7, 0, "name", "gs.apple.com", "address", "127.0.0.1", NULL);
    assert_string_equal(bench_ask(b, "SELECT name || ' ' || source || ':' || line || ' ' || time FROM hosts_entry"),
                        "gs.apple.com root/private/etc/hosts:7 1970-01-01T00:00:00Z");
}

static void knowledge_can_be_asked(void **state) {
    struct bench *b = *state;
    assert_string_equal(bench_ask(b, "SELECT COUNT(*) FROM known_cause"), "17");
    assert_string_equal(bench_ask(b, "SELECT COUNT(*) FROM known_stage"), "7");
}

/* The rows of a known_ table are there only for those that ask: a derivation must name what it reads among its needs. */
static void derivations_name_the_knowledge_they_read(void **state) {
    (void)state;
    for (size_t i = 0; all_tables[i]; i++) {
        struct slice rest = slice_str(all_tables[i]->derive), before;
        while (slice_cut(rest, "known_", &before, &rest)) {
            size_t len = 0;
            while (len < rest.len && ((rest.data[len] >= 'a' && rest.data[len] <= 'z') || rest.data[len] == '_' || rest.data[len] == '4'))
                len++;
            bool named = false;
            for (const char *const *need = all_tables[i]->needs; need && *need; need++)
                named |= strncmp(*need, "known_", 6) == 0 && slice_is(slice_sub(rest, 0, len), *need + 6);
            if (!named)
                fail_msg("table %s reads known_%.*s, which is not among its needs", all_tables[i]->name, (int)len, (const char *)rest.data);
        }
    }
}

static void versions_compare_number_by_number(void **state) {
    struct bench *b = *state;
    static const struct {
        const char *sql, *expected;
    } cases[] = {{"SELECT version_before('6723.81.1', '6723.120.36')", "1"},
                 {"SELECT version_before('13.10', '13.9')", "0"},
                 {"SELECT version_before('14', '14.0')", "0"},
                 {"SELECT version_before('mBoot-18000.101.7', '13822.81.10')", "0"},
                 {"SELECT version_before('iBoot-7459.1', '7459.1.1')", "1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(bench_ask(b, cases[i].sql), cases[i].expected);
    assert_null(bench_ask(b, "SELECT version_before('none', '1')"));
}

static void rows_without_a_zone_take_that_of_the_rest(void **state) {
    struct bench *b = *state;
    size_t index = table_index("signal"), zone = 0;
    while (strcmp(all_tables[index]->columns[zone].name, "zone") != 0)
        zone++;
    struct value known[64] = {{0}}, unknown[64] = {{0}};
    known[zone] = value_integer(120);
    session_want(b->session, "signal");
    assert_true(session_begin(b->session, &b->err));
    assert_true(session_insert(b->session, index, known, slice_str("a"), 1, 0, &b->err));
    assert_true(session_insert(b->session, index, unknown, slice_str("b"), 2, 7200 * NS_PER_SECOND, &b->err));
    assert_true(session_settle(b->session, &b->err));
    assert_string_equal(bench_ask(b, "SELECT time || ' ' || ns FROM signal WHERE source = 'b'"), "1970-01-01T00:00:00Z 0");
    assert_string_equal(bench_ask(b, "SELECT time || ' ' || ns FROM signal WHERE source = 'a'"), "1970-01-01T00:00:00Z 0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_reading_is_allowed, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_statement_makes_its_tables_wanted, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(a_derived_table_wants_what_it_is_made_from, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(rows_come_back_with_their_origin, bench_setup, bench_teardown),
        cmocka_unit_test(derivations_name_the_knowledge_they_read),
        cmocka_unit_test_setup_teardown(knowledge_can_be_asked, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(versions_compare_number_by_number, bench_setup, bench_teardown),
        cmocka_unit_test_setup_teardown(rows_without_a_zone_take_that_of_the_rest, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

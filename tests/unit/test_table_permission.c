#include "table_test.h"

extern const struct table table_permission;

/* table_test.h feeds artefacts without mode and owner; this one has them. */
static void feed_with(struct capture *c, const char *path, uint32_t mode, int64_t owner) {
    struct slice nothing = slice_of("", 0);
    memset(c, 0, sizeof *c);
    c->arena = arena_new(1u << 20);
    c->knowledge = knowledge_open(NULL, &c->err);
    c->table = &table_permission;
    assert_non_null(c->arena);
    assert_non_null(c->knowledge);
    struct artefact a = artefact_of_slice(path, "plist", &nothing);
    a.mode = mode;
    a.owner = owner;
    struct feed f = {.artefact = &a,
                     .arena = c->arena,
                     .knowledge = c->knowledge,
                     .sink = c,
                     .wants = capture_wants,
                     .row = capture_row,
                     .progress = capture_progress,
                     .problem = capture_problem};
    assert_true(table_permission.feed(&f, &c->err));
}

static void what_is_normal_has_no_problem(void **state) {
    (void)state;
    struct capture c;
    feed_with(&c, "root/Library/LaunchDaemons/a.b.plist", 0644, 0);
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "mode"), "0644");
    assert_string_equal(cell(&c, 0, "expected_mode"), "0644");
    assert_string_equal(cell(&c, 0, "owner"), "0");
    assert_null(cell(&c, 0, "problem"));
    capture_free(&c);
}

static void what_differs_is_told(void **state) {
    (void)state;
    static const struct {
        const char *path;
        uint32_t mode;
        int64_t owner;
        const char *problem;
    } cases[] = {{"root/Library/LaunchDaemons/a.plist", 0666, 0, "everyone may write to it"},
                 {"Library/LaunchDaemons/a.plist", 0664, 0, "its group may write to it"},
                 {"/Library/LaunchDaemons/a.plist", 0644, 501, "it belongs to user id 501, not 0"},
                 {"root/etc/hosts", 0600, 0, "only its owner and group may read it"},
                 {"root/private/var/db/receipts/a.plist", 0044, 99, "its owner may not read it"},
                 {"root/private/var/db/receipts/a.plist", 0644, 99, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        feed_with(&c, cases[i].path, cases[i].mode, cases[i].owner);
        assert_int_equal(c.n_rows, 1);
        if (cases[i].problem)
            assert_string_equal(cell(&c, 0, "problem"), cases[i].problem);
        else
            assert_null(cell(&c, 0, "problem"));
        capture_free(&c);
    }
}

static void what_is_not_known_makes_no_row(void **state) {
    (void)state;
    static const struct {
        const char *path;
        uint32_t mode;
        int64_t owner;
    } cases[] = {{"root/Library/LaunchDaemons/a.plist", 0, -1}, {"root/Users/u/Library/LaunchAgents/a.plist", 0666, 501}, {"", 0644, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        feed_with(&c, cases[i].path, cases[i].mode, cases[i].owner);
        assert_int_equal(c.n_rows, 0);
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_normal_has_no_problem),
        cmocka_unit_test(what_differs_is_told),
        cmocka_unit_test(what_is_not_known_makes_no_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

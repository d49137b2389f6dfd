/* knowledge/signal.tsv: every pattern compiles, matches its own example, and no failure row is taken for a benign one. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <pcre2.h>

#include "knowledge/knowledge.h"
#include "table/shared/signal_set.h"

enum { ROWS = 2048 };

struct signal_row {
    const char *name, *needle, *process, *pattern, *stage, *sense, *means, *example, *source;
    pcre2_code *code;
};

struct fixture {
    struct knowledge *knowledge;
    pcre2_match_data *data;
    size_t n;
    struct signal_row rows[ROWS];
};

static const char *const stages[] = {"", "scan", "download", "preflight", "personalize", "prepare", "apply", "boot", NULL};
static const char *const senses[] = {"start", "progress", "success", "failure", "benign", "fact", NULL};
static const char *const groups[] = {"host", "code", "detail", "version", "build", "path", "number", "phase", NULL};

/*
 * Pairs of a failure row and a benign row whose texts meet on purpose. Each needs a reason here:
 * none so far.
 */
static const struct { const char *failure, *benign; } allowed[] = {{NULL, NULL}};

static bool is_one_of(const char *text, const char *const *list) {
    for (; *list; list++)
        if (strcmp(text, *list) == 0)
            return true;
    return false;
}

static bool matches(const struct fixture *f, const struct signal_row *row, const char *text) {
    return strstr(text, row->needle) && pcre2_match(row->code, (PCRE2_SPTR)text, strlen(text), 0, 0, f->data, NULL) >= 0;
}

static int load(void **state) {
    static struct fixture f;
    struct error err;
    f.knowledge = knowledge_open(NULL, &err);
    if (!f.knowledge)
        fail_msg("%s", err.text);
    const struct tsv *t = knowledge_find(f.knowledge, "signal");
    assert_non_null(t);
    static const char *const names[] = {"name", "needle", "process", "pattern", "stage", "sense", "means", "example", "source"};
    assert_int_equal(t->n_columns, sizeof names / sizeof *names);
    for (size_t i = 0; i < t->n_columns; i++)
        assert_string_equal(t->columns[i], names[i]);
    f.n = t->n_rows;
    assert_in_range(f.n, 250, ROWS);
    for (size_t i = 0; i < f.n; i++) {
        struct signal_row *row = &f.rows[i];
        int number = 0;
        PCRE2_SIZE at = 0;
        *row = (struct signal_row){tsv_cell(t, i, 0), tsv_cell(t, i, 1), tsv_cell(t, i, 2), tsv_cell(t, i, 3), tsv_cell(t, i, 4),
                                   tsv_cell(t, i, 5), tsv_cell(t, i, 6), tsv_cell(t, i, 7), tsv_cell(t, i, 8), NULL};
        row->code = pcre2_compile((PCRE2_SPTR)row->pattern, strlen(row->pattern), 0, &number, &at, NULL);
        if (!row->code)
            fail_msg("%s: error %d at %zu of %s", row->name, number, (size_t)at, row->pattern);
    }
    f.data = pcre2_match_data_create(32, NULL);
    assert_non_null(f.data);
    *state = &f;
    return 0;
}

static int unload(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < f->n; i++)
        pcre2_code_free(f->rows[i].code);
    pcre2_match_data_free(f->data);
    knowledge_close(f->knowledge);
    return 0;
}

static void cells_are_what_their_columns_say(void **state) {
    const struct fixture *f = *state;
    for (size_t i = 0; i < f->n; i++) {
        const struct signal_row *row = &f->rows[i];
        if (strspn(row->name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(row->name) || !row->name[0])
            fail_msg("row %zu: \"%s\" is no name", i, row->name);
        if (!is_one_of(row->stage, stages))
            fail_msg("%s: \"%s\" is no stage", row->name, row->stage);
        if (!is_one_of(row->sense, senses))
            fail_msg("%s: \"%s\" is no sense", row->name, row->sense);
        if (strlen(row->needle) < 4)
            fail_msg("%s: the needle \"%s\" is too short to select", row->name, row->needle);
        if (!row->means[0] || !row->source[0])
            fail_msg("%s: no meaning or no source", row->name);
    }
}

static void no_row_stands_twice(void **state) {
    const struct fixture *f = *state;
    for (size_t i = 0; i < f->n; i++)
        for (size_t j = i + 1; j < f->n; j++)
            if (strcmp(f->rows[i].pattern, f->rows[j].pattern) == 0)
                fail_msg("%s and %s have the same pattern", f->rows[i].name, f->rows[j].name);
}

static void groups_are_columns_of_the_table(void **state) {
    const struct fixture *f = *state;
    for (size_t i = 0; i < f->n; i++) {
        uint32_t count = 0, size = 0;
        PCRE2_SPTR table = NULL;
        pcre2_pattern_info(f->rows[i].code, PCRE2_INFO_NAMECOUNT, &count);
        pcre2_pattern_info(f->rows[i].code, PCRE2_INFO_NAMEENTRYSIZE, &size);
        pcre2_pattern_info(f->rows[i].code, PCRE2_INFO_NAMETABLE, &table);
        for (uint32_t g = 0; g < count; g++)
            if (!is_one_of((const char *)table + (size_t)g * size + 2, groups))
                fail_msg("%s: no column for group %s", f->rows[i].name, (const char *)table + (size_t)g * size + 2);
    }
}

static void examples_match(void **state) {
    const struct fixture *f = *state;
    for (size_t i = 0; i < f->n; i++) {
        const struct signal_row *row = &f->rows[i];
        if (!strstr(row->example, row->needle))
            fail_msg("%s: the needle \"%s\" is not in: %s", row->name, row->needle, row->example);
        if (!matches(f, row, row->example))
            fail_msg("%s: %s does not match: %s", row->name, row->pattern, row->example);
    }
}

/* A pattern that can match nothing, or everything, would fire on any line that has the needle. */
static void empty_text_matches_nothing(void **state) {
    const struct fixture *f = *state;
    for (size_t i = 0; i < f->n; i++)
        if (pcre2_match(f->rows[i].code, (PCRE2_SPTR) "", 0, 0, 0, f->data, NULL) >= 0)
            fail_msg("%s matches the empty line", f->rows[i].name);
}

static bool is_allowed(const char *failure, const char *benign) {
    for (size_t i = 0; allowed[i].failure; i++)
        if (strcmp(allowed[i].failure, failure) == 0 && strcmp(allowed[i].benign, benign) == 0)
            return true;
    return false;
}

static void failures_and_traps_stay_apart(void **state) {
    const struct fixture *f = *state;
    for (size_t i = 0; i < f->n; i++)
        for (size_t j = 0; j < f->n; j++) {
            const struct signal_row *bad = &f->rows[i], *trap = &f->rows[j];
            if (strcmp(bad->sense, "failure") != 0 || strcmp(trap->sense, "benign") != 0 || is_allowed(bad->name, trap->name))
                continue;
            if (matches(f, bad, trap->example))
                fail_msg("the failure %s matches the benign line of %s: %s", bad->name, trap->name, trap->example);
            if (matches(f, trap, bad->example))
                fail_msg("the benign %s matches the failure line of %s: %s", trap->name, bad->name, bad->example);
        }
}

/*
 * Lines that every Mac writes again and again: most of an install.log. None is a signal, and none holds a text that is searched for
 * first, since each record that does costs as much as a hundred that do not.
 */
static const char *const everyday_lines[] = {
    "Failed to find incompatible apps list on software update catalog",
    "OSISPredicateUpdateProduct: Incompatible Apps List: No product found",
    "SUTelemetryReporter: SUCCESS: Report uploaded successfully.",
    "(null): softwareupdated: Service connection invalidated!",
    "PackageKit: Adding client PKInstallDaemonClient pid=814, uid=0 "
    "(/System/Library/PrivateFrameworks/PackageKit.framework/Resources/installd)",
    "PackageKit: suspending backupd",
    "AssertionMgr: Take com.apple.softwareupdate.NotifyAgentAssertion-LoginDone assertion with type BackgroundTask for pid 364, id 0x84B2",
    "auid=-1 for audit token; falling back to ruid=0",
    "-[SUOSUManagedServiceDaemon invalidAndRemoveOldDeclarations]_block_invoke: Removed 0 invalid declarations",
    "PKDistributionHelperController: Connection to the service was invalidated.",
    "PackageKit: Bundle com.example.helper is nested inside upgrade-bundle or atomic-update-bundle and will not be version-checked",
    "-[SUOSUManagedServiceDaemon _ddmDeclarationWithoutQueue]: Declaration in the future (enforcedInstallDate:(null), clearing "
    "PastDuePaddedEnforcementDate: (null)-> nil",
    "SUOSUSpoofedUpdates: invalid path created 0 fake updates",
    "Removing client SUUpdateServiceClient pid=1968, uid=501, installAuth=NO rights=(), transactions=0 (/usr/sbin/softwareupdate)",
    "SUOSUPowerPreferences: on AC power=1, battery level 88",
    "PackageKit: Registered bundle file:///Applications/Utilities/Example.app/ for uid 0",
    "Refreshing available updates from scan",
};

static void everyday_lines_are_passed_over(void **state) {
    const struct fixture *f = *state;
    struct arena *arena CLEANUP_ARENA = arena_new(16 << 20);
    struct error err;
    struct signal_set *set CLEANUP_SIGNAL_SET = signal_set_open(arena, f->knowledge, &err);
    assert_non_null(set);
    for (size_t k = 0; k < sizeof everyday_lines / sizeof *everyday_lines; k++) {
        for (size_t i = 0; i < f->n; i++)
            if (matches(f, &f->rows[i], everyday_lines[k]))
                fail_msg("%s matches the everyday line: %s", f->rows[i].name, everyday_lines[k]);
        for (size_t i = 0; i < signal_set_literals(set); i++)
            if (slice_find(slice_str(everyday_lines[k]), signal_set_literal(set, i)) != SLICE_NOT_FOUND)
                fail_msg("\"%.*s\", searched for by %s, is in the everyday line: %s", SLICE_ARG(signal_set_literal(set, i)),
                         f->rows[signal_set_owner(set, i)].name, everyday_lines[k]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_what_their_columns_say), cmocka_unit_test(no_row_stands_twice),
        cmocka_unit_test(groups_are_columns_of_the_table),  cmocka_unit_test(examples_match),
        cmocka_unit_test(empty_text_matches_nothing),       cmocka_unit_test(failures_and_traps_stay_apart),
        cmocka_unit_test(everyday_lines_are_passed_over),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

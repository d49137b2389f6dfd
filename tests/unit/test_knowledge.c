/* The tables of knowledge: columns, names that occur once, references that lead somewhere, and a source for each row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "knowledge/knowledge.h"

static const char *const kinds[] = {"all", "intel", "t2", "apple-silicon", "vm", NULL};

/* The columns of each file, and the column whose cells are unique ("" none). */
static const struct {
    const char *file, *key;
    const char *columns[20];
} files[] = {
    {"cause", "cause", {"cause", "title", "means", "order", "last_resort"}},
    {"stage", "stage", {"stage", "title", "means", "position"}},
    {"command", "name", {"name", "argv", "timeout_s", "most_kb", "errors", "needs_root", "network", "kinds", "tells", "source"}},
    {"host", "", {"host", "port", "protocol", "stage", "purpose", "proxy", "inspection", "probe", "healthy", "private_root", "source"}},
    {"sample", "host", {"host", "port", "path", "bytes", "source"}},
    {"update_size", "update", {"update", "title", "bytes", "source"}},
    {"mac_model", "model", {"model", "board_id", "chip", "kind", "name", "year", "first_macos", "last_macos", "source"}},
    {"fix",
     "fix",
     {"fix", "title", "kind", "risk", "undo", "steps_all", "steps_apple_silicon", "steps_t2", "steps_intel", "steps_vm", "why", "minutes",
      "worked", "next", "order", "source"}},
};

static const struct tsv *table(void **state, const char *name) {
    const struct tsv *t = knowledge_find(*state, name);
    if (!t)
        fail_msg("knowledge/%s.tsv is missing", name);
    return t;
}

static const char *cell_of(const struct tsv *t, size_t row, const char *column) {
    size_t index = tsv_column(t, column);
    if (index == SIZE_MAX)
        fail_msg("knowledge/%s.tsv has no column %s", t->name, column);
    return tsv_cell(t, row, index);
}

static bool has(const struct tsv *t, const char *column, const char *value) {
    for (size_t i = 0; i < t->n_rows; i++)
        if (strcmp(cell_of(t, i, column), value) == 0)
            return true;
    return false;
}

static bool is_one_of(const char *text, const char *const *list) {
    for (; *list; list++)
        if (strcmp(text, *list) == 0)
            return true;
    return false;
}

static bool is_number_between(const char *text, int64_t low, int64_t high) {
    int64_t value = 0;
    return slice_to_int64(slice_str(text), &value) && value >= low && value <= high;
}

/* "10.15" or "26" as a number that sorts. */
static int64_t macos_order(const char *version) {
    struct slice rest = slice_str(version);
    int64_t value = 0;
    if (strncmp(version, "10.", 3) == 0)
        return slice_to_int64(slice_of(rest.data + 3, rest.len - 3), &value) ? value - 100 : INT64_MIN;
    return slice_to_int64(rest, &value) ? value : INT64_MIN;
}

static int load(void **state) {
    struct error err;
    *state = knowledge_open(NULL, &err);
    if (!*state)
        fail_msg("%s", err.text);
    return 0;
}

static int unload(void **state) {
    knowledge_close(*state);
    return 0;
}

static void columns_are_as_declared(void **state) {
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        const struct tsv *t = table(state, files[f].file);
        size_t n = 0;
        for (; n < 20 && files[f].columns[n]; n++)
            if (n >= t->n_columns || strcmp(t->columns[n], files[f].columns[n]) != 0)
                fail_msg("knowledge/%s.tsv: column %zu is not %s", files[f].file, n, files[f].columns[n]);
        assert_int_equal(t->n_columns, n);
        assert_true(t->n_rows > 0);
    }
}

static void keys_occur_once(void **state) {
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        const struct tsv *t = table(state, files[f].file);
        if (!files[f].key[0])
            continue;
        for (size_t i = 0; i < t->n_rows; i++)
            for (size_t j = i + 1; j < t->n_rows; j++)
                if (strcmp(cell_of(t, i, files[f].key), cell_of(t, j, files[f].key)) == 0)
                    fail_msg("knowledge/%s.tsv: %s stands twice", files[f].file, cell_of(t, i, files[f].key));
    }
}

/* Only the steps for a kind of Mac may be empty: then the general ones hold. */
static void no_other_cell_is_empty(void **state) {
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        const struct tsv *t = table(state, files[f].file);
        for (size_t i = 0; i < t->n_rows; i++)
            for (size_t c = 0; c < t->n_columns; c++)
                if (!tsv_cell(t, i, c)[0] && (strncmp(t->columns[c], "steps_", 6) != 0 || strcmp(t->columns[c], "steps_all") == 0))
                    fail_msg("knowledge/%s.tsv: %s of %s is empty", t->name, t->columns[c], tsv_cell(t, i, 0));
    }
}

static void causes_and_stages_are_those_of_the_verdict(void **state) {
    static const char *const causes[] = {"configuration-data",
                                         "network",
                                         "system-files",
                                         "software-conflict",
                                         "disk-space",
                                         "signing-server",
                                         "apple-account",
                                         "clock",
                                         "firmware",
                                         "recovery-volume",
                                         "startup-security",
                                         "ownership",
                                         "management",
                                         "hardware-support",
                                         "virtualization",
                                         "installer",
                                         "nvram",
                                         NULL};
    static const char *const stages[] = {"scan", "download", "preflight", "personalize", "prepare", "apply", "boot", NULL};
    const struct tsv *cause = table(state, "cause"), *stage = table(state, "stage");
    for (size_t i = 0; causes[i]; i++)
        if (!has(cause, "cause", causes[i]))
            fail_msg("no row for the cause %s", causes[i]);
    assert_int_equal(cause->n_rows, 17);
    assert_int_equal(stage->n_rows, 7);
    for (size_t i = 0; stages[i]; i++) {
        assert_string_equal(cell_of(stage, i, "stage"), stages[i]);
        assert_true(is_number_between(cell_of(stage, i, "position"), (int64_t)i + 1, (int64_t)i + 1));
    }
}

static void commands_are_argument_vectors(void **state) {
    static const char *const errors[] = {"with", "apart", NULL};
    const struct tsv *t = table(state, "command");
    for (size_t i = 0; i < t->n_rows; i++) {
        const char *name = cell_of(t, i, "name");
        json_error_t problem;
        json_t *argv = json_loads(cell_of(t, i, "argv"), 0, &problem), *item = NULL;
        size_t k = 0;
        if (!json_is_array(argv))
            fail_msg("%s: argv is no JSON array: %s", name, problem.text);
        json_array_foreach(argv, k, item) {
            if (!json_is_string(item) || !json_string_value(item)[0])
                fail_msg("%s: argument %zu is no text", name, k);
            if (k == 0 && json_string_value(item)[0] != '/')
                fail_msg("%s: the program is not named by its whole path", name);
        }
        if (!is_number_between(cell_of(t, i, "timeout_s"), json_array_size(argv) ? 1 : 0, 600))
            fail_msg("%s: no time limit", name);
        if (!is_number_between(cell_of(t, i, "most_kb"), json_array_size(argv) ? 1 : 0, 1 << 20) ||
            !is_one_of(cell_of(t, i, "errors"), errors))
            fail_msg("%s: no limit of its output, or nothing said of its errors", name);
        json_decref(argv);
        assert_true(is_number_between(cell_of(t, i, "needs_root"), 0, 1));
        assert_true(is_number_between(cell_of(t, i, "network"), 0, 1));
    }
}

static void kinds_are_known(void **state) {
    const struct tsv *models = table(state, "mac_model"), *commands = table(state, "command");
    for (size_t i = 0; i < models->n_rows; i++)
        if (!is_one_of(cell_of(models, i, "kind"), kinds + 1))
            fail_msg("%s: kind %s", cell_of(models, i, "model"), cell_of(models, i, "kind"));
    for (size_t i = 0; i < commands->n_rows; i++) {
        struct slice rest = slice_str(cell_of(commands, i, "kinds"));
        while (rest.len) {
            size_t n = 0;
            while (n < rest.len && rest.data[n] != ',')
                n++;
            char one[32] = "";
            assert_true(n < sizeof one);
            memcpy(one, rest.data, n);
            if (!is_one_of(one, kinds))
                fail_msg("%s: kind %s", cell_of(commands, i, "name"), one);
            rest = slice_of(rest.data + n + (n < rest.len), rest.len - n - (n < rest.len));
        }
    }
}

static void hosts_can_be_probed(void **state) {
    static const char *const protocols[] = {"https", "http", "tls", "ntp", NULL};
    static const char *const proxies[] = {"yes", "no", "unknown", NULL};
    static const char *const inspections[] = {"breaks", "tolerated", "none", NULL};
    const struct tsv *t = table(state, "host"), *stage = table(state, "stage");
    for (size_t i = 0; i < t->n_rows; i++) {
        const char *host = cell_of(t, i, "host"), *probe = cell_of(t, i, "probe");
        assert_true(is_number_between(cell_of(t, i, "port"), 1, 65535));
        if (!is_one_of(cell_of(t, i, "protocol"), protocols) || !is_one_of(cell_of(t, i, "proxy"), proxies) ||
            !is_one_of(cell_of(t, i, "inspection"), inspections) || !has(stage, "stage", cell_of(t, i, "stage")))
            fail_msg("%s: protocol, proxy, inspection or stage is not one of the list", host);
        if (strncmp(probe, "GET /", 5) != 0 && strcmp(probe, "connect") != 0 && strcmp(probe, "ntp") != 0 && strcmp(probe, "none") != 0)
            fail_msg("%s: probe %s", host, probe);
        assert_true(is_number_between(cell_of(t, i, "private_root"), 0, 1));
        for (size_t j = i + 1; j < t->n_rows; j++)
            if (strcmp(host, cell_of(t, j, "host")) == 0 && strcmp(cell_of(t, i, "port"), cell_of(t, j, "port")) == 0)
                fail_msg("%s port %s stands twice", host, cell_of(t, i, "port"));
    }
    assert_true(has(t, "host", "gs.apple.com"));
}

static void models_end_after_they_begin(void **state) {
    const struct tsv *t = table(state, "mac_model");
    assert_true(t->n_rows > 150);
    for (size_t i = 0; i < t->n_rows; i++) {
        const char *last = cell_of(t, i, "last_macos"), *model = cell_of(t, i, "model");
        int64_t first = macos_order(cell_of(t, i, "first_macos"));
        assert_true(is_number_between(cell_of(t, i, "year"), 2006, 2100));
        if (first == INT64_MIN || (strcmp(last, "current") != 0 && macos_order(last) < first))
            fail_msg("%s: from %s to %s", model, cell_of(t, i, "first_macos"), last);
    }
}

static void fixes_lead_on(void **state) {
    static const char *const sorts[] = {"automatic", "guided", NULL};
    static const char *const risks[] = {"none", "low", "medium", "high", NULL};
    const struct tsv *t = table(state, "fix");
    for (size_t i = 0; i < t->n_rows; i++) {
        const char *fix = cell_of(t, i, "fix"), *next = cell_of(t, i, "next");
        if (!is_one_of(cell_of(t, i, "kind"), sorts) || !is_one_of(cell_of(t, i, "risk"), risks))
            fail_msg("%s: kind or risk is not one of the list", fix);
        if (strcmp(fix, next) == 0 || !has(t, "fix", next))
            fail_msg("%s leads to %s, which is no other fix", fix, next);
        assert_true(is_number_between(cell_of(t, i, "order"), 10, 90));
        assert_true(is_number_between(cell_of(t, i, "minutes"), 1, 600));
    }
}

/* What erases begins with the backup, on every kind of Mac that the steps are for. */
static void what_erases_begins_with_the_backup(void **state) {
    const struct tsv *t = table(state, "fix");
    for (size_t i = 0; i < t->n_rows; i++) {
        const char *risk = cell_of(t, i, "risk");
        for (size_t c = 0; c < t->n_columns; c++) {
            const char *steps = tsv_cell(t, i, c);
            if (strncmp(t->columns[c], "steps_", 6) != 0 || strncmp(steps, "= ", 2) == 0 ||
                (strcmp(risk, "high") != 0 && !strstr(steps, "rase the disk")))
                continue;
            const char *backup = strstr(steps, "ack"), *act = strstr(steps, "rase");
            if (act && (!backup || backup > act))
                fail_msg("%s, %s: erases before it backs up: %s", cell_of(t, i, "fix"), t->columns[c], steps);
        }
    }
}

/* Keys and tools that a kind of Mac does not have. */
static void no_step_needs_what_the_mac_lacks(void **state) {
    static const struct {
        const char *column, *words;
    } lacks[] = {{"steps_apple_silicon", "Option, Command, P and R"},
                 {"steps_apple_silicon", "Command-R"},
                 {"steps_intel", "Revive Device"},
                 {"steps_intel", "bputil"},
                 {"steps_t2", "Loading startup options"},
                 {"steps_intel", "Loading startup options"}};
    const struct tsv *t = table(state, "fix");
    for (size_t i = 0; i < t->n_rows; i++)
        for (size_t k = 0; k < sizeof lacks / sizeof *lacks; k++) {
            const char *steps = cell_of(t, i, lacks[k].column);
            if (!steps[0])
                steps = cell_of(t, i, "steps_all");
            if (strstr(steps, lacks[k].words))
                fail_msg("%s, %s: %s", cell_of(t, i, "fix"), lacks[k].column, lacks[k].words);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_as_declared),
        cmocka_unit_test(keys_occur_once),
        cmocka_unit_test(no_other_cell_is_empty),
        cmocka_unit_test(causes_and_stages_are_those_of_the_verdict),
        cmocka_unit_test(commands_are_argument_vectors),
        cmocka_unit_test(kinds_are_known),
        cmocka_unit_test(hosts_can_be_probed),
        cmocka_unit_test(models_end_after_they_begin),
        cmocka_unit_test(fixes_lead_on),
        cmocka_unit_test(what_erases_begins_with_the_backup),
        cmocka_unit_test(no_step_needs_what_the_mac_lacks),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

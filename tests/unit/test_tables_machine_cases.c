/*
 * Every saved output of the evaluation cases is read by every machine table that names its kind, without an error. Needs the folder
 * `shared` beside the project, or TAILOR_SHARED; says so and skips where it is absent. Damaged files that a case holds on purpose are
 * counted, not judged.
 */
#include <glob.h>
#include <stdlib.h>

#include "table_test.h"

extern const struct table table_clock, table_container, table_disk_space, table_mac, table_nvram, table_os, table_power, table_security,
    table_snapshot, table_volume;
static const struct table *const tables[] = {&table_clock, &table_container, &table_disk_space, &table_mac,      &table_nvram,
                                             &table_os,    &table_power,     &table_security,   &table_snapshot, &table_volume};

static size_t read_file(const char *path, char *bytes, size_t capacity) {
    FILE *f = fopen(path, "rb");
    if (!f)
        return 0;
    size_t n = fread(bytes, 1, capacity, f);
    fclose(f);
    return n;
}

static bool reads(const struct table *t, const char *kind) {
    for (size_t i = 0; t->artefacts[i]; i++)
        if (strcmp(t->artefacts[i], kind) == 0)
            return true;
    return false;
}

static size_t check_file(struct capture *c, const struct knowledge *k, const char *path, char *bytes, size_t len) {
    const char *inside = strstr(path, "/evidence/") + strlen("/evidence/");
    const char *kind = knowledge_artefact_kind(k, slice_str(inside));
    size_t rows = 0;
    for (size_t t = 0; kind && t < sizeof tables / sizeof *tables; t++) {
        if (!reads(tables[t], kind))
            continue;
        bool good = capture_feed_slice(c, tables[t], kind, inside, slice_of(bytes, len));
        if (!good)
            fail_msg("table %s, %s: %s", tables[t]->name, path, c->err.text);
        rows += c->n_rows;
        capture_free(c);
    }
    return rows;
}

static void every_saved_output_is_read(void **state) {
    (void)state;
    static char bytes[1 << 20];
    static struct capture c;
    const char *shared = getenv("TAILOR_SHARED") ? getenv("TAILOR_SHARED") : "../shared";
    char pattern[512];
    glob_t found = {0};
    struct error err;
    snprintf(pattern, sizeof pattern, "%s/cases/*/evidence/commands/*", shared);
    if (glob(pattern, 0, NULL, &found) != 0) {
        print_message("skipped: no %s\n", pattern);
        skip();
    }
    struct knowledge *k = knowledge_open(NULL, &err);
    assert_non_null(k);
    size_t files = 0, rows = 0;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        size_t len = read_file(found.gl_pathv[i], bytes, sizeof bytes);
        if (len == 0)
            continue;
        rows += check_file(&c, k, found.gl_pathv[i], bytes, len);
        files++;
    }
    print_message("%zu files, %zu rows\n", files, rows);
    knowledge_close(k);
    globfree(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_saved_output_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

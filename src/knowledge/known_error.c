#include "knowledge/known_error.h"

struct known_errors {
    struct known_error *rows; /* by code, then as in the file */
    size_t n;
};

enum column { DOMAIN, CODE, NAME, STAGE, CAUSE, MEANING, SOURCE, COLUMNS };

static const char *const column_names[COLUMNS] = {"domain", "code", "name", "stage", "cause", "meaning", "source"};

/* Stable by construction: merge_sort takes the left one of equals. */
static int by_code(const void *a, const void *b) {
    const struct known_error *x = a, *y = b;
    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    return 0;
}

static void merge_sort(struct known_error *rows, struct known_error *spare, size_t n) {
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t middle = start + width < n ? start + width : n, end = start + 2 * width < n ? start + 2 * width : n;
            size_t left = start, right = middle;
            for (size_t out = start; out < end; out++) {
                bool take_left = left < middle && (right == end || by_code(&rows[left], &rows[right]) <= 0);
                spare[out] = take_left ? rows[left++] : rows[right++];
            }
        }
        memcpy(rows, spare, n * sizeof *rows);
    }
}

static bool read_row(const struct tsv *t, size_t row, const size_t *columns, struct known_error *e, struct error *err) {
    const char *cells[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = tsv_cell(t, row, columns[i]);
    if (!slice_to_int64(slice_str(cells[CODE]), &e->code))
        return error_set(err, "knowledge/error_code.tsv: %s is not a code of %s", cells[CODE], cells[DOMAIN]);
    e->domain = cells[DOMAIN];
    e->name = cells[NAME];
    e->stage = cells[STAGE];
    e->cause = cells[CAUSE];
    e->meaning = cells[MEANING];
    e->source = cells[SOURCE];
    return true;
}

bool known_errors_build(struct arena *arena, const struct tsv *table, struct known_errors **ret_errors, struct error *err) {
    size_t columns[COLUMNS], n = table ? table->n_rows : 0;
    struct known_errors *errors = arena_alloc(arena, sizeof *errors);
    struct known_error *rows = arena_array(arena, n, sizeof *rows), *spare = arena_array(arena, n, sizeof *spare);
    if (!errors || !rows || !spare)
        return error_set(err, "out of memory");
    for (size_t i = 0; table && i < COLUMNS; i++) {
        columns[i] = tsv_column(table, column_names[i]);
        if (columns[i] == SIZE_MAX)
            return error_set(err, "knowledge/error_code.tsv has no column %s", column_names[i]);
    }
    for (size_t i = 0; i < n; i++)
        if (!read_row(table, i, columns, &rows[i], err))
            return false;
    merge_sort(rows, spare, n);
    errors->rows = rows;
    errors->n = n;
    *ret_errors = errors;
    return true;
}

size_t known_error_count(const struct known_errors *errors) { return errors->n; }

size_t known_error_with_code(const struct known_errors *errors, int64_t code, const struct known_error **ret_first) {
    size_t low = 0, high = errors->n, end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (errors->rows[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < errors->n && errors->rows[end].code == code; end++)
        ;
    *ret_first = errors->rows + low;
    return end - low;
}

const struct known_error *known_error_find(const struct known_errors *errors, struct slice domain, int64_t code) {
    const struct known_error *first;
    size_t n = known_error_with_code(errors, code, &first);
    for (size_t i = 0; i < n; i++)
        if (slice_is(domain, first[i].domain))
            return &first[i];
    return NULL;
}

const struct known_error *known_error_named(const struct known_errors *errors, struct slice name) {
    for (size_t i = 0; name.len > 0 && i < errors->n; i++) {
        const char *known = errors->rows[i].name;
        if (*known && (slice_is_nocase(name, known) || (known[0] == 'k' && slice_is_nocase(name, known + 1))))
            return &errors->rows[i];
    }
    return NULL;
}

struct spelling {
    const char *written, *domain;
};
static const struct spelling spellings[] = {{"MSU", "MobileSoftwareUpdateErrorDomain"},
                                            {"AuthInstall", "AMAuthInstallErrorDomain"},
                                            {"OSStatus", "NSOSStatusErrorDomain"},
                                            {"errno", "NSPOSIXErrorDomain"},
                                            {"POSIX", "NSPOSIXErrorDomain"},
                                            {"STATUS", "TSS"},
                                            {"CFNetwork", "kCFErrorDomainCFNetwork"}};

/* "NSURL" and "nsurlerror" for NSURLErrorDomain. */
static bool is_short_for(struct slice written, struct slice domain) {
    static const char *const ends[] = {"", "ErrorDomain", "Domain", "Error"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i]);
        if (domain.len != written.len + end || !slice_ends_with(domain, ends[i]))
            continue;
        char stem[128];
        if (written.len < sizeof stem) {
            memcpy(stem, domain.data, written.len);
            stem[written.len] = 0;
            if (slice_is_nocase(written, stem))
                return true;
        }
    }
    return false;
}

const char *known_error_domain(const struct known_errors *errors, struct slice written) {
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (slice_is_nocase(written, spellings[i].written))
            return spellings[i].domain;
    for (size_t i = 0; written.len > 0 && i < errors->n; i++)
        if (is_short_for(written, slice_str(errors->rows[i].domain)))
            return errors->rows[i].domain;
    return NULL;
}

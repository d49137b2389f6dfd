#include "knowledge/tsv.h"

static size_t count_fields(struct slice line) {
    size_t fields = 1;
    for (size_t i = 0; i < line.len; i++)
        fields += line.data[i] == '\t';
    return fields;
}

static bool is_row(struct slice line) { return line.len > 0 && line.data[0] != '#'; }

static bool split_row(struct arena *arena, struct slice line, size_t n, const char **cells) {
    for (size_t i = 0; i < n; i++) {
        size_t end = slice_find_byte(line, '\t');
        cells[i] = arena_string(arena, slice_sub(line, 0, end));
        if (!cells[i])
            return false;
        line = end == SLICE_NOT_FOUND ? slice_from(line, line.len) : slice_from(line, end + 1);
    }
    return true;
}

static bool read_header(struct arena *arena, struct slice line, struct tsv *t) {
    t->n_columns = count_fields(line);
    t->columns = arena_array(arena, t->n_columns, sizeof *t->columns);
    return t->columns && split_row(arena, line, t->n_columns, t->columns);
}

bool tsv_parse(struct arena *arena, const char *name, struct slice text, struct tsv *ret_tsv, struct error *err) {
    struct tsv t = {.name = name};
    struct slice rest = text, line;
    size_t rows = 0, number = 0;
    while (slice_next_line(&rest, &line))
        rows += is_row(line);
    if (rows == 0)
        return error_set(err, "knowledge/%s.tsv has no header line", name);
    rest = text;
    while (slice_next_line(&rest, &line)) {
        number++;
        if (!is_row(line))
            continue;
        bool stored;
        if (!t.columns) {
            stored = read_header(arena, line, &t);
            t.cells = stored ? arena_array(arena, rows, t.n_columns * sizeof *t.cells) : NULL;
            stored = t.cells != NULL;
        } else if (count_fields(line) != t.n_columns) {
            return error_set(err, "knowledge/%s.tsv line %zu has %zu fields, the header has %zu", name, number, count_fields(line),
                             t.n_columns);
        } else {
            stored = split_row(arena, line, t.n_columns, t.cells + t.n_rows++ * t.n_columns);
        }
        if (!stored)
            return error_set(err, "knowledge/%s.tsv does not fit into memory", name);
    }
    *ret_tsv = t;
    return true;
}

size_t tsv_column(const struct tsv *tsv, const char *column) {
    for (size_t i = 0; i < tsv->n_columns; i++)
        if (strcmp(tsv->columns[i], column) == 0)
            return i;
    return SIZE_MAX;
}

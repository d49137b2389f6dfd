#include "knowledge/tsv.h"

static bool is_row(const char *line) { return *line != '\0' && *line != '#'; }

/* Ends the line at `text` with a zero and returns what follows it; NULL behind the last one. */
static char *cut_line(char *text) {
    char *newline = strchr(text, '\n'), *end = newline ? newline : text + strlen(text);
    if (!newline && end == text)
        return NULL;
    if (end > text && end[-1] == '\r')
        end[-1] = '\0';
    *end = '\0';
    return newline ? newline + 1 : end;
}

/* Cuts the line at its tabs; stores the first n fields and returns how many there are. */
static size_t split_row(char *line, const char **cells, size_t n) {
    size_t fields = 0;
    for (char *tab = line; line; line = tab) {
        tab = strchr(line, '\t');
        if (tab)
            *tab++ = '\0';
        if (fields < n)
            cells[fields] = line;
        fields++;
    }
    return fields;
}

static size_t count(const char *text, char c) {
    size_t n = 0;
    while ((text = strchr(text, c))) {
        text++;
        n++;
    }
    return n;
}

static bool read_header(struct arena *arena, char *line, size_t rows, struct tsv *t) {
    t->n_columns = count(line, '\t') + 1;
    t->columns = arena_array(arena, t->n_columns, sizeof *t->columns);
    t->cells = arena_array(arena, rows, t->n_columns * sizeof *t->cells);
    return t->columns && t->cells && split_row(line, t->columns, t->n_columns) == t->n_columns;
}

bool tsv_parse(struct arena *arena, const char *name, struct slice text, struct tsv *ret_tsv, struct error *err) {
    struct tsv t = {.name = name};
    if (slice_find_byte(text, '\0') != SLICE_NOT_FOUND)
        return error_set(err, "knowledge/%s.tsv has a zero byte at offset %zu", name, slice_find_byte(text, '\0'));
    char *line = arena_string(arena, text), *next;
    if (!line)
        return error_set(err, "knowledge/%s.tsv does not fit into memory", name);
    size_t lines = count(line, '\n') + 1, number = 0;
    for (; (next = cut_line(line)); line = next) {
        number++;
        if (!is_row(line))
            continue;
        if (!t.columns) {
            if (!read_header(arena, line, lines, &t))
                return error_set(err, "knowledge/%s.tsv does not fit into memory", name);
            continue;
        }
        size_t fields = split_row(line, t.cells + t.n_rows++ * t.n_columns, t.n_columns);
        if (fields != t.n_columns)
            return error_set(err, "knowledge/%s.tsv line %zu has %zu fields, the header has %zu", name, number, fields, t.n_columns);
    }
    if (!t.columns)
        return error_set(err, "knowledge/%s.tsv has no header line", name);
    *ret_tsv = t;
    return true;
}

size_t tsv_column(const struct tsv *tsv, const char *column) {
    for (size_t i = 0; i < tsv->n_columns; i++)
        if (strcmp(tsv->columns[i], column) == 0)
            return i;
    return SIZE_MAX;
}

size_t tsv_find(const struct tsv *tsv, const char *column, struct slice value) {
    size_t at = tsv ? tsv_column(tsv, column) : SIZE_MAX;
    for (size_t row = 0; at != SIZE_MAX && row < tsv->n_rows; row++)
        if (slice_is(value, tsv_cell(tsv, row, at)))
            return row;
    return SIZE_MAX;
}

const char *tsv_named_cell(const struct tsv *tsv, size_t row, const char *column) {
    size_t at = tsv && row != SIZE_MAX ? tsv_column(tsv, column) : SIZE_MAX;
    return at == SIZE_MAX ? NULL : tsv_cell(tsv, row, at);
}

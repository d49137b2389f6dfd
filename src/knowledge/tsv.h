/*
 * tsv: the tables of knowledge/NAME.tsv.
 *
 * The first line names the columns; each later line is a row with as many
 * tab-separated fields (fewer is an error that names the line). Lines that
 * begin with '#' and empty lines are skipped. No quoting: a field holds no tab.
 */
#ifndef TAILOR_KNOWLEDGE_TSV_H
#define TAILOR_KNOWLEDGE_TSV_H

#include "base/arena.h"
#include "base/error.h"

struct tsv {
    const char *name; /* "error_code" for knowledge/error_code.tsv */
    size_t n_columns, n_rows;
    const char **columns;
    const char **cells; /* n_rows * n_columns, row by row; the texts stand in this order, one behind the other, behind those of columns */
};

bool tsv_parse(struct arena *arena, const char *name, struct slice text, struct tsv *ret_tsv, struct error *err) MUST_USE;
/* Index of a column, or SIZE_MAX. */
size_t tsv_column(const struct tsv *tsv, const char *column);
/* The first row whose cell in that column is the value; SIZE_MAX: none, no such column, or `tsv` is NULL. */
size_t tsv_find(const struct tsv *tsv, const char *column, struct slice value);
/* The cell of a row, by the column's name; NULL for the row SIZE_MAX or a column that is not there. */
const char *tsv_named_cell(const struct tsv *tsv, size_t row, const char *column);
static inline const char *tsv_cell(const struct tsv *tsv, size_t row, size_t column) { return tsv->cells[row * tsv->n_columns + column]; }

#endif

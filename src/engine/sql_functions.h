/*
 * sql_functions: what rules can call beyond SQLite's own functions.
 *
 *     version_before(a, b)   1 when the dotted version a is lower than b, number by number; NULL when one of them is not a version
 */
#ifndef TAILOR_ENGINE_SQL_FUNCTIONS_H
#define TAILOR_ENGINE_SQL_FUNCTIONS_H

#include <sqlite3.h>
#include <stdbool.h>

bool sql_functions_add(sqlite3 *db);

#endif

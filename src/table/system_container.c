/*
 * system_container: the containers that hold a system, and whether a Recovery volume stands beside it.
 *
 * Where the command tells no roles, the names do: Preboot and Recovery have theirs in every language.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"reference", COLUMN_TEXT, SHOW, "device of the container, such as disk3"},
    {"has_recovery", COLUMN_INTEGER, SHOW,
     "1 when one of its volumes is Recovery, by its role or, where roles are not told, by its name; else 0"},
};

static const char derive[] =
    "INSERT INTO system_container(source, line, time, ns, reference, has_recovery)\n"
    "SELECT c.source, c.line, c.time, c.ns, c.reference,\n"
    "       EXISTS (SELECT 1 FROM volume AS v WHERE v.container = c.reference\n"
    "               AND (v.role LIKE '%Recovery%' OR (c.has_system_role IS NULL AND v.name = 'Recovery')))\n"
    "FROM container AS c\n"
    "WHERE c.has_system_role = 1\n"
    "   OR (c.has_system_role IS NULL AND EXISTS (SELECT 1 FROM volume AS v WHERE v.container = c.reference AND v.name = 'Preboot'))";

const struct table table_system_container = {
    .name = "system_container",
    .doc = "Containers that hold a system, and whether a Recovery volume stands beside it.",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
    .derive = derive,
    .needs = (const char *const[]){"container", "volume", NULL},
};

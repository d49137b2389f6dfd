/*
 * ticket_component: does a ticket allow the images of a build?
 *
 * Each ticket is laid beside the identities of its chip and board (and security domain, where both tell one): the image of each component
 * that has a digest is looked up by its code (knowledge/img4_name.tsv). `different` stops a Mac; `missing` need not, since not every
 * component is asked for in every request.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"ticket_source", COLUMN_TEXT, SHOW, "file of the ticket"},
    {"ticket", COLUMN_INTEGER, SHOW, "its number in that file"},
    {"identity", COLUMN_INTEGER, SHOW,
     "as in build_identity; the row's source is the BuildManifest; NULL: no identity has the ticket's board"},
    {"component", COLUMN_TEXT, SHOW, "component of the BuildManifest"},
    {"code", COLUMN_TEXT, SHOW, "its code in a ticket; NULL: not known, so it cannot be looked up"},
    {"outcome", COLUMN_TEXT, SHOW,
     "same, different, missing (not in the ticket), unknown (no code is known), or board (no identity of that board)"},
    {"expected", COLUMN_TEXT, SHOW, "digest in the BuildManifest"},
    {"found", COLUMN_TEXT, SHOW, "digest in the ticket"},
    {"text", COLUMN_TEXT, SHOW, "the result in a sentence"},
};

static const char derive[] =
    "INSERT INTO ticket_component(ticket_source, ticket, identity, component, code, outcome, expected, found, text, source, line)\n"
    "WITH pair AS (\n"
    "  SELECT t.source AS ticket_source, t.ticket, i.identity, i.source, i.line FROM ticket AS t JOIN build_identity AS i\n"
    "    ON i.chip = t.chip AND i.board = t.board AND (i.security_domain IS NULL OR t.security_domain IS NULL\n"
    "                                                  OR i.security_domain = t.security_domain)),\n"
    "image AS (\n"
    "  SELECT p.*, c.component, c.digest, c.line AS component_line, n.code FROM pair AS p\n"
    "    JOIN build_component AS c ON c.source = p.source AND c.identity = p.identity AND c.digest IS NOT NULL\n"
    "    LEFT JOIN known_img4_name AS n ON n.kind = 'object' AND n.name = c.component),\n"
    "held AS (\n"
    "  SELECT i.*, p.value AS found, CASE WHEN i.code IS NULL THEN 'unknown' WHEN p.value IS NULL THEN 'missing'\n"
    "                                     WHEN p.value = i.digest THEN 'same' ELSE 'different' END AS outcome\n"
    "  FROM image AS i LEFT JOIN ticket_property AS p ON p.source = i.ticket_source AND p.ticket = i.ticket AND p.object = i.code\n"
    "    AND p.code = 'DGST')\n"
    "SELECT ticket_source, ticket, identity, component, code, outcome, digest, found,\n"
    "       CASE outcome WHEN 'same' THEN component || ': the ticket holds the digest of the build'\n"
    "                    WHEN 'different' THEN component || ': the ticket holds another digest than the build'\n"
    "                    WHEN 'missing' THEN component || ': the ticket does not hold it'\n"
    "                    ELSE component || ': no code is known for it' END, source, component_line FROM held\n"
    "UNION ALL\n"
    "SELECT t.source, t.ticket, NULL, NULL, NULL, 'board', NULL, NULL,\n"
    "       format('no identity of the build is for chip 0x%x, board 0x%x', t.chip, t.board), b.source, NULL\n"
    "FROM ticket AS t JOIN (SELECT DISTINCT source FROM build_identity) AS b\n"
    "WHERE NOT EXISTS (SELECT 1 FROM pair AS p WHERE p.ticket_source = t.source AND p.ticket = t.ticket AND p.source = b.source)";

const struct table table_ticket_component = {
    .name = "ticket_component",
    .doc = "Each image of a build beside the digest that a ticket holds for it.",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
    .derive = derive,
    .needs = (const char *const[]){"ticket", "ticket_property", "build_identity", "build_component", NULL},
};

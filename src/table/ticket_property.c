/*
 * ticket_property: everything that a ticket says of the Mac (object MANP) and of each image.
 */
#include "table/shared/ticket_feed.h"

static const struct column columns[] = {
    [PROPERTY_TICKET] = {"ticket", COLUMN_INTEGER, SHOW, "number of the ticket in its file, as in table ticket"},
    [PROPERTY_OBJECT] = {"object", COLUMN_TEXT, SHOW, "MANP, or the code of the image, such as krnl (known_img4_name names it)"},
    [PROPERTY_CODE] = {"code", COLUMN_TEXT, SHOW, "four-character code of the property, such as DGST"},
    [PROPERTY_NAME] = {"name", COLUMN_TEXT, SHOW, "its name in a signing request, where known"},
    [PROPERTY_TYPE] = {"type", COLUMN_TEXT, SHOW, "boolean, integer, data, text or other"},
    [PROPERTY_VALUE] = {"value", COLUMN_TEXT, SHOW, "true or false, a hexadecimal number, bytes in hexadecimal, or text"},
    [PROPERTY_PRIVATE_VALUE] = {"private_value", COLUMN_TEXT, REDACT, "the same, of what belongs to one Mac only"},
    [PROPERTY_MEANS] = {"means", COLUMN_TEXT, SHOW, "what it means, where known"},
};

const struct table table_ticket_property = {
    .name = "ticket_property",
    .doc = "The properties of each ticket and of each image that it allows.",
    .columns = columns,
    .n_columns = PROPERTY_COLUMNS,
    .artefacts = (const char *const[]){"ticket", "exchange", NULL},
    .feed = ticket_feed,
};

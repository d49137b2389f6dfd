/*
 * build_identity: the kinds of Mac that a build can be installed on, from its BuildManifest.
 */
#include "table/shared/build_feed.h"

static const struct column columns[] = {
    [IDENTITY_NUMBER] = {"identity", COLUMN_INTEGER, SHOW, "place in the BuildManifest, from 0"},
    [IDENTITY_CHIP] = {"chip", COLUMN_INTEGER, SHOW, "ApChipID, such as 33027 (0x8103, M1)"},
    [IDENTITY_BOARD] = {"board", COLUMN_INTEGER, SHOW, "ApBoardID"},
    [IDENTITY_SECURITY_DOMAIN] = {"security_domain", COLUMN_INTEGER, SHOW, "ApSecurityDomain"},
    [IDENTITY_DEVICE_CLASS] = {"device_class", COLUMN_TEXT, SHOW, "such as j274ap"},
    [IDENTITY_VARIANT] = {"variant", COLUMN_TEXT, SHOW, "such as 'macOS Customer' or 'Recovery Customer'"},
    [IDENTITY_BEHAVIOR] = {"behavior", COLUMN_TEXT, SHOW, "Erase or Update"},
    [IDENTITY_VERSION] = {"version", COLUMN_TEXT, SHOW, "version of the build"},
    [IDENTITY_BUILD] = {"build", COLUMN_TEXT, SHOW, "build number"},
    [IDENTITY_COMPONENTS] = {"components", COLUMN_INTEGER, SHOW, "number of its images"},
    [IDENTITY_TEXT] = {"text", COLUMN_TEXT, SHOW, "the identity in a line, to quote"},
};

const struct table table_build_identity = {
    .name = "build_identity",
    .doc = "The kinds of Mac that a build can be installed on: one row an identity of its BuildManifest.",
    .columns = columns,
    .n_columns = IDENTITY_COLUMNS,
    .artefacts = (const char *const[]){"build_manifest", NULL},
    .feed = build_feed,
};

/*
 * build_component: the images of each identity of a build, with their digests.
 */
#include "table/shared/build_feed.h"

static const struct column columns[] = {
    [COMPONENT_IDENTITY] = {"identity", COLUMN_INTEGER, SHOW, "as in build_identity, of the same source"},
    [COMPONENT_NAME] = {"component", COLUMN_TEXT, SHOW, "such as KernelCache or x86,EfiBootBase"},
    [COMPONENT_DIGEST] = {"digest", COLUMN_TEXT, SHOW, "digest in hexadecimal; NULL: it is not personalized"},
    [COMPONENT_TRUSTED] = {"trusted", COLUMN_INTEGER, SHOW, "1: the boot loader asks for it in the ticket (always 0 on the Intel side)"},
    [COMPONENT_PATH] = {"path", COLUMN_TEXT, SHOW, "path in the installer or restore image"},
};

const struct table table_build_component = {
    .name = "build_component",
    .doc = "The images of each identity of a build, with the digests that a ticket must hold.",
    .columns = columns,
    .n_columns = COMPONENT_COLUMNS,
    .artefacts = (const char *const[]){"build_manifest", NULL},
    .feed = build_feed,
};

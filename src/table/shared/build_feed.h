/*
 * build_feed: reads an artefact of kind `build_manifest` into the tables build_identity and build_component.
 */
#ifndef TAILOR_TABLE_SHARED_BUILD_FEED_H
#define TAILOR_TABLE_SHARED_BUILD_FEED_H

#include "table/table.h"

table_feed build_feed;

enum build_identity_column {
    IDENTITY_NUMBER,
    IDENTITY_CHIP,
    IDENTITY_BOARD,
    IDENTITY_SECURITY_DOMAIN,
    IDENTITY_DEVICE_CLASS,
    IDENTITY_VARIANT,
    IDENTITY_BEHAVIOR,
    IDENTITY_VERSION,
    IDENTITY_BUILD,
    IDENTITY_COMPONENTS,
    IDENTITY_TEXT,
    IDENTITY_COLUMNS
};

enum build_component_column { COMPONENT_IDENTITY, COMPONENT_NAME, COMPONENT_DIGEST, COMPONENT_TRUSTED, COMPONENT_PATH, COMPONENT_COLUMNS };

extern const struct table table_build_identity, table_build_component;

#endif

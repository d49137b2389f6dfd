/* profile: configuration profiles, one row for each payload (profiles(1)). Their settings are in profile_setting. */
#include "format/profile_list.h"
#include "table/shared/output.h"

extern const struct table table_profile;

enum {
    COLUMN_IDENTIFIER,
    COLUMN_NAME,
    COLUMN_ORGANIZATION,
    COLUMN_UUID,
    COLUMN_TYPE,
    COLUMN_PAYLOAD_IDENTIFIER,
    COLUMN_PAYLOAD_NAME,
    COLUMN_VERIFIED,
    COLUMN_SCOPE,
    COLUMN_USER,
    COLUMN_REMOVAL_DISALLOWED,
    COLUMN_BY_MDM,
    COLUMN_INSTALL_DATE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_IDENTIFIER] = {"identifier", COLUMN_TEXT, SHOW, "identifier of the profile"},
    [COLUMN_NAME] = {"name", COLUMN_TEXT, SHOW, "name of the profile that people see"},
    [COLUMN_ORGANIZATION] = {"organization", COLUMN_TEXT, REDACT, "who issued it"},
    [COLUMN_UUID] = {"uuid", COLUMN_TEXT, SHOW, "UUID of the profile"},
    [COLUMN_TYPE] = {"type", COLUMN_TEXT, SHOW, "type of the payload (com.apple.applicationaccess); NULL: the profile shows none"},
    [COLUMN_PAYLOAD_IDENTIFIER] = {"payload_identifier", COLUMN_TEXT, SHOW, "identifier of the payload"},
    [COLUMN_PAYLOAD_NAME] = {"payload_name", COLUMN_TEXT, SHOW, "name of the payload"},
    [COLUMN_VERIFIED] = {"verified", COLUMN_INTEGER, SHOW, "1 when its signature was verified; NULL when not told"},
    [COLUMN_SCOPE] = {"scope", COLUMN_TEXT, SHOW, "computer or user"},
    [COLUMN_USER] = {"user", COLUMN_TEXT, REDACT, "the user that it belongs to"},
    [COLUMN_REMOVAL_DISALLOWED] = {"removal_disallowed", COLUMN_INTEGER, SHOW, "1 when people cannot remove it"},
    [COLUMN_BY_MDM] = {"by_mdm", COLUMN_INTEGER, SHOW, "1 when an MDM server installed it; only the text form tells"},
    [COLUMN_INSTALL_DATE] = {"install_date", COLUMN_TEXT, SHOW, "when it was installed, as written"},
};

/* "2023-03-31 01:14:38 +0000" */
static int64_t install_time(struct slice text, struct arena *arena) {
    struct slice day_time, zone;
    int64_t ns;
    if (!slice_cut(text, " +", &day_time, &zone) || text.len > 64)
        return TIMESTAMP_NONE;
    const char *iso = arena_printf(arena, "%.*s+%.*s", SLICE_ARG(day_time), SLICE_ARG(zone));
    return iso && timestamp_parse_iso(slice_str(iso), &ns) ? ns : TIMESTAMP_NONE;
}

static void emit(struct feed *f, const struct profile_payload *p) {
    struct value row[COLUMN_COUNT] = {0};
    bool computer = slice_is(p->scope, "_computerlevel");
    row[COLUMN_IDENTIFIER] = value_text(p->identifier);
    row[COLUMN_NAME] = value_text(p->name);
    row[COLUMN_ORGANIZATION] = value_text(p->organization);
    row[COLUMN_UUID] = value_text(p->uuid);
    row[COLUMN_TYPE] = value_text(p->type);
    row[COLUMN_PAYLOAD_IDENTIFIER] = value_text(p->payload_identifier);
    row[COLUMN_PAYLOAD_NAME] = value_text(p->payload_name);
    if (p->verification.len)
        row[COLUMN_VERIFIED] = value_bool(slice_is_nocase(p->verification, "verified"));
    row[COLUMN_SCOPE] = value_str(computer ? "computer" : "user");
    row[COLUMN_USER] = computer ? value_null() : value_text(p->scope);
    row[COLUMN_REMOVAL_DISALLOWED] = output_yes_no(p->removal_disallowed);
    row[COLUMN_BY_MDM] = output_yes_no(p->by_mdm);
    row[COLUMN_INSTALL_DATE] = value_text(p->installed);
    feed_row(f, &table_profile, row, at_time(p->line, install_time(p->installed, f->arena)));
}

static bool feed_profiles(struct feed *f, struct error *err) {
    struct profile_list list;
    struct profile_payload payload;
    if (!output_profiles(f, &list, err))
        return false;
    while (profile_list_next(&list, &payload))
        emit(f, &payload);
    return true;
}

const struct table table_profile = {.name = "profile",
                                    .doc = "Configuration profiles and their payloads",
                                    .columns = columns,
                                    .n_columns = COLUMN_COUNT,
                                    .artefacts = (const char *const[]){"profiles", NULL},
                                    .feed = feed_profiles};

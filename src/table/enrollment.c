/* enrollment: is this Mac managed, from `profiles status -type enrollment` (profiles(1)). One row. */
#include "table/shared/known.h"
#include "table/shared/output.h"

extern const struct table table_enrollment;

enum { COLUMN_VIA_DEP, COLUMN_MDM_ENROLLED, COLUMN_USER_APPROVED, COLUMN_SERVER, COLUMN_SERVER_HOST, COLUMN_TEXT_LINE, COLUMN_COUNT };

static const struct column columns[] = {
    [COLUMN_VIA_DEP] = {"via_dep", COLUMN_INTEGER, SHOW, "1 when enrolled by automated device enrolment (DEP)"},
    [COLUMN_MDM_ENROLLED] = {"mdm_enrolled", COLUMN_INTEGER, SHOW, "1 when an MDM server manages this Mac"},
    [COLUMN_USER_APPROVED] = {"user_approved", COLUMN_INTEGER, SHOW, "1 when the enrolment is user approved or supervised"},
    [COLUMN_SERVER] = {"server", COLUMN_TEXT, REDACT, "URL of the MDM server"},
    [COLUMN_SERVER_HOST] = {"server_host", COLUMN_TEXT, REDACT, "host of that URL"},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "the line about the MDM enrolment"},
};

static bool enrollment_line(struct slice key, struct slice value, struct value *row) {
    if (slice_is_nocase(key, "Enrolled via DEP") || slice_is_nocase(key, "An enrollment profile is currently installed on this system")) {
        row[COLUMN_VIA_DEP] = output_yes_no(value);
    } else if (slice_is_nocase(key, "MDM enrollment")) {
        row[COLUMN_MDM_ENROLLED] = output_yes_no(value);
        if (row[COLUMN_MDM_ENROLLED].integer)
            row[COLUMN_USER_APPROVED] = value_bool(slice_contains(value, "User Approved") || slice_contains(value, "Supervised"));
    } else if (slice_is_nocase(key, "MDM server")) {
        row[COLUMN_SERVER] = value_text(value);
        row[COLUMN_SERVER_HOST] = value_text(known_url_host(value));
    } else {
        return false;
    }
    return true;
}

static bool feed_status(struct feed *f, struct error *err) {
    struct slice text, line, key, value;
    struct value row[COLUMN_COUNT] = {0};
    int64_t at = 0;
    if (!output_text(f, &text, err))
        return false;
    for (int64_t number = 1; slice_next_line(&text, &line); number++) {
        bool mdm = output_pair(line, &key, &value) && slice_is_nocase(key, "MDM enrollment");
        if (!output_pair(line, &key, &value) || !enrollment_line(key, value, row))
            continue;
        if (at == 0 || mdm) {
            at = number;
            row[COLUMN_TEXT_LINE] = value_text(slice_trim(line));
        }
    }
    if (at == 0)
        return error_set(err, "no line about the enrolment: not the output of profiles status");
    feed_row(f, &table_enrollment, row, at_line(at));
    return true;
}

const struct table table_enrollment = {.name = "enrollment",
                                       .doc = "Whether and how an MDM server manages this Mac",
                                       .columns = columns,
                                       .n_columns = COLUMN_COUNT,
                                       .artefacts = (const char *const[]){"profiles_status", NULL},
                                       .feed = feed_status};

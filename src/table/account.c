/*
 * account: who may authorise an update: bootstrap token, secure tokens, volume owners, FileVault.
 *
 * Every line form is looked for in each of the outputs, since people append one command to another: `profiles status -type
 * bootstraptoken`, `sysadminctl -secureTokenStatus USER`, `fdesetup status`, `fdesetup list` and `diskutil apfs listUsers`.
 */
#include "table/shared/output.h"

extern const struct table table_account;

enum { COLUMN_NAME, COLUMN_VALUE, COLUMN_HOLDS, COLUMN_USER, COLUMN_UUID, COLUMN_TYPE, COLUMN_TEXT_LINE, COLUMN_COUNT };

static const struct column columns[] = {
    [COLUMN_NAME] = {"name", COLUMN_TEXT, SHOW,
                     "bootstrap-token-supported, bootstrap-token-escrowed, secure-token, volume-owner, filevault or filevault-user"},
    [COLUMN_VALUE] = {"value", COLUMN_TEXT, SHOW, "as printed: YES, NO, ENABLED, DISABLED, On ..."},
    [COLUMN_HOLDS] = {"holds", COLUMN_INTEGER, SHOW, "1 when that means yes, 0 when it means no; NULL otherwise"},
    [COLUMN_USER] = {"user", COLUMN_TEXT, REDACT, "the user that it is about, as the command names them"},
    [COLUMN_UUID] = {"uuid", COLUMN_TEXT, REDACT, "GeneratedUID of the user"},
    [COLUMN_TYPE] = {"type", COLUMN_TEXT, SHOW, "type of the cryptographic user (Local Open Directory User, Personal Recovery User ...)"},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "the line"},
};

/* The user of `diskutil apfs listUsers` whose lines follow. */
struct reading {
    struct slice uuid, type;
    size_t rows;
};

/* The words of sysadminctl besides yes and no. */
static struct value meaning(struct slice value) {
    if (slice_is_nocase(value, "ENABLED"))
        return value_bool(true);
    return slice_is_nocase(value, "DISABLED") ? value_bool(false) : output_yes_no(value);
}

static void emit(struct feed *f, struct reading *r, const char *name, struct slice value, struct slice user, struct slice line,
                 int64_t number) {
    struct value row[COLUMN_COUNT] = {0};
    row[COLUMN_NAME] = value_str(name);
    row[COLUMN_VALUE] = value_text(value);
    row[COLUMN_HOLDS] = meaning(value);
    row[COLUMN_USER] = user.len ? value_text(user) : value_null();
    row[COLUMN_TEXT_LINE] = value_text(slice_trim(line));
    if (strcmp(name, "volume-owner") == 0) {
        row[COLUMN_UUID] = value_text(r->uuid);
        row[COLUMN_TYPE] = value_text(r->type);
    }
    feed_row(f, &table_account, row, at_line(number));
    r->rows++;
}

/* "profiles: Bootstrap Token escrowed to server: YES" */
static bool bootstrap_line(struct feed *f, struct reading *r, struct slice line, int64_t number) {
    static const char *const marks[][2] = {{"Bootstrap Token supported on server:", "bootstrap-token-supported"},
                                           {"Bootstrap Token escrowed to server:", "bootstrap-token-escrowed"}};
    for (size_t i = 0; i < 2; i++) {
        struct slice before, value;
        if (!slice_cut(line, marks[i][0], &before, &value))
            continue;
        emit(f, r, marks[i][1], slice_trim(value), (struct slice){NULL, 0}, line, number);
        return true;
    }
    return false;
}

/* "... sysadminctl[412:5102] Secure token is ENABLED for user Jane Roe" */
static bool secure_token_line(struct feed *f, struct reading *r, struct slice line, int64_t number) {
    struct slice before, rest, state, user = {NULL, 0};
    if (!slice_cut(line, "Secure token is ", &before, &rest) || !slice_next_word(&rest, &state))
        return false;
    slice_cut(rest, "for user", &before, &user);
    emit(f, r, "secure-token", state, slice_trim(user), line, number);
    return true;
}

static bool filevault_line(struct feed *f, struct reading *r, struct slice line, int64_t number) {
    struct slice before, rest, user = {NULL, 0};
    struct slice trimmed = slice_trim(line);
    if (slice_cut(line, "Deferred enablement appears to be active for user '", &before, &rest)) {
        user = slice_sub(rest, 0, slice_find_byte(rest, '\''));
        emit(f, r, "filevault-user", slice_str("deferred"), user, line, number);
        return true;
    }
    if (slice_cut(line, "FileVault is ", &before, &rest)) {
        struct slice state = slice_trim(rest);
        emit(f, r, "filevault", slice_sub(state, 0, slice_find_byte(state, '.')), user, line, number);
        return true;
    }
    if (slice_starts_with(trimmed, "Encryption in progress") || slice_starts_with(trimmed, "Decryption in progress")) {
        emit(f, r, "filevault", slice_sub(trimmed, 0, slice_find_byte(trimmed, ':')), user, line, number);
        return true;
    }
    return false;
}

static bool is_uuid(struct slice s) {
    if (s.len != 36)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.data[i] | 0x20;
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s.data[i] != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
    }
    return true;
}

/* "jroe,0B0D..." of fdesetup list */
static bool fdesetup_list_line(struct feed *f, struct reading *r, struct slice line, int64_t number) {
    struct slice user, uuid;
    if (!slice_cut(slice_trim(line), ",", &user, &uuid) || user.len == 0 || !is_uuid(uuid))
        return false;
    emit(f, r, "filevault-user", slice_str("yes"), user, line, number);
    return true;
}

/* "+-- UUID", then "|   Type: ..." and "|   Volume Owner: Yes" */
static void list_users_line(struct feed *f, struct reading *r, struct slice line, int64_t number) {
    while (line.len && (line.data[0] == '|' || line.data[0] == ' ' || line.data[0] == '\t'))
        line = slice_from(line, 1);
    line = slice_trim(line);
    if (slice_starts_with(line, "+-- ")) {
        struct slice uuid = slice_trim(slice_from(line, 4));
        r->uuid = is_uuid(uuid) ? uuid : (struct slice){NULL, 0};
        r->type = (struct slice){NULL, 0};
    } else if (r->uuid.len && slice_starts_with(line, "Type:")) {
        r->type = slice_trim(slice_from(line, 5));
    } else if (r->uuid.len && slice_starts_with(line, "Volume Owner:")) {
        emit(f, r, "volume-owner", slice_trim(slice_from(line, 13)), (struct slice){NULL, 0}, line, number);
        r->uuid = (struct slice){NULL, 0};
    }
}

static bool feed_account(struct feed *f, struct error *err) {
    struct slice text, line;
    struct reading r = {0};
    if (!output_text(f, &text, err))
        return false;
    for (int64_t number = 1; slice_next_line(&text, &line); number++)
        if (!bootstrap_line(f, &r, line, number) && !secure_token_line(f, &r, line, number) && !filevault_line(f, &r, line, number) &&
            !fdesetup_list_line(f, &r, line, number))
            list_users_line(f, &r, line, number);
    bool optional = f->artefact->kind && strcmp(f->artefact->kind, "diskutil_apfs_list_text") == 0;
    if (r.rows == 0 && !optional)
        return error_set(err, "no line about tokens, volume owners or FileVault in it");
    return true;
}

const struct table table_account = {.name = "account",
                                    .doc = "Bootstrap token, secure tokens, volume owners and FileVault: who may authorise an update",
                                    .columns = columns,
                                    .n_columns = COLUMN_COUNT,
                                    .artefacts = (const char *const[]){"profiles_bootstraptoken", "sysadminctl_securetoken",
                                                                       "fdesetup_status", "diskutil_apfs_list_text", NULL},
                                    .feed = feed_account};

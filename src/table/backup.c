/*
 * backup: where Time Machine backs this Mac up to, and when it last did.
 *
 * com.apple.TimeMachine.plist (macOS 10.9 and later): AutoBackup, and in Destinations for each LastKnownVolumeName, NetworkURL of one in
 * the network, SnapshotDates (of the backups), AttemptDates, RESULT of the last attempt (0 is good), BytesAvailable. Not documented by
 * Apple; the keys are those that several public tools read. tmutil(8) has the two commands:
 *     tmutil latestbackup      the path of the latest backup, whose last part begins with its date in local time: 2024-09-19-221503
 *     tmutil destinationinfo   Name, Kind (Local or Network), Mount Point or URL, ID of each; "tmutil: No destinations configured."
 * Both commands end well, and say so in words, where there is no backup or no disk.
 */
#include "table/shared/output.h"
#include "table/shared/property_list.h"

enum {
    DESTINATION,
    KIND,
    URL,
    LAST_BACKUP,
    BACKUPS,
    LAST_ATTEMPT,
    RESULT,
    AUTOMATIC,
    AVAILABLE,
    MOUNT_POINT,
    FROM,
    PROBLEM,
    TEXT,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [DESTINATION] = {"destination", COLUMN_TEXT, REDACT, "name of the disk or share; NULL where there is none"},
    [KIND] = {"kind", COLUMN_TEXT, SHOW, "local or network"},
    [URL] = {"url", COLUMN_TEXT, REDACT, "address of a share"},
    [LAST_BACKUP] = {"last_backup", COLUMN_TEXT, SHOW, "when the latest backup was made, ISO 8601 (UTC; of tmutil: the Mac's local time)"},
    [BACKUPS] = {"backups", COLUMN_INTEGER, SHOW, "how many backups the list names"},
    [LAST_ATTEMPT] = {"last_attempt", COLUMN_TEXT, SHOW, "when it was last tried, ISO 8601 UTC"},
    [RESULT] = {"result", COLUMN_INTEGER, SHOW, "code of the last attempt; 0 is good"},
    [AUTOMATIC] = {"automatic", COLUMN_INTEGER, SHOW, "1 when Time Machine backs up by itself, 0 when it was switched off"},
    [AVAILABLE] = {"bytes_available", COLUMN_INTEGER, SHOW, "free bytes of the destination when it was last seen"},
    [MOUNT_POINT] = {"mount_point", COLUMN_TEXT, REDACT, "where it is mounted; NULL when it is not"},
    [FROM] = {"from", COLUMN_TEXT, SHOW, "what told it: preferences, latestbackup or destinationinfo"},
    [PROBLEM] = {"problem", COLUMN_TEXT, SHOW, "why nothing is known: no destination, or the command's own words"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "destination and date in one line, to quote"},
};

extern const struct table table_backup;

static void emit(struct feed *f, struct value *row, struct origin origin) {
    const char *when = row[LAST_BACKUP].type == VALUE_TEXT ? arena_printf(f->arena, "last backup %.*s", SLICE_ARG(row[LAST_BACKUP].text))
                       : row[PROBLEM].type == VALUE_TEXT   ? arena_printf(f->arena, "%.*s", SLICE_ARG(row[PROBLEM].text))
                                                           : "no backup listed";
    if (row[TEXT].type == VALUE_NULL)
        row[TEXT] = value_str(arena_printf(f->arena, "Time Machine%s%.*s: %s%s", row[KIND].type == VALUE_TEXT ? ", " : "",
                                           SLICE_ARG(row[KIND].text), when ? when : "",
                                           row[AUTOMATIC].type == VALUE_INTEGER && !row[AUTOMATIC].integer ? ", switched off" : ""));
    feed_row(f, &table_backup, row, origin);
}

/* ---- com.apple.TimeMachine.plist ---- */

static const struct plist *latest(const struct plist *dates) {
    const struct plist *last = NULL;
    for (size_t i = 0; i < property_count(dates); i++)
        if (dates->items[i].type == PLIST_DATE && (!last || dates->items[i].date > last->date))
            last = &dates->items[i];
    return last;
}

static void destination(struct feed *f, const struct plist *d, struct value automatic) {
    struct value row[COLUMN_COUNT] = {0};
    const struct plist *dates = plist_get(d, "SnapshotDates"), *url = plist_get(d, "NetworkURL");
    row[DESTINATION] = property_text(f->arena, plist_get(d, "LastKnownVolumeName"));
    row[KIND] = value_str(url ? "network" : "local");
    row[URL] = property_text(f->arena, url);
    row[LAST_BACKUP] = property_date(f->arena, latest(dates));
    row[BACKUPS] = value_integer((int64_t)property_count(dates));
    row[LAST_ATTEMPT] = property_date(f->arena, latest(plist_get(d, "AttemptDates")));
    row[RESULT] = property_integer(plist_get(d, "RESULT"));
    row[AUTOMATIC] = automatic;
    row[AVAILABLE] = property_integer(plist_get(d, "BytesAvailable"));
    row[FROM] = value_str("preferences");
    emit(f, row, property_origin(d));
}

static bool feed_preferences(struct feed *f, struct error *err) {
    const struct plist *root;
    if (!property_list_read(f, &root, err))
        return false;
    const struct plist *destinations = plist_get(root, "Destinations");
    struct value automatic = property_bool(plist_get(root, "AutoBackup"));
    for (size_t i = 0; i < property_count(destinations); i++)
        destination(f, &destinations->items[i], automatic);
    if (property_count(destinations) == 0) {
        struct value row[COLUMN_COUNT] = {
            [AUTOMATIC] = automatic, [FROM] = value_str("preferences"), [PROBLEM] = value_str("no destination is set up")};
        emit(f, row, at_line(0));
    }
    return true;
}

/* ---- tmutil ---- */

/* "2024-09-19-221503" somewhere in the last part of the path, as 2024-09-19T22:15:03. */
static struct value date_of(struct arena *arena, struct slice path) {
    static const char shape[] = "dddd-dd-dd-dddddd";
    for (size_t at; (at = slice_find_byte(path, '/')) != SLICE_NOT_FOUND && at + 1 < path.len;)
        path = slice_from(path, at + 1);
    for (size_t i = 0; i + sizeof shape - 1 <= path.len; i++) {
        const char *d = (const char *)path.data + i;
        size_t k = 0;
        while (shape[k] && (shape[k] == 'd' ? d[k] >= '0' && d[k] <= '9' : d[k] == shape[k]))
            k++;
        if (!shape[k])
            return value_str(arena_printf(arena, "%.10sT%.2s:%.2s:%.2s", d, d + 11, d + 13, d + 15));
    }
    return value_null();
}

/* "/Volumes/Backup/...", but not the hidden places where macOS mounts what it finds in the network. */
static struct value volume_of(struct slice path) {
    struct slice rest = slice_starts_with(path, "/Volumes/") ? slice_from(path, strlen("/Volumes/")) : slice_of(NULL, 0);
    struct slice name = slice_sub(rest, 0, slice_find_byte(rest, '/'));
    return name.len && name.data[0] != '.' ? value_text(name) : value_null();
}

static bool feed_latest(struct feed *f, struct error *err) {
    struct slice text, line;
    bool known = false;
    if (!output_text(f, &text, err))
        return false;
    for (int64_t number = 1; slice_next_line(&text, &line); number++) {
        struct value row[COLUMN_COUNT] = {[FROM] = value_str("latestbackup")};
        line = slice_trim(line);
        if (line.len == 0)
            continue;
        /* The path names the disk and the Mac: only its date is quoted. */
        row[LAST_BACKUP] = date_of(f->arena, line);
        row[DESTINATION] = volume_of(line);
        if (row[LAST_BACKUP].type == VALUE_NULL)
            row[PROBLEM] = value_text(line);
        known = true;
        emit(f, row, at_line(number));
    }
    return known || output_unknown("tmutil latestbackup", err);
}

static bool flush(struct feed *f, struct value *row, int64_t line) {
    bool any = row[DESTINATION].type == VALUE_TEXT;
    if (any)
        emit(f, row, at_line(line));
    memset(row, 0, sizeof(struct value) * COLUMN_COUNT);
    row[FROM] = value_str("destinationinfo");
    return any;
}

static bool feed_destinations(struct feed *f, struct error *err) {
    struct slice text, line, key, value;
    struct value row[COLUMN_COUNT] = {[FROM] = value_str("destinationinfo")};
    int64_t number = 1, began = 0;
    bool known = false;
    if (!output_text(f, &text, err))
        return false;
    for (; slice_next_line(&text, &line); number++) {
        if (slice_contains(line, "No destinations configured")) {
            row[PROBLEM] = value_str("no destination is set up");
            row[TEXT] = value_text(slice_trim(line));
            feed_row(f, &table_backup, row, at_line(number));
            return true;
        }
        if (!output_pair(line, &key, &value))
            continue;
        if (slice_is(key, "Name")) {
            known |= flush(f, row, began);
            began = number;
            row[DESTINATION] = value_text(value);
        } else if (slice_is(key, "Kind")) {
            row[KIND] = value_str(slice_is_nocase(value, "Network") ? "network" : "local");
        } else if (slice_is(key, "Mount Point")) {
            row[MOUNT_POINT] = value_text(value);
        } else if (slice_is(key, "URL")) {
            row[URL] = value_text(value);
        }
    }
    known |= flush(f, row, began);
    return known || output_unknown("tmutil destinationinfo", err);
}

static bool feed_backup(struct feed *f, struct error *err) {
    const char *kind = f->artefact->kind ? f->artefact->kind : "";
    if (strcmp(kind, "tmutil_latestbackup") == 0)
        return feed_latest(f, err);
    return strcmp(kind, "tmutil_destinationinfo") == 0 ? feed_destinations(f, err) : feed_preferences(f, err);
}

const struct table table_backup = {.name = "backup",
                                   .doc = "Time Machine: where it backs up to, and when it last did",
                                   .columns = columns,
                                   .n_columns = COLUMN_COUNT,
                                   .artefacts =
                                       (const char *const[]){"time_machine_prefs", "tmutil_latestbackup", "tmutil_destinationinfo", NULL},
                                   .feed = feed_backup};

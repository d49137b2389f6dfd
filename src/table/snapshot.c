/*
 * snapshot: APFS snapshots, from tmutil listlocalsnapshots and from diskutil.
 *
 * Names that macOS gives (tmutil(8), and the update's own): com.apple.TimeMachine.2025-06-20-100115.local, before macOS 10.15 without
 * ".local"; com.apple.os.update-HEX for the sealed system; com.apple.os.update-MSUPrepareUpdate while an update is prepared.
 */
#include "table/shared/output.h"
#include "table/shared/storage.h"

enum { NAME, KIND, CREATED, VOLUME, DEVICE, UUID, MOUNT_POINT, SEALED, FROM, COLUMN_COUNT };

static const struct column columns[] = {
    [NAME] = {"name", COLUMN_TEXT, SHOW, "name of the snapshot"},
    [KIND] = {"kind", COLUMN_TEXT, SHOW, "time-machine, update or other"},
    [CREATED] = {"created", COLUMN_TEXT, SHOW, "when it was made by its own name, ISO 8601 in the Mac's local time; Time Machine's only"},
    [VOLUME] = {"volume", COLUMN_TEXT, SHOW, "mount point (tmutil) or name (diskutil) of the volume that it is of"},
    [DEVICE] = {"device", COLUMN_TEXT, SHOW, "device that it is mounted as, such as disk3s1s1"},
    [UUID] = {"uuid", COLUMN_TEXT, REDACT, "UUID of the snapshot"},
    [MOUNT_POINT] = {"mount_point", COLUMN_TEXT, SHOW, "where it is mounted; NULL when it is not"},
    [SEALED] = {"sealed", COLUMN_TEXT, SHOW, "seal in diskutil's words: Yes, No or Broken"},
    [FROM] = {"from", COLUMN_TEXT, SHOW, "which command told it: tmutil, diskutil list, diskutil apfs list or diskutil info"},
};

extern const struct table table_snapshot;

static const char *kind_of(struct slice name) {
    if (slice_starts_with(name, "com.apple.TimeMachine."))
        return "time-machine";
    return slice_starts_with(name, "com.apple.os.update-") ? "update" : "other";
}

/* The first "2025-06-20-100115" of the name as 2025-06-20T10:01:15. */
static struct value created(struct arena *arena, struct slice name) {
    static const char shape[] = "dddd-dd-dd-dddddd";
    const size_t n = sizeof shape - 1;
    for (size_t at = 0; name.len >= n && at <= name.len - n; at++) {
        const uint8_t *d = name.data + at;
        size_t i = 0;
        while (i < n && (shape[i] == 'd' ? d[i] >= '0' && d[i] <= '9' : d[i] == (uint8_t)shape[i]))
            i++;
        if (i < n)
            continue;
        int64_t time = 0;
        const char *iso =
            arena_printf(arena, "%.10sT%.2s:%.2s:%.2s", (const char *)d, (const char *)d + 11, (const char *)d + 13, (const char *)d + 15);
        return iso && timestamp_parse_iso(slice_str(iso), &time) ? value_str(iso) : value_null();
    }
    return value_null();
}

static bool is_snapshot_name(struct slice s) {
    return slice_find_byte(s, ' ') == SLICE_NOT_FOUND && slice_find_byte(s, '.') != SLICE_NOT_FOUND &&
           slice_find_byte(s, ':') == SLICE_NOT_FOUND;
}

static bool feed_tmutil(struct feed *f, struct error *err) {
    struct text_lines lines;
    struct slice line, volume = {0}, complaint = {0};
    size_t known = 0;
    if (!output_lines(f, &lines, err))
        return false;
    while (text_lines_next(&lines, &line)) {
        struct slice text = slice_trim(line);
        struct slice before, after;
        if (text.len == 0)
            continue;
        /* "Snapshots for disk /:", "Snapshots for volume group containing disk /:" */
        if (slice_starts_with(text, "Snapshots for") && slice_cut(text, " disk ", &before, &after)) {
            volume = slice_ends_with(after, ":") ? slice_sub(after, 0, after.len - 1) : after;
            known++;
            continue;
        }
        if (!is_snapshot_name(text)) {
            complaint = text;
            continue;
        }
        known++;
        struct value row[COLUMN_COUNT] = {0};
        row[NAME] = value_text(text);
        row[KIND] = value_str(kind_of(text));
        row[CREATED] = created(f->arena, text);
        row[VOLUME] = value_text(volume);
        row[FROM] = value_str("tmutil");
        feed_row(f, &table_snapshot, row, at_line(lines.number));
    }
    if (known == 0)
        return error_set(err, "tmutil answered: %.*s", SLICE_ARG(slice_sub(complaint, 0, 300)));
    if (complaint.data)
        output_complaint(f, "tmutil", complaint);
    return true;
}

static bool feed_diskutil(struct feed *f, struct error *err) {
    struct storage storage;
    if (!storage_read(f, &storage, err))
        return false;
    for (const struct storage_snapshot *n = storage.snapshots; n; n = n->next) {
        struct value row[COLUMN_COUNT] = {[NAME] = n->name,
                                          [KIND] = n->name.type == VALUE_TEXT ? value_str(kind_of(n->name.text)) : value_null(),
                                          [CREATED] = created(f->arena, n->name.text),
                                          [VOLUME] = n->volume,
                                          [DEVICE] = n->device,
                                          [UUID] = n->uuid,
                                          [MOUNT_POINT] = n->mount_point,
                                          [SEALED] = n->sealed,
                                          [FROM] = value_str(storage.from)};
        feed_row(f, &table_snapshot, row, n->origin);
    }
    return true;
}

static bool feed_snapshot(struct feed *f, struct error *err) {
    return strcmp(f->artefact->kind, "tmutil_snapshots") == 0 ? feed_tmutil(f, err) : feed_diskutil(f, err);
}

const struct table table_snapshot = {.name = "snapshot",
                                     .doc = "APFS snapshots: Time Machine's, the sealed system's, others",
                                     .columns = columns,
                                     .n_columns = COLUMN_COUNT,
                                     .artefacts = (const char *const[]){"tmutil_snapshots", STORAGE_ARTEFACTS, NULL},
                                     .feed = feed_snapshot};

/* tar and zip, streamed once by libarchive; members are offered as they come. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>

#include "evidence/gunzip.h"
#include "evidence/shown_path.h"
#include "evidence/visit.h"

struct walk {
    struct visit *visit;
    const struct item *item; /* the archive itself */
    struct archive *handle;
    struct source *packed;
    struct slice prefix; /* of the members' paths */
    uint64_t taken;      /* bytes given to libarchive */
    uint64_t members;
};

/* The data of the member at which the archive stands. */
struct member_source {
    struct source source;
    struct walk *walk;
    struct slice block; /* read, but behind a hole that is not yet given */
    uint64_t hole;      /* zeros to give first: sparse files list only what is not zero */
};

static const uint8_t zeros[16384];

static la_ssize_t give_packed(struct archive *a, void *context, const void **ret_bytes) {
    struct walk *w = context;
    struct slice view;
    struct error err;
    if (!source_next(w->packed, &view, &err)) {
        archive_set_error(a, EIO, "%s", err.text);
        return ARCHIVE_FATAL;
    }
    w->taken += view.len;
    *ret_bytes = view.data;
    return (la_ssize_t)view.len;
}

static la_int64_t leap_packed(struct archive *a, void *context, la_int64_t count) {
    (void)a;
    struct walk *w = context;
    uint64_t done = count > 0 ? source_leap(w->packed, (uint64_t)count) : 0;
    w->taken += done;
    return (la_int64_t)done;
}

/* What went wrong: below libarchive if it was there, else in libarchive's words. */
static const char *reason(struct walk *w) {
    if (w->packed->failed)
        return w->packed->why.text;
    const char *text = archive_error_string(w->handle);
    return text && text[0] ? text : "no reason given";
}

static bool is_cut_short(const struct walk *w) { return w->packed->truncated || (w->packed->ended && !w->packed->failed); }

static bool fill_from_member(struct source *s, struct slice *ret_view, struct error *err) {
    struct member_source *m = (struct member_source *)s;
    struct walk *w = m->walk;
    if (m->hole == 0 && m->block.len == 0) {
        const void *bytes = NULL;
        size_t len = 0;
        la_int64_t offset = 0;
        /* A warning too means wrong bytes: the checksum or the length of a zip member. */
        int code = archive_read_data_block(w->handle, &bytes, &len, &offset);
        if (code != ARCHIVE_OK && code != ARCHIVE_EOF) {
            s->truncated = code == ARCHIVE_FATAL && is_cut_short(w);
            return error_set(err, "the archive %s here: %s", s->truncated ? "ends" : "is damaged", reason(w));
        }
        if (offset < 0 || (uint64_t)offset < s->filled)
            offset = (la_int64_t)s->filled;
        m->hole = (uint64_t)offset - s->filled;
        m->block = code == ARCHIVE_OK ? slice_of(bytes, len) : slice_of(NULL, 0);
    }
    if (m->hole) {
        *ret_view = slice_of(zeros, m->hole < sizeof zeros ? (size_t)m->hole : sizeof zeros);
        m->hole -= ret_view->len;
    } else {
        *ret_view = m->block;
        m->block = slice_of(NULL, 0);
    }
    return bomb_check(s->filled + ret_view->len, w->taken, w->visit->limits.ratio, err);
}

static struct slice member_name(struct archive_entry *e) {
    const char *name = archive_entry_pathname_utf8(e);
    if (!name)
        name = archive_entry_pathname(e); /* bytes that are not UTF-8 stay as they are */
    return slice_str(name);
}

/* Why the member is not read, or NULL. */
static const char *refusal(struct archive_entry *e, struct slice name) {
    const char *problem = shown_path_problem(name);
    if (problem)
        return problem;
    if (archive_entry_hardlink(e) || archive_entry_hardlink_utf8(e))
        return "a hard link is not followed";
    mode_t type = archive_entry_filetype(e);
    if (type == AE_IFLNK)
        return "a symbolic link is not followed";
    if (type != AE_IFREG && type != 0)
        return "a device, FIFO or socket is not read";
    if (archive_entry_is_encrypted(e))
        return "it is encrypted";
    if (shown_path_is_appledouble(name))
        return "extended attributes of a file, as macOS stores them";
    return NULL;
}

/* What the archive lists of it, but for its path. What bears no time is as old as its archive. */
static struct item describe(const struct walk *w, struct archive_entry *e) {
    bool sized = archive_entry_size_is_set(e) && archive_entry_size(e) >= 0;
    int64_t seconds = archive_entry_mtime_is_set(e) ? (int64_t)archive_entry_mtime(e) : 0;
    return (struct item){.size = sized ? (uint64_t)archive_entry_size(e) : UINT64_MAX,
                         .modified = seconds > 0 && seconds < INT64_MAX / NS_PER_SECOND ? seconds * NS_PER_SECOND : w->item->modified,
                         .owner = archive_format(w->handle) == ARCHIVE_FORMAT_ZIP ? -1 : archive_entry_uid(e),
                         .mode = (uint32_t)(archive_entry_perm(e) & 07777),
                         .nesting = w->item->nesting + 1};
}

static void visit_member(struct walk *w, struct archive_entry *e) {
    struct visit *v = w->visit;
    struct slice name = member_name(e);
    struct shown_path shown = shown_path(name);
    struct item item = describe(w, e);
    const char *refused = refusal(e, name);
    bool bad_name = shown_path_problem(name) != NULL; /* shown as it is */
    struct buffer path CLEANUP_BUFFER = buffer_with_limit(VISIT_PATH_BYTES);
    buffer_append(&path, w->prefix);
    buffer_add_str(&path, shown.in_volume && !bad_name ? "root/" : "");
    buffer_append(&path, name.len == 0 ? slice_str("(a member without a name)") : bad_name ? name : shown.rest);
    item.path = buffer_slice(&path);
    if (!buffer_ok(&path))
        refused = "its name is too long";
    if (refused) {
        visit_note(v, item.path, NULL, EVIDENCE_SKIPPED, refused, item.size);
        return;
    }
    item.loose = !bad_name && !shown.in_volume && !slice_contains(name, "sysdiagnose_") && visit_is_loose(item.path, w->prefix);
    if (!visit_wants(v, &item))
        return;
    struct member_source member = {.source = {.fill = fill_from_member, .limit = v->limits.stream_bytes}, .walk = w};
    visit_stream(v, &item, &member.source);
}

static bool open_archive(struct walk *w) {
    w->handle = archive_read_new();
    return w->handle && archive_read_support_format_tar(w->handle) == ARCHIVE_OK &&
           archive_read_support_format_zip_streamable(w->handle) == ARCHIVE_OK &&
           archive_read_set_read_callback(w->handle, give_packed) == ARCHIVE_OK &&
           archive_read_set_skip_callback(w->handle, leap_packed) == ARCHIVE_OK &&
           archive_read_set_callback_data(w->handle, w) == ARCHIVE_OK && archive_read_open1(w->handle) == ARCHIVE_OK;
}

/* A compressed archive is read to the end of its compression: only there stands the checksum. */
static void check_rest(struct walk *w) {
    struct slice view = {0};
    struct error err;
    if (w->packed->leap)
        return;
    do
        if (!source_next(w->packed, &view, &err)) {
            enum evidence_state state = w->packed->truncated ? EVIDENCE_TRUNCATED : EVIDENCE_DAMAGED;
            visit_note(w->visit, w->item->path, NULL, state, err.text, w->item->size);
            return;
        }
    while (view.len);
}

static void note_end(struct walk *w, int code) {
    struct error err = {{0}};
    if (code == ARCHIVE_EOF)
        check_rest(w);
    if (code == ARCHIVE_EOF && w->members == 0)
        visit_note(w->visit, w->item->path, NULL, EVIDENCE_SKIPPED, "the archive is empty", w->item->size);
    if (code == ARCHIVE_EOF || code == ARCHIVE_OK)
        return;
    bool cut = is_cut_short(w);
    error_set(&err, "%s after %" PRIu64 " members (%s); what came before was read",
              cut ? "the archive is cut short" : "the archive cannot be read further", w->members, reason(w));
    visit_note(w->visit, w->item->path, NULL, cut ? EVIDENCE_TRUNCATED : EVIDENCE_DAMAGED, err.text, w->item->size);
}

/* A damaged header is told once; libarchive looks for the next one. */
static void note_gap(struct walk *w, bool *told) {
    struct error err = {{0}};
    if (*told)
        return;
    *told = true;
    error_set(&err, "damaged after %" PRIu64 " members (%s); reading went on with the next whole one", w->members, reason(w));
    visit_note(w->visit, w->item->path, NULL, EVIDENCE_DAMAGED, err.text, w->item->size);
}

void visit_archive(struct visit *v, const struct item *item, struct source *source) {
    struct walk w = {.visit = v, .item = item, .packed = source};
    struct buffer prefix CLEANUP_BUFFER = buffer_with_limit(VISIT_PATH_BYTES);
    buffer_append(&prefix, item->prefix);
    if (!item->named) {
        buffer_clear(&prefix);
        buffer_append(&prefix, item->path);
        buffer_add_byte(&prefix, '/');
    }
    w.prefix = buffer_slice(&prefix);
    int code = open_archive(&w) ? ARCHIVE_OK : ARCHIVE_FATAL;
    bool gap_told = false;
    while (code == ARCHIVE_OK || code == ARCHIVE_WARN || code == ARCHIVE_RETRY) {
        struct archive_entry *entry = NULL;
        code = archive_read_next_header(w.handle, &entry);
        if (code == ARCHIVE_RETRY)
            note_gap(&w, &gap_told);
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
            continue;
        w.members++;
        if (!visit_count(v, item->path))
            break;
        if (archive_entry_filetype(entry) != AE_IFDIR)
            visit_member(&w, entry);
    }
    if (w.handle)
        note_end(&w, code);
    else
        visit_note(v, item->path, NULL, EVIDENCE_SKIPPED, "out of memory", item->size);
    if (w.handle)
        archive_read_free(w.handle);
}

#include "collect/sink.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <unistd.h>

#include "base/timestamp.h"
#include "os/files.h"

enum { CHUNK = 64 << 10 };

struct sink {
    bool is_folder;
    struct archive *archive;
    struct os_output file;
    struct os_output_folder folder;
    uint8_t chunk[CHUNK];
};

/* The endings that are written, and those that look like an archive but are not. */
static const struct ending {
    const char *text;
    bool archive, packed;
} endings[] = {{".tar.gz", true, true},   {".tgz", true, true},       {".tar", true, false},      {".zip", false, false},
               {".tar.xz", false, false}, {".tar.zst", false, false}, {".tar.bz2", false, false}, {".gz", false, false},
               {".dmg", false, false},    {".7z", false, false}};

static const struct ending *find_ending(const char *path) {
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (slice_ends_with(slice_str(path), endings[i].text))
            return &endings[i];
    return NULL;
}

static bool refuse(const struct ending *e, struct error *err) {
    return error_set(err, "a bundle is written as NAME.tar.gz or NAME.tar, or into a folder, not as %s", e->text);
}

/* libarchive says "Write error"; the system says why. */
static bool archive_failed(struct sink *s, struct error *err) {
    int code = archive_errno(s->archive);
    const char *text = code > 0 ? strerror(code) : archive_error_string(s->archive);
    return error_set(err, "%s cannot be written: %s", s->file.path, text ? text : "no reason given");
}

static bool open_archive(struct sink *s, bool packed, struct error *err) {
    struct archive *a = s->archive = archive_write_new();
    bool good = a && archive_write_set_format_pax_restricted(a) == ARCHIVE_OK &&
                (packed ? archive_write_add_filter_gzip(a) : archive_write_add_filter_none(a)) == ARCHIVE_OK &&
                archive_write_set_bytes_in_last_block(a, 1) == ARCHIVE_OK && archive_write_open_fd(a, s->file.fd) == ARCHIVE_OK;
    return good ? true : error_set(err, "%s cannot be written: %s", s->file.path, a ? archive_error_string(a) : "out of memory");
}

/* A device or FIFO gets an archive, whatever its name. */
static bool open_file(struct sink *s, const char *path, bool packed, int64_t owner, int64_t group, struct error *err) {
    if (!os_output_open(&s->file, path, err))
        return false;
    s->file.owner = owner;
    s->file.group = group;
    if (open_archive(s, packed, err))
        return true;
    archive_write_free(s->archive);
    os_output_abandon(&s->file);
    return false;
}

struct sink *sink_open(const char *path, int64_t owner, int64_t group, struct arena *arena, struct error *err) {
    struct sink *s = arena_alloc(arena, sizeof *s);
    const struct ending *e = find_ending(path);
    bool good;
    if (!s)
        good = error_set(err, "out of memory");
    else if (e && !e->archive)
        good = refuse(e, err);
    else if (e || os_is_device(path))
        good = open_file(s, path, !e || e->packed, owner, group, err);
    else {
        s->is_folder = true;
        good = os_output_folder_open(&s->folder, path, err);
        s->folder.owner = owner;
        s->folder.group = group;
    }
    return good ? s : NULL;
}

/* Calls `put` for all bytes; a file that is shorter than it was is an error of ours. */
static bool each_chunk(struct sink *s, int fd, uint64_t size, bool (*put)(struct sink *s, int out, size_t len), int out,
                       struct error *err) {
    for (uint64_t at = 0; at < size;) {
        ssize_t n = pread(fd, s->chunk, size - at < CHUNK ? (size_t)(size - at) : CHUNK, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_set(err, "what was gathered cannot be read back: %s", n < 0 ? strerror(errno) : "it is shorter than it was");
        if (!put(s, out, (size_t)n))
            return s->is_folder ? error_set(err, "%s cannot be written: %s", s->folder.path, strerror(errno)) : archive_failed(s, err);
        at += (uint64_t)n;
    }
    return true;
}

static bool put_to_archive(struct sink *s, int out, size_t len) {
    (void)out;
    return archive_write_data(s->archive, s->chunk, len) == (la_ssize_t)len;
}

static bool put_to_file(struct sink *s, int out, size_t len) { return os_write_all(out, slice_of(s->chunk, len)); }

static bool add_to_archive(struct sink *s, const struct sink_entry *entry, int fd, uint64_t size, struct error *err) {
    struct archive_entry *e = archive_entry_new();
    if (!e)
        return error_set(err, "out of memory");
    archive_entry_set_pathname(e, entry->path);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, (mode_t)(entry->mode & 07777));
    archive_entry_set_uid(e, entry->owner);
    archive_entry_set_size(e, (la_int64_t)size);
    if (entry->modified > 0)
        archive_entry_set_mtime(e, entry->modified / NS_PER_SECOND, 0);
    int code = archive_write_header(s->archive, e);
    archive_entry_free(e);
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN) /* a name that is no text in this locale is only warned of */
        return archive_failed(s, err);
    return each_chunk(s, fd, size, put_to_archive, -1, err);
}

static bool add_to_folder(struct sink *s, const struct sink_entry *entry, int fd, uint64_t size, struct error *err) {
    int out = os_output_folder_file(&s->folder, entry->path, err);
    bool good = out >= 0 && each_chunk(s, fd, size, put_to_file, out, err);
    if (out >= 0 && close(out) != 0 && good)
        good = error_set(err, "%s cannot be written: %s", s->folder.path, strerror(errno));
    return good;
}

bool sink_add(struct sink *s, const struct sink_entry *entry, int fd, uint64_t size, struct error *err) {
    return s->is_folder ? add_to_folder(s, entry, fd, size, err) : add_to_archive(s, entry, fd, size, err);
}

bool sink_commit(struct sink *s, struct error *err) {
    if (s->is_folder)
        return os_output_folder_commit(&s->folder, err);
    bool good = archive_write_close(s->archive) == ARCHIVE_OK;
    if (!good)
        archive_failed(s, err);
    archive_write_free(s->archive);
    if (good)
        return os_output_commit(&s->file, err);
    os_output_abandon(&s->file);
    return false;
}

void sink_abandon(struct sink *s) {
    if (s->is_folder) {
        os_output_folder_abandon(&s->folder);
        return;
    }
    archive_write_free(s->archive);
    os_output_abandon(&s->file);
}

bool sink_check(const char *path, struct error *err) {
    const struct ending *e = find_ending(path);
    struct os_output_folder folder;
    struct os_output file;
    if (e && !e->archive)
        return refuse(e, err);
    if (os_is_device(path))
        return true; /* a FIFO may have no reader yet */
    if (!(e ? os_output_open(&file, path, err) : os_output_folder_open(&folder, path, err)))
        return false;
    if (e)
        os_output_abandon(&file);
    else
        os_output_folder_abandon(&folder);
    return true;
}

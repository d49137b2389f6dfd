/* A folder of evidence, walked in the byte order of its names, by descriptors, without following any link. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/shown_path.h"
#include "evidence/visit.h"

enum { NAMES_BYTES = 48 << 20, MAX_WRAPPERS = 4 };

struct level {
    int fd;
    struct arena *arena;
    const char **names;
    size_t n_names, next;
    size_t path_len; /* of the path down to here, with its '/' */
};

struct folder {
    struct visit *visit;
    struct buffer path;
    struct level levels[VISIT_MAX_DEPTH];
    size_t n_levels;
    bool volume; /* owners are the Mac's own */
    bool sysdiagnose;
    size_t prefix_len; /* of what stands in front of all paths */
    struct slice name; /* of the folder given, where it is not in the paths: "etc" makes the kind of "hosts" plain */
};

/* Trees of a whole volume that hold nothing this program reads, and much of everything else. */
static const char *const barren[] = {
    "root/.Spotlight-V100",
    "root/.fseventsd",
    "root/System/Applications",
    "root/System/Library/Frameworks",
    "root/System/Library/PrivateFrameworks",
    "root/System/Library/AssetsV2",
    "root/System/iOSSupport",
    "root/private/var/folders",
    "root/private/var/vm",
    "root/usr/share",
    "root/Library/Developer",
    "root/Library/Caches",
};

static int compare_names(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static struct slice path_of(const struct folder *f) { return buffer_slice(&f->path); }

static void note_errno(struct folder *f, enum evidence_state state) {
    visit_note(f->visit, path_of(f), NULL, state, strerror(errno), UINT64_MAX);
}

/* All names of the folder, sorted. */
static bool list_names(struct folder *f, struct level *l, DIR *dir) {
    size_t capacity = 0;
    const char **names = NULL;
    bool good = true;
    for (struct dirent *e; good && (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (!visit_count(f->visit, path_of(f)))
            break;
        if (l->n_names == capacity) {
            size_t wider = capacity ? capacity * 2 : 64;
            const char **grown = arena_array(l->arena, wider, sizeof *grown);
            good = grown != NULL;
            if (grown && names)
                memcpy(grown, names, l->n_names * sizeof *names);
            names = good ? grown : names;
            capacity = good ? wider : capacity;
        }
        char *copy = good ? arena_string(l->arena, slice_str(e->d_name)) : NULL;
        good = copy != NULL;
        if (good)
            names[l->n_names++] = copy;
    }
    if (!good)
        visit_note(f->visit, path_of(f), NULL, EVIDENCE_SKIPPED, "it holds too many files to list: the rest is left out", UINT64_MAX);
    if (l->n_names)
        qsort(names, l->n_names, sizeof *names, compare_names);
    l->names = names;
    return l->n_names > 0;
}

/* A listing of its own, from the first name on; fd stays open. */
static DIR *open_listing(int fd) {
    int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = copy < 0 ? NULL : fdopendir(copy);
    if (!dir && copy >= 0)
        close(copy);
    return dir;
}

/* Takes ownership of fd. */
static void enter(struct folder *f, int fd) {
    struct level *l = &f->levels[f->n_levels];
    *l = (struct level){.fd = fd, .path_len = f->path.len, .arena = arena_new(NAMES_BYTES)};
    DIR *dir = open_listing(fd);
    if (!dir)
        note_errno(f, EVIDENCE_SKIPPED);
    if (dir && l->arena)
        list_names(f, l, dir);
    if (dir)
        closedir(dir);
    f->n_levels++;
}

static void leave(struct folder *f) {
    struct level *l = &f->levels[--f->n_levels];
    arena_free(l->arena);
    close(l->fd);
}

static bool is_barren(const struct folder *f) {
    for (size_t i = 0; f->volume && i < sizeof barren / sizeof *barren; i++)
        if (slice_ends_with(path_of(f), barren[i]))
            return true;
    return false;
}

static void visit_subfolder(struct folder *f, const char *name) {
    int parent = f->levels[f->n_levels - 1].fd;
    if (f->n_levels >= f->visit->limits.depth) {
        visit_note(f->visit, path_of(f), NULL, EVIDENCE_SKIPPED, "a folder inside too many others", UINT64_MAX);
        return;
    }
    if (is_barren(f)) {
        visit_note(f->visit, path_of(f), NULL, EVIDENCE_SKIPPED, "holds nothing that is read from a volume", UINT64_MAX);
        return;
    }
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        note_errno(f, EVIDENCE_SKIPPED);
        return;
    }
    buffer_add_byte(&f->path, '/');
    enter(f, fd);
}

static int64_t modified_ns(const struct stat *st) {
    int64_t seconds = (int64_t)st->st_mtime;
    return seconds > 0 && seconds < INT64_MAX / NS_PER_SECOND - 1 ? seconds * NS_PER_SECOND : TIMESTAMP_NONE;
}

/* On a volume only what lies beside its folders is somebody's own; a sysdiagnose is as macOS wrote it. */
static bool is_loose(const struct folder *f) {
    return f->volume ? f->n_levels == 1 : !f->sysdiagnose && visit_is_loose(path_of(f), slice_sub(path_of(f), 0, f->prefix_len));
}

static void visit_file(struct folder *f, const char *name, const struct stat *listed) {
    struct buffer naming CLEANUP_BUFFER = buffer_with_limit(2 * VISIT_PATH_BYTES);
    buffer_append(&naming, f->name);
    buffer_add_str(&naming, f->name.len ? "/" : "");
    buffer_append(&naming, path_of(f));
    struct item item = {.path = path_of(f),
                        .naming = buffer_slice(&naming),
                        .size = (uint64_t)listed->st_size,
                        .modified = modified_ns(listed),
                        .owner = f->volume ? (int64_t)listed->st_uid : -1,
                        .mode = (uint32_t)(listed->st_mode & 07777),
                        .loose = is_loose(f)};
    if (shown_path_is_appledouble(slice_str(name))) {
        visit_note(f->visit, item.path, NULL, EVIDENCE_SKIPPED, "extended attributes of a file, as macOS stores them", item.size);
        return;
    }
    if (!visit_wants(f->visit, &item))
        return;
    /* O_NONBLOCK: should a FIFO have taken the file's place meanwhile, opening it must not wait. */
    int fd = openat(f->levels[f->n_levels - 1].fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        note_errno(f, EVIDENCE_SKIPPED);
    else if (!S_ISREG(st.st_mode))
        visit_note(f->visit, item.path, NULL, EVIDENCE_SKIPPED, "it stopped being a file while it was looked at", item.size);
    else
        visit_descriptor(f->visit, &item, fd);
    if (fd >= 0)
        close(fd);
}

static void visit_name(struct folder *f, const char *name) {
    struct level *l = &f->levels[f->n_levels - 1];
    struct stat st;
    f->path.len = l->path_len;
    buffer_add_str(&f->path, name);
    if (!buffer_ok(&f->path)) {
        buffer_clear(&f->path);
        visit_note(f->visit, slice_str(name), NULL, EVIDENCE_SKIPPED, "its path is too long", UINT64_MAX);
    } else if (fstatat(l->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        note_errno(f, EVIDENCE_SKIPPED);
    else if (S_ISDIR(st.st_mode))
        visit_subfolder(f, name);
    else if (S_ISREG(st.st_mode))
        visit_file(f, name, &st);
    else
        visit_note(f->visit, path_of(f), NULL, EVIDENCE_SKIPPED,
                   S_ISLNK(st.st_mode) ? "a symbolic link is not followed" : "a device, FIFO or socket is not read", UINT64_MAX);
}

static bool has(int fd, const char *name) {
    struct stat st;
    return fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool is_bundle(int fd) { return has(fd, "root") || has(fd, "commands") || has(fd, "bundle.json") || has(fd, "dialog.txt"); }

static bool is_sysdiagnose(int fd) { return has(fd, "sysdiagnose.log") || has(fd, "system_logs.logarchive") || has(fd, "ioreg"); }

static bool is_volume(int fd) { return !is_bundle(fd) && (has(fd, "System/Library/CoreServices") || has(fd, "private/var")); }

/* What the Finder and archivers leave behind; "." and "..". */
static bool is_trace(const char *name) {
    static const char *const traces[] = {".", "..", ".DS_Store", "__MACOSX"};
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++)
        if (strcmp(name, traces[i]) == 0)
            return true;
    return false;
}

/* The one thing in the folder, the Finder's and the archivers' traces apart: its folder opened, or -1. */
static int open_only_folder(int fd, bool *ret_sysdiagnose) {
    char name[256] = "";
    size_t count = 0;
    DIR *dir = open_listing(fd);
    for (struct dirent *e; dir && count < 2 && (e = readdir(dir));)
        if (!is_trace(e->d_name)) {
            snprintf(name, sizeof name, "%s", e->d_name);
            count++;
        }
    if (dir)
        closedir(dir);
    *ret_sysdiagnose = slice_starts_with(slice_str(name), "sysdiagnose_");
    return count == 1 ? openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
}

/*
 * What an archive was unpacked into: "mac-12/evidence/root" is shown as "root", "x/sysdiagnose_2024.10.01/logs" as "logs". The
 * folder inside that is evidence, or -1: the one given is. fd stays open.
 */
static int open_wrapped(int fd) {
    int at = fd;
    for (int i = 0; i < MAX_WRAPPERS && !is_bundle(at) && !is_volume(at); i++) {
        bool sysdiagnose = false;
        int inner = open_only_folder(at, &sysdiagnose);
        if (at != fd)
            close(at);
        if (inner < 0 || sysdiagnose)
            return inner;
        at = inner;
    }
    if (at == fd || is_bundle(at) || is_volume(at))
        return at == fd ? -1 : at;
    close(at);
    return -1;
}

void visit_folder(struct visit *v, struct slice name, struct slice prefix, int fd) {
    struct folder *f = arena_alloc(v->arena, sizeof *f);
    if (!f) {
        visit_note(v, name, NULL, EVIDENCE_SKIPPED, "out of memory", UINT64_MAX);
        close(fd);
        return;
    }
    int wrapped = open_wrapped(fd);
    if (wrapped >= 0) {
        close(fd);
        fd = wrapped;
    }
    f->visit = v;
    f->path = buffer_with_limit(VISIT_PATH_BYTES);
    f->volume = is_volume(fd);
    f->sysdiagnose = !f->volume && is_sysdiagnose(fd);
    f->prefix_len = prefix.len;
    f->name = prefix.len || f->volume || wrapped >= 0 ? slice_of(NULL, 0) : name;
    buffer_append(&f->path, prefix);
    buffer_add_str(&f->path, f->volume ? "root/" : "");
    enter(f, fd);
    if (f->levels[0].n_names == 0)
        visit_note(v, name, NULL, EVIDENCE_SKIPPED, "the folder is empty", UINT64_MAX);
    while (f->n_levels) {
        struct level *l = &f->levels[f->n_levels - 1];
        if (l->next < l->n_names)
            visit_name(f, l->names[l->next++]);
        else
            leave(f);
    }
    buffer_free(&f->path);
}

/*
 * The files of knowledge/collect.tsv, below the root. Each part of a path is opened from the folder before it and links are not followed,
 * so nothing outside the root is read, whatever stands on the volume. What is not a regular file is not opened.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "collect/collection.h"
#include "evidence/shown_path.h"

enum { MOST_NAMES = 10000, MOST_MATCHES = 500, MOST_PATH = 4096, LINE_SEARCH = 64 << 10 };

struct wanted {
    struct collection *c;
    const char *pattern;
    uint64_t most;      /* bytes of one file */
    const char *never;  /* why such a file is not taken; NULL: it is */
    bool keep_end;      /* of a longer one the end is taken: logs */
    struct buffer path; /* "root/..." as far as the walk has come */
    size_t found;
};

static void miss(struct wanted *w, const char *path, const char *why) {
    struct collect_item *item = collection_has(w->c, path) ? NULL : collection_add(w->c, path);
    if (item)
        item->problem = arena_printf(w->c->arena, "%s", why);
    w->found++;
}

static void miss_here(struct wanted *w, const char *why) {
    const char *path = arena_string(w->c->arena, buffer_slice(&w->path));
    if (path)
        miss(w, path, why);
}

static void miss_errno(struct wanted *w, int code) {
    struct error why;
    bool refused = code == EPERM, denied = code == EACCES;
    error_set(&why, "%s%s", strerror(code),
              refused  ? ": a terminal reads this only with Full Disk Access (System Settings, Privacy & Security)"
              : denied ? ": it needs root"
                       : "");
    miss_here(w, why.text);
}

/* To where the last `most` bytes begin, and on to the next line. */
static bool seek_to_end(int fd, uint64_t size, uint64_t most) {
    uint8_t bytes[LINE_SEARCH];
    off_t at = (off_t)(size - most);
    ssize_t n = pread(fd, bytes, sizeof bytes, at);
    size_t line = n > 0 ? slice_find_byte(slice_of(bytes, (size_t)n), '\n') : SLICE_NOT_FOUND;
    return lseek(fd, at + (line == SLICE_NOT_FOUND ? 0 : (off_t)line + 1), SEEK_SET) >= 0;
}

static void describe(struct collection *c, struct collect_item *item, const struct stat *st) {
    item->listed = (uint64_t)st->st_size;
    if (st->st_mtime > 0)
        item->modified = (int64_t)st->st_mtime * NS_PER_SECOND;
    if (c->options.owners_told) {
        item->owner = (int64_t)st->st_uid;
        item->mode = (uint32_t)(st->st_mode & 07777);
    }
}

static void copy_open(struct wanted *w, const char *path, int fd, const struct stat *st) {
    uint64_t size = (uint64_t)st->st_size;
    bool packed = slice_ends_with(slice_str(path), ".gz"), end_only = size > w->most && w->keep_end && !packed;
    struct error why;
    if (size > w->most && !end_only) {
        error_set(&why, "it is larger than %llu KiB", (unsigned long long)(w->most >> 10));
        miss(w, path, why.text);
        return;
    }
    struct collect_item *item = collection_add(w->c, path);
    w->found++;
    if (!item)
        return;
    describe(w->c, item, st);
    if (end_only && !seek_to_end(fd, size, w->most)) {
        item->problem = "its end cannot be found";
        return;
    }
    /* Never more than stood there when it was opened: a log that is written to meanwhile has an end. */
    uint64_t most = size < w->most ? size : w->most;
    if (!collection_take(w->c, item, fd, most))
        return;
    item->cut = item->cut || end_only;
    if (end_only)
        item->problem = arena_printf(w->c->arena, "only its last %llu KiB were taken", (unsigned long long)(item->size >> 10));
    else if (item->size < size && !item->problem) {
        item->problem = "it became shorter while it was read";
        item->cut = true;
    }
}

static void copy_file(struct wanted *w, int folder, const char *name) {
    const char *path = arena_string(w->c->arena, buffer_slice(&w->path));
    struct stat st;
    if (!path || collection_has(w->c, path)) {
        w->found++;
        return;
    }
    if (w->never) {
        miss(w, path, w->never);
        return;
    }
    if (w->c->options.tell)
        w->c->options.tell(w->c->options.context, "reading", path);
    /* O_NONBLOCK: should a FIFO have taken the file's place meanwhile, opening it must not wait. */
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        miss_errno(w, errno);
    else if (!S_ISREG(st.st_mode))
        miss(w, path, "it stopped being a file while it was looked at");
    else
        copy_open(w, path, fd, &st);
    if (fd >= 0)
        close(fd);
}

static void walk(struct wanted *w, int folder, struct slice rest);

static void visit(struct wanted *w, int folder, const char *name, struct slice rest) {
    size_t before = w->path.len;
    struct stat st;
    buffer_add_byte(&w->path, '/');
    buffer_add_str(&w->path, name);
    if (!buffer_ok(&w->path)) {
        w->path.failed = false;
    } else if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            miss_errno(w, errno);
    } else if (S_ISLNK(st.st_mode)) {
        miss_here(w, "a symbolic link is not followed");
    } else if (rest.len && S_ISDIR(st.st_mode)) {
        int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0)
            miss_errno(w, errno);
        else
            walk(w, fd, rest);
    } else if (rest.len == 0 && S_ISREG(st.st_mode)) {
        copy_file(w, folder, name);
    } else if (rest.len == 0 && !S_ISDIR(st.st_mode)) {
        miss_here(w, "a device, FIFO or socket is not read");
    }
    w->path.len = before;
}

static int compare_names(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* The names of the folder that match, in order. Takes ownership of fd. */
static const char **list(struct wanted *w, int fd, const char *pattern, size_t *ret_n) {
    const char **names = arena_array(w->c->arena, MOST_MATCHES, sizeof *names);
    size_t n = 0, seen = 0;
    DIR *dir = fdopendir(fd);
    if (!dir)
        close(fd);
    for (struct dirent *e; names && dir && seen < MOST_NAMES && n < MOST_MATCHES && (e = readdir(dir)); seen++)
        if ((e->d_name[0] != '.' || pattern[0] == '.') && slice_matches_glob(slice_str(e->d_name), pattern) &&
            (names[n] = arena_string(w->c->arena, slice_str(e->d_name))))
            n++;
    if (dir)
        closedir(dir);
    if (n)
        qsort(names, n, sizeof *names, compare_names);
    *ret_n = n;
    return names;
}

/* The next part of the pattern, then what lies behind it: as deep as the pattern is, which is ours. Takes ownership of `folder`. */
static void walk(struct wanted *w, int folder, struct slice rest) {
    size_t slash = slice_find_byte(rest, '/');
    const char *part = arena_string(w->c->arena, slice_sub(rest, 0, slash));
    rest = slash == SLICE_NOT_FOUND ? slice_of(NULL, 0) : slice_from(rest, slash + 1);
    if (part && !strchr(part, '*')) {
        visit(w, folder, part, rest);
    } else if (part) {
        size_t n = 0;
        int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        const char **names = copy >= 0 ? list(w, copy, part, &n) : NULL;
        for (size_t i = 0; i < n; i++)
            visit(w, folder, names[i], rest);
    }
    close(folder);
}

static void gather_pattern(struct wanted *w) {
    int root = open(w->c->options.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return;
    w->found = 0;
    w->path.len = 0;
    buffer_add_str(&w->path, "root");
    walk(w, root, slice_from(slice_str(w->pattern), 1));
    if (w->found == 0 && !w->never)
        miss(w, arena_printf(w->c->arena, "root%s", w->pattern), "not there");
}

bool gather_files(struct collection *c, struct error *err) {
    const struct tsv *t = knowledge_find(c->options.knowledge, "collect");
    if (!c->options.root)
        return true;
    int root = open(c->options.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return error_set(err, "%s cannot be opened: %s", c->options.root, strerror(errno));
    close(root);
    size_t path = t ? tsv_column(t, "path") : SIZE_MAX, most = t ? tsv_column(t, "most_kb") : SIZE_MAX,
           keep = t ? tsv_column(t, "keep") : SIZE_MAX, tells = t ? tsv_column(t, "tells") : SIZE_MAX;
    if (path == SIZE_MAX || most == SIZE_MAX || keep == SIZE_MAX || tells == SIZE_MAX)
        return error_set(err, "knowledge/collect.tsv is missing, or a column of it");
    struct wanted w = {.c = c, .path = buffer_with_limit(MOST_PATH)};
    for (size_t i = 0; i < t->n_rows; i++) {
        int64_t kib = 0;
        w.pattern = tsv_cell(t, i, path);
        w.keep_end = strcmp(tsv_cell(t, i, keep), "end") == 0;
        w.never = strcmp(tsv_cell(t, i, keep), "never") == 0 ? tsv_cell(t, i, tells) : NULL;
        if (w.pattern[0] != '/' || shown_path_problem(slice_str(w.pattern + 1)) || !slice_to_int64(slice_str(tsv_cell(t, i, most)), &kib) ||
            kib < 1)
            continue;
        w.most = (uint64_t)kib << 10;
        gather_pattern(&w);
    }
    buffer_free(&w.path);
    return true;
}

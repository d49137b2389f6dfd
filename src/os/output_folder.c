#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/files.h"

enum { FOLDERS_OPEN = 16 };

/* A folder without anything in it may be replaced: rename(2) does. */
static bool is_in_the_way(const char *path) {
    struct stat st;
    if (lstat(path, &st) != 0)
        return false;
    size_t n = 0;
    DIR *dir = S_ISDIR(st.st_mode) ? opendir(path) : NULL;
    for (struct dirent *e; dir && (e = readdir(dir));)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    if (dir)
        closedir(dir);
    return !dir || n > 0;
}

bool os_output_folder_open(struct os_output_folder *ret_folder, const char *path, struct error *err) {
    struct os_output_folder o = {.owner = -1, .group = -1};
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    if (len >= sizeof o.path)
        return error_set(err, "the name of the output is too long");
    snprintf(o.path, sizeof o.path, "%.*s", (int)len, path);
    snprintf(o.temporary, sizeof o.temporary, "%s.XXXXXX", o.path);
    if (is_in_the_way(o.path))
        return error_set(err, "%s cannot be written: it is there already, and is no empty folder", o.path);
    if (!mkdtemp(o.temporary)) /* 0700 */
        return error_set(err, "%s cannot be written: %s", o.path, strerror(errno));
    *ret_folder = o;
    return true;
}

static bool give(const struct os_output_folder *o, int fd) { return o->owner < 0 || fchown(fd, (uid_t)o->owner, (gid_t)o->group) == 0; }

/* The next folder on the way; takes ownership of `at`. */
static int step_into(struct os_output_folder *o, int at, const char *name) {
    bool made = mkdirat(at, name, 0700) == 0;
    int next = made || errno == EEXIST ? openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    int code = errno;
    if (next >= 0 && made && !give(o, next)) {
        code = errno;
        close(next);
        next = -1;
    }
    close(at);
    errno = code;
    return next;
}

int os_output_folder_file(struct os_output_folder *o, const char *name, struct error *err) {
    char part[256];
    const char *rest = name;
    int at = open(o->temporary, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), fd = -1;
    for (const char *slash; at >= 0 && (slash = strchr(rest, '/')); rest = slash + 1) {
        int length = snprintf(part, sizeof part, "%.*s", (int)(slash - rest), rest);
        bool fits = length > 0 && (size_t)length < sizeof part;
        at = step_into(o, at, fits ? part : ""); /* which fails */
    }
    if (at >= 0)
        fd = openat(at, rest, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 || !give(o, fd))
        error_set(err, "%s cannot be written: %s", o->path, strerror(errno));
    if (at >= 0)
        close(at);
    return fd;
}

bool os_output_folder_commit(struct os_output_folder *o, struct error *err) {
    int fd = open(o->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && give(o, fd) && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    if (good && rename(o->temporary, o->path) == 0)
        return true;
    error_set(err, "%s could not be written whole: %s", o->path, strerror(errno));
    os_output_folder_abandon(o);
    return false;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where) {
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

void os_output_folder_abandon(struct os_output_folder *o) { (void)nftw(o->temporary, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS); }

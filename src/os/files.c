#include "os/files.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int os_temporary_file(const char *folder, struct error *err) {
    char name[OS_OUTPUT_PATH];
    int length = snprintf(name, sizeof name, "%s/tailor.XXXXXX", folder);
    int fd = length > 0 && (size_t)length < sizeof name ? mkstemp(name) : -1;
    if (fd < 0) {
        error_set(err, "no temporary file can be made in %s: %s", folder, strerror(errno));
        return -1;
    }
    unlink(name);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

bool os_output_open(struct os_output *ret_output, const char *path, struct error *err) {
    struct os_output o = {.fd = -1, .owner = -1, .group = -1};
    struct stat st;
    if (strlen(path) >= sizeof o.path)
        return error_set(err, "the name of the output is too long");
    snprintf(o.path, sizeof o.path, "%s", path);
    snprintf(o.temporary, sizeof o.temporary, "%s.XXXXXX", path);
    bool there = stat(path, &st) == 0;
    if (there && S_ISDIR(st.st_mode))
        return error_set(err, "%s cannot be written: it is a folder", path);
    o.direct = there && !S_ISREG(st.st_mode);
    o.fd = o.direct ? open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC) : mkstemp(o.temporary); /* mkstemp: 0600 */
    if (o.fd < 0)
        return error_set(err, "%s cannot be written: %s", path, strerror(errno));
    fcntl(o.fd, F_SETFD, FD_CLOEXEC);
    *ret_output = o;
    return true;
}

void os_output_abandon(struct os_output *o) {
    close(o->fd);
    if (!o->direct)
        unlink(o->temporary);
}

bool os_output_commit(struct os_output *o, struct error *err) {
    bool good = o->direct || (fsync(o->fd) == 0 && (o->owner < 0 || fchown(o->fd, (uid_t)o->owner, (gid_t)o->group) == 0));
    int code = errno;
    good = close(o->fd) == 0 && good;
    if (good && !o->direct && rename(o->temporary, o->path) != 0) {
        good = false;
        code = errno;
    }
    if (!good && !o->direct)
        unlink(o->temporary);
    return good ? true : error_set(err, "%s could not be written whole: %s", o->path, strerror(code));
}

bool os_write_all(int fd, struct slice bytes) {
    for (size_t done = 0; done < bytes.len;) {
        ssize_t n = write(fd, bytes.data + done, bytes.len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n == 0 ? EIO : errno;
            return false;
        }
        done += (size_t)n;
    }
    return true;
}

bool os_read_file(const char *path, struct buffer *out, struct error *err) {
    uint8_t bytes[1 << 14];
    ssize_t n = 1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && n != 0 && buffer_ok(out)) {
        n = read(fd, bytes, sizeof bytes);
        if (n > 0)
            buffer_append(out, slice_of(bytes, (size_t)n));
        else if (n < 0 && errno != EINTR)
            break;
    }
    int code = fd < 0 || n < 0 ? errno : buffer_ok(out) ? 0 : EFBIG;
    if (fd >= 0)
        close(fd);
    if (code != 0)
        error_set(err, "%s cannot be read: %s", path, strerror(code));
    errno = code;
    return code == 0;
}

bool os_is_device(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* The console belongs to whoever is logged in at the screen; to root where nobody is. */
bool os_person_name(char *name, size_t capacity) {
    struct stat st;
    uid_t uid = stat("/dev/console", &st) == 0 && st.st_uid != 0 ? st.st_uid : getuid();
    const struct passwd *entry = getpwuid(uid);
    int length = entry && entry->pw_name[0] ? snprintf(name, capacity, "%s", entry->pw_name) : -1;
    return length > 0 && (size_t)length < capacity;
}

/*
 * files: a file that leaves nothing behind, and a file that is there whole or not at all.
 *
 *     int fd = os_temporary_file("/tmp", &err);      gone when it is closed, and when the program dies
 *
 *     struct os_output o;
 *     if (!os_output_open(&o, path, &err)) ...
 *     write(o.fd, ...);
 *     good ? os_output_commit(&o, &err) : os_output_abandon(&o);      one of the two, always
 *
 * The output is written beside `path` under another name, readable by its owner alone, and takes its place at the end. A device or FIFO
 * that stands at `path` is written to as it is.
 */
#ifndef TAILOR_OS_FILES_H
#define TAILOR_OS_FILES_H

#include "base/buffer.h"
#include "os/os.h"

enum { OS_OUTPUT_PATH = 4096 };

struct os_output {
    int fd;
    bool direct;          /* a device or FIFO */
    int64_t owner, group; /* given to a new file where this program may; -1: as it comes */
    char path[OS_OUTPUT_PATH], temporary[OS_OUTPUT_PATH + 16];
};

/* Open for reading and writing; -1 when it cannot be made. Already without a name. */
int os_temporary_file(const char *folder, struct error *err) MUST_USE;

bool os_output_open(struct os_output *ret_output, const char *path, struct error *err) MUST_USE;
bool os_output_commit(struct os_output *o, struct error *err) MUST_USE;
void os_output_abandon(struct os_output *o);

/*
 * The same for a folder of files: made beside `path`, for its owner alone, and given its name at the end. What stands at `path` may only
 * be an empty folder.
 */
struct os_output_folder {
    int64_t owner, group;
    char path[OS_OUTPUT_PATH], temporary[OS_OUTPUT_PATH + 16];
};
bool os_output_folder_open(struct os_output_folder *ret_folder, const char *path, struct error *err) MUST_USE;
/* A new file in it, with the folders on the way; -1 when it cannot be made. `name` has no ".." and no '/' in front. */
int os_output_folder_file(struct os_output_folder *o, const char *name, struct error *err) MUST_USE;
bool os_output_folder_commit(struct os_output_folder *o, struct error *err) MUST_USE;
void os_output_folder_abandon(struct os_output_folder *o);

/* All of it, however often the call is interrupted. False: errno says why. */
bool os_write_all(int fd, struct slice bytes) MUST_USE;

/* Adds a file's bytes to the buffer, whose limit is the file's. False: err says why, and errno; some may have been added. */
bool os_read_file(const char *path, struct buffer *out, struct error *err) MUST_USE;

/* Does something that is neither a file nor a folder stand there: a device, a FIFO? */
bool os_is_device(const char *path);

/* A macOS system: programs stand at Apple's own paths, and "/" is the Mac. */
bool os_is_macos(void);
/* Short name of the person at the screen, else of who runs this program; false when not known. */
bool os_person_name(char *name, size_t capacity);

#endif

/*
 * os: the few things that differ between systems, each behind one function.
 *
 * Confinement. os_confine() takes from the calling process, for good: the network, every way to change a file system, new
 * processes, signals to others and further privileges. Reading files, memory, time and the descriptors that are open already
 * are left. A call that is not allowed fails with EPERM; it does not kill. On Linux by a seccomp filter that lists what is
 * allowed, and by Landlock where the kernel has it; on macOS by sandbox_init.
 *
 * A child. Formats are parsed in a child so that a crash or a hang costs one artefact:
 *
 *     struct os_child child;
 *     if (!os_child_start(&child, parse, context, &(struct os_limits){.cpu_seconds = 60}, &err)) ...
 *     while (os_child_read(&child, bytes, sizeof bytes, 5000, &len) == OS_READ_DATA) ...
 *     os_child_kill(&child);                         when it took too long
 *     struct os_exit how = os_child_wait(&child);    always, once: how.text is "SIGSEGV", "exit status 3" or ""
 *
 * The body runs in the child, confined, with one open descriptor above 2: the pipe it writes to. Its standard output is
 * /dev/null. What it returns (0 to 255) is the exit status. It shares no memory with the parent and dies with it (on macOS: at
 * its next write). Owner: struct os_child owns the process and the reading end until os_child_wait.
 */
#ifndef TAILOR_OS_OS_H
#define TAILOR_OS_OS_H

#include <signal.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

/* Zero in a field: no limit of that kind. */
struct os_limits {
    uint64_t cpu_seconds;   /* SIGXCPU after so many */
    uint64_t address_space; /* bytes; not set in a build with a sanitizer, nor on macOS, which ignores it */
};

/* Cannot be undone. False: some part could not be set up, and the process must not be trusted with evidence. NULL limits: none. */
bool os_confine(const struct os_limits *limits, struct error *err) MUST_USE;

/* Version of Landlock that os_confine uses; 0 when this kernel has none (or on another system). */
unsigned os_landlock_version(void);

struct os_child {
    int pid; /* 0: reaped */
    int fd;  /* reading end of the pipe; -1: closed */
};

typedef int os_body(void *context, int out_fd);

/* `keep_fd` stays open in the child too (an evidence file or folder); -1: none. */
bool os_child_start(struct os_child *ret_child, os_body *body, void *context, int keep_fd, const struct os_limits *limits,
                    struct error *err) MUST_USE;

enum os_read { OS_READ_DATA, OS_READ_END, OS_READ_TIMEOUT, OS_READ_FAILED };
/* Waits at most so long for the next bytes; *ret_len > 0 with OS_READ_DATA. */
enum os_read os_child_read(struct os_child *child, void *bytes, size_t capacity, int timeout_ms, size_t *ret_len) MUST_USE;

void os_child_kill(struct os_child *child);

struct os_exit {
    int code;      /* exit status; -1 when a signal ended it */
    int signal;    /* 0: none */
    char text[32]; /* "" for status 0, "exit status 3", "SIGSEGV" */
};
/* Closes the pipe and waits for the end of the child: kill it first if it may hang. */
struct os_exit os_child_wait(struct os_child *child);

/*
 * Fills the places of standard input, output and error where the program was started without them, so that no file it opens later
 * is taken for one. What stands in refuses: reading and writing fail as on a closed descriptor. Call it before anything is opened.
 * A write beyond a limit on files fails from then on, instead of ending the program.
 */
void os_hold_standard_descriptors(void);

/*
 * SIGINT, SIGTERM and SIGHUP held back while something must be tidied up: ask now and then whether one waits, tidy up, release them.
 *
 *     os_interrupts_hold(&held);
 *     while (... && !os_interrupts_wait(&held)) ...
 *     os_interrupts_release(&held);       one that waits arrives here
 */
struct os_interrupts {
    sigset_t before;
};
void os_interrupts_hold(struct os_interrupts *ret_held);
bool os_interrupts_wait(const struct os_interrupts *held);
void os_interrupts_release(const struct os_interrupts *held);

uint64_t os_monotonic_ns(void);
int64_t os_wall_clock_ns(void); /* since 1970 UTC, as this machine's clock shows it */
bool os_is_terminal(int fd);
size_t os_terminal_width(int fd); /* columns; 80 when not known */

/* For a program with many threads that each need little: their allocations share a few pools instead of one for each processor. */
void os_share_memory_pools(void);

/* Lets this program have so many files and connections open, as far as the system permits. */
void os_allow_open_files(uint64_t n);

/* The other side sees a TCP connection reset, at once. The descriptor stays open, of no more use than to be closed. */
void os_reset_connection(int fd);

/* Files of PEM certificates in which this system keeps the public certificate authorities, NULL-terminated; some may not exist. */
extern const char *const os_trust_files[];

#endif

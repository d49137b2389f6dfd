/*
 * command: other programs, run without a shell, with limits.
 *
 * Each runs in a session of its own without a terminal, with the environment that is given and nothing else, standard input empty. What
 * it prints goes into an open file, as far as `most_bytes`; past that, and past its time, it is ended together with every process of its
 * group. A process that it left behind and that holds its output is waited for half a second, then ended. (One that made a session of its
 * own lives on, but nothing waits for it.) While commands run, SIGINT, SIGTERM and SIGHUP are held back until the commands are ended.
 *
 *     struct os_command c = {.argv = argv, .environment = environment, .out_fd = fd, .timeout_ms = 10000, .most_bytes = 1 << 20};
 *     if (os_commands_run(&c, 1, 1, NULL, NULL, &err) && c.code == 0) ...
 */
#ifndef TAILOR_OS_COMMAND_H
#define TAILOR_OS_COMMAND_H

#include "os/os.h"

enum { OS_COMMAND_TOLD = 2048, OS_COMMANDS_AT_ONCE = 8 };

struct os_command {
    const char *const *argv; /* argv[0] is the path of the program; NULL-terminated */
    const char *const *environment;
    int out_fd;                /* takes standard output, from where it stands; not closed */
    bool errors_too;           /* standard error goes there as well */
    int64_t as_user, as_group; /* root is given up for these; 0: it runs as this program does */
    int timeout_ms;
    uint64_t most_bytes;
    const char *name; /* for `tell` */
    /* How it went. */
    bool started, timed_out, cut;
    int write_error; /* errno of the file that could not take more; 0 */
    int code;        /* exit status; -1: a signal ended it, or it never began */
    int signal;      /* 0: none. One that we sent does not count */
    uint64_t bytes, ns;
    char told[OS_COMMAND_TOLD]; /* the first of what it wrote to standard error, NUL-terminated; NUL bytes become blanks */
};

/* `tell` (may be NULL) is called a few times a second with the name of the oldest command that runs. False: nothing could be started. */
bool os_commands_run(struct os_command *commands, size_t n, size_t at_once, void (*tell)(void *context, const char *name), void *context,
                     struct error *err) MUST_USE;

/* "SIGSEGV" or NULL. */
const char *os_signal_name(int number);

#endif

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/command.h"
#include "os/system.h"

enum { EXIT_NOT_CONFINED = 71 }; /* EX_OSERR */

struct signal_name {
    int number;
    const char *name;
};
static const struct signal_name signal_names[] = {
    {SIGABRT, "SIGABRT"}, {SIGALRM, "SIGALRM"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},   {SIGHUP, "SIGHUP"},   {SIGILL, "SIGILL"},
    {SIGINT, "SIGINT"},   {SIGKILL, "SIGKILL"}, {SIGPIPE, "SIGPIPE"}, {SIGQUIT, "SIGQUIT"}, {SIGSEGV, "SIGSEGV"}, {SIGSYS, "SIGSYS"},
    {SIGTERM, "SIGTERM"}, {SIGTRAP, "SIGTRAP"}, {SIGXCPU, "SIGXCPU"}, {SIGXFSZ, "SIGXFSZ"},
};

static bool make_pipe(int ends[2]) {
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

static void close_fd(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* In the child: never returns. An empty message on the second pipe means that it is confined. */
static void be_child(os_body *body, void *context, const int fds[3], int parent, const struct os_limits *limits) {
    int out_fd = fds[0], told_fd = fds[1];
    struct error err = {{0}};
    system_close_others(fds, 3);
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0) {
        dup2(null, STDOUT_FILENO);
        close(null);
    }
    if (!system_die_with(parent))
        _exit(EXIT_NOT_CONFINED);
    if (!os_confine(limits, &err)) {
        ssize_t n = write(told_fd, err.text, strlen(err.text));
        (void)n;
        _exit(EXIT_NOT_CONFINED);
    }
    close(told_fd);
    _exit(body(context, out_fd) & 0xff);
}

/* Until the child closes its end: what it could not do, or nothing. */
static size_t hear(int fd, char *text, size_t capacity) {
    size_t len = 0;
    while (len + 1 < capacity) {
        ssize_t n = read(fd, text + len, capacity - 1 - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        len += (size_t)n;
    }
    text[len] = '\0';
    return len;
}

bool os_child_start(struct os_child *ret_child, os_body *body, void *context, int keep_fd, const struct os_limits *limits,
                    struct error *err) {
    int out[2] = {-1, -1}, told[2] = {-1, -1}, parent = getpid();
    bool good = make_pipe(out) && make_pipe(told);
    int pid = good ? fork() : -1;
    if (pid == 0)
        be_child(body, context, (const int[]){out[1], told[1], keep_fd}, parent, limits);
    int code = errno;
    close_fd(&out[1]);
    close_fd(&told[1]);
    char text[256] = "";
    bool refused = pid > 0 && hear(told[0], text, sizeof text) > 0;
    close_fd(&told[0]);
    struct os_child child = {.pid = pid, .fd = out[0]};
    if (pid > 0 && !refused) {
        *ret_child = child;
        return true;
    }
    if (pid > 0) {
        (void)os_child_wait(&child);
        return error_set(err, "the process that reads evidence cannot be confined: %s", text);
    }
    close_fd(&out[0]);
    return error_set(err, "a process to read evidence cannot be started: %s", strerror(code));
}

enum os_read os_child_read(struct os_child *child, void *bytes, size_t capacity, int timeout_ms, size_t *ret_len) {
    uint64_t end = os_monotonic_ns() + (uint64_t)(timeout_ms > 0 ? timeout_ms : 0) * 1000000;
    for (;;) {
        uint64_t now = os_monotonic_ns();
        int left = now < end ? (int)((end - now + 999999) / 1000000) : 0;
        struct pollfd p = {.fd = child->fd, .events = POLLIN};
        int ready = poll(&p, 1, left);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready == 0)
            return OS_READ_TIMEOUT;
        ssize_t n = ready < 0 ? -1 : read(child->fd, bytes, capacity);
        if (n < 0 && ready > 0 && errno == EINTR)
            continue;
        if (n < 0)
            return OS_READ_FAILED;
        if (n == 0)
            return OS_READ_END;
        *ret_len = (size_t)n;
        return OS_READ_DATA;
    }
}

void os_child_kill(struct os_child *child) {
    if (child->pid > 0)
        kill(child->pid, SIGKILL);
}

const char *os_signal_name(int number) {
    for (size_t i = 0; i < sizeof signal_names / sizeof *signal_names; i++)
        if (signal_names[i].number == number)
            return signal_names[i].name;
    return NULL;
}

struct os_exit os_child_wait(struct os_child *child) {
    struct os_exit how = {.code = -1};
    int status = 0, got = -1;
    close_fd(&child->fd);
    if (child->pid > 0)
        do
            got = waitpid(child->pid, &status, 0);
        while (got < 0 && errno == EINTR);
    child->pid = 0;
    if (got < 0) {
        snprintf(how.text, sizeof how.text, "no such process");
    } else if (WIFSIGNALED(status)) {
        how.signal = WTERMSIG(status);
        const char *name = os_signal_name(how.signal);
        if (name)
            snprintf(how.text, sizeof how.text, "%s", name);
        else
            snprintf(how.text, sizeof how.text, "signal %d", how.signal);
    } else {
        how.code = WEXITSTATUS(status);
        if (how.code)
            snprintf(how.text, sizeof how.text, "exit status %d", how.code);
    }
    return how;
}

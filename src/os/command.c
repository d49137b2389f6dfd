#include "os/command.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/system.h"

enum { TICK_MS = 200, LEFT_BEHIND_MS = 500, CHUNK = 64 << 10, EXIT_NOT_FOUND = 127, NS_PER_MS = 1000000 };

struct running {
    struct os_command *command; /* NULL: free */
    int pid;                    /* 0: reaped */
    int out, told;              /* reading ends; -1: closed */
    size_t told_len;
    uint64_t started, reaped;
    bool ended_by_us;
};

struct runner {
    struct running slots[OS_COMMANDS_AT_ONCE];
    uint8_t chunk[CHUNK];
};

static void close_fd(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static bool make_pipe(int ends[2]) {
    if (pipe(ends) != 0)
        return false;
    for (int i = 0; i < 2; i++)
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    return true;
}

/* In the child. For good: not even the saved ids stay. */
static bool give_up_root(const struct os_command *c) {
    const gid_t group = (gid_t)c->as_group;
    if (c->as_user == 0)
        return true;
    if (setgroups(1, &group) == 0 && setgid(group) == 0 && setuid((uid_t)c->as_user) == 0)
        return true;
    dprintf(STDERR_FILENO, "cannot be run without root: %s\n", strerror(errno));
    return false;
}

/* In the child; never returns. */
static void become(const struct os_command *c, int out, int told, int parent) {
    sigset_t none;
    setsid();
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(c->errors_too ? out : told, STDERR_FILENO);
    system_close_others(NULL, 0);
    if (!give_up_root(c) || !system_die_with(parent))
        _exit(EXIT_NOT_FOUND);
    execve(c->argv[0], (char *const *)c->argv, (char *const *)c->environment);
    dprintf(STDERR_FILENO, "cannot be run: %s\n", strerror(errno));
    _exit(EXIT_NOT_FOUND);
}

static bool begin(struct running *r, struct os_command *c, struct error *err) {
    int out[2] = {-1, -1}, told[2] = {-1, -1}, parent = getpid();
    bool good = make_pipe(out) && make_pipe(told);
    int pid = good ? fork() : -1;
    if (pid == 0)
        become(c, out[1], told[1], parent);
    int code = errno;
    close_fd(&out[1]);
    close_fd(&told[1]);
    if (pid < 0) {
        close_fd(&out[0]);
        close_fd(&told[0]);
        return error_set(err, "no process can be started: %s", strerror(code));
    }
    fcntl(out[0], F_SETFL, O_NONBLOCK);
    fcntl(told[0], F_SETFL, O_NONBLOCK);
    c->started = true;
    c->code = -1;
    *r = (struct running){.command = c, .pid = pid, .out = out[0], .told = told[0], .started = os_monotonic_ns()};
    return true;
}

/* The whole group: the command made it its own with setsid. */
static void put_down(struct running *r) {
    if (r->pid > 0) {
        kill(-r->pid, SIGKILL);
        if (!r->reaped)
            kill(r->pid, SIGKILL); /* should it not have come as far as setsid */
    }
    r->ended_by_us = true;
}

static bool store(struct os_command *c, const uint8_t *bytes, size_t len) {
    if (len > c->most_bytes - c->bytes) {
        len = (size_t)(c->most_bytes - c->bytes);
        c->cut = true;
    }
    for (size_t done = 0; done < len;) {
        ssize_t n = write(c->out_fd, bytes + done, len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            c->write_error = errno ? errno : EIO;
            return false;
        }
        done += (size_t)n;
        c->bytes += (uint64_t)n;
    }
    return !c->cut;
}

static void take_out(struct runner *all, struct running *r) {
    ssize_t n = read(r->out, all->chunk, sizeof all->chunk);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0) {
        close_fd(&r->out);
    } else if (!store(r->command, all->chunk, (size_t)n)) {
        put_down(r);
        close_fd(&r->out);
    }
}

static void take_told(struct runner *all, struct running *r) {
    ssize_t n = read(r->told, all->chunk, sizeof all->chunk);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0)
        close_fd(&r->told);
    for (ssize_t i = 0; i < n && r->told_len + 1 < OS_COMMAND_TOLD; i++)
        r->command->told[r->told_len++] = all->chunk[i] ? (char)all->chunk[i] : ' ';
}

static void reap(struct running *r) {
    int status = 0, got = r->pid > 0 ? waitpid(r->pid, &status, WNOHANG) : 0;
    if (got == 0 || (got < 0 && errno == EINTR))
        return;
    struct os_command *c = r->command;
    if (got > 0 && WIFEXITED(status))
        c->code = WEXITSTATUS(status);
    else if (got > 0 && WIFSIGNALED(status) && !r->ended_by_us)
        c->signal = WTERMSIG(status);
    r->reaped = os_monotonic_ns();
    c->ns = r->reaped - r->started;
    /* Whatever it left behind in its group: it had its time to write. The group lives as long as one of its processes does. */
    if (r->out >= 0 || r->told >= 0)
        return;
    kill(-r->pid, SIGKILL);
    r->pid = 0;
}

/* True when nothing more comes of it. */
static bool is_over(struct running *r) {
    uint64_t now = os_monotonic_ns();
    struct os_command *c = r->command;
    if (!r->reaped && now - r->started > (uint64_t)c->timeout_ms * NS_PER_MS && !c->timed_out) {
        c->timed_out = true;
        put_down(r);
    }
    if (!r->reaped)
        reap(r);
    if (!r->reaped)
        return false;
    bool waited = now > r->reaped && now - r->reaped > (uint64_t)LEFT_BEHIND_MS * NS_PER_MS;
    if ((r->out >= 0 || r->told >= 0) && !waited)
        return false;
    if (r->pid > 0)
        kill(-r->pid, SIGKILL);
    close_fd(&r->out);
    close_fd(&r->told);
    return true;
}

static void listen_to_all(struct runner *all, int tick_ms) {
    struct pollfd fds[2 * OS_COMMANDS_AT_ONCE];
    for (size_t i = 0; i < OS_COMMANDS_AT_ONCE; i++) {
        const struct running *r = &all->slots[i];
        fds[2 * i] = (struct pollfd){.fd = r->command ? r->out : -1, .events = POLLIN};
        fds[2 * i + 1] = (struct pollfd){.fd = r->command ? r->told : -1, .events = POLLIN};
    }
    if (poll(fds, 2 * OS_COMMANDS_AT_ONCE, tick_ms) <= 0)
        return;
    for (size_t i = 0; i < OS_COMMANDS_AT_ONCE; i++) {
        if (fds[2 * i].revents)
            take_out(all, &all->slots[i]);
        if (fds[2 * i + 1].revents)
            take_told(all, &all->slots[i]);
    }
}

static const char *oldest(const struct runner *all) {
    const struct running *found = NULL;
    for (size_t i = 0; i < OS_COMMANDS_AT_ONCE; i++)
        if (all->slots[i].command && (!found || all->slots[i].started < found->started))
            found = &all->slots[i];
    return found ? found->command->name : NULL;
}

static size_t tidy(struct runner *all, bool stop) {
    size_t busy = 0;
    for (size_t i = 0; i < OS_COMMANDS_AT_ONCE; i++) {
        struct running *r = &all->slots[i];
        if (r->command && stop)
            put_down(r);
        if (r->command && is_over(r))
            r->command = NULL;
        busy += r->command != NULL;
    }
    return busy;
}

/* No longer than until the first command must be looked at again: a pipe that is closed wakes poll, the end of a process does not. */
static int next_tick(const struct runner *all) {
    for (size_t i = 0; i < OS_COMMANDS_AT_ONCE; i++) {
        const struct running *r = &all->slots[i];
        if (r->command && r->out < 0 && r->told < 0)
            return 2;
    }
    return TICK_MS;
}

bool os_commands_run(struct os_command *commands, size_t n, size_t at_once, void (*tell)(void *context, const char *name), void *context,
                     struct error *err) {
    struct runner all = {0};
    struct os_interrupts held;
    size_t next = 0, busy = 0;
    bool good = true;
    if (at_once > OS_COMMANDS_AT_ONCE)
        at_once = OS_COMMANDS_AT_ONCE;
    os_interrupts_hold(&held);
    for (bool stop = false; next < n || busy; busy = tidy(&all, stop)) {
        stop = stop || os_interrupts_wait(&held); /* then the commands end first */
        if (stop || !good)
            next = n;
        for (size_t i = 0; i < at_once && good && next < n; i++)
            if (!all.slots[i].command)
                good = begin(&all.slots[i], &commands[next++], err);
        if (tell && oldest(&all))
            tell(context, oldest(&all));
        listen_to_all(&all, next_tick(&all));
    }
    os_interrupts_release(&held);
    return good;
}

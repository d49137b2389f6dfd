/* Confinement, proved from inside: each thing that must fail is tried in a confined child, which reports what happened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/os.h"

static char folder[] = "/tmp/tailor-confine-XXXXXX";
static char present[64], absent[64];
static int listening = -1;

/* Each returns 0 when the thing could be done, else errno. */
static int outcome(long code) { return code < 0 ? errno : 0; }

static int try_internet_socket(void) { return outcome(socket(AF_INET, SOCK_STREAM, 0)); }
static int try_datagram_socket(void) { return outcome(socket(AF_INET6, SOCK_DGRAM, 0)); }
static int try_local_socket(void) { return outcome(socket(AF_UNIX, SOCK_STREAM, 0)); }
static int try_socket_pair(void) {
    int pair[2];
    return outcome(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
}
static int try_connect(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    return outcome(connect(STDIN_FILENO, (struct sockaddr *)&to, sizeof to));
}
static int try_bind(void) {
    struct sockaddr_in to = {.sin_family = AF_INET};
    return outcome(bind(STDIN_FILENO, (struct sockaddr *)&to, sizeof to));
}
static int try_fork(void) {
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return outcome(pid);
}
static int try_exec(void) {
    char *const argv[] = {(char *)(uintptr_t) "true", NULL};
    return outcome(execv("/bin/true", argv));
}
static int try_create(void) { return outcome(open(absent, O_WRONLY | O_CREAT, 0600)); }
static int try_write(void) { return outcome(open(present, O_WRONLY)); }
static int try_read_write(void) { return outcome(openat(AT_FDCWD, present, O_RDWR)); }
static int try_truncating_open(void) { return outcome(open(present, O_RDONLY | O_TRUNC)); }
static int try_truncate(void) { return outcome(truncate(present, 0)); }
static int try_unlink(void) { return outcome(unlink(present)); }
static int try_rename(void) { return outcome(rename(present, absent)); }
static int try_mkdir(void) { return outcome(mkdir(absent, 0700)); }
static int try_rmdir(void) { return outcome(rmdir(folder)); }
static int try_link(void) { return outcome(link(present, absent)); }
static int try_symlink(void) { return outcome(symlink(present, absent)); }
static int try_chmod(void) { return outcome(chmod(present, 0777)); }
static int try_chown(void) { return outcome(chown(present, getuid(), getgid())); }
static int try_mkfifo(void) { return outcome(mkfifo(absent, 0600)); }
static int try_touch(void) { return outcome(utimensat(AT_FDCWD, present, NULL, 0)); }
static int try_kill_parent(void) { return outcome(kill(getppid(), 0)); }
static int try_kill_init(void) { return outcome(kill(1, 0)); }
static int try_raise_limit(void) {
    struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
    return outcome(setrlimit(RLIMIT_FSIZE, &all));
}
static int try_setuid(void) { return outcome(setuid(12345)); }
static int try_chroot(void) { return outcome(chroot(folder)); }

struct attempt {
    const char *name;
    int (*try)(void);
};
static const struct attempt attempts[] = {
    {"socket(AF_INET)", try_internet_socket},
    {"socket(AF_INET6, SOCK_DGRAM)", try_datagram_socket},
    {"socket(AF_UNIX)", try_local_socket},
    {"socketpair", try_socket_pair},
    {"connect", try_connect},
    {"bind", try_bind},
    {"fork", try_fork},
    {"execve", try_exec},
    {"open to create", try_create},
    {"open to write", try_write},
    {"openat to read and write", try_read_write},
    {"open to truncate", try_truncating_open},
    {"truncate", try_truncate},
    {"unlink", try_unlink},
    {"rename", try_rename},
    {"mkdir", try_mkdir},
    {"rmdir", try_rmdir},
    {"link", try_link},
    {"symlink", try_symlink},
    {"chmod", try_chmod},
    {"chown", try_chown},
    {"mkfifo", try_mkfifo},
    {"utimensat", try_touch},
    {"kill of the parent", try_kill_parent},
    {"kill of process 1", try_kill_init},
    {"setrlimit", try_raise_limit},
    {"setuid", try_setuid},
    {"chroot", try_chroot},
};
enum { N_ATTEMPTS = sizeof attempts / sizeof *attempts };

static int run_attempts(void *context, int out_fd) {
    (void)context;
    int codes[N_ATTEMPTS];
    for (size_t i = 0; i < N_ATTEMPTS; i++)
        codes[i] = attempts[i].try();
    return write(out_fd, codes, sizeof codes) == (ssize_t)sizeof codes ? 0 : 1;
}

/* All that the child writes, and how it ended. */
static struct os_exit run_child(os_body *body, void *context, const struct os_limits *limits, void *bytes, size_t capacity,
                                size_t *ret_len) {
    struct os_child child;
    struct error err;
    size_t len = 0, got = 0;
    if (!os_child_start(&child, body, context, -1, limits, &err))
        fail_msg("%s", err.text);
    while (len < capacity && os_child_read(&child, (char *)bytes + len, capacity - len, 10000, &got) == OS_READ_DATA)
        len += got;
    if (ret_len)
        *ret_len = len;
    return os_child_wait(&child);
}

static void everything_dangerous_is_refused(void **state) {
    (void)state;
    int codes[N_ATTEMPTS] = {0};
    size_t len = 0;
    struct os_exit how = run_child(run_attempts, NULL, NULL, codes, sizeof codes, &len);
    assert_string_equal(how.text, "");
    assert_int_equal(len, sizeof codes);
    size_t done = 0;
    for (size_t i = 0; i < N_ATTEMPTS; i++) {
        if (codes[i] == EPERM || codes[i] == EACCES)
            continue;
        print_error("%s: %s\n", attempts[i].name, codes[i] ? strerror(codes[i]) : "could be done");
        done++;
    }
    assert_int_equal(done, 0);
    struct stat st;
    assert_int_equal(stat(present, &st), 0);
    assert_int_equal(st.st_size, 5);
    assert_int_equal(stat(absent, &st), -1);
}

static int read_things(void *context, int out_fd) {
    (void)context;
    char text[8] = "";
    int dir = open(folder, O_RDONLY | O_DIRECTORY), fd = openat(dir, "present", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    if (read(fd, text, sizeof text) != 5 || fstat(fd, &st) != 0 || fstatat(dir, "present", &st, AT_SYMLINK_NOFOLLOW) != 0)
        return 1;
    void *memory = malloc(100 << 20);
    void *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANON, -1, 0);
    if (!memory || code == MAP_FAILED || os_monotonic_ns() == 0)
        return 2;
    memset(memory, 1, 100 << 20);
    free(memory);
    return write(out_fd, text, 5) == 5 ? 0 : 3;
}

static void reading_and_memory_still_work(void **state) {
    (void)state;
    char text[16] = "";
    struct os_exit how = run_child(read_things, NULL, NULL, text, sizeof text, NULL);
    assert_string_equal(how.text, "");
    assert_string_equal(text, "bytes");
}

static int write_to_descriptors(void *context, int out_fd) {
    (void)out_fd;
    return write(*(const int *)context, "x", 1) < 0 && errno == EBADF ? 0 : 1;
}

static void open_descriptors_are_not_handed_down(void **state) {
    (void)state;
    int fd = open(present, O_RDWR);
    char nothing;
    assert_string_equal(run_child(write_to_descriptors, &fd, NULL, &nothing, 1, NULL).text, "");
    assert_string_equal(run_child(write_to_descriptors, &listening, NULL, &nothing, 1, NULL).text, "");
    close(fd);
}

static int read_kept(void *context, int out_fd) {
    char text[5];
    int fd = *(const int *)context;
    return read(fd, text, 5) == 5 && write(out_fd, text, 5) == 5 ? 0 : 1;
}

static void the_kept_descriptor_is(void **state) {
    (void)state;
    struct os_child child;
    struct error err;
    char text[16] = "";
    size_t len = 0;
    int fd = open(present, O_RDONLY);
    assert_true(os_child_start(&child, read_kept, &fd, fd, NULL, &err));
    assert_int_equal(os_child_read(&child, text, sizeof text, 10000, &len), OS_READ_DATA);
    assert_int_equal(len, 5);
    assert_int_equal(os_child_read(&child, text, sizeof text, 10000, &len), OS_READ_END);
    assert_int_equal(os_child_wait(&child).code, 0);
    close(fd);
}

static int crash(void *context, int out_fd) {
    (void)context;
    ssize_t n = write(out_fd, "abc", 3);
    (void)n;
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    return 0;
}
static int give_up(void *context, int out_fd) {
    (void)context;
    (void)out_fd;
    signal(SIGABRT, SIG_DFL);
    abort();
}
static int leave_with_three(void *context, int out_fd) {
    (void)context;
    (void)out_fd;
    return 3;
}
static int hang(void *context, int out_fd) {
    (void)context;
    (void)out_fd;
    while (true)
        pause();
    return 0;
}
static int spin(void *context, int out_fd) {
    (void)out_fd;
    for (volatile uint64_t *n = context; *n < UINT64_MAX; ++*n)
        ;
    return 0;
}

static void a_crash_is_reported_by_its_signal_and_keeps_what_was_written(void **state) {
    (void)state;
    char bytes[16];
    size_t len = 0;
    struct os_exit how = run_child(crash, NULL, NULL, bytes, sizeof bytes, &len);
    assert_string_equal(how.text, "SIGSEGV");
    assert_int_equal(how.code, -1);
    assert_int_equal(len, 3);
    assert_string_equal(run_child(give_up, NULL, NULL, bytes, sizeof bytes, &len).text, "SIGABRT");
}

static void an_exit_status_is_reported(void **state) {
    (void)state;
    char bytes[16];
    struct os_exit how = run_child(leave_with_three, NULL, NULL, bytes, sizeof bytes, NULL);
    assert_int_equal(how.code, 3);
    assert_string_equal(how.text, "exit status 3");
}

static void a_hang_times_out_and_can_be_killed(void **state) {
    (void)state;
    struct os_child child;
    struct error err;
    char byte;
    size_t len = 0;
    assert_true(os_child_start(&child, hang, NULL, -1, NULL, &err));
    uint64_t before = os_monotonic_ns();
    assert_int_equal(os_child_read(&child, &byte, 1, 100, &len), OS_READ_TIMEOUT);
    assert_true(os_monotonic_ns() - before >= UINT64_C(100000000));
    os_child_kill(&child);
    assert_int_equal(os_child_read(&child, &byte, 1, 10000, &len), OS_READ_END);
    assert_string_equal(os_child_wait(&child).text, "SIGKILL");
}

static void a_busy_loop_runs_out_of_processor_time(void **state) {
    (void)state;
    uint64_t n = 0;
    char byte;
    struct os_exit how = run_child(spin, &n, &(struct os_limits){.cpu_seconds = 1}, &byte, 1, NULL);
    assert_string_equal(how.text, "SIGXCPU");
}

static int take_memory(void *context, int out_fd) {
    (void)context;
    (void)out_fd;
    return mmap(NULL, UINT64_C(1) << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0) == MAP_FAILED ? 0 : 9;
}

static void memory_ends_at_the_limit(void **state) {
    (void)state;
    char byte;
    struct os_exit how = run_child(take_memory, NULL, &(struct os_limits){.address_space = 512 << 20}, &byte, 1, NULL);
    if (how.code == 9)
        print_message("not checked: a build with a sanitizer has no limit on memory\n");
    else
        assert_int_equal(how.code, 0);
}

/* A process in between starts a child that hangs, tells its pid and is killed. */
static void the_child_dies_with_its_parent(void **state) {
    (void)state;
    int told[2], pid = 0;
    assert_int_equal(pipe(told), 0);
    pid_t between = fork();
    if (between == 0) {
        struct os_child child;
        struct error err;
        if (!os_child_start(&child, hang, NULL, -1, NULL, &err))
            _exit(1);
        ssize_t n = write(told[1], &child.pid, sizeof child.pid);
        (void)n;
        for (;;)
            pause();
    }
    assert_int_equal(read(told[0], &pid, sizeof pid), sizeof pid);
    kill(between, SIGKILL);
    waitpid(between, NULL, 0);
    bool gone = false;
    for (int i = 0; i < 200 && !gone; i++) {
        char path[64], text[256] = "";
        snprintf(path, sizeof path, "/proc/%d/stat", pid);
        int fd = open(path, O_RDONLY);
        ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
        gone = n <= 0 || strstr(text, ") Z ");
        if (fd >= 0)
            close(fd);
        usleep(10000);
    }
    assert_true(gone);
    close(told[0]);
    close(told[1]);
}

static void a_pipe_is_no_terminal_and_has_a_width(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_false(os_is_terminal(ends[0]));
    assert_int_equal(os_terminal_width(ends[0]), 80);
    close(ends[0]);
    close(ends[1]);
}

static int prepare(void **state) {
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    snprintf(present, sizeof present, "%s/present", folder);
    snprintf(absent, sizeof absent, "%s/absent", folder);
    int fd = open(present, O_WRONLY | O_CREAT, 0600);
    bool good = write(fd, "bytes", 5) == 5;
    close(fd);
    listening = socket(AF_UNIX, SOCK_STREAM, 0);
    unsigned version = os_landlock_version();
    if (version)
        print_message("Landlock version %u and the system call filter are checked\n", version);
    else
        print_message("this kernel has no Landlock: only the system call filter is checked\n");
    return good ? 0 : 1;
}

static int clean_up(void **state) {
    (void)state;
    close(listening);
    unlink(present);
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_dangerous_is_refused),
        cmocka_unit_test(reading_and_memory_still_work),
        cmocka_unit_test(open_descriptors_are_not_handed_down),
        cmocka_unit_test(the_kept_descriptor_is),
        cmocka_unit_test(a_crash_is_reported_by_its_signal_and_keeps_what_was_written),
        cmocka_unit_test(an_exit_status_is_reported),
        cmocka_unit_test(a_hang_times_out_and_can_be_killed),
        cmocka_unit_test(a_busy_loop_runs_out_of_processor_time),
        cmocka_unit_test(memory_ends_at_the_limit),
        cmocka_unit_test(the_child_dies_with_its_parent),
        cmocka_unit_test(a_pipe_is_no_terminal_and_has_a_width),
    };
    return cmocka_run_group_tests(tests, prepare, clean_up);
}

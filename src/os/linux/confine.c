/*
 * Confinement on Linux: no_new_privs, rlimits, Landlock (user-space API document of the kernel, "Landlock: unprivileged access
 * control"), and a seccomp filter (seccomp(2), "Seccomp BPF"). The filter lists what is allowed; anything else, also what a
 * later kernel adds, is EPERM.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "os/system.h"

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#else
#error "no seccomp filter is known for this processor"
#endif

enum { MAX_PROGRAM = 1024, X32_BIT = 0x40000000 };

/* A system call that is allowed, or only where (argument & mask) == value; OWN_PROCESS: where the argument is this process. */
enum rule_kind { ALWAYS, WHERE, OWN_PROCESS, NULL_POINTER, NOT_THERE };
struct call_rule {
    long number;
    enum rule_kind kind;
    uint32_t argument, mask, value;
};

#define ALLOW(name)                                                                                                                        \
    { SYS_##name, ALWAYS, 0, 0, 0 }
#define ALLOW_IF(name, argument, mask, value)                                                                                              \
    { SYS_##name, WHERE, argument, mask, value }
/* Any of these makes open(2) more than a look. */
#define OPEN_TO_CHANGE (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND)

static const struct call_rule call_rules[] = {
    ALLOW(read),
    ALLOW(write),
    ALLOW(pread64),
    ALLOW(readv),
    ALLOW(writev),
    ALLOW(preadv),
    ALLOW(close),
    ALLOW(lseek),
    ALLOW_IF(openat, 2, OPEN_TO_CHANGE, 0),
    ALLOW(fstat),
    ALLOW(newfstatat),
    ALLOW(statx),
    ALLOW(getdents64),
    ALLOW(readlinkat),
    ALLOW(faccessat),
    ALLOW(statfs),
    ALLOW(fstatfs),
    ALLOW(getcwd),
    ALLOW(fadvise64),
    ALLOW(dup),
    ALLOW(dup3),
    ALLOW(pipe2),
    ALLOW(ppoll),
    ALLOW(pselect6),
    ALLOW_IF(fcntl, 1, ~0u, F_DUPFD),
    ALLOW_IF(fcntl, 1, ~0u, F_DUPFD_CLOEXEC),
    ALLOW_IF(fcntl, 1, ~0u, F_GETFD),
    ALLOW_IF(fcntl, 1, ~0u, F_SETFD),
    ALLOW_IF(fcntl, 1, ~0u, F_GETFL),
    ALLOW_IF(fcntl, 1, ~0u, F_SETFL),
    ALLOW_IF(ioctl, 1, ~0u, TCGETS),
    ALLOW_IF(ioctl, 1, ~0u, TIOCGWINSZ),
    ALLOW_IF(ioctl, 1, ~0u, FIONREAD),
    /* memory; executable pages too, for the JIT of PCRE2 */
    ALLOW(mmap),
    ALLOW(munmap),
    ALLOW(mremap),
    ALLOW(mprotect),
    ALLOW(madvise),
    ALLOW(brk),
    ALLOW(membarrier),
    /* time, waiting, and what the C library asks about itself */
    ALLOW(clock_gettime),
    ALLOW(clock_getres),
    ALLOW(clock_nanosleep),
    ALLOW(nanosleep),
    ALLOW(gettimeofday),
    ALLOW(times),
    ALLOW(getrusage),
    {SYS_prlimit64, NULL_POINTER, 2, 0, 0},
    ALLOW(sysinfo),
    ALLOW(uname),
    ALLOW(getrandom),
    ALLOW(getpid),
    ALLOW(getppid),
    ALLOW(gettid),
    ALLOW(getuid),
    ALLOW(geteuid),
    ALLOW(getgid),
    ALLOW(getegid),
    ALLOW(sched_yield),
    ALLOW(sched_getaffinity),
    ALLOW(futex),
    ALLOW(set_robust_list),
    ALLOW(rt_sigaction),
    ALLOW(rt_sigprocmask),
    ALLOW(rt_sigreturn),
    ALLOW(sigaltstack),
    ALLOW(restart_syscall),
    ALLOW(exit),
    ALLOW(exit_group),
    {SYS_tgkill, OWN_PROCESS, 0, 0, 0}, /* abort() */
    {SYS_kill, OWN_PROCESS, 0, 0, 0},
/* Older calls that only some processors have. */
#ifdef SYS_open
    ALLOW_IF(open, 1, OPEN_TO_CHANGE, 0),
    ALLOW(stat),
    ALLOW(lstat),
    ALLOW(access),
    ALLOW(readlink),
    ALLOW(dup2),
    ALLOW(pipe),
    ALLOW(poll),
    ALLOW(select),
    ALLOW(getdents),
    ALLOW(time),
#endif
    /* The C library tries these first and falls back when they do not exist. */
    {SYS_openat2, NOT_THERE, 0, 0, 0},
    {SYS_faccessat2, NOT_THERE, 0, 0, 0},
    {SYS_clone3, NOT_THERE, 0, 0, 0},
    {SYS_close_range, NOT_THERE, 0, 0, 0},
};

struct program {
    struct sock_filter code[MAX_PROGRAM];
    unsigned short len;
};

static void emit(struct program *p, unsigned code, uint32_t value, unsigned when_true, unsigned when_false) {
    if (p->len < MAX_PROGRAM)
        p->code[p->len++] = (struct sock_filter){(uint16_t)code, (uint8_t)when_true, (uint8_t)when_false, value};
}

static void emit_load(struct program *p, size_t offset) { emit(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }
static void emit_return(struct program *p, uint32_t what) { emit(p, BPF_RET | BPF_K, what, 0, 0); }
static void emit_unless_equal_skip(struct program *p, uint32_t value, unsigned skip) { emit(p, BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip); }

/* Both processors are little-endian: the low half of an argument comes first. */
static size_t low_half(uint32_t argument) { return offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t); }

/* The call's number is loaded before and after each rule. */
static void emit_rule(struct program *p, const struct call_rule *r) {
    uint32_t allow = r->kind == NOT_THERE ? SECCOMP_RET_ERRNO | ENOSYS : SECCOMP_RET_ALLOW;
    if (r->kind == ALWAYS || r->kind == NOT_THERE) {
        emit_unless_equal_skip(p, (uint32_t)r->number, 1);
        emit_return(p, allow);
        return;
    }
    bool pointer = r->kind == NULL_POINTER;
    uint32_t mask = r->kind == WHERE ? r->mask : ~0u;
    uint32_t value = r->kind == OWN_PROCESS ? (uint32_t)getpid() : r->value;
    emit_unless_equal_skip(p, (uint32_t)r->number, pointer ? 7 : 5);
    if (pointer) {
        emit_load(p, low_half(r->argument) + 4);
        emit_unless_equal_skip(p, 0, 4);
    }
    emit_load(p, low_half(r->argument));
    emit(p, BPF_ALU | BPF_AND | BPF_K, mask, 0, 0);
    emit_unless_equal_skip(p, value, 1);
    emit_return(p, allow);
    emit_load(p, offsetof(struct seccomp_data, nr));
}

static bool filter_calls(struct error *err) {
    struct program p = {.len = 0};
    emit_load(&p, offsetof(struct seccomp_data, arch));
    emit_unless_equal_skip(&p, THIS_ARCH, 1);
    emit(&p, BPF_JMP | BPF_JA, 1, 0, 0);
    emit_return(&p, SECCOMP_RET_ERRNO | EPERM);
    emit_load(&p, offsetof(struct seccomp_data, nr));
    emit(&p, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
    emit_return(&p, SECCOMP_RET_ERRNO | EPERM);
    for (size_t i = 0; i < sizeof call_rules / sizeof *call_rules; i++)
        emit_rule(&p, &call_rules[i]);
    emit_return(&p, SECCOMP_RET_ERRNO | EPERM);
    const struct sock_fprog program = {.len = p.len, .filter = p.code};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        return error_set(err, "the kernel refuses a system call filter: %s", strerror(errno));
    return true;
}

/* Every access of the ABI but reading files (bit 2) and listing folders (bit 3), which stay allowed everywhere. */
enum { READ_RIGHTS = 1 << 2 | 1 << 3, ABI_VERSION_FLAG = 1, ABI_CALL_CREATE = 444, ABI_CALL_RESTRICT = 446 };
struct landlock_access {
    uint64_t files, network, scope;
};
/* The highest right of each version, as one mask: version 1 has 13 rights, 2 adds refer, 3 truncate, 5 ioctl of devices. */
static const uint64_t file_rights[] = {0, 0x1fff, 0x3fff, 0x7fff, 0x7fff, 0xffff, 0xffff};

unsigned os_landlock_version(void) {
    long version = syscall(ABI_CALL_CREATE, NULL, 0, ABI_VERSION_FLAG);
    return version > 0 ? (unsigned)version : 0;
}

static bool restrict_files(struct error *err) {
    unsigned version = os_landlock_version();
    unsigned known = sizeof file_rights / sizeof *file_rights - 1;
    if (version == 0)
        return true; /* the filter alone has to do */
    version = version < known ? version : known;
    struct landlock_access access = {.files = file_rights[version] & ~(uint64_t)READ_RIGHTS,
                                     .network = version >= 4 ? 3 : 0, /* bind and connect of TCP */
                                     .scope = version >= 6 ? 3 : 0};  /* abstract sockets, signals */
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    long ruleset = syscall(ABI_CALL_CREATE, &access, size, 0);
    long code = ruleset < 0 ? -1 : syscall(ABI_CALL_RESTRICT, ruleset, 0);
    int why = errno;
    if (ruleset >= 0)
        close((int)ruleset);
    return code == 0 ? true : error_set(err, "Landlock version %u refuses: %s", version, strerror(why));
}

bool system_die_with(int parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    return getppid() == parent;
}

/* The smallest of the kept ones from `low` on, or -1. */
static int next_kept(const int *kept, size_t n_kept, int low) {
    int next = -1;
    for (size_t i = 0; i < n_kept; i++)
        if (kept[i] >= low && (next < 0 || kept[i] < next))
            next = kept[i];
    return next;
}

/* By number: the C libraries disagree about the type of `resource`. */
bool system_lower_limit(int resource, uint64_t soft, uint64_t hard) {
    struct rlimit now;
    if (syscall(SYS_prlimit64, 0, resource, NULL, &now) != 0)
        return false;
    if (now.rlim_max < hard)
        hard = now.rlim_max;
    struct rlimit then = {soft < hard ? (rlim_t)soft : (rlim_t)hard, (rlim_t)hard};
    return syscall(SYS_prlimit64, 0, resource, &then, NULL) == 0;
}

void system_close_others(const int *kept, size_t n_kept) {
    int low = STDERR_FILENO + 1;
    for (int next; (next = next_kept(kept, n_kept, low)) >= 0; low = next + 1)
        if (next > low)
            syscall(SYS_close_range, (unsigned)low, (unsigned)next - 1, 0);
    syscall(SYS_close_range, (unsigned)low, ~0u, 0);
}

bool os_confine(const struct os_limits *limits, struct error *err) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return error_set(err, "the kernel does not know no_new_privs: %s", strerror(errno));
    return system_set_limits(limits, true, err) && restrict_files(err) && filter_calls(err);
}

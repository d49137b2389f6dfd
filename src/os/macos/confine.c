/*
 * Confinement on macOS: sandbox_init(3) with a profile in the sandbox's own language, and rlimits. The call is looked up when it
 * is needed: its library is in every macOS but not in every SDK, and it is marked deprecated without a successor for
 * command-line programs (Chromium and Firefox confine themselves in the same way).
 */
#include <dlfcn.h>
#include <sys/resource.h>
#include <unistd.h>

#include "os/system.h"

typedef int sandbox_init_function(const char *profile, uint64_t flags, char **ret_error);
typedef void sandbox_free_function(char *error);

static const char profile[] = "(version 1)\n"
                              "(allow default)\n"
                              "(deny network*)\n"
                              "(deny file-write*)\n"
                              "(deny process-fork)\n"
                              "(deny process-exec*)\n"
                              "(deny mach-lookup)\n"
                              "(deny signal (target others))\n";

unsigned os_landlock_version(void) { return 0; }

/* No such request exists here: the child ends with its next write, when nobody reads the pipe any more. */
bool system_die_with(int parent) { return getppid() == parent; }

bool system_lower_limit(int resource, uint64_t soft, uint64_t hard) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0)
        return false;
    if (now.rlim_max < hard)
        hard = now.rlim_max;
    struct rlimit then = {soft < hard ? (rlim_t)soft : (rlim_t)hard, (rlim_t)hard};
    return setrlimit(resource, &then) == 0;
}

void system_close_others(const int *kept, size_t n_kept) {
    long most = sysconf(_SC_OPEN_MAX);
    for (int fd = STDERR_FILENO + 1; fd < (most > 0 && most < 65536 ? (int)most : 65536); fd++) {
        bool keep = false;
        for (size_t i = 0; i < n_kept; i++)
            keep |= kept[i] == fd;
        if (!keep)
            close(fd);
    }
}

bool os_confine(const struct os_limits *limits, struct error *err) {
    if (!system_set_limits(limits, false, err))
        return false;
    void *library = dlopen("/usr/lib/libsandbox.1.dylib", RTLD_LAZY);
    sandbox_init_function *start = NULL;
    sandbox_free_function *free_error = NULL;
    /* POSIX: an object pointer of dlsym converts to a function pointer through its representation. */
    void *found = library ? dlsym(library, "sandbox_init") : NULL;
    memcpy(&start, &found, sizeof start);
    found = library ? dlsym(library, "sandbox_free_error") : NULL;
    memcpy(&free_error, &found, sizeof free_error);
    if (!start)
        return error_set(err, "sandbox_init is not in this macOS");
    char *why = NULL;
    if (start(profile, 0, &why) == 0)
        return true;
    error_set(err, "sandbox_init refuses: %s", why ? why : "no reason given");
    if (why && free_error)
        free_error(why);
    return false;
}

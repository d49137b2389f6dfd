/* Resource limits, the same on all systems. */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "os/system.h"

/* A sanitizer maps terabytes of shadow memory. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAVE_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HAVE_SANITIZER 1
#endif
#endif
#ifndef HAVE_SANITIZER
#define HAVE_SANITIZER 0
#endif

struct setting {
    int resource;
    const char *name;
    uint64_t soft, hard;
    bool wanted;
};

bool system_set_limits(const struct os_limits *limits, bool address_space_works, struct error *err) {
    const struct os_limits none = {0};
    const struct os_limits *l = limits ? limits : &none;
    const struct setting settings[] = {
        {RLIMIT_CORE, "core files", 0, 0, true},
        {RLIMIT_FSIZE, "written files", 0, 0, true},
        {RLIMIT_CPU, "processor time", l->cpu_seconds, l->cpu_seconds + 5, l->cpu_seconds > 0},
        {RLIMIT_AS, "memory", l->address_space, l->address_space, l->address_space > 0 && address_space_works && !HAVE_SANITIZER},
    };
    /* A write beyond the limit shall fail, not kill: messages to a stderr that is a file. */
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const struct setting *s = &settings[i];
        if (s->wanted && !system_lower_limit(s->resource, s->soft, s->hard))
            return error_set(err, "the limit on %s cannot be set: %s", s->name, strerror(errno));
    }
    return true;
}

void os_allow_open_files(uint64_t n) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= n)
        return;
    limit.rlim_cur = limit.rlim_max < n ? limit.rlim_max : (rlim_t)n;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

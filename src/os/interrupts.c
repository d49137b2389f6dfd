#include <signal.h>

#include "os/os.h"

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { N_SIGNALS = sizeof signals / sizeof *signals };

void os_interrupts_hold(struct os_interrupts *ret_held) {
    sigset_t held;
    sigemptyset(&held);
    for (int i = 0; i < N_SIGNALS; i++)
        sigaddset(&held, signals[i]);
    sigprocmask(SIG_BLOCK, &held, &ret_held->before);
}

/* One that was held back before already is nobody's wish to end this. */
bool os_interrupts_wait(const struct os_interrupts *held) {
    sigset_t pending;
    sigpending(&pending);
    for (int i = 0; i < N_SIGNALS; i++)
        if (sigismember(&pending, signals[i]) && !sigismember(&held->before, signals[i]))
            return true;
    return false;
}

void os_interrupts_release(const struct os_interrupts *held) { sigprocmask(SIG_SETMASK, &held->before, NULL); }

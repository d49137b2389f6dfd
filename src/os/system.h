/*
 * system: what src/os/<system>/ gives to src/os/child.c. Internal; users see os.h.
 */
#ifndef TAILOR_OS_SYSTEM_H
#define TAILOR_OS_SYSTEM_H

#include "os/os.h"

/* Asks the kernel to kill this process when `parent` dies; false when it is dead already. */
bool system_die_with(int parent);

/* Closes every descriptor above 2 but those kept (-1 among them is none). */
void system_close_others(const int *kept, size_t n_kept);

/* Sets a limit of getrlimit(2), never above what it is already. False: errno says why. */
bool system_lower_limit(int resource, uint64_t soft, uint64_t hard) MUST_USE;

/* Core 0, written files 0, and the limits given. */
bool system_set_limits(const struct os_limits *limits, bool address_space_works, struct error *err) MUST_USE;

#endif

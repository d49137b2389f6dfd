/*
 * loaded_kexts: the lines of `kmutil showloaded` and `kextstat`.
 *
 *   Index Refs Address            Size       Wired      Name (Version) UUID <Linked Against>
 *     12    3 0xffffff7f80a3f000 0x9000     0x9000     com.example.driver (1.2) C9F30917-... <8 6 5 3 1>
 *
 * The UUID and the list behind it may be absent (kextstat before 10.13, cut lines). Everything else (headings,
 * "No variant specified, falling back to release") is no kext.
 *
 *     struct loaded_kext k;
 *     if (loaded_kexts_line(line, &k)) ...
 */
#ifndef TAILOR_FORMAT_LOADED_KEXTS_H
#define TAILOR_FORMAT_LOADED_KEXTS_H

#include "base/slice.h"

struct loaded_kext {
    int64_t index, refs, size; /* size in bytes */
    struct slice name, version;
    struct slice uuid, linked; /* {NULL, 0}: not printed; `linked` is "8 6 5 3 1" */
};

bool loaded_kexts_line(struct slice line, struct loaded_kext *ret_kext) MUST_USE;

/* The heading of the list. */
bool loaded_kexts_is_heading(struct slice line);

#endif

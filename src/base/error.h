/*
 * error: why something failed, told from the outside in.
 *
 * The innermost frame states the fact, each caller puts its intent in front:
 *     reading root/Library/Preferences/a.plist: object 12 points past the end: 0x9f3 > 0x800
 * The text is good enough to show to a person as it is. It lives in the
 * struct, so an error needs no freeing. Bytes quoted from evidence must go
 * through error_set's %s only after they are known to be text; control
 * characters are replaced here.
 *
 *     if (length > left)
 *         return error_set(err, "length %zu, but %zu bytes are left", length, left);
 *     ...
 *     if (!plist_parse(..., err))
 *         return error_wrap(err, "reading %s", path);
 *
 * A NULL err is allowed: the caller does not want to know why.
 */
#ifndef TAILOR_BASE_ERROR_H
#define TAILOR_BASE_ERROR_H

#include <stdbool.h>

struct error {
    char text[512];
};

/* Both always return false, so that a failing function can return their value. */
bool error_set(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool error_wrap(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

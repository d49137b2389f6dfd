/*
 * library: a shared library that is loaded when it is first needed.
 *
 * For the large ones that few commands need: linked in the usual way they would take longer to load than a small diagnosis takes
 * altogether (libcurl brings two dozen others with it).
 *
 *     static const char *const files[] = {"libcurl.so.4", "libcurl.4.dylib", NULL};
 *     static const struct os_symbol symbols[] = {{"curl_easy_init", (void **)&calls.curl_easy_init}, ...};
 *     if (!os_library_load("libcurl", files, symbols, n, &err)) ...
 */
#ifndef TAILOR_OS_LIBRARY_H
#define TAILOR_OS_LIBRARY_H

#include <stddef.h>

#include "base/error.h"
#include "base/slice.h"

struct os_symbol {
    const char *name;
    void **address; /* of a pointer to a function: POSIX lets a `void *` hold one */
};

/*
 * The first of `files` (NULL at the end; names as the loader looks them up, or whole paths) that is there and has all the symbols. It is
 * never unloaded. False: err names what was looked for; some addresses may have been set. Not for several threads at once.
 */
bool os_library_load(const char *name, const char *const *files, const struct os_symbol *symbols, size_t n_symbols,
                     struct error *err) MUST_USE;

#endif

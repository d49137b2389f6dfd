/*
 * fetch_library: libcurl, loaded when something is fetched for the first time. Internal to this room.
 *
 * It brings two dozen libraries with it, which would cost every run of the program some milliseconds and megabytes. The functions have
 * their own names here; a program whose system has no libcurl cannot fetch, and can do all the rest.
 */
#ifndef TAILOR_NET_FETCH_LIBRARY_H
#define TAILOR_NET_FETCH_LIBRARY_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include "base/error.h"
#include "base/slice.h"

#define FETCH_FUNCTIONS(X)                                                                                                                 \
    X(curl_global_init)                                                                                                                    \
    X(curl_easy_init)                                                                                                                      \
    X(curl_easy_setopt)                                                                                                                    \
    X(curl_easy_perform)                                                                                                                   \
    X(curl_easy_getinfo)                                                                                                                   \
    X(curl_easy_header)                                                                                                                    \
    X(curl_easy_strerror)                                                                                                                  \
    X(curl_easy_cleanup)                                                                                                                   \
    X(curl_slist_append)                                                                                                                   \
    X(curl_slist_free_all)                                                                                                                 \
    X(curl_url)                                                                                                                            \
    X(curl_url_set)                                                                                                                        \
    X(curl_url_get)                                                                                                                        \
    X(curl_url_cleanup)                                                                                                                    \
    X(curl_free)

#undef curl_easy_setopt
#undef curl_easy_getinfo
#define FETCH_FIELD(name) __typeof__(&name) name;
struct fetch_library {
    FETCH_FUNCTIONS(FETCH_FIELD)
};

/* NULL, and err says why: it is not here, or lacks a function. From any thread. */
const struct fetch_library *fetch_library(struct error *err);

#endif

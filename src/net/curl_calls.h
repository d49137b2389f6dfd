/*
 * curl_calls: the functions of libcurl that we call, in the library, which is loaded when it is first needed (os/library.h).
 *
 *     const struct curl_calls *curl = curl_calls(&err);
 *     if (curl) ... curl->easy_init() ...
 */
#ifndef TAILOR_NET_CURL_CALLS_H
#define TAILOR_NET_CURL_CALLS_H

#include <curl/curl.h>

#include "base/error.h"
#include "base/slice.h"

/* By their names without curl_. */
#define CURL_CALLS(CALL)                                                                                                                   \
    CALL(global_init)                                                                                                                      \
    CALL(free)                                                                                                                             \
    CALL(easy_init)                                                                                                                        \
    CALL(easy_cleanup)                                                                                                                     \
    CALL(easy_setopt)                                                                                                                      \
    CALL(easy_perform)                                                                                                                     \
    CALL(easy_getinfo)                                                                                                                     \
    CALL(easy_header)                                                                                                                      \
    CALL(easy_strerror)                                                                                                                    \
    CALL(slist_append)                                                                                                                     \
    CALL(slist_free_all)                                                                                                                   \
    CALL(url)                                                                                                                              \
    CALL(url_cleanup)                                                                                                                      \
    CALL(url_get)                                                                                                                          \
    CALL(url_set)

struct curl_calls {
#define CURL_CALL_POINTER(name) __typeof__(curl_##name) *name;
    CURL_CALLS(CURL_CALL_POINTER)
};

/* May be called often, by several threads. NULL: there is no libcurl, and err says so. */
const struct curl_calls *curl_calls(struct error *err) MUST_USE;

#endif

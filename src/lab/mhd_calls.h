/*
 * mhd_calls: the functions of libmicrohttpd that we call, in the library, which is loaded when it is first needed (os/library.h).
 *
 *     const struct mhd_calls *mhd = mhd_calls(&err);
 *     if (mhd) ... mhd->suspend_connection(connection) ...
 */
#ifndef TAILOR_LAB_MHD_CALLS_H
#define TAILOR_LAB_MHD_CALLS_H

#include <microhttpd.h>

#include "base/error.h"
#include "base/slice.h"

/* By their names without MHD_. */
#define MHD_CALLS(CALL)                                                                                                                    \
    CALL(start_daemon)                                                                                                                     \
    CALL(stop_daemon)                                                                                                                      \
    CALL(add_connection)                                                                                                                   \
    CALL(suspend_connection)                                                                                                               \
    CALL(resume_connection)                                                                                                                \
    CALL(get_connection_info)                                                                                                              \
    CALL(lookup_connection_value)                                                                                                          \
    CALL(create_response_from_buffer)                                                                                                      \
    CALL(create_response_from_callback)                                                                                                    \
    CALL(add_response_header)                                                                                                              \
    CALL(queue_response)                                                                                                                   \
    CALL(destroy_response)

struct mhd_calls {
#define MHD_CALL_POINTER(name) __typeof__(MHD_##name) *name;
    MHD_CALLS(MHD_CALL_POINTER)
};

/* May be called often, by several threads. NULL: there is no libmicrohttpd, and err says so. */
const struct mhd_calls *mhd_calls(struct error *err) MUST_USE;

#endif

/*
 * listener: a socket that waits for others, by a numeric address. Internal to this room.
 */
#ifndef TAILOR_LAB_LISTENER_H
#define TAILOR_LAB_LISTENER_H

#include <sys/socket.h>

#include "base/error.h"
#include "base/slice.h"

/* type: SOCK_STREAM or SOCK_DGRAM. port 0: any that is free, told in *port. -1: err says why not. */
int lab_listen(const char *address, int type, unsigned *port, struct error *err) MUST_USE;

#endif

/*
 * device_find: who this Mac is to the signing server, put together from all that the evidence tells.
 *
 * The device tree goes before NVRAM, that before system_profiler, that before a request that a log holds. Sources that name another chip
 * or ECID than the first are of another Mac and left out. The nonce of the device tree is that of the last start: good enough to ask, not
 * to start what is granted.
 *
 *     session_want(session, "device"); session_want(session, "signing_request");      before the scan
 *     ...
 *     if (!device_find(session, arena, &keys, err)) ...
 *     if (!keys.has_ecid) ...                                                          the evidence does not tell
 */
#ifndef TAILOR_ENGINE_DEVICE_FIND_H
#define TAILOR_ENGINE_DEVICE_FIND_H

#include "engine/session.h"
#include "format/device_keys.h"

void device_wants(struct session *session);
/* False: the database failed, or memory is short. What no source tells stays unset. */
bool device_find(struct session *session, struct arena *arena, struct device_keys *ret_keys, struct error *err) MUST_USE;

#endif

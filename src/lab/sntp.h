/*
 * sntp: the lab's time server: one packet in, one packet out (RFC 4330). Pure.
 */
#ifndef TAILOR_LAB_SNTP_H
#define TAILOR_LAB_SNTP_H

#include "base/slice.h"

enum { LAB_SNTP_BYTES = 48 };

/* False: it is no client's question. now_ns: what the lab's clock shows, since 1970. */
bool lab_sntp_answer(struct slice question, int64_t now_ns, uint8_t out[LAB_SNTP_BYTES]);

#endif

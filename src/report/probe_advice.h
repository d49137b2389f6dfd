/*
 * probe_advice: what is to be changed where a probe failed, and by whom. For the page that goes to the keepers of the network.
 */
#ifndef TAILOR_REPORT_PROBE_ADVICE_H
#define TAILOR_REPORT_PROBE_ADVICE_H

#include "engine/diagnose.h"

struct probe_advice {
    const char *step, *outcome; /* NULL outcome: any other of this step */
    const char *text;
    bool computer; /* for the computer, not for the network */
    bool decrypts; /* TLS was opened on the way */
};

/* Never NULL. Of an endpoint that is good: one without a text. */
const struct probe_advice *probe_advice_for(const struct endpoint *e);

/* "TCP" or "UDP". */
const char *probe_transport(const struct endpoint *e);

/* What was seen, without the host, port and step in front, which stand in columns of their own; "" for none. */
const char *probe_seen(const struct endpoint *e);

/* Where no cause is proved: the likeliest of what the rules make of it. NULL: nothing. */
const struct finding *probe_likely(const struct diagnosis *d);

#endif

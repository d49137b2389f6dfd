/*
 * fetch_trust: the certificates that one exchange of fetch.h trusts, as text. Internal to this room.
 */
#ifndef TAILOR_NET_FETCH_TRUST_H
#define TAILOR_NET_FETCH_TRUST_H

#include "base/buffer.h"
#include "net/net.h"

/* PEM of the private roots and of the extra file; unless pinned also of the system's public authorities. `out` stays empty where the
 * library's own default is meant. */
bool fetch_trust_write(const struct net_options *options, bool pinned, struct buffer *out, struct error *err) MUST_USE;

/* What libcurl (OpenSSL) says of a certificate it refused: a code of X509_V_ERR_. */
enum net_outcome fetch_trust_outcome(long verify_result);

#endif

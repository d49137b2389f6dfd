/*
 * trust: whose certificates are believed. Internal to this room.
 *
 * Two stores: the public authorities of this system (os_trust_files), and the private roots, which no public bundle holds: Apple's own,
 * in which the chains of its signing server end (knowledge/certificate_root.tsv), and one that is given for a test.
 */
#ifndef TAILOR_NET_TRUST_H
#define TAILOR_NET_TRUST_H

#include <openssl/ssl.h>

#include "net/net.h"

struct net_trust {
    SSL_CTX *context;
    X509_STORE *public_roots, *private_roots;
    const struct net_options *options;
};

bool net_trust_open(const struct net_options *options, struct net_trust *ret_trust, struct error *err) MUST_USE;
void net_trust_close(struct net_trust *trust);

/* Fills `tls` from what the server showed, and tells the first thing that is wrong with it for this target. */
enum net_outcome net_trust_judge(const struct net_trust *trust, SSL *ssl, const struct net_target *target, int64_t now_ns,
                                 struct net_tls *tls);

#endif

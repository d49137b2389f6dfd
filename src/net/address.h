/*
 * address: an IPv4 or IPv6 address, its text, and whether it can be a public server's.
 */
#ifndef TAILOR_NET_ADDRESS_H
#define TAILOR_NET_ADDRESS_H

#include <sys/socket.h>

#include "base/slice.h"

enum { NET_ADDRESS_TEXT = 46, NET_MAX_ADDRESSES = 8 };

struct net_address {
    uint8_t bytes[16]; /* IPv4 in the first four */
    size_t len;        /* 4 or 16 */
};

struct net_address_list {
    struct net_address at[NET_MAX_ADDRESSES]; /* the rest of a longer list is left out */
    size_t n;
};

/* False for another family. An IPv4-mapped IPv6 address counts as IPv4. */
bool net_address_from_sockaddr(const struct sockaddr *from, struct net_address *ret_address) MUST_USE;
bool net_address_parse(const char *text, struct net_address *ret_address) MUST_USE;
socklen_t net_address_to_sockaddr(const struct net_address *a, uint16_t port, struct sockaddr_storage *ret_sockaddr);
void net_address_format(const struct net_address *a, char out[NET_ADDRESS_TEXT]);

bool net_address_equal(const struct net_address *a, const struct net_address *b);
void net_address_add(struct net_address_list *list, const struct net_address *a); /* once */

enum net_address_class { NET_ADDRESS_PUBLIC, NET_ADDRESS_PRIVATE, NET_ADDRESS_NOWHERE };
/* NOWHERE: unspecified, loopback, multicast. PRIVATE: RFC 6890's other ranges that do not lead into the Internet, among them 100.64/10 and
 * 198.18/15, from which VPN clients and filters hand out stand-ins for names. */
enum net_address_class net_address_class(const struct net_address *a);

#endif

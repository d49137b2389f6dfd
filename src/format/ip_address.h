/*
 * ip_address: IPv4 and IPv6 addresses as hosts files, scutil and ifconfig write them.
 *
 * A pure reader of text; owns nothing. IPv4 also in the short forms of inet_aton(3) ("0", "127.1"), which hosts files
 * use; the tokens of redacted evidence ("<address-1>", "<link-local-2>"); IPv6 with a zone ("fe80::1%en0", RFC 4007) and with IPv4 at the
 * end. An IPv4-mapped IPv6 address counts as IPv4. The classes follow the special-purpose registries (RFC 6890, RFC 4291).
 *
 *     struct ip_address a;
 *     if (ip_address_parse(word, &a))
 *         row[COLUMN_CLASS] = value_str(ip_address_class(&a));
 */
#ifndef TAILOR_FORMAT_IP_ADDRESS_H
#define TAILOR_FORMAT_IP_ADDRESS_H

#include "base/slice.h"

struct ip_address {
    uint8_t bytes[16]; /* IPv4 in the first four */
    size_t len;        /* 4 or 16 */
};

/* The whole slice. False when it is no address. */
bool ip_address_parse(struct slice s, struct ip_address *ret_address) MUST_USE;

/* "loopback", "unspecified", "link-local", "private", "shared" (100.64.0.0/10), "multicast", "broadcast", "documentation" or "public". */
const char *ip_address_class(const struct ip_address *a);

/* `prefix` is "45.90.28.0/24", "2620:fe::/48" or one address. False when it is not, or of the other family. */
bool ip_address_in(const struct ip_address *a, struct slice prefix);

/* Can it carry traffic off the link: public, private, shared or documentation. */
bool ip_address_is_routable(const struct ip_address *a);

#endif

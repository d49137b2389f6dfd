/*
 * known: the questions about names and addresses that several tables ask knowledge.
 *
 * Is this host Apple's, whose product is this extension or program, which public resolver is this. Answers are
 * strings of the knowledge and live as long as it. Knowledge without the file in question answers "not known".
 *
 *     struct known_product p;
 *     if (known_product_find(f->knowledge, bundle_id, team_id, &p))
 *         row[COLUMN_PRODUCT] = value_str(p.product);
 */
#ifndef TAILOR_TABLE_SHARED_KNOWN_H
#define TAILOR_TABLE_SHARED_KNOWN_H

#include "knowledge/knowledge.h"

/* By suffix (apple.com, icloud.com, Apple's delivery networks) or as a host of knowledge/host.tsv; ASCII case does not count. */
bool known_apple_host(const struct knowledge *k, struct slice name);

struct known_product {
    const char *product, *vendor, *kind, *removal;
};

/* `id` is a bundle id, a launchd label or the path of a program; `team_id` (may be empty) decides when no pattern fits. */
bool known_product_find(const struct knowledge *k, struct slice id, struct slice team_id, struct known_product *ret_product);

struct known_resolver {
    const char *service, *filters;
};

/* By address, or by the host of an encrypted resolver ("dns.nextdns.io"). */
bool known_resolver_find(const struct knowledge *k, struct slice address, struct known_resolver *ret_resolver);

struct known_interceptor {
    const char *product, *kind;
};

/* Whose product issues certificates under this name (knowledge/interceptor.tsv); part of it, any case. */
bool known_interceptor_find(const struct knowledge *k, struct slice issuer, struct known_interceptor *ret_interceptor);

/* The host of "https://user@host:443/path" or "host:443"; brackets of IPv6 taken away. */
struct slice known_url_host(struct slice url);

#endif

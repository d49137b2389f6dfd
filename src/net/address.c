#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

bool net_address_from_sockaddr(const struct sockaddr *from, struct net_address *ret_address) {
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    struct net_address a = {.len = 0};
    if (from->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, from, sizeof in);
        a.len = 4;
        memcpy(a.bytes, &in.sin_addr, 4);
    } else if (from->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, from, sizeof in);
        bool v4 = memcmp(&in.sin6_addr, mapped, sizeof mapped) == 0;
        a.len = v4 ? 4 : 16;
        memcpy(a.bytes, (const uint8_t *)&in.sin6_addr + (v4 ? 12 : 0), a.len);
    } else {
        return false;
    }
    *ret_address = a;
    return true;
}

bool net_address_parse(const char *text, struct net_address *ret_address) {
    struct net_address a = {.len = 4};
    if (inet_pton(AF_INET, text, a.bytes) != 1) {
        a.len = 16;
        if (inet_pton(AF_INET6, text, a.bytes) != 1)
            return false;
    }
    *ret_address = a;
    return true;
}

socklen_t net_address_to_sockaddr(const struct net_address *a, uint16_t port, struct sockaddr_storage *ret_sockaddr) {
    memset(ret_sockaddr, 0, sizeof *ret_sockaddr);
    if (a->len == 4) {
        struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(port)};
        memcpy(&in.sin_addr, a->bytes, 4);
        memcpy(ret_sockaddr, &in, sizeof in);
        return sizeof in;
    }
    struct sockaddr_in6 in = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    memcpy(&in.sin6_addr, a->bytes, 16);
    memcpy(ret_sockaddr, &in, sizeof in);
    return sizeof in;
}

void net_address_format(const struct net_address *a, char out[NET_ADDRESS_TEXT]) {
    if (!inet_ntop(a->len == 4 ? AF_INET : AF_INET6, a->bytes, out, NET_ADDRESS_TEXT))
        out[0] = '\0';
}

bool net_address_equal(const struct net_address *a, const struct net_address *b) {
    return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

void net_address_add(struct net_address_list *list, const struct net_address *a) {
    for (size_t i = 0; i < list->n; i++)
        if (net_address_equal(&list->at[i], a))
            return;
    if (list->n < NET_MAX_ADDRESSES)
        list->at[list->n++] = *a;
}

struct range {
    uint8_t first[4];
    uint8_t bits;
    enum net_address_class class;
};

/* RFC 6890, IPv4. */
static const struct range v4_ranges[] = {
    {{0, 0, 0, 0}, 8, NET_ADDRESS_NOWHERE},      {{127, 0, 0, 0}, 8, NET_ADDRESS_NOWHERE},   {{224, 0, 0, 0}, 3, NET_ADDRESS_NOWHERE},
    {{10, 0, 0, 0}, 8, NET_ADDRESS_PRIVATE},     {{172, 16, 0, 0}, 12, NET_ADDRESS_PRIVATE}, {{192, 168, 0, 0}, 16, NET_ADDRESS_PRIVATE},
    {{169, 254, 0, 0}, 16, NET_ADDRESS_PRIVATE}, {{100, 64, 0, 0}, 10, NET_ADDRESS_PRIVATE}, {{198, 18, 0, 0}, 15, NET_ADDRESS_PRIVATE},
};

static uint32_t number(const uint8_t b[4]) { return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3]; }

static enum net_address_class class_of_v6(const uint8_t *b) {
    static const uint8_t zero[15] = {0};
    if ((memcmp(b, zero, 15) == 0 && b[15] <= 1) || b[0] == 0xff)
        return NET_ADDRESS_NOWHERE;
    bool local = (b[0] & 0xfe) == 0xfc || (b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
    return local ? NET_ADDRESS_PRIVATE : NET_ADDRESS_PUBLIC;
}

enum net_address_class net_address_class(const struct net_address *a) {
    if (a->len != 4)
        return class_of_v6(a->bytes);
    for (size_t i = 0; i < sizeof v4_ranges / sizeof *v4_ranges; i++) {
        uint32_t mask = ~(uint32_t)0 << (32 - v4_ranges[i].bits);
        if ((number(a->bytes) & mask) == number(v4_ranges[i].first))
            return v4_ranges[i].class;
    }
    return NET_ADDRESS_PUBLIC;
}

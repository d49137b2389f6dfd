#include "format/ip_address.h"

/* One part of an IPv4 address: decimal, or octal/hexadecimal as inet_aton(3) takes it. */
static bool parse_part(struct slice s, uint32_t *ret_value) {
    uint64_t value = 0;
    unsigned base = 10;
    if (slice_starts_with(s, "0x") || slice_starts_with(s, "0X")) {
        base = 16;
        s = slice_from(s, 2);
    } else if (s.len > 1 && s.data[0] == '0') {
        base = 8;
    }
    if (s.len == 0 || s.len > 11)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.data[i];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                                : 99;
        if (digit >= base)
            return false;
        value = value * base + digit;
    }
    if (value > UINT32_MAX)
        return false;
    *ret_value = (uint32_t)value;
    return true;
}

/* One to four parts; the last one fills what the others leave. */
static bool parse_v4(struct slice s, bool short_forms, uint8_t ret_bytes[4]) {
    uint32_t parts[4] = {0};
    size_t n = 0;
    for (bool more = true; more; n++) {
        size_t dot = slice_find_byte(s, '.');
        more = dot != SLICE_NOT_FOUND;
        if (n == 4 || !parse_part(slice_sub(s, 0, more ? dot : s.len), &parts[n]))
            return false;
        s = slice_from(s, more ? dot + 1 : s.len);
    }
    if (n < 4 && !short_forms)
        return false;
    uint32_t limit = n == 1 ? UINT32_MAX : (UINT32_C(1) << (8 * (5 - n))) - 1, whole = parts[n - 1];
    if (whole > limit)
        return false;
    for (size_t i = 0; i + 1 < n; i++) {
        if (parts[i] > 255)
            return false;
        whole |= parts[i] << (8 * (3 - i));
    }
    for (size_t i = 0; i < 4; i++)
        ret_bytes[i] = (uint8_t)(whole >> (8 * (3 - i)));
    return true;
}

static bool parse_group(struct slice s, uint16_t *ret_group) {
    unsigned value = 0;
    if (s.len == 0 || s.len > 4)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.data[i] | 0x20;
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        value = value * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    *ret_group = (uint16_t)value;
    return true;
}

/* The groups of one side of "::" into bytes; the last may be an IPv4 address. */
static bool parse_groups(struct slice s, uint8_t bytes[16], size_t *ret_len) {
    size_t len = 0;
    while (s.len) {
        size_t colon = slice_find_byte(s, ':');
        struct slice part = slice_sub(s, 0, colon);
        uint16_t group = 0;
        if (colon == SLICE_NOT_FOUND && slice_find_byte(part, '.') != SLICE_NOT_FOUND) {
            if (len > 12 || !parse_v4(part, false, bytes + len))
                return false;
            len += 4;
        } else {
            if (len > 14 || !parse_group(part, &group))
                return false;
            bytes[len++] = (uint8_t)(group >> 8);
            bytes[len++] = (uint8_t)group;
        }
        if (colon != SLICE_NOT_FOUND && colon + 1 == s.len)
            return false;
        s = slice_from(s, colon == SLICE_NOT_FOUND ? s.len : colon + 1);
    }
    *ret_len = len;
    return true;
}

static bool parse_v6(struct slice s, uint8_t ret_bytes[16]) {
    uint8_t left[16] = {0}, right[16] = {0};
    size_t n_left = 0, n_right = 0;
    struct slice before, after;
    if (!slice_cut(s, "::", &before, &after)) {
        if (!parse_groups(s, left, &n_left) || n_left != 16)
            return false;
    } else if (!parse_groups(before, left, &n_left) || !parse_groups(after, right, &n_right) || n_left + n_right > 14) {
        return false;
    }
    memcpy(ret_bytes, left, 16);
    memcpy(ret_bytes + 16 - n_right, right, n_right);
    return true;
}

/* "<address-7>", as redacted evidence has it: an address of the class that its kind says, and another for each number. */
static bool parse_token(struct slice s, struct ip_address *ret_address) {
    static const struct {
        const char *prefix;
        struct ip_address address;
        size_t number_at;
    } kinds[] = {{"<address-", {{10, 255}, 4}, 2}, {"<link-local-v6-", {{0xfe, 0x80}, 16}, 14}, {"<link-local-", {{169, 254}, 4}, 2}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t len = strlen(kinds[i].prefix);
        int64_t number = 0;
        if (!slice_starts_with(s, kinds[i].prefix) || !slice_ends_with(s, ">") ||
            !slice_to_int64(slice_sub(s, len, s.len - len - 1), &number) || number < 1)
            continue;
        *ret_address = kinds[i].address;
        ret_address->bytes[kinds[i].number_at] = (uint8_t)(number >> 8);
        ret_address->bytes[kinds[i].number_at + 1] = (uint8_t)number;
        return true;
    }
    return false;
}

bool ip_address_parse(struct slice s, struct ip_address *ret_address) {
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    struct ip_address a = {.len = 4};
    if (slice_starts_with(s, "<"))
        return parse_token(slice_sub(s, 0, slice_find_byte(s, '%')), ret_address);
    if (slice_find_byte(s, ':') == SLICE_NOT_FOUND) {
        if (!parse_v4(s, true, a.bytes))
            return false;
        *ret_address = a;
        return true;
    }
    if (!parse_v6(slice_sub(s, 0, slice_find_byte(s, '%')), a.bytes))
        return false;
    a.len = 16;
    if (memcmp(a.bytes, mapped, sizeof mapped) == 0) {
        memmove(a.bytes, a.bytes + 12, 4);
        memset(a.bytes + 4, 0, 12);
        a.len = 4;
    }
    *ret_address = a;
    return true;
}

static bool has_prefix(const struct ip_address *a, const uint8_t *prefix, unsigned bits) {
    size_t whole = bits / 8;
    if (memcmp(a->bytes, prefix, whole) != 0)
        return false;
    uint8_t mask = (uint8_t)(0xff00u >> (bits % 8));
    return bits % 8 == 0 || ((a->bytes[whole] ^ prefix[whole]) & mask) == 0;
}

static const struct {
    size_t len;
    uint8_t prefix[16];
    unsigned bits;
    const char *name;
} classes[] = {
    /* RFC 6890 and the registries that it founds; the narrower first */
    {4, {0}, 8, "unspecified"},
    {4, {127}, 8, "loopback"},
    {4, {10}, 8, "private"},
    {4, {172, 16}, 12, "private"},
    {4, {192, 168}, 16, "private"},
    {4, {169, 254}, 16, "link-local"},
    {4, {100, 64}, 10, "shared"},
    {4, {192, 0, 2}, 24, "documentation"},
    {4, {198, 51, 100}, 24, "documentation"},
    {4, {203, 0, 113}, 24, "documentation"},
    {4, {255, 255, 255, 255}, 32, "broadcast"},
    {4, {224}, 4, "multicast"},
    {16, {0}, 128, "unspecified"},
    {16, {[15] = 1}, 128, "loopback"},
    {16, {0xfe, 0x80}, 10, "link-local"},
    {16, {0xfc}, 7, "private"},
    {16, {0xff}, 8, "multicast"},
    {16, {0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"},
};

const char *ip_address_class(const struct ip_address *a) {
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (classes[i].len == a->len && has_prefix(a, classes[i].prefix, classes[i].bits))
            return classes[i].name;
    return "public";
}

bool ip_address_in(const struct ip_address *a, struct slice prefix) {
    struct slice address = prefix, length = {NULL, 0};
    struct ip_address p;
    slice_cut(prefix, "/", &address, &length);
    if (!ip_address_parse(address, &p) || p.len != a->len)
        return false;
    int64_t bits = (int64_t)p.len * 8;
    if (length.data && (!slice_to_int64(length, &bits) || bits < 0 || bits > (int64_t)p.len * 8))
        return false;
    return has_prefix(a, p.bytes, (unsigned)bits);
}

bool ip_address_is_routable(const struct ip_address *a) {
    static const char *const routable[] = {"public", "private", "shared", "documentation"};
    const char *class = ip_address_class(a);
    for (size_t i = 0; i < sizeof routable / sizeof *routable; i++)
        if (strcmp(class, routable[i]) == 0)
            return true;
    return false;
}

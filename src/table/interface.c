/* interface: the network interfaces as ifconfig(8) prints them. */
#include "base/buffer.h"
#include "format/ip_address.h"
#include "table/shared/output.h"

extern const struct table table_interface;

enum {
    COLUMN_NAME,
    COLUMN_KIND,
    COLUMN_FLAGS,
    COLUMN_UP,
    COLUMN_RUNNING,
    COLUMN_STATUS,
    COLUMN_MTU,
    COLUMN_MAC,
    COLUMN_IPV4,
    COLUMN_IPV6,
    COLUMN_HAS_ROUTABLE_ADDRESS,
    COLUMN_HAS_LINK_LOCAL_IPV4,
    COLUMN_TEXT_LINE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_NAME] = {"name", COLUMN_TEXT, SHOW, "BSD name (en0)"},
    [COLUMN_KIND] = {"kind", COLUMN_TEXT, SHOW, "ethernet (Wi-Fi too), loopback, tunnel, bridge, awdl or other, by the name"},
    [COLUMN_FLAGS] = {"flags", COLUMN_TEXT, SHOW, "flags as printed, with commas"},
    [COLUMN_UP] = {"up", COLUMN_INTEGER, SHOW, "1 when the flags hold UP"},
    [COLUMN_RUNNING] = {"running", COLUMN_INTEGER, SHOW, "1 when the flags hold RUNNING"},
    [COLUMN_STATUS] = {"status", COLUMN_TEXT, SHOW, "active or inactive as printed, none when nothing is said"},
    [COLUMN_MTU] = {"mtu", COLUMN_INTEGER, SHOW, "largest packet, in bytes"},
    [COLUMN_MAC] = {"mac", COLUMN_TEXT, REDACT, "hardware address"},
    [COLUMN_IPV4] = {"ipv4", COLUMN_TEXT, REDACT, "IPv4 addresses, with blanks between"},
    [COLUMN_IPV6] = {"ipv6", COLUMN_TEXT, REDACT, "IPv6 addresses, with blanks between"},
    [COLUMN_HAS_ROUTABLE_ADDRESS] = {"has_routable_address", COLUMN_INTEGER, SHOW,
                                     "1 when an address can carry traffic off the link: not loopback, not link-local"},
    [COLUMN_HAS_LINK_LOCAL_IPV4] = {"has_link_local_ipv4", COLUMN_INTEGER, SHOW,
                                    "1 when it has an address of 169.254.0.0/16: no DHCP server answered"},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "the first line of the interface"},
};

struct block {
    bool open;
    struct value row[COLUMN_COUNT];
    struct buffer ipv4, ipv6;
    int64_t line;
};

static const struct {
    const char *prefix, *kind;
} kinds[] = {{"lo", "loopback"}, {"en", "ethernet"},   {"utun", "tunnel"}, {"ipsec", "tunnel"}, {"ppp", "tunnel"},
             {"gif", "tunnel"},  {"stf", "tunnel"},    {"tun", "tunnel"},  {"tap", "tunnel"},   {"wg", "tunnel"},
             {"feth", "other"},  {"bridge", "bridge"}, {"awdl", "awdl"},   {"llw", "awdl"}};

/* "utun3" is "utun" and a number. */
static const char *kind_of(struct slice name) {
    size_t n = name.len;
    while (n > 0 && name.data[n - 1] >= '0' && name.data[n - 1] <= '9')
        n--;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_is(slice_sub(name, 0, n), kinds[i].prefix))
            return kinds[i].kind;
    return "other";
}

static bool has_flag(struct slice flags, const char *flag) {
    while (flags.len) {
        size_t comma = slice_find_byte(flags, ',');
        if (slice_is(slice_sub(flags, 0, comma), flag))
            return true;
        flags = slice_from(flags, comma == SLICE_NOT_FOUND ? flags.len : comma + 1);
    }
    return false;
}

static void block_end(struct feed *f, struct block *b) {
    if (!b->open)
        return;
    if (b->ipv4.len)
        b->row[COLUMN_IPV4] = value_text(buffer_slice(&b->ipv4));
    if (b->ipv6.len)
        b->row[COLUMN_IPV6] = value_text(buffer_slice(&b->ipv6));
    feed_row(f, &table_interface, b->row, at_line(b->line));
    b->open = false;
}

/* "en0: flags=8863<UP,BROADCAST> mtu 1500" */
static bool block_begin(struct block *b, struct slice line, int64_t number) {
    struct slice name, rest, flags = {NULL, 0}, before, word;
    if (!slice_cut(line, ": flags=", &name, &rest) || name.len == 0 || slice_find_byte(name, ' ') != SLICE_NOT_FOUND)
        return false;
    buffer_clear(&b->ipv4);
    buffer_clear(&b->ipv6);
    *b = (struct block){.open = true, .line = number, .ipv4 = b->ipv4, .ipv6 = b->ipv6};
    if (slice_cut(rest, "<", &before, &flags))
        slice_cut(flags, ">", &flags, &rest);
    b->row[COLUMN_NAME] = value_text(name);
    b->row[COLUMN_KIND] = value_str(kind_of(name));
    b->row[COLUMN_FLAGS] = value_text(flags);
    b->row[COLUMN_UP] = value_bool(has_flag(flags, "UP"));
    b->row[COLUMN_RUNNING] = value_bool(has_flag(flags, "RUNNING"));
    b->row[COLUMN_STATUS] = value_str("none");
    b->row[COLUMN_HAS_ROUTABLE_ADDRESS] = value_bool(false);
    b->row[COLUMN_HAS_LINK_LOCAL_IPV4] = value_bool(false);
    b->row[COLUMN_TEXT_LINE] = value_text(line);
    int64_t mtu;
    while (slice_next_word(&rest, &word))
        if (slice_is(word, "mtu") && slice_next_word(&rest, &word) && slice_to_int64(word, &mtu))
            b->row[COLUMN_MTU] = value_integer(mtu);
    return true;
}

static void add_address(struct block *b, struct buffer *list, struct slice address) {
    struct ip_address a;
    if (list->len)
        buffer_add_byte(list, ' ');
    buffer_append(list, address);
    if (!ip_address_parse(address, &a))
        return;
    if (ip_address_is_routable(&a))
        b->row[COLUMN_HAS_ROUTABLE_ADDRESS] = value_bool(true);
    if (a.len == 4 && strcmp(ip_address_class(&a), "link-local") == 0)
        b->row[COLUMN_HAS_LINK_LOCAL_IPV4] = value_bool(true);
}

static void block_line(struct block *b, struct slice line) {
    struct slice key, value;
    if (!slice_next_word(&line, &key) || !slice_next_word(&line, &value))
        return;
    if (slice_is(key, "inet"))
        add_address(b, &b->ipv4, value);
    else if (slice_is(key, "inet6"))
        add_address(b, &b->ipv6, value);
    else if (slice_is(key, "ether"))
        b->row[COLUMN_MAC] = value_text(value);
    else if (slice_is(key, "status:"))
        b->row[COLUMN_STATUS] = value_text(value);
}

static bool feed_ifconfig(struct feed *f, struct error *err) {
    struct slice text, line;
    if (!output_text(f, &text, err))
        return false;
    struct block b = {.ipv4 = buffer_with_limit(16384), .ipv6 = buffer_with_limit(16384)};
    bool any = false;
    for (int64_t number = 1; slice_next_line(&text, &line); number++) {
        bool indented = line.len && (line.data[0] == '\t' || line.data[0] == ' ');
        if (indented && b.open) {
            block_line(&b, line);
            continue;
        }
        block_end(f, &b);
        any = block_begin(&b, line, number) || any;
    }
    block_end(f, &b);
    buffer_free(&b.ipv4);
    buffer_free(&b.ipv6);
    return any ? true : error_set(err, "no interface in it: not the output of ifconfig");
}

const struct table table_interface = {.name = "interface",
                                      .doc = "Network interfaces and their addresses",
                                      .columns = columns,
                                      .n_columns = COLUMN_COUNT,
                                      .artefacts = (const char *const[]){"ifconfig", NULL},
                                      .feed = feed_ifconfig};

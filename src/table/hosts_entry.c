/* hosts_entry: the lines of /etc/hosts, one row for each name; a name in this file is not asked of any resolver (hosts(5)). */
#include "format/ip_address.h"
#include "table/shared/known.h"
#include "table/table.h"

extern const struct table table_hosts_entry;

enum { COLUMN_ADDRESS, COLUMN_NAME, COLUMN_APPLE, COLUMN_CLASS, COLUMN_TEXT_LINE, COLUMN_COUNT };

static const struct column columns[] = {
    [COLUMN_ADDRESS] = {"address", COLUMN_TEXT, REDACT, "the address that the name is given"},
    [COLUMN_NAME] = {"name", COLUMN_TEXT, SHOW, "the name in lower case, without a final dot"},
    [COLUMN_APPLE] = {"apple", COLUMN_INTEGER, SHOW, "1 when the name is a host of Apple's or one that an update asks"},
    [COLUMN_CLASS] = {"class", COLUMN_TEXT, SHOW,
                      "kind of address: loopback, unspecified, private, shared, link-local, multicast, broadcast, documentation, public; "
                      "NULL when it is no address"},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "the whole line"},
};

/* Names compare without case, and a final dot means nothing here: rules join on them. */
static struct slice plain_name(struct arena *arena, struct slice name) {
    uint8_t *copy = arena_alloc(arena, name.len);
    if (!copy)
        return name;
    for (size_t i = 0; i < name.len; i++)
        copy[i] = name.data[i] >= 'A' && name.data[i] <= 'Z' ? (uint8_t)(name.data[i] | 0x20) : name.data[i];
    return slice_of(copy, name.len > 1 && copy[name.len - 1] == '.' ? name.len - 1 : name.len);
}

static void emit_names(struct feed *f, struct slice line, struct slice words, int64_t number) {
    struct slice address, name;
    struct ip_address a;
    if (!slice_next_word(&words, &address))
        return;
    struct value row[COLUMN_COUNT] = {0};
    row[COLUMN_ADDRESS] = value_text(address);
    if (ip_address_parse(address, &a))
        row[COLUMN_CLASS] = value_str(ip_address_class(&a));
    row[COLUMN_TEXT_LINE] = value_text(slice_trim(line));
    while (slice_next_word(&words, &name)) {
        row[COLUMN_NAME] = value_text(plain_name(f->arena, name));
        row[COLUMN_APPLE] = value_bool(known_apple_host(f->knowledge, name));
        feed_row(f, &table_hosts_entry, row, at_line(number));
    }
}

static bool feed_hosts(struct feed *f, struct error *err) {
    struct slice text, line;
    if (!feed_text(f, &text, err))
        return false;
    if (slice_trim(text).len == 0)
        return error_set(err, "the hosts file is empty; macOS needs at least the lines for localhost");
    int64_t number = 0;
    while (slice_next_line(&text, &line)) {
        number++;
        emit_names(f, line, slice_sub(line, 0, slice_find_byte(line, '#')), number);
    }
    return true;
}

const struct table table_hosts_entry = {.name = "hosts_entry",
                                        .doc = "Names that /etc/hosts ties to an address, past every resolver",
                                        .columns = columns,
                                        .n_columns = COLUMN_COUNT,
                                        .artefacts = (const char *const[]){"hosts", NULL},
                                        .feed = feed_hosts};

#include "collect/rewrite_plist.h"

#include <stdio.h>

#include "base/utf8.h"
#include "format/plist_rewrite.h"

enum { SHORT_DATA = 4, HARDWARE_ADDRESS = 6, MAKER = 3 };

struct changing {
    struct redactor *redactor;
};

static bool change_text(void *context, struct slice text, struct buffer *out) {
    struct changing *c = context;
    redact_append(c->redactor, text, out);
    return !slice_equal(text, buffer_slice(out));
}

/* The maker's half stays, the other becomes the number of the token that the address has in texts. */
static void change_address(struct changing *c, struct slice bytes, struct buffer *out) {
    char text[32];
    const uint8_t *b = bytes.data;
    struct buffer token CLEANUP_BUFFER = buffer_with_limit(256);
    int64_t number = 0;
    snprintf(text, sizeof text, "%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4], b[5]);
    redact_append(c->redactor, slice_str(text), &token);
    if (slice_starts_with(buffer_slice(&token), "<mac-"))
        (void)!slice_to_int64(slice_sub(buffer_slice(&token), 5, token.len - 6), &number);
    buffer_append(out, slice_sub(bytes, 0, MAKER));
    for (int shift = 16; shift >= 0; shift -= 8)
        buffer_add_byte(out, (uint8_t)(number >> shift));
}

/* Printable, but for NUL bytes at the end. */
static bool is_text(struct slice bytes) {
    while (bytes.len && bytes.data[bytes.len - 1] == 0)
        bytes.len--;
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.data[i] < 0x20 && !strchr("\t\r\n", bytes.data[i] ? bytes.data[i] : 'x'))
            return false;
    return utf8_is_valid(bytes);
}

static bool change_data(void *context, struct slice bytes, struct buffer *out) {
    struct changing *c = context;
    if (bytes.len <= SHORT_DATA)
        return false;
    if (is_text(bytes))
        return change_text(context, bytes, out);
    if (bytes.len == HARDWARE_ADDRESS)
        change_address(c, bytes, out);
    return true;
}

static bool is_whole(struct slice bytes, struct arena *arena) {
    const struct plist *root;
    arena_reset(arena);
    return plist_parse(bytes, arena, &root, NULL, NULL);
}

/* In the brackets of OpenStep text a token would be data: it goes where quotes are, or the result is refused by the check. */
static bool rewrite_by_format(struct changing *c, struct slice bytes, enum plist_format format, struct buffer *out) {
    const struct plist_rewrite how = {.context = c, .text = change_text, .data = change_data};
    if (format == PLIST_BINARY)
        return plist_rewrite_binary(bytes, &how, out, NULL);
    if (format == PLIST_XML)
        return plist_rewrite_xml(bytes, &how, out);
    redact_append(c->redactor, bytes, out);
    return buffer_ok(out);
}

const char *rewrite_plist(struct redactor *r, uint8_t *bytes, size_t len, enum plist_format format, struct arena *arena,
                          struct buffer *out) {
    struct changing c = {r};
    struct slice before = slice_of(bytes, len);
    bool whole = is_whole(before, arena), binary = format == PLIST_BINARY;
    buffer_clear(out);
    /* The structure of a broken binary list cannot be followed. */
    if ((whole || !binary) && rewrite_by_format(&c, before, format, out) && is_whole(buffer_slice(out), arena) == whole)
        return NULL;
    if (!binary)
        return "it cannot be redacted without breaking it";
    redact_mask(r, bytes, len);
    buffer_clear(out);
    buffer_append(out, before);
    if (!buffer_ok(out) || is_whole(before, arena) != whole)
        return "it cannot be redacted without breaking it";
    return NULL;
}

#include "format/tss_text.h"

#include "base/base64.h"

#define XML_START "<?xml"
#define BASE64_START "PD94bWwg" /* "<?xml " */
#define REQUEST_MARK "@HostPlatformInfo"

enum { MAX_DUMP = 256 << 10, MAX_TAG = 16 };

const char *const tss_text_literals[] = {BASE64_START, REQUEST_MARK, NULL};

static bool is_digit(uint8_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

static bool is_blank(uint8_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* As far as it is base64, in whole groups: what is written behind a dump may look like more of it, and is seen to be none afterwards. */
static bool decode(struct slice text, struct arena *arena, struct slice *ret_xml) {
    struct buffer digits CLEANUP_BUFFER = buffer_with_limit(MAX_DUMP);
    for (size_t i = 0; i < text.len && digits.len < MAX_DUMP; i++) {
        if (text.data[i] == '=' || (!is_digit(text.data[i]) && !is_blank(text.data[i])))
            break;
        if (!is_blank(text.data[i]))
            buffer_add_byte(&digits, text.data[i]);
    }
    if (digits.len % 4 == 1)
        digits.len--;
    return base64_read(buffer_slice(&digits), arena, ret_xml);
}

bool tss_text_find(struct slice text, struct arena *arena, struct slice *ret_xml) {
    size_t at = slice_find_str(text, BASE64_START), end;
    struct slice xml = slice_of(NULL, 0);
    if (at != SLICE_NOT_FOUND && !decode(slice_from(text, at), arena, &xml))
        return false;
    if (at == SLICE_NOT_FOUND) {
        at = slice_find_str(text, XML_START);
        xml = at == SLICE_NOT_FOUND ? text : slice_from(text, at);
    }
    end = slice_find_str(xml, "</plist>");
    xml = slice_sub(xml, 0, end);
    *ret_xml = xml;
    return slice_contains(xml, REQUEST_MARK);
}

bool tss_text_value(struct slice xml, const char *key, struct slice *ret_element, struct slice *ret_value) {
    struct slice rest = xml, before, tag, value, closing;
    size_t len = strlen(key);
    for (;;) {
        if (!slice_cut(rest, "<key>", &before, &rest))
            return false;
        if (slice_starts_with(rest, key) && slice_starts_with(slice_from(rest, len), "</key>"))
            break;
    }
    if (!slice_cut(slice_from(rest, len + strlen("</key>")), "<", &before, &rest) || slice_trim(before).len ||
        !slice_cut(rest, ">", &tag, &rest) || tag.len > MAX_TAG)
        return false;
    if (slice_ends_with(tag, "/")) {
        *ret_element = slice_sub(tag, 0, tag.len - 1);
        *ret_value = slice_of("", 0);
        return true;
    }
    if (!slice_cut(rest, "</", &value, &closing) || !slice_equal(slice_sub(closing, 0, tag.len), tag) ||
        !slice_starts_with(slice_from(closing, tag.len), ">"))
        return false;
    *ret_element = tag;
    *ret_value = slice_trim(value);
    return true;
}

size_t tss_text_images(struct slice xml) {
    struct slice rest = xml, before;
    size_t n = 0;
    while (slice_cut(rest, "<key>Digest</key>", &before, &rest))
        n++;
    return n;
}

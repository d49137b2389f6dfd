/* Text of property lists: encodings, line numbers, quoting. */
#include <stdio.h>

#include "base/utf8.h"
#include "format/plist_parser.h"

struct plist_quote plist_quote(struct slice s) {
    struct plist_quote q;
    size_t room = sizeof q.text - sizeof "...", n = s.len < room ? s.len : room;
    for (size_t i = 0; i < n; i++)
        q.text[i] = s.data[i] >= ' ' && s.data[i] < 0x7f ? (char)s.data[i] : '?';
    snprintf(q.text + n, sizeof q.text - n, "%s", s.len > room ? "..." : "");
    return q;
}

struct plist_lines plist_lines_of(struct slice text) {
    return (struct plist_lines){.text = text, .line = 1, .end = slice_find_byte(text, '\n') == SLICE_NOT_FOUND ? '\r' : '\n'};
}

uint32_t plist_lines_at(struct plist_lines *lines, size_t offset) {
    if (offset < lines->counted) {
        lines->counted = 0;
        lines->line = 1;
    }
    struct slice rest = slice_sub(lines->text, lines->counted, offset - lines->counted);
    for (size_t end; (end = slice_find_byte(rest, lines->end)) != SLICE_NOT_FOUND; rest = slice_from(rest, end + 1))
        lines->line++;
    lines->counted = offset;
    return lines->line;
}

static bool keep(struct buffer *b, struct arena *arena, struct slice *ret_text, struct error *err) {
    struct slice copy = buffer_ok(b) ? arena_slice(arena, buffer_slice(b)) : slice_of(NULL, 0);
    if (!copy.data)
        return error_set(err, "the list needs more memory than is allowed for it");
    *ret_text = copy;
    return true;
}

/* An unpaired surrogate becomes U+FFFD, as in CoreFoundation's lossless conversion it would stay one that UTF-8 cannot hold. */
static void append_utf16(struct buffer *out, struct slice units, bool little) {
    for (size_t i = 0; i + 1 < units.len; i += 2) {
        uint32_t u = little ? (uint32_t)(units.data[i] | units.data[i + 1] << 8) : (uint32_t)(units.data[i] << 8 | units.data[i + 1]);
        if (u >= 0xD800 && u < 0xDC00 && i + 3 < units.len) {
            uint32_t low =
                little ? (uint32_t)(units.data[i + 2] | units.data[i + 3] << 8) : (uint32_t)(units.data[i + 2] << 8 | units.data[i + 3]);
            if (low >= 0xDC00 && low < 0xE000) {
                u = 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        utf8_append(out, u);
    }
}

bool plist_utf16_to_utf8(struct slice units, bool little, struct arena *arena, struct slice *ret_text, struct error *err) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(2 * plist_limits.bytes);
    append_utf16(&out, units, little);
    return keep(&out, arena, ret_text, err);
}

static bool latin1_to_utf8(struct slice bytes, struct arena *arena, struct slice *ret_text, struct error *err) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(2 * plist_limits.bytes);
    for (size_t i = 0; i < bytes.len; i++)
        utf8_append(&out, bytes.data[i]);
    return keep(&out, arena, ret_text, err);
}

uint64_t plist_input_offset(struct plist_encoding encoding, struct slice utf8, uint64_t offset) {
    if (encoding.unit == 0)
        return encoding.skip + offset;
    uint64_t units = 0;
    for (size_t i = 0; i < utf8.len && i < offset; i++)
        units += (utf8.data[i] & 0xC0) == 0x80 ? 0 : utf8.data[i] >= 0xF0 && encoding.unit == 2 ? 2 : 1;
    return encoding.skip + units * encoding.unit;
}

/* The name in <?xml ... encoding="name"?>, empty when there is none. */
static struct slice declared_encoding(struct slice text) {
    struct slice head = slice_sub(text, 0, slice_find_str(text, "?>")), before, rest;
    if (!slice_starts_with(text, "<?xml") || !slice_cut(head, "encoding=", &before, &rest) || rest.len == 0)
        return slice_of(NULL, 0);
    uint8_t quote = rest.data[0];
    rest = slice_from(rest, 1);
    size_t end = slice_find_byte(rest, quote);
    return (quote == '"' || quote == '\'') && end != SLICE_NOT_FOUND ? slice_sub(rest, 0, end) : slice_of(NULL, 0);
}

static bool is_one_of(struct slice s, const char *const *names) {
    for (; *names; names++)
        if (slice_is_nocase(s, *names))
            return true;
    return false;
}

static bool by_declaration(struct slice bytes, struct arena *arena, struct slice *ret_text, struct plist_encoding *ret_encoding,
                           struct error *err) {
    static const char *const utf8[] = {"utf-8", "utf8", "us-ascii", "ascii", NULL};
    static const char *const latin1[] = {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "windows-1252", NULL};
    struct slice name = declared_encoding(bytes);
    *ret_encoding = (struct plist_encoding){.unit = is_one_of(name, latin1) ? 1 : 0};
    if (ret_encoding->unit)
        return latin1_to_utf8(bytes, arena, ret_text, err);
    if (name.len && !is_one_of(name, utf8))
        return error_set(err, "the declared encoding \"%s\" is not known here; property lists are UTF-8", plist_quote(name).text);
    *ret_text = bytes;
    return true;
}

bool plist_to_utf8(struct slice bytes, struct arena *arena, struct slice *ret_text, struct plist_encoding *ret_encoding,
                   struct error *err) {
    static const struct {
        const char *mark;
        size_t skip;
        bool little;
    } utf16[] = {{"\xFE\xFF", 2, false}, {"\xFF\xFE", 2, true}, {"\0<", 0, false}, {"<\0", 0, true}};
    for (size_t i = 0; i < sizeof utf16 / sizeof *utf16; i++)
        if (slice_equal(slice_sub(bytes, 0, 2), slice_of(utf16[i].mark, 2))) {
            *ret_encoding = (struct plist_encoding){.skip = utf16[i].skip, .unit = 2};
            return plist_utf16_to_utf8(slice_from(bytes, utf16[i].skip), utf16[i].little, arena, ret_text, err);
        }
    if (!slice_starts_with(bytes, "\xEF\xBB\xBF"))
        return by_declaration(bytes, arena, ret_text, ret_encoding, err);
    *ret_encoding = (struct plist_encoding){.skip = 3};
    *ret_text = slice_from(bytes, 3);
    return true;
}

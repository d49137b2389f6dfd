/* Tags are passed through; what stands between them is decoded, handed out, and written back only where it changed. */
#include <string.h>

#include "base/base64.h"
#include "base/utf8.h"
#include "format/plist_rewrite.h"

enum { PIECE_LIMIT = 64 << 20 };

struct xml_work {
    const struct plist_rewrite *how;
    struct buffer *out;
    struct buffer plain, changed; /* of one piece */
};

static bool read_reference(struct slice name, uint32_t *ret_code) {
    static const struct {
        const char *name;
        uint32_t code;
    } names[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_is(name, names[i].name)) {
            *ret_code = names[i].code;
            return true;
        }
    if (!slice_starts_with(name, "#") || name.len < 2)
        return false;
    bool hex = name.data[1] == 'x';
    uint32_t code = 0;
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        uint8_t c = name.data[i] | 0x20;
        uint32_t digit = c >= '0' && c <= '9' ? c - (uint32_t)'0' : hex && c >= 'a' && c <= 'f' ? c - (uint32_t)'a' + 10 : 99;
        if (digit > (hex ? 15u : 9u) || code > 0x10FFFF)
            return false;
        code = code * (hex ? 16 : 10) + digit;
    }
    *ret_code = code;
    return code > 0 && code <= 0x10FFFF && !(code >= 0xD800 && code < 0xE000);
}

static void decode(struct slice text, struct buffer *plain) {
    buffer_clear(plain);
    while (text.len) {
        size_t amp = slice_find_byte(text, '&');
        buffer_append(plain, slice_sub(text, 0, amp));
        text = slice_from(text, amp == SLICE_NOT_FOUND ? text.len : amp);
        size_t end = slice_find_byte(slice_sub(text, 0, 12), ';');
        uint32_t code;
        if (text.len && end != SLICE_NOT_FOUND && read_reference(slice_sub(text, 1, end - 1), &code)) {
            utf8_append(plain, code);
            text = slice_from(text, end + 1);
        } else if (text.len) {
            buffer_add_byte(plain, '&');
            text = slice_from(text, 1);
        }
    }
}

static void add_escaped(struct buffer *out, struct slice text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '<' || text.data[i] == '>' || text.data[i] == '&')
            buffer_add_str(out, text.data[i] == '<' ? "&lt;" : text.data[i] == '>' ? "&gt;" : "&amp;");
        else
            buffer_add_byte(out, text.data[i]);
}

static void rewrite_text(struct xml_work *w, struct slice text) {
    decode(text, &w->plain);
    buffer_clear(&w->changed);
    if (w->how->text(w->how->context, buffer_slice(&w->plain), &w->changed))
        add_escaped(w->out, buffer_slice(&w->changed));
    else
        buffer_append(w->out, text);
}

/* Of a CDATA section or a comment: nothing is escaped there. */
static void rewrite_raw(struct xml_work *w, struct slice text) {
    buffer_clear(&w->changed);
    bool changed = w->how->text(w->how->context, text, &w->changed);
    buffer_append(w->out, changed ? buffer_slice(&w->changed) : text);
}

static void rewrite_number(struct xml_work *w, struct slice text) {
    buffer_clear(&w->changed);
    if (w->how->text(w->how->context, slice_trim(text), &w->changed))
        buffer_add_byte(w->out, '0');
    else
        buffer_append(w->out, text);
}

static void decode_base64(struct slice text, struct buffer *plain) {
    uint32_t bits = 0;
    unsigned held = 0;
    buffer_clear(plain);
    for (size_t i = 0; i < text.len && text.data[i] != '='; i++) {
        int digit = base64_digit(text.data[i]);
        if (digit < 0)
            continue;
        bits = bits << 6 | (uint32_t)digit;
        held += 6;
        if (held >= 8) {
            held -= 8;
            buffer_add_byte(plain, (uint8_t)(bits >> held));
        }
    }
}

static void rewrite_data(struct xml_work *w, struct slice text) {
    decode_base64(text, &w->plain);
    buffer_clear(&w->changed);
    if (w->how->data(w->how->context, buffer_slice(&w->plain), &w->changed))
        base64_append(w->out, buffer_slice(&w->changed));
    else
        buffer_append(w->out, text);
}

/* <!-- --> and <![CDATA[ ]]>: the markers are kept, what is inside is text. <? ?> is kept whole. False: it is none of these. */
static bool rewrite_section(struct xml_work *w, struct slice *rest) {
    static const struct {
        const char *start, *end;
        bool text;
    } sections[] = {{"<!--", "-->", true}, {"<![CDATA[", "]]>", true}, {"<?", "?>", false}};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        if (!slice_starts_with(*rest, sections[i].start))
            continue;
        size_t head = strlen(sections[i].start), end = slice_find_str(slice_from(*rest, head), sections[i].end);
        struct slice inside = slice_sub(*rest, head, end), behind = slice_from(*rest, head + inside.len);
        buffer_append(w->out, slice_sub(*rest, 0, head));
        if (sections[i].text)
            rewrite_raw(w, inside);
        else
            buffer_append(w->out, inside);
        buffer_append(w->out, slice_sub(behind, 0, strlen(sections[i].end)));
        *rest = slice_from(behind, strlen(sections[i].end));
        return true;
    }
    return false;
}

/* White space and the brackets of a document type are nobody's. */
static bool has_words(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] >= 0x80 || (s.data[i] >= '0' && s.data[i] != '>' && s.data[i] != '[' && s.data[i] != ']'))
            return true;
    return false;
}

typedef void rewriter(struct xml_work *w, struct slice text);

/* What stands behind a tag is of the kind that the tag says. */
static rewriter *rewriter_behind(struct slice tag) {
    static const struct {
        const char *tag;
        rewriter *rewrite;
    } kinds[] = {
        {"<data>", rewrite_data}, {"<data ", rewrite_data}, {"<integer", rewrite_number}, {"<real", rewrite_number}, {"<date", NULL}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_starts_with(tag, kinds[i].tag))
            return kinds[i].rewrite;
    return rewrite_text;
}

bool plist_rewrite_xml(struct slice bytes, const struct plist_rewrite *how, struct buffer *out) {
    struct xml_work w = {.how = how, .out = out, .plain = buffer_with_limit(PIECE_LIMIT), .changed = buffer_with_limit(PIECE_LIMIT)};
    rewriter *rewrite = rewrite_text;
    while (bytes.len && buffer_ok(out)) {
        size_t open = slice_find_byte(bytes, '<');
        struct slice text = slice_sub(bytes, 0, open);
        if (rewrite && has_words(text))
            rewrite(&w, text);
        else
            buffer_append(out, text);
        bytes = slice_from(bytes, text.len);
        if (bytes.len == 0 || rewrite_section(&w, &bytes))
            continue;
        size_t close = slice_find_byte(bytes, '>');
        struct slice tag = slice_sub(bytes, 0, close == SLICE_NOT_FOUND ? SIZE_MAX : close + 1);
        if (close == SLICE_NOT_FOUND) /* cut off: what looks like a tag may be anything */
            rewrite_raw(&w, tag);
        else
            buffer_append(out, tag);
        rewrite = rewriter_behind(tag);
        bytes = slice_from(bytes, tag.len);
    }
    bool good = buffer_ok(out) && buffer_ok(&w.plain) && buffer_ok(&w.changed);
    buffer_free(&w.plain);
    buffer_free(&w.changed);
    return good;
}

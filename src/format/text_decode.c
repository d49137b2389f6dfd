#include "format/text_decode.h"

#include "base/utf8.h"

enum rtf_state { RTF_TEXT, RTF_BACKSLASH, RTF_WORD, RTF_PARAMETER, RTF_HEX1, RTF_HEX2, RTF_BINARY };

/* Windows-1252, 0x80..0x9F (unicode.org, MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT); the rest is Latin-1. */
static const uint16_t cp1252[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

/* Control words that mean a character. */
static const struct {
    const char *word;
    uint32_t character;
} rtf_characters[] = {
    {"par", '\n'},         {"line", '\n'},        {"row", '\n'},       {"sect", '\n'},      {"page", '\n'},     {"tab", '\t'},
    {"cell", '\t'},        {"emdash", 0x2014},    {"endash", 0x2013},  {"lquote", 0x2018},  {"rquote", 0x2019}, {"bullet", 0x2022},
    {"ldblquote", 0x201C}, {"rdblquote", 0x201D}, {"emspace", 0x2003}, {"enspace", 0x2002},
};

/* Destinations whose text is not part of the document. Any destination behind \* is left out too. */
static const char *const rtf_skipped[] = {"fonttbl", "colortbl", "stylesheet", "info",     "pict",    "object",  "header",
                                          "headerl", "headerr",  "headerf",    "footer",   "footerl", "footerr", "footerf",
                                          "fldinst", "footnote", "filetbl",    "listtext", "private"};

static bool has_lf(struct slice s) { return slice_find_byte(s, '\n') != SLICE_NOT_FOUND; }

/* Without a mark: at least eight pairs, and all but one in sixteen with a zero in the same half. */
static bool zero_in_half(struct slice s, size_t half) {
    size_t pairs = s.len / 2, zeros = 0, others = 0;
    for (size_t i = 0; i < pairs; i++) {
        zeros += s.data[2 * i + half] == 0;
        others += s.data[2 * i + 1 - half] == 0;
    }
    return pairs >= 8 && zeros >= pairs - pairs / 16 && others <= pairs / 16;
}

enum text_encoding text_encoding_of(struct slice s, size_t *ret_mark) {
    *ret_mark = 0;
    if (s.len >= 3 && memcmp(s.data, "\xEF\xBB\xBF", 3) == 0)
        *ret_mark = 3;
    else if (s.len >= 2 && s.data[0] == 0xFF && s.data[1] == 0xFE)
        return *ret_mark = 2, TEXT_UTF16LE;
    else if (s.len >= 2 && s.data[0] == 0xFE && s.data[1] == 0xFF)
        return *ret_mark = 2, TEXT_UTF16BE;
    s = slice_from(s, *ret_mark);
    if (slice_starts_with(s, "{\\rtf"))
        return TEXT_RTF;
    if (zero_in_half(s, 1))
        return TEXT_UTF16LE;
    if (zero_in_half(s, 0))
        return TEXT_UTF16BE;
    size_t cr = slice_find_byte(s, '\r');
    if (cr == SLICE_NOT_FOUND)
        return TEXT_PLAIN;
    if (slice_contains(s, "\r\n"))
        return TEXT_CRLF;
    return has_lf(s) || cr + 1 == s.len ? TEXT_PLAIN : TEXT_LONE_CR;
}

struct text_decode text_decode_start(void) {
    return (struct text_decode){.encoding = TEXT_UNDECIDED};
}

static void append_utf16_unit(struct text_decode *d, uint16_t unit, struct buffer *out) {
    if (unit >= 0xDC00 && unit <= 0xDFFF && d->high_surrogate) {
        utf8_append(out, 0x10000 + (((uint32_t)d->high_surrogate - 0xD800) << 10) + (unit - 0xDC00u));
        d->high_surrogate = 0;
        return;
    }
    if (d->high_surrogate)
        utf8_append(out, 0xFFFD);
    d->high_surrogate = 0;
    if (unit >= 0xD800 && unit <= 0xDBFF)
        d->high_surrogate = unit;
    else if (unit != 0 && unit != 0xFEFF && unit != '\r')
        utf8_append(out, unit); /* a low surrogate alone becomes U+FFFD */
}

static void end_utf16(struct text_decode *d, struct buffer *out) {
    if (d->high_surrogate || d->byte_held)
        utf8_append(out, 0xFFFD);
    d->high_surrogate = 0;
    d->byte_held = false;
}

static void decode_utf16(struct text_decode *d, struct slice in, struct buffer *out) {
    bool little = d->encoding == TEXT_UTF16LE;
    for (size_t i = 0; i < in.len; i++) {
        if (!d->byte_held) {
            d->held = in.data[i];
            d->byte_held = true;
            continue;
        }
        uint16_t first = d->held, second = in.data[i];
        append_utf16_unit(d, (uint16_t)(little ? first | second << 8 : first << 8 | second), out);
        d->byte_held = false;
    }
}

static void append_without_nul(struct slice s, struct buffer *out) {
    while (s.len) {
        size_t end = slice_find_byte(s, 0);
        buffer_append(out, slice_sub(s, 0, end));
        s = end == SLICE_NOT_FOUND ? slice_of(NULL, 0) : slice_from(s, end + 1);
    }
}

/* Takes the CR out of CR LF; a CR at the end of the chunk waits for the next one. */
static void decode_crlf(struct text_decode *d, struct slice in, struct buffer *out) {
    if (d->cr_held && in.len) {
        if (in.data[0] != '\n')
            buffer_add_byte(out, '\r');
        d->cr_held = false;
    }
    while (in.len) {
        size_t cr = slice_find_byte(in, '\r');
        append_without_nul(slice_sub(in, 0, cr), out);
        if (cr == SLICE_NOT_FOUND)
            return;
        if (cr + 1 == in.len)
            d->cr_held = true;
        else if (in.data[cr + 1] != '\n')
            buffer_add_byte(out, '\r');
        in = slice_from(in, cr + 1);
    }
}

static void decode_lone_cr(struct slice in, struct buffer *out) {
    size_t from = out->len;
    append_without_nul(in, out);
    for (size_t i = from; i < out->len; i++)
        if (out->data[i] == '\r')
            out->data[i] = '\n';
}

/* One character of the document, unless its group is left out or it stands in for a \u before it. */
static void rtf_character(struct text_decode *d, uint32_t character, struct buffer *out) {
    struct text_decode_rtf *r = &d->rtf;
    if (r->replacements_left) {
        r->replacements_left--;
        return;
    }
    if (r->too_deep || (r->depth && r->groups[r->depth - 1].skipped) || character == 0)
        return;
    if (d->high_surrogate)
        utf8_append(out, 0xFFFD);
    d->high_surrogate = 0;
    utf8_append(out, character);
}

static void rtf_open(struct text_decode_rtf *r) {
    r->replacements_left = 0;
    if (r->depth == TEXT_DECODE_RTF_DEPTH) {
        r->too_deep++;
        return;
    }
    r->groups[r->depth].skipped = r->depth && r->groups[r->depth - 1].skipped;
    r->groups[r->depth].replacements = r->depth ? r->groups[r->depth - 1].replacements : 1;
    r->depth++;
}

static void rtf_close(struct text_decode_rtf *r) {
    r->replacements_left = 0;
    if (r->too_deep)
        r->too_deep--;
    else if (r->depth)
        r->depth--;
    if (r->depth == 0)
        r->ended = true;
}

static void rtf_unicode(struct text_decode *d, struct buffer *out) {
    struct text_decode_rtf *r = &d->rtf;
    bool shown = !r->too_deep && r->depth && !r->groups[r->depth - 1].skipped;
    r->replacements_left = 0;
    if (shown)
        append_utf16_unit(d, (uint16_t)((r->negative ? -r->parameter : r->parameter) & 0xFFFF), out);
    if (r->depth)
        r->replacements_left = r->groups[r->depth - 1].replacements;
}

static bool rtf_is_skipped_destination(const char *word) {
    for (size_t i = 0; i < sizeof rtf_skipped / sizeof *rtf_skipped; i++)
        if (strcmp(word, rtf_skipped[i]) == 0)
            return true;
    return false;
}

/* A control word is complete. */
static void rtf_word(struct text_decode *d, struct buffer *out) {
    struct text_decode_rtf *r = &d->rtf;
    r->word[r->word_len] = '\0';
    bool starred = r->starred;
    r->starred = false;
    r->state = RTF_TEXT;
    if (r->depth && (starred || rtf_is_skipped_destination(r->word))) {
        r->groups[r->depth - 1].skipped = true;
        return;
    }
    if (strcmp(r->word, "u") == 0 && r->has_parameter) {
        rtf_unicode(d, out);
        return;
    }
    if (strcmp(r->word, "uc") == 0 && r->has_parameter && r->depth)
        r->groups[r->depth - 1].replacements = (uint8_t)(r->parameter > 8 ? 8 : r->parameter);
    if (strcmp(r->word, "bin") == 0 && r->has_parameter && !r->negative && r->parameter > 0) {
        r->binary_left = (uint64_t)r->parameter;
        r->state = RTF_BINARY;
        return;
    }
    for (size_t i = 0; i < sizeof rtf_characters / sizeof *rtf_characters; i++)
        if (strcmp(r->word, rtf_characters[i].word) == 0)
            rtf_character(d, rtf_characters[i].character, out);
}

static bool is_letter(uint8_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* A byte behind a backslash. */
static void rtf_symbol(struct text_decode *d, uint8_t c, struct buffer *out) {
    struct text_decode_rtf *r = &d->rtf;
    r->state = RTF_TEXT;
    if (is_letter(c)) {
        r->state = RTF_WORD;
        r->word[0] = (char)c;
        r->word_len = 1;
        r->parameter = 0;
        r->negative = r->has_parameter = false;
    } else if (c == '\'') {
        r->state = RTF_HEX1;
    } else if (c == '*') {
        r->starred = true;
    } else if (c == '\n' || c == '\r') {
        rtf_character(d, '\n', out);
    } else if (c == '~') {
        rtf_character(d, ' ', out);
    } else if (c == '_') {
        rtf_character(d, '-', out);
    } else if (c != '-' && c != ':' && c != '|') {
        rtf_character(d, c, out);
    }
}

static void rtf_hex(struct text_decode *d, uint8_t c, struct buffer *out) {
    struct text_decode_rtf *r = &d->rtf;
    int value = slice_hex_digit(c);
    if (value < 0) {
        r->state = RTF_TEXT;
        return;
    }
    if (r->state == RTF_HEX1) {
        r->hex = (uint32_t)value;
        r->state = RTF_HEX2;
        return;
    }
    uint32_t byte = r->hex << 4 | (uint32_t)value;
    r->state = RTF_TEXT;
    rtf_character(d, byte >= 0x80 && byte <= 0x9F ? cp1252[byte - 0x80] : byte, out);
}

/* Letters, then a number, of a control word. False: the byte is no part of it and is still to be read. */
static bool rtf_in_word(struct text_decode *d, uint8_t c, struct buffer *out) {
    struct text_decode_rtf *r = &d->rtf;
    if (r->state == RTF_WORD && is_letter(c)) {
        if (r->word_len < TEXT_DECODE_RTF_WORD - 1)
            r->word[r->word_len++] = (char)c;
        return true;
    }
    if (r->state == RTF_WORD && c == '-') {
        r->negative = true;
        r->state = RTF_PARAMETER;
        return true;
    }
    if (c >= '0' && c <= '9') {
        r->state = RTF_PARAMETER;
        r->has_parameter = true;
        if (r->parameter < INT32_MAX)
            r->parameter = r->parameter * 10 + (c - '0');
        return true;
    }
    rtf_word(d, out);
    return c == ' ';
}

static void rtf_text(struct text_decode *d, uint8_t c, struct buffer *out) {
    struct text_decode_rtf *r = &d->rtf;
    if (c == '\\')
        r->state = RTF_BACKSLASH;
    else if (c == '{')
        rtf_open(r);
    else if (c == '}')
        rtf_close(r);
    else if (c >= 0x80)
        rtf_character(d, c <= 0x9F ? cp1252[c - 0x80] : c, out); /* 8-bit text is not allowed, but written */
    else if (c != '\n' && c != '\r')
        rtf_character(d, c, out);
}

static void rtf_byte(struct text_decode *d, uint8_t c, struct buffer *out) {
    struct text_decode_rtf *r = &d->rtf;
    if ((r->state == RTF_WORD || r->state == RTF_PARAMETER) && rtf_in_word(d, c, out))
        return;
    switch ((enum rtf_state)r->state) {
    case RTF_BACKSLASH:
        rtf_symbol(d, c, out);
        break;
    case RTF_HEX1:
    case RTF_HEX2:
        rtf_hex(d, c, out);
        break;
    case RTF_BINARY:
        if (--r->binary_left == 0)
            r->state = RTF_TEXT;
        break;
    case RTF_TEXT:
    case RTF_WORD:
    case RTF_PARAMETER:
        rtf_text(d, c, out);
        break;
    }
}

static void decode_rtf(struct text_decode *d, struct slice in, struct buffer *out) {
    size_t i = 0;
    while (i < in.len && !d->rtf.ended)
        rtf_byte(d, in.data[i++], out);
    append_without_nul(slice_from(in, i), out);
}

static void decode(struct text_decode *d, struct slice in, struct buffer *out) {
    switch (d->encoding) {
    case TEXT_UTF16LE:
    case TEXT_UTF16BE:
        decode_utf16(d, in, out);
        break;
    case TEXT_RTF:
        decode_rtf(d, in, out);
        break;
    case TEXT_CRLF:
        decode_crlf(d, in, out);
        break;
    case TEXT_LONE_CR:
        decode_lone_cr(in, out);
        break;
    case TEXT_PLAIN:
    case TEXT_UNDECIDED:
        append_without_nul(in, out);
        break;
    }
}

static void decode_end(struct text_decode *d, struct buffer *out) {
    if (d->cr_held)
        buffer_add_byte(out, '\r');
    d->cr_held = false;
    if (d->encoding == TEXT_RTF && (d->rtf.state == RTF_WORD || d->rtf.state == RTF_PARAMETER))
        rtf_word(d, out);
    end_utf16(d, out);
}

/* Bytes that came before the encoding was told. True once it is told; the text of the head, without its mark, is then in ret_head. */
static bool sniff(struct text_decode *d, struct slice *chunk, bool last, struct slice *ret_head) {
    size_t mark = 0;
    *ret_head = slice_of(NULL, 0);
    if (d->head_len == 0 && (chunk->len >= TEXT_DECODE_SNIFF || last)) {
        d->encoding = text_encoding_of(slice_sub(*chunk, 0, TEXT_DECODE_SNIFF), &mark);
        *chunk = slice_from(*chunk, mark);
        return true;
    }
    struct slice part = slice_sub(*chunk, 0, TEXT_DECODE_SNIFF - d->head_len);
    if (part.len)
        memcpy(d->head + d->head_len, part.data, part.len);
    d->head_len += part.len;
    *chunk = slice_from(*chunk, part.len);
    if (d->head_len < TEXT_DECODE_SNIFF && !last)
        return false;
    d->encoding = text_encoding_of(slice_of(d->head, d->head_len), &mark);
    *ret_head = slice_from(slice_of(d->head, d->head_len), mark);
    return true;
}

bool text_decode_push(struct text_decode *d, struct slice chunk, bool last, struct buffer *scratch, struct slice *ret_text,
                      struct error *err) {
    struct slice head = slice_of(NULL, 0);
    buffer_clear(scratch);
    if (d->encoding == TEXT_UNDECIDED && !sniff(d, &chunk, last, &head)) {
        *ret_text = slice_of(NULL, 0);
        return true;
    }
    bool untouched = d->encoding == TEXT_PLAIN && head.len == 0 && slice_find_byte(chunk, 0) == SLICE_NOT_FOUND;
    if (untouched) {
        *ret_text = chunk;
        return true;
    }
    decode(d, head, scratch);
    decode(d, chunk, scratch);
    if (last)
        decode_end(d, scratch);
    if (!buffer_ok(scratch))
        return error_set(err, "decoded text does not fit into %zu bytes", scratch->limit);
    *ret_text = buffer_slice(scratch);
    return true;
}

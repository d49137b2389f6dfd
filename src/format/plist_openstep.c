/*
 * The old text form of OpenStep, and .strings files: { key = value; }, ( value, value ), <hex bytes>, "quoted" or bare strings, both
 * kinds of C comments. The grammar is that of CoreFoundation's CFOldStylePList.c; every leaf is a string or data.
 *
 * An octal escape above \177 is a character of the NeXTSTEP encoding, which is not kept here: it becomes U+FFFD.
 */
#include "base/utf8.h"
#include "format/plist_parser.h"

struct openstep {
    struct plist_input *in;
    struct slice text;
    size_t at;
    struct plist_lines lines;
    struct plist_builder b;
    bool strings_file; /* the outer braces are not written */
};

static bool fault_at(struct openstep *x, size_t offset) {
    x->in->problem->offset = offset;
    x->in->problem->line = plist_lines_at(&x->lines, offset);
    return error_wrap(x->in->err, "line %u", x->in->problem->line);
}

#define FAULT(x, offset, ...) (error_set((x)->in->err, __VA_ARGS__), fault_at((x), (offset)))

static bool cut_off(struct openstep *x, const char *inside, size_t opened_at) {
    uint32_t opened = plist_lines_at(&x->lines, opened_at), last = plist_lines_at(&x->lines, x->text.len);
    x->in->problem->offset = x->text.len;
    x->in->problem->line = last;
    return error_set(x->in->err, "the file ends at line %u inside %s opened at line %u", last, inside, opened);
}

static bool at_end(const struct openstep *x) { return x->at >= x->text.len; }
static uint8_t peek(const struct openstep *x) { return at_end(x) ? 0 : x->text.data[x->at]; }

/* White space and comments. False: a comment does not end. */
static bool skip_space(struct openstep *x) {
    while (!at_end(x)) {
        struct slice rest = slice_from(x->text, x->at);
        size_t n = 0;
        if (peek(x) == ' ' || (peek(x) >= '\t' && peek(x) <= '\r')) {
            n = 1;
        } else if (slice_starts_with(rest, "\xE2\x80\xA8") || slice_starts_with(rest, "\xE2\x80\xA9")) {
            n = 3; /* U+2028 and U+2029 are line ends */
        } else if (slice_starts_with(rest, "//")) {
            n = slice_find_byte(rest, '\n');
            n = n == SLICE_NOT_FOUND ? rest.len : n;
        } else if (slice_starts_with(rest, "/*")) {
            n = slice_find_str(slice_from(rest, 2), "*/");
            if (n == SLICE_NOT_FOUND)
                return cut_off(x, "a comment", x->at);
            n += 4;
        }
        if (n == 0)
            break;
        x->at += n;
    }
    return true;
}

static bool is_bare(uint8_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_$/:.-", c));
}

static uint32_t take_digits(struct openstep *x, unsigned base, size_t most) {
    uint32_t value = 0;
    for (size_t i = 0; i < most && plist_digit(peek(x)) < base && !at_end(x); i++)
        value = value * base + plist_digit(x->text.data[x->at++]);
    return value;
}

/* Behind the backslash. */
static void take_escape(struct openstep *x, struct buffer *out) {
    static const char from[] = "abfnrtv", to[] = "\a\b\f\n\r\t\v";
    uint8_t c = peek(x);
    const char *simple = c ? strchr(from, c) : NULL;
    if (c >= '0' && c <= '7') {
        uint32_t value = take_digits(x, 8, 3);
        utf8_append(out, value < 0x80 ? value : 0xFFFD);
        return;
    }
    x->at += !at_end(x);
    if (c == 'U' || c == 'u') {
        uint32_t unit = take_digits(x, 16, 4);
        if (unit >= 0xD800 && unit < 0xDC00 &&
            (slice_starts_with(slice_from(x->text, x->at), "\\U") || slice_starts_with(slice_from(x->text, x->at), "\\u"))) {
            x->at += 2;
            uint32_t low = take_digits(x, 16, 4);
            unit = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
        }
        utf8_append(out, unit);
    } else {
        buffer_add_byte(out, simple ? (uint8_t)to[simple - from] : c);
    }
}

static bool keep(struct openstep *x, const struct buffer *b, struct slice *ret_text) {
    *ret_text = buffer_ok(b) ? arena_slice(x->in->arena, buffer_slice(b)) : slice_of(NULL, 0);
    return ret_text->data || error_set(x->in->err, "the list needs more memory than is allowed for it");
}

static bool take_quoted(struct openstep *x, struct slice *ret_text) {
    size_t start = x->at;
    uint8_t quote = x->text.data[x->at++];
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(plist_limits.bytes);
    while (!at_end(x) && peek(x) != quote) {
        if (peek(x) == '\\') {
            x->at++;
            take_escape(x, &out);
        } else {
            buffer_add_byte(&out, x->text.data[x->at++]);
        }
    }
    if (at_end(x))
        return cut_off(x, "a quoted string", start);
    x->at++;
    if (!utf8_is_valid(buffer_slice(&out)))
        return FAULT(x, start, "the string is not UTF-8");
    return keep(x, &out, ret_text);
}

static bool take_string(struct openstep *x, struct slice *ret_text) {
    size_t start = x->at;
    if (peek(x) == '"' || peek(x) == '\'')
        return take_quoted(x, ret_text);
    while (!at_end(x) && is_bare(peek(x)))
        x->at++;
    *ret_text = slice_of(x->in->copy + start, x->at - start);
    return ret_text->len || FAULT(x, start, "\"%s\" where a value should be", plist_quote(slice_sub(x->text, start, 8)).text);
}

/* <0fbd77 1c2735ae> */
static bool take_data(struct openstep *x, struct slice *ret_text) {
    size_t start = x->at++, nibbles = 0;
    uint8_t *out = x->in->copy + start;
    for (; !at_end(x) && peek(x) != '>'; x->at++) {
        unsigned digit = plist_digit(peek(x));
        if (digit > 15 && peek(x) != ' ' && !(peek(x) >= '\t' && peek(x) <= '\r'))
            return FAULT(x, x->at, "\"%s\" in data, which is hexadecimal digits", plist_quote(slice_sub(x->text, x->at, 8)).text);
        if (digit > 15)
            continue;
        out[nibbles / 2] = (uint8_t)(nibbles % 2 ? out[nibbles / 2] | digit : digit << 4);
        nibbles++;
    }
    if (at_end(x))
        return cut_off(x, "data", start);
    x->at++;
    *ret_text = slice_of(out, nibbles / 2);
    return nibbles % 2 == 0 || FAULT(x, start, "data has an odd number of digits");
}

static bool take_value(struct openstep *x) {
    struct plist node = {.type = PLIST_STRING, .offset = x->at, .line = plist_lines_at(&x->lines, x->at)};
    uint8_t c = peek(x);
    if (c == '{' || c == '(') {
        x->at++;
        return plist_builder_open(&x->b, c == '{' ? PLIST_DICT : PLIST_ARRAY, node.offset, node.line, x->in->err) || fault_at(x, x->at - 1);
    }
    node.type = c == '<' ? PLIST_DATA : PLIST_STRING;
    if (!(c == '<' ? take_data(x, &node.text) : take_string(x, &node.text)))
        return false;
    return plist_builder_add(&x->b, &node, x->in->err) || fault_at(x, (size_t)node.offset);
}

/* `key = value` up to the value, or `key;`, which in .strings files means key = key. */
static bool take_key(struct openstep *x) {
    struct slice key;
    size_t at = x->at;
    uint32_t line = plist_lines_at(&x->lines, at);
    if (!take_string(x, &key) || !skip_space(x))
        return false;
    plist_builder_key(&x->b, key, at, line);
    if (peek(x) == ';') {
        struct plist node = {.type = PLIST_STRING, .offset = at, .line = line, .text = key};
        return plist_builder_add(&x->b, &node, x->in->err) || fault_at(x, at);
    }
    if (at_end(x))
        return cut_off(x, "a dictionary", (size_t)plist_builder_top(&x->b)->offset);
    if (peek(x) != '=')
        return FAULT(x, x->at, "\"%s\" where '=' should follow the key%s", plist_quote(slice_sub(x->text, x->at, 8)).text,
                     peek(x) == ':' ? ": this is JSON, not a property list" : "");
    x->at++;
    return skip_space(x) && (at_end(x) ? cut_off(x, "a dictionary", (size_t)plist_builder_top(&x->b)->offset) : take_value(x));
}

/* Inside a container, between values: its end, or what separates the last value from the next, then the next. */
static bool take_step(struct openstep *x, bool *after_value) {
    const struct plist_frame *top = plist_builder_top(&x->b);
    bool dict = top->type == PLIST_DICT, outer = x->strings_file && x->b.depth == 1;
    size_t at = x->at;
    if (at_end(x) && (!outer || *after_value))
        return cut_off(x, dict ? "a dictionary" : "an array", (size_t)top->offset);
    if (*after_value && peek(x) == (dict ? ';' : ',')) {
        x->at++;
        *after_value = false;
        return true;
    }
    if (*after_value && dict)
        return FAULT(x, at, "\"%s\" where ';' should follow the value", plist_quote(slice_sub(x->text, at, 8)).text);
    if (outer ? at_end(x) : peek(x) == (dict ? '}' : ')')) {
        x->at += !outer;
        *after_value = true;
        return plist_builder_close(&x->b, x->in->err) || fault_at(x, at);
    }
    if (*after_value)
        return FAULT(x, at, "\"%s\" where ',' or ')' should follow the value", plist_quote(slice_sub(x->text, at, 8)).text);
    size_t depth = x->b.depth;
    if (!(dict ? take_key(x) : take_value(x)))
        return false;
    *after_value = x->b.depth == depth;
    return true;
}

static bool parse(struct openstep *x) {
    bool after_value = false;
    if (!skip_space(x))
        return false;
    uint32_t line = plist_lines_at(&x->lines, x->at);
    if (!(x->strings_file ? plist_builder_open(&x->b, PLIST_DICT, x->at, line, x->in->err) : take_value(x)))
        return false;
    while (x->b.depth)
        if (!skip_space(x) || !take_step(x, &after_value))
            return false;
    if (!skip_space(x))
        return false;
    return at_end(x) || FAULT(x, x->at, "\"%s\" after the end of the list", plist_quote(slice_sub(x->text, x->at, 16)).text);
}

bool plist_parse_openstep(struct plist_input *in, const struct plist **ret_root) {
    struct openstep x = {.in = in, .text = in->text, .lines = plist_lines_of(in->text)};
    plist_builder_begin(&x.b, in->arena);
    bool ok = skip_space(&x);
    x.strings_file = ok && peek(&x) != '{' && peek(&x) != '(' && peek(&x) != '<';
    ok = ok && parse(&x);
    if (ok)
        *ret_root = x.b.root;
    plist_builder_end(&x.b);
    return ok;
}

/*
 * The XML form: a tokenizer for exactly the elements of PropertyList-1.0.dtd, with the rules of CoreFoundation's CFPropertyList.c:
 * attributes are passed over, the document type is passed over and never fetched, the only entities are the five of XML and numbers.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "format/plist_parser.h"

struct xml {
    struct plist_input *in;
    struct slice text;
    size_t at;
    struct plist_lines lines;
    struct plist_builder b;
    size_t plist_at; /* of <plist>, SLICE_NOT_FOUND before it */
    bool declares_entities, done;
    size_t bad_base64; /* bytes of <data> that are not base64 */
};

typedef bool leaf_parser(struct slice text, struct plist *ret_node, struct error *err);

#define NAME(literal) literal, sizeof(literal) - 1

static const struct element {
    const char *name;
    size_t name_len;
    enum plist_type type;
    bool container, may_be_empty; /* written as <name/> */
    leaf_parser *parse;           /* NULL: string, key, data, true, false */
} elements[] = {
    {NAME("dict"), PLIST_DICT, true, true, NULL},
    {NAME("key"), PLIST_STRING, false, true, NULL},
    {NAME("string"), PLIST_STRING, false, true, NULL},
    {NAME("array"), PLIST_ARRAY, true, true, NULL},
    {NAME("integer"), PLIST_INTEGER, false, false, plist_xml_integer},
    {NAME("true"), PLIST_BOOL, false, true, NULL},
    {NAME("false"), PLIST_BOOL, false, true, NULL},
    {NAME("data"), PLIST_DATA, false, false, NULL},
    {NAME("real"), PLIST_REAL, false, false, plist_xml_real},
    {NAME("date"), PLIST_DATE, false, false, plist_xml_date},
};

struct tag {
    const struct element *element; /* NULL: <plist> */
    struct slice name;
    size_t at;
    bool empty;
};

/* Puts the line in front of what `err` says, and keeps the place. */
static bool fault_at(struct xml *x, size_t offset) {
    uint32_t line = plist_lines_at(&x->lines, offset);
    x->in->problem->offset = offset;
    x->in->problem->line = line;
    return error_wrap(x->in->err, "line %u", line);
}

#define FAULT(x, offset, ...) (error_set((x)->in->err, __VA_ARGS__), fault_at((x), (offset)))

static struct slice rest_of(const struct xml *x) { return slice_from(x->text, x->at); }

static bool starts(const struct xml *x, const char *prefix) { return slice_starts_with(rest_of(x), prefix); }

/* The byte behind the one at x->at; 0 at the end. */
static uint8_t second(const struct xml *x) { return x->at + 1 < x->text.len ? x->text.data[x->at + 1] : 0; }

static bool is_blank_of_tag(uint8_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static void skip_space(struct xml *x) {
    while (x->at < x->text.len && (x->text.data[x->at] == ' ' || (x->text.data[x->at] >= '\t' && x->text.data[x->at] <= '\r')))
        x->at++;
}

/* "<dict>"; `name` is of the table above. */
static struct plist_quote in_angles(const char *name) {
    struct plist_quote q;
    snprintf(q.text, sizeof q.text, "<%s>", name);
    return q;
}

/* "the file ends at line 41 inside <dict> opened at line 3" */
static bool cut_off(struct xml *x, const char *inside, size_t opened_at) {
    uint32_t opened = plist_lines_at(&x->lines, opened_at), last = plist_lines_at(&x->lines, x->text.len);
    x->in->problem->offset = x->text.len;
    x->in->problem->line = last;
    return error_set(x->in->err, "the file ends at line %u inside %s opened at line %u", last, inside, opened);
}

/* Passes over everything up to and with `end`. */
static bool skip_past(struct xml *x, const char *end, const char *what) {
    size_t found = slice_find_str(rest_of(x), end);
    if (found == SLICE_NOT_FOUND)
        return cut_off(x, what, x->at);
    x->at += found + strlen(end);
    return true;
}

/* <!DOCTYPE ... [ internal subset ]>; nothing in it is acted upon. */
static bool skip_doctype(struct xml *x) {
    size_t start = x->at;
    struct slice rest = rest_of(x);
    size_t close = slice_find_byte(rest, '>'), bracket = slice_find_byte(slice_sub(rest, 0, close), '[');
    if (close == SLICE_NOT_FOUND)
        return cut_off(x, "the document type", start);
    if (bracket == SLICE_NOT_FOUND) {
        x->at += close + 1;
        return true;
    }
    x->at += bracket;
    size_t subset = x->at;
    if (!skip_past(x, "]", "the document type"))
        return false;
    x->declares_entities = slice_contains(slice_sub(x->text, subset, x->at - subset), "<!ENTITY");
    skip_space(x);
    if (!starts(x, ">"))
        return x->at == x->text.len ? cut_off(x, "the document type", start) : FAULT(x, x->at, "the document type does not end with ]>");
    x->at++;
    return true;
}

/* The named and numbered references of XML 1.0 section 4.1 and 4.6. */
static bool entity_value(struct slice name, uint32_t *ret_code_point) {
    static const struct {
        const char *name;
        char c;
    } named[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (slice_is(name, named[i].name)) {
            *ret_code_point = (uint32_t)named[i].c;
            return true;
        }
    if (!slice_starts_with(name, "#") || name.len < 2 || name.len > 10)
        return false;
    bool hex = name.data[1] == 'x';
    uint64_t value = 0;
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        unsigned digit = plist_digit(name.data[i]);
        if (digit >= (hex ? 16u : 10u))
            return false;
        value = value * (hex ? 16 : 10) + digit;
    }
    *ret_code_point = (uint32_t)value;
    return name.len > (hex ? 2 : 1) && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

static size_t encode_utf8(uint32_t cp, uint8_t out[4]) {
    if (cp < 0x80) {
        out[0] = (uint8_t)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (uint8_t)(0x80 | (cp & 0x3F));
    out[0] = (uint8_t)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | cp);
    return n;
}

/* The reference at x->at into the copy at *write; a reference is never shorter than what it stands for. */
static bool take_entity(struct xml *x, size_t *write) {
    uint32_t cp = 0;
    size_t end = slice_find_byte(slice_sub(x->text, x->at, 16), ';');
    struct slice name = slice_sub(x->text, x->at + 1, end == SLICE_NOT_FOUND ? 12 : end - 1);
    if (end == SLICE_NOT_FOUND && x->text.len - x->at < 16 && slice_find_byte(rest_of(x), '<') == SLICE_NOT_FOUND)
        return cut_off(x, "a reference", x->at);
    if (end == SLICE_NOT_FOUND || !entity_value(name, &cp))
        return FAULT(x, x->at, "\"&%s\" is not a reference that property lists know%s", plist_quote(name).text,
                     x->declares_entities ? "; entities that a file declares itself are not expanded" : "");
    *write += encode_utf8(cp, x->in->copy + *write);
    x->at += end + 1;
    return true;
}

static bool take_cdata(struct xml *x, const struct tag *tag, size_t *write) {
    if (!starts(x, "<![CDATA["))
        return FAULT(x, x->at, "\"%s\" inside <%s>", plist_quote(slice_sub(x->text, x->at, 9)).text, tag->element->name);
    size_t start = x->at + 9;
    if (!skip_past(x, "]]>", "a CDATA section"))
        return false;
    size_t len = x->at - 3 - start;
    memmove(x->in->copy + *write, x->in->copy + start, len);
    *write += len;
    return true;
}

static void take_run(struct xml *x, size_t *write) {
    size_t start = x->at;
    const uint8_t *data = x->text.data;
    while (x->at < x->text.len && data[x->at] != '<' && data[x->at] != '&')
        x->at++;
    if (*write != start)
        memmove(x->in->copy + *write, x->in->copy + start, x->at - start);
    *write += x->at - start;
}

static bool is_ascii(struct slice s) {
    uint64_t all = 0, word;
    size_t i = 0;
    for (; i + sizeof word <= s.len; i += sizeof word) {
        memcpy(&word, s.data + i, sizeof word);
        all |= word;
    }
    for (; i < s.len; i++)
        all |= s.data[i];
    return (all & UINT64_C(0x8080808080808080)) == 0;
}

/* `raw` is the text of a string as it stands in the input. */
static bool check_utf8(struct xml *x, size_t from, size_t to) {
    struct slice raw = slice_sub(x->text, from, to - from);
    uint32_t cp;
    if (is_ascii(raw))
        return true;
    for (size_t n; raw.len; raw = slice_from(raw, n)) {
        n = utf8_sequence(raw, &cp);
        if (n == 0)
            return FAULT(x, to - raw.len, "byte 0x%02x at offset %zu is not UTF-8", raw.data[0], to - raw.len);
    }
    return true;
}

/* The characters of an element up to its end tag, references and CDATA resolved; x->at is left at the '<' of the end tag. */
static bool take_content(struct xml *x, const struct tag *tag, struct slice *ret_text) {
    size_t start = x->at, write = x->at;
    for (;;) {
        take_run(x, &write);
        if (x->at >= x->text.len || (x->text.data[x->at] == '<' && x->at + 1 >= x->text.len)) {
            return cut_off(x, in_angles(tag->element->name).text, tag->at);
        }
        if (x->text.data[x->at] == '&') {
            if (!take_entity(x, &write))
                return false;
        } else if (x->text.data[x->at + 1] != '!') {
            break;
        } else if (!take_cdata(x, tag, &write)) {
            return false;
        }
    }
    *ret_text = slice_of(x->in->copy + start, write - start);
    return check_utf8(x, start, x->at);
}

static const struct element *element_named(struct slice name) {
    for (size_t i = 0; name.len && i < sizeof elements / sizeof *elements; i++)
        if (name.data[0] == (uint8_t)elements[i].name[0] && slice_equal(name, slice_of(elements[i].name, elements[i].name_len)))
            return &elements[i];
    return NULL;
}

/* Inside what the file ends, when it ends at the outer level. */
static bool cut_off_here(struct xml *x) {
    const struct plist_frame *top = plist_builder_top(&x->b);
    if (top)
        return cut_off(x, top->type == PLIST_DICT ? "<dict>" : "<array>", top->offset);
    if (x->plist_at != SLICE_NOT_FOUND)
        return cut_off(x, "<plist>", x->plist_at);
    return FAULT(x, x->text.len, "the file ends before the first value");
}

/* <name attributes> or <name/>; x->at is at the '<'. */
static bool take_start_tag(struct xml *x, struct tag *ret_tag) {
    size_t start = x->at, close = slice_find_byte(rest_of(x), '>');
    if (close == SLICE_NOT_FOUND)
        return cut_off_here(x);
    struct slice inner = slice_sub(x->text, start + 1, close - 1);
    struct tag tag = {.at = start, .empty = inner.len && inner.data[inner.len - 1] == '/'};
    size_t n = 0;
    while (n < inner.len && !is_blank_of_tag(inner.data[n]))
        n++;
    tag.name = slice_sub(inner, 0, n == inner.len && tag.empty ? n - 1 : n);
    tag.element = element_named(tag.name);
    if (!tag.element && !slice_is(tag.name, "plist"))
        return FAULT(x, start, "<%s> is not an element of a property list", plist_quote(tag.name).text);
    x->at = start + close + 1;
    *ret_tag = tag;
    return true;
}

/* </name>, the end of the element `opened`; `opened_at` is where it was opened. */
static bool take_end_tag(struct xml *x, const char *opened, size_t opened_at) {
    size_t start = x->at, close = slice_find_byte(rest_of(x), '>');
    if (close == SLICE_NOT_FOUND) {
        return cut_off(x, in_angles(opened).text, opened_at);
    }
    struct slice name = slice_sub(x->text, start + 2, close - 2);
    size_t n = strlen(opened);
    bool end_tag = second(x) == '/', same = slice_equal(slice_sub(name, 0, n), slice_of(opened, n));
    if (!end_tag || !same || (name.len > n && slice_trim(slice_from(name, n)).len)) {
        uint32_t line = plist_lines_at(&x->lines, opened_at);
        return FAULT(x, start, "<%s> %s <%s> opened at line %u", plist_quote(slice_sub(x->text, start + 1, close - 1)).text,
                     end_tag ? "closes" : "inside", opened, line);
    }
    x->at = start + close + 1;
    return true;
}

static bool parse_leaf(struct xml *x, const struct tag *tag, struct slice text, struct plist *node) {
    node->type = tag->element->type;
    if (tag->element->parse)
        return tag->element->parse(text, node, x->in->err) || fault_at(x, tag->at);
    if (node->type == PLIST_BOOL && text.len)
        return FAULT(x, tag->at, "<%s> holds text", tag->element->name);
    node->boolean = tag->element->type == PLIST_BOOL && tag->name.data[0] == 't';
    node->text = text;
    if (node->type == PLIST_DATA) {
        size_t skipped = 0;
        size_t start = (size_t)(text.data - x->in->copy);
        node->text.len = plist_decode_base64(x->in->copy + start, text.len, &skipped);
        x->bad_base64 += skipped;
    }
    return true;
}

static bool take_leaf(struct xml *x, const struct tag *tag, struct plist *node) {
    struct slice text = slice_of(x->in->copy, 0);
    if (!tag->empty && (!take_content(x, tag, &text) || !take_end_tag(x, tag->element->name, tag->at)))
        return false;
    return parse_leaf(x, tag, text, node);
}

static bool take_key(struct xml *x, const struct tag *tag) {
    struct plist_frame *top = plist_builder_top(&x->b);
    if (!top || top->type != PLIST_DICT)
        return FAULT(x, tag->at, "<key> outside <dict>");
    struct plist node = {0};
    if (top->has_key)
        return FAULT(x, tag->at, "<key> %s of line %u has no value before the next <key>", plist_quote(top->key).text, top->key_line);
    uint32_t line = plist_lines_at(&x->lines, tag->at);
    if (!take_leaf(x, tag, &node))
        return false;
    plist_builder_key(&x->b, node.text, tag->at, line);
    return true;
}

static bool open_plist(struct xml *x, const struct tag *tag) {
    if (x->plist_at != SLICE_NOT_FOUND || x->b.depth)
        return FAULT(x, tag->at, "<plist> inside another element");
    if (tag->empty)
        return FAULT(x, tag->at, "<plist/> is empty");
    x->plist_at = tag->at;
    return true;
}

static bool take_element(struct xml *x) {
    struct tag tag = {0};
    if (!take_start_tag(x, &tag))
        return false;
    if (!tag.element)
        return open_plist(x, &tag);
    if (tag.name.data[0] == 'k')
        return take_key(x, &tag);
    if (x->b.root)
        return FAULT(x, tag.at, "<%s> is a second value; <plist> holds one", tag.element->name);
    const struct plist_frame *top = plist_builder_top(&x->b);
    uint32_t line = plist_lines_at(&x->lines, tag.at);
    if (top && top->type == PLIST_DICT && !top->has_key)
        return FAULT(x, tag.at, "<%s> has no <key> in the <dict> opened at line %u", tag.element->name, top->line);
    if (tag.empty && !tag.element->may_be_empty)
        return FAULT(x, tag.at, "<%s/> is empty", tag.element->name);
    if (tag.element->container) {
        bool ok = plist_builder_open(&x->b, tag.element->type, tag.at, line, x->in->err) &&
                  (!tag.empty || plist_builder_close(&x->b, x->in->err));
        return ok || fault_at(x, tag.at);
    }
    struct plist node = {.offset = tag.at, .line = line};
    if (!take_leaf(x, &tag, &node))
        return false;
    return plist_builder_add(&x->b, &node, x->in->err) || fault_at(x, tag.at);
}

static bool close_element(struct xml *x) {
    const struct plist_frame *top = plist_builder_top(&x->b);
    size_t at = x->at;
    if (!top && x->plist_at == SLICE_NOT_FOUND)
        return FAULT(x, at, "an end tag where nothing is open");
    if (!top) {
        if (!take_end_tag(x, "plist", x->plist_at))
            return false;
        x->done = true;
        return x->b.root ? true : FAULT(x, x->plist_at, "<plist> holds no value");
    }
    if (top->has_key && top->type == PLIST_DICT && starts(x, "</dict"))
        return FAULT(x, (size_t)top->key_offset, "<key> %s has no value", plist_quote(top->key).text);
    if (!take_end_tag(x, top->type == PLIST_DICT ? "dict" : "array", top->offset))
        return false;
    return plist_builder_close(&x->b, x->in->err) || fault_at(x, at);
}

static bool take_markup(struct xml *x) {
    uint8_t c = second(x);
    if (c == '/')
        return close_element(x);
    if (c == '?')
        return skip_past(x, "?>", "a processing instruction");
    if (c != '!')
        return take_element(x);
    if (starts(x, "<!--"))
        return skip_past(x, "-->", "a comment");
    if (x->plist_at == SLICE_NOT_FOUND && x->b.depth == 0)
        return skip_doctype(x);
    return FAULT(x, x->at, "\"%s\" between elements", plist_quote(slice_sub(x->text, x->at, 9)).text);
}

static bool parse(struct xml *x) {
    while (!x->done) {
        skip_space(x);
        if (x->at + 1 >= x->text.len)
            return cut_off_here(x);
        if (x->text.data[x->at] != '<')
            return FAULT(x, x->at, "text outside the elements: \"%s\"", plist_quote(slice_sub(x->text, x->at, 24)).text);
        if (!take_markup(x))
            return false;
        /* Without <plist>, the first value is the list. */
        x->done = x->done || (x->b.root && x->plist_at == SLICE_NOT_FOUND);
    }
    return true;
}

/* What CoreFoundation passes over in silence. */
static const char *note_of(struct xml *x, bool leading_space) {
    skip_space(x);
    size_t left = x->text.len - x->at;
    struct arena *arena = x->in->arena;
    if (left)
        return arena_printf(arena, "%zu bytes follow the end of the list at line %u; macOS ignores them", left,
                            plist_lines_at(&x->lines, x->at));
    if (x->bad_base64)
        return arena_printf(arena, "%zu bytes of <data> are not base64; macOS ignores them", x->bad_base64);
    if (x->declares_entities)
        return "the document type declares entities; macOS ignores them";
    if (x->plist_at == SLICE_NOT_FOUND)
        return "there is no <plist> element; macOS reads the list without it";
    return leading_space ? "white space stands before <?xml; macOS reads it, strict XML readers do not" : NULL;
}

bool plist_parse_xml(struct plist_input *in, const struct plist **ret_root) {
    struct xml x = {.in = in, .text = in->text, .plist_at = SLICE_NOT_FOUND, .lines = plist_lines_of(in->text)};
    plist_builder_begin(&x.b, in->arena);
    skip_space(&x);
    bool leading_space = x.at > 0, ok = parse(&x);
    if (ok) {
        in->problem->note = note_of(&x, leading_space);
        *ret_root = x.b.root;
    }
    plist_builder_end(&x.b);
    return ok;
}

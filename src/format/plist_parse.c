/* Which form a list has, and the faults that all forms share: nothing there, only zeros, zeros where an unfinished write left them. */
#include "format/plist_parser.h"

/* So many zeros in a row are a hole: in text, and at the end of a binary list, whose trailer is as long. */
enum { TORN = 8, TORN_BINARY = 32 };

static struct slice without_blanks(struct slice s) {
    while (s.len && strchr(" \t\r\n\v\f", s.data[0] ? s.data[0] : 'x'))
        s = slice_from(s, 1);
    return s;
}

static bool is_name_byte(uint8_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_$/:.-", c));
}

/* "key" = or key = at the start: a .strings file. */
static bool starts_with_assignment(struct slice s) {
    size_t end = 1;
    if (s.data[0] == '"') {
        size_t quote = slice_find_byte(slice_from(s, 1), '"');
        if (quote == SLICE_NOT_FOUND)
            return false;
        end = quote + 2;
    } else {
        while (end < s.len && is_name_byte(s.data[end]))
            end++;
    }
    s = without_blanks(slice_from(s, end));
    return s.len && s.data[0] == '=';
}

static bool is_openstep(struct slice s) {
    if (s.len == 0 || s.data[0] == '<')
        return s.len > 1 && strchr("0123456789abcdefABCDEF", s.data[1] ? s.data[1] : 'x') && slice_find_byte(s, '>') != SLICE_NOT_FOUND &&
               slice_find_byte(slice_from(s, 1), '<') == SLICE_NOT_FOUND;
    if (s.data[0] == '{' || s.data[0] == '(' || slice_starts_with(s, "/*") || slice_starts_with(s, "//"))
        return true;
    return (s.data[0] == '"' || is_name_byte(s.data[0])) && starts_with_assignment(s);
}

static bool is_xml(struct slice s) {
    static const char *const starts[] = {"<?xml", "<!DOCTYPE plist", "<!--", "<plist", "<dict", "<array", "<string>", "<integer>", NULL};
    for (size_t i = 0; starts[i]; i++)
        if (slice_starts_with(s, starts[i]))
            return true;
    return false;
}

enum plist_format plist_sniff(struct slice bytes) {
    if (slice_starts_with(bytes, "bplist"))
        return PLIST_BINARY;
    if (slice_starts_with(bytes, "\xFE\xFF") || slice_starts_with(bytes, "\xFF\xFE") ||
        slice_equal(slice_sub(bytes, 0, 2), slice_of("\0<", 2)) || slice_equal(slice_sub(bytes, 0, 2), slice_of("<\0", 2)))
        return PLIST_XML; /* UTF-16; OpenStep text in UTF-16 is found once it is converted */
    struct slice s = without_blanks(slice_from(bytes, slice_starts_with(bytes, "\xEF\xBB\xBF") ? 3 : 0));
    return is_xml(s) ? PLIST_XML : is_openstep(s) ? PLIST_OPENSTEP : PLIST_UNKNOWN;
}

/* The zeros around `at`, or at the end of the bytes. */
static struct slice zeros_at(struct slice bytes, size_t at) {
    size_t start = at < bytes.len ? at : bytes.len, end = start;
    while (start > 0 && bytes.data[start - 1] == 0)
        start--;
    while (end < bytes.len && bytes.data[end] == 0)
        end++;
    return slice_sub(bytes, start, end - start);
}

/* Where an unfinished write can have left zeros: at the end, and of text wherever the parser stopped; binary lists hold zeros of their own.
 */
static struct slice find_hole(struct slice bytes, const struct plist_problem *problem) {
    size_t least = problem->format == PLIST_BINARY ? TORN_BINARY : TORN;
    struct slice tail = zeros_at(bytes, bytes.len);
    if (problem->format == PLIST_UNKNOWN)
        tail = zeros_at(bytes, 0);
    else if (problem->format != PLIST_BINARY && tail.len < least)
        tail = zeros_at(bytes, (size_t)problem->offset);
    return tail.len < least ? slice_of(NULL, 0) : tail;
}

/* The hole is the fault to tell, what the parser met there is a consequence; a fault before the hole is told first. */
static bool tell_torn(struct slice bytes, struct plist_problem *problem, struct error *err) {
    struct slice hole = find_hole(bytes, problem);
    if (hole.len == 0)
        return false;
    size_t first = (size_t)(hole.data - bytes.data), last = first + hole.len - 1;
    if (problem->format != PLIST_BINARY && problem->offset < first) {
        struct error fault = *err;
        return error_set(err, "%s; and bytes %zu to %zu are zero, as an unfinished write leaves them", fault.text, first, last);
    }
    problem->offset = first;
    if (problem->format != PLIST_BINARY) {
        struct plist_lines lines = plist_lines_of(bytes);
        problem->line = plist_lines_at(&lines, first);
    }
    return error_wrap(err, "bytes %zu to %zu are zero: the file was torn by an unfinished write", first, last);
}

static bool refuse_unknown(struct slice bytes, struct error *err) {
    static const struct {
        const char *start, *name;
    } others[] = {{"<!DOCTYPE html", "an HTML page"},
                  {"<html", "an HTML page"},
                  {"<HTML", "an HTML page"},
                  {"SQLite format 3", "an SQLite database"},
                  {"\x1F\x8B", "gzip"},
                  {"[", "JSON"},
                  {"%PDF", "PDF"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (slice_starts_with(without_blanks(bytes), others[i].start))
            return error_set(err, "this is %s, not a property list", others[i].name);
    return error_set(err, "this is not a property list: it starts with \"%s\"", plist_quote(slice_sub(bytes, 0, 16)).text);
}

typedef bool parser(struct plist_input *in, const struct plist **ret_root);

static bool parse_text(struct plist_input *in, struct slice bytes, const struct plist **ret_root) {
    struct plist_encoding encoding;
    if (!plist_to_utf8(bytes, in->arena, &in->text, &encoding, in->err))
        return false;
    if (in->problem->format == PLIST_XML && plist_sniff(in->text) == PLIST_OPENSTEP)
        in->problem->format = PLIST_OPENSTEP;
    struct slice copy = arena_slice(in->arena, in->text);
    if (!copy.data)
        return error_set(in->err, "the list needs more memory than is allowed for it");
    in->copy = (uint8_t *)(uintptr_t)copy.data;
    parser *parse = in->problem->format == PLIST_XML ? plist_parse_xml : plist_parse_openstep;
    if (parse(in, ret_root))
        return true;
    in->problem->offset = plist_input_offset(encoding, in->text, in->problem->offset);
    return false;
}

static bool parse_bytes(struct plist_input *in, struct slice bytes, const struct plist **ret_root) {
    if (in->problem->format == PLIST_UNKNOWN)
        return refuse_unknown(bytes, in->err);
    if (in->problem->format != PLIST_BINARY)
        return parse_text(in, bytes, ret_root);
    struct slice copy = arena_slice(in->arena, bytes);
    if (!copy.data)
        return error_set(in->err, "the list needs more memory than is allowed for it");
    in->copy = (uint8_t *)(uintptr_t)copy.data;
    in->text = copy;
    return plist_parse_binary(in, ret_root);
}

bool plist_parse(struct slice bytes, struct arena *arena, const struct plist **ret_root, struct plist_problem *ret_problem,
                 struct error *err) {
    struct plist_problem problem = {0};
    struct plist_problem *p = ret_problem ? ret_problem : &problem;
    struct error unwanted;
    struct plist_input in = {.arena = arena, .problem = p, .err = err ? err : &unwanted};
    *p = problem;
    if (bytes.len == 0)
        return error_set(err, "the file is empty: 0 bytes");
    if (bytes.len > plist_limits.bytes)
        return error_set(err, "%zu bytes are more than the %zu that are read of a property list", bytes.len, plist_limits.bytes);
    if (zeros_at(bytes, 0).len == bytes.len)
        return error_set(err, "all %zu bytes are zero: the file was torn by an unfinished write", bytes.len);
    p->format = plist_sniff(bytes);
    return parse_bytes(&in, bytes, ret_root) || tell_torn(bytes, p, in.err);
}

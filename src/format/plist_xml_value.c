/* The leaves of an XML property list: <integer>, <real>, <date>, <data>. The grammar is that of CoreFoundation's CFPropertyList.c. */
#include <math.h>

#include "format/plist_parser.h"

static bool is_blank(uint8_t c) { return c <= ' ' || c == 0x7f; }

static struct slice skip_blanks(struct slice s) {
    while (s.len && is_blank(s.data[0]))
        s = slice_from(s, 1);
    return s;
}

/* blanks, sign, blanks, then decimal digits or 0x and hexadecimal ones; nothing after them, not even a blank. */
bool plist_xml_integer(struct slice text, struct plist *ret_node, struct error *err) {
    struct slice s = skip_blanks(text);
    bool negative = s.len && s.data[0] == '-';
    if (s.len && (s.data[0] == '-' || s.data[0] == '+'))
        s = skip_blanks(slice_from(s, 1));
    unsigned base = slice_starts_with(s, "0x") || slice_starts_with(s, "0X") ? 16 : 10;
    s = slice_from(s, base == 16 ? 2 : 0);
    if (s.len == 0)
        return error_set(err, "<integer> has no digits");
    uint64_t value = 0;
    const uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : UINT64_MAX;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = plist_digit(s.data[i]);
        if (digit >= base)
            return error_set(err, "<integer> \"%s\" is not a number", plist_quote(text).text);
        if (value > (limit - digit) / base)
            return error_set(err, "<integer> %s does not fit 64 bits", plist_quote(text).text);
        value = value * base + digit;
    }
    ret_node->type = PLIST_INTEGER;
    ret_node->integer = (int64_t)(negative ? 0 - value : value);
    ret_node->is_unsigned = !negative && value > INT64_MAX;
    return true;
}

bool plist_xml_real(struct slice text, struct plist *ret_node, struct error *err) {
    static const struct {
        const char *name;
        double value;
    } names[] = {{"nan", NAN},        {"inf", INFINITY},       {"+inf", INFINITY},      {"infinity", INFINITY},
                 {"-inf", -INFINITY}, {"+infinity", INFINITY}, {"-infinity", -INFINITY}};
    ret_node->type = PLIST_REAL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_is_nocase(text, names[i].name)) {
            ret_node->real = names[i].value;
            return true;
        }
    bool digits_only = text.len > 0;
    for (size_t i = 0; i < text.len; i++)
        digits_only = digits_only && text.data[i] != 0 && strchr("0123456789+-.eE", text.data[i]);
    if (!digits_only || !slice_to_double(text, &ret_node->real))
        return error_set(err, "<real> \"%s\" is not a number", plist_quote(text).text);
    return true;
}

static bool take_two(struct slice *s, char after, int *ret_value) {
    if (s->len < 3 || plist_digit(s->data[0]) > 9 || plist_digit(s->data[1]) > 9 || s->data[2] != (uint8_t)after)
        return false;
    *ret_value = (int)(plist_digit(s->data[0]) * 10 + plist_digit(s->data[1]));
    *s = slice_from(*s, 3);
    return true;
}

/* YYYY-MM-DDThh:mm:ssZ; any number of digits in the year, which may be negative. */
bool plist_xml_date(struct slice text, struct plist *ret_node, struct error *err) {
    struct slice s = text;
    struct civil c = {0};
    bool negative = slice_starts_with(s, "-");
    s = slice_from(s, negative ? 1 : 0);
    for (; s.len && plist_digit(s.data[0]) <= 9; s = slice_from(s, 1))
        c.year = c.year > 99999 ? c.year : c.year * 10 + (int)plist_digit(s.data[0]);
    bool ok = slice_starts_with(s, "-");
    s = slice_from(s, 1);
    ok = ok && take_two(&s, '-', &c.month) && take_two(&s, 'T', &c.day) && take_two(&s, ':', &c.hour) && take_two(&s, ':', &c.minute) &&
         take_two(&s, 'Z', &c.second) && s.len == 0;
    if (!ok)
        return error_set(err, "<date> \"%s\" is not of the form 2024-10-01T09:33:52Z", plist_quote(text).text);
    ret_node->type = PLIST_DATE;
    if (negative || !timestamp_from_civil(&c, &ret_node->date))
        ret_node->date = TIMESTAMP_NONE;
    return true;
}

static const int8_t *base64_values(void) {
#define NO -1, -1, -1, -1
    static const int8_t values[128] = {NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, -1, -1, -1, 62, -1, -1, -1, 63, /* + / */
                                       52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1, -1, -1, 0,  -1, -1,         /* 0..9 = */
                                       -1, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
                                       21, 22, 23, 24, 25, -1, -1, -1, -1, -1, -1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36,
                                       37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, -1, -1, -1, -1, -1};
#undef NO
    return values;
}

/* CoreFoundation passes over bytes that are not base64 and drops an incomplete group at the end; so does this. */
size_t plist_decode_base64(uint8_t *text, size_t len, size_t *ret_skipped) {
    const int8_t *values = base64_values();
    size_t out = 0, skipped = 0;
    uint32_t group = 0;
    unsigned count = 0, pads = 0;
    for (size_t i = 0; i < len; i++) {
        uint8_t c = text[i];
        int value = c < 128 ? values[c] : -1;
        pads = c == '=' ? pads + 1 : is_blank(c) ? pads : 0;
        if (value < 0) {
            skipped += !is_blank(c);
            continue;
        }
        group = group << 6 | (uint32_t)value;
        if (++count % 4)
            continue;
        text[out++] = (uint8_t)(group >> 16);
        if (pads < 2)
            text[out++] = (uint8_t)(group >> 8);
        if (pads < 1)
            text[out++] = (uint8_t)group;
    }
    *ret_skipped = skipped + count % 4;
    return out;
}

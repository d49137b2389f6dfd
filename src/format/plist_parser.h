/*
 * plist_parser: what the readers of the three forms share; only plist*.c and scutil_dictionary.c include it.
 *
 * A builder makes the tree without recursion: values wait on a stack until their container closes, then move into the arena.
 * It enforces the limits on values and levels. It must be ended, whether or not the parse succeeded.
 */
#ifndef TAILOR_FORMAT_PLIST_PARSER_H
#define TAILOR_FORMAT_PLIST_PARSER_H

#include "base/buffer.h"
#include "format/plist.h"

/* What a reader of one form gets. `text` is the whole input, `copy` the same bytes, in the arena, to decode in place. */
struct plist_input {
    struct slice text;
    uint8_t *copy;
    struct arena *arena;
    struct plist_problem *problem;
    struct error *err;
};

bool plist_parse_xml(struct plist_input *in, const struct plist **ret_root) MUST_USE;
bool plist_parse_binary(struct plist_input *in, const struct plist **ret_root) MUST_USE;
bool plist_parse_openstep(struct plist_input *in, const struct plist **ret_root) MUST_USE;

/* How the bytes of the input became UTF-8: `skip` bytes of mark, then code units of `unit` bytes; 0: they were UTF-8. */
struct plist_encoding {
    size_t skip, unit;
};

/* The text of an XML list as UTF-8 without byte order mark: UTF-16 (by its mark or its zeros) and ISO-8859-1 (by declaration) are
 * converted into the arena. */
bool plist_to_utf8(struct slice bytes, struct arena *arena, struct slice *ret_text, struct plist_encoding *ret_encoding,
                   struct error *err) MUST_USE;
/* Where in the input the byte `offset` of its UTF-8 form stands. */
uint64_t plist_input_offset(struct plist_encoding encoding, struct slice utf8, uint64_t offset);
/* UTF-16 without its mark; an unpaired surrogate becomes U+FFFD. */
bool plist_utf16_to_utf8(struct slice units, bool little, struct arena *arena, struct slice *ret_text, struct error *err) MUST_USE;

/* The contents of a leaf element of XML, decoded in place. False: err says what is wrong with it. */
bool plist_xml_integer(struct slice text, struct plist *ret_node, struct error *err) MUST_USE;
bool plist_xml_real(struct slice text, struct plist *ret_node, struct error *err) MUST_USE;
bool plist_xml_date(struct slice text, struct plist *ret_node, struct error *err) MUST_USE;
/* Base64 from `text` into the same bytes; returns the length. *ret_skipped counts what is neither base64 nor white space. */
size_t plist_decode_base64(uint8_t *text, size_t len, size_t *ret_skipped);

/* The value of a hexadecimal digit, 99 for any other byte. */
static inline unsigned plist_digit(uint8_t c) {
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 99;
}

/* Shows a few bytes of evidence in a message: printable ASCII as it is, '?' for the rest, cut with "...". */
struct plist_quote {
    char text[40];
};
struct plist_quote plist_quote(struct slice s);

/* Line numbers of increasing offsets in a text; LF, CR LF, or CR where there is no LF at all. */
struct plist_lines {
    struct slice text;
    size_t counted;
    uint32_t line;
    uint8_t end;
};
struct plist_lines plist_lines_of(struct slice text);
uint32_t plist_lines_at(struct plist_lines *lines, size_t offset);

struct plist_frame {
    enum plist_type type;
    uint64_t offset;
    uint32_t line;
    size_t first; /* of its values on the stack */
    size_t first_key;
    bool has_key; /* a key waits for its value */
    struct slice key;
    uint64_t key_offset;
    uint32_t key_line;
};

struct plist_builder {
    struct arena *arena;
    struct buffer values, keys; /* stacks of struct plist and struct slice */
    size_t n_values, n_keys, n_nodes, depth;
    struct plist_frame frames[PLIST_MAX_DEPTH];
    const struct plist *root; /* once the outermost value is complete */
};

void plist_builder_begin(struct plist_builder *b, struct arena *arena);
void plist_builder_end(struct plist_builder *b);
/* The innermost open container, NULL outside all. */
struct plist_frame *plist_builder_top(struct plist_builder *b);
bool plist_builder_open(struct plist_builder *b, enum plist_type type, uint64_t offset, uint32_t line, struct error *err) MUST_USE;
void plist_builder_key(struct plist_builder *b, struct slice key, uint64_t offset, uint32_t line);
bool plist_builder_add(struct plist_builder *b, const struct plist *value, struct error *err) MUST_USE;
bool plist_builder_close(struct plist_builder *b, struct error *err) MUST_USE;

#endif

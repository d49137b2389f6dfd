#include "format/scutil_dictionary.h"

#include "base/utf8.h"
#include "format/plist_parser.h"

struct block {
    struct slice text, rest;
    struct plist_builder b;
    struct plist_problem *problem;
    struct error *err;
    uint32_t line; /* of the line last taken */
    uint64_t offset;
};

static bool fault(struct block *k) {
    k->problem->line = k->line;
    k->problem->offset = k->offset;
    return error_wrap(k->err, "line %u", k->line);
}

static bool next_line(struct block *k, struct slice *ret_line) {
    k->offset = k->text.len - k->rest.len;
    if (!slice_next_line(&k->rest, ret_line))
        return false;
    k->line++;
    return true;
}

static bool is_container(struct slice s, enum plist_type *ret_type) {
    if (slice_is(s, "<dictionary> {"))
        *ret_type = PLIST_DICT;
    else if (slice_is(s, "<array> {"))
        *ret_type = PLIST_ARRAY;
    else
        return false;
    return true;
}

/* "-12" but not "+12", "012" or "0x12": what CFNumber prints. */
static bool is_decimal(struct slice s, int64_t *ret_value) {
    struct slice digits = slice_from(s, slice_starts_with(s, "-") ? 1 : 0);
    bool usual = digits.len == 1 || (digits.len > 1 && digits.data[0] != '0' && digits.data[0] != '+' && digits.data[0] != '-');
    return usual && slice_to_int64(s, ret_value);
}

/* <data> 0x0fbd77; false, and nothing done, when it is not of that form. */
static bool decode_data(struct block *k, struct slice s, struct plist *node) {
    struct slice hex = slice_from(s, strlen("<data> 0x"));
    if (!slice_starts_with(s, "<data> 0x") || hex.len % 2)
        return false;
    uint8_t *bytes = arena_alloc(k->b.arena, hex.len / 2);
    for (size_t i = 0; bytes && i < hex.len; i++) {
        unsigned digit = plist_digit(hex.data[i]);
        if (digit > 15)
            return false;
        bytes[i / 2] = (uint8_t)((unsigned)bytes[i / 2] << 4 | digit);
    }
    if (bytes) {
        node->type = PLIST_DATA;
        node->text = slice_of(bytes, hex.len / 2);
    }
    return bytes != NULL;
}

static bool add_leaf(struct block *k, struct slice value) {
    struct plist node = {.type = PLIST_STRING, .line = k->line, .offset = k->offset};
    if (!decode_data(k, value, &node)) {
        node.text = value;
        node.boolean = slice_is(value, "TRUE");
        if (is_decimal(value, &node.integer))
            node.type = PLIST_INTEGER;
        else if (node.boolean || slice_is(value, "FALSE"))
            node.type = PLIST_BOOL;
    }
    return plist_builder_add(&k->b, &node, k->err) || fault(k);
}

/* A string with a line end in it: the string before grows to the end of this line. */
static bool continue_string(struct block *k, struct slice line) {
    const struct plist_frame *top = plist_builder_top(&k->b);
    bool any = k->b.n_values > top->first;
    struct plist *last = any ? (struct plist *)(void *)k->b.values.data + k->b.n_values - 1 : NULL;
    if (!last || last->type != PLIST_STRING)
        return error_set(k->err, "\"%s\" is neither \"key : value\" nor \"}\"", plist_quote(line).text), fault(k);
    struct slice *text = &last->text;
    text->len = (size_t)(line.data + line.len - text->data);
    return true;
}

static bool take_line(struct block *k, struct slice line) {
    struct slice words = slice_trim(line), key, value;
    enum plist_type type;
    const struct plist_frame *top = plist_builder_top(&k->b);
    if (slice_is(words, "}"))
        return plist_builder_close(&k->b, k->err) || fault(k);
    if (slice_ends_with(words, " :") && !slice_contains(words, " : ")) {
        key = slice_sub(words, 0, words.len - 2);
        value = slice_from(words, words.len);
    } else if (!slice_cut(words, " : ", &key, &value)) {
        return continue_string(k, line);
    }
    if (top->type == PLIST_DICT)
        plist_builder_key(&k->b, key, k->offset, k->line);
    if (is_container(value, &type))
        return plist_builder_open(&k->b, type, k->offset, k->line, k->err) || fault(k);
    return add_leaf(k, value);
}

/* The line on which a block begins; prompts such as "> " may stand before it. */
static bool find_start(struct block *k) {
    struct slice line;
    enum plist_type type;
    while (next_line(k, &line)) {
        struct slice words = slice_trim(line);
        while (slice_starts_with(words, "> "))
            words = slice_trim(slice_from(words, 2));
        if (is_container(words, &type))
            return plist_builder_open(&k->b, type, k->offset, k->line, k->err);
    }
    return error_set(k->err, "there is no \"<dictionary> {\" in it"), fault(k);
}

static bool parse(struct block *k) {
    struct slice line;
    if (!find_start(k))
        return false;
    while (k->b.depth) {
        if (!next_line(k, &line)) {
            const struct plist_frame *top = plist_builder_top(&k->b);
            k->problem->line = k->line;
            k->problem->offset = k->text.len;
            return error_set(k->err, "the output ends at line %u inside <%s> opened at line %u", k->line,
                             top->type == PLIST_DICT ? "dictionary" : "array", top->line);
        }
        if (slice_trim(line).len && !take_line(k, line))
            return false;
    }
    return true;
}

/* All strings of the tree are parts of this one copy. */
static bool copy_text(struct slice text, struct arena *arena, struct slice *ret_copy) {
    struct buffer valid CLEANUP_BUFFER = buffer_with_limit(4 * plist_limits.bytes);
    if (!utf8_is_valid(text)) {
        utf8_append_valid(&valid, text);
        text = buffer_slice(&valid);
    }
    *ret_copy = buffer_ok(&valid) ? arena_slice(arena, text) : slice_of(NULL, 0);
    return ret_copy->data != NULL;
}

bool scutil_dictionary_parse(struct slice text, struct arena *arena, const struct plist **ret_root, struct plist_problem *ret_problem,
                             struct error *err) {
    struct plist_problem problem = {0};
    struct error unwanted;
    struct block k = {.problem = ret_problem ? ret_problem : &problem, .err = err ? err : &unwanted};
    *k.problem = problem;
    if (text.len > plist_limits.bytes)
        return error_set(err, "%zu bytes are more than the %zu that are read of one output", text.len, plist_limits.bytes);
    if (!copy_text(text, arena, &k.text))
        return error_set(err, "the output needs more memory than is allowed for it");
    k.rest = k.text;
    plist_builder_begin(&k.b, arena);
    bool ok = parse(&k);
    if (ok)
        *ret_root = k.b.root;
    plist_builder_end(&k.b);
    return ok;
}

/* A list as XML, in the layout of Apple's own writers. */
#include "base/base64.h"
#include "format/plist_make.h"

enum { DATA_COLUMNS = 76, MIN_DATA_COLUMNS = 16, TAB = 8 };

static void indent(struct buffer *out, size_t depth) {
    for (size_t i = 0; i < depth; i++)
        buffer_add_byte(out, '\t');
}

static void add_text(struct buffer *out, struct slice text) {
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (c == '&')
            buffer_add_str(out, "&amp;");
        else if (c == '<')
            buffer_add_str(out, "&lt;");
        else if (c == '>')
            buffer_add_str(out, "&gt;");
        else if (c >= ' ' || c == '\t' || c == '\n' || c == '\r')
            buffer_add_byte(out, c); /* another control character cannot stand in XML */
    }
}

/* Lines as long as fit behind the indent. */
static void add_data(struct buffer *out, struct slice bytes, size_t depth) {
    size_t taken = depth * TAB, columns = taken + MIN_DATA_COLUMNS < DATA_COLUMNS ? DATA_COLUMNS - taken : MIN_DATA_COLUMNS;
    size_t width = columns / 4 * 3;
    for (size_t at = 0; at < bytes.len; at += width) {
        indent(out, depth);
        base64_append(out, slice_sub(bytes, at, width));
        buffer_add_byte(out, '\n');
    }
}

static bool add_leaf(struct buffer *out, const struct plist *p, size_t depth, struct error *err) {
    indent(out, depth);
    switch (p->type) {
    case PLIST_BOOL:
        buffer_add_str(out, p->boolean ? "<true/>\n" : "<false/>\n");
        return true;
    case PLIST_INTEGER:
        if (p->is_unsigned)
            buffer_printf(out, "<integer>%llu</integer>\n", (unsigned long long)p->integer);
        else
            buffer_printf(out, "<integer>%lld</integer>\n", (long long)p->integer);
        return true;
    case PLIST_STRING:
        buffer_add_str(out, "<string>");
        add_text(out, p->text);
        buffer_add_str(out, "</string>\n");
        return true;
    case PLIST_DATA:
        buffer_add_str(out, "<data>\n");
        add_data(out, p->text, depth);
        indent(out, depth);
        buffer_add_str(out, "</data>\n");
        return true;
    default:
        return error_set(err, "a value of the type %s cannot be written", plist_type_name(p->type));
    }
}

struct level {
    const struct plist *node;
    size_t next;
};

static bool is_container(const struct plist *p) { return p->type == PLIST_DICT || p->type == PLIST_ARRAY; }

static const char *element(const struct plist *p) { return p->type == PLIST_DICT ? "dict" : "array"; }

static void add_key(struct buffer *out, struct slice key, size_t depth) {
    indent(out, depth);
    buffer_add_str(out, "<key>");
    add_text(out, key);
    buffer_add_str(out, "</key>\n");
}

/* A leaf, an empty container, or the beginning of one, which is then the innermost level. */
static bool enter(struct buffer *out, const struct plist *p, struct level *levels, size_t *depth, struct error *err) {
    if (!is_container(p))
        return add_leaf(out, p, *depth, err);
    if (p->n_items && *depth == PLIST_MAX_DEPTH)
        return error_set(err, "more than %d containers inside each other", PLIST_MAX_DEPTH);
    indent(out, *depth);
    buffer_printf(out, p->n_items ? "<%s>\n" : "<%s/>\n", element(p));
    if (p->n_items)
        levels[(*depth)++] = (struct level){p, 0};
    return true;
}

bool plist_write_xml(const struct plist *root, struct buffer *out, struct error *err) {
    struct level levels[PLIST_MAX_DEPTH];
    size_t depth = 0;
    buffer_add_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
                        "<plist version=\"1.0\">\n");
    if (!enter(out, root, levels, &depth, err))
        return false;
    while (depth) {
        struct level *top = &levels[depth - 1];
        if (top->next == top->node->n_items) {
            indent(out, --depth);
            buffer_printf(out, "</%s>\n", element(top->node));
            continue;
        }
        size_t at = top->next++;
        if (top->node->type == PLIST_DICT)
            add_key(out, top->node->keys[at], depth);
        if (!enter(out, &top->node->items[at], levels, &depth, err))
            return false;
    }
    buffer_add_str(out, "</plist>\n");
    return buffer_ok(out) ? true : error_set(err, "the list does not fit");
}

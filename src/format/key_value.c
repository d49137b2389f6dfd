#include "format/key_value.h"

static bool is_blank(uint8_t c) { return c == ' ' || c == '\t'; }

bool key_value_split(struct slice line, struct key_value *ret_pair) {
    size_t indent = 0;
    while (indent < line.len && is_blank(line.data[indent]))
        indent++;
    for (size_t i = indent; i < line.len; i++) {
        if (line.data[i] != ':' || (i + 1 < line.len && !is_blank(line.data[i + 1])))
            continue;
        struct slice key = slice_trim(slice_sub(line, indent, i - indent));
        if (key.len == 0)
            return false;
        *ret_pair = (struct key_value){.key = key, .value = slice_trim(slice_from(line, i + 1)), .indent = indent};
        return true;
    }
    return false;
}

struct slice key_value_without_note(struct slice value, struct slice *ret_inside) {
    value = slice_trim(value);
    *ret_inside = (struct slice){0};
    if (value.len == 0 || value.data[value.len - 1] != ')')
        return value;
    /* The opening bracket that belongs to the last one: notes may nest, as in "Yes (Encrypted (at rest))". */
    size_t depth = 0;
    for (size_t i = value.len; i-- > 0;) {
        if (value.data[i] == ')')
            depth++;
        else if (value.data[i] == '(' && --depth == 0) {
            *ret_inside = slice_trim(slice_sub(value, i + 1, value.len - i - 2));
            return slice_trim(slice_sub(value, 0, i));
        }
    }
    return value;
}

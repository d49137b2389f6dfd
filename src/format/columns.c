#include "format/columns.h"

struct columns columns_split(struct slice line) {
    struct columns c = {.line = line};
    struct slice rest = line;
    while (c.n < COLUMNS_MAX && slice_next_word(&rest, &c.words[c.n]))
        c.n++;
    return c;
}

static size_t offset_of(const struct columns *c, size_t index) { return (size_t)(c->words[index].data - c->line.data); }

struct slice columns_rest(const struct columns *c, size_t index) {
    if (index >= c->n)
        return slice_of("", 0);
    return slice_trim(slice_from(c->line, offset_of(c, index)));
}

struct slice columns_before(const struct columns *c, size_t index) {
    if (index == 0 || c->n == 0)
        return slice_of("", 0);
    if (index >= c->n)
        return slice_trim(c->line);
    return slice_trim(slice_sub(c->line, 0, offset_of(c, index)));
}

bool columns_count(const struct columns *c, size_t index, int64_t *ret_value) {
    if (index >= c->n || c->words[index].data[0] < '0' || c->words[index].data[0] > '9')
        return false;
    return slice_to_int64(c->words[index], ret_value);
}

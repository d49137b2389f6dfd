/* Any bytes as text: the list keeps its limits, its slices lie in the text, parents stand before their children, and no error without a
 * literal. */
#include <stdlib.h>

#include "format/nserror.h"

static void inside(struct slice part, struct slice text, bool may_be_static) {
    if (!part.data || part.len == 0 || may_be_static)
        return;
    if (part.data < text.data || part.data + part.len > text.data + text.len)
        abort();
}

static void check(const struct nserror_list *list, size_t i, struct slice text) {
    const struct nserror *e = &list->errors[i];
    if (e->offset >= text.len || e->depth >= NSERROR_MAX || e->chain >= NSERROR_MAX)
        abort();
    if (e->parent == NSERROR_NO_PARENT ? e->depth != 0 : e->parent >= i || e->depth != list->errors[e->parent].depth + 1)
        abort();
    if (!e->has_code && e->code != 0)
        abort();
    const struct slice parts[] = {e->name, e->text, e->description, e->suggestion,   e->reason,       e->hint,
                                  e->url,  e->host, e->path,        e->stream_error, e->stream_domain};
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
        inside(parts[p], text, false);
    inside(e->domain, text, e->mention);
}

static bool holds_a_literal(struct slice text) {
    for (const char *const *l = nserror_literals; *l; l++)
        if (slice_contains(text, *l))
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct nserror_list list;
    struct slice text = slice_of(data, size);
    nserror_find(text, &list);
    if (list.n > NSERROR_MAX || (list.n > 0 && !holds_a_literal(text)))
        abort();
    for (size_t i = 0; i < list.n; i++)
        check(&list, i, text);
    return 0;
}

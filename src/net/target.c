#include <stdio.h>

#include "net/net.h"

/* Moves `word` into the storage; NULL when there is no room. */
static const char *store(struct slice word, char **at, char *end) {
    word = slice_trim(word);
    if (word.len == 0 || (size_t)(end - *at) < word.len + 1)
        return NULL;
    char *kept = *at;
    memcpy(kept, word.data, word.len);
    kept[word.len] = '\0';
    *at += word.len + 1;
    return kept;
}

void net_target_expect(struct net_target *target, const char *healthy, char *storage, size_t size) {
    char *at = storage, *end = storage + size;
    struct slice rest = slice_str(healthy), part, after;
    target->healthy = healthy;
    while (rest.len) {
        int64_t status = 0;
        part = rest;
        after = slice_of(NULL, 0);
        (void)slice_cut(rest, ",", &part, &after);
        part = slice_trim(part);
        if (slice_starts_with(part, "status ") && slice_to_int64(slice_from(part, 7), &status) && status >= 100 && status <= 999)
            target->expect_status = (unsigned)status;
        else if (slice_starts_with(part, "body has "))
            target->expect_body = store(slice_from(part, 9), &at, end);
        else if (slice_starts_with(part, "header "))
            target->expect_header = store(slice_from(part, 7), &at, end);
        rest = after;
    }
}

/* Reads the bytes as the head of an HTTP answer, whole and cut, and looks at every field. */
#include "net/http_head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct http_head head, again;
    struct slice bytes = slice_of(data, size);
    size_t sum = 0;
    if (http_head_parse(bytes, &head) != HTTP_HEAD_DONE)
        return 0;
    if (head.status < 100 || head.status > 999 || head.length > size || head.n_fields > HTTP_MAX_HEADERS)
        __builtin_trap();
    /* What stands behind the head does not change it. */
    if (http_head_parse(slice_sub(bytes, 0, head.length), &again) != HTTP_HEAD_DONE || again.length != head.length)
        __builtin_trap();
    for (size_t i = 0; i < head.n_fields; i++)
        for (size_t k = 0; k < head.fields[i].value.len; k++)
            sum += head.fields[i].value.data[k];
    sum += http_head_get(&head, "Location").len;
    volatile size_t kept = sum;
    (void)kept;
    return 0;
}

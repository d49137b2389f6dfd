/* Whole and in pieces: both must give the same text. */
#include <stdlib.h>

#include "format/text_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1 || size > 1 << 16)
        return 0;
    size_t piece = (size_t)data[0] + 1;
    struct slice bytes = slice_of(data + 1, size - 1), rest = bytes, text;
    struct buffer whole CLEANUP_BUFFER = buffer_with_limit(1 << 20), scratch CLEANUP_BUFFER = buffer_with_limit(1 << 20),
                        pieces CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct text_decode d = text_decode_start();
    if (!text_decode_push(&d, bytes, true, &scratch, &text, NULL))
        abort();
    buffer_append(&whole, text);
    d = text_decode_start();
    do {
        struct slice part = slice_sub(rest, 0, piece);
        rest = slice_from(rest, part.len);
        if (!text_decode_push(&d, part, rest.len == 0, &scratch, &text, NULL))
            abort();
        buffer_append(&pieces, text);
    } while (rest.len);
    if (!slice_equal(buffer_slice(&whole), buffer_slice(&pieces)))
        abort();
    return 0;
}

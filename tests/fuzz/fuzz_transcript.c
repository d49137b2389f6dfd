/* A copy of a terminal: parts lie within the text, in order, and the cutting ends. */
#include <stdlib.h>

#include "format/transcript.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool knows(void *context, struct slice word) {
    (void)context;
    return slice_is(word, "df") || slice_is(word, "cat");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct transcript t = transcript_of(slice_of(data, size), knows, NULL);
    struct transcript_part part;
    const uint8_t *end = data;
    while (transcript_next(&t, &part)) {
        if (part.text.data && (part.text.data < end || part.text.data + part.text.len > data + size))
            abort();
        end = part.text.data ? part.text.data + part.text.len : end;
    }
    return 0;
}

/* Answers of a signing server: whatever comes, it is granted, refused or garbled, and what is granted points into what came. */
#include <stdlib.h>

#include "base/arena.h"
#include "format/tss_text.h"
#include "tss/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(64 << 20);
    struct slice xml, element, value;
    struct tss_answer a;
    struct error err;
    if (arena && tss_answer_read(slice_of(data, size), "ApImg4Ticket", arena, &a, &err)) {
        if (a.kind == TSS_GRANTED && (a.status != 0 || a.ticket.len == 0))
            abort();
        if (a.kind == TSS_REFUSED && (a.status <= 0 || a.status > 9999999 || a.message.len > TSS_MESSAGE_LIMIT))
            abort();
        if (a.kind == TSS_GARBLED && (a.status < 10000 || !a.problem))
            abort();
    }
    if (arena && tss_text_find(slice_of(data, size), arena, &xml) && tss_text_value(xml, "ApECID", &element, &value) && value.len > xml.len)
        abort();
    arena_free(arena);
    return 0;
}

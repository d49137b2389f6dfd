/* The two ways in which most tables take an artefact: as bytes and as text. */
#include "format/text_decode.h"
#include "table/table.h"

enum { MAX_WHOLE = 64 << 20 };

bool feed_bytes(struct feed *f, struct slice *ret_bytes, struct error *err) {
    return artefact_read_all(f->artefact, f->arena, MAX_WHOLE, ret_bytes, err);
}

bool feed_text(struct feed *f, struct slice *ret_text, struct error *err) {
    struct slice bytes, text;
    if (!feed_bytes(f, &bytes, err))
        return false;
    struct text_decode d = text_decode_start();
    struct buffer scratch CLEANUP_BUFFER = buffer_with_limit((size_t)3 * MAX_WHOLE + TEXT_DECODE_SNIFF);
    if (!text_decode_push(&d, bytes, true, &scratch, &text, err))
        return false;
    bool two_byte = d.encoding == TEXT_UTF16LE || d.encoding == TEXT_UTF16BE;
    if (!two_byte && slice_find_byte(bytes, 0) != SLICE_NOT_FOUND)
        f->problem(f, "zero bytes stand in the text and were left out: the file was torn by an unfinished write");
    bool in_scratch = text.len && text.data == scratch.data;
    if (in_scratch && !(text = arena_slice(f->arena, text)).data)
        return error_set(err, "the decoded text does not fit into the memory allowed for one artefact");
    *ret_text = text;
    return true;
}

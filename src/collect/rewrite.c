#include "collect/rewrite.h"

#include <zlib.h>

#include "collect/rewrite_plist.h"
#include "evidence/gunzip.h"
#include "format/text_decode.h"

enum {
    PIECE = 256 << 10, /* of text, redacted at once */
    MOST_PLIST = 16 << 20,
    PLIST_ARENA = 192 << 20,
    PACKED = 64 << 10,
    SNIFF = 64 << 10,
    RATIO = 400
};

struct rewriter {
    struct redactor *redactor;
    struct gunzip *gunzip;
    struct arena *plists;
    struct text_decode decode;
    struct buffer text, out, scratch;
    z_stream deflater;
    struct rewrite_sink packed; /* where the deflater puts */
};

struct rewriter *rewriter_new(struct redactor *redactor, struct arena *arena, struct error *err) {
    struct rewriter *w = arena_alloc(arena, sizeof *w);
    struct gunzip *gunzip = gunzip_new(arena);
    struct arena *plists = w && gunzip ? arena_new(PLIST_ARENA) : NULL;
    if (!plists) {
        error_set(err, "out of memory");
        return NULL;
    }
    *w = (struct rewriter){.redactor = redactor,
                           .gunzip = gunzip,
                           .plists = plists,
                           .text = buffer_with_limit(MOST_PLIST),
                           .out = buffer_with_limit(4 * MOST_PLIST),
                           .scratch = buffer_with_limit(4 * PIECE)};
    return w;
}

void rewriter_close(struct rewriter *w) {
    if (!w)
        return;
    arena_free(w->plists);
    buffer_free(&w->text);
    buffer_free(&w->out);
    buffer_free(&w->scratch);
}

static void put_redacted(struct rewriter *w, struct slice text, struct rewrite_sink sink) {
    buffer_clear(&w->out);
    redact_append(w->redactor, text, &w->out);
    sink.put(sink.context, buffer_slice(&w->out));
}

/* Where a piece may end: behind the last line; in a line that is longer than a piece, behind the last blank or comma. */
static size_t end_of_piece(struct slice text) {
    size_t blank = 0;
    for (size_t i = text.len; i > 0; i--) {
        if (text.data[i - 1] == '\n')
            return i;
        if (!blank && (text.data[i - 1] == ' ' || text.data[i - 1] == ','))
            blank = i;
    }
    return text.len < PIECE ? 0 : blank ? blank : text.len;
}

static void take_text(struct rewriter *w, struct slice text, bool last, struct rewrite_sink sink) {
    do {
        struct slice part = slice_sub(text, 0, PIECE);
        text = slice_from(text, part.len);
        buffer_append(&w->text, part);
        bool end = last && text.len == 0;
        size_t n = end ? w->text.len : w->text.len >= PIECE ? end_of_piece(buffer_slice(&w->text)) : 0;
        if (n == 0)
            continue;
        put_redacted(w, slice_sub(buffer_slice(&w->text), 0, n), sink);
        buffer_drop_front(&w->text, n);
    } while (text.len);
}

/* What is damaged further on keeps what came before. */
static const char *rewrite_text(struct rewriter *w, struct source *source, bool decode, struct rewrite_sink sink, bool *ret_keep) {
    struct slice view, text;
    struct error err = {{0}};
    const char *problem = NULL;
    buffer_clear(&w->text);
    w->decode = text_decode_start();
    do {
        if (!source_next(source, &view, &err)) {
            view = slice_of(NULL, 0);
            problem = "it is damaged; what came before the damage was kept";
        }
        bool last = view.len == 0;
        text = view;
        if (decode && !text_decode_push(&w->decode, view, last, &w->scratch, &text, &err))
            return "it does not fit into memory";
        take_text(w, text, last, sink);
    } while (view.len);
    *ret_keep = true;
    return buffer_ok(&w->text) ? problem : "it does not fit into memory";
}

static const char *rewrite_list(struct rewriter *w, struct source *source, enum plist_format format, struct rewrite_sink sink,
                                bool *ret_keep) {
    struct slice view;
    struct error err;
    buffer_clear(&w->text);
    do {
        if (!source_next(source, &view, &err))
            return "it is damaged";
        buffer_append(&w->text, view);
    } while (view.len && buffer_ok(&w->text));
    if (!buffer_ok(&w->text)) {
        w->text.failed = false;
        return "a property list of that size is not redacted";
    }
    const char *problem = rewrite_plist(w->redactor, w->text.data, w->text.len, format, w->plists, &w->out);
    arena_reset(w->plists);
    w->out.failed = false;
    *ret_keep = !problem;
    if (!problem)
        sink.put(sink.context, buffer_slice(&w->out));
    return problem;
}

static const char *copy(struct source *source, struct rewrite_sink sink, bool *ret_keep) {
    struct slice view;
    struct error err;
    *ret_keep = true;
    do {
        if (!source_next(source, &view, &err))
            return "it cannot be read back";
        sink.put(sink.context, view);
    } while (view.len);
    return NULL;
}

/* Zeros are what a log has where the Mac lost power. */
static bool is_text(struct slice head) {
    size_t odd = 0;
    for (size_t i = 0; i < head.len && i < SNIFF; i++)
        odd += head.data[i] && (head.data[i] < 9 || (head.data[i] > 13 && head.data[i] < 32 && head.data[i] != 27));
    return odd <= (head.len < SNIFF ? head.len : SNIFF) / 200;
}

static bool is_zero(struct slice s) {
    size_t i = 0;
    while (i < s.len && s.data[i] == 0)
        i++;
    return i == s.len;
}

/* OpenStep text looks like any other: the name must say that it is a property list. */
static enum plist_format list_format(struct slice path, struct slice head) {
    enum plist_format format = plist_sniff(head);
    bool named = slice_ends_with(path, ".plist") || slice_ends_with(path, ".spx");
    if (format == PLIST_XML && !slice_contains(slice_sub(head, 0, 1024), "plist"))
        return PLIST_UNKNOWN;
    return format == PLIST_OPENSTEP && !named ? PLIST_UNKNOWN : format;
}

static const char *rewrite_plain(struct rewriter *w, struct slice path, struct source *source, struct rewrite_sink sink, bool *ret_keep) {
    struct slice head = {0};
    size_t mark;
    if (!source_peek(source, &head, NULL))
        return "it cannot be read back";
    enum text_encoding encoding = text_encoding_of(slice_sub(head, 0, TEXT_DECODE_SNIFF), &mark);
    bool torn = is_zero(slice_sub(head, 0, TEXT_DECODE_SNIFF)); /* nothing but zeros: no encoding */
    bool wide = !torn && (encoding == TEXT_UTF16LE || encoding == TEXT_UTF16BE);
    enum plist_format format = wide ? PLIST_UNKNOWN : list_format(path, head);
    if (format != PLIST_UNKNOWN)
        return rewrite_list(w, source, format, sink, ret_keep);
    if (wide && slice_ends_with(path, ".plist"))
        return "a property list in UTF-16 is not redacted";
    if (!wide && !is_text(head))
        return "it is not text, so it cannot be redacted (--no-redact takes it as it is)";
    return rewrite_text(w, source, wide, sink, ret_keep);
}

/* ---- gzip ---- */

static void deflate_some(struct rewriter *w, struct slice bytes, int flush) {
    uint8_t packed[PACKED];
    int code = Z_OK;
    w->deflater.next_in = (Bytef *)(uintptr_t)bytes.data;
    w->deflater.avail_in = (uInt)bytes.len;
    do {
        w->deflater.next_out = packed;
        w->deflater.avail_out = sizeof packed;
        code = deflate(&w->deflater, flush);
        w->packed.put(w->packed.context, slice_of(packed, sizeof packed - w->deflater.avail_out));
    } while (code == Z_OK && (w->deflater.avail_out == 0 || (flush == Z_FINISH && code != Z_STREAM_END)));
}

static void put_deflated(void *context, struct slice bytes) {
    if (bytes.len && bytes.len <= UINT32_MAX)
        deflate_some(context, bytes, Z_NO_FLUSH);
}

static const char *rewrite_gzip(struct rewriter *w, struct slice path, struct source *source, struct rewrite_sink sink, bool *ret_keep) {
    w->deflater = (z_stream){0};
    w->packed = sink;
    if (deflateInit2(&w->deflater, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return "out of memory";
    struct source *plain = gunzip_open(w->gunzip, source, RATIO);
    struct slice inside = slice_ends_with(path, ".gz") ? slice_sub(path, 0, path.len - 3) : path;
    const char *problem = rewrite_plain(w, inside, plain, (struct rewrite_sink){put_deflated, w}, ret_keep);
    if (*ret_keep)
        deflate_some(w, slice_of("", 0), Z_FINISH);
    deflateEnd(&w->deflater);
    gunzip_close(w->gunzip);
    return problem;
}

const char *rewrite_stream(struct rewriter *w, struct slice path, struct source *source, struct rewrite_sink sink, bool *ret_keep) {
    struct slice head = {0};
    *ret_keep = false;
    if (!w->redactor)
        return copy(source, sink, ret_keep);
    if (source_peek(source, &head, NULL) && slice_starts_with(head, "\x1f\x8b"))
        return rewrite_gzip(w, path, source, sink, ret_keep);
    return rewrite_plain(w, path, source, sink, ret_keep);
}

#include "evidence/decompress.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>

#include "evidence/gunzip.h"

struct decompressor {
    struct source source;
    struct source *inner;
    struct gunzip *gunzip;
    struct archive *handle; /* of libarchive, for all but gzip */
    uint64_t ratio, taken;
};

struct magic {
    const char *bytes;
    size_t len;
};

static const struct magic magics[] = {
    {"\x1f\x8b\x08", 3},     /* RFC 1952 section 2.3.1 */
    {"\xfd\x37zXZ\0", 6},    /* the .xz file format, section 2.1.1.1 */
    {"\x28\xb5\x2f\xfd", 4}, /* RFC 8878 section 3.1.1 */
    {"BZh", 3},              /* bzip2 */
    {"\x04\x22\x4d\x18", 4}, /* LZ4 frame format */
    {"\x1f\x9d", 2},         /* compress(1) */
};

bool decompress_recognises(struct slice head) {
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (slice_equal(slice_sub(head, 0, magics[i].len), slice_of(magics[i].bytes, magics[i].len)))
            return true;
    return false;
}

struct decompressor *decompress_new(struct arena *arena) {
    struct decompressor *d = arena_alloc(arena, sizeof *d);
    if (d)
        d->gunzip = gunzip_new(arena);
    return d && d->gunzip ? d : NULL;
}

static la_ssize_t give_packed(struct archive *a, void *context, const void **ret_bytes) {
    struct decompressor *d = context;
    struct slice view;
    struct error err;
    if (!source_next(d->inner, &view, &err)) {
        archive_set_error(a, EIO, "%s", err.text);
        return ARCHIVE_FATAL;
    }
    d->taken += view.len;
    *ret_bytes = view.data;
    return (la_ssize_t)view.len;
}

static bool fill_unpacked(struct source *s, struct slice *ret_view, struct error *err) {
    struct decompressor *d = (struct decompressor *)s;
    const void *bytes = NULL;
    size_t len = 0;
    la_int64_t offset = 0;
    int code;
    do
        code = archive_read_data_block(d->handle, &bytes, &len, &offset);
    while (code == ARCHIVE_WARN || code == ARCHIVE_RETRY || (code == ARCHIVE_OK && len == 0));
    if (code == ARCHIVE_EOF) {
        *ret_view = slice_of(NULL, 0);
        return true;
    }
    if (code != ARCHIVE_OK) {
        s->truncated = d->inner->ended || d->inner->truncated;
        const char *why = archive_error_string(d->handle);
        return error_set(err, s->truncated ? "the compressed data is cut short (%s)" : "the compressed data is damaged (%s)",
                         why ? why : "no reason given");
    }
    *ret_view = slice_of(bytes, len);
    return bomb_check(s->filled + len, d->taken, d->ratio, err);
}

struct source *decompress_open(struct decompressor *d, struct source *packed, uint64_t ratio, struct error *err) {
    struct slice head;
    if (!source_peek(packed, &head, err))
        return NULL;
    if (slice_starts_with(head, "\x1f\x8b"))
        return gunzip_open(d->gunzip, packed, ratio);
    *d = (struct decompressor){
        .source = {.fill = fill_unpacked}, .inner = packed, .gunzip = d->gunzip, .ratio = ratio, .handle = archive_read_new()};
    struct archive_entry *entry = NULL;
    bool good = d->handle && archive_read_support_filter_xz(d->handle) == ARCHIVE_OK &&
                archive_read_support_filter_zstd(d->handle) == ARCHIVE_OK && archive_read_support_filter_bzip2(d->handle) == ARCHIVE_OK &&
                archive_read_support_filter_lz4(d->handle) == ARCHIVE_OK && archive_read_support_filter_compress(d->handle) == ARCHIVE_OK &&
                archive_read_support_format_raw(d->handle) == ARCHIVE_OK && archive_read_support_format_empty(d->handle) == ARCHIVE_OK &&
                archive_read_open(d->handle, d, NULL, give_packed, NULL) == ARCHIVE_OK;
    int code = good ? archive_read_next_header(d->handle, &entry) : ARCHIVE_FATAL;
    d->source.ended = code == ARCHIVE_EOF;
    if (code == ARCHIVE_OK || code == ARCHIVE_EOF)
        return &d->source;
    const char *why = d->handle ? archive_error_string(d->handle) : "out of memory";
    error_set(err, "the compressed data cannot be read (%s)", why ? why : "no reason given");
    decompress_close(d);
    return NULL;
}

void decompress_close(struct decompressor *d) {
    gunzip_close(d->gunzip);
    if (d->handle)
        archive_read_free(d->handle);
    d->handle = NULL;
}

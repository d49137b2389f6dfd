/* Object by object, in the order of the table of offsets; the trailer as CFBinaryPList.c has it. */
#include "base/reader.h"
#include "base/utf8.h"
#include "format/plist_rewrite.h"

enum { HEAD = 8, TRAILER = 32, MAX_TEXT = 64 << 20, LONG_NUMBER = 10000000 };

struct binary_work {
    const struct plist_rewrite *how;
    struct slice bytes;
    struct buffer *out;
    struct buffer plain, changed, table; /* table: the new offsets, 8 bytes each */
    size_t offset_size, ref_size;
    uint64_t n_objects, top, table_at;
};

static void add_uint(struct buffer *out, uint64_t value, size_t width) {
    while (width--)
        buffer_add_byte(out, (uint8_t)(value >> (8 * width)));
}

static bool read_trailer(struct binary_work *w, struct error *err) {
    if (w->bytes.len < HEAD + TRAILER)
        return error_set(err, "it is too short for a binary property list");
    struct reader r = reader_of(slice_from(w->bytes, w->bytes.len - TRAILER));
    reader_skip(&r, 6);
    w->offset_size = reader_u8(&r);
    w->ref_size = reader_u8(&r);
    w->n_objects = reader_u64be(&r);
    w->top = reader_u64be(&r);
    w->table_at = reader_u64be(&r);
    uint64_t room = w->bytes.len - TRAILER;
    if (w->offset_size < 1 || w->offset_size > 8 || w->ref_size < 1 || w->ref_size > 8 || w->table_at > room ||
        w->n_objects > (room - w->table_at) / w->offset_size)
        return error_set(err, "the table of offsets does not fit the file");
    return true;
}

/* The count in the marker, or in the integer object behind it. */
static uint64_t read_count(struct reader *r, uint8_t marker) {
    if ((marker & 0x0F) != 0x0F)
        return marker & 0x0F;
    uint8_t integer = reader_u8(r);
    if (integer >> 4 != 1 || (integer & 0x0F) > 3)
        r->failed = true;
    return reader_uint_be(r, (size_t)1 << (integer & 3));
}

static void add_counted(struct buffer *out, unsigned kind, uint64_t count) {
    if (count < 0x0F) {
        buffer_add_byte(out, (uint8_t)(kind << 4 | count));
        return;
    }
    unsigned power = count < 0x100 ? 0 : count < 0x10000 ? 1 : count < UINT64_C(0x100000000) ? 2 : 3;
    buffer_add_byte(out, (uint8_t)(kind << 4 | 0x0F));
    buffer_add_byte(out, (uint8_t)(0x10 | power));
    add_uint(out, count, (size_t)1 << power);
}

static bool is_ascii(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] >= 0x80)
            return false;
    return true;
}

static void add_utf16(struct buffer *out, struct slice text, uint64_t *units) {
    uint32_t code;
    for (size_t n; text.len; text = slice_from(text, n ? n : 1)) {
        n = utf8_sequence(text, &code);
        code = n ? code : 0xFFFD;
        *units += code > 0xFFFF ? 2 : 1;
        if (out && code > 0xFFFF)
            add_uint(out, (0xD7C0 + (code >> 10)) << 16 | (0xDC00 | (code & 0x3FF)), 4);
        else if (out)
            add_uint(out, code, 2);
    }
}

static void add_string(struct buffer *out, struct slice text) {
    uint64_t units = 0, again = 0;
    if (is_ascii(text)) {
        add_counted(out, 0x5, text.len);
        buffer_append(out, text);
        return;
    }
    add_utf16(NULL, text, &units);
    add_counted(out, 0x6, units);
    add_utf16(out, text, &again);
}

/* UTF-16BE; a half of a pair without its other half becomes U+FFFD. */
static void decode_utf16(struct slice units, struct buffer *plain) {
    buffer_clear(plain);
    for (size_t i = 0; i + 1 < units.len; i += 2) {
        uint32_t code = (uint32_t)units.data[i] << 8 | units.data[i + 1];
        uint32_t low = i + 3 < units.len ? (uint32_t)units.data[i + 2] << 8 | units.data[i + 3] : 0;
        if (code >= 0xD800 && code < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
            code = 0x10000 + ((code & 0x3FF) << 10 | (low & 0x3FF));
            i += 2;
        } else if (code >= 0xD800 && code < 0xE000) {
            code = 0xFFFD;
        }
        utf8_append(plain, code);
    }
}

/* True when the text was changed and written. */
static bool rewrite_string(struct binary_work *w, struct slice text) {
    buffer_clear(&w->changed);
    if (!w->how->text(w->how->context, text, &w->changed))
        return false;
    add_string(w->out, buffer_slice(&w->changed));
    return true;
}

static bool rewrite_data(struct binary_work *w, struct slice bytes) {
    buffer_clear(&w->changed);
    if (!w->how->data(w->how->context, bytes, &w->changed))
        return false;
    add_counted(w->out, 0x4, w->changed.len);
    buffer_append(w->out, buffer_slice(&w->changed));
    return true;
}

/* Its digits as text; what changes becomes 0. Small numbers identify nothing. */
static bool rewrite_integer(struct binary_work *w, uint64_t value) {
    if (value < LONG_NUMBER)
        return false;
    buffer_clear(&w->plain);
    buffer_clear(&w->changed);
    buffer_printf(&w->plain, "%llu", (unsigned long long)value);
    if (!w->how->text(w->how->context, buffer_slice(&w->plain), &w->changed))
        return false;
    add_uint(w->out, 0x1000, 2);
    return true;
}

/* The bytes behind the marker and its count: how many they are tells the kind. */
static uint64_t payload_of(const struct binary_work *w, uint8_t marker, struct reader *r) {
    unsigned low = marker & 0x0F;
    switch (marker >> 4) {
    case 0x0:
        return 0;
    case 0x1:
    case 0x2:
    case 0x3:
        return UINT64_C(1) << (low & 7);
    case 0x8:
        return low + 1;
    default:
        break;
    }
    uint64_t count = read_count(r, marker), unit = 1;
    if (marker >> 4 == 0x6)
        unit = 2;
    else if (marker >> 4 >= 0xA)
        unit = w->ref_size * (marker >> 4 == 0xD ? 2 : 1);
    if (count > w->bytes.len / unit)
        r->failed = true;
    return r->failed ? 0 : count * unit;
}

static bool rewrite_object(struct binary_work *w, uint64_t at, struct error *err) {
    if (at < HEAD || at >= w->table_at)
        return error_set(err, "an object stands outside the objects: at %llu", (unsigned long long)at);
    struct reader r = reader_of(slice_sub(w->bytes, (size_t)at, (size_t)(w->table_at - at)));
    uint8_t marker = reader_u8(&r);
    uint64_t count = payload_of(w, marker, &r);
    struct slice payload = reader_bytes(&r, (size_t)count);
    if (!reader_ok(&r))
        return error_set(err, "the object at %llu is longer than the objects", (unsigned long long)at);
    struct reader number = reader_of(payload);
    bool done = false;
    if (marker >> 4 == 0x5)
        done = rewrite_string(w, payload);
    else if (marker >> 4 == 0x6) {
        decode_utf16(payload, &w->plain);
        done = rewrite_string(w, buffer_slice(&w->plain));
    } else if (marker >> 4 == 0x4)
        done = rewrite_data(w, payload);
    else if (marker >> 4 == 0x1 && payload.len <= 8)
        done = rewrite_integer(w, reader_uint_be(&number, payload.len));
    if (!done)
        buffer_append(w->out, slice_sub(r.bytes, 0, r.offset));
    return true;
}

static void add_tail(struct binary_work *w) {
    uint64_t table_at = w->out->len;
    size_t width = table_at < 0x100 ? 1 : table_at < 0x10000 ? 2 : table_at < 0x100000000 ? 4 : 8;
    struct reader offsets = reader_of(buffer_slice(&w->table));
    for (uint64_t i = 0; i < w->n_objects; i++)
        add_uint(w->out, reader_u64be(&offsets), width);
    add_uint(w->out, 0, 6);
    add_uint(w->out, width, 1);
    add_uint(w->out, w->ref_size, 1);
    add_uint(w->out, w->n_objects, 8);
    add_uint(w->out, w->top, 8);
    add_uint(w->out, table_at, 8);
}

bool plist_rewrite_binary(struct slice bytes, const struct plist_rewrite *how, struct buffer *out, struct error *err) {
    struct binary_work w = {.how = how,
                            .bytes = bytes,
                            .out = out,
                            .plain = buffer_with_limit(MAX_TEXT),
                            .changed = buffer_with_limit(MAX_TEXT),
                            .table = buffer_with_limit(MAX_TEXT)};
    bool good = read_trailer(&w, err);
    struct reader offsets = reader_of(good ? slice_sub(bytes, (size_t)w.table_at, bytes.len - TRAILER - (size_t)w.table_at) : bytes);
    buffer_append(out, slice_sub(bytes, 0, HEAD));
    for (uint64_t i = 0; good && i < w.n_objects && buffer_ok(out); i++) {
        add_uint(&w.table, out->len, 8);
        good = rewrite_object(&w, reader_uint_be(&offsets, w.offset_size), err);
    }
    if (good)
        add_tail(&w);
    if (good && !(buffer_ok(out) && buffer_ok(&w.plain) && buffer_ok(&w.changed) && buffer_ok(&w.table)))
        good = error_set(err, "it is too large to be rewritten");
    buffer_free(&w.plain);
    buffer_free(&w.changed);
    buffer_free(&w.table);
    return good;
}

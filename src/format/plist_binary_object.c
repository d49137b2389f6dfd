/* One object of a binary property list; the markers are those of CoreFoundation's CFBinaryPList.c. */
#include "format/plist_binary.h"

bool plist_binary_item_fault(struct plist_binary *b, const struct plist_binary_item *item) {
    b->in->problem->offset = item->at;
    return error_wrap(b->in->err, "object %llu at offset 0x%llx", (unsigned long long)item->number, (unsigned long long)item->at);
}

/* The count in the marker, or in the integer object behind it when the marker says 15. */
static bool read_count(struct plist_binary *b, struct plist_binary_item *item, uint64_t *ret_count) {
    uint64_t count = item->marker & 0x0F;
    if (count == 15) {
        uint8_t marker = reader_u8(&item->r);
        if (reader_ok(&item->r) && (marker & 0xF0) != 0x10)
            return ITEM_FAULT(b, item, "its length is not an integer but 0x%02x", marker);
        if ((marker & 0x0F) > 3)
            return ITEM_FAULT(b, item, "its length is an integer of 2^%d bytes", marker & 0x0F);
        count = reader_uint_be(&item->r, (size_t)1 << (marker & 0x03));
        if (!reader_ok(&item->r))
            return ITEM_FAULT(b, item, "its length is cut off by the end of the objects");
    }
    *ret_count = count;
    return true;
}

/* `unit` bytes for each of `count`, checked against what is left. */
static bool read_run(struct plist_binary *b, struct plist_binary_item *item, uint64_t unit, const char *what, struct slice *ret_bytes,
                     uint64_t *ret_count) {
    uint64_t count = 0, left;
    if (!read_count(b, item, &count))
        return false;
    left = reader_left(&item->r);
    if (count > left / unit)
        return ITEM_FAULT(b, item, "%s of length %llu needs %llu bytes each, but %llu bytes are left before the table of offsets", what,
                          (unsigned long long)count, (unsigned long long)unit, (unsigned long long)left);
    /* Objects of an honest list do not overlap; a million that share one long string would take hours to check. */
    b->bytes_read += count * unit;
    if (b->bytes_read > 2 * b->table_at)
        return ITEM_FAULT(b, item, "%s of length %llu overlaps other objects: together they are longer than the file", what,
                          (unsigned long long)count);
    *ret_bytes = reader_bytes(&item->r, (size_t)(count * unit));
    *ret_count = count;
    return true;
}

static bool read_data(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    uint64_t count;
    node->type = PLIST_DATA;
    return read_run(b, item, 1, "data", &node->text, &count);
}

static bool read_ascii(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    uint64_t count;
    node->type = PLIST_STRING;
    if (!read_run(b, item, 1, "string", &node->text, &count))
        return false;
    for (size_t i = 0; i < node->text.len; i++)
        if (node->text.data[i] >= 0x80)
            return ITEM_FAULT(b, item, "byte 0x%02x in an ASCII string", node->text.data[i]);
    return true;
}

static bool read_utf16(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    uint64_t count;
    struct slice units;
    node->type = PLIST_STRING;
    return read_run(b, item, 2, "UTF-16 string", &units, &count) &&
           (plist_utf16_to_utf8(units, false, b->in->arena, &node->text, b->in->err) || plist_binary_item_fault(b, item));
}

/* 1, 2 and 4 bytes are unsigned, 8 are signed, 16 hold what is above INT64_MAX. */
static bool read_integer(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    unsigned power = item->marker & 0x0F;
    if (power > 4)
        return ITEM_FAULT(b, item, "an integer of 2^%u bytes", power);
    uint64_t high = power == 4 ? reader_u64be(&item->r) : 0, low = reader_uint_be(&item->r, power == 4 ? 8 : (size_t)1 << power);
    if (!reader_ok(&item->r))
        return ITEM_FAULT(b, item, "an integer of %u bytes, but %llu bytes are left before the table of offsets", 1u << power,
                          (unsigned long long)(b->table_at - item->at - 1));
    if (high != 0 && !(high == UINT64_MAX && low > INT64_MAX))
        return ITEM_FAULT(b, item, "an integer that does not fit 64 bits");
    node->type = PLIST_INTEGER;
    node->integer = (int64_t)low;
    node->is_unsigned = power == 4 && high == 0 && low > INT64_MAX;
    return true;
}

static bool read_double(struct plist_binary *b, struct plist_binary_item *item, double *ret_value) {
    unsigned power = item->marker & 0x0F;
    if (power != 2 && power != 3)
        return ITEM_FAULT(b, item, "a real of 2^%u bytes, not 4 or 8", power);
    uint64_t bits = reader_uint_be(&item->r, (size_t)1 << power);
    uint32_t bits32 = (uint32_t)bits;
    float single;
    if (!reader_ok(&item->r))
        return ITEM_FAULT(b, item, "a real of %u bytes, but %llu bytes are left before the table of offsets", 1u << power,
                          (unsigned long long)(b->table_at - item->at - 1));
    memcpy(&single, &bits32, sizeof single);
    memcpy(ret_value, &bits, sizeof *ret_value);
    if (power == 2)
        *ret_value = (double)single;
    return true;
}

static bool read_real(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    node->type = PLIST_REAL;
    return read_double(b, item, &node->real);
}

/* Seconds since 2001-01-01T00:00:00Z. */
static bool read_date(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    const double epoch_2001 = 978307200, last_second = 7258118400; /* 2200-01-01 */
    double seconds;
    if (item->marker != 0x33)
        return ITEM_FAULT(b, item, "a date with the marker 0x%02x, not 0x33", item->marker);
    if (!read_double(b, item, &seconds))
        return false;
    node->type = PLIST_DATE;
    seconds += epoch_2001;
    node->date = TIMESTAMP_NONE;
    if (seconds >= 0 && seconds < last_second) {
        int64_t whole = (int64_t)seconds;
        node->date = whole * NS_PER_SECOND + (int64_t)((seconds - (double)whole) * 1e9);
    }
    return true;
}

static bool read_uid(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    size_t width = (size_t)(item->marker & 0x0F) + 1;
    struct slice bytes = reader_bytes(&item->r, width);
    if (!reader_ok(&item->r))
        return ITEM_FAULT(b, item, "a UID of %zu bytes, but %llu bytes are left before the table of offsets", width,
                          (unsigned long long)(b->table_at - item->at - 1));
    uint64_t value = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        if (value > UINT32_MAX >> 8)
            return ITEM_FAULT(b, item, "a UID above 32 bits");
        value = value << 8 | bytes.data[i];
    }
    node->type = PLIST_UID;
    node->integer = (int64_t)value;
    return true;
}

static bool read_simple(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    if (item->marker != 0x00 && item->marker != 0x08 && item->marker != 0x09)
        return ITEM_FAULT(b, item, "0x%02x is no kind of object", item->marker);
    node->type = item->marker == 0x00 ? PLIST_NULL : PLIST_BOOL;
    node->boolean = item->marker == 0x09;
    return true;
}

static bool read_array(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    struct slice refs;
    uint64_t count = 0;
    node->type = PLIST_ARRAY;
    if (!read_run(b, item, b->ref_size, "array", &refs, &count))
        return false;
    node->n_items = (size_t)count;
    return true;
}

static bool read_dict(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    struct slice refs;
    uint64_t count = 0;
    node->type = PLIST_DICT;
    if (!read_run(b, item, 2 * b->ref_size, "dictionary", &refs, &count))
        return false;
    node->n_items = (size_t)count;
    return true;
}

typedef bool read_kind(struct plist_binary *b, struct plist_binary_item *item, struct plist *node);

/* By the upper four bits of the marker. */
static read_kind *const kinds[16] = {
    [0x0] = read_simple, [0x1] = read_integer, [0x2] = read_real,  [0x3] = read_date,  [0x4] = read_data, [0x5] = read_ascii,
    [0x6] = read_utf16,  [0x8] = read_uid,     [0xA] = read_array, [0xC] = read_array, [0xD] = read_dict};

bool plist_binary_read_item(struct plist_binary *b, struct plist_binary_item *item, struct plist *node) {
    read_kind *read = kinds[item->marker >> 4];
    return read ? read(b, item, node) : ITEM_FAULT(b, item, "0x%02x is no kind of object", item->marker);
}

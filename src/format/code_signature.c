#include "format/code_signature.h"

#include <openssl/evp.h>

#include "base/reader.h"

enum { SLOT_DIRECTORY = 0, SLOT_ALTERNATE = 0x1000, SLOT_ALTERNATE_END = 0x1006, SLOT_CMS = 0x10000, BLOB_HEAD = 8, MAX_PAGE_BITS = 24 };
static const uint32_t magic_embedded = 0xFADE0CC0, magic_directory = 0xFADE0C02;
static const uint32_t with_scatter = 0x20100, with_team = 0x20200, with_wide_limit = 0x20300;

static const struct {
    unsigned type, size;
    const char *name;
} hashes[] = {{1, 20, "SHA-1"}, {2, 32, "SHA-256"}, {3, 20, "SHA-256 (20 bytes)"}, {4, 48, "SHA-384"}};

const char *code_hash_name(unsigned type) {
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        if (hashes[i].type == type)
            return hashes[i].name;
    return "unknown";
}

static const EVP_MD *digest_of(unsigned type) {
    switch (type) {
    case 1:
        return EVP_sha1();
    case 2:
    case 3:
        return EVP_sha256();
    case 4:
        return EVP_sha384();
    default:
        return NULL;
    }
}

static void context_cleanup(EVP_MD_CTX **c) { EVP_MD_CTX_free(*c); }

static bool digest(EVP_MD_CTX *context, unsigned type, struct slice bytes, uint8_t ret[EVP_MAX_MD_SIZE]) {
    const EVP_MD *md = digest_of(type);
    unsigned n = 0;
    return context && md && EVP_DigestInit_ex(context, md, NULL) == 1 && EVP_DigestUpdate(context, bytes.data, bytes.len) == 1 &&
           EVP_DigestFinal_ex(context, ret, &n) == 1;
}

bool code_signature_hash(const struct code_signature *s, struct slice bytes, uint8_t ret[CODE_MAX_HASH]) {
    EVP_MD_CTX *context __attribute__((cleanup(context_cleanup))) = EVP_MD_CTX_new();
    uint8_t full[EVP_MAX_MD_SIZE];
    if (s->hash_size > CODE_MAX_HASH || !digest(context, s->hash_type, bytes, full))
        return false;
    memcpy(ret, full, s->hash_size);
    return true;
}

/* A name in the directory: from its offset to a zero. */
static bool name_at(struct slice directory, uint32_t offset, const char *what, struct slice *ret, struct error *err) {
    struct slice rest = slice_from(directory, offset);
    size_t end = slice_find_byte(rest, 0);
    if (offset >= directory.len || end == SLICE_NOT_FOUND)
        return error_set(err, "the %s at byte %u of the directory has no end", what, offset);
    *ret = slice_sub(rest, 0, end);
    return true;
}

static bool check_hashes(struct code_signature *s, struct error *err) {
    unsigned expected = 0;
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        if (hashes[i].type == s->hash_type)
            expected = hashes[i].size;
    if (expected && expected != s->hash_size)
        return error_set(err, "hashes of %u bytes for %s", s->hash_size, code_hash_name(s->hash_type));
    if (s->hash_size == 0 || s->hash_size > CODE_MAX_HASH)
        return error_set(err, "hashes of %u bytes", s->hash_size);
    uint64_t before = (uint64_t)s->n_special * s->hash_size, after = (uint64_t)s->n_code * s->hash_size;
    if (s->hashes > s->directory.len || before > s->hashes || after > s->directory.len - s->hashes)
        return error_set(err, "%u special and %u code slots at byte %zu of a directory of %zu bytes", s->n_special, s->n_code, s->hashes,
                         s->directory.len);
    return true;
}

static bool parse_directory(struct slice blob, struct code_signature *ret, struct error *err) {
    struct reader r = reader_of(slice_from(blob, BLOB_HEAD));
    struct code_signature s = {.directory = blob, .version = reader_u32be(&r), .flags = reader_u32be(&r), .hashes = reader_u32be(&r)};
    uint32_t identifier = reader_u32be(&r), scatter = 0, team = 0;
    s.n_special = reader_u32be(&r);
    s.n_code = reader_u32be(&r);
    s.limit = reader_u32be(&r);
    s.hash_size = reader_u8(&r);
    s.hash_type = reader_u8(&r);
    s.platform = reader_u8(&r);
    unsigned page_bits = reader_u8(&r);
    reader_u32be(&r);
    if (s.version >= with_scatter)
        scatter = reader_u32be(&r);
    if (s.version >= with_team)
        team = reader_u32be(&r);
    if (s.version >= with_wide_limit) {
        reader_u32be(&r);
        uint64_t wide = reader_u64be(&r);
        s.limit = wide ? wide : s.limit;
    }
    if (!reader_ok(&r))
        return error_set(err, "a directory of version 0x%x is cut short at %zu bytes", s.version, blob.len);
    if (page_bits > MAX_PAGE_BITS)
        return error_set(err, "pages of 2^%u bytes", page_bits);
    s.page_size = page_bits ? UINT64_C(1) << page_bits : 0;
    s.scattered = scatter != 0;
    if (!name_at(blob, identifier, "identifier", &s.identifier, err) || (team && !name_at(blob, team, "team", &s.team, err)) ||
        !check_hashes(&s, err))
        return false;
    *ret = s;
    return true;
}

static bool find_blob(struct slice signature, uint32_t offset, struct slice *ret, uint32_t *ret_magic, struct error *err) {
    struct reader r = reader_of(slice_from(signature, offset));
    uint32_t magic = reader_u32be(&r), length = reader_u32be(&r);
    if (!reader_ok(&r) || length < BLOB_HEAD || length > signature.len - offset)
        return error_set(err, "a blob at byte %u of %zu has %u bytes", offset, signature.len, length);
    *ret = slice_sub(signature, offset, length);
    *ret_magic = magic;
    return true;
}

/* SHA-1 is the weakest, whatever the number of the other's type. */
static bool is_stronger(const struct code_signature *a, const struct code_signature *b) {
    return !b->directory.data || (digest_of(a->hash_type) && (a->hash_type > b->hash_type || !digest_of(b->hash_type)));
}

bool code_signature_parse(struct slice signature, struct code_signature *ret, struct error *err) {
    struct reader r = reader_of(signature);
    uint32_t magic = reader_u32be(&r), length = reader_u32be(&r), count = reader_u32be(&r);
    struct code_signature best = {0};
    bool has_cms = false;
    if (!reader_ok(&r) || magic != magic_embedded)
        return error_set(err, "no embedded signature");
    if (length < 12 || length > signature.len || count > CODE_SIGNATURE_MAX_BLOBS)
        return error_set(err, "a signature of %u bytes and %u blobs in %zu bytes", length, count, signature.len);
    signature = slice_sub(signature, 0, length);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t type = reader_u32be(&r), offset = reader_u32be(&r), kind = 0;
        struct slice blob;
        struct code_signature s;
        if (!reader_ok(&r))
            return error_set(err, "the list of %u blobs is cut short", count);
        if (!find_blob(signature, offset, &blob, &kind, err))
            return false;
        has_cms |= type == SLOT_CMS && blob.len > BLOB_HEAD;
        if (type != SLOT_DIRECTORY && (type < SLOT_ALTERNATE || type >= SLOT_ALTERNATE_END))
            continue;
        if (kind != magic_directory)
            return error_set(err, "no code directory at byte %u", offset);
        if (!parse_directory(blob, &s, err))
            return false;
        if (is_stronger(&s, &best))
            best = s;
    }
    if (!best.directory.data)
        return error_set(err, "it has no code directory");
    best.has_cms = has_cms;
    uint8_t hash[CODE_MAX_HASH] = {0};
    if (code_signature_hash(&best, best.directory, hash))
        memcpy(best.cdhash, hash, CODE_HASH_BYTES);
    *ret = best;
    return true;
}

struct slice code_signature_special(const struct code_signature *s, unsigned slot) {
    if (slot == 0 || slot > s->n_special)
        return (struct slice){NULL, 0};
    struct slice hash = slice_sub(s->directory, s->hashes - (size_t)slot * s->hash_size, s->hash_size);
    for (size_t i = 0; i < hash.len; i++)
        if (hash.data[i])
            return hash;
    return (struct slice){NULL, 0};
}

struct code_pages code_signature_check(const struct code_signature *s, struct slice bytes) {
    struct code_pages p = {0};
    EVP_MD_CTX *context __attribute__((cleanup(context_cleanup))) = EVP_MD_CTX_new();
    uint8_t hash[EVP_MAX_MD_SIZE];
    if (s->scattered || !digest_of(s->hash_type))
        return p;
    uint64_t limit = s->limit < bytes.len ? s->limit : bytes.len, page = s->page_size ? s->page_size : limit;
    for (uint32_t i = 0; i < s->n_code; i++) {
        uint64_t at = page * i; /* at most 2^24 * 2^32 */
        if (s->page_size == 0 && i > 0)
            break;
        struct slice expected = slice_sub(s->directory, s->hashes + (size_t)i * s->hash_size, s->hash_size);
        struct slice code = at < limit ? slice_sub(bytes, (size_t)at, (size_t)(limit - at < page ? limit - at : page)) : slice_of("", 0);
        bool good = at < limit && digest(context, s->hash_type, code, hash) && slice_equal(slice_of(hash, s->hash_size), expected);
        p.checked++;
        if (!good && p.bad++ == 0)
            p.first_bad = at;
        /* Pages that the file does not hold: the first says it, the rest are counted without more work. */
        if (at >= limit) {
            p.bad += s->n_code - i - 1;
            p.checked += s->n_code - i - 1;
            break;
        }
    }
    return p;
}

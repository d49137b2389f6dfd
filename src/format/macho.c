#include "format/macho.h"

#include <stdio.h>

#include "base/reader.h"

enum {
    FAT_ARCH = 20,
    FAT_ARCH_64 = 32,
    LC_SEGMENT = 0x1,
    LC_LOAD_DYLIB = 0xC,
    LC_ID_DYLIB = 0xD,
    LC_SEGMENT_64 = 0x19,
    LC_UUID = 0x1B,
    LC_CODE_SIGNATURE = 0x1D,
    LC_LAZY_LOAD_DYLIB = 0x20,
    LC_VERSION_MIN_MACOSX = 0x24,
    LC_BUILD_VERSION = 0x32,
    LC_LOAD_WEAK_DYLIB = 0x18,
    LC_REEXPORT_DYLIB = 0x1F,
    LC_LOAD_UPWARD_DYLIB = 0x23,
    COMMAND_HEAD = 8
};
#define LC_REQUIRED UINT32_C(0x80000000) /* the loader must know the command */

static const uint32_t fat_magic = 0xCAFEBABE, fat_magic_64 = 0xCAFEBABF, magic_32 = 0xFEEDFACE, magic_64 = 0xFEEDFACF;

struct named {
    uint32_t number;
    const char *name;
};

static const char *name_of(const struct named *names, size_t n, uint32_t number, const char *otherwise) {
    for (size_t i = 0; i < n; i++)
        if (names[i].number == number)
            return names[i].name;
    return otherwise;
}
#define NAME_OF(names, number, otherwise) name_of(names, sizeof(names) / sizeof *(names), number, otherwise)

static const char *arch_name(uint32_t type, uint32_t subtype) {
    static const struct named types[] = {{7, "i386"}, {0x01000007, "x86_64"}, {12, "arm"}, {0x0100000C, "arm64"}, {0x0200000C, "arm64_32"},
                                         {18, "ppc"}, {0x01000012, "ppc64"}};
    subtype &= 0x00FFFFFF; /* the upper byte holds capabilities */
    if (type == 0x0100000C && subtype == 2)
        return "arm64e";
    if (type == 0x01000007 && subtype == 8)
        return "x86_64h";
    return NAME_OF(types, type, "other");
}

static const char *kind_name(uint32_t kind) {
    static const struct named kinds[] = {{1, "object"},   {2, "execute"}, {3, "fvmlib"},     {4, "core"},  {5, "preload"}, {6, "dylib"},
                                         {7, "dylinker"}, {8, "bundle"},  {9, "dylib-stub"}, {10, "dsym"}, {11, "kext"},   {12, "fileset"}};
    return NAME_OF(kinds, kind, "other");
}

static const char *platform_name(uint32_t platform) {
    static const struct named platforms[] = {{1, "macOS"},
                                             {2, "iOS"},
                                             {3, "tvOS"},
                                             {4, "watchOS"},
                                             {5, "bridgeOS"},
                                             {6, "Mac Catalyst"},
                                             {7, "iOS simulator"},
                                             {8, "tvOS simulator"},
                                             {9, "watchOS simulator"},
                                             {10, "DriverKit"},
                                             {11, "visionOS"},
                                             {12, "visionOS simulator"}};
    return NAME_OF(platforms, platform, "other");
}

/* The bytes of one architecture, in its own order. */
struct cursor {
    struct reader r;
    bool big;
};

static uint32_t u32(struct cursor *c) { return c->big ? reader_u32be(&c->r) : reader_u32le(&c->r); }
static uint64_t u64(struct cursor *c) { return c->big ? reader_u64be(&c->r) : reader_u64le(&c->r); }

bool macho_recognise(struct slice head) {
    struct reader be = reader_of(head), le = reader_of(head);
    uint32_t b = reader_u32be(&be), l = reader_u32le(&le), count = reader_u32be(&be);
    if (b == magic_32 || b == magic_64 || l == magic_32 || l == magic_64)
        return true;
    /* A Java class begins with the same four bytes, and then a version of 45 and more. */
    return (b == fat_magic || b == fat_magic_64) && reader_ok(&be) && count <= MACHO_MAX_SLICES;
}

struct building {
    struct macho_slice *s;
    struct macho_library *libraries;
    size_t n_libraries;
};

/* A string of a command: from its offset in the command to a zero or to the end. */
static struct slice command_string(struct slice command, uint32_t offset) {
    struct slice rest = slice_from(command, offset);
    return slice_sub(rest, 0, slice_find_byte(rest, 0));
}

static bool take_library(struct building *b, struct slice command, bool big, uint32_t number, struct error *err) {
    static const struct named links[] = {{LC_LOAD_DYLIB, "load"},
                                         {LC_LOAD_WEAK_DYLIB, "weak"},
                                         {LC_REEXPORT_DYLIB, "reexport"},
                                         {LC_LAZY_LOAD_DYLIB, "lazy"},
                                         {LC_LOAD_UPWARD_DYLIB, "upward"}};
    struct cursor c = {reader_of(slice_from(command, COMMAND_HEAD)), big};
    uint32_t offset = u32(&c);
    u32(&c); /* when it was built */
    struct macho_library library = {.current = u32(&c), .compatible = u32(&c)};
    if (!reader_ok(&c.r) || offset < COMMAND_HEAD || offset >= command.len)
        return error_set(err, "a library's name at byte %u of a command of %zu bytes", offset, command.len);
    library.path = command_string(command, offset);
    if (number == LC_ID_DYLIB) {
        b->s->install_name = library.path;
        return true;
    }
    if (b->n_libraries == MACHO_MAX_LIBRARIES)
        return error_set(err, "more than %d libraries", MACHO_MAX_LIBRARIES);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (links[i].number == number)
            library.link = (enum macho_link)i;
    b->libraries[b->n_libraries++] = library;
    return true;
}

static void take_segment(struct macho_slice *s, struct slice command, bool big, bool wide) {
    struct cursor c = {reader_of(slice_from(command, COMMAND_HEAD)), big};
    reader_skip(&c.r, 16 + (wide ? 16 : 8)); /* name, address and size in memory */
    uint64_t offset = wide ? u64(&c) : u32(&c), size = wide ? u64(&c) : u32(&c);
    if (!reader_ok(&c.r))
        s->problem = "a command that describes a segment is cut short";
    else if (offset > s->bytes.len || size > s->bytes.len - offset)
        s->problem = "a segment reaches past the end of the file: it was cut short";
}

static void take_build(struct macho_slice *s, struct slice command, bool big, uint32_t number) {
    struct cursor c = {reader_of(slice_from(command, COMMAND_HEAD)), big};
    const char *platform = number == LC_BUILD_VERSION ? platform_name(u32(&c)) : "macOS";
    uint32_t minimum = u32(&c), sdk = u32(&c);
    /* A library of Mac and Mac Catalyst has both; the Mac's counts. */
    if (reader_ok(&c.r) && (!s->platform || strcmp(platform, "macOS") == 0)) {
        s->platform = platform;
        s->minimum_os = minimum;
        s->sdk = sdk;
    }
}

static void take_signature(struct macho_slice *s, struct slice command, bool big) {
    struct cursor c = {reader_of(slice_from(command, COMMAND_HEAD)), big};
    uint32_t offset = u32(&c), size = u32(&c);
    if (!reader_ok(&c.r) || offset > s->bytes.len || size > s->bytes.len - offset) {
        s->problem = "its signature reaches past the end of the file: it was cut short";
        return;
    }
    s->signature_offset = offset;
    s->signature_size = size;
}

static bool take_command(struct building *b, struct slice command, bool big, uint32_t number, struct error *err) {
    number &= ~LC_REQUIRED;
    switch (number) {
    case LC_LOAD_DYLIB:
    case LC_ID_DYLIB:
    case LC_LOAD_WEAK_DYLIB:
    case LC_REEXPORT_DYLIB:
    case LC_LAZY_LOAD_DYLIB:
    case LC_LOAD_UPWARD_DYLIB:
        return take_library(b, command, big, number, err);
    case LC_SEGMENT:
    case LC_SEGMENT_64:
        take_segment(b->s, command, big, number == LC_SEGMENT_64);
        return true;
    case LC_UUID:
        b->s->uuid = slice_sub(command, COMMAND_HEAD, MACHO_UUID_BYTES);
        return true;
    case LC_VERSION_MIN_MACOSX:
    case LC_BUILD_VERSION:
        take_build(b->s, command, big, number);
        return true;
    case LC_CODE_SIGNATURE:
        take_signature(b->s, command, big);
        return true;
    default:
        return true;
    }
}

static bool read_commands(struct building *b, struct cursor *c, uint32_t count, struct error *err) {
    for (uint32_t i = 0; i < count; i++) {
        size_t at = c->r.offset;
        uint32_t number = u32(c), size = u32(c);
        if (!reader_ok(&c->r) || size < COMMAND_HEAD || size > c->r.bytes.len - at)
            return error_set(err, "offset %zu: command %u of %u has %u bytes, %zu are left", b->s->offset + at, i + 1, count, size,
                             c->r.bytes.len - (at < c->r.bytes.len ? at : c->r.bytes.len));
        if (!take_command(b, slice_sub(c->r.bytes, at, size), c->big, number, err))
            return error_wrap(err, "offset %zu", b->s->offset + at);
        reader_seek(&c->r, at + size);
    }
    return true;
}

static bool read_slice(struct slice bytes, size_t offset, struct arena *arena, struct macho_slice *ret, struct error *err) {
    struct reader probe = reader_of(bytes);
    uint32_t magic = reader_u32be(&probe);
    bool big = magic == magic_32 || magic == magic_64;
    struct cursor c = {reader_of(bytes), big};
    magic = u32(&c);
    if (!reader_ok(&c.r) || (magic != magic_32 && magic != magic_64))
        return error_set(err, "offset %zu: no Mach-O header", offset);
    uint32_t type = u32(&c), subtype = u32(&c), kind = u32(&c), count = u32(&c), size = u32(&c);
    u32(&c); /* flags */
    if (magic == magic_64)
        u32(&c);
    if (!reader_ok(&c.r))
        return error_set(err, "offset %zu: the header is cut short", offset);
    if (count > MACHO_MAX_COMMANDS || size > reader_left(&c.r))
        return error_set(err, "offset %zu: %u commands of %u bytes, %zu bytes are left", offset, count, size, reader_left(&c.r));
    struct macho_slice s = {
        .arch = arch_name(type, subtype), .kind = kind_name(kind), .bits = magic == magic_64 ? 64 : 32, .offset = offset, .bytes = bytes};
    /* A command that loads a library has 24 bytes and a name. */
    size_t most = size / 24 < MACHO_MAX_LIBRARIES ? size / 24 : MACHO_MAX_LIBRARIES;
    struct building b = {.s = &s, .libraries = arena_array(arena, most + 1, sizeof *b.libraries)};
    if (!b.libraries)
        return error_set(err, "its libraries do not fit into the memory allowed for one file");
    c.r.bytes.len = c.r.offset + size;
    if (!read_commands(&b, &c, count, err))
        return false;
    s.libraries = b.libraries;
    s.n_libraries = b.n_libraries;
    *ret = s;
    return true;
}

/* Reads the place of one architecture; the file may end before it. */
static bool read_place(struct reader *r, bool wide, struct slice bytes, struct slice *ret, size_t *ret_offset, struct error *err) {
    reader_skip(r, 8); /* type and subtype: the header of the part says them too */
    uint64_t offset = wide ? reader_u64be(r) : reader_u32be(r), size = wide ? reader_u64be(r) : reader_u32be(r);
    reader_skip(r, wide ? 8 : 4);
    if (!reader_ok(r))
        return error_set(err, "the list of architectures is cut short");
    if (offset > bytes.len || size > bytes.len - offset)
        return error_set(err, "an architecture (offset %llu, %llu bytes) reaches past the end of the file (%zu bytes): it was cut short",
                         (unsigned long long)offset, (unsigned long long)size, bytes.len);
    *ret = slice_sub(bytes, (size_t)offset, (size_t)size);
    *ret_offset = (size_t)offset;
    return true;
}

static bool read_universal(struct slice bytes, struct arena *arena, struct macho *ret, struct error *err) {
    struct reader r = reader_of(bytes);
    bool wide = reader_u32be(&r) == fat_magic_64;
    uint32_t count = reader_u32be(&r);
    if (!reader_ok(&r) || count == 0 || count > MACHO_MAX_SLICES)
        return error_set(err, "a universal file of %u architectures", count);
    struct macho_slice *slices = arena_array(arena, count, sizeof *slices);
    if (!slices)
        return error_set(err, "out of memory");
    for (uint32_t i = 0; i < count; i++) {
        struct slice part;
        size_t offset = 0;
        if (!read_place(&r, wide, bytes, &part, &offset, err) || !read_slice(part, offset, arena, &slices[i], err))
            return false;
    }
    *ret = (struct macho){.universal = true, .slices = slices, .n_slices = count};
    return true;
}

bool macho_parse(struct slice bytes, struct arena *arena, struct macho *ret, struct error *err) {
    if (bytes.len == 0)
        return error_set(err, "the file is empty");
    if (!macho_recognise(bytes))
        return error_set(err, "not a Mach-O file");
    struct reader r = reader_of(bytes);
    uint32_t magic = reader_u32be(&r);
    if (magic == fat_magic || magic == fat_magic_64)
        return read_universal(bytes, arena, ret, err);
    struct macho_slice *s = arena_alloc(arena, sizeof *s);
    if (!s)
        return error_set(err, "out of memory");
    if (!read_slice(bytes, 0, arena, s, err))
        return false;
    *ret = (struct macho){.slices = s, .n_slices = 1};
    return true;
}

const char *macho_version(uint32_t version, char buffer[24]) {
    unsigned major = version >> 16, minor = version >> 8 & 0xFF, patch = version & 0xFF;
    if (patch)
        snprintf(buffer, 24, "%u.%u.%u", major, minor, patch);
    else
        snprintf(buffer, 24, "%u.%u", major, minor);
    return buffer;
}

const char *macho_link_name(enum macho_link link) {
    static const char *const names[] = {"load", "weak", "reexport", "lazy", "upward"};
    return names[link];
}

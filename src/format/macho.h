/*
 * macho: what a Mach-O file says of itself: architectures, platform and lowest system, linked libraries, where its signature lies.
 *
 * Facts from Apple's own headers (github.com/apple-oss-distributions: xnu EXTERNAL_HEADERS/mach-o/loader.h, fat.h; osfmk/mach/machine.h):
 *
 *     universal   0xcafebabe or 0xcafebabf (64-bit), count, then for each architecture its type, subtype, offset, size, alignment;
 * big-endian header      0xfeedface or 0xfeedfacf (64-bit) in the order of bytes of its own machine, type, subtype, kind of file, commands,
 * their bytes, flags, (64-bit: reserved); then each command: number, bytes, content read        LC_SEGMENT(_64), LC_UUID, LC_ID_DYLIB and
 * the five commands that load a library, LC_VERSION_MIN_MACOSX, LC_BUILD_VERSION, LC_CODE_SIGNATURE
 *
 * Limits: MACHO_MAX_SLICES architectures, MACHO_MAX_COMMANDS commands and MACHO_MAX_LIBRARIES libraries in each. Slices are of the input;
 * arrays live in the arena. Errors name the offset in the file. A file whose segments or signature reach past its end is read, and says so
 * in `problem`: it was cut short.
 *
 *     struct macho m;
 *     if (!macho_parse(bytes, arena, &m, err)) ...
 *     for (size_t i = 0; i < m.n_slices; i++) m.slices[i].arch ...
 */
#ifndef TAILOR_FORMAT_MACHO_H
#define TAILOR_FORMAT_MACHO_H

#include "base/arena.h"
#include "base/error.h"

enum { MACHO_MAX_SLICES = 32, MACHO_MAX_COMMANDS = 16384, MACHO_MAX_LIBRARIES = 4096, MACHO_UUID_BYTES = 16 };

enum macho_link { MACHO_LOAD, MACHO_WEAK, MACHO_REEXPORT, MACHO_LAZY, MACHO_UPWARD };

struct macho_library {
    struct slice path; /* as written: absolute, or with @rpath, @loader_path, @executable_path */
    enum macho_link link;
    uint32_t current, compatible; /* versions, 16.8.8 bits */
};

/* One architecture of the file. */
struct macho_slice {
    const char *arch; /* i386, x86_64, x86_64h, arm64, arm64e, ppc ...; "other" */
    const char *kind; /* execute, dylib, bundle, dylinker, kext, object, core, dsym, fileset ...; "other" */
    unsigned bits;    /* 32 or 64 */
    size_t offset;    /* in the file */
    struct slice bytes;
    const char *platform;      /* macOS, Mac Catalyst, iOS ...; NULL when not told */
    uint32_t minimum_os, sdk;  /* versions, 16.8.8 bits; 0 when not told */
    struct slice uuid;         /* MACHO_UUID_BYTES, or empty */
    struct slice install_name; /* of a library */
    const struct macho_library *libraries;
    size_t n_libraries;
    uint32_t signature_offset, signature_size; /* in `bytes`; size 0: no signature */
    const char *problem;                       /* NULL, or how it goes past its end */
};

struct macho {
    bool universal;
    const struct macho_slice *slices;
    size_t n_slices;
};

/* Does it begin as a Mach-O file does? */
bool macho_recognise(struct slice head);

bool macho_parse(struct slice bytes, struct arena *arena, struct macho *ret, struct error *err) MUST_USE;

/* "10.15", "11.3.1" of the 16.8.8 bits. Returns buffer. */
const char *macho_version(uint32_t version, char buffer[24]);

/* "load", "weak", "reexport", "lazy", "upward". */
const char *macho_link_name(enum macho_link link);

#endif

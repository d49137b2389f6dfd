/*
 * code_signature: the signature that a Mach-O file carries, and whether the file is still what was signed.
 *
 * Facts from Apple's own headers (github.com/apple-oss-distributions: xnu osfmk/kern/cs_blobs.h; Security, codedirectory.h), all
 * big-endian:
 *
 *     super blob  0xfade0cc0, length, count, then type and offset of each blob: 0 and 0x1000 to 0x1005 code directories, 0x10000 the CMS
 *     directory   0xfade0c02, length, version, flags, offset of the hashes, offset of the identifier, special slots, code slots, limit of
 *                 the code, size of a hash, its type (1 SHA-1, 2 SHA-256, 3 SHA-256 cut to 20 bytes, 4 SHA-384), platform (not 0: Apple's
 * own), 2^n bytes in a page, reserved; from 0x20100 offset of a scatter list, from 0x20200 offset of the team, from 0x20300 reserved and a
 * limit of 64 bits slots       hash of each page from the hashes on; before them those of Info.plist (1), requirements (2), CodeResources
 * (3) cdhash      the hash of the directory, cut to 20 bytes
 *
 * Whether the certificates are trusted is not judged. Page hashes say that the code is what the directory describes: code and directory
 * altered together would match, which takes intent; a damaged disk or a patched byte does not.
 *
 * Limits: CODE_SIGNATURE_MAX_BLOBS blobs. Slices are of the input. The digests are libcrypto's.
 *
 *     struct code_signature s;
 *     if (!code_signature_parse(slice_sub(macho.bytes, offset, size), &s, err)) ...
 *     struct code_pages p = code_signature_check(&s, macho.bytes);
 */
#ifndef TAILOR_FORMAT_CODE_SIGNATURE_H
#define TAILOR_FORMAT_CODE_SIGNATURE_H

#include "base/error.h"
#include "base/slice.h"

enum { CODE_SIGNATURE_MAX_BLOBS = 64, CODE_HASH_BYTES = 20, CODE_MAX_HASH = 48 };
enum { CODE_INFO = 1, CODE_REQUIREMENTS = 2, CODE_RESOURCES = 3 }; /* special slots */
#define CODE_ADHOC UINT32_C(0x2)
#define CODE_RUNTIME UINT32_C(0x10000)
#define CODE_LINKER_SIGNED UINT32_C(0x20000)

struct code_signature {
    uint32_t version, flags;
    struct slice identifier, team; /* team empty: none */
    unsigned hash_type, hash_size, platform;
    uint64_t page_size; /* 0: all code is one page */
    uint64_t limit;     /* of the code, in the file of this architecture */
    uint32_t n_code, n_special;
    bool scattered;         /* the pages are not in the order of the file: not checked */
    bool has_cms;           /* signed with a certificate */
    struct slice directory; /* that with the strongest hash */
    size_t hashes;          /* offset of the first code slot in it */
    uint8_t cdhash[CODE_HASH_BYTES];
};

bool code_signature_parse(struct slice signature, struct code_signature *ret, struct error *err) MUST_USE;

/* The hash in a special slot; empty where there is none, or where it is all zero. */
struct slice code_signature_special(const struct code_signature *s, unsigned slot);

/* The hash of `bytes` as this signature would take it. False: its type is not known. */
bool code_signature_hash(const struct code_signature *s, struct slice bytes, uint8_t ret[CODE_MAX_HASH]) MUST_USE;

struct code_pages {
    uint32_t checked, bad;
    uint64_t first_bad; /* offset of the first page that differs */
};
/* `bytes`: all of the architecture that the signature is of. Nothing is checked of a scattered signature or of an unknown hash. */
struct code_pages code_signature_check(const struct code_signature *s, struct slice bytes);

/* "SHA-1", "SHA-256", "SHA-256 (20 bytes)", "SHA-384", "unknown". */
const char *code_hash_name(unsigned type);

#endif

/*
 * img4: Apple's signed boot objects and their tickets: IM4M, IM4P, IM4R, and the IMG4 that holds them.
 *
 * A ticket (IM4M, "manifest") lists the images that a device may start, by digest, together with properties of the device (MANP), signed by
 * the signing server. Structure (as published by libimobiledevice, PyIMG4, img4tool and OpenCore, and seen in genuine tickets):
 *
 *     IM4M ::= SEQUENCE { "IM4M", INTEGER 0, SET { [MANB] { SEQUENCE { "MANB", SET OF object } } }, OCTET STRING signature, SEQUENCE OF
 *              certificate OPTIONAL }
 *     object, property ::= [PRIVATE 4cc] { SEQUENCE { IA5String 4cc, SET OF property | value } }
 *     IM4P ::= SEQUENCE { "IM4P", type, description, OCTET STRING data, keybag OPTIONAL, SEQUENCE { algorithm, size } OPTIONAL,
 *              [0] properties OPTIONAL }
 *     IM4R ::= SEQUENCE { "IM4R", SET OF property }
 *     IMG4 ::= SEQUENCE { "IMG4", IM4P, [0] { IM4M } OPTIONAL, [1] { IM4R } OPTIONAL }
 *
 * What is signed is `body`, the whole SET; the signature is not checked here. The certificates are DER of X.509 and not looked into, but
 * for their constraint extension (img4_constraints).
 *
 * Limits: IMG4_MAX_OBJECTS objects of IMG4_MAX_PROPERTIES properties. Slices are of the input, which must outlive the result; the arrays
 * live in the arena. Errors name the offset in the input.
 */
#ifndef TAILOR_FORMAT_IMG4_H
#define TAILOR_FORMAT_IMG4_H

#include "base/arena.h"
#include "base/error.h"
#include "format/der.h"

enum { IMG4_MAX_OBJECTS = 4096, IMG4_MAX_PROPERTIES = 512, IMG4_MAX_CERTIFICATES = 8 };

#define IMG4_NAME(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))
#define IMG4_MANP IMG4_NAME('M', 'A', 'N', 'P')
#define IMG4_OBJP IMG4_NAME('O', 'B', 'J', 'P')
#define IMG4_DGST IMG4_NAME('D', 'G', 'S', 'T')

enum img4_type {
    IMG4_BOOLEAN,
    IMG4_INTEGER, /* that fits 64 bits; another is DATA */
    IMG4_DATA,
    IMG4_TEXT,
    IMG4_PRESENT, /* of constraints only: must be there, with any value */
    IMG4_ABSENT,  /* of constraints only: must not be there */
    IMG4_OTHER    /* a structure of its own, kept as bytes */
};

struct img4_property {
    uint32_t name; /* four-character code */
    enum img4_type type;
    bool boolean;
    uint64_t integer;
    struct slice bytes; /* content of the value */
    struct slice value; /* the value as an element, for comparing byte by byte */
    size_t offset;
};

struct img4_object { /* MANP or an image */
    uint32_t name;
    const struct img4_property *properties;
    size_t n_properties;
    size_t offset;
};

struct im4m {
    struct slice whole, body, signature; /* body: what is signed; empty signature: none */
    struct img4_object manifest;         /* the object MANP */
    const struct img4_object *objects;   /* the images */
    size_t n_objects;
    struct slice certificates[IMG4_MAX_CERTIFICATES]; /* leaf last */
    size_t n_certificates;
};

struct im4p {
    struct slice whole; /* what a digest (DGST) is taken of */
    uint32_t type;
    struct slice description, data;
    bool encrypted; /* has a keybag */
    int algorithm;  /* 0 LZSS, 1 LZFSE, -1 not compressed or not told */
    uint64_t uncompressed_size;
};

struct img4 {
    bool has_payload, has_manifest, has_restore;
    struct im4p payload;
    struct im4m manifest;
    struct img4_object restore; /* IM4R */
};

/* Any of the four, with nothing behind it. */
bool img4_parse(struct slice bytes, struct arena *arena, struct img4 *ret_img4, struct error *err) MUST_USE;

/*
 * The constraints that a signing certificate puts on what it signs: content of the extension 1.2.840.113635.100.6.1.15, a SET of the
 * objects MANP and OBJP. A value must be in the ticket as it is; [0] is PRESENT, [1] is ABSENT.
 */
struct img4_constraints {
    struct img4_object manifest, object; /* no properties where there are none */
};
bool img4_constraints_parse(struct slice bytes, struct arena *arena, struct img4_constraints *ret, struct error *err) MUST_USE;

/* The property of that name, or NULL. */
const struct img4_property *img4_find(const struct img4_object *object, uint32_t name);

/* "BNCH", or "0x…" for bytes that are not printable. Returns buffer. */
const char *img4_name(uint32_t name, char buffer[12]);
/* And back: the name that four bytes are; 0 for a text of another length. */
uint32_t img4_name_of(struct slice text);

#endif

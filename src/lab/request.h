/*
 * request: what a client asks the signing server for, out of the property list that it sends.
 *
 * The keys are those that libimobiledevice's libtatsu, pymobiledevice3 and Apple's own client send (docs/lab.md). Read are the kind of the
 * ticket, the device, the nonces, and the images, each a dictionary with its digest. Everything else stays in `root` for who issues the
 * ticket. What is malformed is answered as the real server does, by a STATUS and no more; `why` says it for the log of the lab, in words of
 * ours: never a value of the request's.
 *
 * Owner: the tree and the images live in the arena; slices point into it.
 */
#ifndef TAILOR_LAB_REQUEST_H
#define TAILOR_LAB_REQUEST_H

#include "format/plist.h"

enum lab_kind { /* of a ticket */
                LAB_KIND_NONE,
                LAB_KIND_AP,           /* Apple silicon and T2; also the Recovery's own */
                LAB_KIND_VM,           /* the same for a virtual Mac */
                LAB_KIND_X86,          /* the Intel side of a Mac with T2 */
                LAB_KIND_LOCAL_POLICY, /* signed for a restore or a Recovery */
                LAB_KIND_CRYPTEX1,
                LAB_KINDS
};

enum { /* STATUS */
       LAB_SUCCESS = 0,
       LAB_INVALID_OPTION = 5,
       LAB_BASEBAND_CHIP = 8,
       LAB_BASEBAND_NUMBER = 49,
       LAB_INCOMPLETE = 69,
       LAB_NOT_ELIGIBLE = 94,
       LAB_NOT_A_REQUEST = 100,
       LAB_MALFORMED = 126,
       LAB_NONCE = 128,
       LAB_FIELDS_MISSING = 168,
       LAB_NO_DATA = 511
};

enum { LAB_CHIP_T2 = 0x8012, LAB_CHIP_VM = 0xFE00, LAB_CHIP_CRYPTEX = 0xFF10, LAB_MAX_IMAGES = 256, LAB_DIGEST_BYTES = 48 };

/* Names of images, as a BuildManifest has them, with their four-character codes; in the order of the names. */
struct lab_image_name {
    struct slice name;
    uint32_t code;
};
struct lab_image_names {
    const struct lab_image_name *list;
    size_t n;
};

struct lab_image {
    struct slice name;
    uint32_t code;
    struct slice digest; /* may be empty */
    const struct plist *node;
};

struct lab_request {
    enum lab_kind kind;
    bool global; /* a ticket for any Mac of that board */
    uint64_t ecid, chip, board, domain;
    struct slice nonce, unique_build_id;
    struct lab_image *images;
    size_t n_images;
    const struct plist *root;
};

struct lab_refusal {
    int status;      /* LAB_SUCCESS: none */
    const char *why; /* for the log */
};

struct lab_refusal lab_request_read(struct slice body, const struct lab_image_names *names, struct arena *arena,
                                    struct lab_request *ret_request) MUST_USE;

const char *lab_kind_name(enum lab_kind kind); /* "ap", "x86" ... */
/* The response's key for the ticket: "ApImg4Ticket". */
const char *lab_kind_answer(enum lab_kind kind);

/* A boolean that may be missing. */
bool lab_request_flag(const struct lab_request *r, const char *key);

#endif

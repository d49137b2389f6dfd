/*
 * build_manifest: the identities of a BuildManifest.plist, and the images that each of them is made of.
 *
 * A build is one property list with an identity for each kind of Mac (board, chip), behaviour (Erase, Update) and variant; each names
 * its images with their digests. Shape as in Apple's restore images and libimobiledevice's and tihmstar's readers of it. Numbers are
 * integers or strings ("0x8012").
 *
 * Limits: those of the property list, BUILD_MAX_IDENTITIES, and BUILD_MAX_COMPONENTS an identity. Everything lives in the arena of the
 * tree.
 */
#ifndef TAILOR_FORMAT_BUILD_MANIFEST_H
#define TAILOR_FORMAT_BUILD_MANIFEST_H

#include "format/plist.h"

enum { BUILD_MAX_IDENTITIES = 4096, BUILD_MAX_COMPONENTS = 1024 };

struct build_component {
    struct slice name;        /* "KernelCache", "x86,EfiBootBase" */
    struct slice digest;      /* empty: the image is not personalized */
    struct slice path;        /* in the image */
    bool trusted;             /* "Trusted": the boot loader asks for its digest in the ticket */
    const struct plist *node; /* the component's dictionary: its Info, its rules */
};

struct build_identity {
    bool has_chip, has_board, has_domain;
    uint64_t chip, board, security_domain;
    struct slice device_class, variant, behavior, build, product_type; /* empty where not written */
    const struct build_component *components;
    size_t n_components;
    const struct plist *node;
};

struct build_manifest {
    struct slice version, build; /* ProductVersion, ProductBuildVersion */
    const struct build_identity *identities;
    size_t n_identities;
};

bool build_manifest_read(const struct plist *root, struct arena *arena, struct build_manifest *ret_manifest, struct error *err) MUST_USE;

#endif

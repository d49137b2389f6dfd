/*
 * identity: which of a build's identities is this Mac's.
 *
 * Equal chip, board, security domain and class (whatever its case), as far as both sides name them; then the variant and the behaviour.
 * Identities whose variant begins with "Research" are for security researchers' devices and never taken unless named. Without a wish the
 * first of these that the build has: "macOS Customer Software Update", one with "Customer" and Update, "macOS Customer", one with
 * "Customer", any.
 *
 * Source: libimobiledevice/idevicerestore (matching), AsahiLinux/asahi-installer (numbers), blacktop/ipsw.
 */
#ifndef TAILOR_TSS_IDENTITY_H
#define TAILOR_TSS_IDENTITY_H

#include "format/build_manifest.h"
#include "format/device_keys.h"

struct identity_wish {
    const struct device_keys *device;
    const char *variant, *behavior; /* NULL: as above. A variant is named whole, in any case */
};

/* False: none fits, and err says what of it does not. */
bool identity_select(const struct build_manifest *manifest, const struct identity_wish *wish, const struct build_identity **ret_identity,
                     struct error *err) MUST_USE;

#endif

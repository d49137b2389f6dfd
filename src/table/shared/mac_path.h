/* mac_path: where a file of the evidence stood on the Mac. */
#ifndef TAILOR_TABLE_SHARED_MAC_PATH_H
#define TAILOR_TABLE_SHARED_MAC_PATH_H

#include "base/arena.h"

/* The path from the volume's root, without a leading '/': inside an archive that lies beside other evidence, behind the bundle's root/,
 * with the links /etc, /var and /tmp followed into /private. NULL past the arena's limit. */
struct slice mac_path(struct arena *arena, struct slice path);

/* Is it a file of a volume at all: does root/ stand before it? */
bool mac_path_is_of_volume(struct slice path);

#endif

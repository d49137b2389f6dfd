/*
 * this_mac: gathering for `collect` and for `diagnose` without evidence: what the environment says, put into collect_options.
 *
 * On macOS Apple's commands are run by their own paths. Elsewhere recorded ones may stand in for them: those of the folder of PATH that
 * holds `sw_vers`, and none from anywhere else.
 */
#ifndef TAILOR_CLI_THIS_MAC_H
#define TAILOR_CLI_THIS_MAC_H

#include "cli/verb.h"
#include "collect/collection.h"

/* Is there anything to gather from: a Mac, a volume that was named (`root`), recorded commands? */
bool this_mac_is_there(const char *root);

/* With --root, --dialog and --offline where the verb takes them. NULL: err says why. The caller closes it with collection_close. */
struct collection *this_mac_gather(const struct knowledge *k, const struct options *o, struct progress *progress,
                                   struct error *err) MUST_USE;

/* The folder for files that have no name. */
const char *this_mac_temporary(void);

/* Where the Mac's program of this path is: there, or of recorded commands the one of its name. False: nowhere. */
bool this_mac_program(const char *path, char *ret_path, size_t size);

/* Who called sudo; false when nobody did. */
bool this_mac_caller(int64_t *ret_user, int64_t *ret_group);

/* On stderr, in a few lines: what could not be had, and what root would add. */
void this_mac_tell_missing(const struct collection *c);

#endif

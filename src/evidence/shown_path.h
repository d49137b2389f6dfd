/*
 * shown_path: how a member of an archive is called, so that all forms of evidence look alike.
 *
 *     ./root/private/etc/hosts                root/private/etc/hosts       a bundle
 *     mac-12/commands/df.txt                  commands/df.txt              a bundle in a folder
 *     sysdiagnose_2024.10.01_x/logs/a.log     logs/a.log                   a sysdiagnose
 *     private/var/log/install.log             root/private/var/log/...     a volume, or part of one
 *     mac-12/System/Library/x.plist           root/System/Library/x.plist  a volume in a folder
 *     notes/a.log                             notes/a.log                  anything else
 *
 * The name alone decides: members come one after the other, and none can wait for what comes later.
 */
#ifndef TAILOR_EVIDENCE_SHOWN_PATH_H
#define TAILOR_EVIDENCE_SHOWN_PATH_H

#include "base/slice.h"

struct shown_path {
    bool in_volume;    /* "root/" goes in front */
    struct slice rest; /* part of the name given */
};
struct shown_path shown_path(struct slice name);

/* Is there a ".." or does it begin at the root? Such a name is not followed: why, or NULL when the name is good. */
const char *shown_path_problem(struct slice name);

/* "._x" and "__MACOSX/": what macOS writes beside a file for its extended attributes; never the artefact itself. */
bool shown_path_is_appledouble(struct slice name);

#endif

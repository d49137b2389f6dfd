/*
 * security_facts: the readers behind table security, one for each artefact.
 *
 * Facts have the same names whatever told them: `sip`, `authenticated_root`,
 * `secure_boot_level`, `seal`, `filevault`, so that a rule need not know the
 * artefact. Readers emit with security_fact().
 */
#ifndef TAILOR_TABLE_SHARED_SECURITY_FACTS_H
#define TAILOR_TABLE_SHARED_SECURITY_FACTS_H

#include "table/table.h"

struct security_fact {
    const char *name;
    struct slice value, detail; /* detail: what the value is of, in the command's words */
    struct slice private_value; /* in place of value where it identifies the Mac */
    struct slice volume_group, text;
    const char *from;
};

void security_fact(struct feed *f, const struct security_fact *fact, struct origin origin);

/* Readers; false: the artefact is damaged. */
table_feed security_csrutil, security_bputil, security_fdesetup, security_diskutil, security_bless, security_profiler;

#endif

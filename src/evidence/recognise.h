/*
 * recognise: what a stream is, by its first bytes.
 *
 * For a file that a person named, whatever its name: an archive, a log, a property list, a dialog's words. The kinds are
 * those of knowledge/artefact.tsv; a format that none of them covers is still called by its name.
 */
#ifndef TAILOR_EVIDENCE_RECOGNISE_H
#define TAILOR_EVIDENCE_RECOGNISE_H

#include "base/slice.h"

/* tar (ustar, pax, GNU, v7) or zip, uncompressed. */
bool recognise_archive(struct slice head);

/* Does the name say that an archive is inside ("x.tar.gz", "x.zip")? Those are looked into also within other evidence. */
bool recognise_archive_name(struct slice path);

struct recognised {
    const char *kind;   /* NULL: none */
    const char *format; /* "a Mach-O executable"; never NULL */
};

/* `head` is the beginning of the file, the more the better; `whole` when it is all of it. */
struct recognised recognise_content(struct slice head, bool whole);

/* Text in any encoding, of no binary format. */
bool recognise_is_text(struct slice head);

#endif

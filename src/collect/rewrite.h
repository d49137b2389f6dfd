/*
 * rewrite: the bytes of one gathered file with everything personal replaced, in the form they had.
 *
 *   text            line by line, in pieces; UTF-16 becomes UTF-8
 *   gzip            inflated, rewritten, compressed again
 *   property lists  stay what they are, see format/plist_rewrite.h: one that was whole is whole afterwards, a broken one is broken in the
 *                   same place. Data inside is kept when it is text or a few bytes, a hardware address keeps its maker's half; other data
 *                   (bookmarks, archives, certificates) becomes empty, since nobody can say what is in it. In a binary list that is broken
 *                   personal bytes are written over with x
 *   anything else   is left out
 *
 * Runs confined (see save.c). Memory: 16 MiB for a property list and what reading it takes, else below 2 MiB.
 */
#ifndef TAILOR_COLLECT_REWRITE_H
#define TAILOR_COLLECT_REWRITE_H

#include "engine/redact.h"
#include "evidence/source.h"

struct rewrite_sink {
    void (*put)(void *context, struct slice bytes);
    void *context;
};

struct rewriter;

struct rewriter *rewriter_new(struct redactor *redactor, struct arena *arena, struct error *err) MUST_USE; /* NULL redactor: copies */
void rewriter_close(struct rewriter *w);

/* NULL when all was put; else why it is left out, or not whole. *ret_keep: what was put is to be kept. */
const char *rewrite_stream(struct rewriter *w, struct slice path, struct source *source, struct rewrite_sink sink, bool *ret_keep);

#endif

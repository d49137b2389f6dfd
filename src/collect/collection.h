/*
 * collection: what `tailor collect` gathers from a Mac, before and while it becomes a bundle.
 *
 * The contents stand one behind the other in one temporary file without a name (`spool`), so nothing is left behind however the program
 * ends, and memory does not grow with them; the items say which part is whose. The same collection is diagnosed (collection_held) and
 * saved (save.h).
 *
 *     struct collection *c = collection_open(&options, &err);
 *     gather_files(c); gather_commands(c); collection_sort(c);
 *     ...
 *     collection_close(c);
 *
 * Limits: COLLECTION_MOST_ITEMS items, COLLECTION_MOST_BYTES in all; each row of knowledge/collect.tsv and command.tsv has its own.
 */
#ifndef TAILOR_COLLECT_COLLECTION_H
#define TAILOR_COLLECT_COLLECTION_H

#include "evidence/evidence.h"
#include "os/command.h"

enum { COLLECTION_MOST_ITEMS = 20000 };
#define COLLECTION_MOST_BYTES (UINT64_C(4) << 30)

struct collect_options {
    const struct knowledge *knowledge;
    const char *root; /* "/" or where the Mac's volume is mounted; NULL: no files are copied */
    bool run_commands;
    const char *command_folder;   /* of recorded commands, found there by the last part of their name; NULL: Apple's own paths */
    bool owners_told;             /* the owners and modes of the files are the Mac's own */
    bool as_root, offline;        /* offline: commands that ask something over the network are not run */
    int64_t caller, caller_group; /* who called sudo: commands that need no root run as they; 0: nobody */
    const char *user;             /* whose account is asked about; NULL: not known */
    const char *temporary;        /* folder for the spool and for the commands' outputs */
    const char *dialog;           /* what the person saw; NULL: not told */
    int64_t now;                  /* ns since 1970 */
    void (*tell)(void *context, const char *doing, const char *what); /* progress; may be NULL */
    void *context;
};

struct collect_item {
    const char *path;              /* in the bundle: "root/private/etc/hosts"; a pattern where nothing matched */
    const char *problem;           /* why it is missing or not whole; NULL */
    bool held;                     /* its bytes stand in the spool */
    bool cut;                      /* not all of it */
    uint64_t offset, size, listed; /* listed: of the file, UINT64_MAX when not known */
    int64_t modified, owner;
    uint32_t mode;
    /* of a command */
    const struct os_command *command; /* NULL: a file */
    const char *kinds;
    bool needs_root;
};

struct collection {
    struct collect_options options;
    struct arena *arena;
    struct collect_item *items;
    size_t n_items, capacity;
    int spool;
    uint64_t used;
};

struct collection *collection_open(const struct collect_options *options, struct error *err) MUST_USE;
void collection_close(struct collection *c);

/* A further item, zeroed but for owner 0 and mode 0644; NULL when there are too many, or no memory. */
struct collect_item *collection_add(struct collection *c, const char *path);
bool collection_has(const struct collection *c, const char *path);
/* Up to `most` bytes of an open file, from where it stands, become the item's. False, with item->problem, when not all of them could. */
bool collection_take(struct collection *c, struct collect_item *item, int fd, uint64_t most);
/* Takes bytes off the end of what was taken. */
void collection_shorten(struct collection *c, struct collect_item *item, uint64_t size);
/* Up to `capacity` bytes of the item from `offset` on; the number read. */
size_t collection_peek(const struct collection *c, const struct collect_item *item, uint64_t offset, void *bytes, size_t capacity);

/* In the order of their paths, which is that of a folder's walk. */
void collection_sort(struct collection *c);
/* For evidence_visit and scan_evidence; *ret_n 0 when nothing is held. */
const struct evidence_held *collection_held(struct collection *c, size_t *ret_n);

/* gather_files.c: the files that knowledge/collect.tsv lists. */
bool gather_files(struct collection *c, struct error *err) MUST_USE;
/* gather_commands.c: the outputs of knowledge/command.tsv, a few commands at a time. */
bool gather_commands(struct collection *c, struct error *err) MUST_USE;

#endif

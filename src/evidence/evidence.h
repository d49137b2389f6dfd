/*
 * evidence: walks everything a person hands in and offers each artefact once.
 *
 * A folder (bundle, sysdiagnose, volume, .logarchive), an archive of one (tar, zip; gzip, xz, zstd or bzip2 around it), a
 * single file of any name, or "-" for standard input; several at once. Also what was gathered from this Mac (evidence_held). Archives are
 * streamed once, from front to back, also those inside archives (three deep); nothing is ever unpacked onto the disk. Symbolic links, hard
 * links, devices, FIFOs and sockets are never followed or opened. Folders are walked in the byte order of their names, so two walks agree.
 *
 * Nothing is silent: each thing offered, read, left out or found damaged is one note. A damaged artefact, a bomb or a cut
 * archive ends only itself; what came whole before it stays read.
 *
 *     struct evidence_options options = {.knowledge = k, .paths = paths, .n_paths = n, .want = want, .context = mine};
 *     struct evidence_visitor visitor = {.context = mine, .artefact = read_one, .note = remember};
 *     if (!evidence_visit(&options, &visitor, &err)) ...          only for want of memory or of a path
 *
 * Paths shown are relative to the evidence: "root/private/etc/hosts" and "commands/df.txt" for a bundle, whatever folders
 * an archive wraps around it; a volume's files get "root/" in front so that all forms look alike; a sysdiagnose loses its top
 * folder; a single file has its own name. Members of an archive inside the evidence follow its path and a '/'. With several
 * paths each is preceded by the base name of its argument. Paths are bytes: escape them where they are shown.
 *
 * Owner: slices and artefacts given to the visitor live until it returns. Memory: about 2 MiB, plus the names of the folders
 * being walked. Re-entrant; holds no global state.
 */
#ifndef TAILOR_EVIDENCE_EVIDENCE_H
#define TAILOR_EVIDENCE_EVIDENCE_H

#include "evidence/artefact.h"
#include "knowledge/knowledge.h"

enum evidence_state {
    EVIDENCE_LISTED,    /* there, but nothing asked for it */
    EVIDENCE_READ,      /* the visitor took it */
    EVIDENCE_SKIPPED,   /* deliberately not read: a link, a device, encrypted, not permitted, beyond a limit */
    EVIDENCE_MISSING,   /* named on the command line, but not there */
    EVIDENCE_DAMAGED,   /* its bytes are wrong; what came before the damage was read */
    EVIDENCE_TRUNCATED, /* it ends too early; what came before the end was read */
};
const char *evidence_state_name(enum evidence_state state); /* "listed", "read" ... */

struct evidence_note {
    struct slice path;
    const char *kind; /* NULL: of no known kind */
    enum evidence_state state;
    const char *problem; /* NULL: none */
    uint64_t size;       /* as listed, else as read; UINT64_MAX when neither is known */
    uint32_t mode;       /* as in struct artefact */
    int64_t owner;
};

/* Zero in a field means the default in brackets. */
struct evidence_limits {
    uint64_t entries;        /* files and folders looked at in the whole run [500,000] */
    uint64_t stream_bytes;   /* out of one archive or one compressed stream [64 GiB] */
    uint64_t artefact_bytes; /* of one artefact, inflated [8 GiB] */
    uint64_t ratio;          /* expansion of one stream once it gave 256 MiB [400] */
    unsigned depth;          /* of folders in folders [64; at most 128] */
    unsigned nesting;        /* of archives in archives [3; at most 3] */
};

/* A file that this program gathered: a part of one open file (`held_fd`), read with pread. */
struct evidence_held {
    const char *path; /* as in a bundle: "root/private/etc/hosts" */
    uint64_t offset, size;
    int64_t modified, owner; /* as in struct artefact */
    uint32_t mode;
};

struct evidence_options {
    const struct knowledge *knowledge;
    const char *const *paths; /* "-" is standard input */
    size_t n_paths;
    const struct evidence_held *held; /* read before the paths, in this order */
    size_t n_held;
    int held_fd;
    bool (*want)(void *context, const char *kind); /* false: list, do not read. NULL: everything that has a kind is wanted */
    void *context;                                 /* of want */
    struct evidence_limits limits;
};

struct evidence_visitor {
    void *context;
    /* The artefact is open at its first byte. False: it is damaged, and err says how; the walk goes on. */
    bool (*artefact)(void *context, struct artefact *a, struct error *err);
    void (*note)(void *context, const struct evidence_note *note);
};

/* False only when the walk itself is impossible (no path given, out of memory); all else is told by notes. */
bool evidence_visit(const struct evidence_options *options, const struct evidence_visitor *visitor, struct error *err) MUST_USE;

/* The same for one file that is in memory already; options->paths is not used. */
bool evidence_visit_bytes(const struct evidence_options *options, const struct evidence_visitor *visitor, const char *name,
                          struct slice bytes, struct error *err) MUST_USE;

#endif

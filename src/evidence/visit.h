/*
 * visit: one walk over evidence, shared by the files of this folder. Internal; users see evidence.h.
 *
 * Every form boils down to visit_stream(): bytes with a name. It takes compression off, looks into archives, finds the kind
 * and hands the artefact to the visitor; the outcome is a note.
 */
#ifndef TAILOR_EVIDENCE_VISIT_H
#define TAILOR_EVIDENCE_VISIT_H

#include "base/buffer.h"
#include "evidence/decompress.h"
#include "evidence/evidence.h"
#include "evidence/source.h"

/* Layers of compression around one thing: enough for .tar.gz in .zip.gz, three archives deep. */
enum { VISIT_LAYERS = 6, VISIT_MAX_NESTING = 3, VISIT_MAX_DEPTH = 128, VISIT_FILE_BUFFER = 256 << 10, VISIT_PATH_BYTES = 32 << 10 };

struct visit {
    const struct evidence_options *options;
    const struct evidence_visitor *visitor;
    struct evidence_limits limits; /* the defaults filled in */
    struct arena *arena;           /* of the walk */
    uint8_t *file_buffer;          /* VISIT_FILE_BUFFER bytes: one file is open at a time */
    struct decompressor *layers[VISIT_LAYERS];
    size_t n_layers; /* in use now */
    uint64_t entries;
    bool limit_told;
};

/* A thing with bytes, as its container lists it. */
struct item {
    struct slice path;   /* as shown, complete */
    struct slice naming; /* the path that tells its kind; empty: `path` */
    struct slice prefix; /* of the members of an archive that a person named: "" or "name/" */
    uint64_t size;       /* UINT64_MAX: not known */
    int64_t modified, owner;
    uint32_t mode;
    bool named;       /* by the person: known by its content too */
    bool loose;       /* lies in a folder that somebody put together: known by its content where its name says nothing */
    unsigned nesting; /* archives around it */
};

void visit_note(struct visit *v, struct slice path, const char *kind, enum evidence_state state, const char *problem, uint64_t size);
/* The same with what is listed of the item: path, mode and owner. */
void visit_note_item(struct visit *v, const struct item *item, const char *kind, enum evidence_state state, const char *problem,
                     uint64_t size);
/* Counts one more entry. False, with a note the first time, when the limit of the run is reached. */
bool visit_count(struct visit *v, struct slice container);
/* Kind by name; NULL: none. */
const char *visit_kind(const struct visit *v, const struct item *item);
/* Does somebody want its bytes, or is it an archive to look into? If not, the note is made here. */
bool visit_wants(struct visit *v, const struct item *item);

/* single.c */
void visit_stream(struct visit *v, const struct item *item, struct source *source);
/* An open regular file (or a pipe when it was named); sized by `item->size`. */
void visit_descriptor(struct visit *v, const struct item *item, int fd);

/* archive.c: item->nesting is that of the members. */
void visit_archive(struct visit *v, const struct item *item, struct source *source);

/* Is this file, of a folder or archive that is neither a volume nor a sysdiagnose, near enough to its top to be somebody's own? */
bool visit_is_loose(struct slice shown_path, struct slice prefix);

/* transcript.c: a copy of a terminal is cut into the outputs of its commands. False: it could not be read. */
bool visit_is_transcript(const struct visit *v, struct slice head);
bool visit_transcript(struct visit *v, const struct item *item, struct source *source);
/* The kind of a file that is named as the command was typed: "softwareupdate -l.txt". NULL: none. */
const char *visit_typed_kind(const struct visit *v, struct slice path);

/* held.c: what evidence_options hold. */
void visit_held(struct visit *v);

/* folder.c: `prefix` goes in front of all paths ("" or "name/"); takes ownership of fd. */
void visit_folder(struct visit *v, struct slice name, struct slice prefix, int fd);

#endif

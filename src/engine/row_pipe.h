/*
 * row_pipe: how the confined reader tells the engine what it found.
 *
 * A stream of messages over a pipe: 4 bytes length (native order, both ends
 * are the same program), 1 byte kind, payload. The engine does not trust the
 * sender, which reads strangers' bytes: every length and index is checked, and
 * a message that does not fit ends the stream with an error.
 *
 * Limits: a message 1 MiB; a text 64 KiB (longer ones are cut by the writer).
 */
#ifndef TAILOR_ENGINE_ROW_PIPE_H
#define TAILOR_ENGINE_ROW_PIPE_H

#include "base/buffer.h"
#include "base/reader.h"
#include "table/table.h"

enum message_kind {
    MESSAGE_BEGIN = 1, /* text path, text kind: an artefact is being read */
    MESSAGE_ROW,       /* u16 table, u64 line, u64 ns, text source, values */
    MESSAGE_PROBLEM,   /* text: the current artefact can be read, but ... */
    MESSAGE_PROGRESS,  /* u64 bytes done of the current artefact */
    MESSAGE_END,       /* text problem (empty: all well): the current artefact is done */
    MESSAGE_NOTE,      /* text path, text kind, text state, text problem, u64 size, mode, owner: what became of an artefact */
    MESSAGE_DONE,      /* everything offered was visited */
    MESSAGE_FAILED,    /* text: the evidence as a whole cannot be read */
    MESSAGE_LINE,      /* u64 place, u64 number, text: a line that a quote stands near (context.h) */
};

enum { MESSAGE_LIMIT = 1 << 20, MESSAGE_TEXT_LIMIT = 64 << 10, MESSAGE_MAX_VALUES = 64 };

/* Writing: begin, add, end. The message is complete in `out` after message_end. */
void message_begin(struct buffer *out, enum message_kind kind);
void message_add_u16(struct buffer *out, uint16_t value);
void message_add_u64(struct buffer *out, uint64_t value);
void message_add_text(struct buffer *out, struct slice text);
void message_add_value(struct buffer *out, const struct value *value);
void message_end(struct buffer *out, size_t start);

/*
 * Reading: cuts the next whole message off *bytes. Returns false when more bytes are needed, or, with a text in err,
 * when the stream is broken.
 */
struct message {
    enum message_kind kind;
    struct reader payload;
};
bool message_next(struct slice *bytes, struct message *ret_message, bool *ret_broken, struct error *err) MUST_USE;
uint16_t message_u16(struct message *m);
uint64_t message_u64(struct message *m);
struct slice message_text(struct message *m);
struct value message_value(struct message *m);
static inline bool message_ok(const struct message *m) { return reader_ok(&m->payload); }

#endif

/*
 * text_decode: the bytes of a text file -> UTF-8 text with LF line ends, as a stream.
 *
 * Evidence is copied by people: an install.log arrives as UTF-16 from a Windows viewer, as RTF from TextEdit or Mail, with CR LF, with the
 * lone CR of old Macs, or with blocks of NUL where the Mac lost power. The encoding is told from the first bytes (at most
 * TEXT_DECODE_SNIFF): byte order marks (Unicode 15, section 23.8), every second byte zero, the RTF signature, the line ends. Plain
 * UTF-8 passes through without a copy; only NUL bytes are taken out of it. Ill-formed UTF-8 is left to who shows it.
 *
 *   UTF-16   unpaired surrogates become U+FFFD
 *   RTF      text only (RTF 1.9.1): \'hh is read as Windows-1252, \uN with its \ucN replacement characters, \par, \line and \row end a
 *            line; font, colour, style and other destination groups are left out. Groups deeper than TEXT_DECODE_RTF_DEPTH are left out
 *            too. What follows the last closing brace passes as it is.
 *   CR LF    becomes LF where the first bytes hold one; a lone CR becomes LF only where the first bytes hold no LF at all.
 *
 * Owner: nothing is allocated but in the caller's `scratch`, whose limit bounds the output of one push (three bytes for each byte pushed
 * are enough, plus TEXT_DECODE_SNIFF).
 *
 *     struct text_decode d = text_decode_start();
 *     struct buffer scratch CLEANUP_BUFFER = buffer_with_limit(1 << 20);
 *     while (... chunk ...)
 *         if (!text_decode_push(&d, chunk, is_last, &scratch, &text, err)) return false;
 */
#ifndef TAILOR_FORMAT_TEXT_DECODE_H
#define TAILOR_FORMAT_TEXT_DECODE_H

#include "base/buffer.h"
#include "base/error.h"

enum { TEXT_DECODE_SNIFF = 4096, TEXT_DECODE_RTF_DEPTH = 64, TEXT_DECODE_RTF_WORD = 32 };

enum text_encoding { TEXT_UNDECIDED, TEXT_PLAIN, TEXT_CRLF, TEXT_LONE_CR, TEXT_UTF16LE, TEXT_UTF16BE, TEXT_RTF };

struct text_decode_rtf {
    int state;
    char word[TEXT_DECODE_RTF_WORD];
    size_t word_len, depth, too_deep;
    int64_t parameter;
    bool negative, has_parameter, starred, ended;
    uint64_t binary_left;
    uint32_t hex, replacements_left;
    struct {
        bool skipped;
        uint8_t replacements; /* of \uc */
    } groups[TEXT_DECODE_RTF_DEPTH];
};

struct text_decode {
    enum text_encoding encoding;
    uint8_t head[TEXT_DECODE_SNIFF]; /* kept until enough is there to tell the encoding */
    size_t head_len;
    bool cr_held, byte_held;
    uint8_t held;
    uint16_t high_surrogate; /* 0: none waits for its other half */
    struct text_decode_rtf rtf;
};

/* What the first bytes of a file say; never TEXT_UNDECIDED. `ret_mark` is the length of the byte order mark. */
enum text_encoding text_encoding_of(struct slice first_bytes, size_t *ret_mark);

struct text_decode text_decode_start(void);

/*
 * Decodes the next chunk. The text is either a part of `chunk` or in `scratch` (cleared at each call), and may be empty while the
 * encoding is not told yet. `last` once, with the last chunk (which may be empty). Fails only when scratch's limit or the memory is too
 * small.
 */
bool text_decode_push(struct text_decode *d, struct slice chunk, bool last, struct buffer *scratch, struct slice *ret_text,
                      struct error *err) MUST_USE;

#endif

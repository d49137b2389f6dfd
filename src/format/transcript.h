/*
 * transcript: a copy of a terminal, cut into commands and what they printed.
 *
 * People paste into forums, issues and mails what they typed and what came back, with words of their own around it. A prompt is a '$', '%'
 * or '#' with a blank behind it, at the start of a line or behind what shells put there ("mac:~ ann$ ", "ann@mac ~ % ", "-bash-3.2# ",
 * "[ann@mac dir]$ "), followed by a command that the caller knows; without a known command a line is text. A '#' alone at the start of a
 * line is a comment unless its command has an argument that looks like one ("-l", "/etc/hosts"). A fence of Markdown (```) ends an output.
 * `sudo` and its options are left out of the command.
 *
 * Nothing is allocated; parts are slices of the text.
 *
 *     struct transcript t = transcript_of(text, knows, context);
 *     struct transcript_part part;
 *     while (transcript_next(&t, &part))
 *         if (part.command.len) ... part.text is what it printed
 *         else              ... part.text are words between commands
 */
#ifndef TAILOR_FORMAT_TRANSCRIPT_H
#define TAILOR_FORMAT_TRANSCRIPT_H

#include "base/slice.h"

/* Is this, the first word of a line without its folder, a command? */
typedef bool transcript_knows(void *context, struct slice word);

struct transcript {
    struct slice rest;
    transcript_knows *knows;
    void *context;
    struct slice command; /* of the part that comes next */
    bool started;
};

struct transcript_part {
    struct slice command; /* "df -Pk /"; empty: words between commands */
    struct slice text;
};

struct transcript transcript_of(struct slice text, transcript_knows *knows, void *context);
bool transcript_next(struct transcript *t, struct transcript_part *ret_part);

/* Does the text hold a prompt with a known command? */
bool transcript_recognises(struct slice text, transcript_knows *knows, void *context);

/* The name of a program without its folder: "/usr/sbin/scutil" is "scutil". */
struct slice transcript_program(struct slice word);

#endif

/*
 * manual: the manual page and the shell completions, written from the same
 * tables as the parser and --help (options.h, verb.h), so they cannot differ.
 */
#ifndef TAILOR_CLI_MANUAL_H
#define TAILOR_CLI_MANUAL_H

#include "base/buffer.h"

/* roff, section 1. */
void manual_page(struct buffer *out);
/* For bash, zsh (through bashcompinit) or fish; false for another shell. */
bool manual_completion(const char *shell, struct buffer *out) MUST_USE;

#endif

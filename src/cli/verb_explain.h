/*
 * verb_explain: tailor explain [--json] [--rules DIR] QUESTION...
 *
 * The words of the question are joined with blanks; "-" reads it from standard input. Exit: 0 explained, 1 nothing is known
 * of it, 2 wrong use or failure.
 */
#ifndef TAILOR_CLI_VERB_EXPLAIN_H
#define TAILOR_CLI_VERB_EXPLAIN_H

/* argv[0] is the verb. */
int verb_explain(int argc, char **argv);

#endif

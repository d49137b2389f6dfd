/*
 * knowledge: the rows of knowledge/NAME.tsv, embedded or from a folder.
 *
 * Read once, then constant: any number of runs may share it. Each file is also
 * loaded into the SQL session as table known_<name> (known_host, known_fix ...).
 */
#ifndef TAILOR_KNOWLEDGE_KNOWLEDGE_H
#define TAILOR_KNOWLEDGE_KNOWLEDGE_H

#include "knowledge/known_dialog.h"
#include "knowledge/known_error.h"
#include "knowledge/tsv.h"

struct knowledge;

/*
 * `folder` NULL: the embedded files. Otherwise knowledge/NAME.tsv of that folder replace the embedded ones of the same
 * name, and rules/CAUSE/NAME.sql and checks/NAME.sql likewise (see knowledge_rule).
 */
struct knowledge *knowledge_open(const char *folder, struct error *err) MUST_USE;
void knowledge_close(struct knowledge *k);

size_t knowledge_count(const struct knowledge *k);
const struct tsv *knowledge_at(const struct knowledge *k, size_t index);
const struct tsv *knowledge_find(const struct knowledge *k, const char *name); /* NULL: no such file */

struct rule_text {
    const char *name; /* "network/hosts-redirect" */
    const char *text;
};
size_t knowledge_rule_count(const struct knowledge *k);
struct rule_text knowledge_rule(const struct knowledge *k, size_t index);

/* The checks of a rehearsal, checks/NAME.sql, in the order of their names. */
size_t knowledge_check_count(const struct knowledge *k);
struct rule_text knowledge_check(const struct knowledge *k, size_t index);

/*
 * The kind of artefact that a path is: the first row of knowledge/artefact.tsv whose pattern matches the path or the
 * part of it behind any '/'. NULL when none does.
 */
const char *knowledge_artefact_kind(const struct knowledge *k, struct slice path);

/* Indexes over knowledge/error_code.tsv and knowledge/dialog.tsv, built when the knowledge is opened. */
const struct known_errors *knowledge_errors(const struct knowledge *k);
const struct known_dialogs *knowledge_dialogs(const struct knowledge *k);

#endif

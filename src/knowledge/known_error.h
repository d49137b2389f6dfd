/*
 * known_error: the rows of knowledge/error_code.tsv, found by code or by name.
 *
 * Built once when the knowledge is opened and constant from then on; owned by
 * the knowledge. An empty field is "". Rows with the same code keep the order
 * of the file, in which the likelier domain stands first.
 *
 *     const struct known_error *e = known_error_find(knowledge_errors(k), slice_str("MobileSoftwareUpdateErrorDomain"), 31);
 */
#ifndef TAILOR_KNOWLEDGE_KNOWN_ERROR_H
#define TAILOR_KNOWLEDGE_KNOWN_ERROR_H

#include "knowledge/tsv.h"

struct known_error {
    const char *domain;
    int64_t code;
    const char *name, *stage, *cause, *meaning, *source;
};

struct known_errors;

/* `table` is error_code.tsv; NULL gives an empty set. Fails when a column is missing, a code is no number, or memory is short. */
bool known_errors_build(struct arena *arena, const struct tsv *table, struct known_errors **ret_errors, struct error *err) MUST_USE;

size_t known_error_count(const struct known_errors *errors);

/* NULL when it is not known. */
const struct known_error *known_error_find(const struct known_errors *errors, struct slice domain, int64_t code);

/* By symbolic name, letters in any case, with or without the k in front. NULL when it is not known. */
const struct known_error *known_error_named(const struct known_errors *errors, struct slice name);

/* All rows with the code: *ret_first points to the first of the returned number. */
size_t known_error_with_code(const struct known_errors *errors, int64_t code, const struct known_error **ret_first);

/*
 * A domain as a person may write it ("MSU", "mobilesoftwareupdate", "NSURL", "AMAuthInstallErrorDomain") in the spelling of the
 * file; NULL when there is none.
 */
const char *known_error_domain(const struct known_errors *errors, struct slice written);

#endif

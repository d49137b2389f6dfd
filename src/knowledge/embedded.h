/*
 * embedded: the files of knowledge/ and rules/ as they stand inside the
 * program. The list ends with an entry whose path is NULL.
 */
#ifndef TAILOR_KNOWLEDGE_EMBEDDED_H
#define TAILOR_KNOWLEDGE_EMBEDDED_H

struct embedded_file {
    const char *path; /* as in the repository: "knowledge/cause.tsv", "rules/network/hosts-redirect.sql" */
    const char *text;
};

extern const struct embedded_file embedded_files[];

#endif

#include "knowledge/knowledge.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "knowledge/embedded.h"

enum { MAX_FILES = 64, MAX_RULES = 4096, MAX_CHECKS = 128, MAX_FILE_BYTES = 8 << 20, ARENA_BYTES = 64 << 20 };

struct pattern {
    const char *kind, *glob;
};

struct rule_texts {
    struct rule_text *texts;
    size_t n_texts, most;
};

struct knowledge {
    struct arena *arena;
    struct tsv tables[MAX_FILES];
    size_t n_tables;
    struct rule_texts rules, checks;
    struct pattern *patterns; /* of knowledge/artefact.tsv */
    size_t n_patterns;
    struct known_errors *errors;
    struct known_dialogs *dialogs;
};

static bool add_table(struct knowledge *k, const char *name, struct slice text, struct error *err) {
    struct tsv t;
    if (!tsv_parse(k->arena, name, text, &t, err))
        return false;
    for (size_t i = 0; i < k->n_tables; i++)
        if (strcmp(k->tables[i].name, name) == 0) {
            k->tables[i] = t;
            return true;
        }
    if (k->n_tables == MAX_FILES)
        return error_set(err, "more than %d knowledge files", MAX_FILES);
    k->tables[k->n_tables++] = t;
    return true;
}

static bool add_text(struct rule_texts *list, const char *name, const char *text, struct error *err) {
    for (size_t i = 0; i < list->n_texts; i++)
        if (strcmp(list->texts[i].name, name) == 0) {
            list->texts[i].text = text;
            return true;
        }
    if (list->n_texts == list->most)
        return error_set(err, "more than %zu rules or checks", list->most);
    list->texts[list->n_texts++] = (struct rule_text){name, text};
    return true;
}

/* "knowledge/cause.tsv" -> table "cause"; "rules/network/x.sql" -> rule "network/x"; "checks/x.sql" -> check "x". */
static bool add_file(struct knowledge *k, const char *path, const char *text, struct error *err) {
    struct slice name = slice_str(path);
    if (slice_starts_with(name, "knowledge/") && slice_ends_with(name, ".tsv")) {
        const char *stem = arena_string(k->arena, slice_sub(name, 10, name.len - 14));
        return stem ? add_table(k, stem, slice_str(text), err) : error_set(err, "out of memory");
    }
    if (slice_starts_with(name, "rules/") && slice_ends_with(name, ".sql")) {
        const char *stem = arena_string(k->arena, slice_sub(name, 6, name.len - 10));
        return stem ? add_text(&k->rules, stem, text, err) : error_set(err, "out of memory");
    }
    if (slice_starts_with(name, "checks/") && slice_ends_with(name, ".sql")) {
        const char *stem = arena_string(k->arena, slice_sub(name, 7, name.len - 11));
        return stem ? add_text(&k->checks, stem, text, err) : error_set(err, "out of memory");
    }
    return true;
}

static bool read_file(struct knowledge *k, const char *path, const char **ret_text, struct error *err) {
    FILE *f = fopen(path, "rb");
    if (!f)
        return error_set(err, "%s cannot be opened", path);
    struct buffer b CLEANUP_BUFFER = buffer_with_limit(MAX_FILE_BYTES);
    size_t got = 1;
    while (got > 0 && buffer_reserve(&b, 65536)) {
        got = fread(b.data + b.len, 1, 65536, f);
        b.len += got;
    }
    fclose(f);
    *ret_text = buffer_ok(&b) ? arena_string(k->arena, buffer_slice(&b)) : NULL;
    return *ret_text ? true : error_set(err, "%s is larger than %d bytes", path, MAX_FILE_BYTES);
}

static bool read_folder(struct knowledge *k, const char *root, const char *folder, const char *suffix, struct error *err) {
    const char *path = arena_printf(k->arena, "%s/%s", root, folder);
    DIR *dir = path ? opendir(path) : NULL;
    bool good = true;
    for (struct dirent *e; dir && good && (e = readdir(dir));) {
        const char *text = NULL, *name = arena_printf(k->arena, "%s/%s", folder, e->d_name);
        const char *full = name ? arena_printf(k->arena, "%s/%s", root, name) : NULL;
        if (!full)
            good = error_set(err, "out of memory");
        else if (e->d_name[0] != '.' && slice_ends_with(slice_str(e->d_name), suffix))
            good = read_file(k, full, &text, err) && add_file(k, name, text, err);
        else if (e->d_name[0] != '.' && strcmp(folder, "rules") == 0)
            good = read_folder(k, root, name, ".sql", err);
    }
    if (dir)
        closedir(dir);
    return good;
}

static bool index_artefacts(struct knowledge *k, struct error *err) {
    const struct tsv *t = knowledge_find(k, "artefact");
    size_t kind = t ? tsv_column(t, "kind") : SIZE_MAX, glob = t ? tsv_column(t, "pattern") : SIZE_MAX;
    if (kind == SIZE_MAX || glob == SIZE_MAX)
        return error_set(err, "knowledge/artefact.tsv needs the columns kind and pattern");
    k->patterns = arena_array(k->arena, t->n_rows, sizeof *k->patterns);
    if (!k->patterns)
        return error_set(err, "out of memory");
    k->n_patterns = t->n_rows;
    for (size_t i = 0; i < t->n_rows; i++)
        k->patterns[i] = (struct pattern){tsv_cell(t, i, kind), tsv_cell(t, i, glob)};
    return true;
}

static int by_name(const void *a, const void *b) {
    const struct rule_text *x = a, *y = b;
    return strcmp(x->name, y->name);
}

static bool load(struct knowledge *k, const char *folder, struct error *err) {
    for (const struct embedded_file *f = embedded_files; f->path; f++)
        if (!add_file(k, f->path, f->text, err))
            return false;
    if (folder) {
        DIR *dir = opendir(folder);
        if (!dir)
            return error_set(err, "%s is not a folder that can be read", folder);
        closedir(dir);
        if (!read_folder(k, folder, "knowledge", ".tsv", err) || !read_folder(k, folder, "rules", ".sql", err) ||
            !read_folder(k, folder, "checks", ".sql", err))
            return false;
    }
    qsort(k->checks.texts, k->checks.n_texts, sizeof *k->checks.texts, by_name);
    return index_artefacts(k, err) && known_errors_build(k->arena, knowledge_find(k, "error_code"), &k->errors, err) &&
           known_dialogs_build(k->arena, knowledge_find(k, "dialog"), &k->dialogs, err);
}

struct knowledge *knowledge_open(const char *folder, struct error *err) {
    struct knowledge *k = calloc(1, sizeof *k);
    struct arena *arena = k ? arena_new(ARENA_BYTES) : NULL;
    struct rule_text *rules = arena ? arena_array(arena, MAX_RULES, sizeof *rules) : NULL;
    struct rule_text *checks = rules ? arena_array(arena, MAX_CHECKS, sizeof *checks) : NULL;
    if (!checks) {
        error_set(err, "out of memory");
        arena_free(arena);
        free(k);
        return NULL;
    }
    k->arena = arena;
    k->rules = (struct rule_texts){.texts = rules, .most = MAX_RULES};
    k->checks = (struct rule_texts){.texts = checks, .most = MAX_CHECKS};
    if (load(k, folder, err))
        return k;
    knowledge_close(k);
    return NULL;
}

void knowledge_close(struct knowledge *k) {
    if (!k)
        return;
    arena_free(k->arena);
    free(k);
}

size_t knowledge_count(const struct knowledge *k) { return k->n_tables; }
const struct tsv *knowledge_at(const struct knowledge *k, size_t index) { return &k->tables[index]; }

const struct tsv *knowledge_find(const struct knowledge *k, const char *name) {
    for (size_t i = 0; i < k->n_tables; i++)
        if (strcmp(k->tables[i].name, name) == 0)
            return &k->tables[i];
    return NULL;
}

size_t knowledge_rule_count(const struct knowledge *k) { return k->rules.n_texts; }
struct rule_text knowledge_rule(const struct knowledge *k, size_t index) {
    return k->rules.texts[index];
}
size_t knowledge_check_count(const struct knowledge *k) { return k->checks.n_texts; }
struct rule_text knowledge_check(const struct knowledge *k, size_t index) {
    return k->checks.texts[index];
}

/* The path itself, and what stands behind each '/'. */
static bool matches_anywhere(struct slice path, const char *glob) {
    for (;;) {
        if (slice_matches_glob(path, glob))
            return true;
        size_t slash = slice_find_byte(path, '/');
        if (slash == SLICE_NOT_FOUND)
            return false;
        path = slice_from(path, slash + 1);
    }
}

const char *knowledge_artefact_kind(const struct knowledge *k, struct slice path) {
    for (size_t i = 0; i < k->n_patterns; i++)
        if (matches_anywhere(path, k->patterns[i].glob))
            return k->patterns[i].kind;
    return NULL;
}

const struct known_errors *knowledge_errors(const struct knowledge *k) { return k->errors; }
const struct known_dialogs *knowledge_dialogs(const struct knowledge *k) { return k->dialogs; }

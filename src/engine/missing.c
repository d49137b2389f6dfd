#include "engine/missing.h"

#include <stdlib.h>

enum { MAX_MISSING = 12, MAX_KINDS = 256, MAX_TABLES = 256 };

struct kind_count {
    const char *kind;
    int64_t rules;
    const struct rule *last; /* the one counted last: a rule that reads a kind through several tables is one rule */
};

static struct kind_count *find_kind(struct kind_count *kinds, size_t *n, const char *kind) {
    for (size_t i = 0; i < *n; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return &kinds[i];
    if (*n == MAX_KINDS)
        return NULL;
    kinds[*n] = (struct kind_count){.kind = kind};
    return &kinds[(*n)++];
}

static void count_table(const struct rule *rule, const struct table *t, struct kind_count *kinds, size_t *n) {
    for (const char *const *kind = t->artefacts; kind && *kind; kind++) {
        struct kind_count *k = find_kind(kinds, n, *kind);
        if (k && k->last != rule) {
            k->rules++;
            k->last = rule;
        }
    }
}

/* Read directly, or through a table derived from another, which may be derived itself. */
static void count_rule(const struct rule *rule, struct kind_count *kinds, size_t *n) {
    bool seen[MAX_TABLES] = {false}, more = true;
    for (size_t i = 0; all_tables[i] && i < MAX_TABLES; i++)
        seen[i] = rule->reads[i];
    while (more) {
        more = false;
        for (size_t i = 0; all_tables[i] && i < MAX_TABLES; i++)
            for (const char *const *need = seen[i] ? all_tables[i]->needs : NULL; need && *need; need++) {
                size_t at = table_index(*need);
                if (at < MAX_TABLES && !seen[at])
                    seen[at] = more = true;
            }
    }
    for (size_t i = 0; all_tables[i] && i < MAX_TABLES; i++)
        if (seen[i])
            count_table(rule, all_tables[i], kinds, n);
}

static int by_rules(const void *a, const void *b) {
    const struct kind_count *x = a, *y = b;
    return x->rules < y->rules ? 1 : x->rules > y->rules ? -1 : strcmp(x->kind, y->kind);
}

/* Another artefact that tells the same (a text beside a property list) makes one not missing. */
static bool is_present(sqlite3_stmt *stmt, const char *kind) {
    sqlite3_reset(stmt);
    sqlite3_bind_text(stmt, 1, kind, -1, SQLITE_STATIC);
    return sqlite3_step(stmt) == SQLITE_ROW;
}

/* Only what a command or a copy of a file can bring: a damaged thing was not there to be missed, a generic kind names no file. */
static const char present[] =
    "SELECT 1 FROM evidence WHERE state = 'read' AND (kind = ?1 OR replace(kind, '_text', '') = replace(?1, '_text', ''))";
static const char describe[] =
    "SELECT pattern, would_tell, get_with FROM known_artefact WHERE kind = ? AND kind NOT LIKE '%\\_text' ESCAPE '\\' "
    "AND pattern NOT LIKE '%*%' LIMIT 1";

struct finder {
    struct arena *arena;
    sqlite3_stmt *has, *tell;
    struct missing missing;
};

/* Adds the kind unless it is at hand, or no file of one name brings it. */
static bool add_missing(struct finder *f, const char *kind, int64_t rules, struct error *err) {
    if (f->missing.n_artefacts == MAX_MISSING || is_present(f->has, kind))
        return true;
    sqlite3_reset(f->tell);
    sqlite3_bind_text(f->tell, 1, kind, -1, SQLITE_STATIC);
    if (sqlite3_step(f->tell) != SQLITE_ROW)
        return true;
    struct missing_artefact *a = &f->missing.artefacts[f->missing.n_artefacts++];
    *a = (struct missing_artefact){.artefact = arena_string(f->arena, stmt_text(f->tell, 0)),
                                   .would_tell = arena_string(f->arena, stmt_text(f->tell, 1)),
                                   .get_with = arena_string(f->arena, stmt_text(f->tell, 2)),
                                   .rules = rules};
    return a->artefact && a->would_tell && a->get_with ? true : error_set(err, "out of memory");
}

static bool find_all(struct session *s, struct arena *arena, const struct kind_count *kinds, size_t n, struct missing *ret_missing,
                     struct error *err) {
    sqlite3_stmt *has CLEANUP_STMT = session_prepare(s, present, err), *tell CLEANUP_STMT = session_prepare(s, describe, err);
    struct finder f = {.arena = arena, .has = has, .tell = tell};
    if (!has || !tell)
        return false;
    f.missing.artefacts = arena_array(arena, MAX_MISSING, sizeof *f.missing.artefacts);
    if (!f.missing.artefacts)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < n; i++)
        if (!add_missing(&f, kinds[i].kind, kinds[i].rules, err))
            return false;
    *ret_missing = f.missing;
    return true;
}

bool missing_find(struct session *s, struct arena *arena, const struct rule_list *rules, struct missing *ret_missing, struct error *err) {
    struct kind_count *kinds = arena_array(arena, MAX_KINDS, sizeof *kinds);
    size_t n = 0;
    if (!kinds)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < rules->n_rules; i++)
        count_rule(&rules->rules[i], kinds, &n);
    qsort(kinds, n, sizeof *kinds, by_rules);
    return find_all(s, arena, kinds, n, ret_missing, err);
}

bool missing_of_kinds(struct session *s, struct arena *arena, const char *const *names, struct missing *ret_missing, struct error *err) {
    struct kind_count *kinds = arena_array(arena, MAX_KINDS, sizeof *kinds);
    size_t n = 0;
    if (!kinds)
        return error_set(err, "out of memory");
    for (; *names && n < MAX_KINDS; names++)
        kinds[n++] = (struct kind_count){.kind = *names};
    return find_all(s, arena, kinds, n, ret_missing, err);
}

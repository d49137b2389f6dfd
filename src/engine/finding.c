#include "engine/finding.h"

#include "base/buffer.h"

enum { MAX_ROWS = 100000, TITLE_LIMIT = 4096, HOLE_LIMIT = 200 };

struct columns {
    int text, source, line, ns, stage;
};

static int column_named(sqlite3_stmt *stmt, struct slice name) {
    for (int i = 0; i < sqlite3_column_count(stmt); i++)
        if (slice_is(name, sqlite3_column_name(stmt, i)))
            return i;
    return -1;
}

static struct columns find_columns(sqlite3_stmt *stmt) {
    return (struct columns){.text = column_named(stmt, slice_str("text")),
                            .source = column_named(stmt, slice_str("source")),
                            .line = column_named(stmt, slice_str("line")),
                            .ns = column_named(stmt, slice_str("ns")),
                            .stage = column_named(stmt, slice_str("stage"))};
}

/* The title with {column} replaced by the first row's value; an unknown or NULL column leaves "?". */
static const char *fill_title(struct arena *arena, const char *title, sqlite3_stmt *stmt) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(TITLE_LIMIT);
    struct slice rest = slice_str(title), before, after, name, tail;
    while (slice_cut(rest, "{", &before, &after) && slice_cut(after, "}", &name, &tail)) {
        int column = column_named(stmt, name);
        struct slice value = column < 0 ? slice_str("?") : slice_sub(stmt_text(stmt, column), 0, HOLE_LIMIT);
        buffer_append(&out, before);
        buffer_append(&out, value.len ? value : slice_str("?"));
        rest = tail;
    }
    buffer_append(&out, rest);
    return buffer_ok(&out) ? arena_string(arena, buffer_slice(&out)) : title;
}

static struct evidence_row take_row(struct arena *arena, sqlite3_stmt *stmt, const struct columns *c) {
    struct evidence_row row = {.text = arena_slice(arena, stmt_text(stmt, c->text)), .ns = TIMESTAMP_NONE};
    if (c->source >= 0)
        row.source = arena_slice(arena, stmt_text(stmt, c->source));
    if (c->line >= 0)
        row.line = sqlite3_column_int64(stmt, c->line);
    if (c->ns >= 0 && sqlite3_column_type(stmt, c->ns) != SQLITE_NULL)
        row.ns = sqlite3_column_int64(stmt, c->ns);
    return row;
}

int finding_column(sqlite3_stmt *stmt, const char *name) { return column_named(stmt, slice_str(name)); }

struct evidence_row finding_row(struct arena *arena, sqlite3_stmt *stmt) {
    struct columns c = find_columns(stmt);
    return take_row(arena, stmt, &c);
}

static bool same_row(const struct evidence_row *a, const struct evidence_row *b) {
    return a->line == b->line && slice_equal(a->source, b->source) && slice_equal(a->text, b->text);
}

static void keep_row(struct finding *f, struct evidence_row row) {
    for (size_t i = 0; i < f->n_evidence; i++)
        if (same_row(&f->evidence[i], &row))
            return;
    if (f->n_evidence < FINDING_MAX_EVIDENCE)
        f->evidence[f->n_evidence++] = row;
}

/* The first row makes the title and the stage. */
static bool start_finding(struct arena *arena, const struct rule *rule, const struct columns *c, struct finding *f) {
    const char *stage = c->stage >= 0 ? arena_string(arena, stmt_text(rule->stmt, c->stage)) : NULL;
    *f = (struct finding){.rule = rule, .strength = rule->strength, .confidence = rule->confidence};
    f->stage = stage && *stage ? stage : rule->stage;
    f->title = fill_title(arena, rule->title, rule->stmt);
    f->because = rule->because ? fill_title(arena, rule->because, rule->stmt) : NULL;
    f->evidence = arena_array(arena, FINDING_MAX_EVIDENCE, sizeof *f->evidence);
    return f->evidence != NULL;
}

static bool run_rule(struct session *s, struct arena *arena, const struct rule *rule, struct finding_list *list, struct error *err) {
    struct columns c = find_columns(rule->stmt);
    struct finding *f = &list->findings[list->n_findings];
    if (c.text < 0)
        return error_set(err, "rule %s selects no column named text", rule->name);
    size_t rows = 0;
    int rc;
    while ((rc = sqlite3_step(rule->stmt)) == SQLITE_ROW && rows < MAX_ROWS) {
        if (rows == 0 && !start_finding(arena, rule, &c, f))
            return error_set(err, "out of memory");
        rows++;
        if (f->n_evidence < FINDING_MAX_EVIDENCE && stmt_text(rule->stmt, c.text).len)
            keep_row(f, take_row(arena, rule->stmt, &c));
    }
    if (rc != SQLITE_DONE && rc != SQLITE_ROW)
        return error_set(err, "rule %s: %s", rule->name, sqlite3_errmsg(session_db(s)));
    sqlite3_reset(rule->stmt);
    if (rows && f->n_evidence) { /* never a finding without a quoted row */
        f->n_rows = rows;
        list->n_findings++;
    }
    return true;
}

bool findings_collect(struct session *s, struct arena *arena, const struct rule_list *rules, struct finding_list *ret_list,
                      struct error *err) {
    struct finding_list list = {.findings = arena_array(arena, rules->n_rules + 1, sizeof *list.findings)};
    if (!list.findings)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < rules->n_rules; i++)
        if (!run_rule(s, arena, &rules->rules[i], &list, err))
            return false;
    *ret_list = list;
    return true;
}

static bool explains(const struct finding *a, const struct finding *b) {
    for (const char **over = a->rule->over; *over; over++)
        if (a != b && rule_is_named(b->rule, *over))
            return true;
    return false;
}

/* Is `b` what explains `a` in the end? Then `a` cannot explain it: of a ring of explanations one has to stand. */
static bool rests_on(const struct finding *a, const struct finding *b) {
    while (a->explained_by)
        a = a->explained_by;
    return a == b;
}

/* What is weaker or lies outside the attempt explains nothing; of two that name each other the stronger, then the surer one stands. */
static bool may_explain(const struct finding *a, const struct finding *b) {
    if (!explains(a, b) || rests_on(a, b) || a->outside || a->strength < b->strength)
        return false;
    return !explains(b, a) || b->outside || b->strength < a->strength || b->confidence <= a->confidence;
}

void findings_explain(struct finding_list *list) {
    for (size_t i = 0; i < list->n_findings; i++)
        for (size_t j = 0; j < list->n_findings && !list->findings[i].explained_by; j++)
            if (may_explain(&list->findings[j], &list->findings[i]))
                list->findings[i].explained_by = &list->findings[j];
}

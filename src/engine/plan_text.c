#include "engine/plan_text.h"

enum { TEXT_LIMIT = 64 << 10, MOST_ROWS = 1000 };
static const char value_sql[] = "SELECT sql, lead, \"between\", most, otherwise FROM known_plan_value WHERE value = ?";

bool plan_text_wants(struct session *s, struct error *err) {
    sqlite3_stmt *values CLEANUP_STMT = session_prepare(s, "SELECT value, sql FROM known_plan_value", err);
    while (values && sqlite3_step(values) == SQLITE_ROW) {
        sqlite3_stmt *one CLEANUP_STMT = session_prepare(s, (const char *)sqlite3_column_text(values, 1), err);
        if (!one)
            return error_wrap(err, "knowledge/plan_value.tsv, %.*s", SLICE_ARG(stmt_text(values, 0)));
    }
    return values != NULL;
}

struct plan_text plan_text_for(struct session *s, struct arena *arena, struct redactor *redactor, const char *stage) {
    struct plan_text t = {.session = s, .arena = arena, .redactor = redactor, .stage = stage};
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, "SELECT major FROM os WHERE major IS NOT NULL LIMIT 1", NULL);
    if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
        t.major = sqlite3_column_int(stmt, 0);
    return t;
}

/* A command that the SQL has put between backticks keeps them; any other backtick is the evidence's own and would be taken for one. */
static void add_row(const struct plan_text *t, struct slice row, struct buffer *out) {
    bool is_command = row.len > 2 && row.data[0] == '`' && row.data[row.len - 1] == '`';
    struct slice text = redact_slice(t->redactor, t->arena, is_command ? slice_sub(row, 1, row.len - 2) : row);
    buffer_add_str(out, is_command ? "`" : "");
    for (size_t i = 0; i < text.len; i++)
        buffer_add_byte(out, text.data[i] == '`' ? '\'' : text.data[i]);
    buffer_add_str(out, is_command ? "`" : "");
}

/* The rows of one value, joined. */
static bool add_rows(const struct plan_text *t, sqlite3_stmt *value, struct buffer *out, struct error *err) {
    sqlite3_stmt *rows CLEANUP_STMT = session_prepare(t->session, (const char *)sqlite3_column_text(value, 0), err);
    int most = sqlite3_column_int(value, 3), n = 0;
    if (!rows)
        return false;
    int stage = sqlite3_bind_parameter_index(rows, ":stage");
    if (stage && t->stage)
        sqlite3_bind_text(rows, stage, t->stage, -1, SQLITE_STATIC);
    while (sqlite3_step(rows) == SQLITE_ROW && n < MOST_ROWS) {
        struct slice one = slice_trim(stmt_text(rows, 0));
        if (one.len == 0 || ++n > most)
            continue;
        buffer_append(out, stmt_text(value, n == 1 ? 1 : 2));
        buffer_add_byte(out, ' ');
        add_row(t, one, out);
    }
    if (n > most)
        buffer_printf(out, " and %d more", n - most);
    if (n == 0)
        buffer_append(out, stmt_text(value, 4));
    return true;
}

static bool add_value(const struct plan_text *t, struct slice name, struct buffer *out, struct error *err) {
    sqlite3_stmt *value CLEANUP_STMT = session_prepare(t->session, value_sql, err);
    if (!value)
        return false;
    sqlite3_bind_text(value, 1, (const char *)name.data, (int)name.len, SQLITE_STATIC);
    if (sqlite3_step(value) != SQLITE_ROW)
        return error_set(err, "knowledge/fix.tsv asks for {%.*s}, which is no row of knowledge/plan_value.tsv", SLICE_ARG(name));
    return add_rows(t, value, out, err) || error_wrap(err, "knowledge/plan_value.tsv, %.*s", SLICE_ARG(name));
}

struct since {
    int64_t major;
    struct slice text, before; /* from that version on, and before it */
};

/* "13+ A|B" */
static bool cut_version(struct slice hole, struct since *ret) {
    struct slice number, rest;
    return slice_cut(hole, "+ ", &number, &rest) && slice_to_int64(number, &ret->major) && slice_cut(rest, "|", &ret->text, &ret->before);
}

/* Where the version is not known, all that there is, each with its versions. */
static void add_all_versions(struct buffer *out, struct since s) {
    bool open = s.text.len > 0, more = true;
    buffer_append(out, s.text);
    while (more) {
        struct since older;
        int64_t before = s.major;
        struct slice text = s.before;
        if ((more = cut_version(s.before, &older))) {
            text = older.text;
            s = older;
        }
        if (text.len == 0)
            continue;
        if (open)
            buffer_printf(out, " (before macOS %lld: %.*s)", (long long)before, SLICE_ARG(text));
        else
            buffer_printf(out, "%.*s (before macOS %lld)", SLICE_ARG(text), (long long)before);
        open = true;
    }
    if (s.before.len == 0 && s.text.len)
        buffer_printf(out, " (macOS %lld and later)", (long long)s.major);
}

static bool add_version(const struct plan_text *t, struct slice hole, struct buffer *out) {
    struct since s;
    if (!cut_version(hole, &s))
        return false;
    if (t->major == 0) {
        add_all_versions(out, s);
        return true;
    }
    while (t->major < s.major && cut_version(s.before, &s))
        ;
    buffer_append(out, t->major >= s.major ? s.text : s.before);
    return true;
}

const char *plan_text_fill(const struct plan_text *t, struct slice text, struct error *err) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(TEXT_LIMIT);
    struct slice before, hole;
    while (slice_cut(text, "{", &before, &text)) {
        buffer_append(&out, before);
        if (!slice_cut(text, "}", &hole, &text))
            return error_set(err, "knowledge/fix.tsv has a { without }"), NULL;
        if (!add_version(t, hole, &out) && !add_value(t, hole, &out, err))
            return NULL;
    }
    buffer_append(&out, text);
    const char *filled = buffer_ok(&out) ? arena_string(t->arena, slice_trim(buffer_slice(&out))) : NULL;
    if (!filled)
        error_set(err, "a text of knowledge/fix.tsv is too long, or memory is short");
    return filled;
}

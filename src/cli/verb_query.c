/* tailor query: every fact is a SQL table. */
#include <stdio.h>

#include "base/json_writer.h"
#include "base/utf8.h"
#include "cli/verb.h"
#include "engine/redact.h"
#include "engine/scan.h"
#include "report/visible_text.h"

enum { MAX_CELL = 60, MAX_COLUMNS = 64, TABLE_SAMPLE = 2000, MAX_TOLD = 10 };

struct answer {
    sqlite3_stmt *stmt;
    struct redactor *redactor;
    struct arena *arena;
    struct buffer *out;
    size_t n_columns;
};

typedef bool answer_writer(struct answer *a, struct error *err);

static struct slice shown(struct answer *a, size_t column) { return redact_slice(a->redactor, a->arena, stmt_text(a->stmt, (int)column)); }

static bool ended_well(struct answer *a, int rc, struct error *err) {
    return rc == SQLITE_DONE ? true : error_set(err, "SQLite: %s", sqlite3_errmsg(sqlite3_db_handle(a->stmt)));
}

static void csv_cell(struct buffer *out, struct slice s) {
    bool quote = false;
    for (size_t i = 0; i < s.len; i++)
        quote |= s.data[i] == ',' || s.data[i] == '"' || s.data[i] == '\n' || s.data[i] == '\r';
    if (!quote) {
        utf8_append_valid(out, s);
        return;
    }
    buffer_add_byte(out, '"');
    struct slice before, rest = s;
    while (slice_cut(rest, "\"", &before, &rest)) {
        utf8_append_valid(out, before);
        buffer_add_str(out, "\"\"");
    }
    utf8_append_valid(out, rest);
    buffer_add_byte(out, '"');
}

static bool write_csv(struct answer *a, struct error *err) {
    int rc;
    for (size_t i = 0; i < a->n_columns; i++) {
        buffer_add_str(a->out, i ? "," : "");
        csv_cell(a->out, slice_str(sqlite3_column_name(a->stmt, (int)i)));
    }
    buffer_add_str(a->out, "\r\n"); /* RFC 4180 */
    while ((rc = sqlite3_step(a->stmt)) == SQLITE_ROW) {
        for (size_t i = 0; i < a->n_columns; i++) {
            buffer_add_str(a->out, i ? "," : "");
            csv_cell(a->out, shown(a, i));
        }
        buffer_add_str(a->out, "\r\n");
        arena_reset(a->arena);
    }
    return ended_well(a, rc, err);
}

static bool write_json(struct answer *a, struct error *err) {
    struct json_writer j = json_writer_to(a->out, 2);
    int rc;
    json_open(&j, '[');
    while ((rc = sqlite3_step(a->stmt)) == SQLITE_ROW) {
        json_open(&j, '{');
        for (size_t i = 0; i < a->n_columns; i++) {
            int type = sqlite3_column_type(a->stmt, (int)i);
            json_key(&j, sqlite3_column_name(a->stmt, (int)i));
            if (type == SQLITE_INTEGER)
                json_int(&j, sqlite3_column_int64(a->stmt, (int)i));
            else if (type == SQLITE_FLOAT)
                json_real(&j, sqlite3_column_double(a->stmt, (int)i));
            else if (type == SQLITE_NULL)
                json_null(&j);
            else
                json_slice(&j, shown(a, i));
        }
        json_close(&j, '}');
        arena_reset(a->arena);
    }
    json_close(&j, ']');
    buffer_add_byte(a->out, '\n');
    return ended_well(a, rc, err);
}

static size_t columns_of(struct slice s) {
    size_t n = 0;
    for (uint32_t cp; visible_next(&s, &cp);)
        n++;
    return n;
}

/* One line of a cell: nothing in it that acts on a terminal, at most MAX_CELL columns. */
static void table_cell(struct buffer *out, struct slice s, size_t width, bool last) {
    size_t columns = 0;
    for (uint32_t cp; columns <= MAX_CELL && visible_next(&s, &cp); columns++)
        utf8_append(out, columns == MAX_CELL ? 0x2026 : cp == '\n' || cp == '\t' ? ' ' : cp);
    for (; !last && columns < width + 2; columns++)
        buffer_add_byte(out, ' ');
}

/* Widths are taken from the names and the first rows; then the statement runs again. */
static bool write_table(struct answer *a, struct error *err) {
    size_t widths[MAX_COLUMNS] = {0};
    int rc;
    for (size_t i = 0; i < a->n_columns; i++)
        widths[i] = strlen(sqlite3_column_name(a->stmt, (int)i));
    for (size_t row = 0; row < TABLE_SAMPLE && sqlite3_step(a->stmt) == SQLITE_ROW; row++)
        for (size_t i = 0; i < a->n_columns; i++) {
            size_t n = columns_of(slice_sub(shown(a, i), 0, 4 * (MAX_CELL + 1)));
            n = n > MAX_CELL ? MAX_CELL + 1 : n; /* the mark of what was cut */
            widths[i] = n > widths[i] ? n : widths[i];
            arena_reset(a->arena);
        }
    sqlite3_reset(a->stmt);
    for (size_t i = 0; i < a->n_columns; i++)
        table_cell(a->out, slice_str(sqlite3_column_name(a->stmt, (int)i)), widths[i], i + 1 == a->n_columns);
    buffer_add_byte(a->out, '\n');
    for (size_t i = 0; i < a->n_columns; i++) {
        for (size_t k = 0; k < widths[i]; k++)
            buffer_add_byte(a->out, '-');
        buffer_add_str(a->out, i + 1 == a->n_columns ? "" : "  ");
    }
    buffer_add_byte(a->out, '\n');
    while ((rc = sqlite3_step(a->stmt)) == SQLITE_ROW) {
        for (size_t i = 0; i < a->n_columns; i++)
            table_cell(a->out, shown(a, i), widths[i], i + 1 == a->n_columns);
        buffer_add_byte(a->out, '\n');
        arena_reset(a->arena);
    }
    return ended_well(a, rc, err);
}

static const struct {
    const char *name;
    answer_writer *write;
} writers[] = {{"table", write_table}, {"text", write_table}, {"csv", write_csv}, {"json", write_json}};

static answer_writer *find_writer(const char *format) {
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (strcmp(writers[i].name, format ? format : "table") == 0)
            return writers[i].write;
    return NULL;
}

static const char *const type_names[] = {[COLUMN_TEXT] = "text", [COLUMN_INTEGER] = "integer", [COLUMN_REAL] = "real"};

static void describe_kind(struct buffer *out, const struct knowledge *k, const char *kind) {
    const struct tsv *t = knowledge_find(k, "artefact");
    size_t row = tsv_find(t, "kind", slice_str(kind));
    if (row != SIZE_MAX)
        buffer_printf(out, "    reads %s (%s)\n", tsv_named_cell(t, row, "pattern"), tsv_named_cell(t, row, "get_with"));
}

static void describe(struct buffer *out, const struct knowledge *k, const struct table *t) {
    buffer_printf(out, "%s: %s\n", t->name, t->doc);
    for (size_t i = 0; i < t->n_columns; i++)
        buffer_printf(out, "    %-20s %-8s %s%s\n", t->columns[i].name, type_names[t->columns[i].type], t->columns[i].doc,
                      t->columns[i].redaction == REDACT ? " (redacted)" : "");
    buffer_add_str(out,
                   "    source, line, time, ns        where the row comes from: path, line or offset, UTC time, nanoseconds since 1970\n");
    for (const char *const *kind = t->artefacts; kind && *kind; kind++)
        describe_kind(out, k, *kind);
    for (const char *const *need = t->needs; need && *need; need++)
        buffer_printf(out, "    made from table %s\n", *need);
    buffer_add_byte(out, '\n');
}

static void describe_known(struct buffer *out, const struct tsv *t) {
    buffer_printf(out, "known_%s: knowledge/%s.tsv\n   ", t->name, t->name);
    for (size_t c = 0; c < t->n_columns; c++)
        buffer_printf(out, " %s", t->columns[c]);
    buffer_add_str(out, "\n\n");
}

static bool describe_named(struct buffer *out, const struct knowledge *k, const char *name) {
    size_t index = table_index(name);
    const struct tsv *known = strncmp(name, "known_", 6) == 0 ? knowledge_find(k, name + 6) : NULL;
    if (index != SIZE_MAX)
        describe(out, k, all_tables[index]);
    else if (known)
        describe_known(out, known);
    return index != SIZE_MAX || known;
}

/* The tables named, or all. Returns a name that is no table's, or NULL. */
static const char *describe_all(struct buffer *out, const struct knowledge *k, const struct options *o) {
    for (size_t i = 0; i < o->n_operands; i++)
        if (!describe_named(out, k, o->operands[i]))
            return o->operands[i];
    for (size_t i = 0; o->n_operands == 0 && all_tables[i]; i++)
        describe(out, k, all_tables[i]);
    for (size_t i = 0; o->n_operands == 0 && i < knowledge_count(k); i++)
        describe_known(out, knowledge_at(k, i));
    return NULL;
}

/* On stderr: what of the evidence could not be read. Returns the status that this leaves. */
static int tell_losses(const struct options *o, struct session *s, struct arena *arena, struct redactor *redactor) {
    struct error err = {{0}};
    sqlite3_stmt *losses CLEANUP_STMT = session_prepare(
        s,
        "SELECT path, problem, COUNT(*) OVER () FROM evidence WHERE problem IS NOT NULL AND state IN ('damaged', 'missing', 'truncated')",
        &err);
    sqlite3_stmt *seen CLEANUP_STMT =
        losses ? session_prepare(s, "SELECT 1 FROM evidence WHERE state IN ('listed', 'read') OR rows > 0", &err) : NULL;
    if (!seen)
        return complain(EXIT_SOFTWARE, "%s", err.text);
    for (int told = 0; sqlite3_step(losses) == SQLITE_ROW && !option_given(o, OPTION_QUIET); told++) {
        struct buffer line CLEANUP_BUFFER = buffer_with_limit(1 << 20);
        if (told == MAX_TOLD) {
            complain(0, "and %d more: SELECT path, problem FROM evidence", sqlite3_column_int(losses, 2) - told);
            break;
        }
        buffer_append(&line, redact_slice(redactor, arena, stmt_text(losses, 0)));
        buffer_add_str(&line, ": ");
        buffer_append(&line, redact_slice(redactor, arena, stmt_text(losses, 1)));
        struct buffer shown_line CLEANUP_BUFFER = buffer_with_limit(4 << 20);
        visible_append_line(&shown_line, buffer_slice(&line));
        complain(0, "%.*s", SLICE_ARG(buffer_slice(&shown_line)));
    }
    return sqlite3_step(seen) == SQLITE_ROW ? 0 : EXIT_NO_INPUT;
}

/* Prepares, fills what the statement reads, and writes the answer. False: *ret_status says whose fault it is. */
static bool ask(const struct options *o, struct session *s, answer_writer *write, struct progress *progress, struct buffer *out,
                int *ret_status, struct error *err) {
    struct arena *arena CLEANUP_ARENA = arena_new(256 << 20), *names CLEANUP_ARENA = arena_new(64 << 20);
    *ret_status = EXIT_USAGE;
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, o->operands[o->n_operands - 1], err);
    if (!stmt)
        return false;
    if (sqlite3_column_count(stmt) == 0)
        return error_set(err, "only SELECT is allowed");
    if (sqlite3_column_count(stmt) > MAX_COLUMNS)
        return error_set(err, "more than %d columns", MAX_COLUMNS);
    bool redact = !option_given(o, OPTION_NO_REDACT);
    if (redact)
        redact_wants(s);
    session_want(s, "evidence");
    struct scan_options scan = {.paths = o->operands, .n_paths = o->n_operands - 1, .progress = progress_tell, .context = progress};
    *ret_status = EXIT_SOFTWARE;
    if (!scan_evidence(s, &scan, err))
        return false;
    progress_end(progress);
    if (!arena || !names)
        return error_set(err, "out of memory");
    struct redactor *redactor = redact ? redactor_open(s, names, err) : NULL;
    struct answer a = {.stmt = stmt, .redactor = redactor, .arena = arena, .out = out, .n_columns = (size_t)sqlite3_column_count(stmt)};
    bool good = redactor || !redact;
    if (good) {
        *ret_status = EXIT_USAGE; /* what SQLite refuses while it runs, it refuses in the SQL */
        good = write(&a, err);
    }
    if (good)
        *ret_status = tell_losses(o, s, arena, redactor);
    redactor_close(redactor);
    return good;
}

static int answer(const struct options *o, const struct knowledge *k, answer_writer *write, struct buffer *out) {
    struct error err = {{0}};
    struct session *s = session_open(k, &err);
    struct progress progress = progress_start(o);
    int status = EXIT_SOFTWARE;
    bool good = s && ask(o, s, write, &progress, out, &status, &err);
    progress_end(&progress);
    session_close(s);
    return good ? write_output(o, out, status) : complain(status, "%s", err.text);
}

static int run(const struct options *o) {
    struct error err = {{0}};
    answer_writer *write = find_writer(o->value[OPTION_FORMAT]);
    if (!write)
        return complain(EXIT_USAGE, "there is no format %s for a query", o->value[OPTION_FORMAT]);
    if (!option_given(o, OPTION_SCHEMA) && o->n_operands < 2)
        return complain(EXIT_USAGE, "name the evidence and the SQL, or ask for the tables with --schema");
    struct knowledge *k = knowledge_open(o->value[OPTION_RULES], &err);
    if (!k)
        return complain(EXIT_USAGE, "%s", err.text);
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(VERB_OUTPUT_LIMIT);
    int status;
    if (option_given(o, OPTION_SCHEMA)) {
        const char *unknown = describe_all(&out, k, o);
        status = unknown ? complain(EXIT_USAGE, "there is no table %s; `tailor query --schema` describes them all", unknown)
                         : write_output(o, &out, 0);
    } else {
        status = answer(o, k, write, &out);
    }
    knowledge_close(k);
    return status;
}

const struct verb verb_query = {
    .name = "query",
    .operands = "EVIDENCE... SQL",
    .summary = "ask anything: every fact is a SQL table",
    .help = "Only SELECT is allowed. --schema describes every table, or those named; --format table, csv or json.\n"
            "Exit status: 0 answered, 64 the SQL is wrong, 66 nothing of the evidence could be read.\n"
            "\n"
            "  tailor query evidence/ \"SELECT time, domain, code, text FROM error ORDER BY ns\"\n"
            "  tailor query --schema attempt\n",
    .takes = {OPTION_RULES, OPTION_SCHEMA},
    .n_takes = 2,
    .run = run,
};

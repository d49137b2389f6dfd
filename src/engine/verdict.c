#include "engine/verdict.h"

#include <stdlib.h>

/* Lines round an attempt belong to it: the daemon is prepared minutes before, and the dialog comes minutes after. */
#define SLACK_BEFORE (15 * 60 * NS_PER_SECOND)
#define SLACK_AFTER (60 * 60 * NS_PER_SECOND)
/* Beside an attempt without a time (the output of a tool), what is older than this is history. */
#define HISTORY (60 * 24 * 60 * 60 * NS_PER_SECOND)

static const double suggests_enough = 0.6; /* below, a lone suggestion is not a verdict */
static const double support = 0.7;         /* what is left of the doubt when something else speaks for the cause too */
static const double proved_at_most = 0.97, suggested_at_most = 0.84, words_at_most = 0.6; /* the last: a dialog's sentence alone */

static const char *const status_names[] = {
    [STATUS_HEALTHY] = "healthy", [STATUS_UNDETERMINED] = "undetermined", [STATUS_FAILED] = "failed"};
const char *status_name(enum status s) { return status_names[s]; }

void verdict_wants(struct session *s) {
    static const char *const tables[] = {"attempt", "clock", "dialog", "error", "evidence", "os", "signal"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        session_want(s, tables[i]);
}

static int64_t ns_at(sqlite3_stmt *stmt, int column) {
    return sqlite3_column_type(stmt, column) == SQLITE_NULL ? TIMESTAMP_NONE : sqlite3_column_int64(stmt, column);
}

/* The first column of the first row; NULL when there is none. */
static const char *ask(struct session *s, struct arena *arena, const char *sql) {
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, sql, NULL);
    return stmt && sqlite3_step(stmt) == SQLITE_ROW ? stmt_string(arena, stmt, 0) : NULL;
}

static bool read_attempts(struct session *s, struct arena *arena, struct verdict *v, struct error *err) {
    static const char sql[] =
        "SELECT kind, start, end, last_stage, outcome, target_version, target_build, text, source, line, ns, start_ns, "
        "end_ns, judged, superseded, (SELECT version FROM os ORDER BY rowid LIMIT 1), attempt FROM attempt "
        "ORDER BY attempt DESC LIMIT 10000";
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, sql, err);
    if (!stmt)
        return false;
    const char *count = ask(s, arena, "SELECT MIN(COUNT(*), 10000) FROM attempt");
    size_t most = count ? strtoul(count, NULL, 10) : 0;
    v->attempts = arena_array(arena, most, sizeof *v->attempts);
    if (!v->attempts)
        return error_set(err, "out of memory");
    while (v->n_attempts < most && sqlite3_step(stmt) == SQLITE_ROW) {
        struct attempt *a = &v->attempts[v->n_attempts++];
        const char **texts[] = {&a->kind, &a->start, &a->end, &a->last_stage, &a->outcome, &a->to_version, &a->to_build};
        for (int i = 0; i < 7; i++)
            *texts[i] = stmt_string(arena, stmt, i);
        a->decided = (struct evidence_row){.text = arena_slice(arena, stmt_text(stmt, 7)),
                                           .source = arena_slice(arena, stmt_text(stmt, 8)),
                                           .line = sqlite3_column_int64(stmt, 9),
                                           .ns = ns_at(stmt, 10)};
        a->start_ns = ns_at(stmt, 11);
        a->end_ns = ns_at(stmt, 12);
        a->judged = sqlite3_column_int(stmt, 13);
        a->superseded = sqlite3_column_int(stmt, 14);
        a->from_version = stmt_string(arena, stmt, 15);
        a->number = sqlite3_column_int64(stmt, 16);
        if (a->judged)
            v->judged = a;
    }
    return true;
}

/* When the evidence was saved, as far as it tells: the Mac's own date, or the newest signal that carries a whole date. */
static int64_t saved_at(struct session *s) {
    static const char sql[] = "SELECT COALESCE((SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 FROM clock), "
                              "(SELECT MAX(ns) FROM signal WHERE dated = 1))";
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, sql, NULL);
    return stmt && sqlite3_step(stmt) == SQLITE_ROW ? ns_at(stmt, 0) : TIMESTAMP_NONE;
}

/* The stage ('' when it does not tell) of what the person saw, or of the error that the sentence holds; "prepare" is what every wrapper
 * says, so a nearer one comes first. */
static const char dialog_failed[] =
    "SELECT COALESCE(d.stage, e.stage, '') FROM dialog AS d LEFT JOIN error AS e ON e.source = d.source AND e.line = d.line AND e.stage IS "
    "NOT NULL WHERE d.sense = 'failure' ORDER BY d.stage IS NULL, d.stage = 'prepare', e.stage IS NULL LIMIT 1";

/* The stage of a quoted line: its signal's or error's own, else that of the program of the update which wrote it. */
static const char stage_of_line[] =
    "WITH said AS (SELECT stage, process FROM signal WHERE source = ?1 AND line = ?2 AND sense <> 'benign'\n"
    "  UNION ALL SELECT stage, process FROM error WHERE source = ?1 AND line = ?2)\n"
    "SELECT COALESCE(s.stage, p.stage) AS at FROM said AS s LEFT JOIN known_update_program AS p ON p.process = s.process\n"
    "WHERE at IS NOT NULL ORDER BY s.stage IS NULL LIMIT 1";

/* Where the update stood when the first of these lines that tells was written; NULL when none does. */
static const char *stage_of_evidence(struct session *s, struct arena *arena, const struct finding *f) {
    for (size_t i = 0; i < f->n_evidence; i++) {
        const struct evidence_row *e = &f->evidence[i];
        sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, stage_of_line, NULL);
        if (!stmt || e->line <= 0)
            continue;
        sqlite3_bind_text(stmt, 1, (const char *)e->source.data, (int)e->source.len, SQLITE_STATIC);
        sqlite3_bind_int64(stmt, 2, e->line);
        if (sqlite3_step(stmt) == SQLITE_ROW)
            return stmt_string(arena, stmt, 0);
    }
    return NULL;
}

bool verdict_lies_outside(const struct finding *f, int64_t from, int64_t to) {
    for (size_t i = 0; i < f->n_evidence; i++) {
        int64_t ns = f->evidence[i].ns;
        if (ns == TIMESTAMP_NONE || (ns >= from && ns <= to))
            return false;
    }
    return true;
}

static void lower_outside(struct finding_list *list, int64_t from, int64_t to) {
    for (size_t i = 0; i < list->n_findings; i++) {
        struct finding *f = &list->findings[i];
        if (!f->rule->cause || !verdict_lies_outside(f, from, to))
            continue;
        f->outside = true;
        f->strength = STRENGTH_HINTS;
        f->confidence *= 0.3;
    }
}

static void lower_what_lies_outside(struct finding_list *list, const struct attempt *judged, int64_t now) {
    bool dated = judged && judged->start_ns != TIMESTAMP_NONE;
    if (!dated && now == TIMESTAMP_NONE)
        return;
    lower_outside(list, dated ? judged->start_ns - SLACK_BEFORE : now - HISTORY, dated ? judged->end_ns + SLACK_AFTER : INT64_MAX);
}

/* The most telling first: unexplained, naming a cause, proving, dated inside the attempt, sure. */
static int compare(const void *a, const void *b) {
    const struct finding *x = *(const struct finding *const *)a, *y = *(const struct finding *const *)b;
    int keys_x[] = {!x->explained_by, x->rule->cause != NULL, (int)x->strength},
        keys_y[] = {!y->explained_by, y->rule->cause != NULL, (int)y->strength};
    for (size_t i = 0; i < 3; i++)
        if (keys_x[i] != keys_y[i])
            return keys_y[i] - keys_x[i];
    if (x->confidence < y->confidence || x->confidence > y->confidence)
        return x->confidence < y->confidence ? 1 : -1;
    return strcmp(x->rule->name, y->rule->name);
}

static bool rank(struct arena *arena, const struct finding_list *list, struct verdict *v) {
    v->ranked = arena_array(arena, list->n_findings + 1, sizeof *v->ranked);
    if (!v->ranked)
        return false;
    for (size_t i = 0; i < list->n_findings; i++)
        v->ranked[v->n_ranked++] = &list->findings[i];
    qsort(v->ranked, v->n_ranked, sizeof *v->ranked, compare);
    return true;
}

static bool stands(const struct finding *f) { return f->rule->cause && !f->explained_by; }

/* Another cause that is as well founded as the first. */
static const struct finding *rival_of(const struct verdict *v, const struct finding *top) {
    for (size_t i = 0; i < v->n_ranked; i++) {
        const struct finding *f = v->ranked[i];
        if (f != top && stands(f) && f->strength == top->strength && strcmp(f->rule->cause, top->rule->cause) != 0)
            return f;
    }
    return NULL;
}

static bool names_a_cause(const struct verdict *v, const struct finding *top) {
    if (!top || !stands(top) || top->strength == STRENGTH_HINTS)
        return false;
    if (top->strength == STRENGTH_PROVES)
        return true;
    const struct finding *rival = rival_of(v, top);
    return top->confidence >= suggests_enough && (!rival || rival->confidence < top->confidence - 0.05);
}

/* Is one of its rows dated within the time? */
static bool has_row_within(const struct finding *f, int64_t from, int64_t to) {
    for (size_t i = 0; i < f->n_evidence; i++)
        if (f->evidence[i].ns != TIMESTAMP_NONE && f->evidence[i].ns >= from && f->evidence[i].ns <= to)
            return true;
    return false;
}

const struct finding *verdict_of_attempt(struct arena *arena, struct finding_list *findings, int64_t from, int64_t to) {
    struct verdict v = {0};
    lower_outside(findings, from, to);
    for (size_t i = 0; i < findings->n_findings; i++) /* what has no time may have come later */
        if (!has_row_within(&findings->findings[i], from, to))
            findings->findings[i].strength = STRENGTH_HINTS;
    findings_explain(findings);
    return rank(arena, findings, &v) && v.n_ranked && names_a_cause(&v, v.ranked[0]) ? v.ranked[0] : NULL;
}

static const char *sentence(struct arena *arena, const char *text) {
    return arena_printf(arena, "%s%s", text, slice_ends_with(slice_str(text), ".") ? "" : ".");
}

void verdict_note(struct arena *arena, struct verdict *v, const char *text) {
    if (v->n_notes == VERDICT_MAX_NOTES)
        return;
    v->notes[v->n_notes++] = sentence(arena, text);
    v->summary = arena_printf(arena, "%s %s", sentence(arena, v->summary), v->notes[v->n_notes - 1]);
}

/* What the verdict can rest on. */
struct seen {
    bool failure, log, anything, damage;
    bool begun;          /* an update began to be applied, and nothing shows that it was */
    const char *dialogs; /* a line for each artefact that holds what the person saw; NULL: none */
};

/* Does it rest on nothing but what the person saw? */
static bool only_words(const struct finding *f, const char *dialogs) {
    for (size_t i = 0; i < f->n_evidence; i++) {
        struct slice rest = slice_str(dialogs ? dialogs : ""), line;
        bool found = false;
        while (!found && slice_next_line(&rest, &line))
            found = slice_equal(line, f->evidence[i].source);
        if (!found)
            return false;
    }
    return true;
}

/* Is a line of the judged failure itself among its rows? */
static bool is_of_the_failure(const struct finding *f, const struct attempt *a) {
    if (!a || strcmp(a->outcome, "failed") != 0)
        return false;
    if (a->start_ns != TIMESTAMP_NONE)
        return has_row_within(f, a->start_ns, a->end_ns);
    for (size_t i = 0; i < f->n_evidence; i++)
        if (f->evidence[i].line && slice_equal(f->evidence[i].source, a->decided.source))
            return true;
    return false;
}

/* Does another rule, by more than a person's words, find the same cause? */
static bool is_seconded(const struct verdict *v, const struct finding *top, struct seen seen) {
    for (size_t i = 0; i < v->n_ranked; i++) {
        const struct finding *f = v->ranked[i];
        if (f != top && f->rule->cause && strcmp(f->rule->cause, top->rule->cause) == 0 && f->strength > STRENGTH_HINTS &&
            !only_words(f, seen.dialogs))
            return true;
    }
    return false;
}

/*
 * How often such a verdict is right. Its rule knows how telling the fact is; the rest holds for every rule (scripts/bench calibration
 * measures it). A line of the failure itself, and a second rule that says the same, each take three tenths of the doubt away; a rival and
 * a failure that no log shows add to it. What is only suggested is never called proved, and a sentence of a dialog, retold by a
 * person and without a log beside it, is never more than likely.
 */
static double confidence_of(const struct verdict *v, const struct finding *top, struct seen seen) {
    double doubt = 1 - top->confidence;
    if (is_of_the_failure(top, v->judged))
        doubt *= support;
    if (is_seconded(v, top, seen))
        doubt *= support;
    double c = 1 - doubt, most = only_words(top, seen.dialogs)      ? words_at_most
                                 : top->strength == STRENGTH_PROVES ? proved_at_most
                                                                    : suggested_at_most;
    if (c > most)
        c = most;
    if (rival_of(v, top))
        c *= 0.85;
    return seen.failure ? c : c * 0.8;
}

static void conclude(struct arena *arena, struct verdict *v, struct seen seen) {
    const struct finding *top = v->n_ranked ? v->ranked[0] : NULL;
    bool named = names_a_cause(v, top);
    if (named && (seen.failure || seen.begun || (!seen.log && top->strength == STRENGTH_PROVES))) {
        v->status = STATUS_FAILED;
        v->top = top;
        v->confidence = confidence_of(v, top, seen);
        if (strcmp(top->stage, "attempt") != 0)
            v->stage = top->stage;
        v->summary = top->because ? arena_printf(arena, "%s %s", sentence(arena, top->title), top->because) : top->title;
    } else if (seen.failure) {
        v->status = STATUS_UNDETERMINED;
        v->summary = arena_printf(arena, "The update failed%s%s, but the evidence does not prove why.", v->stage ? " at stage " : "",
                                  v->stage ? v->stage : "");
    } else if (seen.begun) {
        v->status = STATUS_UNDETERMINED;
        v->summary = "An update began to be applied, and nothing in this evidence shows that it was installed.";
    } else {
        v->status = seen.anything ? STATUS_HEALTHY : STATUS_UNDETERMINED;
        v->stage = NULL;
        v->summary = !seen.anything ? "Nothing of this evidence could be read."
                     : seen.log     ? "No failed update is visible in this evidence."
                                    : "Nothing in this evidence shows a failed update; no log was there to see one in.";
        if (seen.anything && seen.damage)
            v->summary = arena_printf(arena, "%s Part of it could not be read.", v->summary);
    }
}

/* Other causes proved beside the first, at most two; then what rules say is to be told. */
static void add_notes(struct arena *arena, struct verdict *v) {
    size_t others = 0;
    for (size_t i = 0; i < v->n_ranked && v->top; i++) {
        const struct finding *f = v->ranked[i];
        if (f != v->top && stands(f) && f->strength == STRENGTH_PROVES && strcmp(f->rule->cause, v->top->rule->cause) != 0 && others++ < 2)
            verdict_note(arena, v, arena_printf(arena, "Proved as well (%s): %s", f->rule->cause, f->title));
    }
    for (size_t i = 0; i < v->n_ranked; i++) {
        const struct finding *f = v->ranked[i];
        bool against = v->stage && strcmp(f->stage, v->stage) == 0; /* "personalization succeeded", of a verdict that it did not */
        if (f->rule->note && !f->explained_by && !against)
            verdict_note(arena, v, f->title);
    }
}

/*
 * An update that was being applied when its log ends is no healthy Mac if a person writes of what came then, or if the system that runs
 * is another than the one that was to be installed.
 */
static const char begun_only[] =
    "SELECT 1 FROM attempt AS a WHERE a.judged = 1 AND a.kind = 'update' AND a.outcome = 'stopped' AND a.last_stage IN ('apply', 'boot') "
    "AND (EXISTS (SELECT 1 FROM dialog WHERE sense IS NULL AND text NOT LIKE '%remaining%') "
    "OR EXISTS (SELECT 1 FROM os WHERE os.build <> a.target_build AND os.source LIKE '%sw_vers%'))";

/* The judged attempt says itself that it has personalized, and asks for nothing more of it. */
static const char personalized[] =
    "SELECT 1 FROM attempt AS a JOIN signal AS s ON s.name = 'personalize-succeeded' AND s.source = a.source "
    "WHERE a.judged = 1 AND (s.ns BETWEEN a.start_ns AND a.end_ns OR (s.ns IS NULL AND a.start_ns IS NULL)) "
    "AND NOT EXISTS (SELECT 1 FROM signal AS p WHERE p.phase = 'PREFLIGHT_PERSONALIZE' AND (p.ns > s.ns OR (p.ns IS NULL AND p.line > "
    "s.line)))";

bool verdict_reach(struct session *s, struct arena *arena, struct finding_list *findings, struct verdict *ret_verdict, struct error *err) {
    struct verdict v = {0};
    if (!read_attempts(s, arena, &v, err))
        return false;
    lower_what_lies_outside(findings, v.judged, saved_at(s));
    findings_explain(findings);
    if (!rank(arena, findings, &v))
        return error_set(err, "out of memory");
    const char *dialog_stage = ask(s, arena, dialog_failed);
    bool judged_failed = v.judged && strcmp(v.judged->outcome, "failed") == 0;
    /* An attempt that merely stops is a failure when it stops where it ought to go on by itself. */
    bool judged_stopped = v.judged && !judged_failed && v.judged->last_stage && strcmp(v.judged->last_stage, "personalize") == 0 &&
                          !ask(s, arena, personalized);
    bool judged_begun = ask(s, arena, begun_only) != NULL;
    if (v.judged && (judged_failed || judged_stopped || judged_begun || dialog_stage))
        v.stage = v.judged->last_stage;
    if ((!v.stage || !judged_failed) && dialog_stage && *dialog_stage)
        v.stage = dialog_stage;
    struct seen seen = {
        .failure = judged_failed || judged_stopped || dialog_stage,
        .begun = judged_begun,
        .log = ask(s, arena, "SELECT 1 FROM signal LIMIT 1") != NULL,
        .anything = ask(s, arena,
                        "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM evidence) OR EXISTS (SELECT 1 FROM evidence WHERE state = "
                        "'read' OR rows > 0)") != NULL,
        .dialogs = ask(s, arena, "SELECT group_concat(source, char(10)) FROM (SELECT DISTINCT source FROM dialog)"),
        .damage = ask(s, arena, "SELECT 1 FROM evidence WHERE state IN ('damaged', 'truncated', 'missing') LIMIT 1") != NULL,
    };
    conclude(arena, &v, seen);
    for (size_t i = 0; i < v.n_ranked && !v.stage && v.status != STATUS_HEALTHY; i++)
        if (v.ranked[i] == v.top || !v.top)
            v.stage = stage_of_evidence(s, arena, v.ranked[i]);
    if (v.status != STATUS_HEALTHY && seen.failure)
        add_notes(arena, &v);
    *ret_verdict = v;
    return true;
}

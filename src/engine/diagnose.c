#include "engine/diagnose.h"

#include "engine/history.h"

enum { ARENA_BYTES = 512 << 20, MAX_DAMAGED = 100 };

static bool read_mac(struct diagnosis *d, struct error *err) {
    static const char sql[] =
        "SELECT (SELECT model FROM mac WHERE model IS NOT NULL LIMIT 1), (SELECT name FROM mac WHERE name IS NOT NULL LIMIT 1), "
        "(SELECT chip FROM mac WHERE chip IS NOT NULL LIMIT 1), (SELECT kind FROM mac WHERE kind IS NOT NULL LIMIT 1), "
        "(SELECT version FROM os WHERE version IS NOT NULL LIMIT 1), (SELECT build FROM os WHERE build IS NOT NULL LIMIT 1)";
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(d->session, sql, err);
    if (!stmt)
        return false;
    const char **fields[] = {&d->mac.model, &d->mac.name, &d->mac.chip, &d->mac.kind, &d->mac.version, &d->mac.build};
    if (sqlite3_step(stmt) == SQLITE_ROW)
        for (int i = 0; i < 6; i++)
            *fields[i] = stmt_string(d->arena, stmt, i);
    return true;
}

static bool read_damaged(struct diagnosis *d, struct error *err) {
    static const char sql[] =
        "SELECT path, state, COALESCE(problem, state), COUNT(*) OVER () FROM evidence WHERE problem IS NOT NULL OR state IN "
        "('damaged', 'truncated', 'missing')";
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(d->session, sql, err),
                       *count CLEANUP_STMT =
                           stmt ? session_prepare(d->session, "SELECT COUNT(*) FROM evidence WHERE state = 'read' OR rows > 0", err) : NULL;
    d->damaged = arena_array(d->arena, MAX_DAMAGED, sizeof *d->damaged);
    if (!count || !d->damaged)
        return stmt && count ? error_set(err, "out of memory") : false;
    while (sqlite3_step(stmt) == SQLITE_ROW && d->n_damaged < MAX_DAMAGED) {
        struct damaged_artefact *a = &d->damaged[d->n_damaged];
        *a = (struct damaged_artefact){stmt_string(d->arena, stmt, 0), stmt_string(d->arena, stmt, 1), stmt_string(d->arena, stmt, 2)};
        long long left = sqlite3_column_int64(stmt, 3) - (long long)d->n_damaged;
        if (d->n_damaged + 1 == MAX_DAMAGED && left > 1)
            *a = (struct damaged_artefact){arena_printf(d->arena, "%lld more artefacts", left), "damaged",
                                           "ask with: SELECT path, state, problem FROM evidence WHERE problem IS NOT NULL"};
        if (a->path && a->state && a->problem)
            d->n_damaged++;
    }
    if (sqlite3_step(count) == SQLITE_ROW)
        d->n_read = sqlite3_column_int64(count, 0);
    return true;
}

static bool want_everything(struct session *s, struct error *err) {
    const struct knowledge *k = session_knowledge(s);
    for (size_t i = 0; i < knowledge_rule_count(k); i++)
        session_want_words(s, knowledge_rule(k, i).text);
    verdict_wants(s);
    session_want(s, "evidence");
    session_want(s, "endpoint");
    session_want(s, "download_estimate");
    session_want(s, "mac");
    session_want(s, "os");
    redact_wants(s);
    return plan_wants(s, err);
}

bool diagnosis_open(const struct diagnose_options *o, struct diagnosis *d, struct error *err) {
    *d = (struct diagnosis){.arena = arena_new(ARENA_BYTES)};
    if (!d->arena)
        return error_set(err, "out of memory");
    d->session = session_open(o->knowledge, err);
    return d->session && want_everything(d->session, err);
}

/* The rules are compiled while the child reads: it is told beforehand what they will ask for. */
static bool read_evidence(struct diagnosis *d, const struct scan_options *options, struct error *err) {
    struct scan *scan = scan_start(d->session, options, err);
    if (!scan)
        return false;
    if (rules_prepare(d->session, d->arena, &d->rules, err))
        return scan_finish(scan, err);
    scan_abandon(scan);
    return false;
}

bool diagnosis_fill(const struct diagnose_options *o, struct diagnosis *d, struct error *err) {
    return read_evidence(d, &o->scan, err) && (o->no_redact || (d->redactor = redactor_open(d->session, d->arena, err))) &&
           read_mac(d, err) && read_damaged(d, err);
}

static bool reason(struct diagnosis *d, struct error *err) {
    return findings_collect(d->session, d->arena, &d->rules, &d->findings, err) &&
           verdict_reach(d->session, d->arena, &d->findings, &d->verdict, err) &&
           history_judge(d->session, d->arena, &d->rules, &d->verdict, err) && earlier_find(d->arena, &d->verdict, &d->earlier, err) &&
           plan_make(d->session, d->arena, &d->verdict, &d->earlier, d->redactor, &d->plan, err) &&
           missing_find(d->session, d->arena, &d->rules, &d->missing, err) && endpoint_list_read(d->session, d->arena, &d->endpoints, err);
}

bool diagnose_run(const struct diagnose_options *o, struct diagnosis *ret_diagnosis, struct error *err) {
    struct diagnosis d;
    bool good = diagnosis_open(o, &d, err) && diagnosis_fill(o, &d, err) && reason(&d, err);
    if (good && o->context)
        context_read(&o->scan, d.session, d.arena, &d.verdict, &d.context);
    if (!good) {
        diagnosis_free(&d);
        return false;
    }
    *ret_diagnosis = d;
    return true;
}

void diagnosis_free(struct diagnosis *d) {
    redactor_close(d->redactor);
    rules_free(&d->rules);
    session_close(d->session);
    arena_free(d->arena);
    *d = (struct diagnosis){0};
}

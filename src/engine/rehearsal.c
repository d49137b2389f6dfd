#include "engine/rehearsal.h"

#include "base/buffer.h"
#include "engine/rehearsal_target.h"
#include "engine/stages.h"

#define SLACK_BEFORE (15 * 60 * NS_PER_SECOND)
#define SLACK_AFTER (60 * 60 * NS_PER_SECOND)

enum { MOST_NAMED = 6 };

static const char *const status_names[] = {[REHEARSAL_PERSONALIZES] = "will-personalize",
                                           [REHEARSAL_CLEAR] = "clear",
                                           [REHEARSAL_UNKNOWN] = "unknown",
                                           [REHEARSAL_STOPPED] = "stopped"};
static const char *const outcome_names[] = {[CHECK_UNKNOWN] = "unknown", [CHECK_PASSED] = "passed", [CHECK_FAILED] = "failed"};
const char *rehearsal_status_name(enum rehearsal_status s) { return status_names[s]; }
const char *check_outcome_name(enum check_outcome o) { return outcome_names[o]; }

/* What is at hand while the checks are asked. */
struct asking {
    struct rehearsal *r;
    const struct rehearse_options *options;
    int64_t now; /* as the evidence has it */
};

static void bind_text(sqlite3_stmt *stmt, const char *name, const char *value) {
    int at = sqlite3_bind_parameter_index(stmt, name);
    if (at && value)
        sqlite3_bind_text(stmt, at, value, -1, SQLITE_STATIC);
}

static void bind_number(sqlite3_stmt *stmt, const char *name, int64_t value, bool known) {
    int at = sqlite3_bind_parameter_index(stmt, name);
    if (at && known)
        sqlite3_bind_int64(stmt, at, value);
}

static void bind(const struct asking *a, const struct check *c) {
    bind_text(c->rule.stmt, ":stage", c->rule.stage);
    bind_text(c->rule.stmt, ":version", a->r->target.version);
    bind_text(c->rule.stmt, ":build", a->r->target.build);
    bind_number(c->rule.stmt, ":major", a->r->target.major, a->r->target.major > 0);
    bind_number(c->rule.stmt, ":live", a->options->live, true);
}

/* A finding of the check's own, for its failing rows, which may name a cause and fixes of their own. */
static bool own_finding(struct asking *a, const struct check_result *r, struct finding **ret_finding, struct error *err) {
    struct arena *arena = a->r->base.arena;
    struct finding *f = arena_alloc(arena, sizeof *f);
    struct rule *rule = arena_alloc(arena, sizeof *rule);
    if (!f || !rule)
        return error_set(err, "out of memory");
    *rule = r->check->rule;
    if (r->cause && *r->cause)
        rule->cause = r->cause;
    if (r->fix && *r->fix && !head_list(arena, slice_str(r->fix), &rule->fixes, err))
        return false;
    *f = (struct finding){.rule = rule,
                          .title = r->says,
                          .because = rule->because,
                          .stage = rule->stage,
                          .strength = rule->strength,
                          .confidence = rule->confidence,
                          .evidence = r->evidence,
                          .n_evidence = r->n_evidence,
                          .n_rows = r->n_evidence};
    *ret_finding = f;
    return true;
}

/* The outcomes that a row can tell, the weakest first: a stronger one replaces what weaker ones said. */
enum told { TOLD_NOTHING, TOLD_PASSED, TOLD_UNKNOWN, TOLD_FAILED };
static const struct {
    const char *word;
    enum told told;
    enum check_outcome outcome;
} outcomes[] = {{"passed", TOLD_PASSED, CHECK_PASSED}, {"unknown", TOLD_UNKNOWN, CHECK_UNKNOWN}, {"failed", TOLD_FAILED, CHECK_FAILED}};

/* A check that is being asked. */
struct answer {
    struct check_result *result;
    enum told told;
    bool left_out;
};

static const char *optional(struct arena *arena, sqlite3_stmt *stmt, const char *column) {
    int at = finding_column(stmt, column);
    return at < 0 ? NULL : arena_string(arena, stmt_text(stmt, at));
}

static bool take_row(struct asking *a, struct answer *answer, struct error *err) {
    struct check_result *r = answer->result;
    sqlite3_stmt *stmt = r->check->rule.stmt;
    struct arena *arena = a->r->base.arena;
    struct slice word = stmt_text(stmt, finding_column(stmt, "outcome"));
    const char *says = arena_string(arena, stmt_text(stmt, finding_column(stmt, "says")));
    struct evidence_row row = finding_row(arena, stmt);
    size_t i = 0;
    if (!says)
        return error_set(err, "out of memory");
    if (slice_is(word, "none"))
        answer->left_out = true;
    if (slice_is(word, "noted") && r->n_notes < CHECK_MAX_NOTES)
        r->notes[r->n_notes++] = (struct check_note){says, row};
    if (slice_is(word, "none") || slice_is(word, "noted"))
        return true;
    while (i < sizeof outcomes / sizeof *outcomes && !slice_is(word, outcomes[i].word))
        i++;
    if (i == sizeof outcomes / sizeof *outcomes)
        return error_set(err, "check %s tells the outcome \"%.*s\"", r->check->rule.name, SLICE_ARG(word));
    if (outcomes[i].told < answer->told)
        return true;
    if (outcomes[i].told > answer->told) {
        answer->told = outcomes[i].told;
        r->outcome = outcomes[i].outcome;
        r->says = says;
        r->n_evidence = 0;
        r->cause = optional(arena, stmt, "cause");
        r->fix = optional(arena, stmt, "fix");
    }
    if (row.text.len && r->n_evidence < FINDING_MAX_EVIDENCE)
        r->evidence[r->n_evidence++] = row;
    return true;
}

/* Its SELECT. *ret_left_out: this Mac has no use for the check. */
static bool ask(struct asking *a, struct check_result *r, bool *ret_left_out, struct error *err) {
    struct answer answer = {.result = r};
    sqlite3_stmt *stmt = r->check->rule.stmt;
    r->evidence = arena_array(a->r->base.arena, FINDING_MAX_EVIDENCE, sizeof *r->evidence);
    r->says = r->check->unknown;
    if (!r->evidence)
        return error_set(err, "out of memory");
    if (finding_column(stmt, "outcome") < 0 || finding_column(stmt, "says") < 0 || finding_column(stmt, "text") < 0)
        return error_set(err, "check %s selects no columns outcome, says and text", r->check->rule.name);
    bind(a, r->check);
    int rc;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
        if (!take_row(a, &answer, err))
            return false;
    if (rc != SQLITE_DONE)
        return error_set(err, "check %s: %s", r->check->rule.name, sqlite3_errmsg(session_db(a->r->base.session)));
    sqlite3_reset(stmt);
    if (r->outcome == CHECK_FAILED && r->n_evidence == 0) { /* nothing fails without a quoted row */
        r->outcome = CHECK_UNKNOWN;
        r->says = r->check->unknown;
    }
    *ret_left_out = answer.left_out;
    return true;
}

static bool is_of_stage(const struct asking *a, const struct check *c) {
    return !a->options->stage || strcmp(a->options->stage, c->rule.stage) == 0;
}

static bool ask_all(struct asking *a, struct error *err) {
    struct rehearsal *r = a->r;
    r->results = arena_array(r->base.arena, r->checks.n_checks + 1, sizeof *r->results);
    if (!r->results)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < r->checks.n_checks; i++) {
        struct check_result *result = &r->results[r->n_results];
        bool left_out = false;
        if (!is_of_stage(a, &r->checks.checks[i]))
            continue;
        *result = (struct check_result){.check = &r->checks.checks[i]};
        if (!ask(a, result, &left_out, err))
            return false;
        r->n_results += !left_out;
    }
    return true;
}

static bool is_listed(const struct rule *rule, const char **names) {
    for (; *names; names++)
        if (rule_is_named(rule, *names))
            return true;
    return false;
}

/* The rules that the checks of this stage name. */
static bool rules_of_stage(struct rehearsal *r, const char *stage, struct rule_list *ret_list, struct error *err) {
    struct rule_list list = {.rules = arena_array(r->base.arena, r->base.rules.n_rules + 1, sizeof *list.rules)};
    if (!list.rules)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < r->base.rules.n_rules; i++) {
        bool named = false;
        for (size_t k = 0; k < r->n_results && !named; k++) {
            const struct check *c = r->results[k].check;
            named = strcmp(c->rule.stage, stage) == 0 &&
                    (is_listed(&r->base.rules.rules[i], c->fails) || is_listed(&r->base.rules.rules[i], c->notes));
        }
        if (named)
            list.rules[list.n_rules++] = r->base.rules.rules[i];
    }
    *ret_list = list;
    return true;
}

static void note_finding(struct check_result *r, const struct finding *f) {
    if (r->n_notes < CHECK_MAX_NOTES)
        r->notes[r->n_notes++] = (struct check_note){f->title, f->evidence[0]};
}

/* The check has decided that it counts: a mere hint of a diagnosis is a reason here, and what a failure would prove is at most as sure as
 * the check itself, since nothing has failed yet. */
static void add_finding(struct check_result *r, struct finding *f) {
    if (f->strength < STRENGTH_SUGGESTS)
        f->strength = STRENGTH_SUGGESTS;
    if (f->strength > r->check->rule.strength)
        f->strength = r->check->rule.strength;
    size_t at = r->n_findings;
    if (r->n_findings == CHECK_MAX_FINDINGS)
        return;
    for (; at > 0 && r->findings[at - 1]->strength < f->strength; at--)
        r->findings[at] = r->findings[at - 1];
    r->findings[at] = f;
    r->n_findings++;
}

static void hand_out(struct asking *a, const char *stage, struct finding_list *found) {
    for (size_t i = 0; i < a->r->n_results; i++) {
        struct check_result *r = &a->r->results[i];
        if (strcmp(r->check->rule.stage, stage) != 0)
            continue;
        for (size_t k = 0; k < found->n_findings; k++) {
            struct finding *f = &found->findings[k];
            bool past = verdict_lies_outside(f, a->now - SLACK_BEFORE, a->now + SLACK_AFTER);
            bool fails = is_listed(f->rule, r->check->fails);
            if (fails && !past && !f->explained_by)
                add_finding(r, f);
            else if (fails || is_listed(f->rule, r->check->notes))
                note_finding(r, f);
        }
    }
}

/* The next attempt, supposed to fail at each stage that has checks: what the rules find then is what would stop it. */
static bool suppose(struct asking *a, struct error *err) {
    struct rehearsal *r = a->r;
    for (size_t i = 0; i < STAGES; i++) {
        struct rule_list rules;
        struct finding_list found;
        struct supposed what = {.stage = stages[i], .version = r->target.version, .build = r->target.build, .ns = a->now};
        if (!rules_of_stage(r, stages[i], &rules, err))
            return false;
        if (rules.n_rules == 0)
            continue;
        if (!session_suppose(r->base.session, &what, err) || !findings_collect(r->base.session, r->base.arena, &rules, &found, err))
            return error_wrap(err, "supposing a failure at stage %s", stages[i]);
        findings_explain(&found);
        hand_out(a, stages[i], &found);
    }
    return true;
}

static bool has_row(const struct finding *f, const struct evidence_row *row) {
    for (size_t i = 0; i < f->n_evidence; i++)
        if (f->evidence[i].line == row->line && slice_equal(f->evidence[i].source, row->source))
            return true;
    return false;
}

/* Do the rules quote all that the check's own rows quote? */
static bool is_told(const struct check_result *r) {
    for (size_t i = 0; i < r->n_evidence; i++) {
        bool told = false;
        for (size_t k = 0; k < r->n_findings && !told; k++)
            told = has_row(r->findings[k], &r->evidence[i]);
        if (!told)
            return false;
    }
    return true;
}

/* What fails a check is first what a rule knows of it, then the check's own row. */
static bool conclude_one(struct asking *a, struct check_result *r, struct error *err) {
    if (r->outcome == CHECK_FAILED && !is_told(r)) {
        struct finding *own = NULL;
        if (!own_finding(a, r, &own, err))
            return false;
        add_finding(r, own);
    }
    if (r->n_findings) {
        r->outcome = CHECK_FAILED;
        r->says = r->findings[0]->title;
        r->evidence = r->findings[0]->evidence;
        r->n_evidence = r->findings[0]->n_evidence;
    }
    if (r->outcome == CHECK_UNKNOWN)
        return missing_of_kinds(a->r->base.session, a->r->base.arena, r->check->tells, &r->missing, err);
    return true;
}

static bool counts_as_needed(const struct asking *a, const struct check_result *r) {
    return r->check->needed && (!r->check->live || a->options->live);
}

static bool conclude(struct asking *a, struct error *err) {
    struct rehearsal *r = a->r;
    bool granted = false, lacking = false;
    for (size_t i = 0; i < r->n_results; i++) {
        struct check_result *c = &r->results[i];
        if (!conclude_one(a, c, err))
            return false;
        r->n_passed += c->outcome == CHECK_PASSED;
        r->n_failed += c->outcome == CHECK_FAILED;
        r->n_unknown += c->outcome == CHECK_UNKNOWN;
        granted |= c->check->decides && c->outcome == CHECK_PASSED;
        lacking |= c->outcome == CHECK_UNKNOWN && counts_as_needed(a, c);
        if (c->outcome == CHECK_FAILED && !r->first)
            r->first = c;
    }
    r->status = r->first ? REHEARSAL_STOPPED : lacking ? REHEARSAL_UNKNOWN : granted ? REHEARSAL_PERSONALIZES : REHEARSAL_CLEAR;
    return true;
}

/* The unknown ones, those that are needed first. */
static void add_unknown(const struct asking *a, struct buffer *out) {
    const struct rehearsal *r = a->r;
    size_t told = 0, left = 0;
    for (int needed = 1; needed >= 0; needed--)
        for (size_t i = 0; i < r->n_results; i++) {
            const struct check_result *c = &r->results[i];
            if (c->outcome != CHECK_UNKNOWN || counts_as_needed(a, c) != needed)
                continue;
            if (told < MOST_NAMED)
                buffer_printf(out, "%s%s", told++ ? ", " : "; unknown: ", c->check->rule.title);
            else
                left++;
        }
    if (left)
        buffer_printf(out, " and %zu more", left);
}

static const char *summary_of(const struct asking *a) {
    const struct rehearsal *r = a->r;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    if (r->status == REHEARSAL_PERSONALIZES)
        buffer_add_str(&out, "This update will personalize");
    else if (r->status == REHEARSAL_STOPPED)
        buffer_printf(&out, "%s: %s", r->first->findings[0]->strength == STRENGTH_PROVES ? "This stops it" : "This is likely to stop it",
                      r->first->says);
    else
        buffer_add_str(&out, "Nothing stops it so far");
    if (r->status != REHEARSAL_STOPPED)
        add_unknown(a, &out);
    else if (r->n_failed > 1)
        buffer_printf(&out, " (and %zu more would)", r->n_failed - 1);
    return buffer_ok(&out) ? arena_string(r->base.arena, buffer_slice(&out)) : NULL;
}

/* A verdict over the failing checks, so that the plan is that of a diagnosis. What comes after a failure of the plan is no matter of it. */
static bool plan(struct rehearsal *r, struct error *err) {
    struct verdict *v = &r->base.verdict;
    struct earlier none = {0};
    size_t kept = 0;
    *v = (struct verdict){.status = r->first ? STATUS_FAILED : STATUS_HEALTHY, .summary = r->summary};
    v->ranked = arena_array(r->base.arena, r->n_results * CHECK_MAX_FINDINGS + 1, sizeof *v->ranked);
    if (!v->ranked)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < r->n_results; i++)
        for (size_t k = 0; k < r->results[i].n_findings; k++)
            v->ranked[v->n_ranked++] = r->results[i].findings[k];
    if (r->first) {
        v->top = r->first->findings[0];
        v->stage = r->first->check->rule.stage;
        v->confidence = v->top->confidence;
    }
    if (!plan_make(r->base.session, r->base.arena, v, &none, r->base.redactor, &r->base.plan, err))
        return false;
    for (size_t i = 0; i < r->base.plan.n_steps; i++)
        if (r->base.plan.steps[i].part != PART_LAST_RESORT)
            r->base.plan.steps[kept++] = r->base.plan.steps[i];
    r->base.plan.n_steps = kept;
    return true;
}

/* When the evidence was saved; where nothing tells, a day that no log has come to. */
static int64_t now_of(struct session *s) {
    static const char sql[] = "SELECT COALESCE((SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 FROM clock), "
                              "(SELECT MAX(ns) FROM signal WHERE dated = 1), 4102444800000000000)";
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, sql, NULL);
    return stmt && sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
}

static bool run(struct rehearsal *r, const struct rehearse_options *o, struct error *err) {
    struct asking a = {.r = r, .options = o};
    if (!diagnosis_open(&o->diagnose, &r->base, err) || !checks_prepare(r->base.session, r->base.arena, &r->checks, err))
        return false;
    rehearsal_target_wants(r->base.session);
    if (!diagnosis_fill(&o->diagnose, &r->base, err) || !rehearsal_target_find(r->base.session, r->base.arena, o->target, &r->target, err))
        return false;
    a.now = now_of(r->base.session);
    if (!ask_all(&a, err) || !suppose(&a, err) || !conclude(&a, err))
        return false;
    r->summary = summary_of(&a);
    return r->summary ? plan(r, err) : error_set(err, "out of memory");
}

bool rehearsal_run(const struct rehearse_options *o, struct rehearsal *ret_rehearsal, struct error *err) {
    struct rehearsal r = {0};
    if (!run(&r, o, err)) {
        rehearsal_free(&r);
        return false;
    }
    *ret_rehearsal = r;
    return true;
}

static bool is_told_before(const struct rehearsal *r, size_t check, const struct missing_artefact *a) {
    for (size_t i = 0; i < check; i++)
        for (size_t k = 0; k < r->results[i].missing.n_artefacts; k++)
            if (strcmp(r->results[i].missing.artefacts[k].artefact, a->artefact) == 0)
                return true;
    return false;
}

const struct missing_artefact *rehearsal_missing(const struct rehearsal *r, size_t index) {
    for (size_t i = 0; i < r->n_results; i++)
        for (size_t k = 0; k < r->results[i].missing.n_artefacts; k++)
            if (!is_told_before(r, i, &r->results[i].missing.artefacts[k]) && index-- == 0)
                return &r->results[i].missing.artefacts[k];
    return NULL;
}

void rehearsal_free(struct rehearsal *r) {
    checks_free(&r->checks);
    diagnosis_free(&r->base);
    *r = (struct rehearsal){0};
}

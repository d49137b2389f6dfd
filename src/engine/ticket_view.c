#include "engine/ticket_view.h"

#include "engine/redact.h"

struct view_work {
    struct session *session;
    struct arena *arena;
    struct redactor *redactor; /* NULL: nothing is hidden */
    const struct device_keys *device;
};

/* At most TICKET_STEPS_MAX of them. */
struct step_list {
    struct ticket_step *steps;
    size_t n;
};

static const char *cell(const struct view_work *w, sqlite3_stmt *stmt, int column) {
    if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
        return NULL;
    return arena_string(w->arena, redact_slice(w->redactor, w->arena, stmt_text(stmt, column)));
}

static void add_step(struct step_list *list, const char *step, const char *outcome, const char *text) {
    if (list->n < TICKET_STEPS_MAX && text)
        list->steps[list->n++] = (struct ticket_step){step, outcome, text};
}

/* The rows of a statement whose two parameters are the ticket's file and number. */
static sqlite3_stmt *of_ticket(const struct view_work *w, const char *sql, const struct viewed_ticket *t, const char *file,
                               struct error *err) {
    sqlite3_stmt *stmt = session_prepare(w->session, sql, err);
    if (stmt) {
        sqlite3_bind_text(stmt, 1, file, -1, SQLITE_STATIC);
        sqlite3_bind_int64(stmt, 2, t->number);
    }
    return stmt;
}

static bool add_checks(const struct view_work *w, const struct viewed_ticket *t, const char *file, struct step_list *list,
                       struct error *err) {
    sqlite3_stmt *stmt CLEANUP_STMT =
        of_ticket(w, "SELECT step, outcome, text FROM ticket_check WHERE source = ?1 AND ticket = ?2 ORDER BY rowid", t, file, err);
    if (!stmt)
        return false;
    while (sqlite3_step(stmt) == SQLITE_ROW)
        add_step(list, cell(w, stmt, 0), cell(w, stmt, 1), cell(w, stmt, 2));
    return true;
}

/* Compares one number of the ticket with the Mac's. */
static void add_number(const struct view_work *w, struct step_list *list, const char *what, bool given, uint64_t mac, sqlite3_stmt *stmt,
                       int column) {
    if (!given)
        return;
    bool told = sqlite3_column_type(stmt, column) != SQLITE_NULL;
    uint64_t ticket = (uint64_t)sqlite3_column_int64(stmt, column);
    bool same = told && ticket == mac;
    add_step(list, "device",
             same   ? "passed"
             : told ? "failed"
                    : "unknown",
             same   ? arena_printf(w->arena, "The %s is that of the Mac (0x%llx)", what, (unsigned long long)mac)
             : told ? arena_printf(w->arena, "The ticket is for %s 0x%llx, the Mac has 0x%llx", what, (unsigned long long)ticket,
                                   (unsigned long long)mac)
                    : arena_printf(w->arena, "The ticket names no %s", what));
}

/* The ECID's value is never told: it is the Mac's own number. */
static void add_ecid(const struct view_work *w, struct step_list *list, sqlite3_stmt *stmt) {
    uint64_t ticket = 0;
    if (!w->device->has_ecid)
        return;
    if (sqlite3_column_type(stmt, 3) == SQLITE_NULL)
        add_step(list, "device", "passed", "The ticket is for any Mac of the board, so for this one");
    else if (device_number(stmt_text(stmt, 3), &ticket) && ticket == w->device->ecid)
        add_step(list, "device", "passed", "The ticket is for this very Mac (ECID)");
    else
        add_step(list, "device", "failed", "The ticket is for another Mac: its ECID is not that of this one");
}

/* The table has bytes in hexadecimal. */
static bool is_hex_of(struct slice text, struct slice bytes) {
    if (text.len != bytes.len * 2)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (slice_hex_digit(text.data[i]) != (bytes.data[i / 2] >> (i % 2 ? 0 : 4) & 15))
            return false;
    return true;
}

static void add_nonce(const struct view_work *w, struct step_list *list, sqlite3_stmt *stmt) {
    struct slice nonce = stmt_text(stmt, 4);
    if (!w->device->nonce.data)
        return;
    if (nonce.len == 0)
        add_step(list, "device", "passed", "The ticket is for any nonce");
    else if (is_hex_of(nonce, w->device->nonce))
        add_step(list, "device", "passed", "The nonce is that of the Mac");
    else
        add_step(list, "device", "failed", "The ticket was made for another nonce: it answers an earlier request, and the Mac refuses it");
}

static bool add_device(const struct view_work *w, const struct viewed_ticket *t, const char *file, struct step_list *list,
                       struct error *err) {
    if (!w->device)
        return true;
    sqlite3_stmt *stmt CLEANUP_STMT =
        of_ticket(w, "SELECT chip, board, security_domain, ecid, nonce FROM ticket WHERE source = ?1 AND ticket = ?2", t, file, err);
    if (!stmt)
        return false;
    if (sqlite3_step(stmt) != SQLITE_ROW)
        return true;
    add_number(w, list, "chip", w->device->has_chip, w->device->chip, stmt, 0);
    add_number(w, list, "board", w->device->has_board, w->device->board, stmt, 1);
    add_number(w, list, "security domain", w->device->has_domain, w->device->security_domain, stmt, 2);
    add_ecid(w, list, stmt);
    add_nonce(w, list, stmt);
    return true;
}

/* Of each BuildManifest the identity that the ticket fits best, then its images that do not fit. */
static const char build_sql[] =
    "WITH sum AS (\n"
    "  SELECT source, identity, SUM(outcome = 'same') AS same, SUM(outcome = 'different') AS different,\n"
    "         SUM(outcome IN ('missing', 'unknown')) AS missing\n"
    "  FROM ticket_component WHERE ticket_source = ?1 AND ticket = ?2 GROUP BY source, identity),\n"
    "best AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY source ORDER BY different, same DESC, identity) AS n FROM sum)\n"
    "SELECT CASE WHEN b.identity IS NULL OR b.different > 0 THEN 'failed' WHEN b.same = 0 THEN 'unknown' ELSE 'passed' END,\n"
    "       CASE WHEN b.identity IS NULL THEN (SELECT c.text FROM ticket_component AS c WHERE c.ticket_source = ?1 AND c.ticket = ?2\n"
    "                                            AND c.source = b.source AND c.outcome = 'board')\n"
    "            ELSE format('Identity %d of the build: %d images have the digest of the ticket, %d another, %d are not in it', "
    "b.identity,\n"
    "                        b.same, b.different, b.missing) END, 0 AS part, b.source, NULL\n"
    "FROM best AS b WHERE b.n = 1\n"
    "UNION ALL\n"
    "SELECT 'failed', c.text, 1, c.source, c.component FROM best AS b JOIN ticket_component AS c ON c.source = b.source\n"
    "  AND c.identity = b.identity AND c.ticket_source = ?1 AND c.ticket = ?2 AND c.outcome = 'different' WHERE b.n = 1\n"
    "ORDER BY 4, 3, 5";

static bool add_build(const struct view_work *w, const struct viewed_ticket *t, const char *file, struct step_list *list,
                      struct error *err) {
    sqlite3_stmt *stmt CLEANUP_STMT = of_ticket(w, build_sql, t, file, err);
    if (!stmt)
        return false;
    while (sqlite3_step(stmt) == SQLITE_ROW)
        add_step(list, "build", cell(w, stmt, 0), cell(w, stmt, 1));
    return true;
}

static bool add_facts(const struct view_work *w, struct viewed_ticket *t, const char *file, struct error *err) {
    static const char count_sql[] = "SELECT COUNT(*) FROM ticket_property WHERE source = ?1 AND ticket = ?2";
    static const char sql[] =
        "SELECT p.object, (SELECT n.name FROM known_img4_name AS n WHERE n.code = p.object AND n.kind = 'object'), p.code, p.name,\n"
        "       COALESCE(p.value, p.private_value), p.means FROM ticket_property AS p WHERE p.source = ?1 AND p.ticket = ?2\n"
        "ORDER BY p.rowid LIMIT ?3";
    sqlite3_stmt *count CLEANUP_STMT = of_ticket(w, count_sql, t, file, err);
    sqlite3_stmt *stmt CLEANUP_STMT = count ? of_ticket(w, sql, t, file, err) : NULL;
    if (!stmt || sqlite3_step(count) != SQLITE_ROW)
        return false;
    size_t most = (size_t)sqlite3_column_int64(count, 0);
    most = most < TICKET_FACTS_MAX ? most : TICKET_FACTS_MAX;
    struct ticket_fact *facts = arena_array(w->arena, most, sizeof *facts);
    if (!facts)
        return error_set(err, "out of memory");
    sqlite3_bind_int64(stmt, 3, (int64_t)most);
    for (; t->n_facts < most && sqlite3_step(stmt) == SQLITE_ROW; t->n_facts++)
        facts[t->n_facts] = (struct ticket_fact){.object = cell(w, stmt, 0),
                                                 .image = cell(w, stmt, 1),
                                                 .code = cell(w, stmt, 2),
                                                 .name = cell(w, stmt, 3),
                                                 .value = cell(w, stmt, 4),
                                                 .means = cell(w, stmt, 5)};
    t->facts = facts;
    return true;
}

static const char *worst_of(const struct step_list *list) {
    const char *verdict = list->n ? "passed" : "unknown";
    for (size_t i = 0; i < list->n; i++) {
        if (strcmp(list->steps[i].outcome, "failed") == 0)
            return "failed";
        if (strcmp(list->steps[i].outcome, "unknown") == 0)
            verdict = "unknown";
    }
    return verdict;
}

static bool view_ticket(const struct view_work *w, sqlite3_stmt *stmt, struct viewed_ticket *t, struct error *err) {
    struct step_list list = {.steps = arena_array(w->arena, TICKET_STEPS_MAX, sizeof *list.steps)};
    const char *file = arena_string(w->arena, stmt_text(stmt, 0)); /* as it is in the tables; `source` is what is shown */
    if (!list.steps || !file)
        return error_set(err, "out of memory");
    t->source = cell(w, stmt, 0);
    t->number = sqlite3_column_int64(stmt, 1);
    t->form = cell(w, stmt, 2);
    t->text = cell(w, stmt, 3);
    t->signer = cell(w, stmt, 4);
    t->root = cell(w, stmt, 5);
    if (!add_checks(w, t, file, &list, err) || !add_device(w, t, file, &list, err) || !add_build(w, t, file, &list, err) ||
        !add_facts(w, t, file, err))
        return false;
    t->steps = list.steps;
    t->n_steps = list.n;
    t->verdict = worst_of(&list);
    return true;
}

static bool view_tickets(const struct view_work *w, sqlite3_stmt *stmt, struct ticket_view *v, struct error *err) {
    struct viewed_ticket *tickets = arena_array(w->arena, TICKETS_MAX, sizeof *tickets);
    if (!tickets)
        return error_set(err, "out of memory");
    v->tickets = tickets;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        if (v->n_tickets == TICKETS_MAX)
            v->n_left_out++;
        else if (!view_ticket(w, stmt, &tickets[v->n_tickets], err))
            return false;
        else
            v->n_tickets++;
    }
    return true;
}

static bool view_losses(const struct view_work *w, sqlite3_stmt *stmt, struct ticket_view *v, struct error *err) {
    struct ticket_loss *losses = arena_array(w->arena, TICKET_LOSSES_MAX, sizeof *losses);
    if (!losses)
        return error_set(err, "out of memory");
    for (; v->n_losses < TICKET_LOSSES_MAX && sqlite3_step(stmt) == SQLITE_ROW; v->n_losses++)
        losses[v->n_losses] = (struct ticket_loss){cell(w, stmt, 0), cell(w, stmt, 1)};
    v->losses = losses;
    return true;
}

static bool look(struct view_work *w, const struct ticket_question *q, struct ticket_view *v, struct error *err) {
    static const char tickets_sql[] = "SELECT source, ticket, form, text, signer, root FROM ticket ORDER BY rowid";
    static const char losses_sql[] = "SELECT path, problem FROM evidence WHERE problem IS NOT NULL ORDER BY rowid";
    static const char *const wanted[] = {"ticket", "ticket_check", "ticket_property", "ticket_component", "evidence"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        session_want(w->session, wanted[i]);
    if (!q->no_redact)
        redact_wants(w->session);
    sqlite3_stmt *tickets CLEANUP_STMT = session_prepare(w->session, tickets_sql, err);
    sqlite3_stmt *losses CLEANUP_STMT = tickets ? session_prepare(w->session, losses_sql, err) : NULL;
    if (!losses || !scan_evidence(w->session, &q->scan, err))
        return false;
    w->redactor = q->no_redact ? NULL : redactor_open(w->session, w->arena, err);
    bool good = (q->no_redact || w->redactor) && view_tickets(w, tickets, v, err) && view_losses(w, losses, v, err);
    redactor_close(w->redactor);
    return good;
}

bool ticket_view_make(const struct ticket_question *q, struct arena *arena, struct ticket_view *ret_view, struct error *err) {
    struct view_work w = {.arena = arena, .device = q->device, .session = session_open(q->knowledge, err)};
    struct ticket_view v = {0};
    bool good = w.session && look(&w, q, &v, err);
    session_close(w.session);
    if (good)
        *ret_view = v;
    return good;
}

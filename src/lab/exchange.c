#include "lab/exchange.h"

#include "format/json_text.h"
#include "lab/answer.h"

enum { TICKET_LIMIT = 1 << 20, HTTP_OK = 200, NO_STATUS = -1, USUAL_RETRY_AFTER = 2, MODEL_BYTES = 64 };

static const struct {
    const char *method; /* NULL: any */
    const char *path, *action;
    enum lab_place place;
} routes[LAB_ROUTES] = {
    [LAB_ROUTE_SIGN] = {"POST", "/TSS/controller", "2", LAB_PLACE_TSS},
    [LAB_ROUTE_HEALTH] = {NULL, "/TSS/controller", "0", LAB_PLACE_TSS},
    [LAB_ROUTE_OPTION] = {NULL, "/TSS/controller", NULL, LAB_PLACE_TSS},
    [LAB_ROUTE_PMV] = {"GET", "/v2/pmv", NULL, LAB_PLACE_PMV},
    [LAB_ROUTE_CATALOGUE] = {"GET", "/catalogue", NULL, LAB_PLACE_CATALOGUE},
    [LAB_ROUTE_ASSETS] = {"POST", "/v2/assets", NULL, LAB_PLACE_CATALOGUE},
    [LAB_ROUTE_ACCOUNT] = {"GET", "/account", NULL, LAB_PLACE_ACCOUNT},
    [LAB_ROUTE_TIME] = {"GET", "/time", NULL, LAB_PLACE_TIME},
    [LAB_ROUTE_FAULTS] = {NULL, "/lab/faults", NULL, LAB_PLACE_OTHER},
    [LAB_ROUTE_NONE] = {NULL, "(another)", NULL, LAB_PLACE_OTHER},
    [LAB_ROUTE_MISDIRECTED] = {NULL, "(another host)", NULL, LAB_PLACE_OTHER},
};

const char *lab_route_path(enum lab_route route) { return routes[route].path; }
enum lab_place lab_route_place(enum lab_route route) { return routes[route].place; }

enum lab_route lab_route_of(const struct lab_call *call) {
    struct slice action = slice_is(call->action, "3") ? slice_str("2") : call->action; /* the same to the real server */
    if (lab_host_is_apples(call->host))
        return LAB_ROUTE_MISDIRECTED;
    for (int i = 0; i < LAB_ROUTE_NONE; i++) {
        bool get = routes[i].method && strcmp(routes[i].method, "GET") == 0;
        if ((!routes[i].method || slice_is(call->method, routes[i].method) || (get && slice_is(call->method, "HEAD"))) &&
            slice_is(call->path, routes[i].path) && (!routes[i].action || slice_is(action, routes[i].action)))
            return (enum lab_route)i;
    }
    return LAB_ROUTE_NONE;
}

static void text(struct lab_reply *reply, unsigned http, const char *words) {
    reply->http = http;
    reply->content_type = "text/plain; charset=utf-8";
    buffer_clear(reply->body);
    buffer_printf(reply->body, "%s\n", words);
}

static void refuse(struct lab_reply *reply, int status, const char *why) {
    reply->status = status;
    reply->why = why;
    buffer_clear(reply->body);
    lab_answer_status(status, reply->body);
}

static void grant(struct lab *lab, const struct lab_request *r, const struct lab_flaw *flaw, struct arena *arena, struct lab_reply *reply) {
    struct buffer ticket CLEANUP_BUFFER = buffer_with_limit(TICKET_LIMIT);
    struct error err;
    reply->status = LAB_SUCCESS;
    if (lab_press_issue(lab->press, r, flaw, arena, &ticket, &err))
        lab_answer_ticket(r->kind, buffer_slice(&ticket), reply->body);
    else
        text(reply, 500, "the lab could not sign");
}

/* The build that a request is for, where the lab knows it. */
static struct slice build_of(const struct lab *lab, const struct lab_request *r) {
    const struct build_manifest *build = NULL;
    const struct build_identity *identity = lab_policy_identity(&lab->policy, r, &build);
    if (!identity)
        return slice_of(NULL, 0);
    return identity->build.len ? identity->build : build->build;
}

static bool asks_for_beta(const struct lab *lab, const struct lab_request *r) {
    return lab_build_is_beta(build_of(lab, r)) || slice_is_nocase(plist_string(plist_get(r->root, "Ap,OSReleaseType")), "Beta");
}

/* The STATUS that a fault puts in place of a ticket; 0: none. */
static int faulty_status(const struct lab *lab, const struct lab_request *r, const struct lab_seen *seen) {
    if (!seen->row)
        return 0;
    switch (seen->row->kind) {
    case LAB_FAULT_STATUS:
        return seen->row->number ? (int)seen->row->number : (int)seen->fault.value;
    case LAB_FAULT_PROPAGATION:
        return (int)seen->row->number;
    case LAB_FAULT_UNSIGNED:
        return !seen->fault.text[0] || slice_is(build_of(lab, r), seen->fault.text) ? (int)seen->row->number : 0;
    default:
        return 0;
    }
}

static void sign(struct lab *lab, const struct lab_call *call, const struct lab_seen *seen, struct arena *arena, struct lab_reply *reply) {
    struct lab_request r = {0};
    reply->content_type = "text/html";
    struct lab_refusal bad = lab_request_read(call->body, &lab->names, arena, &r);
    reply->kind = r.kind;
    if (!bad.status)
        bad = lab_policy_judge(&lab->policy, &r);
    if (bad.status) {
        refuse(reply, bad.status, bad.why);
        return;
    }
    int status = faulty_status(lab, &r, seen);
    if (status) {
        refuse(reply, status, "a fault that is switched on");
    } else if (seen->account[LAB_ACCOUNT_NOT_ENTITLED] && asks_for_beta(lab, &r)) {
        text(reply, 401, "You must authorize with the signing server to perform this action.");
        reply->why = "the account is not entitled to betas";
    } else {
        grant(lab, &r, &seen->flaw, arena, reply);
    }
}

/* What stands in the way of an account that asks for updates; false: nothing. */
static bool account_refuses(const struct lab_seen *seen, struct lab_reply *reply) {
    if (seen->account[LAB_ACCOUNT_LOCKED])
        text(reply, 403, "This account is locked.");
    else if (seen->account[LAB_ACCOUNT_DISABLED])
        text(reply, 403, "This account is disabled.");
    else if (seen->account[LAB_ACCOUNT_TWO_FACTOR])
        text(reply, 401, "Two-factor authentication is not finished for this account.");
    else
        return false;
    return true;
}

/* Of a question to the catalogue, the board of the Mac. */
static struct slice model_of(const struct lab_call *call, struct arena *arena) {
    struct slice raw = {0};
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(MODEL_BYTES);
    if (call->body.len == 0)
        return call->model;
    if (json_text_pick(call->body, "HWModelStr", &raw))
        json_text_decode(raw, &out);
    return arena_slice(arena, buffer_slice(&out));
}

static void catalogue(struct lab *lab, const struct lab_call *call, bool is_signed, const struct lab_seen *seen, struct arena *arena,
                      struct lab_reply *reply) {
    int64_t now = call->now_ns + seen->clock_date * NS_PER_SECOND;
    if (account_refuses(seen, reply))
        return;
    if (!is_signed)
        lab_answer_catalogue(lab, model_of(call, arena), seen, now, reply->body);
    else if (!lab_answer_assets(lab, model_of(call, arena), seen, now, reply->body))
        text(reply, 500, "the lab could not sign");
    if (is_signed && reply->http == HTTP_OK)
        reply->content_type = "application/jose";
}

/* The lines of a text, or the elements of the arrays "fault" and "clear" of a JSON object. */
static bool switch_lines(struct lab_faults *faults, struct slice lines, uint64_t now_ns, struct error *err) {
    struct slice line;
    while (slice_next_line(&lines, &line))
        if (!lab_faults_command(faults, line, now_ns, err))
            return false;
    return true;
}

static bool switch_json(struct lab_faults *faults, struct slice json, uint64_t now_ns, struct error *err) {
    static const char *const keys[] = {"clear", "fault"};
    for (size_t i = 0; i < 2; i++) {
        struct slice array, element;
        if (!json_text_pick(json, keys[i], &array))
            continue;
        struct slice rest = slice_starts_with(array, "[") ? slice_from(array, 1) : array;
        bool one = !slice_starts_with(array, "[");
        while (one || json_text_next_element(&rest, &element)) {
            struct slice name = one ? array : element;
            if (i == 0 ? !lab_faults_clear(faults, name, err) : !lab_faults_switch(faults, name, now_ns, err))
                return false;
            if (one)
                break;
        }
    }
    return true;
}

static void faults(struct lab *lab, const struct lab_call *call, struct lab_reply *reply) {
    struct error err;
    if (!call->from_here) {
        text(reply, 403, "faults are switched from this machine only");
        return;
    }
    if (slice_is(call->method, "POST")) {
        bool json = slice_starts_with(slice_trim(call->body), "{");
        reply->changed = true;
        if (!(json ? switch_json : switch_lines)(&lab->faults, call->body, call->monotonic_ns, &err)) {
            text(reply, 400, err.text);
            return;
        }
    }
    lab_faults_json(&lab->faults, reply->body);
}

static void answer(struct lab *lab, enum lab_route route, const struct lab_call *call, const struct lab_seen *seen, struct arena *arena,
                   struct lab_reply *reply) {
    int64_t now = call->now_ns + seen->clock_date * NS_PER_SECOND;
    switch (route) {
    case LAB_ROUTE_SIGN:
        sign(lab, call, seen, arena, reply);
        return;
    case LAB_ROUTE_HEALTH:
        reply->content_type = "text/html";
        buffer_add_str(reply->body, "<html><body>Practice signing server of a tailor lab: ready</body></html>\n");
        return;
    case LAB_ROUTE_OPTION:
        reply->content_type = "text/html";
        refuse(reply, LAB_INVALID_OPTION, "another action than 0 or 2");
        return;
    case LAB_ROUTE_PMV:
        lab_answer_pmv(lab, reply->body);
        return;
    case LAB_ROUTE_CATALOGUE:
    case LAB_ROUTE_ASSETS:
        catalogue(lab, call, route == LAB_ROUTE_ASSETS, seen, arena, reply);
        return;
    case LAB_ROUTE_ACCOUNT:
        lab_answer_account(lab, seen, reply->body);
        return;
    case LAB_ROUTE_TIME:
        lab_answer_time(now, reply->body);
        return;
    case LAB_ROUTE_FAULTS:
        faults(lab, call, reply);
        return;
    case LAB_ROUTE_MISDIRECTED:
        text(reply, 421, "This is a practice server. It does not answer for hosts of Apple's.");
        return;
    case LAB_ROUTE_NONE:
    case LAB_ROUTES:
        break;
    }
    text(reply, 404, "not found");
}

static void http_fault(const struct lab_seen *seen, unsigned http, struct lab_reply *reply) {
    text(reply, http, http == 401 ? "You must authorize with the signing server to perform this action." : "a fault of the lab");
    reply->authenticate = http == 401 ? "WWW-Authenticate" : http == 407 ? "Proxy-Authenticate" : NULL;
    bool waits = http == 503 || seen->fault.value;
    bool counts = seen->row->kind == LAB_FAULT_OVERLOAD;
    reply->retry_after = !waits ? 0 : seen->fault.value && !counts ? seen->fault.value : counts ? 1 : USUAL_RETRY_AFTER;
}

/* A page in place of the answer. */
static void page(const struct lab_seen *seen, const char *url, struct lab_reply *reply) {
    reply->content_type = "text/html";
    buffer_clear(reply->body);
    switch ((enum lab_page)seen->row->number) {
    case LAB_PAGE_PORTAL:
        lab_answer_portal(reply->body);
        return;
    case LAB_PAGE_REDIRECT:
        text(reply, 302, "sign in to this practice network first");
        reply->location = url ? url : "/portal";
        return;
    case LAB_PAGE_NO_TICKET:
        lab_answer_status(LAB_SUCCESS, reply->body);
        return;
    case LAB_PAGE_BAD_XML:
        lab_answer_status(LAB_SUCCESS, reply->body);
        buffer_add_str(reply->body,
                       "&REQUEST_STRING=<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n\t<key>Ap");
        return;
    case LAB_PAGE_EMPTY_BODY:
        return;
    }
}

/* True: the fault is the whole answer. */
static bool stands_in(const struct lab_seen *seen, struct arena *arena, struct lab_reply *reply) {
    if (!seen->row)
        return false;
    switch (seen->row->kind) {
    case LAB_FAULT_WIRE:
        reply->wire = (enum lab_wire)seen->row->number;
        reply->wire_value = seen->fault.value;
        return reply->wire == LAB_WIRE_RESET || reply->wire == LAB_WIRE_EMPTY || reply->wire == LAB_WIRE_SILENT;
    case LAB_FAULT_HTTP:
        http_fault(seen, (unsigned)seen->row->number, reply);
        return true;
    case LAB_FAULT_OVERLOAD:
        http_fault(seen, (unsigned)seen->row->number, reply);
        return true;
    case LAB_FAULT_PAGE:
        page(seen, seen->fault.text[0] ? arena_string(arena, slice_str(seen->fault.text)) : NULL, reply);
        return true;
    default:
        return false;
    }
}

void lab_exchange(struct lab *lab, const struct lab_call *call, struct arena *arena, struct lab_reply *reply) {
    enum lab_route route = lab_route_of(call);
    struct lab_seen seen;
    struct buffer *body = reply->body;
    *reply = (struct lab_reply){.http = HTTP_OK, .content_type = "application/json", .status = NO_STATUS, .body = body};
    if (route == LAB_ROUTE_FAULTS || route == LAB_ROUTE_MISDIRECTED)
        seen = (struct lab_seen){.row = NULL}; /* the way out of every fault */
    else
        lab_faults_see(&lab->faults, lab_route_place(route), &seen);
    reply->clock_date = seen.clock_date;
    if (!stands_in(&seen, arena, reply))
        answer(lab, route, call, &seen, arena, reply);
    if (reply->wire == LAB_WIRE_OVERSIZED)
        while (buffer_ok(reply->body) && reply->body->len < (size_t)reply->wire_value)
            buffer_add_byte(reply->body, '\n');
    if (!buffer_ok(reply->body)) {
        buffer_free(reply->body);
        text(reply, 500, "the answer is too large");
    }
}

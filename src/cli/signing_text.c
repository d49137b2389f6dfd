/* What became of a request for a ticket, for people. What came from outside is shown as visible text; the Mac's own numbers are not. */
#include "cli/signing.h"
#include "report/visible_text.h"

enum { TEXT_WIDTH = 300 };

static void label(struct buffer *out, const char *name) { buffer_printf(out, "%-10s", name); }

static void visible(struct buffer *out, const char *text) { visible_append_line(out, visible_cut(slice_str(text), TEXT_WIDTH)); }

static void number_of(const struct tss_request *r, const char *key, const char *name, struct buffer *out) {
    const struct plist *p = plist_get(&r->root, key);
    if (p && p->type == PLIST_INTEGER)
        buffer_printf(out, ", %s 0x%llx", name, (unsigned long long)p->integer);
}

static void tell_request(const struct tss_request *r, struct buffer *out) {
    label(out, "Request");
    buffer_printf(out, "%s (%s)", r->kind->what, r->kind->name);
    if (r->build.len) {
        buffer_add_str(out, ", build ");
        visible_append_line(out, visible_cut(r->build, TEXT_WIDTH));
    }
    number_of(r, "ApChipID", "chip", out);
    number_of(r, "ApBoardID", "board", out);
    if (r->variant.len) {
        buffer_add_str(out, ", ");
        visible_append_line(out, visible_cut(r->variant, TEXT_WIDTH));
    }
    buffer_add_byte(out, '\n');
}

static void tell_attempt(const struct exchange_attempt *a, struct buffer *out) {
    label(out, "Asked");
    visible(out, a->url);
    buffer_printf(out, " (%lld ms): ", (long long)((a->took_ns + 500000) / 1000000));
    if (a->has_status) {
        buffer_printf(out, "STATUS %lld", (long long)a->status);
        if (a->message) {
            buffer_add_byte(out, ' ');
            visible(out, a->message);
        }
    } else {
        if (a->http_status)
            buffer_printf(out, "HTTP status %u%s", a->http_status, a->error ? ", " : "");
        if (a->failed != FETCH_DONE)
            buffer_printf(out, "failed at step %s, ", fetch_step_name(a->failed));
        if (a->error)
            visible(out, a->error);
    }
    if (a->retry_after) {
        buffer_add_str(out, "; Retry-After ");
        visible(out, a->retry_after);
    }
    if (a->location) {
        buffer_add_str(out, "; leads to ");
        visible(out, a->location);
    }
    buffer_add_byte(out, '\n');
}

static void tell_checks(const struct ticket_checks *c, struct buffer *out) {
    static const char *const words[] = {[TICKET_PASSED] = "passed", [TICKET_FAILED] = "failed", [TICKET_UNKNOWN] = "unknown"};
    for (size_t i = 0; i < c->n; i++) {
        label(out, i ? "" : "Ticket");
        buffer_printf(out, "%-12s%-9s", c->list[i].step, words[c->list[i].outcome]);
        visible(out, c->list[i].text);
        buffer_add_byte(out, '\n');
    }
}

static void tell_meaning(const struct known_errors *known, const char *domain, int64_t code, struct buffer *out) {
    const struct known_error *e = known_error_find(known, slice_str(domain), code);
    if (e && e->meaning)
        buffer_printf(out, " %s", e->meaning);
    buffer_add_byte(out, '\n');
}

static const char *const results[] = {
    [EXCHANGE_GRANTED] = "Granted: the signing server signs this, and the ticket is genuine and the one that was asked for.",
    [EXCHANGE_REFUSED] = "Refused: the signing server was reached and said no.",
    [EXCHANGE_UNREACHABLE] = "Unreachable: the signing server did not answer. `tailor probe` tells where on the way it stops.",
    [EXCHANGE_HTTP_ERROR] = "Another HTTP status than 200: a proxy or filter on the way answered, or the signing server is out of order.",
    [EXCHANGE_GARBLED] = "Garbled: what answered is no signing server, or was changed on the way (a portal, a filter, a proxy).",
    [EXCHANGE_UNVERIFIED] = "Unverified: a ticket came that is not the one that was asked for, or not a genuine one."};

void signing_text(const struct exchange *x, const struct knowledge *k, struct buffer *out) {
    const struct known_errors *known = knowledge_errors(k);
    tell_request(x->request, out);
    for (size_t i = 0; i < x->n_attempts; i++)
        tell_attempt(&x->attempts[i], out);
    if (x->has_status && x->status) {
        label(out, "STATUS");
        buffer_printf(out, "%lld:", (long long)x->status);
        tell_meaning(known, "TSS", x->status, out);
    }
    tell_checks(&x->checks, out);
    if (x->domain) {
        label(out, "A Mac");
        buffer_printf(out, "logs %s %lld:", x->domain, (long long)x->code);
        tell_meaning(known, x->domain, x->code, out);
    }
    label(out, "Result");
    bool unsure = x->outcome == EXCHANGE_UNVERIFIED && exchange_verdict(x) != TICKET_FAILED;
    buffer_printf(out, "%s\n", unsure ? "A ticket came, and it cannot be verified." : results[x->outcome]);
}

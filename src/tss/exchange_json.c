/* An exchange as JSON, schema tailor.exchange/1. */
#include <stdio.h>

#include "base/base64.h"
#include "base/json_writer.h"
#include "tss/exchange.h"

static void member_time(struct json_writer *j, const char *key, int64_t ns) {
    char text[32];
    timestamp_format(ns, text);
    json_member_str(j, key, *text ? text : NULL);
}

static void member_text(struct json_writer *j, const char *key, struct slice text) {
    json_key(j, key);
    if (text.len)
        json_slice(j, text);
    else
        json_null(j);
}

static void member_number(struct json_writer *j, const char *key, const struct plist *p) {
    int64_t value = 0;
    json_key(j, key);
    if (p && plist_integer_value(p, &value))
        json_int(j, value);
    else
        json_null(j);
}

static void member_base64(struct json_writer *j, const char *key, struct slice bytes) {
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(4 * (bytes.len / 3 + 1));
    base64_append(&text, bytes);
    member_text(j, key, buffer_slice(&text));
}

static void json_request(struct json_writer *j, const struct tss_request *r, bool whole) {
    const struct plist *ecid = plist_get(&r->root, "ApECID");
    char hex[24];
    json_key(j, "request");
    json_open(j, '{');
    json_member_str(j, "kind", r->kind->name);
    member_text(j, "build", r->build);
    member_number(j, "board", plist_get(&r->root, "ApBoardID"));
    member_number(j, "chip", plist_get(&r->root, "ApChipID"));
    snprintf(hex, sizeof hex, "0x%llx", ecid ? (unsigned long long)ecid->integer : 0);
    json_member_str(j, "ecid", ecid && whole ? hex : NULL);
    member_text(j, "variant", r->variant);
    json_close(j, '}');
}

static void json_attempt(struct json_writer *j, const struct exchange_attempt *a) {
    json_open(j, '{');
    member_time(j, "started", a->started_ns);
    json_member_int(j, "ms", (a->took_ns + 500000) / 1000000);
    json_member_str(j, "url", a->url);
    json_key(j, "http_status");
    if (a->http_status)
        json_int(j, a->http_status);
    else
        json_null(j);
    json_member_str(j, "failed_step", a->failed == FETCH_DONE ? NULL : fetch_step_name(a->failed));
    json_member_str(j, "detail", a->failed == FETCH_DONE ? NULL : net_outcome_name(a->detail));
    json_member_str(j, "error", a->error);
    json_key(j, "tss_status");
    if (a->has_status)
        json_int(j, a->status);
    else
        json_null(j);
    json_member_str(j, "tss_message", a->message);
    json_member_str(j, "retry_after", a->retry_after);
    json_member_str(j, "location", a->location);
    json_member_str(j, "content_type", a->content_type);
    json_close(j, '}');
}

static void json_checks(struct json_writer *j, const struct ticket_checks *c) {
    static const char *const outcomes[] = {[TICKET_PASSED] = "passed", [TICKET_FAILED] = "failed", [TICKET_UNKNOWN] = "unknown"};
    json_key(j, "checks");
    json_open(j, '[');
    for (size_t i = 0; i < c->n; i++) {
        json_open(j, '{');
        json_member_str(j, "check", c->list[i].step);
        json_member_str(j, "outcome", outcomes[c->list[i].outcome]);
        json_member_str(j, "detail", c->list[i].text);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void json_code(struct json_writer *j, const struct exchange *x) {
    json_key(j, "mac_code");
    if (!x->domain) {
        json_null(j);
        return;
    }
    json_open(j, '{');
    json_member_str(j, "domain", x->domain);
    json_member_int(j, "code", x->code);
    json_close(j, '}');
}

void exchange_json_write(const struct exchange *x, bool whole, struct buffer *out) {
    struct json_writer j = json_writer_to(out, 2);
    json_open(&j, '{');
    json_member_str(&j, "schema", "tailor.exchange/1");
    member_time(&j, "started", x->started_ns);
    json_member_str(&j, "host", x->host);
    json_member_str(&j, "url", x->n_attempts ? x->attempts[x->n_attempts - 1].url : NULL);
    json_member_str(&j, "transport", x->transport);
    json_request(&j, x->request, whole);
    json_key(&j, "attempts");
    json_open(&j, '[');
    for (size_t i = 0; i < x->n_attempts; i++)
        json_attempt(&j, &x->attempts[i]);
    json_close(&j, ']');
    json_member_str(&j, "outcome", exchange_outcome_name(x->outcome));
    json_key(&j, "status");
    if (x->has_status)
        json_int(&j, x->status);
    else
        json_null(&j);
    json_member_str(&j, "message", x->message);
    json_code(&j, x);
    member_base64(&j, "ticket", whole ? x->ticket : slice_of(NULL, 0));
    json_checks(&j, &x->checks);
    json_close(&j, '}');
    buffer_add_byte(out, '\n');
}

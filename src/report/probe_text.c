#include "report/probe_text.h"

#include "report/probe_advice.h"
#include "report/visible_text.h"
#include "report/words.h"

enum { HOST_COLUMNS = 34 };

static void say(struct buffer *out, const struct diagnosis *d, const char *text) { visible_append_line(out, report_shown(d, text)); }

static void paint(const struct report_style *style, struct buffer *out, const char *code, const char *text) {
    if (style->colour)
        buffer_printf(out, "\033[%sm%s\033[0m", code, text);
    else
        buffer_add_str(out, text);
}

/* The sentence without the host and port in front, which stand in their own columns. */
static const char *reason_of(const struct endpoint *e) {
    const char *blank = e->text ? strchr(e->text, ' ') : NULL;
    return blank ? blank + 1 : "";
}

static bool is_partly_lost(const struct endpoint *e) { return str_is(e->families, "ipv4 only") || str_is(e->families, "ipv6 only"); }

static void put_endpoint(const struct diagnosis *d, const struct endpoint *e, const struct report_style *style, struct buffer *out) {
    bool good = str_is(e->state, "good"), failed = str_is(e->state, "failed");
    size_t start = out->len + 2;
    buffer_add_str(out, "  ");
    say(out, d, e->host ? e->host : "");
    while (buffer_ok(out) && out->len < start + HOST_COLUMNS)
        buffer_add_byte(out, ' ');
    buffer_printf(out, " %5lld  ", (long long)e->port);
    paint(style, out, good ? "32" : failed ? "31" : "33", good ? "good  " : failed ? "FAILED" : "?     ");
    if (good && e->has_offset)
        buffer_printf(out, "  clock %+.3f s", e->offset_seconds);
    else if (good && e->ms[ENDPOINT_TCP] >= 0)
        buffer_printf(out, "  %.0f ms", e->ms[ENDPOINT_TCP]);
    if (good && is_partly_lost(e))
        buffer_printf(out, ", over %s", e->families);
    if (good && e->via && !str_is(e->via, "direct"))
        buffer_add_str(out, " by the proxy");
    if (good && e->tries > 1)
        buffer_printf(out, ", %lld tries, jitter %.1f ms", (long long)e->tries, e->jitter_ms);
    if (!good) {
        buffer_add_str(out, "  ");
        say(out, d, reason_of(e));
    }
    if (failed && e->interceptor)
        buffer_printf(out, " [%s]", e->interceptor);
    buffer_add_byte(out, '\n');
}

static void put_endpoints(const struct diagnosis *d, const struct report_style *style, struct buffer *out) {
    const struct endpoint_list *list = &d->endpoints;
    const char *stage = NULL;
    for (size_t i = 0; i < list->n_endpoints; i++) {
        const struct endpoint *e = &list->endpoints[i];
        const char *here = e->stage ? e->stage : "";
        if (!stage || strcmp(stage, here) != 0) {
            buffer_add_str(out, i ? "\n" : "");
            paint(style, out, "1", *here ? words_title(d, "stage", here) : "Other hosts");
            buffer_add_byte(out, '\n');
        }
        stage = here;
        put_endpoint(d, e, style, out);
    }
}

/* Which way was taken, where it is not the plain one. */
static void put_way(const struct diagnosis *d, struct buffer *out) {
    const struct endpoint *e = d->endpoints.n_endpoints ? d->endpoints.endpoints : NULL;
    if (e && e->proxy) {
        buffer_add_str(out, "Through the proxy ");
        say(out, d, e->proxy);
        if (e->proxy_from)
            buffer_printf(out, str_is(e->proxy_from, "system") ? ", as the system is set" : ", as %s says",
                          str_is(e->proxy_from, "option") ? "--proxy" : "the environment");
        buffer_add_str(out, ".\n");
    }
    if (e && e->pac) {
        buffer_add_str(out, "The system is set to an automatic proxy configuration, which a probe does not follow: ");
        say(out, d, e->pac);
        buffer_add_str(out, "\n");
    }
    if (e && (e->proxy || e->pac))
        buffer_add_byte(out, '\n');
}

static void put_plan(const struct diagnosis *d, struct buffer *out) {
    for (size_t i = 0; i < d->plan.n_steps; i++) {
        buffer_add_str(out, i ? "  then: " : "What helps: ");
        say(out, d, d->plan.steps[i].title);
        buffer_add_byte(out, '\n');
    }
}

void report_probe_text(const struct diagnosis *d, const struct report_style *style, struct buffer *out) {
    const struct endpoint_list *list = &d->endpoints;
    put_way(d, out);
    put_endpoints(d, style, out);
    size_t left = list->n_endpoints - list->n_good - list->n_failed;
    const struct finding *likely = probe_likely(d);
    buffer_printf(out, "\n%zu reached cleanly, %zu not", list->n_good, list->n_failed);
    if (left)
        buffer_printf(out, ", %zu not examined in time", left);
    buffer_add_str(out, "\n");
    for (size_t i = 0; i < list->n_estimates; i++) {
        buffer_add_str(out, i ? "" : "\n");
        say(out, d, list->estimates[i]);
        buffer_add_byte(out, '\n');
    }
    if (d->verdict.top) {
        buffer_add_str(out, "\nFound: ");
        say(out, d, d->verdict.summary);
        buffer_add_byte(out, '\n');
        put_plan(d, out);
    } else if (list->n_endpoints && list->n_good == list->n_endpoints) {
        buffer_add_str(out, "From here, the network does not stand in the way of an update.\n");
    } else if (list->n_failed && likely) {
        buffer_add_str(out, "\nLikely: ");
        say(out, d, likely->title);
        buffer_add_str(out, ". ");
        say(out, d, likely->because);
        buffer_add_byte(out, '\n');
    } else if (list->n_failed) {
        buffer_add_str(out, "What failed is named above; it does not prove that an update must fail.\n");
    }
}

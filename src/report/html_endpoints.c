/*
 * The matrix of a probe: hosts against the steps that lead to them. A table for the ear, a picture for the eye: each cell by sign, by
 * word and by colour. Roles are named, since the style sheet sets the rows as grids on a narrow screen, and a browser may then forget
 * that they are rows.
 */
#include "report/html.h"
#include "report/probe_advice.h"

/* The last column holds what the server said: HTTP, or of a time server SNTP. */
enum { COLUMN_DNS, COLUMN_TCP, COLUMN_PROXY, COLUMN_TLS, COLUMN_ANSWER, COLUMNS };
static const char *const titles[COLUMNS] = {"DNS", "TCP", "Proxy", "TLS", "Reply"};

static enum endpoint_step step_of(const struct endpoint *e, int column) {
    static const enum endpoint_step steps[COLUMNS] = {ENDPOINT_DNS, ENDPOINT_TCP, ENDPOINT_PROXY, ENDPOINT_TLS, ENDPOINT_HTTP};
    return column == COLUMN_ANSWER && str_is(e->protocol, "ntp") ? ENDPOINT_SNTP : steps[column];
}

static bool has_proxy(const struct endpoint_list *list) {
    for (size_t i = 0; i < list->n_endpoints; i++)
        if (list->endpoints[i].outcomes[ENDPOINT_PROXY] || list->endpoints[i].proxy)
            return true;
    return false;
}

static void put_ms(struct html_page *p, double ms) {
    if (ms >= 0)
        buffer_printf(p->out, " <small>%.*f&#8239;ms</small>", ms < 9.95 ? 1 : 0, ms);
}

/* A doubtful address (a hosts file that leads to Apple) is no failure where the way is good. */
static void cell(struct html_page *p, const struct endpoint *e, int column) {
    enum endpoint_step step = step_of(e, column);
    const char *outcome = e->outcomes[step];
    bool failed = str_is(e->state, "failed") && str_is(e->step, endpoint_step_names[step]);
    if (failed) {
        html_raw(p, "<td role=\"cell\" class=\"bad\"><b aria-hidden=\"true\">\xE2\x9C\x95</b> <span>");
        html_shown(p, e->outcome);
        html_raw(p, "</span></td>");
    } else if (!outcome) {
        html_raw(p, "<td role=\"cell\" class=\"none\"><b aria-hidden=\"true\">\xC2\xB7</b><span class=\"heard\">not asked</span></td>");
    } else if (str_is(outcome, "ok")) {
        html_raw(p, "<td role=\"cell\" class=\"ok\"><b aria-hidden=\"true\">\xE2\x9C\x93</b><span class=\"heard\"> good</span>");
        put_ms(p, e->ms[step]);
        html_raw(p, "</td>");
    } else {
        html_raw(p, "<td role=\"cell\" class=\"odd\"><b aria-hidden=\"true\">!</b> <span>");
        html_shown(p, outcome);
        html_raw(p, "</span></td>");
    }
}

static void note(struct html_page *p, const struct endpoint *e) {
    bool good = str_is(e->state, "good");
    if (!good)
        html_shown(p, probe_seen(e));
    if (!good && e->interceptor) {
        html_raw(p, " <strong>");
        html_shown(p, e->interceptor);
        html_raw(p, "</strong>");
    }
    if (good && e->has_offset)
        buffer_printf(p->out, "clock %+.3f&#8239;s", e->offset_seconds);
    if (good && (str_is(e->families, "ipv4 only") || str_is(e->families, "ipv6 only"))) {
        html_raw(p, "over ");
        html_str(p, e->families);
    }
    if (e->tries > 1)
        buffer_printf(p->out, "%s%lld of %lld tries failed, jitter %.1f&#8239;ms", good ? "" : "; ", (long long)e->failures,
                      (long long)e->tries, e->jitter_ms);
    if (e->bytes_per_second > 0)
        buffer_printf(p->out, " %.1f&#8239;Mbit/s", e->bytes_per_second * 8 / 1e6);
}

static void row(struct html_page *p, const struct endpoint *e, bool proxy) {
    const char *class = str_is(e->state, "failed") ? "failed" : str_is(e->state, "good") ? "healthy" : "undetermined";
    buffer_printf(p->out, "<tr role=\"row\" class=\"%s\"><th role=\"rowheader\" scope=\"row\">", class);
    html_shown(p, e->host ? e->host : "?");
    buffer_printf(p->out, " <small>%s%lld</small></th>", str_is(e->protocol, "ntp") ? "UDP " : "", (long long)e->port);
    for (int column = 0; column < COLUMNS; column++)
        if (column != COLUMN_PROXY || proxy)
            cell(p, e, column);
    html_raw(p, "<td role=\"cell\" class=\"seen\">");
    note(p, e);
    html_raw(p, "</td></tr>\n");
}

static void stage_row(struct html_page *p, const char *stage, bool proxy) {
    buffer_printf(p->out, "<tr role=\"row\" class=\"stage\"><th role=\"rowheader\" scope=\"rowgroup\" colspan=\"%d\">",
                  COLUMNS + (proxy ? 2 : 1));
    html_str(p, *stage ? words_title(p->d, "stage", stage) : "Other hosts");
    html_raw(p, "</th></tr>\n");
}

static void matrix(struct html_page *p) {
    const struct endpoint_list *list = &p->d->endpoints;
    const char *stage = NULL;
    bool proxy = has_proxy(list);
    buffer_printf(p->out,
                  "<table role=\"table\" class=\"matrix%s\">\n<caption>Each host by the steps that lead to it, in the order in which they "
                  "are gone, until one fails.</caption>\n<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
                  "scope=\"col\">Host and port</th>",
                  proxy ? " proxied" : "");
    for (int column = 0; column < COLUMNS; column++)
        if (column != COLUMN_PROXY || proxy)
            buffer_printf(p->out, "<th role=\"columnheader\" scope=\"col\">%s</th>", titles[column]);
    html_raw(p, "<th role=\"columnheader\" scope=\"col\" class=\"seen\">What was seen</th></tr></thead>\n<tbody role=\"rowgroup\">\n");
    for (size_t i = 0; i < list->n_endpoints; i++) {
        const struct endpoint *e = &list->endpoints[i];
        const char *here = e->stage ? e->stage : "";
        if (!stage || strcmp(stage, here) != 0)
            stage_row(p, here, proxy);
        stage = here;
        row(p, e, proxy);
    }
    html_raw(p, "</tbody>\n</table>\n");
}

static void count(struct html_page *p, const struct endpoint_list *list) {
    size_t left = list->n_endpoints - list->n_good - list->n_failed;
    buffer_printf(p->out, "%zu hosts and ports: %zu reached cleanly, %zu not", list->n_endpoints, list->n_good, list->n_failed);
    if (left)
        buffer_printf(p->out, ", %zu not examined in time", left);
}

/* Where all is well it is folded: one line says it. */
void html_endpoints(struct html_page *p) {
    const struct endpoint_list *list = &p->d->endpoints;
    if (list->n_endpoints == 0)
        return;
    bool folded = list->n_good == list->n_endpoints;
    html_raw(p, "<section class=\"endpoints\" id=\"endpoints\">\n<h2>The way to Apple&#39;s hosts</h2>\n");
    html_raw(p, folded ? "<details><summary>" : "<p>");
    count(p, list);
    html_raw(p, folded ? "</summary>\n" : ".</p>\n");
    matrix(p);
    for (size_t i = 0; i < list->n_estimates; i++) {
        html_raw(p, "<p class=\"note\">");
        html_shown(p, list->estimates[i]);
        html_raw(p, ".</p>\n");
    }
    html_raw(p, folded ? "</details>\n" : "");
    html_raw(p, "</section>\n");
}

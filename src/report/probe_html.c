#include "report/probe_html.h"

#include "report/html.h"
#include "report/probe_advice.h"

static enum status status_of(const struct diagnosis *d) {
    const struct endpoint_list *list = &d->endpoints;
    if (list->n_failed)
        return STATUS_FAILED;
    return list->n_good == list->n_endpoints && list->n_good ? STATUS_HEALTHY : STATUS_UNDETERMINED;
}

static const char *headline(const struct diagnosis *d, enum status status) {
    if (status == STATUS_HEALTHY)
        return "From here, the network does not stand in the way of an update";
    if (status == STATUS_UNDETERMINED)
        return "Not all hosts were examined in time";
    const char *cause = d->verdict.top ? d->verdict.top->rule->cause : NULL;
    if (!cause)
        return "Some of Apple's hosts are not reached from here";
    return str_is(cause, "network") ? "The network keeps an update from Apple's hosts" : words_headline(d);
}

static void top(struct html_page *p, enum status status) {
    const struct endpoint *first = p->d->endpoints.n_endpoints ? p->d->endpoints.endpoints : NULL;
    static const char *const words[] = {
        [STATUS_HEALTHY] = "All reached", [STATUS_UNDETERMINED] = "Not all examined", [STATUS_FAILED] = "Not all reached"};
    const struct finding *likely = probe_likely(p->d);
    html_status(p, status, words[status]);
    html_raw(p, "</p>\n");
    html_element(p, "h1", headline(p->d, status));
    html_raw(p, "\n<p class=\"lead\">");
    if (p->d->verdict.top)
        html_shown(p, p->d->verdict.summary);
    else if (status == STATUS_FAILED && likely) {
        html_raw(p, "Likely: ");
        html_shown(p, likely->title);
        html_raw(p, ". ");
        html_shown(p, likely->because);
    } else
        html_str(p, status == STATUS_FAILED ? "What failed is named below; it does not prove that an update must fail."
                                            : "Each host was asked as far as a healthy answer goes.");
    html_raw(p, "</p>\n");
    if (first && (first->proxy || first->pac)) {
        html_raw(p, first->proxy ? "<p>Through the proxy <code>" : "<p>Not followed: the automatic proxy configuration <code>");
        html_shown(p, first->proxy ? first->proxy : first->pac);
        html_raw(p, "</code></p>\n");
    }
    html_raw(p, "</section>\n");
}

static void advice_row(struct html_page *p, const struct endpoint *e) {
    html_raw(p, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
    html_shown(p, e->host ? e->host : "?");
    buffer_printf(p->out, "</th><td role=\"cell\">outgoing %s&#160;%lld</td><td role=\"cell\">", probe_transport(e), (long long)e->port);
    html_str(p, e->step ? e->step : "");
    html_raw(p, ": ");
    html_shown(p, probe_seen(e));
    if (e->interceptor) {
        html_raw(p, " (");
        html_shown(p, e->interceptor);
        html_raw(p, ")");
    }
    html_raw(p, "</td><td role=\"cell\">");
    html_str(p, probe_advice_for(e)->text);
    html_raw(p, "</td></tr>\n");
}

static void advice(struct html_page *p, bool of_computer) {
    const struct endpoint_list *list = &p->d->endpoints;
    bool any = false;
    for (size_t i = 0; i < list->n_endpoints; i++) {
        const struct endpoint *e = &list->endpoints[i];
        if (!str_is(e->state, "failed") || probe_advice_for(e)->computer != of_computer)
            continue;
        if (!any) {
            html_raw(p, "<section class=\"rules\">\n");
            html_element(p, "h2", of_computer ? "To change on the computer" : "For whoever keeps the network");
            html_raw(p, of_computer
                            ? ""
                            : "\n<p>All connections go out from the Mac. Apple asks to permit these hosts by name, and not to decrypt TLS "
                              "to them (support article 101555): its update clients accept Apple&#39;s own certificates only.</p>");
            html_raw(p, "\n<table role=\"table\" class=\"asked\">\n<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
                        "scope=\"col\">Host</th><th "
                        "role=\"columnheader\" scope=\"col\">Direction, protocol, port</th><th role=\"columnheader\" scope=\"col\">What "
                        "was seen</th><th "
                        "role=\"columnheader\" scope=\"col\">");
            html_raw(p, of_computer ? "What to change" : "Rule to add");
            html_raw(p, "</th></tr></thead>\n<tbody role=\"rowgroup\">\n");
        }
        any = true;
        advice_row(p, e);
    }
    html_raw(p, any ? "</tbody>\n</table>\n</section>\n" : "");
}

void report_probe_html(const struct diagnosis *d, const struct report_style *style, struct buffer *out) {
    struct html_page page = {.d = d, .verbose = style->verbose, .out = out}, *p = &page;
    enum status status = status_of(d);
    html_begin(p, headline(d, status), "The way from here to Apple's hosts", NULL);
    top(p, status);
    html_endpoints(p);
    advice(p, false);
    advice(p, true);
    if (d->verdict.top)
        html_plan(p);
    html_end(p);
}

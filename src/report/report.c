#include "report/report.h"

const struct report_format report_formats[] = {
    {"text", report_text}, {"json", report_json}, {"html", report_html}, {"markdown", report_markdown}, {0},
};

struct slice report_shown_slice(const struct diagnosis *d, struct slice text) {
    return redact_slice(d->redactor, d->arena, text);
}
struct slice report_shown(const struct diagnosis *d, const char *text) {
    return report_shown_slice(d, slice_str(text ? text : ""));
}

#include "table/shared/error_rows.h"

#include "format/nserror.h"
#include "table/shared/error_table.h"

enum { MAX_QUOTE = 1000 };

/* At most MAX_QUOTE bytes, cut between characters. */
static struct slice quote_of(struct slice raw) {
    if (raw.len <= MAX_QUOTE)
        return raw;
    size_t end = MAX_QUOTE;
    while (end > 0 && (raw.data[end] & 0xC0) == 0x80)
        end--;
    return slice_sub(raw, 0, end);
}

static struct value text_or_null(const char *s) { return s && *s ? value_str(s) : value_null(); }

static struct value integer_or_null(struct slice written) {
    int64_t number = 0;
    return slice_to_int64(written, &number) ? value_integer(number) : value_null();
}

static struct value own_text(const struct nserror *e) {
    struct slice text = e->text.data ? e->text : e->description.data ? e->description : e->reason;
    return text.len > 0 ? value_text(text) : value_null();
}

static struct value name_of(const struct nserror *e, const struct known_error *known) {
    if (e->name.len > 0)
        return value_text(e->name);
    return known ? text_or_null(known->name) : value_null();
}

static struct value code_of(const struct nserror *e, const struct known_error *known) {
    if (e->has_code)
        return value_integer(e->code);
    return known ? value_integer(known->code) : value_null();
}

static void emit(struct feed *f, const struct log_record *r, const struct nserror *e) {
    const struct known_errors *all = knowledge_errors(f->knowledge);
    const struct known_error *known = e->has_code ? known_error_find(all, e->domain, e->code) : known_error_named(all, e->name);
    struct value row[ERROR_COLUMNS] = {0};
    row[ERROR_CHAIN] = value_integer(r->line * NSERROR_MAX + (int64_t)e->chain);
    row[ERROR_DEPTH] = value_integer((int64_t)e->depth);
    row[ERROR_DOMAIN] = e->domain.len > 0 ? value_text(e->domain) : value_null();
    row[ERROR_CODE] = code_of(e, known);
    row[ERROR_NAME] = name_of(e, known);
    row[ERROR_TEXT] = own_text(e);
    row[ERROR_HOST] = e->host.len > 0 ? value_text(e->host) : value_null();
    row[ERROR_URL] = e->url.len > 0 ? value_text(e->url) : value_null();
    row[ERROR_PATH] = e->path.len > 0 ? value_text(e->path) : value_null();
    row[ERROR_STAGE] = known ? text_or_null(known->stage) : value_null();
    row[ERROR_CAUSE] = known ? text_or_null(known->cause) : value_null();
    row[ERROR_MEANING] = known ? text_or_null(known->meaning) : value_null();
    row[ERROR_STREAM_ERROR] = integer_or_null(e->stream_error);
    row[ERROR_PROCESS] = r->process.len > 0 ? value_text(r->process) : value_null();
    row[ERROR_QUOTE] = value_text(quote_of(r->raw));
    row[ERROR_DATED] = value_bool(r->dated);
    row[ERROR_ZONE] = r->zone_known ? value_integer(r->zone_minutes) : value_null();
    feed_row(f, &table_error, row, at_time(r->line, r->time));
}

bool error_rows_from_record(struct feed *f, const struct log_record *r) {
    struct nserror_list list;
    if (!feed_wants(f, &table_error))
        return true;
    nserror_find(r->message, &list);
    for (size_t i = 0; i < list.n; i++)
        emit(f, r, &list.errors[i]);
    return true;
}

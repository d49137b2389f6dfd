/*
 * exchange: a request for a ticket that tailor itself sent, and its answer: one row a signing-exchange.json.
 *
 * Written by `tailor ticket request --send --json` and by a rehearsal (schema tailor.exchange/1, tss/exchange.h). Rows have no `time`: like
 * what a probe found they tell of the signing server as it stands, and count for the failure that is judged; `asked` is when. The ticket in
 * the file, where there is one, is a row of the table ticket.
 */
#include "format/json_text.h"
#include "table/table.h"

extern const struct table table_exchange;

enum { MAX_VALUE = 4096, MAX_ATTEMPTS = 64 };

enum {
    KIND,
    BUILD,
    VARIANT,
    CHIP,
    BOARD,
    ECID,
    HOST,
    TRANSPORT,
    URL,
    ATTEMPTS,
    OUTCOME,
    STATUS,
    MESSAGE,
    HTTP_STATUS,
    FAILED_STEP,
    DETAIL,
    RETRY_AFTER,
    LOCATION,
    DOMAIN_NAME,
    CODE,
    FAILED_CHECK,
    FAILED_DETAIL,
    ASKED,
    TEXT,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [KIND] = {"kind", COLUMN_TEXT, SHOW, "which ticket was asked for: ap, recovery-os, local-policy, recovery-policy, cryptex1, x86, vm"},
    [BUILD] = {"build", COLUMN_TEXT, SHOW, "build number of the system that it is for"},
    [VARIANT] = {"variant", COLUMN_TEXT, SHOW, "variant of the build"},
    [CHIP] = {"chip", COLUMN_INTEGER, SHOW, "ApChipID that was sent"},
    [BOARD] = {"board", COLUMN_INTEGER, SHOW, "ApBoardID that was sent"},
    [ECID] = {"ecid", COLUMN_TEXT, REDACT, "ApECID that was sent, in hexadecimal; NULL in a redacted file"},
    [HOST] = {"host", COLUMN_TEXT, SHOW, "signing server that was asked"},
    [TRANSPORT] = {"transport", COLUMN_TEXT, SHOW, "https or http"},
    [URL] = {"url", COLUMN_TEXT, SHOW, "address that was asked last"},
    [ATTEMPTS] = {"attempts", COLUMN_INTEGER, SHOW, "how often it was asked until an answer came, or in vain"},
    [OUTCOME] =
        {"outcome", COLUMN_TEXT, SHOW,
         "granted (and verified), refused (by a STATUS), http-error, unreachable, garbled (no answer of a signing server), unverified (a "
         "ticket that is not the one that was asked for, or cannot be verified)"},
    [STATUS] = {"status", COLUMN_INTEGER, SHOW, "STATUS of the signing server"},
    [MESSAGE] = {"message", COLUMN_TEXT, SHOW, "what the server said, or what is wrong"},
    [HTTP_STATUS] = {"http_status", COLUMN_INTEGER, SHOW, "HTTP status of the last attempt"},
    [FAILED_STEP] = {"failed_step", COLUMN_TEXT, SHOW, "of the last attempt: name, tcp, proxy, tls, http, too-large or timeout"},
    [DETAIL] = {"detail", COLUMN_TEXT, SHOW, "how that step ended, in one word, as in table endpoint"},
    [RETRY_AFTER] = {"retry_after", COLUMN_TEXT, SHOW, "header Retry-After of the last attempt"},
    [LOCATION] = {"location", COLUMN_TEXT, REDACT, "header Location of the last attempt"},
    [DOMAIN_NAME] = {"domain", COLUMN_TEXT, SHOW, "error domain of what a Mac would log; NULL: nothing"},
    [CODE] = {"code", COLUMN_INTEGER, SHOW, "code of what a Mac would log"},
    [FAILED_CHECK] = {"failed_check", COLUMN_TEXT, SHOW, "first check of the ticket that failed, such as chain or digest"},
    [FAILED_DETAIL] = {"failed_detail", COLUMN_TEXT, SHOW, "the same as a sentence"},
    [ASKED] = {"asked", COLUMN_TEXT, SHOW, "when it was asked, ISO 8601 UTC"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "the exchange in a line, to quote"},
};

static const struct {
    int column;
    const char *path;
} of_file[] = {{KIND, "request.kind"},
               {BUILD, "request.build"},
               {VARIANT, "request.variant"},
               {CHIP, "request.chip"},
               {BOARD, "request.board"},
               {ECID, "request.ecid"},
               {HOST, "host"},
               {TRANSPORT, "transport"},
               {URL, "url"},
               {OUTCOME, "outcome"},
               {STATUS, "status"},
               {MESSAGE, "message"},
               {CODE, "mac_code.code"},
               {DOMAIN_NAME, "mac_code.domain"},
               {ASKED, "started"}},
  of_attempt[] = {
      {HTTP_STATUS, "http_status"}, {FAILED_STEP, "failed_step"}, {DETAIL, "detail"}, {RETRY_AFTER, "retry_after"}, {LOCATION, "location"}};

/* The value at the path as the column has it; NULL where it is not there, null, or of another form. */
static struct value value_at(struct feed *f, struct slice json, const char *path, enum column_type type) {
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(MAX_VALUE);
    struct slice raw;
    int64_t number = 0;
    if (!json_text_pick(json, path, &raw) || slice_is(raw, "null"))
        return value_null();
    if (type == COLUMN_INTEGER)
        return slice_to_int64(raw, &number) ? value_integer(number) : value_null();
    json_text_decode(raw, &text);
    return value_str(arena_string(f->arena, buffer_slice(&text)));
}

/* Goes to the last element of an array, and counts them. */
static size_t last_of(struct slice json, const char *path, struct slice *ret_last) {
    struct slice cursor, element;
    size_t n = 0;
    *ret_last = slice_of(NULL, 0);
    if (!json_text_pick(json, path, &cursor) || !slice_starts_with(cursor, "["))
        return 0;
    cursor = slice_from(cursor, 1);
    while (n < MAX_ATTEMPTS && json_text_next_element(&cursor, &element)) {
        *ret_last = element;
        n++;
    }
    return n;
}

static void set_failed_check(struct feed *f, struct slice json, struct value *row) {
    struct slice cursor, check, outcome;
    if (!json_text_pick(json, "checks", &cursor) || !slice_starts_with(cursor, "["))
        return;
    cursor = slice_from(cursor, 1);
    for (size_t i = 0; i < MAX_ATTEMPTS && json_text_next_element(&cursor, &check); i++)
        if (json_text_pick(check, "outcome", &outcome) && slice_is(outcome, "failed")) {
            row[FAILED_CHECK] = value_at(f, check, "check", COLUMN_TEXT);
            row[FAILED_DETAIL] = value_at(f, check, "detail", COLUMN_TEXT);
            return;
        }
}

static struct slice or_word(struct value v, const char *word) { return v.type == VALUE_TEXT ? v.text : slice_str(word); }

static struct value line_of(struct feed *f, const struct value *row) {
    const char *status = row[STATUS].type == VALUE_INTEGER && row[STATUS].integer
                             ? arena_printf(f->arena, ", STATUS %lld", (long long)row[STATUS].integer)
                         : row[HTTP_STATUS].type == VALUE_INTEGER && row[HTTP_STATUS].integer != 200
                             ? arena_printf(f->arena, ", HTTP status %lld", (long long)row[HTTP_STATUS].integer)
                             : "";
    struct slice why = row[FAILED_DETAIL].type == VALUE_TEXT ? row[FAILED_DETAIL].text : or_word(row[MESSAGE], "");
    return value_str(arena_printf(f->arena, "%.*s asked for the %.*s ticket of build %.*s: %.*s%s%s%.*s",
                                  SLICE_ARG(or_word(row[HOST], "?")), SLICE_ARG(or_word(row[KIND], "?")),
                                  SLICE_ARG(or_word(row[BUILD], "(none)")), SLICE_ARG(or_word(row[OUTCOME], "?")), status ? status : "",
                                  why.len ? ": " : "", SLICE_ARG(slice_sub(why, 0, 300))));
}

static bool feed_exchange(struct feed *f, struct error *err) {
    struct value row[COLUMN_COUNT] = {0};
    struct slice json, schema, last;
    if (!feed_text(f, &json, err))
        return false;
    if (!json_text_pick(json, "schema", &schema) || !slice_is(schema, "tailor.exchange/1"))
        return error_set(err, "no exchange of the schema tailor.exchange/1");
    for (size_t i = 0; i < sizeof of_file / sizeof *of_file; i++)
        row[of_file[i].column] = value_at(f, json, of_file[i].path, columns[of_file[i].column].type);
    size_t n = last_of(json, "attempts", &last);
    row[ATTEMPTS] = value_integer((int64_t)n);
    for (size_t i = 0; n && i < sizeof of_attempt / sizeof *of_attempt; i++)
        row[of_attempt[i].column] = value_at(f, last, of_attempt[i].path, columns[of_attempt[i].column].type);
    set_failed_check(f, json, row);
    if (row[OUTCOME].type != VALUE_TEXT)
        return error_set(err, "an exchange without an outcome");
    row[TEXT] = line_of(f, row);
    feed_row(f, &table_exchange, row, at_line(1));
    return true;
}

const struct table table_exchange = {
    .name = "exchange",
    .doc = "Requests for a ticket that tailor itself sent (ticket request --send, rehearse), and how they were answered.",
    .columns = columns,
    .n_columns = COLUMN_COUNT,
    .artefacts = (const char *const[]){"exchange", NULL},
    .feed = feed_exchange,
};

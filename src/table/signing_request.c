/*
 * signing_request: the requests for tickets that the logs hold, as XML or in base64: who asked, for which Mac and build.
 *
 * The signing client writes a request that failed, at debug level also one that was granted, whole into the log (format/tss_text.h); with
 * debugging on it leaves tss-request.plist behind.
 */
#include "base/base64.h"
#include "format/device_keys.h"
#include "format/tss_text.h"
#include "table/shared/log_pass.h"
#include "table/shared/property_list.h"
#include "table/shared/signing_request_rows.h"

enum {
    KIND,
    ANSWER,
    CHIP,
    BOARD,
    SECURITY_DOMAIN,
    ECID,
    NONCE,
    BUILD,
    PRODUCT,
    TARGET,
    BUILD_ID,
    IMAGES,
    PRODUCTION,
    SECURITY,
    CLIENT,
    REQUEST_ID,
    PROCESS,
    TEXT,
    COLUMN_COUNT
};

enum { MAX_VALUE = 200 };

static const struct column columns[] = {
    [KIND] = {"kind", COLUMN_TEXT, SHOW, "which ticket was asked for: ap, local-policy, recovery-policy, cryptex1, x86, x86-global, vm"},
    [ANSWER] = {"answer", COLUMN_TEXT, SHOW, "granted or failed, where the line says so"},
    [CHIP] = {"chip", COLUMN_INTEGER, SHOW, "ApChipID that was sent"},
    [BOARD] = {"board", COLUMN_INTEGER, SHOW, "ApBoardID that was sent"},
    [SECURITY_DOMAIN] = {"security_domain", COLUMN_INTEGER, SHOW, "ApSecurityDomain that was sent"},
    [ECID] = {"ecid", COLUMN_TEXT, REDACT, "ApECID that was sent, in hexadecimal"},
    [NONCE] = {"nonce", COLUMN_TEXT, REDACT, "ApNonce that was sent, in hexadecimal"},
    [BUILD] = {"long_version", COLUMN_TEXT, SHOW, "long version of the build, such as 24.6.74.0.0,0"},
    [PRODUCT] = {"product", COLUMN_TEXT, SHOW, "model that the build's identity is for"},
    [TARGET] = {"target", COLUMN_TEXT, SHOW, "class of the board, such as j313ap"},
    [BUILD_ID] = {"build_id", COLUMN_TEXT, SHOW, "UniqueBuildID in hexadecimal"},
    [IMAGES] = {"images", COLUMN_INTEGER, SHOW, "number of images that the request lists"},
    [PRODUCTION] = {"production", COLUMN_INTEGER, SHOW, "1: a production chip, as every Mac sold has"},
    [SECURITY] = {"security", COLUMN_INTEGER, SHOW, "1: secure boot is fused on"},
    [CLIENT] = {"client", COLUMN_TEXT, SHOW, "version of the signing client"},
    [REQUEST_ID] = {"request", COLUMN_TEXT, REDACT, "identifier of the request"},
    [PROCESS] = {"process", COLUMN_TEXT, SHOW, "program that asked"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "the request in a line, to quote"},
};

static bool is_there(struct slice xml, const char *key) {
    struct slice element, value;
    return tss_text_value(xml, key, &element, &value);
}

static bool is_true(struct slice xml, const char *key) {
    struct slice element, value;
    return tss_text_value(xml, key, &element, &value) && slice_is(element, "true");
}

static const char *kind_of(struct slice xml, const struct value *row) {
    if (is_there(xml, "@x86,Ticket"))
        return is_true(xml, "x86,UseGlobalSigning") ? "x86-global" : "x86";
    if (is_there(xml, "@Cryptex1,Ticket"))
        return "cryptex1";
    if (is_there(xml, "Ap,LocalBoot"))
        return is_true(xml, "Ap,LocalBoot") ? "recovery-policy" : "local-policy";
    if (row[CHIP].type == VALUE_INTEGER && row[CHIP].integer == 0xfe00)
        return "vm";
    return is_there(xml, "@ApImg4Ticket") ? "ap" : NULL;
}

/* Integers, and what some clients send in their place: text in hexadecimal. */
static bool number_at(struct slice xml, const char *key, uint64_t *ret_number) {
    struct slice element, value;
    return tss_text_value(xml, key, &element, &value) && device_number(value, ret_number);
}

static struct value integer_at(struct slice xml, const char *key) {
    uint64_t number = 0;
    return number_at(xml, key, &number) && number <= INT64_MAX ? value_integer((int64_t)number) : value_null();
}

static struct value text_at(struct slice xml, const char *key) {
    struct slice element, value;
    return tss_text_value(xml, key, &element, &value) && slice_is(element, "string") ? value_text(slice_sub(value, 0, MAX_VALUE))
                                                                                     : value_null();
}

static struct value data_at(struct feed *f, struct slice xml, const char *key) {
    struct slice element, value, bytes;
    return tss_text_value(xml, key, &element, &value) && slice_is(element, "data") && base64_read(value, f->arena, &bytes)
               ? property_hex(f->arena, bytes, MAX_VALUE)
               : value_null();
}

static struct value bool_at(struct slice xml, const char *key) { return is_there(xml, key) ? value_bool(is_true(xml, key)) : value_null(); }

static struct value class_at(struct feed *f, struct slice xml) {
    struct value v = text_at(xml, "Ap,Target");
    char *text = v.type == VALUE_TEXT ? arena_string(f->arena, v.text) : NULL;
    for (char *c = text; c && *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c | 0x20);
    return value_str(text);
}

static struct value line_of(struct feed *f, const struct value *row) {
    return value_str(arena_printf(f->arena, "%s request for chip 0x%llx, board 0x%llx%s%.*s: %lld images",
                                  row[KIND].text.len ? (const char *)row[KIND].text.data : "a", (unsigned long long)row[CHIP].integer,
                                  (unsigned long long)row[BOARD].integer, row[BUILD].text.len ? ", build " : "", SLICE_ARG(row[BUILD].text),
                                  (long long)row[IMAGES].integer));
}

static void emit(struct feed *f, struct slice xml, const char *answer, struct slice process, struct origin origin) {
    struct value row[COLUMN_COUNT] = {0};
    uint64_t ecid = 0;
    row[CHIP] = integer_at(xml, "ApChipID");
    row[KIND] = value_str(kind_of(xml, row));
    if (row[KIND].type == VALUE_NULL)
        return; /* torn before it says what it asks for, or no request of a Mac */
    row[ANSWER] = value_str(answer);
    row[BOARD] = integer_at(xml, "ApBoardID");
    row[SECURITY_DOMAIN] = integer_at(xml, "ApSecurityDomain");
    if (number_at(xml, "ApECID", &ecid))
        row[ECID] = value_str(arena_printf(f->arena, "0x%llX", (unsigned long long)ecid));
    row[NONCE] = data_at(f, xml, "ApNonce");
    row[BUILD] = text_at(xml, "Ap,OSLongVersion");
    row[PRODUCT] = text_at(xml, "Ap,ProductType");
    row[TARGET] = class_at(f, xml);
    row[BUILD_ID] = data_at(f, xml, "UniqueBuildID");
    row[IMAGES] = value_integer((int64_t)tss_text_images(xml));
    row[PRODUCTION] = bool_at(xml, "ApProductionMode");
    row[SECURITY] = bool_at(xml, "ApSecurityMode");
    row[CLIENT] = text_at(xml, "@VersionInfo");
    row[REQUEST_ID] = text_at(xml, "@UUID");
    row[PROCESS] = process.len ? value_text(process) : value_null();
    row[TEXT] = line_of(f, row);
    feed_row(f, &table_signing_request, row, origin);
}

/* "failed tss request:<<<", "succesful tss request:<<<" (as the client spells it) */
static const char *answer_of(struct slice message) {
    struct slice before, after;
    if (!slice_cut(message, "tss request:", &before, &after))
        return NULL;
    before = slice_trim(before);
    return slice_ends_with(before, "failed") ? "failed" : slice_ends_with(before, "ful") ? "granted" : NULL;
}

void signing_request_from_record(struct feed *f, const struct log_record *r) {
    struct slice xml;
    if (tss_text_find(r->message, f->arena, &xml))
        emit(f, xml, answer_of(r->message), r->process, at_time(r->line, r->time));
}

bool signing_request_feed(struct feed *f, struct error *err) {
    struct slice text, xml;
    if (!feed_text(f, &text, err))
        return false;
    if (!tss_text_find(text, f->arena, &xml))
        return error_set(err, "no request for a ticket in XML");
    emit(f, xml, NULL, slice_of(NULL, 0), at_line(1));
    return true;
}

const struct table table_signing_request = {
    .name = "signing_request",
    .doc = "The requests for personalization tickets that the logs hold: for which Mac and build, and by whom.",
    .columns = columns,
    .n_columns = COLUMN_COUNT,
    .artefacts = (const char *const[]){"install_log", "log_show", "restore_log", "host_tool", "softwareupdate_install", "startosinstall",
                                       "agent_log", "kernel_log", "tss_request", NULL},
    .feed = log_pass_feed,
};

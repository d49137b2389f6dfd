/*
 * apple_account: the state of the account that updates are asked with, as a practice server tells it (account.json, schema
 * tailor.account/1). Apple's own answer is private; on a Mac its logs tell, and dialogs.
 */
#include "format/json_text.h"
#include "format/log_cursor.h"
#include "table/table.h"

extern const struct table table_apple_account;

enum { MAX_WORDS = 512 };
enum { STATUS, TWO_FACTOR, REGION, ENTITLEMENTS, CHANGED, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [STATUS] = {"status", COLUMN_TEXT, SHOW, "active, locked or disabled"},
    [TWO_FACTOR] = {"two_factor", COLUMN_TEXT, SHOW, "done, pending (a code is waited for) or off"},
    [REGION] = {"region", COLUMN_TEXT, SHOW, "country of the account, such as US"},
    [ENTITLEMENTS] = {"entitlements", COLUMN_TEXT, SHOW, "what it may install, with blanks between: public, developer-beta ..."},
    [CHANGED] = {"changed", COLUMN_TEXT, SHOW, "when password or two-factor authentication were changed last, ISO 8601 UTC"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "the same in a line, to quote"},
};

static struct value words_at(struct feed *f, struct slice json, const char *path) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(MAX_WORDS);
    struct slice raw, word;
    if (!json_text_pick(json, path, &raw) || slice_is(raw, "null"))
        return value_null();
    if (!eat(&raw, '['))
        json_text_decode(raw, &out);
    else
        for (bool first = true; json_text_next_element(&raw, &word); first = false) {
            buffer_add_str(&out, first ? "" : " ");
            json_text_decode(word, &out);
        }
    return buffer_ok(&out) ? value_text(arena_slice(f->arena, buffer_slice(&out))) : value_null();
}

static bool feed_account(struct feed *f, struct error *err) {
    static const char *const paths[] = {
        [STATUS] = "status", [TWO_FACTOR] = "two_factor", [REGION] = "region", [ENTITLEMENTS] = "entitlements", [CHANGED] = "changed"};
    struct slice text, schema;
    struct value row[COLUMN_COUNT] = {0};
    if (!feed_text(f, &text, err))
        return false;
    if (!json_text_pick(text, "schema", &schema) || !slice_is(schema, "tailor.account/1"))
        return error_set(err, "the schema is not tailor.account/1");
    for (int i = STATUS; i <= CHANGED; i++)
        row[i] = words_at(f, text, paths[i]);
    row[TEXT] = value_str(arena_printf(f->arena, "account %.*s, two-factor authentication %.*s, region %.*s, entitled to %.*s",
                                       SLICE_ARG(row[STATUS].text), SLICE_ARG(row[TWO_FACTOR].text), SLICE_ARG(row[REGION].text),
                                       SLICE_ARG(row[ENTITLEMENTS].text)));
    feed_row(f, &table_apple_account, row, at_line(1));
    return true;
}

const struct table table_apple_account = {.name = "apple_account",
                                          .doc = "The state of the account on a practice server",
                                          .columns = columns,
                                          .n_columns = COLUMN_COUNT,
                                          .artefacts = (const char *const[]){"apple_account", NULL},
                                          .feed = feed_account};

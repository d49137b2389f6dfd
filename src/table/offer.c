/*
 * offer: which builds of macOS Apple offers, and to which Macs: one row for each build and board.
 *
 * From the public lists of versions (GET https://gdmf.apple.com/v2/pmv, saved as pmv.json as it is): objects PublicAssetSets, AssetSets
 * and PublicBackgroundSecurityImprovements, in each an array for macOS of {ProductVersion, Build, PostingDate, ExpirationDate,
 * SupportedDevices}. Devices are boards such as J274AP, on Intel Macs without T2 Mac-B4831CEBD52A0C4C. A build that is posted and has not
 * expired is signed as a rule; the list does not promise it (macadmins/sofa).
 */
#include "format/json_text.h"
#include "format/log_cursor.h"
#include "table/table.h"

extern const struct table table_offer;

enum { MAX_WORD = 128, MAX_BUILDS = 2000, MAX_BOARDS = 2000 };
enum { VERSION, MAJOR, MINOR, PATCH, BUILD, BOARD, LIST, POSTED, EXPIRES, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [VERSION] = {"version", COLUMN_TEXT, SHOW, "version of macOS that is offered, such as 15.6.1"},
    [MAJOR] = {"major", COLUMN_INTEGER, SHOW, "first number of the version"},
    [MINOR] = {"minor", COLUMN_INTEGER, SHOW, "second number of the version, 0 when not written"},
    [PATCH] = {"patch", COLUMN_INTEGER, SHOW, "third number of the version, 0 when not written"},
    [BUILD] = {"build", COLUMN_TEXT, SHOW, "build, where the list tells it"},
    [BOARD] = {"board", COLUMN_TEXT, SHOW, "board that it is offered to, such as J274AP; compare without regard to case"},
    [LIST] = {"list", COLUMN_TEXT, SHOW,
              "public, managed (for Macs with an MDM, which may take older ones), or background (rapid responses)"},
    [POSTED] = {"posted", COLUMN_TEXT, SHOW, "first day of the offer, such as 2024-09-16"},
    [EXPIRES] = {"expires", COLUMN_TEXT, SHOW, "day on which the offer ends, where it is told"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "version, build and dates in a line, to quote"},
};

static const struct {
    const char *path, *name;
} lists[] = {
    {"PublicAssetSets.macOS", "public"}, {"AssetSets.macOS", "managed"}, {"PublicBackgroundSecurityImprovements.macOS", "background"}};

/* A short word of the object, decoded; NULL when it is not there. */
static struct value word_at(struct feed *f, struct slice json, const char *path) {
    struct slice raw;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(MAX_WORD);
    if (!json_text_pick(json, path, &raw) || slice_is(raw, "null"))
        return value_null();
    json_text_decode(raw, &out);
    return buffer_ok(&out) && out.len ? value_text(arena_slice(f->arena, buffer_slice(&out))) : value_null();
}

static void set_numbers(struct value *row) {
    struct slice rest = row[VERSION].text, part = rest;
    for (int i = MAJOR; i <= PATCH; i++) {
        int64_t n = 0;
        if (!slice_cut(rest, ".", &part, &rest)) {
            part = rest;
            rest = slice_from(rest, rest.len);
        }
        row[i] = value_integer(part.len && slice_to_int64(part, &n) ? n : 0);
    }
}

static const char *line_to_quote(struct feed *f, const struct value *row) {
    const struct slice none = slice_str("?");
    return arena_printf(f->arena, "macOS %.*s (%.*s), posted %.*s, expires %.*s", SLICE_ARG(row[VERSION].text),
                        SLICE_ARG(row[BUILD].text.len ? row[BUILD].text : none), SLICE_ARG(row[POSTED].text.len ? row[POSTED].text : none),
                        SLICE_ARG(row[EXPIRES].text.len ? row[EXPIRES].text : none));
}

/* The rows of one build; false when it is no object that offers something. */
static bool put_build(struct feed *f, struct slice json, const char *list, int64_t line) {
    struct value row[COLUMN_COUNT] = {0};
    struct slice boards, board;
    size_t n = 0;
    row[VERSION] = word_at(f, json, "ProductVersion");
    if (row[VERSION].type != VALUE_TEXT || !json_text_pick(json, "SupportedDevices", &boards) || !eat(&boards, '['))
        return false;
    row[BUILD] = word_at(f, json, "Build");
    row[POSTED] = word_at(f, json, "PostingDate");
    row[EXPIRES] = word_at(f, json, "ExpirationDate");
    row[LIST] = value_str(list);
    row[TEXT] = value_str(line_to_quote(f, row));
    set_numbers(row);
    while (n++ < MAX_BOARDS && json_text_next_element(&boards, &board)) {
        row[BOARD] = value_text(arena_slice(f->arena, board));
        feed_row(f, &table_offer, row, at_line(line));
    }
    return true;
}

/* Each byte is counted once a list: the builds of a list follow each other. */
struct line_count {
    const uint8_t *at;
    int64_t line;
};

static int64_t line_of(struct line_count *c, const uint8_t *at) {
    for (; c->at < at; c->at++)
        c->line += *c->at == '\n';
    return c->line;
}

static bool feed_offer(struct feed *f, struct error *err) {
    struct slice text, list, one;
    size_t builds = 0, odd = 0, found = 0;
    if (!feed_text(f, &text, err))
        return false;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (!json_text_pick(text, lists[i].path, &list) || !eat(&list, '['))
            continue;
        found++;
        struct line_count count = {text.data, 1};
        while (builds + odd < MAX_BUILDS && json_text_next_element(&list, &one))
            *(put_build(f, one, lists[i].name, line_of(&count, one.data)) ? &builds : &odd) += 1;
    }
    if (!found)
        return error_set(err, "there is no list of versions of macOS: it is not what gdmf.apple.com/v2/pmv answers");
    if (odd)
        f->problem(f, "an offer without a version or without its devices was left out");
    return true;
}

const struct table table_offer = {.name = "offer",
                                  .doc = "Builds of macOS that Apple offers, and to which boards",
                                  .columns = columns,
                                  .n_columns = COLUMN_COUNT,
                                  .artefacts = (const char *const[]){"pmv", NULL},
                                  .feed = feed_offer};

/* seed: the beta programme that this Mac takes updates from, from `seedutil current`. One row. */
#include "table/shared/known.h"
#include "table/shared/output.h"

extern const struct table table_seed;

enum {
    COLUMN_PROGRAM,
    COLUMN_ENROLLED,
    COLUMN_BUILD_IS_SEED,
    COLUMN_CATALOG_URL,
    COLUMN_APPLE_CATALOG,
    COLUMN_FEEDBACK_MENU,
    COLUMN_ASSET_AUDIENCE,
    COLUMN_TEXT_LINE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_PROGRAM] = {"program", COLUMN_TEXT, SHOW, "CustomerSeed, DeveloperSeed or PublicSeed, or as printed; NULL when not enrolled"},
    [COLUMN_ENROLLED] = {"enrolled", COLUMN_INTEGER, SHOW, "1 when a beta programme is set"},
    [COLUMN_BUILD_IS_SEED] = {"build_is_seed", COLUMN_INTEGER, SHOW, "1 when the installed macOS is a beta itself"},
    [COLUMN_CATALOG_URL] = {"catalog_url", COLUMN_TEXT, SHOW, "URL of the software update catalogue that is set; NULL: Apple's default"},
    [COLUMN_APPLE_CATALOG] = {"apple_catalog", COLUMN_INTEGER, SHOW, "1 when the host of that URL is Apple's"},
    [COLUMN_FEEDBACK_MENU] = {"feedback_menu", COLUMN_INTEGER, SHOW, "1 when Feedback Assistant is shown in the menus"},
    [COLUMN_ASSET_AUDIENCE] = {"asset_audience", COLUMN_TEXT, SHOW, "the audience (UUID) of the asset catalogue that is asked"},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "the line that names the programme"},
};

/* seedutil prints the programme as a number too: 1 customer, 2 developer, 3 public. */
static struct slice program_name(struct slice value) {
    static const char *const names[] = {NULL, "CustomerSeed", "DeveloperSeed", "PublicSeed"};
    int64_t n;
    if (slice_to_int64(value, &n) && n >= 1 && n <= 3)
        return slice_str(names[n]);
    return value;
}

static bool is_nothing(struct slice value) {
    return value.len == 0 || slice_is_nocase(value, "(null)") || slice_is_nocase(value, "none") || slice_is(value, "0");
}

struct found {
    struct value row[COLUMN_COUNT];
    int64_t line;
    bool any;
};

static void program_line(struct found *found, struct slice line, struct slice value, int64_t number) {
    if (found->line && is_nothing(value))
        return;
    found->line = number;
    found->row[COLUMN_TEXT_LINE] = value_text(slice_trim(line));
    found->row[COLUMN_ENROLLED] = value_bool(!is_nothing(value));
    if (!is_nothing(value))
        found->row[COLUMN_PROGRAM] = value_text(program_name(value));
}

static void seed_line(struct feed *f, struct found *found, struct slice line, int64_t number) {
    struct slice key, value;
    if (!output_pair(line, &key, &value))
        return;
    if (slice_is(key, "Program") || slice_is(key, "Currently enrolled in") || slice_is(key, "Enrolled in")) {
        program_line(found, line, value, number);
    } else if (slice_is(key, "Build is seed")) {
        found->row[COLUMN_BUILD_IS_SEED] = output_yes_no(value);
    } else if (slice_is(key, "NSShowFeedbackMenu")) {
        found->row[COLUMN_FEEDBACK_MENU] = output_yes_no(value);
    } else if (slice_is(key, "Asset Audience") && !is_nothing(value)) {
        found->row[COLUMN_ASSET_AUDIENCE] = value_text(value);
    } else if (slice_is(key, "CatalogURL") && !is_nothing(value)) {
        found->row[COLUMN_CATALOG_URL] = value_text(value);
        found->row[COLUMN_APPLE_CATALOG] = value_bool(known_apple_host(f->knowledge, known_url_host(value)));
    } else if (!slice_is(key, "CatalogURL")) {
        return;
    }
    found->any = true;
}

static bool feed_current(struct feed *f, struct error *err) {
    struct slice text, line;
    struct found found = {0};
    if (!output_text(f, &text, err))
        return false;
    for (int64_t number = 1; slice_next_line(&text, &line); number++)
        seed_line(f, &found, line, number);
    if (!found.any)
        return error_set(err, "no line of seedutil current in it");
    feed_row(f, &table_seed, found.row, at_line(found.line));
    return true;
}

const struct table table_seed = {.name = "seed",
                                 .doc = "The beta programme that updates are taken from",
                                 .columns = columns,
                                 .n_columns = COLUMN_COUNT,
                                 .artefacts = (const char *const[]){"seedutil_current", NULL},
                                 .feed = feed_current};

/* system_extension: the extensions that `systemextensionsctl list` prints, one section for each category (systemextensionsctl(8)). */
#include "table/shared/known.h"
#include "table/shared/output.h"

extern const struct table table_system_extension;

enum {
    COLUMN_TEAM_ID,
    COLUMN_BUNDLE_ID,
    COLUMN_VERSION,
    COLUMN_NAME,
    COLUMN_CATEGORY,
    COLUMN_STATE,
    COLUMN_ENABLED,
    COLUMN_ACTIVE,
    COLUMN_WAITING_FOR_USER,
    COLUMN_PRODUCT,
    COLUMN_VENDOR,
    COLUMN_PRODUCT_KIND,
    COLUMN_REMOVAL,
    COLUMN_TEXT_LINE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_TEAM_ID] = {"team_id", COLUMN_TEXT, SHOW, "identifier of the developer team that signed it"},
    [COLUMN_BUNDLE_ID] = {"bundle_id", COLUMN_TEXT, SHOW, "bundle identifier"},
    [COLUMN_VERSION] = {"version", COLUMN_TEXT, SHOW, "version and build, with a slash between"},
    [COLUMN_NAME] = {"name", COLUMN_TEXT, SHOW, "name that people see"},
    [COLUMN_CATEGORY] = {"category", COLUMN_TEXT, SHOW, "network_extension, endpoint_security, driver_extension, cmio ..."},
    [COLUMN_STATE] = {"state", COLUMN_TEXT, SHOW,
                      "state as printed: activated enabled, activated waiting for user, terminated waiting to uninstall on reboot ..."},
    [COLUMN_ENABLED] = {"enabled", COLUMN_INTEGER, SHOW, "1 when its user or MDM allowed it"},
    [COLUMN_ACTIVE] = {"active", COLUMN_INTEGER, SHOW, "1 when this version is the one in use"},
    [COLUMN_WAITING_FOR_USER] = {"waiting_for_user", COLUMN_INTEGER, SHOW, "1 when nobody has allowed it yet"},
    [COLUMN_PRODUCT] = {"product", COLUMN_TEXT, SHOW, "the product that it belongs to, as far as known"},
    [COLUMN_VENDOR] = {"vendor", COLUMN_TEXT, SHOW, "who makes that product"},
    [COLUMN_PRODUCT_KIND] = {"product_kind", COLUMN_TEXT, SHOW,
                             "edr, antivirus, firewall, content-filter, vpn, proxy, dlp, mdm, driver ..."},
    [COLUMN_REMOVAL] = {"removal", COLUMN_TEXT, SHOW, "how that product is taken off or set aside"},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "the line"},
};

/* "--- com.apple.system_extension.network_extension (Go to 'System Settings ...')" */
static struct slice category_of(struct slice line) {
    static const char prefix[] = "com.apple.system_extension.";
    struct slice word = {NULL, 0};
    line = slice_from(line, 3);
    slice_next_word(&line, &word);
    return slice_starts_with(word, prefix) ? slice_from(word, sizeof prefix - 1) : word;
}

/* Cuts the last "[...]" off; the state. */
static bool cut_state(struct slice *line, struct slice *ret_state) {
    if (line->len == 0 || line->data[line->len - 1] != ']')
        return false;
    size_t open = line->len;
    while (open > 0 && line->data[open - 1] != '[')
        open--;
    if (open == 0)
        return false;
    *ret_state = slice_sub(*line, open, line->len - open - 1);
    *line = slice_sub(*line, 0, open - 1);
    return true;
}

/* The two marks in front, in columns of their own; a copy that lost its tabs keeps only the order, so a single '*' tells nothing. */
static void read_marks(struct slice *line, struct value *row) {
    size_t stars = 0, tabs = 0, at = 0;
    bool marks[2] = {false, false};
    for (; at < line->len && (line->data[at] == '*' || line->data[at] == '\t' || line->data[at] == ' '); at++) {
        if (line->data[at] == '*' && tabs < 2)
            marks[tabs] = true;
        stars += line->data[at] == '*';
        tabs += line->data[at] == '\t';
    }
    *line = slice_from(*line, at);
    struct slice state = row[COLUMN_STATE].text;
    bool by_state = slice_is(state, "activated enabled");
    row[COLUMN_ENABLED] = value_bool(tabs >= 2 ? marks[0] : stars == 2 || by_state);
    row[COLUMN_ACTIVE] = value_bool(tabs >= 2 ? marks[1] : stars == 2 || by_state);
}

static bool is_team_id(struct slice word) {
    if (word.len != 10)
        return false;
    for (size_t i = 0; i < word.len; i++)
        if (!((word.data[i] >= 'A' && word.data[i] <= 'Z') || (word.data[i] >= '0' && word.data[i] <= '9')))
            return false;
    return true;
}

/* "TEAM  bundle.id (1.0/1)  Name of It" */
static bool read_names(struct slice line, struct value *row) {
    struct slice word, rest = line, before, after, name = {NULL, 0};
    if (!slice_next_word(&rest, &word))
        return false;
    if (is_team_id(word)) {
        row[COLUMN_TEAM_ID] = value_text(word);
        if (!slice_next_word(&rest, &word))
            return false;
    }
    row[COLUMN_BUNDLE_ID] = value_text(word);
    rest = slice_trim(rest);
    if (slice_starts_with(rest, "(") && slice_cut(rest, ")", &before, &after)) {
        row[COLUMN_VERSION] = value_text(slice_from(before, 1));
        name = slice_trim(after);
    }
    row[COLUMN_NAME] = name.len ? value_text(name) : value_null();
    return slice_find_byte(word, '.') != SLICE_NOT_FOUND;
}

static void name_product(struct feed *f, struct value *row) {
    struct known_product p;
    if (!known_product_find(f->knowledge, row[COLUMN_BUNDLE_ID].text, row[COLUMN_TEAM_ID].text, &p))
        return;
    row[COLUMN_PRODUCT] = value_str(p.product);
    row[COLUMN_VENDOR] = value_str(p.vendor);
    row[COLUMN_PRODUCT_KIND] = value_str(p.kind);
    row[COLUMN_REMOVAL] = value_str(p.removal);
}

static bool extension_line(struct feed *f, struct slice line, struct slice category, int64_t number) {
    struct value row[COLUMN_COUNT] = {0};
    struct slice left = line, state;
    while (left.len && (left.data[left.len - 1] == ' ' || left.data[left.len - 1] == '\t'))
        left.len--;
    if (!cut_state(&left, &state) || slice_is(state, "state"))
        return false;
    row[COLUMN_STATE] = value_text(state);
    read_marks(&left, row);
    if (!read_names(left, row))
        return false;
    row[COLUMN_CATEGORY] = category.len ? value_text(category) : value_null();
    row[COLUMN_WAITING_FOR_USER] = value_bool(slice_contains(state, "waiting for user"));
    row[COLUMN_TEXT_LINE] = value_text(slice_trim(line));
    name_product(f, row);
    feed_row(f, &table_system_extension, row, at_line(number));
    return true;
}

static bool feed_list(struct feed *f, struct error *err) {
    struct slice text, line, category = {NULL, 0}, count;
    int64_t told = -1, rows = 0;
    bool known = false;
    if (!output_text(f, &text, err))
        return false;
    for (int64_t number = 1; slice_next_line(&text, &line); number++) {
        struct slice rest = line;
        if (slice_starts_with(line, "---")) {
            category = category_of(line);
            known = true;
        } else if (slice_contains(line, "extension(s)") && slice_next_word(&rest, &count) && slice_to_int64(count, &told)) {
            known = true;
        } else {
            rows += extension_line(f, line, category, number);
        }
    }
    if (!known && rows == 0)
        return error_set(err, "no list of extensions: not the output of systemextensionsctl list");
    if (told >= 0 && told != rows) {
        struct error e;
        error_set(&e, "it tells of %lld extensions, but %lld are listed", (long long)told, (long long)rows);
        f->problem(f, e.text);
    }
    return true;
}

const struct table table_system_extension = {
    .name = "system_extension",
    .doc = "System extensions: network filters, endpoint security clients and drivers outside the kernel",
    .columns = columns,
    .n_columns = COLUMN_COUNT,
    .artefacts = (const char *const[]){"systemextensionsctl_list", NULL},
    .feed = feed_list};

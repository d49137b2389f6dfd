/* install_history: what was installed when, from InstallHistory.plist (osquery's package_install_history reads the same file). */
#include "table/shared/property_list.h"

enum { NAME, VERSION, DATE, PROCESS, IDENTIFIERS, CONTENT_TYPE, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [NAME] = {"name", COLUMN_TEXT, SHOW, "name of what was installed, such as macOS 14.6.1"},
    [VERSION] = {"version", COLUMN_TEXT, SHOW, "its version; empty for many updates"},
    [DATE] = {"date", COLUMN_TEXT, SHOW, "when, ISO 8601 UTC"},
    [PROCESS] = {"process", COLUMN_TEXT, SHOW, "what installed it: softwareupdated, Installer, appstoreagent, a management tool"},
    [IDENTIFIERS] = {"identifiers", COLUMN_TEXT, SHOW, "package identifiers joined with commas"},
    [CONTENT_TYPE] = {"content_type", COLUMN_TEXT, SHOW, "kind of content, such as config-data, where it is told"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "date, name, version and process in one line, to quote"},
};

extern const struct table table_install_history;

static void emit(struct feed *f, const struct plist *item) {
    const struct plist *date = plist_get(item, "date");
    struct value row[COLUMN_COUNT] = {0};
    row[NAME] = property_text(f->arena, plist_get(item, "displayName"));
    row[VERSION] = property_text(f->arena, plist_get(item, "displayVersion"));
    row[DATE] = property_date(f->arena, date);
    row[PROCESS] = property_text(f->arena, plist_get(item, "processName"));
    row[IDENTIFIERS] = property_joined(f->arena, plist_get(item, "packageIdentifiers"));
    row[CONTENT_TYPE] = property_text(f->arena, plist_get(item, "contentType"));
    row[TEXT] = value_str(arena_printf(f->arena, "%.*s %.*s %.*s (%.*s)", SLICE_ARG(row[DATE].text), SLICE_ARG(row[NAME].text),
                                       SLICE_ARG(row[VERSION].text), SLICE_ARG(row[PROCESS].text)));
    struct origin origin = property_origin(item);
    if (date && date->type == PLIST_DATE)
        origin.time = date->date;
    feed_row(f, &table_install_history, row, origin);
}

static bool feed_install_history(struct feed *f, struct error *err) {
    const struct plist *root;
    size_t odd = 0;
    if (!property_list_read(f, &root, err))
        return false;
    if (root->type != PLIST_ARRAY)
        return error_set(err, "a property list whose root is %s, not the array that macOS writes", plist_type_name(root->type));
    for (size_t i = 0; i < root->n_items; i++) {
        if (root->items[i].type == PLIST_DICT)
            emit(f, &root->items[i]);
        else
            odd++;
    }
    if (odd > 0)
        f->problem(f, "an entry of the history is not a dict");
    return true;
}

const struct table table_install_history = {.name = "install_history",
                                            .doc = "What was installed when, and by what",
                                            .columns = columns,
                                            .n_columns = COLUMN_COUNT,
                                            .artefacts = (const char *const[]){"install_history", NULL},
                                            .feed = feed_install_history};

/* receipt: packages that the system believes to be installed, from /var/db/receipts (osquery: package_receipts). */
#include "table/shared/property_list.h"

enum { IDENTIFIER, VERSION, INSTALL_DATE, PROCESS, PATH, INSTALL_PREFIX, PACKAGE_FILENAME, COLUMN_COUNT };

static const struct column columns[] = {
    [IDENTIFIER] = {"identifier", COLUMN_TEXT, SHOW, "package identifier, such as com.apple.pkg.CLTools_Executables"},
    [VERSION] = {"version", COLUMN_TEXT, SHOW, "version of the package"},
    [INSTALL_DATE] = {"install_date", COLUMN_TEXT, SHOW, "when it was installed, ISO 8601 UTC"},
    [PROCESS] = {"process", COLUMN_TEXT, SHOW, "what installed it"},
    [PATH] = {"path", COLUMN_TEXT, SHOW, "path of the receipt in the evidence"},
    [INSTALL_PREFIX] = {"install_prefix", COLUMN_TEXT, SHOW, "folder that the package's paths are relative to"},
    [PACKAGE_FILENAME] = {"package_filename", COLUMN_TEXT, SHOW, "file name of the package"},
};

extern const struct table table_receipt;

static bool feed_receipt(struct feed *f, struct error *err) {
    const struct plist *root;
    if (!property_list_read(f, &root, err))
        return false;
    if (root->type != PLIST_DICT)
        return error_set(err, "a property list whose root is %s, not the dict of a receipt", plist_type_name(root->type));
    const struct plist *date = plist_get(root, "InstallDate");
    struct value row[COLUMN_COUNT] = {0};
    row[IDENTIFIER] = property_text(f->arena, plist_get(root, "PackageIdentifier"));
    row[VERSION] = property_text(f->arena, plist_get(root, "PackageVersion"));
    row[INSTALL_DATE] = property_date(f->arena, date);
    row[PROCESS] = property_text(f->arena, plist_get(root, "InstallProcessName"));
    row[PATH] = value_text(f->artefact->path);
    row[INSTALL_PREFIX] = property_text(f->arena, plist_get(root, "InstallPrefixPath"));
    row[PACKAGE_FILENAME] = property_text(f->arena, plist_get(root, "PackageFileName"));
    if (row[IDENTIFIER].type == VALUE_NULL)
        f->problem(f, "no PackageIdentifier: not a receipt that macOS wrote");
    struct origin origin = property_origin(plist_get(root, "PackageIdentifier"));
    if (date && date->type == PLIST_DATE)
        origin.time = date->date;
    feed_row(f, &table_receipt, row, origin);
    return true;
}

const struct table table_receipt = {.name = "receipt",
                                    .doc = "Packages that the system believes to be installed",
                                    .columns = columns,
                                    .n_columns = COLUMN_COUNT,
                                    .artefacts = (const char *const[]){"receipt", NULL},
                                    .feed = feed_receipt};

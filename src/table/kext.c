/* kext: kernel extensions that are loaded (kmutil showloaded, kextstat) and those that lie on the disk (their Info.plist). */
#include "base/buffer.h"
#include "format/loaded_kexts.h"
#include "format/plist.h"
#include "table/shared/known.h"
#include "table/shared/output.h"

extern const struct table table_kext;

enum {
    COLUMN_BUNDLE_ID,
    COLUMN_VERSION,
    COLUMN_LOADED,
    COLUMN_APPLE,
    COLUMN_IDX,
    COLUMN_REFS,
    COLUMN_SIZE,
    COLUMN_UUID,
    COLUMN_LINKED_AGAINST,
    COLUMN_PATH,
    COLUMN_STAGED,
    COLUMN_EXECUTABLE,
    COLUMN_LIBRARIES,
    COLUMN_MINIMUM_OS,
    COLUMN_PRODUCT,
    COLUMN_PRODUCT_KIND,
    COLUMN_REMOVAL,
    COLUMN_TEXT_LINE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_BUNDLE_ID] = {"bundle_id", COLUMN_TEXT, SHOW, "bundle identifier"},
    [COLUMN_VERSION] = {"version", COLUMN_TEXT, SHOW, "version"},
    [COLUMN_LOADED] = {"loaded", COLUMN_INTEGER, SHOW, "1 when it was in the kernel, 0 when it was only found on the disk"},
    [COLUMN_APPLE] = {"apple", COLUMN_INTEGER, SHOW, "1 when the identifier begins with com.apple."},
    [COLUMN_IDX] = {"idx", COLUMN_INTEGER, SHOW, "its number in the list of loaded extensions"},
    [COLUMN_REFS] = {"refs", COLUMN_INTEGER, SHOW, "how many extensions use it"},
    [COLUMN_SIZE] = {"size", COLUMN_INTEGER, SHOW, "bytes of kernel memory"},
    [COLUMN_UUID] = {"uuid", COLUMN_TEXT, SHOW, "UUID of the build"},
    [COLUMN_LINKED_AGAINST] = {"linked_against", COLUMN_TEXT, SHOW, "numbers of the extensions that it uses"},
    [COLUMN_PATH] = {"path", COLUMN_TEXT, SHOW, "the bundle on the disk, as a path in the evidence"},
    [COLUMN_STAGED] = {"staged", COLUMN_INTEGER, SHOW, "1 when the bundle lies in StagedExtensions, where macOS copies what it allowed"},
    [COLUMN_EXECUTABLE] = {"executable", COLUMN_TEXT, SHOW, "name of the program in the bundle; NULL: it holds no code"},
    [COLUMN_LIBRARIES] = {"libraries", COLUMN_TEXT, SHOW, "extensions that it needs, each with its lowest version, with blanks between"},
    [COLUMN_MINIMUM_OS] = {"minimum_os", COLUMN_TEXT, SHOW, "lowest macOS that it says it runs on"},
    [COLUMN_PRODUCT] = {"product", COLUMN_TEXT, SHOW, "third-party product that it belongs to, as far as known"},
    [COLUMN_PRODUCT_KIND] = {"product_kind", COLUMN_TEXT, SHOW, "edr, antivirus, vpn, filesystem, virtualization, boot-patch, driver ..."},
    [COLUMN_REMOVAL] = {"removal", COLUMN_TEXT, SHOW, "how that product is taken off or set aside"},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "the line of the list"},
};

static void emit(struct feed *f, struct value *row, struct slice bundle_id, int64_t line) {
    struct known_product p;
    bool apple = slice_starts_with(bundle_id, "com.apple.");
    row[COLUMN_BUNDLE_ID] = value_text(bundle_id);
    row[COLUMN_APPLE] = value_bool(apple);
    if (!apple && known_product_find(f->knowledge, bundle_id, (struct slice){NULL, 0}, &p)) {
        row[COLUMN_PRODUCT] = value_str(p.product);
        row[COLUMN_PRODUCT_KIND] = value_str(p.kind);
        row[COLUMN_REMOVAL] = value_str(p.removal);
    }
    feed_row(f, &table_kext, row, at_line(line));
}

static bool feed_loaded(struct feed *f, struct error *err) {
    struct slice text, line;
    bool known = false;
    if (!output_text(f, &text, err))
        return false;
    for (int64_t number = 1; slice_next_line(&text, &line); number++) {
        struct loaded_kext k;
        known = known || loaded_kexts_is_heading(line);
        if (!loaded_kexts_line(line, &k))
            continue;
        known = true;
        struct value row[COLUMN_COUNT] = {0};
        row[COLUMN_LOADED] = value_bool(true);
        row[COLUMN_VERSION] = value_text(k.version);
        row[COLUMN_IDX] = value_integer(k.index);
        row[COLUMN_REFS] = value_integer(k.refs);
        row[COLUMN_SIZE] = value_integer(k.size);
        row[COLUMN_UUID] = value_text(k.uuid);
        row[COLUMN_LINKED_AGAINST] = value_text(k.linked);
        row[COLUMN_TEXT_LINE] = value_text(slice_trim(line));
        emit(f, row, k.name, number);
    }
    return known ? true : error_set(err, "no list of kernel extensions in it");
}

/* OSBundleLibraries: a dict of identifier and lowest version. */
static struct value libraries(const struct plist *root, struct arena *arena) {
    struct buffer b CLEANUP_BUFFER = buffer_with_limit(8192);
    const struct plist *dict = plist_get(root, "OSBundleLibraries");
    for (size_t i = 0; dict && dict->type == PLIST_DICT && i < dict->n_items; i++) {
        struct slice version = plist_string(&dict->items[i]);
        buffer_printf(&b, "%s%.*s %.*s", i ? " " : "", SLICE_ARG(dict->keys[i]), SLICE_ARG(version));
    }
    return b.len ? value_text(arena_slice(arena, buffer_slice(&b))) : value_null();
}

static bool feed_info(struct feed *f, struct error *err) {
    struct slice bytes, path = f->artefact->path;
    const struct plist *root;
    if (!feed_bytes(f, &bytes, err) || !plist_parse(bytes, f->arena, &root, NULL, err))
        return false;
    const struct plist *id = plist_get(root, "CFBundleIdentifier");
    if (plist_string(id).len == 0)
        return error_set(err, "the Info.plist has no CFBundleIdentifier");
    struct value row[COLUMN_COUNT] = {0};
    struct slice version = plist_string(plist_get(root, "CFBundleVersion"));
    size_t end = slice_find_str(path, ".kext/Contents");
    row[COLUMN_LOADED] = value_bool(false);
    row[COLUMN_VERSION] = value_text(version.len ? version : plist_string(plist_get(root, "CFBundleShortVersionString")));
    row[COLUMN_PATH] = value_text(end == SLICE_NOT_FOUND ? path : slice_sub(path, 0, end + strlen(".kext")));
    row[COLUMN_STAGED] = value_bool(slice_contains(path, "StagedExtensions/"));
    row[COLUMN_EXECUTABLE] = value_text(plist_string(plist_get(root, "CFBundleExecutable")));
    row[COLUMN_LIBRARIES] = libraries(root, f->arena);
    row[COLUMN_MINIMUM_OS] = value_text(plist_string(plist_get(root, "LSMinimumSystemVersion")));
    emit(f, row, plist_string(id), id->line ? (int64_t)id->line : (int64_t)id->offset);
    return true;
}

static bool feed_kext(struct feed *f, struct error *err) {
    bool info = f->artefact->kind && strcmp(f->artefact->kind, "kext_info") == 0;
    return info ? feed_info(f, err) : feed_loaded(f, err);
}

const struct table table_kext = {.name = "kext",
                                 .doc = "Kernel extensions, loaded or on the disk",
                                 .columns = columns,
                                 .n_columns = COLUMN_COUNT,
                                 .artefacts = (const char *const[]){"kmutil_showloaded", "kext_info", NULL},
                                 .feed = feed_kext};

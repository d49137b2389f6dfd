/* sealed_file: the files of a bundle that the signature of its program seals: Info.plist and _CodeSignature/CodeResources, by their hashes.
 */
#include <openssl/evp.h>

#include "table/shared/executable_feed.h"
#include "table/shared/mac_path.h"
#include "table/shared/property_list.h"

enum { PATH, BUNDLE, ROLE, EXECUTABLE, SHA1, SHA256, SHA384, COLUMN_COUNT };

static const struct column columns[] = {
    [PATH] = {"path", COLUMN_TEXT, SHOW, "path on the Mac"},
    [BUNDLE] = {"bundle", COLUMN_TEXT, SHOW, "the .kext or .app that it belongs to"},
    [ROLE] = {"role", COLUMN_TEXT, SHOW, "info or resources"},
    [EXECUTABLE] = {"executable", COLUMN_TEXT, SHOW,
                    "path of the program whose signature seals it; NULL where the Info.plist does not name one"},
    [SHA1] = {"sha1", COLUMN_TEXT, SHOW, "SHA-1 of its bytes, in hexadecimal"},
    [SHA256] = {"sha256", COLUMN_TEXT, SHOW, "SHA-256 of its bytes"},
    [SHA384] = {"sha384", COLUMN_TEXT, SHOW, "SHA-384 of its bytes"},
};

extern const struct table table_sealed_file;

static struct value hash(struct feed *f, const EVP_MD *md, struct slice bytes) {
    uint8_t out[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (EVP_Digest(bytes.data, bytes.len, out, &n, md, NULL) != 1)
        return value_null();
    return property_hex(f->arena, slice_of(out, n), EVP_MAX_MD_SIZE);
}

/* A bundle may hold other programs, with signatures and lists of their own. */
static struct value executable_of(struct feed *f, struct slice bundle, struct slice bytes) {
    const struct plist *root;
    if (!plist_parse(bytes, f->arena, &root, NULL, NULL))
        return value_null();
    struct slice name = plist_string(plist_get(root, "CFBundleExecutable"));
    return name.len ? value_str(arena_printf(f->arena, "%.*s/Contents/MacOS/%.*s", SLICE_ARG(bundle), SLICE_ARG(name))) : value_null();
}

static bool feed_sealed_file(struct feed *f, struct error *err) {
    struct slice bytes, inside = mac_path(f->arena, f->artefact->path);
    struct slice path = slice_str(arena_printf(f->arena, "/%.*s", SLICE_ARG(inside))), bundle = executable_bundle(path);
    bool info = slice_ends_with(path, "/Contents/Info.plist");
    /* A list of a bundle inside the bundle is sealed by that one's own program. */
    if (bundle.len == 0 || path.len != bundle.len + strlen(info ? "/Contents/Info.plist" : "/Contents/_CodeSignature/CodeResources"))
        return true;
    if (!feed_bytes(f, &bytes, err))
        return false;
    struct value program = value_null();
    if (info)
        program = executable_of(f, bundle, bytes);
    const struct value row[COLUMN_COUNT] = {
        [PATH] = value_text(path),
        [BUNDLE] = value_text(bundle),
        [ROLE] = value_str(info ? "info" : "resources"),
        [EXECUTABLE] = program,
        [SHA1] = hash(f, EVP_sha1(), bytes),
        [SHA256] = hash(f, EVP_sha256(), bytes),
        [SHA384] = hash(f, EVP_sha384(), bytes),
    };
    feed_row(f, &table_sealed_file, row, at_line(0));
    return true;
}

const struct table table_sealed_file = {.name = "sealed_file",
                                        .doc = "Files of a bundle that its code signature seals, by their hashes",
                                        .columns = columns,
                                        .n_columns = COLUMN_COUNT,
                                        .artefacts = (const char *const[]){"kext_info", "app_info", "code_resources", NULL},
                                        .feed = feed_sealed_file};

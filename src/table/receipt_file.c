/* receipt_file: the files of each package, from the bills of materials in /var/db/receipts (osquery: package_bom). */
#include "format/bom.h"
#include "table/table.h"

enum { PACKAGE, PATH, TYPE, MODE, UID, GID, SIZE, CHECKSUM, TARGET, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [PACKAGE] = {"package", COLUMN_TEXT, SHOW, "identifier of the package: the name of the list without .bom"},
    [PATH] = {"path", COLUMN_TEXT, SHOW,
              "path below the folder that the package was put into (receipt.install_prefix), without ./ before it"},
    [TYPE] = {"type", COLUMN_TEXT, SHOW, "file, folder, link, device or other"},
    [MODE] = {"mode", COLUMN_TEXT, SHOW, "permission bits in octal, such as 0644; NULL where only the path is listed"},
    [UID] = {"uid", COLUMN_INTEGER, SHOW, "user id of the owner"},
    [GID] = {"gid", COLUMN_INTEGER, SHOW, "group id of the owner"},
    [SIZE] = {"size", COLUMN_INTEGER, SHOW, "bytes"},
    [CHECKSUM] = {"checksum", COLUMN_INTEGER, SHOW, "checksum of a file as cksum(1) computes it; 0 and NULL: none was made"},
    [TARGET] = {"target", COLUMN_TEXT, SHOW, "where a link leads"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "path, mode, owner and size in one line, as lsbom writes them, to quote"},
};

extern const struct table table_receipt_file;

static struct slice package_of(struct slice path) {
    for (size_t at; (at = slice_find_byte(path, '/')) != SLICE_NOT_FOUND;)
        path = slice_from(path, at + 1);
    return slice_ends_with(path, ".bom") ? slice_sub(path, 0, path.len - strlen(".bom")) : path;
}

static void emit(struct feed *f, struct arena *line, struct slice package, const struct bom_entry *e) {
    struct value row[COLUMN_COUNT] = {
        [PACKAGE] = value_text(package), [PATH] = value_text(e->path), [TYPE] = value_str(bom_type_name(e->type))};
    if (e->only_path) {
        row[TEXT] = value_text(e->path);
    } else {
        row[MODE] = value_str(arena_printf(line, "%04o", (unsigned)(e->mode & 07777)));
        row[UID] = value_integer(e->uid);
        row[GID] = value_integer(e->gid);
        row[SIZE] = e->type == BOM_FILE ? value_integer((int64_t)e->size) : value_null();
        row[CHECKSUM] = e->type == BOM_FILE && e->checksum ? value_integer(e->checksum) : value_null();
        row[TARGET] = value_text(e->target);
        row[TEXT] = value_str(
            arena_printf(line, "./%.*s %o %u/%u %llu", SLICE_ARG(e->path), (unsigned)e->mode, e->uid, e->gid, (unsigned long long)e->size));
    }
    feed_row(f, &table_receipt_file, row, at_line((int64_t)e->offset));
}

static bool feed_receipt_file(struct feed *f, struct error *err) {
    struct slice bytes;
    struct bom bom;
    struct arena *line CLEANUP_ARENA = arena_new(1 << 20);
    if (!line)
        return error_set(err, "out of memory");
    if (!feed_bytes(f, &bytes, err) || !bom_parse(bytes, f->arena, &bom, err))
        return false;
    for (size_t i = 0; i < bom.n_entries; i++) {
        emit(f, line, package_of(f->artefact->path), &bom.entries[i]);
        arena_reset(line);
        if (i % 65536 == 65535)
            f->progress(f, bytes.len);
    }
    return true;
}

const struct table table_receipt_file = {.name = "receipt_file",
                                         .doc = "The files of each package as its receipt lists them: path, mode, owner, size, checksum",
                                         .columns = columns,
                                         .n_columns = COLUMN_COUNT,
                                         .artefacts = (const char *const[]){"receipt_bom", NULL},
                                         .feed = feed_receipt_file};

/*
 * dependency: what programs and kernel extensions need of the system: libraries that they link (Mach-O) and processors that they are for.
 *
 * Besides the files themselves, a report of system_profiler tells of applications and kernel extensions: SPApplicationsDataType (arch_kind:
 * arch_i32 for 32-bit Intel, arch_i32_i64 for both; in older systems has64BitIntelCode yes or no) and SPExtensionsDataType
 * (spext_architectures, spext_has64BitIntelCode). What a version of macOS no longer has stands in knowledge/removed_library.tsv.
 */
#include "table/shared/executable_feed.h"
#include "table/shared/property_list.h"

enum { PROGRAM, NAME, VERSION, KIND, NEEDS, WHAT, WEAK, ARCH, APPLE, REMOVED_IN, FROM, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [PROGRAM] = {"program", COLUMN_TEXT, SHOW, "path of the program, library, application or extension on the Mac"},
    [NAME] = {"name", COLUMN_TEXT, SHOW, "its name: that of the application, or the last part of the path"},
    [VERSION] = {"version", COLUMN_TEXT, SHOW, "its version, where the report tells it"},
    [KIND] = {"kind", COLUMN_TEXT, SHOW, "library or architecture"},
    [NEEDS] = {"needs", COLUMN_TEXT, SHOW, "path of the library, or 32-bit: all its code is for 32-bit processors"},
    [WHAT] = {"what", COLUMN_TEXT, SHOW, "the same in words, where a version of macOS no longer has it"},
    [WEAK] = {"weak", COLUMN_INTEGER, SHOW, "1 when it runs without the library"},
    [ARCH] = {"arch", COLUMN_TEXT, SHOW, "architectures that it has code for, with blanks between"},
    [APPLE] = {"apple", COLUMN_INTEGER, SHOW, "1 when it comes with macOS"},
    [REMOVED_IN] = {"removed_in", COLUMN_TEXT, SHOW, "the first macOS that lacks what it needs; NULL: not known to lack it"},
    [FROM] = {"from", COLUMN_TEXT, SHOW, "what told it: mach-o or system_profiler"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "program and need in one line, to quote"},
};

extern const struct table table_dependency;

static void set_removed(struct feed *f, struct value *row) {
    const struct tsv *known = knowledge_find(f->knowledge, "removed_library");
    if (!known)
        return;
    size_t library = tsv_column(known, "library"), removed = tsv_column(known, "removed_in"), what = tsv_column(known, "what");
    for (size_t i = 0; library != SIZE_MAX && removed != SIZE_MAX && what != SIZE_MAX && i < known->n_rows; i++)
        if (slice_matches_glob(row[NEEDS].text, tsv_cell(known, i, library))) {
            row[REMOVED_IN] = value_str(tsv_cell(known, i, removed));
            row[WHAT] = value_str(tsv_cell(known, i, what));
            return;
        }
}

static void emit(struct feed *f, struct value *row, int64_t at) {
    bool library = slice_is(row[KIND].text, "library");
    set_removed(f, row);
    row[TEXT] = value_str(arena_printf(f->arena, "%.*s %s %.*s%s%.*s%s%.*s%s", SLICE_ARG(row[PROGRAM].text), library ? "links" : "is",
                                       SLICE_ARG(row[NEEDS].text), row[VERSION].type == VALUE_TEXT ? ", version " : "",
                                       SLICE_ARG(row[VERSION].text), row[ARCH].type == VALUE_TEXT ? " (" : "", SLICE_ARG(row[ARCH].text),
                                       row[ARCH].type == VALUE_TEXT ? ")" : ""));
    feed_row(f, &table_dependency, row, at_line(at));
}

static const char *arches(struct arena *arena, const struct macho *m, bool *ret_only_32) {
    const char *all = "";
    *ret_only_32 = true;
    for (size_t i = 0; all && i < m->n_slices; i++) {
        *ret_only_32 &= m->slices[i].bits == 32;
        all = arena_printf(arena, "%s%s%s", all, *all ? " " : "", m->slices[i].arch);
    }
    return all;
}

void dependency_rows(struct feed *f, struct slice path, const struct macho *m) {
    bool only_32;
    if (!feed_wants(f, &table_dependency))
        return;
    struct value row[COLUMN_COUNT] = {[PROGRAM] = value_text(path),
                                      [NAME] = value_text(slice_behind_last(path, '/')),
                                      [ARCH] = value_str(arches(f->arena, m, &only_32)),
                                      [APPLE] = value_bool(executable_is_of_system(path)),
                                      [FROM] = value_str("mach-o")};
    if (only_32) {
        row[KIND] = value_str("architecture");
        row[NEEDS] = value_str("32-bit");
        emit(f, row, 0);
    }
    /* All parts of a file link the same, as a rule: those of the last, the newest architecture, are told. */
    const struct macho_slice *s = &m->slices[m->n_slices - 1];
    for (size_t i = 0; i < s->n_libraries; i++) {
        row[KIND] = value_str("library");
        row[NEEDS] = value_text(s->libraries[i].path);
        row[WEAK] = value_bool(s->libraries[i].link == MACHO_WEAK);
        row[REMOVED_IN] = row[WHAT] = value_null();
        emit(f, row, (int64_t)s->offset);
    }
}

/* ---- system_profiler ---- */

static bool says(const struct plist *item, const char *key, const char *value) {
    return slice_is(plist_string(plist_get(item, key)), value);
}

static void application(struct feed *f, const struct plist *item) {
    bool only_32 = says(item, "arch_kind", "arch_i32") || says(item, "has64BitIntelCode", "no");
    struct slice path = plist_string(plist_get(item, "path"));
    if (!only_32 || path.len == 0)
        return;
    struct value row[COLUMN_COUNT] = {[PROGRAM] = value_text(path),
                                      [NAME] = property_text(f->arena, plist_get(item, "_name")),
                                      [VERSION] = property_text(f->arena, plist_get(item, "version")),
                                      [KIND] = value_str("architecture"),
                                      [NEEDS] = value_str("32-bit"),
                                      [ARCH] = value_str("i386"),
                                      [APPLE] = value_bool(says(item, "obtained_from", "apple")),
                                      [FROM] = value_str("system_profiler")};
    emit(f, row, property_origin(item).line);
}

static void extension(struct feed *f, const struct plist *item) {
    struct slice path = plist_string(plist_get(item, "spext_path")), id = plist_string(plist_get(item, "spext_bundleid"));
    struct value all = property_joined(f->arena, plist_get(item, "spext_architectures"));
    bool only_32 = all.type == VALUE_TEXT && slice_is(all.text, "i386");
    if (!only_32)
        return;
    struct value row[COLUMN_COUNT] = {[PROGRAM] = value_text(path.len ? path : id),
                                      [NAME] = property_text(f->arena, plist_get(item, "_name")),
                                      [VERSION] = property_text(f->arena, plist_get(item, "spext_version")),
                                      [KIND] = value_str("architecture"),
                                      [NEEDS] = value_str("32-bit"),
                                      [ARCH] = all,
                                      [APPLE] = value_bool(slice_starts_with(id, "com.apple.")),
                                      [FROM] = value_str("system_profiler")};
    emit(f, row, property_origin(item).line);
}

bool dependency_profiler(struct feed *f, struct error *err) {
    static const struct {
        const char *type;
        void (*take)(struct feed *f, const struct plist *item);
    } parts[] = {{"SPApplicationsDataType", application}, {"SPExtensionsDataType", extension}};
    const struct plist *root;
    if (!property_list_read(f, &root, err))
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const struct plist *items = property_profiler_items(root, parts[i].type);
        for (size_t k = 0; k < property_count(items); k++)
            parts[i].take(f, &items->items[k]);
    }
    return true;
}

const struct table table_dependency = {.name = "dependency",
                                       .doc = "What programs and kernel extensions need of the system: libraries, processors",
                                       .columns = columns,
                                       .n_columns = COLUMN_COUNT,
                                       .artefacts = (const char *const[]){"executable", "system_profiler", NULL},
                                       .feed = executable_feed};

/* executable: programs, libraries and kernel extensions (Mach-O), one row for each architecture in the file. */
#include "table/shared/executable_feed.h"
#include "table/shared/property_list.h"

enum {
    PATH,
    BUNDLE,
    OF_SYSTEM,
    KIND,
    ARCH,
    BITS,
    ARCHES,
    PLATFORM,
    MINIMUM_OS,
    SDK,
    UUID,
    INSTALL_NAME,
    LIBRARIES,
    SIGNED,
    VALID,
    PROBLEM,
    TEXT,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [PATH] = {"path", COLUMN_TEXT, SHOW, "path on the Mac"},
    [BUNDLE] = {"bundle", COLUMN_TEXT, SHOW, "the .kext or .app that it lies in; NULL for none"},
    [OF_SYSTEM] = {"of_system", COLUMN_INTEGER, SHOW, "1 when it lies where only macOS puts files"},
    [KIND] = {"kind", COLUMN_TEXT, SHOW, "execute, dylib, kext, bundle, dylinker, script ...; NULL when it cannot be read"},
    [ARCH] = {"arch", COLUMN_TEXT, SHOW, "i386, x86_64, x86_64h, arm64, arm64e, ppc ..."},
    [BITS] = {"bits", COLUMN_INTEGER, SHOW, "32 or 64"},
    [ARCHES] = {"arches", COLUMN_TEXT, SHOW, "all architectures of the file, with blanks between"},
    [PLATFORM] = {"platform", COLUMN_TEXT, SHOW, "macOS, Mac Catalyst, iOS, DriverKit ...; NULL when not told"},
    [MINIMUM_OS] = {"minimum_os", COLUMN_TEXT, SHOW, "lowest version of the platform that it runs on"},
    [SDK] = {"sdk", COLUMN_TEXT, SHOW, "version of the SDK that it was built with"},
    [UUID] = {"uuid", COLUMN_TEXT, SHOW, "UUID of the build, in hexadecimal"},
    [INSTALL_NAME] = {"install_name", COLUMN_TEXT, SHOW, "of a library: the path under which programs link it"},
    [LIBRARIES] = {"libraries", COLUMN_INTEGER, SHOW, "how many libraries it links"},
    [SIGNED] = {"signed", COLUMN_INTEGER, SHOW, "1 when it has an embedded signature, whatever that is worth"},
    [VALID] = {"valid", COLUMN_INTEGER, SHOW, "1 when it is whole as far as its own headers tell"},
    [PROBLEM] = {"problem", COLUMN_TEXT, SHOW, "how it is damaged; NULL when it is not"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "path, architectures and problem in one line, to quote"},
};

extern const struct table table_executable;

static const char *arches(struct arena *arena, const struct macho *m) {
    const char *all = "";
    for (size_t i = 0; all && i < m->n_slices; i++)
        all = arena_printf(arena, "%s%s%s", all, *all ? " " : "", m->slices[i].arch);
    return all;
}

static void set_place(struct value *row, struct slice path) {
    row[PATH] = value_text(path);
    row[BUNDLE] = value_text(executable_bundle(path));
    row[OF_SYSTEM] = value_bool(executable_is_of_system(path));
}

static struct value version(struct arena *arena, uint32_t v) {
    char text[24];
    return v ? value_text(arena_slice(arena, slice_str(macho_version(v, text)))) : value_null();
}

void executable_row(struct feed *f, struct slice path, const struct macho *m, const struct macho_slice *s) {
    struct value row[COLUMN_COUNT] = {0};
    const char *all = arches(f->arena, m);
    set_place(row, path);
    row[KIND] = value_str(s->kind);
    row[ARCH] = value_str(s->arch);
    row[BITS] = value_integer(s->bits);
    row[ARCHES] = value_str(all);
    row[PLATFORM] = value_str(s->platform);
    row[MINIMUM_OS] = version(f->arena, s->minimum_os);
    row[SDK] = version(f->arena, s->sdk);
    row[UUID] = s->uuid.len ? property_hex(f->arena, s->uuid, MACHO_UUID_BYTES) : value_null();
    row[INSTALL_NAME] = value_text(s->install_name);
    row[LIBRARIES] = value_integer((int64_t)s->n_libraries);
    row[SIGNED] = value_bool(s->signature_size > 0);
    row[VALID] = value_bool(!s->problem);
    row[PROBLEM] = value_str(s->problem);
    row[TEXT] = value_str(arena_printf(f->arena, "%.*s: %s for %s%s%s", SLICE_ARG(path), s->kind, all ? all : s->arch,
                                       s->problem ? ": " : "", s->problem ? s->problem : ""));
    if (s->problem)
        f->problem(f, s->problem);
    feed_row(f, &table_executable, row, at_line((int64_t)s->offset));
}

void executable_row_problem(struct feed *f, struct slice path, const char *kind, const char *problem) {
    struct value row[COLUMN_COUNT] = {0};
    set_place(row, path);
    row[KIND] = value_str(kind);
    row[VALID] = value_bool(!problem);
    row[PROBLEM] = value_str(problem);
    row[TEXT] = value_str(arena_printf(f->arena, "%.*s: %s", SLICE_ARG(path), problem ? problem : kind));
    feed_row(f, &table_executable, row, at_line(0));
}

const struct table table_executable = {.name = "executable",
                                       .doc = "Programs, libraries and kernel extensions of the evidence, by architecture",
                                       .columns = columns,
                                       .n_columns = COLUMN_COUNT,
                                       .artefacts = (const char *const[]){"executable", NULL},
                                       .feed = executable_feed};

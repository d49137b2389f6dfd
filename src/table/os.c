/*
 * os: the versions of macOS that the evidence names, one row for each place that names one.
 *
 * sw_vers tells the running system, SystemVersion.plist the one on that volume, system_profiler the running one with its kernel. A
 * Rapid Security Response shows as the extra "(a)": a line of its own in sw_vers since macOS 13.3, part of os_version in system_profiler.
 */
#include "format/key_value.h"
#include "table/shared/output.h"
#include "table/shared/property_list.h"

enum { NAME, VERSION, MAJOR, MINOR, PATCH, BUILD, EXTRA, USER_VISIBLE, ARCH, KERNEL, FROM, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [NAME] = {"name", COLUMN_TEXT, SHOW, "product name, such as macOS or Mac OS X"},
    [VERSION] = {"version", COLUMN_TEXT, SHOW, "product version, such as 14.6.1"},
    [MAJOR] = {"major", COLUMN_INTEGER, SHOW, "first number of the version (10 for 10.15.7)"},
    [MINOR] = {"minor", COLUMN_INTEGER, SHOW, "second number of the version, 0 when not written"},
    [PATCH] = {"patch", COLUMN_INTEGER, SHOW, "third number of the version, 0 when not written"},
    [BUILD] = {"build", COLUMN_TEXT, SHOW, "build, such as 23G93"},
    [EXTRA] = {"extra", COLUMN_TEXT, SHOW, "Rapid Security Response in force, such as (a)"},
    [USER_VISIBLE] = {"user_visible_version", COLUMN_TEXT, SHOW, "version as shown to people, where the system tells it separately"},
    [ARCH] = {"arch", COLUMN_TEXT, SHOW, "arm64 or x86_64, where the processor is named beside the version"},
    [KERNEL] = {"kernel", COLUMN_TEXT, SHOW, "kernel name and version, such as Darwin 23.6.0"},
    [FROM] = {"from", COLUMN_TEXT, SHOW, "what told it: sw_vers, system_version or system_profiler"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "name, version and build in one line, to quote"},
};

extern const struct table table_os;

/* Splits "14.6.1" into its numbers; a part that is no number ends it. */
static void set_numbers(struct value *row, struct slice version) {
    static const int targets[] = {MAJOR, MINOR, PATCH};
    struct slice rest = version;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct slice part = slice_sub(rest, 0, slice_find_byte(rest, '.'));
        int64_t number = 0;
        if (part.len && !slice_to_int64(part, &number))
            return;
        if (part.len || i > 0)
            row[targets[i]] = value_integer(number);
        rest = slice_from(rest, part.len + 1);
    }
}

static void emit(struct feed *f, struct value *row, const char *from, struct origin origin) {
    struct slice name = row[NAME].text, version = row[VERSION].text, build = row[BUILD].text, extra = row[EXTRA].text;
    set_numbers(row, version);
    row[FROM] = value_str(from);
    row[TEXT] = value_str(arena_printf(f->arena, "%.*s %.*s%s%.*s (%.*s)", SLICE_ARG(name), SLICE_ARG(version), extra.len ? " " : "",
                                       SLICE_ARG(extra), SLICE_ARG(build)));
    feed_row(f, &table_os, row, origin);
}

static bool feed_sw_vers(struct feed *f, struct error *err) {
    static const struct {
        const char *key;
        int column;
    } keys[] = {{"ProductName", NAME}, {"ProductVersion", VERSION}, {"ProductVersionExtra", EXTRA}, {"BuildVersion", BUILD}};
    struct text_lines lines;
    struct slice line;
    struct value row[COLUMN_COUNT] = {0};
    int64_t first = 0;
    if (!output_lines(f, &lines, err))
        return false;
    while (text_lines_next(&lines, &line)) {
        struct key_value kv;
        if (!key_value_split(line, &kv))
            continue;
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            if (!slice_is(kv.key, keys[i].key) || kv.value.len == 0)
                continue;
            row[keys[i].column] = value_text(kv.value);
            if (!first || keys[i].column == VERSION)
                first = lines.number;
        }
    }
    if (row[VERSION].type == VALUE_NULL && row[BUILD].type == VALUE_NULL)
        return output_unknown("sw_vers", err);
    if (row[VERSION].type == VALUE_NULL || row[BUILD].type == VALUE_NULL)
        f->problem(f, row[BUILD].type == VALUE_NULL ? "no BuildVersion line" : "no ProductVersion line");
    emit(f, row, "sw_vers", at_line(first));
    return true;
}

static bool feed_system_version(struct feed *f, struct error *err) {
    const struct plist *root;
    if (!property_list_read(f, &root, err))
        return false;
    struct value row[COLUMN_COUNT] = {0};
    row[NAME] = property_text(f->arena, plist_get(root, "ProductName"));
    row[VERSION] = property_text(f->arena, plist_get(root, "ProductVersion"));
    row[BUILD] = property_text(f->arena, plist_get(root, "ProductBuildVersion"));
    row[EXTRA] = property_text(f->arena, plist_get(root, "ProductVersionExtra"));
    row[USER_VISIBLE] = property_text(f->arena, plist_get(root, "ProductUserVisibleVersion"));
    if (row[VERSION].type == VALUE_NULL || row[BUILD].type == VALUE_NULL)
        f->problem(f, row[BUILD].type == VALUE_NULL ? "no string ProductBuildVersion: the system version is not known"
                                                    : "no string ProductVersion: the system version is not known");
    if (row[VERSION].type == VALUE_NULL && row[BUILD].type == VALUE_NULL)
        return true;
    const struct plist *at = plist_get(root, "ProductVersion");
    emit(f, row, "system_version", property_origin(at ? at : root));
    return true;
}

/* "macOS 13.3.1 (a) (22E772610a)", "System Version: OS X 10.11.6 (15G31)": name, version, extra and build. */
static void split_os_version(struct slice text, struct value *row) {
    struct slice note, extra, rest = key_value_without_note(text, &note);
    if (note.data)
        row[BUILD] = value_text(note);
    rest = key_value_without_note(rest, &extra);
    if (extra.data)
        row[EXTRA] = value_text(slice_of(extra.data - 1, extra.len + 2)); /* with its brackets, as sw_vers writes it */
    for (size_t i = 0; i < rest.len; i++) {
        bool digit = rest.data[i] >= '0' && rest.data[i] <= '9';
        if (!digit || i == 0 || rest.data[i - 1] != ' ')
            continue;
        row[NAME] = value_text(slice_trim(slice_sub(rest, 0, i)));
        row[VERSION] = value_text(slice_from(rest, i));
        return;
    }
    row[NAME] = value_text(rest);
}

static bool feed_profiler(struct feed *f, struct error *err) {
    const struct plist *root;
    if (!property_list_read(f, &root, err))
        return false;
    const struct plist *software = property_item(property_profiler_items(root, "SPSoftwareDataType"), 0);
    const struct plist *hardware = property_item(property_profiler_items(root, "SPHardwareDataType"), 0);
    struct slice version = plist_string(plist_get(software, "os_version"));
    if (version.len == 0)
        return true; /* a report of other data types */
    struct value row[COLUMN_COUNT] = {0};
    split_os_version(version, row);
    row[KERNEL] = property_text(f->arena, plist_get(software, "kernel_version"));
    if (plist_string(plist_get(hardware, "chip_type")).len)
        row[ARCH] = value_str("arm64");
    else if (slice_contains(plist_string(plist_get(hardware, "cpu_type")), "Intel"))
        row[ARCH] = value_str("x86_64");
    emit(f, row, "system_profiler", property_origin(plist_get(software, "os_version")));
    return true;
}

static bool feed_os(struct feed *f, struct error *err) {
    if (strcmp(f->artefact->kind, "sw_vers") == 0)
        return feed_sw_vers(f, err);
    return strcmp(f->artefact->kind, "system_version") == 0 ? feed_system_version(f, err) : feed_profiler(f, err);
}

const struct table table_os = {.name = "os",
                               .doc = "Versions of macOS that the evidence names",
                               .columns = columns,
                               .n_columns = COLUMN_COUNT,
                               .artefacts = (const char *const[]){"sw_vers", "system_version", "system_profiler", NULL},
                               .feed = feed_os};

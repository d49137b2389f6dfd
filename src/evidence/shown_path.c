#include "evidence/shown_path.h"

/* The folders at the top of a Mac's file system (hier(7)). */
static const char *const mac_folders[] = {"Applications", "Library", "System",  "Users", "Volumes", "bin", "cores",
                                          "etc",          "opt",     "private", "sbin",  "usr",     "var"};
/* Of those, the ones that tell a volume even one folder down. */
static const char *const mac_trees[] = {"System/Library", "private/var", "private/etc", "Library/Preferences", "Library/Receipts"};
static const char *const bundle_folders[] = {"root", "commands"};
static const char *const bundle_files[] = {"dialog.txt", "bundle.json"};

static bool is_any(struct slice s, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (slice_is(s, names[i]))
            return true;
    return false;
}

static struct slice first_component(struct slice path) { return slice_sub(path, 0, slice_find_byte(path, '/')); }

static bool is_in_tree(struct slice path) {
    for (size_t i = 0; i < sizeof mac_trees / sizeof *mac_trees; i++)
        if (slice_starts_with(path, mac_trees[i]) && slice_starts_with(slice_from(path, strlen(mac_trees[i])), "/"))
            return true;
    return false;
}

static bool is_of_bundle(struct slice path) {
    struct slice first = first_component(path);
    if (first.len == path.len)
        return is_any(path, bundle_files, sizeof bundle_files / sizeof *bundle_files);
    return is_any(first, bundle_folders, sizeof bundle_folders / sizeof *bundle_folders);
}

struct shown_path shown_path(struct slice name) {
    while (slice_starts_with(name, "./") || slice_starts_with(name, "/"))
        name = slice_from(name, name.data[0] == '/' ? 1 : 2);
    struct slice first = first_component(name), below = slice_from(name, first.len + 1);
    if (is_of_bundle(name))
        return (struct shown_path){false, name};
    if (slice_starts_with(first, "sysdiagnose_") && below.len)
        return (struct shown_path){false, below};
    if (below.len && is_any(first, mac_folders, sizeof mac_folders / sizeof *mac_folders))
        return (struct shown_path){true, name};
    if (is_of_bundle(below))
        return (struct shown_path){false, below};
    if (is_in_tree(below))
        return (struct shown_path){true, below};
    return (struct shown_path){false, name};
}

const char *shown_path_problem(struct slice name) {
    if (slice_starts_with(name, "/"))
        return "an absolute name is not followed";
    if (slice_find_byte(name, '\0') != SLICE_NOT_FOUND)
        return "a name with a NUL byte is not followed";
    while (name.len) {
        struct slice first = first_component(name);
        if (slice_is(first, ".."))
            return "a name with .. in it is not followed";
        name = slice_from(name, first.len + 1);
    }
    return NULL;
}

bool shown_path_is_appledouble(struct slice name) {
    while (name.len) {
        struct slice first = first_component(name);
        if (slice_is(first, "__MACOSX") || (first.len == name.len && slice_starts_with(first, "._")))
            return true;
        name = slice_from(name, first.len + 1);
    }
    return false;
}

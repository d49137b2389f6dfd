#include "table/shared/executable_feed.h"

#include "table/shared/mac_path.h"

enum { MAX_EXECUTABLE = 64 << 20 };

/* The first two bytes of a script's first line. */
static bool is_script(struct slice bytes) { return slice_starts_with(bytes, "#!"); }

struct slice executable_bundle(struct slice mac_path) {
    static const char *const kinds[] = {".kext/Contents/", ".app/Contents/"};
    size_t end = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t from = 0, at; (at = slice_find_str(slice_from(mac_path, from), kinds[i])) != SLICE_NOT_FOUND;) {
            from += at + strlen(kinds[i]) - strlen("/Contents/");
            end = from > end ? from : end;
        }
    return end ? slice_sub(mac_path, 0, end) : (struct slice){NULL, 0};
}

bool executable_is_of_system(struct slice mac_path) {
    static const char *const folders[] = {"/System/", "/usr/", "/bin/", "/sbin/", "/Library/Apple/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (slice_starts_with(mac_path, folders[i]))
            return !slice_starts_with(mac_path, "/usr/local/");
    return false;
}

static bool all_zero(struct slice bytes) {
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.data[i])
            return false;
    return true;
}

bool executable_feed(struct feed *f, struct error *err) {
    if (f->artefact->kind && strcmp(f->artefact->kind, "system_profiler") == 0)
        return dependency_profiler(f, err);
    struct slice bytes, inside = mac_path(f->arena, f->artefact->path);
    struct slice path = slice_str(arena_printf(f->arena, "/%.*s", SLICE_ARG(inside)));
    struct macho m;
    struct error why = {{0}};
    if (f->artefact->size != UINT64_MAX && f->artefact->size > MAX_EXECUTABLE) {
        f->problem(f, "a program of more than 64 MiB: not looked into");
        return true;
    }
    if (!artefact_read_all(f->artefact, f->arena, MAX_EXECUTABLE, &bytes, err))
        return false;
    if (is_script(bytes)) {
        executable_row_problem(f, path, "script", NULL);
        return true;
    }
    if (!macho_parse(bytes, f->arena, &m, &why)) {
        if (bytes.len && !macho_recognise(bytes) && all_zero(bytes))
            error_set(&why, "not a Mach-O file: all of its %zu bytes are zero", bytes.len);
        executable_row_problem(f, path, NULL, why.text);
        return error_set(err, "%s", why.text);
    }
    for (size_t i = 0; i < m.n_slices; i++) {
        executable_row(f, path, &m, &m.slices[i]);
        signature_row(f, path, &m.slices[i]);
    }
    dependency_rows(f, path, &m);
    return true;
}

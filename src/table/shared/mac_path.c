#include "table/shared/mac_path.h"

/* Without the archive that the path goes through, and "./". */
static struct slice inside(struct slice path) {
    static const char *const archives[] = {".tar/", ".tar.gz/", ".tgz/"};
    struct slice before;
    for (size_t i = 0; i < sizeof archives / sizeof *archives; i++)
        slice_cut(path, archives[i], &before, &path);
    while (slice_starts_with(path, "./"))
        path = slice_from(path, 2);
    return path;
}

bool mac_path_is_of_volume(struct slice path) { return slice_starts_with(inside(path), "root/"); }

struct slice mac_path(struct arena *arena, struct slice path) {
    static const char *const links[] = {"etc/", "var/", "tmp/"};
    path = inside(path);
    if (slice_starts_with(path, "root/"))
        path = slice_from(path, 5);
    while (slice_starts_with(path, "/"))
        path = slice_from(path, 1);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (slice_starts_with(path, links[i]))
            return slice_str(arena_printf(arena, "private/%.*s", SLICE_ARG(path)));
    return path;
}

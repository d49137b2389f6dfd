#include "cli/lab_setup.h"

#include <errno.h>
#include <stdlib.h>

#include "format/img4.h"
#include "os/files.h"

enum { MANIFEST_BYTES = 64 << 20, MAX_DEVICES = 512 };
#define GB UINT64_C(1000000000)

/* What a lab offers that was given no build: releases of macOS as they were in the autumn of 2025, and a beta. */
static const struct {
    const char *version, *build, *posted, *expires;
    int major;
    uint64_t download, installed;
} offered[] = {{"26.1", "25B78", "2025-11-03", "2027-11-03", 26, 6 * GB, 22 * GB},
               {"26.2", "25C5031i", "2025-11-12", "2027-11-12", 26, 6 * GB, 22 * GB},
               {"15.7.2", "24G325", "2025-11-03", "2027-11-03", 15, 4 * GB, 20 * GB},
               {"14.8.2", "23J126", "2025-11-03", "2027-11-03", 14, 4 * GB, 18 * GB}};
enum { N_OFFERED = sizeof offered / sizeof *offered };

static int compare_names(const void *a, const void *b) {
    const struct slice x = ((const struct lab_image_name *)a)->name, y = ((const struct lab_image_name *)b)->name;
    int order = memcmp(x.data, y.data, x.len < y.len ? x.len : y.len);
    return order ? order : (x.len > y.len) - (x.len < y.len);
}

static bool set_names(const struct knowledge *k, struct arena *arena, struct lab_image_names *ret, struct error *err) {
    const struct tsv *t = knowledge_find(k, "img4_name");
    size_t n = 0, rows = t ? t->n_rows : 0;
    struct lab_image_name *list = arena_array(arena, rows, sizeof *list);
    if (!list)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < rows; i++) {
        const char *c = tsv_named_cell(t, i, "code"), *kind = tsv_named_cell(t, i, "kind"), *name = tsv_named_cell(t, i, "name");
        if (c && kind && name && strlen(c) == 4 && strcmp(kind, "object") == 0)
            list[n++] = (struct lab_image_name){slice_str(name), img4_name_of(slice_str(c))};
    }
    if (n > 1)
        qsort(list, n, sizeof *list, compare_names);
    *ret = (struct lab_image_names){list, n};
    return true;
}

static bool read_manifest(const char *path, struct arena *arena, struct build_manifest *ret, struct error *err) {
    struct buffer bytes CLEANUP_BUFFER = buffer_with_limit(MANIFEST_BYTES);
    const struct plist *root;
    if (!os_read_file(path, &bytes, err))
        return false;
    if (!plist_parse(buffer_slice(&bytes), arena, &root, NULL, err) || !build_manifest_read(root, arena, ret, err))
        return error_wrap(err, "%s", path);
    return true;
}

static bool add_device(struct arena *arena, struct slice name, struct slice *list, size_t *n) {
    struct slice upper = arena_slice(arena, name);
    if (!upper.data || *n == MAX_DEVICES)
        return false;
    for (size_t i = 0; i < upper.len; i++)
        ((uint8_t *)(uintptr_t)upper.data)[i] = (uint8_t)(name.data[i] >= 'a' && name.data[i] <= 'z' ? name.data[i] - 32 : name.data[i]);
    for (size_t i = 0; i < *n; i++)
        if (slice_equal(list[i], upper))
            return true;
    list[(*n)++] = upper;
    return true;
}

/* What a manifest is for: the build of its first identity, and the classes of all. */
static bool release_of(const struct build_manifest *m, struct arena *arena, struct lab_release *ret) {
    struct slice *devices = arena_array(arena, MAX_DEVICES, sizeof *devices);
    struct lab_release r = {.version = m->version,
                            .build = m->build,
                            .posted = "2025-11-03",
                            .expires = "2027-11-03",
                            .devices = devices,
                            .download_bytes = 6 * GB,
                            .installed_bytes = 22 * GB};
    for (size_t i = 0; devices && i < m->n_identities; i++)
        if (m->identities[i].device_class.len && !add_device(arena, m->identities[i].device_class, devices, &r.n_devices))
            break;
    *ret = r;
    return devices != NULL;
}

static bool runs(const struct tsv *t, size_t row, int major) {
    const char *kind = tsv_named_cell(t, row, "kind"), *last = tsv_named_cell(t, row, "last_macos"),
               *first = tsv_named_cell(t, row, "first_macos");
    if (!kind || !last || !first || strcmp(kind, "intel") == 0)
        return false;
    return atoi(first) <= major && (strcmp(last, "current") == 0 || atoi(last) >= major);
}

static bool devices_of(const struct knowledge *k, int major, struct arena *arena, struct lab_release *r) {
    const struct tsv *t = knowledge_find(k, "mac_model");
    struct slice *devices = arena_array(arena, MAX_DEVICES, sizeof *devices);
    for (size_t i = 0; devices && t && i < t->n_rows; i++) {
        struct slice boards = slice_str(tsv_named_cell(t, i, "board_id")), board;
        while (runs(t, i, major) && slice_next_word(&boards, &board))
            if (!slice_starts_with(board, "Mac-") && board.len > 2 && !add_device(arena, board, devices, &r->n_devices))
                break;
    }
    r->devices = devices;
    return devices != NULL;
}

static bool set_offer(const struct knowledge *k, struct arena *arena, struct lab *lab, struct error *err) {
    bool own = lab->policy.n_builds > 0, good = true;
    size_t n = own ? lab->policy.n_builds : N_OFFERED;
    struct lab_release *list = arena_array(arena, n, sizeof *list);
    for (size_t i = 0; list && good && i < n; i++) {
        if (own) {
            good = release_of(&lab->policy.builds[i], arena, &list[i]);
            continue;
        }
        list[i] = (struct lab_release){.version = slice_str(offered[i].version),
                                       .build = slice_str(offered[i].build),
                                       .posted = offered[i].posted,
                                       .expires = offered[i].expires,
                                       .download_bytes = offered[i].download,
                                       .installed_bytes = offered[i].installed};
        good = devices_of(k, offered[i].major, arena, &list[i]);
    }
    lab->releases = list;
    lab->n_releases = n;
    return (list && good) || error_set(err, "out of memory");
}

/* "chip=0x8103,board=0x22,ecid=0x…": whom alone the lab signs for. */
static bool set_device(const char *text, struct lab_device *d, struct error *err) {
    struct slice rest = slice_str(text), pair, key, value;
    while (rest.len) {
        pair = rest;
        if (slice_cut(rest, ",", &pair, &rest) == false)
            rest = slice_of(NULL, 0);
        char number[32], *end = NULL;
        if (!slice_cut(pair, "=", &key, &value) || value.len == 0 || value.len >= sizeof number)
            return error_set(err, "--device has the form chip=0x8103,board=0x22,ecid=0x...");
        snprintf(number, sizeof number, "%.*s", SLICE_ARG(value));
        errno = 0;
        uint64_t n = strtoull(number, &end, 0);
        if (*end || errno || number[0] == '-')
            return error_set(err, "--device: %s is no number", number);
        if (slice_is(key, "chip"))
            d->chip = n, d->has_chip = true;
        else if (slice_is(key, "board"))
            d->board = n, d->has_board = true;
        else if (slice_is(key, "ecid"))
            d->ecid = n, d->has_ecid = true;
        else
            return error_set(err, "--device: a lab knows a device by chip, board and ecid");
    }
    return true;
}

bool lab_setup(const struct knowledge *k, const char *const *manifests, size_t n_manifests, const char *device, struct arena *arena,
               struct lab *lab, struct error *err) {
    struct build_manifest *builds = arena_array(arena, n_manifests, sizeof *builds);
    if (!builds)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < n_manifests; i++)
        if (!read_manifest(manifests[i], arena, &builds[i], err))
            return false;
    lab->policy.builds = builds;
    lab->policy.n_builds = n_manifests;
    return (!device || set_device(device, &lab->policy.device, err)) && set_names(k, arena, &lab->names, err) &&
           set_offer(k, arena, lab, err);
}

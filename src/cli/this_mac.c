#include "cli/this_mac.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "os/files.h"

enum { MOST_PATH = 4096, MOST_NAME = 256, MOST_TOLD = 8 };

/* The first folder of PATH with an executable sw_vers in it; false for none. */
static bool find_recorded(char folder[MOST_PATH]) {
    const char *path = getenv("PATH");
    struct slice rest = slice_str(path ? path : "");
    char program[MOST_PATH + 16];
    while (rest.len) {
        size_t colon = slice_find_byte(rest, ':');
        struct slice one = slice_sub(rest, 0, colon);
        rest = slice_from(rest, colon == SLICE_NOT_FOUND ? rest.len : colon + 1);
        if (one.len == 0 || one.len >= MOST_PATH || one.data[0] != '/')
            continue;
        snprintf(folder, MOST_PATH, "%.*s", SLICE_ARG(one));
        snprintf(program, sizeof program, "%s/sw_vers", folder);
        if (access(program, X_OK) == 0)
            return true;
    }
    return false;
}

bool this_mac_is_there(const char *root) {
    char folder[MOST_PATH];
    return os_is_macos() || root || find_recorded(folder);
}

bool this_mac_program(const char *path, char *ret_path, size_t size) {
    char folder[MOST_PATH];
    const char *name = strrchr(path, '/');
    if (os_is_macos())
        snprintf(ret_path, size, "%s", path);
    else if (name && find_recorded(folder))
        snprintf(ret_path, size, "%s%s", folder, name);
    else
        return false;
    return access(ret_path, X_OK) == 0;
}

/* Under sudo the one who called it; else who sits at the screen. */
static const char *person(char name[MOST_NAME]) {
    const char *caller = getenv("SUDO_USER");
    if (caller && *caller && strcmp(caller, "root") != 0)
        return caller;
    return os_person_name(name, MOST_NAME) ? name : NULL;
}

static void say(void *context, const char *doing, const char *what) { progress_say(context, doing, slice_str(what)); }

static bool add_dialog(struct collection *c, struct error *err) {
    struct collect_item *item = collection_add(c, "dialog.txt");
    bool good = item && os_write_all(c->spool, slice_str(c->options.dialog)) && os_write_all(c->spool, slice_str("\n"));
    if (!good)
        return error_set(err, "the sentence of the dialog cannot be stored");
    item->held = true;
    item->offset = c->used;
    item->size = strlen(c->options.dialog) + 1;
    c->used += item->size;
    return true;
}

static int64_t number_of(const char *variable) {
    const char *text = getenv(variable);
    int64_t value = 0;
    return text && slice_to_int64(slice_str(text), &value) && value > 0 && value < UINT32_MAX ? value : 0;
}

bool this_mac_caller(int64_t *ret_user, int64_t *ret_group) {
    *ret_user = number_of("SUDO_UID");
    *ret_group = number_of("SUDO_GID");
    return geteuid() == 0 && *ret_user && *ret_group;
}

const char *this_mac_temporary(void) {
    const char *temporary = getenv("TMPDIR");
    return temporary && *temporary ? temporary : "/tmp";
}

struct collection *this_mac_gather(const struct knowledge *k, const struct options *options, struct progress *progress, struct error *err) {
    char folder[MOST_PATH], name[MOST_NAME];
    const char *root = options->value[OPTION_ROOT];
    int64_t user, group;
    bool called = this_mac_caller(&user, &group);
    bool mac = os_is_macos(), recorded = !mac && find_recorded(folder), as_root = geteuid() == 0;
    struct collect_options o = {.knowledge = k,
                                .root = root  ? root
                                        : mac ? "/"
                                              : NULL,
                                .run_commands = mac ? !root : recorded,
                                .command_folder = recorded ? folder : NULL,
                                .owners_told = as_root || (mac && !root),
                                .as_root = as_root,
                                .offline = option_given(options, OPTION_OFFLINE),
                                .caller = called ? user : 0,
                                .caller_group = called ? group : 0,
                                .user = person(name),
                                .temporary = this_mac_temporary(),
                                .dialog = options->value[OPTION_DIALOG],
                                .now = (int64_t)time(NULL) * NS_PER_SECOND,
                                .tell = say,
                                .context = progress};
    struct collection *c = collection_open(&o, err);
    bool good = c && gather_commands(c, err) && gather_files(c, err) && (!o.dialog || add_dialog(c, err));
    if (good) {
        collection_sort(c);
        c->options.command_folder = NULL; /* they live no longer than this function */
        c->options.user = NULL;
        return c;
    }
    collection_close(c);
    return NULL;
}

/* What is missing of files is often just not there on a healthy Mac: only what could not be read is told. */
static bool is_worth_telling(const struct collect_item *item) {
    return item->problem && !(item->kinds && !item->command) && strcmp(item->problem, "not there") != 0;
}

void this_mac_tell_missing(const struct collection *c) {
    size_t told = 0, more = 0, need_root = 0;
    for (size_t i = 0; i < c->n_items; i++) {
        const struct collect_item *item = &c->items[i];
        need_root += item->needs_root && item->command;
        if (!is_worth_telling(item))
            continue;
        if (told < MOST_TOLD)
            complain(0, "%s: %s", item->path, item->problem);
        told < MOST_TOLD ? told++ : more++;
    }
    if (more)
        complain(0, "%zu more are listed in bundle.json", more);
    if (need_root && !c->options.as_root)
        complain(0, "%zu commands tell less without root: run it with sudo for the whole", need_root);
}

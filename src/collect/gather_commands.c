/*
 * The commands of knowledge/command.tsv. Under sudo only those that need root run as root. Without root they are run all the same, and what
 * they could not do is recorded. An output that the reader of its kind would take for damaged evidence (a property list that is none,
 * because the command complained or was ended) is not saved; what it said is.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buffer.h"
#include "collect/collection.h"
#include "format/json_text.h"
#include "os/files.h"

enum { AT_ONCE = 4, MOST_ARGUMENTS = 64, MOST_COMMANDS = 128, TAIL = 64 << 10, SNIFF = 256 };

struct row {
    const char *name, *argv, *kinds;
    bool errors_too, needs_root, network;
    int64_t timeout_s, most_kb;
};

struct batch {
    struct collection *c;
    struct row rows[MOST_COMMANDS];
    struct os_command commands[MOST_COMMANDS];
    size_t row_of[MOST_COMMANDS]; /* of commands[i] */
    size_t n_rows, n_commands;
    const char *environment[3];
};

static bool read_rows(struct batch *b, struct error *err) {
    static const char *const names[] = {"name", "argv", "timeout_s", "most_kb", "errors", "needs_root", "kinds", "network"};
    const struct tsv *t = knowledge_find(b->c->options.knowledge, "command");
    size_t columns[8];
    for (size_t i = 0; i < 8; i++)
        if (!t || (columns[i] = tsv_column(t, names[i])) == SIZE_MAX)
            return error_set(err, "knowledge/command.tsv has no column %s", names[i]);
    for (size_t i = 0; i < t->n_rows && b->n_rows < MOST_COMMANDS; i++) {
        struct row r = {.name = tsv_cell(t, i, columns[0]),
                        .argv = tsv_cell(t, i, columns[1]),
                        .errors_too = strcmp(tsv_cell(t, i, columns[4]), "with") == 0,
                        .needs_root = strcmp(tsv_cell(t, i, columns[5]), "1") == 0,
                        .kinds = tsv_cell(t, i, columns[6]),
                        .network = strcmp(tsv_cell(t, i, columns[7]), "1") == 0};
        if (!slice_to_int64(slice_str(tsv_cell(t, i, columns[2])), &r.timeout_s) ||
            !slice_to_int64(slice_str(tsv_cell(t, i, columns[3])), &r.most_kb) || r.timeout_s < 1 || r.timeout_s > 3600 || r.most_kb < 1 ||
            strchr(r.name, '/'))
            continue; /* not run: saved by hand */
        b->rows[b->n_rows++] = r;
    }
    return true;
}

static struct collect_item *add_item(struct batch *b, const struct row *r, const char *problem) {
    const char *path = arena_printf(b->c->arena, "commands/%s", r->name);
    struct collect_item *item = path ? collection_add(b->c, path) : NULL;
    if (item) {
        item->problem = problem;
        item->kinds = r->kinds;
        item->needs_root = r->needs_root;
    }
    return item;
}

/* A JSON array of texts; NULL when it is none. */
static const char **read_argv(struct collection *c, const char *json) {
    const char **argv = arena_array(c->arena, MOST_ARGUMENTS + 1, sizeof *argv);
    struct slice object = slice_str(arena_printf(c->arena, "{\"argv\":%s}", json)), raw;
    for (size_t i = 0; argv && i < MOST_ARGUMENTS; i++) {
        char path[32];
        struct buffer text CLEANUP_BUFFER = buffer_with_limit(1 << 16);
        snprintf(path, sizeof path, "argv[%zu]", i);
        if (!json_text_pick(object, path, &raw))
            return i ? argv : NULL;
        json_text_decode(raw, &text);
        bool user = slice_is(buffer_slice(&text), "%user%");
        argv[i] = user ? c->options.user : arena_string(c->arena, buffer_slice(&text));
        if (!argv[i])
            return NULL;
    }
    return argv;
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void prepare(struct batch *b, size_t row, struct error *err) {
    const struct row *r = &b->rows[row];
    struct collection *c = b->c;
    const char **argv = read_argv(c, r->argv);
    if (r->network && c->options.offline) {
        (void)add_item(b, r, "not run: it asks something over the network");
        return;
    }
    if (!argv) {
        (void)add_item(
            b, r, strstr(r->argv, "%user%") && !c->options.user ? "it is not known whose account to ask about" : "it has no arguments");
        return;
    }
    if (c->options.command_folder)
        argv[0] = arena_printf(c->arena, "%s/%s", c->options.command_folder, last_part(argv[0]));
    if (!argv[0] || access(argv[0], X_OK) != 0) {
        (void)add_item(b, r, errno == ENOENT ? "there is no such program here" : strerror(errno));
        return;
    }
    struct os_command *command = &b->commands[b->n_commands];
    *command = (struct os_command){.argv = argv,
                                   .environment = b->environment,
                                   .out_fd = os_temporary_file(c->options.temporary, err),
                                   .errors_too = r->errors_too,
                                   .as_user = c->options.as_root && !r->needs_root ? c->options.caller : 0,
                                   .as_group = c->options.caller_group,
                                   .timeout_ms = (int)r->timeout_s * 1000,
                                   .most_bytes = (uint64_t)r->most_kb << 10,
                                   .name = last_part(argv[0])};
    if (command->out_fd < 0) {
        (void)add_item(b, r, "there is no room for its output");
        return;
    }
    b->row_of[b->n_commands++] = row;
}

/* What went wrong, for a person; NULL when nothing did. */
static const char *problem_of(struct collection *c, const struct os_command *o, const struct row *r) {
    if (!o->started)
        return "it was not started";
    if (o->write_error)
        return arena_printf(c->arena, "there is no room for its output: %s", strerror(o->write_error));
    if (o->timed_out)
        return arena_printf(c->arena, "it was ended: not done after %d s", o->timeout_ms / 1000);
    if (o->cut)
        return arena_printf(c->arena, "it was ended: it printed more than %llu KiB", (unsigned long long)(o->most_bytes >> 10));
    if (o->signal)
        return arena_printf(c->arena, "it was ended by %s", os_signal_name(o->signal) ? os_signal_name(o->signal) : "a signal");
    if (o->code != 0)
        return arena_printf(c->arena, "exit status %d%s", o->code, r->needs_root && !c->options.as_root ? ": it needs root" : "");
    return o->bytes == 0 ? "it printed nothing" : NULL;
}

/* Is it better not to have this output? */
static const char *refusal(const struct collection *c, const struct collect_item *item, const struct os_command *o, const struct row *r) {
    uint8_t head[SNIFF];
    struct slice text = slice_trim(slice_of(head, collection_peek(c, item, 0, head, sizeof head)));
    bool list = slice_ends_with(slice_str(r->name), ".plist"), whole = !o->timed_out && !o->cut && !o->signal && !o->write_error;
    if (list && !whole)
        return "";
    if (list && !slice_starts_with(text, "<?xml") && !slice_starts_with(text, "<plist") && !slice_starts_with(text, "<!DOCTYPE plist") &&
        !slice_starts_with(text, "bplist"))
        return "what it printed is no property list";
    return o->code != 0 && strcmp(r->kinds, "all") != 0 ? "" : NULL;
}

/* A text that was cut ends with a whole line. */
static void end_with_a_line(struct collection *c, struct collect_item *item) {
    uint8_t tail[TAIL];
    uint64_t from = item->size > sizeof tail ? item->size - sizeof tail : 0;
    size_t n = collection_peek(c, item, from, tail, sizeof tail);
    while (n > 0 && tail[n - 1] != '\n')
        n--;
    if (n > 0)
        collection_shorten(c, item, from + n);
}

static const char *join(struct collection *c, const char *a, const char *b) {
    return a && b && *b ? arena_printf(c->arena, "%s; %s", a, b) : a ? a : b;
}

static void keep_output(struct batch *b, size_t i) {
    struct os_command *o = &b->commands[i];
    const struct row *r = &b->rows[b->row_of[i]];
    struct collection *c = b->c;
    const char *problem = problem_of(c, o, r);
    struct collect_item *item = add_item(b, r, problem);
    struct os_command *kept = item ? arena_alloc(c->arena, sizeof *kept) : NULL;
    if (kept) {
        *kept = *o;
        item->command = kept;
    }
    if (item && o->bytes && lseek(o->out_fd, 0, SEEK_SET) == 0 && collection_take(c, item, o->out_fd, o->bytes)) {
        item->cut = o->cut || o->timed_out || o->write_error || o->signal;
        const char *why = refusal(c, item, o, r);
        if (!why && item->cut)
            end_with_a_line(c, item);
        if (why) {
            collection_shorten(c, item, 0);
            item->held = false;
            item->problem = join(c, item->problem, why);
        }
    }
    close(o->out_fd);
}

static void tell(void *context, const char *name) {
    const struct collection *c = context;
    if (c->options.tell)
        c->options.tell(c->options.context, "running", name);
}

/* Scripts that stand in for commands may need others. */
static const char *search_path(struct collection *c) {
    static const char usual[] = "PATH=/usr/bin:/bin:/usr/sbin:/sbin";
    return c->options.command_folder ? arena_printf(c->arena, "%s:/usr/local/bin:%s", usual, c->options.command_folder) : usual;
}

bool gather_commands(struct collection *c, struct error *err) {
    struct batch *b = arena_alloc(c->arena, sizeof *b);
    if (!b)
        return error_set(err, "out of memory");
    b->c = c;
    b->environment[0] = search_path(c);
    b->environment[1] = "LC_ALL=C";
    if (!b->environment[0] || !read_rows(b, err))
        return b->environment[0] ? false : error_set(err, "out of memory");
    for (size_t i = 0; c->options.run_commands && i < b->n_rows; i++)
        prepare(b, i, err);
    bool good = os_commands_run(b->commands, b->n_commands, AT_ONCE, tell, c, err);
    for (size_t i = 0; i < b->n_commands; i++)
        keep_output(b, i);
    for (size_t i = 0; !c->options.run_commands && i < b->n_rows; i++)
        (void)add_item(b, &b->rows[i], "not run: what this computer says is not the volume's");
    return good;
}

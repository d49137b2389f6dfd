/* launchd_job: what launchd starts, from the property lists in LaunchDaemons and LaunchAgents (launchd.plist(5)). */
#include "base/buffer.h"
#include "format/plist.h"
#include "table/shared/known.h"
#include "table/table.h"

extern const struct table table_launchd_job;

enum {
    COLUMN_LABEL,
    COLUMN_PROGRAM,
    COLUMN_PROGRAM_ARGUMENTS,
    COLUMN_RUN_AT_LOAD,
    COLUMN_KEEP_ALIVE,
    COLUMN_START_INTERVAL,
    COLUMN_DISABLED,
    COLUMN_USERNAME,
    COLUMN_PATH,
    COLUMN_SYSTEM,
    COLUMN_APPLE,
    COLUMN_INJECTS,
    COLUMN_INSERTED_LIBRARIES,
    COLUMN_PRODUCT,
    COLUMN_PRODUCT_KIND,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_LABEL] = {"label", COLUMN_TEXT, SHOW, "name of the job"},
    [COLUMN_PROGRAM] = {"program", COLUMN_TEXT, SHOW, "the program: Program, or the first of ProgramArguments"},
    [COLUMN_PROGRAM_ARGUMENTS] = {"program_arguments", COLUMN_TEXT, SHOW, "ProgramArguments, with blanks between"},
    [COLUMN_RUN_AT_LOAD] = {"run_at_load", COLUMN_INTEGER, SHOW, "1 when it starts as soon as it is loaded"},
    [COLUMN_KEEP_ALIVE] = {"keep_alive", COLUMN_INTEGER, SHOW, "1 when it is started again, always or on conditions"},
    [COLUMN_START_INTERVAL] = {"start_interval", COLUMN_INTEGER, SHOW, "seconds from one start to the next"},
    [COLUMN_DISABLED] = {"disabled", COLUMN_INTEGER, SHOW, "1 when the property list says Disabled"},
    [COLUMN_USERNAME] = {"username", COLUMN_TEXT, REDACT, "user that it runs as; NULL: root for daemons"},
    [COLUMN_PATH] = {"path", COLUMN_TEXT, SHOW, "the property list, as a path in the evidence"},
    [COLUMN_SYSTEM] = {"system", COLUMN_INTEGER, SHOW, "1 when it lies in /System/Library, on the sealed volume"},
    [COLUMN_APPLE] = {"apple", COLUMN_INTEGER, SHOW, "1 when it lies in /System/Library or its label begins with com.apple."},
    [COLUMN_INJECTS] = {"injects", COLUMN_INTEGER, SHOW, "1 when it sets DYLD_INSERT_LIBRARIES, for itself or by launchctl setenv for all"},
    [COLUMN_INSERTED_LIBRARIES] = {"inserted_libraries", COLUMN_TEXT, SHOW, "the libraries that it makes programs load"},
    [COLUMN_PRODUCT] = {"product", COLUMN_TEXT, SHOW, "third-party product that it belongs to, as far as known"},
    [COLUMN_PRODUCT_KIND] = {"product_kind", COLUMN_TEXT, SHOW,
                             "edr, antivirus, firewall, content-filter, vpn, proxy, dlp, mdm, agent ..."},
};

static struct value boolean(const struct plist *p) {
    bool b;
    if (plist_bool_value(p, &b))
        return value_bool(b);
    return p && p->type == PLIST_DICT ? value_bool(true) : value_bool(false);
}

/* The arguments in one text, as far as 4 KiB go. */
static struct slice arguments(const struct plist *list, struct arena *arena) {
    struct buffer b CLEANUP_BUFFER = buffer_with_limit(4096);
    for (size_t i = 0; list && list->type == PLIST_ARRAY && i < list->n_items; i++) {
        struct slice s = plist_string(&list->items[i]);
        if (i)
            buffer_add_byte(&b, ' ');
        buffer_append(&b, s);
    }
    return b.len ? arena_slice(arena, buffer_slice(&b)) : (struct slice){NULL, 0};
}

static void read_injection(const struct plist *root, struct slice args, struct value *row) {
    const struct plist *inserted = plist_get(plist_get(root, "EnvironmentVariables"), "DYLD_INSERT_LIBRARIES");
    struct slice before, after = {NULL, 0}, library = {NULL, 0};
    bool by_setenv = slice_cut(args, "DYLD_INSERT_LIBRARIES", &before, &after);
    row[COLUMN_INJECTS] = value_bool(inserted != NULL || by_setenv);
    if (inserted) {
        library = plist_string(inserted);
    } else if (by_setenv) {
        while (after.len && (after.data[0] == '=' || after.data[0] == ' '))
            after = slice_from(after, 1);
        slice_next_word(&after, &library);
    }
    row[COLUMN_INSERTED_LIBRARIES] = library.len ? value_text(library) : value_null();
}

static void name_product(struct feed *f, struct slice label, struct slice program, struct value *row) {
    struct known_product p;
    if (known_product_find(f->knowledge, label, (struct slice){NULL, 0}, &p) ||
        known_product_find(f->knowledge, program, (struct slice){NULL, 0}, &p)) {
        row[COLUMN_PRODUCT] = value_str(p.product);
        row[COLUMN_PRODUCT_KIND] = value_str(p.kind);
    }
}

static void read_job(struct feed *f, const struct plist *root, struct value *row) {
    const struct plist *list = plist_get(root, "ProgramArguments");
    struct slice program = plist_string(plist_get(root, "Program")), args = arguments(list, f->arena);
    struct slice label = plist_string(plist_get(root, "Label")), path = f->artefact->path;
    int64_t interval;
    if (!program.data && list && list->type == PLIST_ARRAY && list->n_items)
        program = plist_string(&list->items[0]);
    bool system = slice_starts_with(path, "System/Library/") || slice_contains(path, "/System/Library/");
    bool apple = system || slice_starts_with(label, "com.apple.");
    row[COLUMN_LABEL] = value_text(label);
    row[COLUMN_PROGRAM] = value_text(program);
    row[COLUMN_PROGRAM_ARGUMENTS] = value_text(args);
    row[COLUMN_RUN_AT_LOAD] = boolean(plist_get(root, "RunAtLoad"));
    row[COLUMN_KEEP_ALIVE] = boolean(plist_get(root, "KeepAlive"));
    row[COLUMN_DISABLED] = boolean(plist_get(root, "Disabled"));
    if (plist_integer_value(plist_get(root, "StartInterval"), &interval))
        row[COLUMN_START_INTERVAL] = value_integer(interval);
    row[COLUMN_USERNAME] = value_text(plist_string(plist_get(root, "UserName")));
    row[COLUMN_PATH] = value_text(path);
    row[COLUMN_SYSTEM] = value_bool(system);
    row[COLUMN_APPLE] = value_bool(apple);
    read_injection(root, args, row);
    if (!apple)
        name_product(f, label, program, row);
}

static bool feed_job(struct feed *f, struct error *err) {
    struct slice bytes;
    const struct plist *root;
    struct value row[COLUMN_COUNT] = {0};
    if (!feed_bytes(f, &bytes, err) || !plist_parse(bytes, f->arena, &root, NULL, err))
        return false;
    if (root->type != PLIST_DICT)
        return error_set(err, "a launchd job is a dict, this is a %s", plist_type_name(root->type));
    read_job(f, root, row);
    if (row[COLUMN_LABEL].type == VALUE_NULL)
        f->problem(f, "the job has no Label: launchd refuses it");
    const struct plist *label = plist_get(root, "Label");
    feed_row(f, &table_launchd_job, row, at_line(label ? (int64_t)(label->line ? label->line : label->offset) : 0));
    return true;
}

const struct table table_launchd_job = {.name = "launchd_job",
                                        .doc = "Daemons and agents that launchd starts",
                                        .columns = columns,
                                        .n_columns = COLUMN_COUNT,
                                        .artefacts = (const char *const[]){"launchd_job", NULL},
                                        .feed = feed_job};

/* process: what ran when the evidence was saved, from ps(1) in any of its column sets. */
#include "format/process_list.h"
#include "table/shared/known.h"
#include "table/shared/output.h"

extern const struct table table_process;

enum {
    COLUMN_PID,
    COLUMN_PPID,
    COLUMN_USER,
    COLUMN_NAME,
    COLUMN_PATH,
    COLUMN_COMMAND,
    COLUMN_APPLE,
    COLUMN_STATE,
    COLUMN_STARTED,
    COLUMN_ELAPSED,
    COLUMN_ELAPSED_SECONDS,
    COLUMN_PRODUCT,
    COLUMN_PRODUCT_KIND,
    COLUMN_TEXT_LINE,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [COLUMN_PID] = {"pid", COLUMN_INTEGER, SHOW, "process id"},
    [COLUMN_PPID] = {"ppid", COLUMN_INTEGER, SHOW, "process id of its parent"},
    [COLUMN_USER] = {"user", COLUMN_TEXT, REDACT, "user that it runs as"},
    [COLUMN_NAME] = {"name", COLUMN_TEXT, SHOW, "file name of the program"},
    [COLUMN_PATH] = {"path", COLUMN_TEXT, SHOW, "the program, told from its arguments as far as the line allows"},
    [COLUMN_COMMAND] = {"command", COLUMN_TEXT, SHOW, "program and arguments as printed (cut by ps itself at the width of the terminal)"},
    [COLUMN_APPLE] = {"apple", COLUMN_INTEGER, SHOW,
                      "1 when the program lies in a folder of the sealed system; NULL when only a name is printed"},
    [COLUMN_STATE] = {"state", COLUMN_TEXT, SHOW, "state letters of ps (S, R, U, Z ...)"},
    [COLUMN_STARTED] = {"started", COLUMN_TEXT, SHOW, "start as printed, in local time"},
    [COLUMN_ELAPSED] = {"elapsed", COLUMN_TEXT, SHOW, "time since its start as printed"},
    [COLUMN_ELAPSED_SECONDS] = {"elapsed_seconds", COLUMN_INTEGER, SHOW, "the same in seconds"},
    [COLUMN_PRODUCT] = {"product", COLUMN_TEXT, SHOW, "third-party product that it belongs to, as far as known"},
    [COLUMN_PRODUCT_KIND] = {"product_kind", COLUMN_TEXT, SHOW,
                             "edr, antivirus, firewall, content-filter, vpn, proxy, dlp, mdm, agent ..."},
    [COLUMN_TEXT_LINE] = {"text", COLUMN_TEXT, SHOW, "the line"},
};

/* Folders of the signed system volume and of its cryptexes; nobody else can put a program there while SIP is on. */
static struct value is_apple(struct slice path) {
    static const char *const folders[] = {"/System/", "/usr/sbin/", "/usr/bin/", "/usr/libexec/",
                                          "/sbin/",   "/bin/",      "/usr/lib/", "/Library/Apple/"};
    if (!slice_starts_with(path, "/"))
        return value_null();
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (slice_starts_with(path, folders[i]))
            return value_bool(true);
    return value_bool(false);
}

static void emit(struct feed *f, const struct process_list_entry *e) {
    struct value row[COLUMN_COUNT] = {0};
    struct known_product p;
    int64_t n;
    struct slice program = process_list_program(e->fields[PROCESS_COMMAND]);
    row[COLUMN_PID] = value_integer(e->pid);
    if (slice_to_int64(e->fields[PROCESS_PPID], &n))
        row[COLUMN_PPID] = value_integer(n);
    row[COLUMN_USER] = value_text(e->fields[PROCESS_USER].len ? e->fields[PROCESS_USER] : e->fields[PROCESS_UID]);
    row[COLUMN_NAME] = value_text(slice_behind_last(program, '/'));
    row[COLUMN_PATH] = value_text(program);
    row[COLUMN_COMMAND] = value_text(e->fields[PROCESS_COMMAND]);
    row[COLUMN_APPLE] = is_apple(program);
    row[COLUMN_STATE] = value_text(e->fields[PROCESS_STATE]);
    row[COLUMN_STARTED] = value_text(e->fields[PROCESS_STARTED]);
    row[COLUMN_ELAPSED] = value_text(e->fields[PROCESS_ELAPSED]);
    if (e->fields[PROCESS_ELAPSED].len && process_list_elapsed(e->fields[PROCESS_ELAPSED], &n))
        row[COLUMN_ELAPSED_SECONDS] = value_integer(n);
    if (known_product_find(f->knowledge, program, (struct slice){NULL, 0}, &p)) {
        row[COLUMN_PRODUCT] = value_str(p.product);
        row[COLUMN_PRODUCT_KIND] = value_str(p.kind);
    }
    row[COLUMN_TEXT_LINE] = value_text(e->text);
    feed_row(f, &table_process, row, at_line(e->line));
}

static bool feed_ps(struct feed *f, struct error *err) {
    struct slice text;
    struct process_list list;
    struct process_list_entry entry;
    if (!output_text(f, &text, err) || !process_list_open(text, &list, err))
        return false;
    while (process_list_next(&list, &entry))
        emit(f, &entry);
    if (list.skipped) {
        struct error e;
        error_set(&e, "%zu lines are no processes and were skipped", list.skipped);
        f->problem(f, e.text);
    }
    return true;
}

const struct table table_process = {.name = "process",
                                    .doc = "Processes that ran when the evidence was saved",
                                    .columns = columns,
                                    .n_columns = COLUMN_COUNT,
                                    .artefacts = (const char *const[]){"ps", NULL},
                                    .feed = feed_ps};

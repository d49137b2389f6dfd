/* tailor ticket: what a personalization ticket is for, and whether it is genuine and fits. */
#include "cli/verb.h"
#include "report/ticket_report.h"

enum { ARENA_BYTES = 512 << 20, MAX_PATHS = 1024 };

static const struct {
    const char *name;
    bool facts, judges; /* shows every property; its exit status tells the verdict */
} actions[] = {{"show", true, false}, {"verify", false, true}};

static int find_action(const struct options *o) {
    for (int i = 0; i < (int)(sizeof actions / sizeof *actions); i++)
        if (o->n_operands && strcmp(o->operands[0], actions[i].name) == 0)
            return i;
    return -1;
}

static int status_of(const struct ticket_view *v, bool judges) {
    int status = v->n_tickets ? EXIT_HEALTHY : EXIT_NO_INPUT;
    for (size_t i = 0; judges && i < v->n_tickets; i++) {
        if (strcmp(v->tickets[i].verdict, "failed") == 0)
            return EXIT_CAUSE;
        if (strcmp(v->tickets[i].verdict, "unknown") == 0)
            status = EXIT_UNDETERMINED;
    }
    return status;
}

/* The files named, and the BuildManifest behind them. */
static size_t collect_paths(const struct options *o, const char *paths[MAX_PATHS]) {
    size_t n = 0;
    for (size_t i = 1; i < o->n_operands && n + 1 < MAX_PATHS; i++)
        paths[n++] = o->operands[i];
    if (o->value[OPTION_MANIFEST])
        paths[n++] = o->value[OPTION_MANIFEST];
    return n;
}

static bool look(const struct options *o, struct arena *arena, struct progress *progress, struct ticket_view *ret_view, struct error *err) {
    const char *paths[MAX_PATHS];
    struct ticket_device device;
    const char *given = o->value[OPTION_DEVICE];
    if (given && !ticket_device_parse(arena, given, &device, err))
        return error_wrap(err, "--device");
    struct knowledge *k = knowledge_open(o->value[OPTION_RULES], err);
    struct ticket_question q = {
        .knowledge = k,
        .scan = {.paths = paths, .n_paths = collect_paths(o, paths), .progress = progress_tell, .context = progress},
        .device = given ? &device : NULL,
        .no_redact = option_given(o, OPTION_NO_REDACT),
    };
    bool good = k && ticket_view_make(&q, arena, ret_view, err);
    knowledge_close(k);
    return good;
}

static int run(const struct options *o) {
    struct error err = {{0}};
    struct ticket_view view;
    int action = find_action(o);
    const char *format = o->value[OPTION_FORMAT];
    bool json = format && strcmp(format, "json") == 0;
    if (action < 0 || o->n_operands < 2)
        return complain(EXIT_USAGE, "say what to do: tailor ticket show FILE, or tailor ticket verify FILE");
    if (o->n_operands >= MAX_PATHS)
        return complain(EXIT_USAGE, "more than %d files", MAX_PATHS - 2);
    if (format && !json && strcmp(format, "text") != 0)
        return complain(EXIT_USAGE, "there is no format %s for a ticket", format);
    struct arena *arena CLEANUP_ARENA = arena_new(ARENA_BYTES);
    struct progress progress = progress_start(o);
    bool good = arena && look(o, arena, &progress, &view, &err);
    progress_end(&progress);
    if (!good)
        return complain(EXIT_USAGE, "%s", arena ? err.text : "out of memory");
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(VERB_OUTPUT_LIMIT);
    if (json)
        ticket_report_json(&view, &out);
    else
        ticket_report_text(&view, actions[action].facts, &out);
    return write_output(o, &out, status_of(&view, actions[action].judges));
}

const struct verb verb_ticket = {
    .name = "ticket",
    .operands = "show|verify FILE...",
    .summary = "what a personalization ticket (IM4M) is for, and whether it is genuine",
    .help = "show tells every property of each ticket. verify checks its signature, its signer and what the signer may\n"
            "sign, and with --manifest or --device whether it fits a build or a Mac. FILE may be a ticket, an IMG4, saved\n"
            "tickets (.shsh2), or any evidence that holds some. Dates of certificates are not checked, as no Mac does.\n"
            "Exit status of verify: 0 all passed, 1 something failed, 2 it cannot be verified; 66 no ticket was found.\n"
            "\n"
            "  tailor ticket show apticket.j274ap.im4m\n"
            "  tailor ticket verify apticket.im4m --manifest BuildManifest.plist --device chip=0x8103,board=0x22\n",
    .takes = {OPTION_RULES, OPTION_MANIFEST, OPTION_DEVICE},
    .n_takes = 3,
    .run = run,
};

/* tailor rehearse: will the next update personalize? */
#include "cli/rehearse_live.h"
#include "cli/signing.h"
#include "cli/this_mac.h"
#include "engine/stages.h"
#include "report/rehearsal_report.h"

enum { ARENA_BYTES = 256 << 20, MANIFEST_LIMIT = 64 << 20 };

static const int exit_of[] = {[REHEARSAL_PERSONALIZES] = EXIT_HEALTHY,
                              [REHEARSAL_CLEAR] = EXIT_HEALTHY,
                              [REHEARSAL_UNKNOWN] = EXIT_UNDETERMINED,
                              [REHEARSAL_STOPPED] = EXIT_CAUSE};

static const struct {
    const char *name;
    rehearsal_writer *write;
} formats[] = {{"text", report_rehearsal_text},
               {"json", report_rehearsal_json},
               {"markdown", report_rehearsal_markdown},
               {"html", report_rehearsal_html}};

static rehearsal_writer *find_writer(const char *name) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name ? name : "text") == 0)
            return formats[i].write;
    return NULL;
}

static struct rehearse_options options_of(const struct options *o, const struct knowledge *k, struct progress *progress) {
    return (struct rehearse_options){
        .diagnose = {.knowledge = k,
                     .scan = {.paths = o->operands, .n_paths = o->n_operands, .progress = progress_tell, .context = progress},
                     .no_redact = option_given(o, OPTION_NO_REDACT)},
        .target = o->value[OPTION_TARGET],
        .stage = o->value[OPTION_STAGE],
    };
}

/* Nothing is asked for another's evidence unless a server is named: its network is not this one, and its identity is not to be sent. */
static bool is_live(const struct options *o) {
    return !option_given(o, OPTION_OFFLINE) && (o->n_operands == 0 || option_given(o, OPTION_SERVER));
}

/* What there is beside the operands: this Mac, the manifest, answers of the network. */
static struct collection *gather(const struct options *o, const struct knowledge *k, struct progress *progress, struct error *err) {
    if (o->n_operands == 0)
        return this_mac_gather(k, o, progress, err);
    struct collect_options nothing = {.knowledge = k, .temporary = this_mac_temporary()};
    return collection_open(&nothing, err);
}

static void use_held(struct collection *c, struct scan_options *scan) {
    scan->held = collection_held(c, &scan->n_held);
    scan->held_fd = c->spool;
}

static bool ask_network(const struct options *o, const struct knowledge *k, struct collection *c, struct scan_options scan,
                        struct error *err) {
    struct arena *arena CLEANUP_ARENA = arena_new(ARENA_BYTES);
    struct rehearsal_preview seen;
    use_held(c, &scan);
    if (!arena)
        return error_set(err, "out of memory");
    return rehearsal_preview(k, &scan, option_given(o, OPTION_MANIFEST), arena, &seen, err) && rehearse_live(o, k, &seen, c, err);
}

static bool hold_manifest(const struct options *o, struct collection *c, struct error *err) {
    struct arena *arena CLEANUP_ARENA = arena_new(ARENA_BYTES);
    struct slice bytes;
    if (!o->value[OPTION_MANIFEST])
        return true;
    if (!arena)
        return error_set(err, "out of memory");
    return signing_read_file(o->value[OPTION_MANIFEST], MANIFEST_LIMIT, arena, &bytes, err) &&
           rehearse_hold(c, "BuildManifest.plist", bytes, err);
}

static bool rehearse(const struct options *o, const struct knowledge *k, struct progress *progress, struct rehearsal *ret,
                     struct error *err) {
    struct rehearse_options options = options_of(o, k, progress);
    struct collection *c = gather(o, k, progress, err);
    bool good = c && hold_manifest(o, c, err);
    options.live = is_live(o);
    if (good && options.live)
        good = ask_network(o, k, c, options.diagnose.scan, err);
    if (good) {
        use_held(c, &options.diagnose.scan);
        good = options.diagnose.scan.n_held || o->n_operands ? rehearsal_run(&options, ret, err)
                                                             : error_set(err, "nothing of this Mac could be read");
    }
    progress_end(progress);
    if (good && o->n_operands == 0 && !option_given(o, OPTION_QUIET))
        this_mac_tell_missing(c);
    collection_close(c);
    return good;
}

static int report(const struct options *o, const struct rehearsal *r, rehearsal_writer *write) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(VERB_OUTPUT_LIMIT);
    struct report_style style = {.colour = output_has_colour(o), .verbose = option_given(o, OPTION_VERBOSE), .width = output_width(o)};
    int status = r->base.n_read ? exit_of[r->status] : EXIT_NO_INPUT;
    if (option_given(o, OPTION_QUIET) && !o->value[OPTION_OUTPUT])
        return status;
    write(r, &style, &out);
    return write_output(o, &out, status);
}

static bool is_server(const char *url) {
    struct arena *arena CLEANUP_ARENA = arena_new(1 << 16);
    return arena && rehearse_server(url, arena);
}

/* 0, or what is wrong with the command line. */
static int check_usage(const struct options *o, rehearsal_writer *write) {
    if (!write)
        return complain(EXIT_USAGE, "there is no format %s for a rehearsal", o->value[OPTION_FORMAT]);
    if (o->value[OPTION_STAGE] && stage_index(o->value[OPTION_STAGE]) == STAGES)
        return complain(EXIT_USAGE, "there is no stage %s", o->value[OPTION_STAGE]);
    if (o->value[OPTION_TARGET] && !rehearsal_target_is_valid(o->value[OPTION_TARGET]))
        return complain(EXIT_USAGE, "--target is a version such as 15.6.1 or a build such as 24G90, not %s", o->value[OPTION_TARGET]);
    if (o->value[OPTION_SERVER] && !is_server(o->value[OPTION_SERVER]))
        return complain(EXIT_USAGE, "--server takes a URL such as https://127.0.0.1:8443, not \"%s\"", o->value[OPTION_SERVER]);
    if (o->n_operands == 0 && !this_mac_is_there(NULL))
        return complain(EXIT_USAGE, "name the evidence: a folder, a sysdiagnose, an archive, or - for standard input");
    for (size_t i = 0; i < o->n_operands && option_given(o, OPTION_SERVER); i++)
        if (strcmp(o->operands[i], "-") == 0)
            return complain(EXIT_USAGE, "save the evidence to a file: standard input cannot be read twice, as --server needs it");
    return 0;
}

/* Evidence that cannot be read is a row, not an error: what fails is a file that was named, or the program. */
static bool is_usage(const struct options *o) {
    static const enum option_id files[] = {OPTION_RULES, OPTION_MANIFEST, OPTION_TRUST, OPTION_TICKET_ROOT, OPTION_PROXY, OPTION_DEVICE};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (option_given(o, files[i]))
            return true;
    return false;
}

static int run(const struct options *o) {
    struct error err = {{0}};
    struct rehearsal r;
    rehearsal_writer *write = find_writer(o->value[OPTION_FORMAT]);
    int status = check_usage(o, write);
    if (status)
        return status;
    struct knowledge *k = knowledge_open(o->value[OPTION_RULES], &err);
    struct progress progress = progress_start(o);
    bool good = k && rehearse(o, k, &progress, &r, &err);
    progress_end(&progress);
    status = good ? report(o, &r, write) : complain(is_usage(o) || !k ? EXIT_USAGE : EXIT_SOFTWARE, "%s", err.text);
    if (good)
        rehearsal_free(&r);
    knowledge_close(k);
    return status;
}

const struct verb verb_rehearse = {
    .name = "rehearse",
    .operands = "[EVIDENCE...]",
    .summary = "will the next update personalize?",
    .help = "Every check of the next update, stage by stage: what is offered, the account, the clock, the network, space,\n"
            "power, Recovery, firmware, startup security, owners, management, other software, settings, and the ticket. It\n"
            "needs no update that failed, and changes nothing. EVIDENCE as for diagnose; without it, on a Mac: this Mac.\n"
            "Without EVIDENCE Apple's hosts are asked as an update asks them, with --manifest for a ticket too, which names\n"
            "this Mac's ECID; --offline sends nothing. With EVIDENCE nothing is sent, unless --server names whom to ask: a\n"
            "practice server (tailor lab), and nobody else.\n"
            "Exit status: 0 nothing stops it (with a ticket granted and verified: it will personalize), 1 something stops\n"
            "it, 2 nothing is seen to stop it, but something that it needs is not known.\n"
            "\n"
            "  sudo tailor rehearse --manifest BuildManifest.plist\n"
            "  tailor rehearse --target 15.6.1 mac.tar.gz\n"
            "  tailor rehearse --server https://127.0.0.1:8443 --trust tls-root.pem --ticket-root ticket-root.pem \\\n"
            "      --manifest BuildManifest.plist mac.tar.gz\n",
    .takes = {OPTION_RULES, OPTION_TARGET, OPTION_STAGE, OPTION_MANIFEST, OPTION_DEVICE, OPTION_SERVER, OPTION_TRUST, OPTION_TICKET_ROOT,
              OPTION_PROXY},
    .n_takes = 9,
    .run = run,
};

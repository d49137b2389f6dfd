/* tailor rehearse: will the next update personalize? */
#include "cli/this_mac.h"
#include "engine/stages.h"
#include "report/rehearsal_report.h"

static const int exit_of[] = {[REHEARSAL_PERSONALIZES] = EXIT_HEALTHY,
                              [REHEARSAL_CLEAR] = EXIT_HEALTHY,
                              [REHEARSAL_UNKNOWN] = EXIT_UNDETERMINED,
                              [REHEARSAL_STOPPED] = EXIT_CAUSE};

static const struct {
    const char *name;
    rehearsal_writer *write;
} formats[] = {{"text", report_rehearsal_text}, {"json", report_rehearsal_json}};

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

static bool rehearse(const struct options *o, const struct knowledge *k, struct progress *progress, struct rehearsal *ret,
                     struct error *err) {
    struct rehearse_options options = options_of(o, k, progress);
    if (o->n_operands)
        return rehearsal_run(&options, ret, err);
    struct collection *c = this_mac_gather(k, o, progress, err);
    if (!c)
        return false;
    options.diagnose.scan.held = collection_held(c, &options.diagnose.scan.n_held);
    options.diagnose.scan.held_fd = c->spool;
    bool good = options.diagnose.scan.n_held ? rehearsal_run(&options, ret, err) : error_set(err, "nothing of this Mac could be read");
    progress_end(progress);
    if (good && !option_given(o, OPTION_QUIET))
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

/* 0, or what is wrong with the command line. */
static int check_usage(const struct options *o, rehearsal_writer *write) {
    if (!write)
        return complain(EXIT_USAGE, "there is no format %s for a rehearsal", o->value[OPTION_FORMAT]);
    if (o->value[OPTION_STAGE] && stage_index(o->value[OPTION_STAGE]) == STAGES)
        return complain(EXIT_USAGE, "there is no stage %s", o->value[OPTION_STAGE]);
    if (o->value[OPTION_TARGET] && !rehearsal_target_is_valid(o->value[OPTION_TARGET]))
        return complain(EXIT_USAGE, "--target is a version such as 15.6.1 or a build such as 24G90, not %s", o->value[OPTION_TARGET]);
    if (o->n_operands == 0 && !this_mac_is_there(NULL))
        return complain(EXIT_USAGE, "name the evidence: a folder, a sysdiagnose, an archive, or - for standard input");
    return 0;
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
    status = good ? report(o, &r, write) : complain(option_given(o, OPTION_RULES) || !k ? EXIT_USAGE : EXIT_SOFTWARE, "%s", err.text);
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
            "power, Recovery, firmware, startup security, owners, management, other software, settings. It needs no update\n"
            "that failed, and changes nothing. EVIDENCE as for diagnose; without it, on a Mac: this Mac.\n"
            "Exit status: 0 nothing stops it (with a ticket granted and verified: it will personalize), 1 something stops\n"
            "it, 2 nothing is seen to stop it, but something that it needs is not known.\n"
            "\n"
            "  sudo tailor rehearse\n"
            "  tailor rehearse --target 15.6.1 mac.tar.gz\n"
            "  tailor rehearse --json --stage preflight evidence/\n",
    .takes = {OPTION_RULES, OPTION_TARGET, OPTION_STAGE},
    .n_takes = 3,
    .run = run,
};

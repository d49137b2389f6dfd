/* tailor diagnose: why did the update fail? */
#include "cli/this_mac.h"
#include "os/os.h"
#include "report/report.h"

static const int exit_of[] = {[STATUS_HEALTHY] = EXIT_HEALTHY, [STATUS_UNDETERMINED] = EXIT_UNDETERMINED, [STATUS_FAILED] = EXIT_CAUSE};

static report_writer *find_writer(const char *format) {
    for (const struct report_format *f = report_formats; f->name; f++)
        if (strcmp(f->name, format ? format : "text") == 0)
            return f->write;
    return NULL;
}

/* Nothing is written but the exit status: there is nothing to redact. */
static bool is_silent(const struct options *o) { return option_given(o, OPTION_QUIET) && !o->value[OPTION_OUTPUT]; }

/* Only the page shows what stands round a quoted line. */
static bool shows_context(report_writer *write) { return write == report_html; }

static struct diagnose_options diagnose_options_of(const struct options *o, const struct knowledge *k, struct progress *progress,
                                                   report_writer *write) {
    return (struct diagnose_options){
        .knowledge = k,
        .scan = {.paths = o->operands, .n_paths = o->n_operands, .progress = progress_tell, .context = progress},
        .no_redact = option_given(o, OPTION_NO_REDACT) || is_silent(o),
        .context = shows_context(write),
    };
}

/* What `collect` would save, without saving it: nothing is left behind. */
static bool examine_this_mac(const struct options *o, const struct knowledge *k, struct progress *progress, report_writer *write,
                             struct diagnosis *ret, struct error *err) {
    struct diagnose_options options = diagnose_options_of(o, k, progress, write);
    struct collection *c = this_mac_gather(k, o, progress, err);
    if (!c)
        return false;
    options.scan.held = collection_held(c, &options.scan.n_held);
    options.scan.held_fd = c->spool;
    bool good = options.scan.n_held ? diagnose_run(&options, ret, err) : error_set(err, "nothing of this Mac could be read");
    progress_end(progress);
    if (good && !option_given(o, OPTION_QUIET))
        this_mac_tell_missing(c);
    collection_close(c);
    return good;
}

static bool examine(const struct options *o, const struct knowledge *k, struct progress *progress, report_writer *write,
                    struct diagnosis *ret, struct error *err) {
    struct diagnose_options options = diagnose_options_of(o, k, progress, write);
    return o->n_operands ? diagnose_run(&options, ret, err) : examine_this_mac(o, k, progress, write, ret, err);
}

static int report(const struct options *o, const struct diagnosis *d, report_writer *write) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(VERB_OUTPUT_LIMIT);
    struct report_style style = {.colour = output_has_colour(o), .verbose = option_given(o, OPTION_VERBOSE), .width = output_width(o)};
    int status = exit_of[d->verdict.status];
    if (d->n_read == 0)
        status = EXIT_NO_INPUT;
    if (is_silent(o))
        return status;
    write(d, &style, &out);
    return write_output(o, &out, status);
}

static int run(const struct options *o) {
    struct error err = {{0}};
    report_writer *write = find_writer(o->value[OPTION_FORMAT]);
    if (!write)
        return complain(EXIT_USAGE, "there is no format %s for a diagnosis", o->value[OPTION_FORMAT]);
    if (o->n_operands == 0 && !this_mac_is_there(NULL))
        return complain(EXIT_USAGE, "name the evidence: a folder, a sysdiagnose, an archive, a log, or - for standard input");
    struct knowledge *k = knowledge_open(o->value[OPTION_RULES], &err);
    struct progress progress = progress_start(o);
    struct diagnosis d;
    bool good = k && examine(o, k, &progress, write, &d, &err);
    progress_end(&progress);
    /* Evidence that cannot be read is a row, not an error: what fails is a rule that was handed in, or the program. */
    bool own_rules = option_given(o, OPTION_RULES);
    int status = good ? report(o, &d, write) : complain(own_rules || !k ? EXIT_USAGE : EXIT_SOFTWARE, "%s", err.text);
    if (good)
        diagnosis_free(&d);
    knowledge_close(k);
    return status;
}

const struct verb verb_diagnose = {
    .name = "diagnose",
    .operands = "[EVIDENCE...]",
    .summary = "why did the update fail?",
    .help = "EVIDENCE is a folder of saved files, a sysdiagnose (folder or .tar.gz), a volume, an archive of\n"
            "any of these, one log or property list, or - for standard input; several are read together.\n"
            "Without EVIDENCE, on a Mac: this Mac, as `tailor collect` would save it; sudo lets it see more.\n"
            "Exit status: 0 nothing wrong, 1 a cause was found, 2 a failure is visible but no cause is proved.\n"
            "\n"
            "  tailor diagnose sysdiagnose_2024.10.01.tar.gz\n"
            "  tailor diagnose --json -o verdict.json evidence/\n",
    .takes = {OPTION_RULES},
    .n_takes = 1,
    .run = run,
};

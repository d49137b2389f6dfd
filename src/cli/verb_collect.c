/* tailor collect: this Mac's evidence as one bundle. */
#include <stdio.h>

#include "cli/this_mac.h"
#include "collect/save.h"
#include "collect/sink.h"

/* Under sudo the bundle is given to who called it: readable by its owner alone, it would be of no use to them. */
static struct save_options save_options_of(const struct options *o) {
    struct save_options how = {.path = o->value[OPTION_OUTPUT], .no_redact = option_given(o, OPTION_NO_REDACT), .owner = -1, .group = -1};
    int64_t user, group;
    if (this_mac_caller(&user, &group)) {
        how.owner = user;
        how.group = group;
    }
    return how;
}

static void tell(const struct save_options *how, const struct collection *c, const struct saved *saved) {
    this_mac_tell_missing(c);
    fprintf(stderr, "%s: %zu file%s and the output of %zu command%s, %.1f MB, %s\n", how->path, saved->files, saved->files == 1 ? "" : "s",
            saved->outputs, saved->outputs == 1 ? "" : "s", (double)saved->bytes / 1e6, how->no_redact ? "NOT redacted" : "redacted");
    fprintf(stderr, "next: tailor diagnose %s\n", how->path);
}

static int collect(const struct options *o, const struct knowledge *k, struct progress *progress) {
    struct error err = {{0}};
    struct save_options how = save_options_of(o);
    struct saved saved;
    if (!sink_check(how.path, &err)) /* before minutes of work */
        return complain(EXIT_IO, "%s", err.text);
    struct collection *c = this_mac_gather(k, o, progress, &err);
    if (!c)
        return complain(EXIT_NO_INPUT, "%s", err.text);
    size_t n = 0;
    const struct evidence_held *held = collection_held(c, &n);
    bool good = held && n > 0 && save_bundle(c, &how, &saved, &err);
    progress_end(progress);
    int status = 0;
    if (!held || n == 0)
        status = complain(EXIT_NO_INPUT, "there is nothing to collect here: no file of a Mac, and no command that prints anything");
    else if (!good)
        status = complain(EXIT_IO, "%s", err.text);
    else if (!option_given(o, OPTION_QUIET))
        tell(&how, c, &saved);
    collection_close(c);
    return status;
}

static int run(const struct options *o) {
    struct error err = {{0}};
    if (o->n_operands)
        return complain(EXIT_USAGE, "collect takes no operand: name the bundle with -o, a mounted volume with --root");
    if (!o->value[OPTION_OUTPUT] || !*o->value[OPTION_OUTPUT])
        return complain(EXIT_USAGE, "name the bundle: -o FILE.tar.gz, or -o FOLDER");
    if (!this_mac_is_there(o->value[OPTION_ROOT]))
        return complain(EXIT_UNAVAILABLE, "this is not a Mac: run it on the Mac itself, or name its mounted volume with --root DIR");
    struct knowledge *k = knowledge_open(o->value[OPTION_RULES], &err);
    struct progress progress = progress_start(o);
    int status = k ? collect(o, k, &progress) : complain(EXIT_USAGE, "%s", err.text);
    progress_end(&progress);
    knowledge_close(k);
    return status;
}

const struct verb verb_collect = {
    .name = "collect",
    .operands = "-o FILE",
    .summary = "save this Mac's evidence as one bundle",
    .help = "Runs Apple's commands that tell about updates (knowledge/command.tsv), copies logs and settings\n"
            "(knowledge/collect.tsv), and writes both as one bundle to diagnose anywhere. Nothing is changed, and no\n"
            "evidence is sent; two of the commands ask Apple's servers, --offline leaves them out. Serial numbers,\n"
            "names and addresses are replaced as in every report. FILE ends in .tar.gz or .tar; without such an\n"
            "ending it becomes a folder. Some commands tell more as root. What could not be had, and why, stands in\n"
            "bundle.json. Exit status: 0 saved, 64 and up as in sysexits.h: nothing was.\n"
            "\n"
            "  sudo tailor collect -o mac.tar.gz\n"
            "  tailor collect --root \"/Volumes/Macintosh HD\" -o mac.tar.gz\n"
            "  tailor diagnose mac.tar.gz\n",
    .takes = {OPTION_ROOT, OPTION_DIALOG, OPTION_RULES},
    .n_takes = 3,
    .run = run,
};

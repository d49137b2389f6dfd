/* tailor: finds the verb, reads its options, runs it. */
#include <stdio.h>

#include "cli/manual.h"
#include "cli/verb.h"
#include "engine/session.h"
#include "os/os.h"

static const struct verb *find_verb(const char *name) {
    for (size_t i = 0; all_verbs[i]; i++)
        if (strcmp(all_verbs[i]->name, name) == 0)
            return all_verbs[i];
    return NULL;
}

static void print_option(enum option_id id) {
    const struct option_spec *s = &option_specs[id];
    char name[64];
    snprintf(name, sizeof name, "%s%s%s--%s%s%s", s->letter ? "-" : "  ", s->letter ? s->letter : "", s->letter ? ", " : "  ", s->name,
             s->argument ? " " : "", s->argument ? s->argument : "");
    printf("  %-24s %s\n", name, s->doc);
}

static void print_global_options(void) {
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_is_global((enum option_id)i))
            print_option((enum option_id)i);
}

/* What was printed has arrived, or a complaint. */
static int delivered(int status) {
    return fflush(stdout) == 0 && !ferror(stdout) ? status : complain(EXIT_IO, "the answer could not be written whole");
}

static int print_version(void) {
    printf("tailor %s\n", TAILOR_VERSION);
    return delivered(0);
}

static int print_help(void) {
    puts("tailor: why did this Mac fail to personalize its software update, and what will make the next attempt work?\n");
    for (size_t i = 0; all_verbs[i]; i++) {
        char usage[80];
        snprintf(usage, sizeof usage, "%s %s", all_verbs[i]->name, all_verbs[i]->operands);
        printf("  tailor %-26s %s\n", usage, all_verbs[i]->summary);
    }
    puts("\nOptions of every verb:");
    print_global_options();
    return delivered(0);
}

static int print_verb_help(const struct verb *v) {
    printf("tailor %s %s: %s\n\n%s\n", v->name, v->operands, v->summary, v->help);
    for (size_t i = 0; i < v->n_takes; i++)
        print_option(v->takes[i]);
    print_global_options();
    return delivered(0);
}

/* --man and --completion SHELL: for packagers; see `make install`. */
static int print_manual(int argc, char **argv) {
    static const struct options to_stdout;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    if (strcmp(argv[1], "--man") == 0)
        manual_page(&out);
    else if (argc < 3 || !manual_completion(argv[2], &out))
        return complain(EXIT_USAGE, "--completion needs bash, zsh or fish");
    return write_output(&to_stdout, &out, 0);
}

int main(int argc, char **argv) {
    os_hold_standard_descriptors();
    sessions_in_one_thread();
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        const struct verb *named = argc > 2 ? find_verb(argv[2]) : NULL;
        if (argc > 2 && !named)
            return complain(EXIT_USAGE, "there is no verb %s; `tailor --help` lists them", argv[2]);
        int status = named ? print_verb_help(named) : print_help();
        return argc < 2 ? EXIT_USAGE : status;
    }
    if (strcmp(argv[1], "--version") == 0)
        return print_version();
    if (strcmp(argv[1], "--man") == 0 || strcmp(argv[1], "--completion") == 0)
        return print_manual(argc, argv);
    const struct verb *verb = find_verb(argv[1]);
    if (!verb)
        return complain(EXIT_USAGE, "there is no verb %s; `tailor --help` lists them", argv[1]);
    struct options options;
    struct error err = {{0}};
    if (!options_parse(argc - 2, argv + 2, verb->takes, verb->n_takes, &options, &err))
        return complain(EXIT_USAGE, "%s; `tailor %s --help` lists the options", err.text, verb->name);
    if (option_given(&options, OPTION_HELP))
        return print_verb_help(verb);
    if (option_given(&options, OPTION_VERSION))
        return print_version();
    return verb->run(&options);
}

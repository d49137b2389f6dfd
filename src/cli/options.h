/*
 * options: the one table from which parsing, --help, the manual page and the
 * shell completions come. A verb names the options that it takes by letters of
 * its own set (see verb.h); the global ones every verb takes.
 */
#ifndef TAILOR_CLI_OPTIONS_H
#define TAILOR_CLI_OPTIONS_H

#include "base/error.h"
#include "base/slice.h"

enum option_id {
    OPTION_FORMAT,
    OPTION_JSON,
    OPTION_OUTPUT,
    OPTION_QUIET,
    OPTION_VERBOSE,
    OPTION_NO_REDACT,
    OPTION_OFFLINE,
    OPTION_STAGE,
    OPTION_HOST,
    OPTION_TRIES,
    OPTION_PROXY,
    OPTION_NAMESERVER,
    OPTION_TRUST,
    OPTION_TIMEOUT,
    OPTION_WATCH,
    OPTION_EVERY,
    OPTION_THROUGHPUT,
    OPTION_RULES,
    OPTION_SCHEMA,
    OPTION_MANIFEST,
    OPTION_DEVICE,
    OPTION_KIND,
    OPTION_VARIANT,
    OPTION_SEND,
    OPTION_SERVER,
    OPTION_TICKET_ROOT,
    OPTION_TARGET,
    OPTION_ROOT,
    OPTION_DIALOG,
    OPTION_LISTEN,
    OPTION_PORT,
    OPTION_HTTP_PORT,
    OPTION_SNTP_PORT,
    OPTION_NAME,
    OPTION_STATE,
    OPTION_RSA_BITS,
    OPTION_THREADS,
    OPTION_FAULT,
    OPTION_LIST_FAULTS,
    OPTION_READY_FILE,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT
};

struct option_spec {
    const char *name;     /* without the dashes */
    const char *letter;   /* "o", or NULL */
    const char *argument; /* name of its argument, or NULL */
    const char *doc;
};
extern const struct option_spec option_specs[OPTION_COUNT];

enum { OPTIONS_MAX_REPEATED = 64 };

struct options {
    const char *value[OPTION_COUNT]; /* the argument; "" for a flag that was given; NULL when not given */
    const char **operands;           /* what is not an option; points into argv */
    size_t n_operands;
    struct {
        enum option_id id;
        const char *value;
    } repeated[OPTIONS_MAX_REPEATED]; /* of options that may be given more than once: all, in the order given */
    size_t n_repeated;
};

static inline bool option_given(const struct options *o, enum option_id id) { return o->value[id] != NULL; }

/* `--name value`, `--name=value`, `-o value`, `-ovalue`, bundled flags, `--` ends options, a negative number is an operand. Reorders argv.
 * `takes`: the options of the verb besides the global ones. */
bool options_parse(int argc, char **argv, const enum option_id *takes, size_t n_takes, struct options *ret_options,
                   struct error *err) MUST_USE;
bool option_is_global(enum option_id id);

/* The option's number from `least` to `most`; *ret_number is left as it is when the option is not given. */
bool option_number(const struct options *o, enum option_id id, unsigned least, unsigned most, unsigned *ret_number,
                   struct error *err) MUST_USE;

#endif

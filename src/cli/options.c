#include "cli/options.h"

const struct option_spec option_specs[OPTION_COUNT] = {
    [OPTION_FORMAT] = {"format", "f", "NAME", "how to write the answer: text, json, html, markdown (query: table, csv, json)"},
    [OPTION_JSON] = {"json", NULL, NULL, "short for --format json"},
    [OPTION_OUTPUT] = {"output", "o", "FILE", "write to FILE instead of the terminal"},
    [OPTION_QUIET] = {"quiet", "q", NULL, "no progress, and of a diagnosis only the exit status"},
    [OPTION_VERBOSE] = {"verbose", "v", NULL, "every finding and every quoted line"},
    [OPTION_NO_REDACT] = {"no-redact", NULL, NULL, "keep serial numbers, names and addresses as they are"},
    [OPTION_OFFLINE] = {"offline", NULL, NULL, "send nothing over the network"},
    [OPTION_STAGE] = {"stage", NULL, "NAME", "only this stage: scan, download, preflight, personalize, prepare ..."},
    [OPTION_HOST] = {"host", NULL, "NAME", "only this host, as HOST does"},
    [OPTION_TRIES] = {"count", NULL, "N", "examine each host N times, and tell how often it failed and how the times spread"},
    [OPTION_PROXY] = {"proxy", NULL, "URL", "go through this proxy (http://host:port, socks5://host:port); direct: through none"},
    [OPTION_NAMESERVER] = {"nameserver", NULL, "LIST", "ask these name servers directly instead of the configured ones"},
    [OPTION_TRUST] = {"trust", NULL, "FILE", "trust these certificates (PEM) as Apple's own roots; for tests"},
    [OPTION_TIMEOUT] = {"timeout", NULL, "SECONDS", "longest wait of one step (5)"},
    [OPTION_WATCH] = {"watch", NULL, NULL, "again and again until interrupted, telling changes; with --json as lines of JSON"},
    [OPTION_EVERY] = {"every", NULL, "SECONDS", "of --watch: from the start of one round to that of the next (30)"},
    [OPTION_THROUGHPUT] = {"throughput", NULL, NULL, "fetch up to 16 MB from Apple's delivery network, and tell how long an update takes"},
    [OPTION_RULES] = {"rules", NULL, "DIR", "take rules and knowledge from DIR/rules and DIR/knowledge before the built-in ones"},
    [OPTION_SCHEMA] = {"schema", NULL, NULL, "describe the tables instead of asking them"},
    [OPTION_MANIFEST] = {"manifest", NULL, "FILE", "the BuildManifest.plist of the build that the ticket is for"},
    [OPTION_DEVICE] = {"device", NULL, "KEYS", "the Mac that the ticket is for: chip=0x8103,board=0x22,domain=1,ecid=...,nonce=..."},
    [OPTION_KIND] = {"kind", NULL, "NAME", "which ticket to ask for: ap, recovery-os, local-policy, cryptex1, x86 and others"},
    [OPTION_VARIANT] = {"variant", NULL, "NAME", "the variant of the build, such as \"macOS Customer\""},
    [OPTION_SEND] = {"send", NULL, NULL, "send the request, and verify the ticket that comes back"},
    [OPTION_SERVER] = {"server", NULL, "URL", "ask this server in place of Apple's, such as https://127.0.0.1:8443"},
    [OPTION_TICKET_ROOT] = {"ticket-root", NULL, "FILE", "believe tickets of this root too (PEM or DER); for a practice server"},
    [OPTION_TARGET] = {"target", NULL, "VERSION", "the update to rehearse: its version or build; without it what is offered next"},
    [OPTION_ROOT] = {"root", NULL, "DIR", "the files of the Mac's volume that is mounted at DIR, instead of this Mac's"},
    [OPTION_DIALOG] = {"dialog", NULL, "TEXT", "the sentence that the person saw, word for word"},
    [OPTION_LISTEN] = {"listen", NULL, "ADDRESS", "listen on this address, a number (127.0.0.1); others at your own word"},
    [OPTION_PORT] = {"port", NULL, "N", "port of TLS (8443); 0: any that is free"},
    [OPTION_HTTP_PORT] = {"http-port", NULL, "N", "port of HTTP without TLS (8080); 0: any that is free"},
    [OPTION_SNTP_PORT] = {"sntp-port", NULL, "N", "UDP port of the time server (8123); 0: any that is free"},
    [OPTION_NAME] = {"name", NULL, "HOST", "a name more that the server's certificate is for; may be given again"},
    [OPTION_STATE] = {"state", NULL, "DIR", "keep keys and roots here; without it they are new at each start"},
    [OPTION_RSA_BITS] = {"rsa-bits", NULL, "N", "size of a new key that signs tickets: 4096, as Apple's, or 2048"},
    [OPTION_THREADS] = {"threads", NULL, "N", "threads that answer (one for each processor)"},
    [OPTION_FAULT] = {"fault", NULL, "NAME[@PLACE][=VALUE]", "switch a fault on; may be given again"},
    [OPTION_LIST_FAULTS] = {"list-faults", NULL, NULL, "tell every fault: what it does, what a Mac logs, the cause"},
    [OPTION_READY_FILE] = {"ready-file", NULL, "FILE", "write addresses and paths here, as JSON, once all listens"},
    [OPTION_HELP] = {"help", "h", NULL, "show this help"},
    [OPTION_VERSION] = {"version", NULL, NULL, "show the version"},
};

static const enum option_id global_options[] = {OPTION_FORMAT,    OPTION_JSON,    OPTION_OUTPUT, OPTION_QUIET,  OPTION_VERBOSE,
                                                OPTION_NO_REDACT, OPTION_OFFLINE, OPTION_HELP,   OPTION_VERSION};

bool option_is_global(enum option_id id) {
    for (size_t i = 0; i < sizeof global_options / sizeof *global_options; i++)
        if (global_options[i] == id)
            return true;
    return false;
}

static bool is_taken(enum option_id id, const enum option_id *takes, size_t n_takes) {
    for (size_t i = 0; i < n_takes; i++)
        if (takes[i] == id)
            return true;
    return option_is_global(id);
}

static enum option_id find_long(struct slice name) {
    for (int i = 0; i < OPTION_COUNT; i++)
        if (slice_is(name, option_specs[i].name))
            return (enum option_id)i;
    return OPTION_COUNT;
}

static enum option_id find_letter(char letter) {
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_specs[i].letter && option_specs[i].letter[0] == letter)
            return (enum option_id)i;
    return OPTION_COUNT;
}

static bool may_repeat(enum option_id id) { return id == OPTION_NAME || id == OPTION_FAULT; }

struct parser {
    int argc, at;
    char **argv;
    const enum option_id *takes;
    size_t n_takes;
    struct options *options;
};

/* The option's argument: what is glued to it, else the next word. */
static bool take(struct parser *p, enum option_id id, const char *glued, const char *as_written, struct error *err) {
    if (id == OPTION_COUNT || !is_taken(id, p->takes, p->n_takes))
        return error_set(err, "unknown option %s", as_written);
    if (!option_specs[id].argument) {
        if (glued)
            return error_set(err, "option --%s takes no argument", option_specs[id].name);
        p->options->value[id] = "";
        return true;
    }
    if (!glued) {
        if (p->at >= p->argc)
            return error_set(err, "option --%s needs %s", option_specs[id].name, option_specs[id].argument);
        glued = p->argv[p->at++];
    }
    p->options->value[id] = glued;
    if (may_repeat(id)) {
        struct options *o = p->options;
        if (o->n_repeated == OPTIONS_MAX_REPEATED)
            return error_set(err, "--%s is given too often", option_specs[id].name);
        o->repeated[o->n_repeated].id = id;
        o->repeated[o->n_repeated++].value = glued;
    }
    return true;
}

static bool take_long(struct parser *p, const char *word, struct error *err) {
    struct slice name = slice_str(word + 2), value;
    const char *glued = strchr(word, '=');
    (void)slice_cut(name, "=", &name, &value);
    return take(p, find_long(name), glued ? glued + 1 : NULL, word, err);
}

static bool take_letters(struct parser *p, const char *word, struct error *err) {
    for (const char *c = word + 1; *c; c++) {
        enum option_id id = find_letter(*c);
        bool has_argument = id != OPTION_COUNT && option_specs[id].argument;
        if (!take(p, id, has_argument && c[1] ? c + 1 : NULL, word, err))
            return false;
        if (has_argument)
            return true;
    }
    return true;
}

/* -1202 is an error code, not options. */
static bool is_number(const char *word) { return word[0] == '-' && word[1] >= '0' && word[1] <= '9'; }

bool options_parse(int argc, char **argv, const enum option_id *takes, size_t n_takes, struct options *ret_options, struct error *err) {
    struct options o = {.operands = (const char **)argv};
    struct parser p = {.argc = argc, .argv = argv, .takes = takes, .n_takes = n_takes, .options = &o};
    bool only_operands = false;
    while (p.at < argc) {
        char *word = argv[p.at++];
        bool good = true;
        if (only_operands || word[0] != '-' || word[1] == '\0' || is_number(word))
            o.operands[o.n_operands++] = word; /* never ahead of p.at */
        else if (strcmp(word, "--") == 0)
            only_operands = true;
        else
            good = word[1] == '-' ? take_long(&p, word, err) : take_letters(&p, word, err);
        if (!good)
            return false;
    }
    if (o.value[OPTION_JSON])
        o.value[OPTION_FORMAT] = "json";
    *ret_options = o;
    return true;
}

bool option_number(const struct options *o, enum option_id id, unsigned least, unsigned most, unsigned *ret_number, struct error *err) {
    const char *text = o->value[id];
    int64_t n = 0;
    if (!text)
        return true;
    if (!slice_to_int64(slice_str(text), &n) || n < (int64_t)least || n > (int64_t)most)
        return error_set(err, "--%s takes a number from %u to %u", option_specs[id].name, least, most);
    *ret_number = (unsigned)n;
    return true;
}

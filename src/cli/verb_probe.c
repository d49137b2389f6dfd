/* tailor probe: which of the update's hosts is reached from here, and at which step do the others fail? */
#include "cli/network_options.h"
#include "cli/probe_targets.h"
#include "cli/probe_watch.h"
#include "cli/verb.h"
#include "net/net_json.h"
#include "os/os.h"
#include "report/probe_html.h"
#include "report/probe_markdown.h"
#include "report/probe_text.h"

enum {
    ARENA_BYTES = 64 << 20,
    JSON_LIMIT = 16 << 20,
    MAX_SECONDS = 600,
    MAX_EVERY = 86400,
    DEFAULT_EVERY = 30,
    SAMPLE_BYTES = 16 << 20,
    SAMPLE_MS = 8000
};

struct probe {
    const struct options *o;
    const struct knowledge *k;
    struct arena *arena;
    struct probe_targets targets;
    struct net_proxy proxy;
    struct net_options net;
    struct net_result *results;
    unsigned every_seconds;
    struct net_sample sample;
    struct buffer json;
};

static bool prepare(struct probe *p, struct error *err) {
    const struct options *o = p->o;
    const char *one[] = {o->value[OPTION_HOST]};
    struct probe_wish wish = {.hosts = one[0] ? one : o->operands,
                              .n_hosts = one[0] ? 1 : o->n_operands,
                              .stage = o->value[OPTION_STAGE],
                              .sample = option_given(o, OPTION_THROUGHPUT)};
    unsigned seconds = 5, tries = 1;
    if (one[0] && o->n_operands)
        return error_set(err, "name the host once: as --host or without it");
    if (!probe_targets_make(p->k, &wish, p->arena, &p->targets, err) || !option_number(o, OPTION_TRIES, 1, NET_MAX_TRIES, &tries, err) ||
        !option_number(o, OPTION_TIMEOUT, 1, MAX_SECONDS, &seconds, err) ||
        !option_number(o, OPTION_EVERY, 1, MAX_EVERY, &p->every_seconds, err) ||
        !network_options_read(o, p->k, p->arena, &p->proxy, &p->net, err))
        return false;
    p->net.nameservers = o->value[OPTION_NAMESERVER];
    p->net.step_ms = seconds * 1000;
    p->net.tries = tries;
    p->net.total_ms = seconds * 1000 * (unsigned)(2 * NET_STEPS) * tries; /* the steps, for both families */
    p->results = arena_array(p->arena, p->targets.n_targets, sizeof *p->results);
    return p->results ? true : error_set(err, "out of memory");
}

/* --offline: nothing is sent; what would be is listed. */
static int list_only(const struct probe *p) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    buffer_printf(&out, "Nothing was sent. A probe would contact:\n");
    for (size_t i = 0; i < p->targets.n_targets; i++) {
        const struct net_target *t = &p->targets.targets[i];
        buffer_printf(&out, "  %s:%u%s%s%s%s\n", t->host, t->port, t->stage ? "  " : "", t->stage ? t->stage : "", t->purpose ? "  " : "",
                      t->purpose ? t->purpose : "");
    }
    return write_output(p->o, &out, EXIT_HEALTHY);
}

static int status_of(const struct probe *p) {
    size_t failed = 0, left = 0;
    for (size_t i = 0; i < p->targets.n_targets; i++) {
        failed += p->results[i].examined && !p->results[i].good;
        left += !p->results[i].examined;
    }
    return failed ? EXIT_CAUSE : left ? EXIT_UNDETERMINED : EXIT_HEALTHY;
}

/* The same path as a saved probe.json takes: into the tables, through the rules, to a verdict. */
static int tell(struct probe *p, report_writer *write, int status) {
    struct error err = {{0}};
    struct diagnosis d;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(VERB_OUTPUT_LIMIT);
    struct diagnose_options options = {
        .knowledge = p->k,
        .scan = {.bytes_name = "commands/probe.json", .bytes = buffer_slice(&p->json)},
        .no_redact = option_given(p->o, OPTION_NO_REDACT),
    };
    if (!diagnose_run(&options, &d, &err))
        return complain(EXIT_SOFTWARE, "%s", err.text);
    struct report_style style = {.colour = output_has_colour(p->o), .width = output_width(p->o)};
    write(&d, &style, &out);
    status = write_output(p->o, &out, status);
    diagnosis_free(&d);
    return status;
}

static int watch(struct probe *p, report_writer *write) {
    struct probe_watch w = {.targets = p->targets.targets,
                            .n_targets = p->targets.n_targets,
                            .net = p->net,
                            .results = p->results,
                            .every_seconds = p->every_seconds,
                            .json = !write};
    if (write && write != report_probe_text)
        return complain(EXIT_USAGE, "what --watch sees is told as text or as JSON");
    os_share_memory_pools();
    return probe_watch_run(&w, p->o, p->arena);
}

/* After all else, so that nothing shares the line with it; and only where the host is reached. */
static bool measure(struct probe *p, struct error *err) {
    struct probe_sample file;
    if (!probe_sample_find(p->k, &file, err))
        return false;
    for (size_t i = 0; i < p->targets.n_targets; i++) {
        struct net_result *r = &p->results[i];
        struct net_sample_wish wish = {.path = file.path, .most_bytes = SAMPLE_BYTES, .most_ms = SAMPLE_MS};
        if (strcmp(r->target->host, file.host) != 0 || r->target->port != file.port || !r->good)
            continue;
        if (!net_sample(r->target, &wish, &p->net, &p->sample, err))
            return false;
        r->sample = &p->sample;
        if (p->sample.outcome == NET_OK)
            return true;
        complain(0, "the rate could not be measured: %s answered with status %u, %s", file.host, p->sample.status,
                 net_outcome_name(p->sample.outcome));
        return true;
    }
    complain(0, "the rate could not be measured: %s is not reached", file.host);
    return true;
}

/* NULL `write`: as JSON. */
static int examine(struct probe *p, report_writer *write) {
    struct error err = {{0}};
    struct net_summary summary;
    os_share_memory_pools();
    if (!net_run(p->targets.targets, p->targets.n_targets, &p->net, p->results, &summary, &err))
        return complain(EXIT_USAGE, "%s", err.text);
    int status = status_of(p);
    if (option_given(p->o, OPTION_THROUGHPUT) && !measure(p, &err))
        return complain(EXIT_SOFTWARE, "%s", err.text);
    if (option_given(p->o, OPTION_QUIET) && !p->o->value[OPTION_OUTPUT])
        return status;
    net_json_write(p->results, p->targets.n_targets, &summary, &p->json);
    if (!buffer_ok(&p->json))
        return complain(EXIT_SOFTWARE, "the answer does not fit into memory");
    return write ? tell(p, write, status) : write_output(p->o, &p->json, status);
}

static const struct report_format formats[] = {
    {"text", report_probe_text}, {"markdown", report_probe_markdown}, {"html", report_probe_html}, {"json", NULL}};

static const struct report_format *find_format(const char *name) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

static int run(const struct options *o) {
    struct error err = {{0}};
    const struct report_format *format = find_format(o->value[OPTION_FORMAT] ? o->value[OPTION_FORMAT] : "text");
    if (!format)
        return complain(EXIT_USAGE, "there is no format %s for a probe", o->value[OPTION_FORMAT]);
    struct arena *arena CLEANUP_ARENA = arena_new(ARENA_BYTES);
    struct knowledge *k = knowledge_open(o->value[OPTION_RULES], &err);
    struct probe p = {.o = o, .k = k, .arena = arena, .json = buffer_with_limit(JSON_LIMIT), .every_seconds = DEFAULT_EVERY};
    int status;
    if (!arena || !k || !prepare(&p, &err))
        status = complain(EXIT_USAGE, "%s", arena ? err.text : "out of memory");
    else
        status = option_given(o, OPTION_OFFLINE) ? list_only(&p)
                 : option_given(o, OPTION_WATCH) ? watch(&p, format->write)
                                                 : examine(&p, format->write);
    buffer_free(&p.json);
    knowledge_close(k);
    return status;
}

const struct verb verb_probe = {
    .name = "probe",
    .operands = "[HOST[:PORT]...]",
    .summary = "where on the way to Apple's hosts does an update stop?",
    .help = "Without HOST all hosts that an update asks (knowledge/host.tsv). Each goes through name resolution, TCP, the\n"
            "proxy, TLS and HTTP until a step fails; nothing but these hosts, the name servers and the proxy is contacted.\n"
            "The proxy is --proxy; else, on a Mac, the one that the system is set to, as the update's daemons use it; else\n"
            "https_proxy, http_proxy or all_proxy of the environment. Exceptions count. A PAC file is named, not followed.\n"
            "--json writes probe.json (schema tailor.probe/1), which diagnose reads among other evidence.\n"
            "--format markdown writes the page for whoever keeps the network: what is kept back, and the rule to add.\n"
            "--format html writes the matrix of hosts and steps as one page that loads nothing.\n"
            "--watch tells each change with its time, until it is interrupted; exit status 1 if anything ever failed.\n"
            "--throughput fetches the beginning of one public file of updates.cdn-apple.com, for at most 8 seconds, and\n"
            "tells how long an update takes at that rate.\n"
            "Exit status: 0 all reached cleanly, 1 one failed and its step is named, 2 the time was up before all were\n"
            "examined.\n"
            "\n"
            "  tailor probe\n"
            "  tailor probe --stage personalize --count 10\n"
            "  tailor probe --watch --every 60 --json -o changes.jsonl\n"
            "  tailor probe --format markdown -o for-the-network-team.md\n"
            "  tailor probe --json -o commands/probe.json gs.apple.com\n",
    .takes = {OPTION_RULES, OPTION_STAGE, OPTION_HOST, OPTION_TRIES, OPTION_PROXY, OPTION_NAMESERVER, OPTION_TRUST, OPTION_TIMEOUT,
              OPTION_WATCH, OPTION_EVERY, OPTION_THROUGHPUT},
    .n_takes = 11,
    .run = run,
};

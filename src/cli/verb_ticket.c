/* tailor ticket: what a personalization ticket is for, and whether it is genuine and fits. */
#include "cli/network_options.h"
#include "cli/signing.h"
#include "cli/verb.h"
#include "engine/device_find.h"
#include "report/ticket_report.h"

enum { ARENA_BYTES = 512 << 20, MAX_PATHS = 1024, MAX_SECONDS = 600 };

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
    struct device_keys device;
    const char *given = o->value[OPTION_DEVICE];
    if (given && !device_keys_parse(arena, slice_str(given), &device, err))
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

static int write_request(const struct options *o, const struct signing *s) {
    struct error err = {{0}};
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(TSS_REQUEST_LIMIT);
    if (!option_given(o, OPTION_OUTPUT) && !option_given(o, OPTION_NO_REDACT))
        return complain(EXIT_USAGE, "the request holds the Mac's own number (ECID): write it to a file with -o, or say --no-redact");
    if (!tss_request_write(&s->request, &out, &err))
        return complain(EXIT_SOFTWARE, "%s", err.text);
    return write_output(o, &out, EXIT_HEALTHY);
}

static int send_request(const struct options *o, struct signing_wish *wish, struct arena *arena, struct signing *s) {
    struct error err = {{0}};
    struct net_options net = {0};
    struct net_proxy proxy;
    unsigned seconds = 0;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(VERB_OUTPUT_LIMIT);
    const char *format = o->value[OPTION_FORMAT];
    if (option_given(o, OPTION_OFFLINE))
        return complain(EXIT_USAGE, "--offline: nothing is sent");
    wish->net = &net;
    wish->server = o->value[OPTION_SERVER];
    wish->ticket_root_file = o->value[OPTION_TICKET_ROOT];
    if (!network_options_read(o, wish->knowledge, arena, &proxy, &net, &err) ||
        !option_number(o, OPTION_TIMEOUT, 1, MAX_SECONDS, &seconds, &err) ||
        !option_number(o, OPTION_TRIES, 1, EXCHANGE_MAX_ATTEMPTS, &wish->tries, &err))
        return complain(EXIT_USAGE, "%s", err.text);
    wish->timeout_ms = seconds * 1000;
    if (!signing_send(wish, arena, s, &err))
        return complain(EXIT_USAGE, "%s", err.text);
    int status = signing_status(&s->exchange);
    if (option_given(o, OPTION_QUIET) && !option_given(o, OPTION_OUTPUT))
        return status;
    if (format && strcmp(format, "json") == 0)
        exchange_json_write(&s->exchange, option_given(o, OPTION_NO_REDACT), &out);
    else
        signing_text(&s->exchange, wish->knowledge, &out);
    return write_output(o, &out, status);
}

/* Who the Mac of the evidence is. */
static bool find_device(const struct options *o, const struct knowledge *k, struct arena *arena, struct device_keys *ret_device,
                        struct error *err) {
    struct progress progress = progress_start(o);
    struct scan_options scan = {.paths = o->operands + 1, .n_paths = o->n_operands - 1, .progress = progress_tell, .context = &progress};
    struct session *session = session_open(k, err);
    bool good = session != NULL;
    if (good)
        device_wants(session);
    good = good && scan_evidence(session, &scan, err) && device_find(session, arena, ret_device, err);
    session_close(session);
    progress_end(&progress);
    return good;
}

/* What --device says goes before what the evidence tells. */
static bool read_device(const struct options *o, const struct knowledge *k, struct arena *arena, struct device_keys *ret_device,
                        struct error *err) {
    struct device_keys given;
    if (!device_keys_parse(arena, slice_str(o->value[OPTION_DEVICE]), &given, err))
        return error_wrap(err, "--device");
    *ret_device = given;
    if (o->n_operands < 2)
        return true;
    if (!find_device(o, k, arena, ret_device, err))
        return false;
    device_keys_overlay(ret_device, &given);
    return true;
}

static int request(const struct options *o) {
    struct error err = {{0}};
    struct device_keys device;
    struct signing s;
    if (!o->value[OPTION_DEVICE] && o->n_operands < 2)
        return complain(EXIT_USAGE, "say which Mac asks: --device chip=0x8103,board=0x22,ecid=...,nonce=..., or evidence of it");
    struct arena *arena CLEANUP_ARENA = arena_new(ARENA_BYTES);
    struct knowledge *k = arena ? knowledge_open(o->value[OPTION_RULES], &err) : NULL;
    struct signing_wish wish = {.knowledge = k,
                                .manifest = o->value[OPTION_MANIFEST],
                                .device = &device,
                                .kind = o->value[OPTION_KIND],
                                .variant = o->value[OPTION_VARIANT]};
    int status;
    if (!k || !read_device(o, k, arena, &device, &err) || !signing_prepare(&wish, arena, &s, &err))
        status = complain(EXIT_USAGE, "%s", arena ? err.text : "out of memory");
    else
        status = option_given(o, OPTION_SEND) ? send_request(o, &wish, arena, &s) : write_request(o, &s);
    knowledge_close(k);
    return status;
}

static int run(const struct options *o) {
    struct error err = {{0}};
    struct ticket_view view;
    if (o->n_operands && strcmp(o->operands[0], "request") == 0)
        return request(o);
    int action = find_action(o);
    const char *format = o->value[OPTION_FORMAT];
    bool json = format && strcmp(format, "json") == 0;
    if (action < 0 || o->n_operands < 2)
        return complain(EXIT_USAGE, "say what to do: tailor ticket show FILE, tailor ticket verify FILE, or tailor ticket request");
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
    .operands = "show|verify FILE... | request [EVIDENCE...]",
    .summary = "is a ticket for a Mac genuine, and is one granted?",
    .help = "show tells every property of each ticket. verify checks its signature, its signer and what the signer may\n"
            "sign, and with --manifest or --device whether it fits a build or a Mac. FILE may be a ticket, an IMG4, saved\n"
            "tickets (.shsh2), or any evidence that holds some. Dates of certificates are not checked, as no Mac does.\n"
            "Exit status of verify: 0 all passed, 1 something failed, 2 it cannot be verified; 66 no ticket was found.\n"
            "\n"
            "request writes what a Mac would send to the signing server for the build of --manifest, to -o FILE. The Mac\n"
            "is that of --device, or of EVIDENCE (ioreg, NVRAM, system_profiler, a request in a log); the option goes\n"
            "first. With --send it is sent (to Apple's server: https, then http; or to --server), and the ticket that\n"
            "comes back is verified. Kinds: ap, recovery-os, local-policy, recovery-policy, cryptex1, x86, x86-global, vm.\n"
            "A nonce may be \"random\". --json writes signing-exchange.json (schema tailor.exchange/1), which diagnose reads\n"
            "among other evidence; with --no-redact the ticket is in it.\n"
            "Exit status of --send: 0 granted and genuine, 1 refused or not reached, and why is told, 2 not to be verified.\n"
            "\n"
            "  tailor ticket show apticket.j274ap.im4m\n"
            "  tailor ticket verify apticket.im4m --manifest BuildManifest.plist --device chip=0x8103,board=0x22\n"
            "  tailor ticket request --manifest BuildManifest.plist --device board=0x22,ecid=0x1234,nonce=random --send\n",
    .takes = {OPTION_RULES, OPTION_MANIFEST, OPTION_DEVICE, OPTION_KIND, OPTION_VARIANT, OPTION_SEND, OPTION_SERVER, OPTION_TRUST,
              OPTION_TICKET_ROOT, OPTION_PROXY, OPTION_TIMEOUT, OPTION_TRIES},
    .n_takes = 12,
    .run = run,
};

/* tailor lab: a practice signing server, right or wrong as one wants it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "cli/lab_setup.h"
#include "cli/verb.h"
#include "lab/server.h"
#include "os/files.h"

enum {
    ARENA_BYTES = 512 << 20,
    TLS_PORT = 8443,
    HTTP_PORT = 8080,
    SNTP_PORT = 8123,
    MAX_THREADS = 64,
    USUAL_BITS = 4096,
    PATH_BYTES = 4096
};

/* All that lab_keys_open puts there. */
static const char *const state_files[] = {"ticket-root.pem", "ticket-root.key", "ticket-signer.key",
                                          "tls-root.pem",    "tls-root.key",    "tls-server.key"};

struct run {
    const struct options *options;
    const char *address;
    char state[PATH_BYTES];
    bool temporary; /* the folder of the state goes with the lab */
    const char *names[LAB_MAX_NAMES + 1];
    size_t n_names;
};

/* The folder of the keys: the one that was named, or one for this run. */
static bool open_state(struct run *r, struct error *err) {
    const char *named = r->options->value[OPTION_STATE], *temporary = getenv("TMPDIR");
    if (named) {
        if (snprintf(r->state, sizeof r->state, "%s", named) >= (int)sizeof r->state)
            return error_set(err, "--state: the name is too long");
        if (mkdir(r->state, 0700) != 0 && errno != EEXIST)
            return error_set(err, "%s cannot be made: %s", r->state, strerror(errno));
        return true;
    }
    if (snprintf(r->state, sizeof r->state, "%s/tailor-lab-XXXXXX", temporary && *temporary ? temporary : P_tmpdir) >= (int)sizeof r->state)
        return error_set(err, "TMPDIR is too long");
    r->temporary = mkdtemp(r->state) != NULL;
    return r->temporary || error_set(err, "%s cannot be made: %s", r->state, strerror(errno));
}

static void close_state(const struct run *r) {
    char path[PATH_BYTES + 32];
    for (size_t i = 0; r->temporary && i < sizeof state_files / sizeof *state_files; i++) {
        snprintf(path, sizeof path, "%s/%s", r->state, state_files[i]);
        (void)unlink(path);
    }
    if (r->temporary)
        (void)rmdir(r->state);
}

static bool take_names(struct run *r, struct error *err) {
    if (strcmp(r->address, "127.0.0.1") != 0 && strcmp(r->address, "::1") != 0 && strcmp(r->address, "0.0.0.0") != 0 &&
        strcmp(r->address, "::") != 0)
        r->names[r->n_names++] = r->address;
    for (size_t i = 0; i < r->options->n_repeated; i++) {
        if (r->options->repeated[i].id != OPTION_NAME)
            continue;
        if (r->n_names == LAB_MAX_NAMES)
            return error_set(err, "more than %d names", LAB_MAX_NAMES);
        r->names[r->n_names++] = r->options->repeated[i].value;
    }
    return true;
}

static bool take_faults(const struct options *o, struct lab_faults *faults, struct error *err) {
    for (size_t i = 0; i < o->n_repeated; i++)
        if (o->repeated[i].id == OPTION_FAULT && !lab_faults_switch(faults, slice_str(o->repeated[i].value), os_monotonic_ns(), err))
            return error_wrap(err, "--fault");
    return true;
}

static void url(char out[128], const char *scheme, const char *address, unsigned port) {
    bool v6 = strchr(address, ':') != NULL;
    snprintf(out, 128, "%s://%s%s%s:%u", scheme, v6 ? "[" : "", address, v6 ? "]" : "", port);
}

static bool write_ready_file(const char *path, const struct run *r, const char *tls, const char *http, const char *sntp) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(64 << 10);
    struct json_writer j = json_writer_to(&out, 1);
    char file[PATH_BYTES + 32];
    struct os_output o;
    struct error err;
    json_open(&j, '{');
    json_member_str(&j, "schema", "tailor.lab/1");
    json_member_str(&j, "https", tls);
    json_member_str(&j, "http", http);
    json_member_str(&j, "sntp", sntp);
    snprintf(file, sizeof file, "%s/tls-root.pem", r->state);
    json_member_str(&j, "tls_root", file);
    snprintf(file, sizeof file, "%s/ticket-root.pem", r->state);
    json_member_str(&j, "ticket_root", file);
    json_close(&j, '}');
    buffer_add_byte(&out, '\n');
    bool good = os_output_open(&o, path, &err);
    if (good && !os_write_all(o.fd, buffer_slice(&out))) {
        error_set(&err, "%s cannot be written: %s", path, strerror(errno));
        os_output_abandon(&o);
        good = false;
    } else if (good) {
        good = os_output_commit(&o, &err);
    }
    if (!good)
        complain(EXIT_IO, "%s", err.text);
    return good;
}

static bool ready(void *context, const struct lab_ports *ports) {
    const struct run *r = context;
    char tls[128], http[128], sntp[128];
    url(tls, "https", r->address, ports->tls);
    url(http, "http", r->address, ports->http);
    url(sntp, "sntp", r->address, ports->sntp);
    if (!lab_address_is_loopback(r->address))
        fprintf(stderr, "tailor: this practice server can be reached from other machines\n");
    printf("tls-root %s/tls-root.pem\nticket-root %s/ticket-root.pem\nlistening %s %s %s\n", r->state, r->state, tls, http, sntp);
    fflush(stdout);
    const char *file = r->options->value[OPTION_READY_FILE];
    return !file || write_ready_file(file, r, tls, http, sntp);
}

static bool serve(struct run *r, struct lab *lab, struct error *err) {
    const struct options *o = r->options;
    struct lab_server_options s = {.address = r->address,
                                   .ports = {.tls = TLS_PORT, .http = HTTP_PORT, .sntp = SNTP_PORT},
                                   .names = r->names,
                                   .log_fd = option_given(o, OPTION_QUIET) ? -1 : STDOUT_FILENO,
                                   .command_fd = STDIN_FILENO,
                                   .ready = ready,
                                   .context = r};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned usual = processors < 1 ? 1 : processors > MAX_THREADS ? MAX_THREADS : (unsigned)processors;
    if (!option_number(o, OPTION_PORT, 0, UINT16_MAX, &s.ports.tls, err) ||
        !option_number(o, OPTION_HTTP_PORT, 0, UINT16_MAX, &s.ports.http, err) ||
        !option_number(o, OPTION_SNTP_PORT, 0, UINT16_MAX, &s.ports.sntp, err) ||
        !option_number(o, OPTION_THREADS, 0, MAX_THREADS, &s.threads, err) || !take_names(r, err) || !take_faults(o, &lab->faults, err))
        return false;
    s.threads = s.threads ? s.threads : usual;
    s.n_names = r->n_names;
    return lab_serve(lab, &s, err);
}

static bool with_keys(struct run *r, struct lab *lab, struct error *err) {
    struct lab_keys keys;
    unsigned bits = USUAL_BITS;
    if (!option_number(r->options, OPTION_RSA_BITS, 0, USUAL_BITS, &bits, err))
        return false;
    if (bits != 2048 && bits != USUAL_BITS)
        return error_set(err, "--rsa-bits is 2048 or 4096");
    if (!lab_keys_open(r->state, (int)bits, &keys, err))
        return false;
    lab->keys = &keys;
    lab->press = lab_press_open(&keys, err);
    bool good = lab->press && lab_faults_open(&lab->faults, err);
    if (good) {
        good = serve(r, lab, err);
        lab_faults_close(&lab->faults);
    }
    lab_press_close(lab->press);
    lab_keys_close(&keys);
    return good;
}

static bool run_lab(struct run *r, struct arena *arena, struct error *err) {
    const struct options *o = r->options;
    struct lab lab = {.started_ns = os_wall_clock_ns()};
    struct knowledge *k = knowledge_open(o->value[OPTION_RULES], err);
    bool good = k && lab_setup(k, o->operands, o->n_operands, o->value[OPTION_DEVICE], arena, &lab, err) && open_state(r, err);
    if (good) {
        good = with_keys(r, &lab, err);
        close_state(r);
    }
    knowledge_close(k);
    return good;
}

static int list_faults(const struct options *o) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct lab_faults none;
    struct error err;
    const char *format = o->value[OPTION_FORMAT];
    if (!format || strcmp(format, "json") != 0) {
        lab_faults_text(&out);
    } else {
        if (!lab_faults_open(&none, &err))
            return complain(EXIT_SOFTWARE, "%s", err.text);
        lab_faults_json(&none, &out);
        lab_faults_close(&none);
    }
    return write_output(o, &out, 0);
}

static int run(const struct options *o) {
    struct error err = {{0}};
    struct run r = {.options = o, .address = o->value[OPTION_LISTEN] ? o->value[OPTION_LISTEN] : "127.0.0.1"};
    if (option_given(o, OPTION_LIST_FAULTS))
        return list_faults(o);
    struct arena *arena CLEANUP_ARENA = arena_new(ARENA_BYTES);
    if (!arena)
        return complain(EXIT_SOFTWARE, "out of memory");
    return run_lab(&r, arena, &err) ? 0 : complain(EXIT_USAGE, "%s", err.text);
}

const struct verb verb_lab = {
    .name = "lab",
    .operands = "[MANIFEST...]",
    .summary = "a practice signing server on this machine, with faults to switch on",
    .help = "Answers as Apple's signing server does, with tickets that can be verified under a root of its own, and with\n"
            "the versions, the catalogue, the account and the clock that a rehearsal needs; and does wrong what one wants\n"
            "it to, so that each failure can be seen on one machine. With BuildManifest.plist files it signs only their\n"
            "builds; with --device only for that Mac. While it runs, lines on its standard input switch faults\n"
            "(\"status-94\", \"clear all\", \"stop\"), as POST /lab/faults does. It keeps to this machine, and answers for\n"
            "no host of Apple's.\n"
            "\n"
            "  tailor lab --list-faults\n"
            "  tailor lab --fault status-94 --fault slow=3\n"
            "  tailor lab BuildManifest.plist --state ~/lab --port 9443\n",
    .takes = {OPTION_LISTEN, OPTION_PORT, OPTION_HTTP_PORT, OPTION_SNTP_PORT, OPTION_NAME, OPTION_STATE, OPTION_RSA_BITS, OPTION_THREADS,
              OPTION_FAULT, OPTION_LIST_FAULTS, OPTION_READY_FILE, OPTION_DEVICE, OPTION_RULES},
    .n_takes = 13,
    .run = run,
};

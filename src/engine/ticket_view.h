/*
 * ticket_view: what is said of the tickets among the evidence: what each is for, whether it is genuine, whether it fits a Mac and a build.
 *
 * Comes from the tables ticket, ticket_check, ticket_property and ticket_component, that is, from a confined reader of the files. The
 * steps of each ticket stand in the order in which they are taken: signature, chain, constraints, then device (if one is given) and
 * build (if a BuildManifest is among the evidence).
 *
 *     struct ticket_view view;
 *     struct ticket_question q = {.scan = {.paths = paths, .n_paths = n}, .knowledge = k};
 *     if (!ticket_view_make(&q, arena, &view, err)) ...
 */
#ifndef TAILOR_ENGINE_TICKET_VIEW_H
#define TAILOR_ENGINE_TICKET_VIEW_H

#include "engine/scan.h"
#include "format/device_keys.h"

struct ticket_question {
    const struct knowledge *knowledge;
    struct scan_options scan;
    const struct device_keys *device; /* NULL: none; what is not given is not compared */
    bool no_redact;
};

struct ticket_step {
    const char *step, *outcome, *text; /* outcome: passed, failed, unknown */
};

struct ticket_fact {
    const char *object, *image, *code, *name, *value, *means; /* NULL where not known */
};

struct viewed_ticket {
    const char *source, *form, *text, *signer, *root;
    int64_t number;
    const char *verdict; /* the worst of the steps */
    const struct ticket_step *steps;
    size_t n_steps;
    const struct ticket_fact *facts;
    size_t n_facts;
};

struct ticket_loss { /* what could not be read */
    const char *path, *problem;
};

enum { TICKETS_MAX = 1000, TICKET_STEPS_MAX = 256, TICKET_FACTS_MAX = 20000, TICKET_LOSSES_MAX = 100 };

struct ticket_view {
    const struct viewed_ticket *tickets;
    size_t n_tickets;
    size_t n_left_out; /* tickets beyond TICKETS_MAX */
    const struct ticket_loss *losses;
    size_t n_losses;
};

bool ticket_view_make(const struct ticket_question *q, struct arena *arena, struct ticket_view *ret_view, struct error *err) MUST_USE;

#endif

/*
 * fault: what a lab can do wrong on purpose, one row each, and which of it is switched on now.
 *
 * A row says what happens on the wire, what a Mac logs then (codes as AuthInstall has them: 3100 and the STATUS or HTTP status), and the
 * cause that a diagnosis should name. A fault is switched on by a line "NAME[@PLACE][=VALUE]", where PLACE is what it befalls: tss (the
 * signing requests), pmv, catalogue, account, time or all; without one, what the row says.
 *
 * Of several that are on, the one nearest to the wire wins: what befalls the connection before what the answer is made of.
 *
 *     lab_faults_switch(&faults, slice_str("http-503=30"), &err);
 *     lab_faults_see(&faults, LAB_PLACE_TSS, &seen);       // counts one request against those that are for some requests only
 */
#ifndef TAILOR_LAB_FAULT_H
#define TAILOR_LAB_FAULT_H

#include <pthread.h>

#include "base/buffer.h"
#include "base/error.h"
#include "lab/issue.h"

enum lab_place { LAB_PLACE_TSS, LAB_PLACE_PMV, LAB_PLACE_CATALOGUE, LAB_PLACE_ACCOUNT, LAB_PLACE_TIME, LAB_PLACE_OTHER, LAB_PLACES };

enum lab_fault_kind {                        /* in the order in which they win */
                      LAB_FAULT_REFUSE,      /* nobody listens */
                      LAB_FAULT_CERTIFICATE, /* number: enum lab_certificate */
                      LAB_FAULT_WIRE,        /* number: enum lab_wire */
                      LAB_FAULT_HTTP,        /* number: the status */
                      LAB_FAULT_PAGE,        /* number: enum lab_page */
                      LAB_FAULT_OVERLOAD,    /* an HTTP status for some requests */
                      LAB_FAULT_STATUS,      /* number: the STATUS; 0: it is the value */
                      LAB_FAULT_PROPAGATION, /* a STATUS for some requests */
                      LAB_FAULT_UNSIGNED,    /* a STATUS for one build, or all */
                      LAB_FAULT_TICKET,      /* number: enum lab_flaw_kind */
                      LAB_FAULT_CLOCK,       /* number: bits of enum lab_clock */
                      LAB_FAULT_ACCOUNT      /* number: enum lab_account */
};

enum lab_wire {
    LAB_WIRE_NONE,
    LAB_WIRE_RESET,     /* the connection is reset in place of an answer */
    LAB_WIRE_EMPTY,     /* it is closed */
    LAB_WIRE_SILENT,    /* nothing comes, and it stays open */
    LAB_WIRE_SLOW,      /* the answer comes after VALUE seconds */
    LAB_WIRE_DRIP,      /* it comes byte by byte */
    LAB_WIRE_TRUNCATED, /* half of it comes */
    LAB_WIRE_OVERSIZED, /* it is longer than a client of Apple's reads */
    LAB_WIRE_ENDLESS    /* it does not end */
};

enum lab_page { LAB_PAGE_PORTAL, LAB_PAGE_REDIRECT, LAB_PAGE_NO_TICKET, LAB_PAGE_BAD_XML, LAB_PAGE_EMPTY_BODY };

enum lab_clock { LAB_CLOCK_SNTP = 1, LAB_CLOCK_DATE = 2 };

enum lab_account {
    LAB_ACCOUNT_LOCKED,
    LAB_ACCOUNT_DISABLED,
    LAB_ACCOUNT_TWO_FACTOR,
    LAB_ACCOUNT_REGION,
    LAB_ACCOUNT_NOT_ENTITLED,
    LAB_ACCOUNTS
};

struct lab_fault_row {
    const char *name;
    const char *value; /* what VALUE is; NULL: it takes none */
    long usual;        /* VALUE where none is given */
    enum lab_fault_kind kind;
    long number;
    unsigned places; /* bits of enum lab_place; 0: the whole server */
    const char *does, *mac, *cause;
};
extern const struct lab_fault_row lab_fault_rows[];
extern const size_t lab_n_fault_rows;

enum { LAB_MAX_FAULTS = 96, LAB_FAULT_VALUE = 128 };

struct lab_fault {
    bool on;
    unsigned places;
    long value, left; /* left: of requests that it is still for */
    char text[LAB_FAULT_VALUE];
    uint64_t since_ns;
};

struct lab_faults {
    pthread_mutex_t lock;
    struct lab_fault list[LAB_MAX_FAULTS]; /* one for each row */
    size_t n_on;
};

/* What befalls one request. */
struct lab_seen {
    const struct lab_fault_row *row; /* NULL: nothing */
    struct lab_fault fault;
    struct lab_flaw flaw;
    bool account[LAB_ACCOUNTS];
    char region[LAB_FAULT_VALUE];
    long clock_sntp, clock_date; /* seconds that clocks are off */
};

bool lab_faults_open(struct lab_faults *faults, struct error *err) MUST_USE;
void lab_faults_close(struct lab_faults *faults);

/* "NAME[@PLACE][=VALUE]". False: err says what is wrong with it, and nothing has changed. */
bool lab_faults_switch(struct lab_faults *faults, struct slice line, uint64_t now_ns, struct error *err) MUST_USE;
/* "NAME", or "all". */
bool lab_faults_clear(struct lab_faults *faults, struct slice name, struct error *err) MUST_USE;
/* A line of a person or a program: "fault NAME…", "clear NAME", or a fault's name alone. */
bool lab_faults_command(struct lab_faults *faults, struct slice line, uint64_t now_ns, struct error *err) MUST_USE;

void lab_faults_see(struct lab_faults *faults, enum lab_place place, struct lab_seen *ret_seen);
/* Is nobody to listen now; which certificate is to be shown. */
bool lab_faults_refuse(struct lab_faults *faults, uint64_t now_ns);
enum lab_certificate lab_faults_certificate(struct lab_faults *faults);

/* All rows: as text for people, or JSON with what is on. */
void lab_faults_text(struct buffer *out);
void lab_faults_json(struct lab_faults *faults, struct buffer *out);

#endif

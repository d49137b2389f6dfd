#include "lab/fault.h"

#include <stdio.h>

#include "base/json_writer.h"

enum { EVERYWHERE = (1 << LAB_PLACES) - 1 };
#define NS_OF_A_SECOND UINT64_C(1000000000)

static const char *const places[LAB_PLACES] = {"tss", "pmv", "catalogue", "account", "time", "other"};

bool lab_faults_open(struct lab_faults *faults, struct error *err) {
    *faults = (struct lab_faults){.n_on = 0};
    return pthread_mutex_init(&faults->lock, NULL) == 0 || error_set(err, "out of memory");
}

void lab_faults_close(struct lab_faults *faults) { pthread_mutex_destroy(&faults->lock); }

static size_t find_row(struct slice name) {
    size_t i = 0;
    while (i < lab_n_fault_rows && !slice_is(name, lab_fault_rows[i].name))
        i++;
    return i;
}

static bool find_places(struct slice name, unsigned *ret_places) {
    if (slice_is(name, "all")) {
        *ret_places = EVERYWHERE;
        return true;
    }
    for (size_t i = 0; i < LAB_PLACES; i++)
        if (slice_is(name, places[i])) {
            *ret_places = 1U << i;
            return true;
        }
    return false;
}

static bool is_printable(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] < ' ' || s.data[i] > '~')
            return false;
    return true;
}

/* Does its VALUE count something? */
static bool takes_number(const struct lab_fault_row *row) {
    return row->value && strcmp(row->value, "IMAGE") != 0 && strcmp(row->value, "URL") != 0 && strcmp(row->value, "COUNTRY") != 0 &&
           row->kind != LAB_FAULT_UNSIGNED;
}

static bool read_value(const struct lab_fault_row *row, struct slice value, struct lab_fault *fault, struct error *err) {
    int64_t number = 0;
    if (!row->value)
        return error_set(err, "the fault %s takes no value", row->name);
    if (value.len == 0 || value.len >= LAB_FAULT_VALUE || !is_printable(value))
        return error_set(err, "the value of %s is %s", row->name, row->value);
    if (takes_number(row)) {
        bool clock = row->kind == LAB_FAULT_CLOCK;
        if (!slice_to_int64(value, &number) || number > INT32_MAX || number < (clock ? -INT32_MAX : 0))
            return error_set(err, "the value of %s is a number: %s", row->name, row->value);
        fault->value = (long)number;
    }
    memcpy(fault->text, value.data, value.len);
    fault->text[value.len] = '\0';
    return true;
}

bool lab_faults_switch(struct lab_faults *faults, struct slice line, uint64_t now_ns, struct error *err) {
    struct slice name = slice_trim(line), value = {0}, place = {0};
    bool has_value = slice_cut(name, "=", &name, &value), has_place = slice_cut(name, "@", &name, &place);
    size_t i = find_row(name);
    if (i == lab_n_fault_rows)
        return error_set(err, "there is no fault of that name; `tailor lab --list-faults` lists them");
    const struct lab_fault_row *row = &lab_fault_rows[i];
    struct lab_fault fault = {.on = true, .places = row->places, .value = row->usual, .since_ns = now_ns};
    if (has_value && !read_value(row, value, &fault, err))
        return false;
    if (has_place && (row->places == 0 || !find_places(place, &fault.places)))
        return error_set(err, "the fault %s has no such place: places are tss, pmv, catalogue, account, time, other, all", row->name);
    fault.left = fault.value;
    pthread_mutex_lock(&faults->lock);
    faults->n_on += !faults->list[i].on;
    faults->list[i] = fault;
    pthread_mutex_unlock(&faults->lock);
    return true;
}

bool lab_faults_clear(struct lab_faults *faults, struct slice name, struct error *err) {
    bool all = slice_is(slice_trim(name), "all");
    size_t i = all ? 0 : find_row(slice_trim(name)), end = all ? lab_n_fault_rows : i + 1;
    if (i == lab_n_fault_rows)
        return error_set(err, "there is no fault of that name; `tailor lab --list-faults` lists them");
    pthread_mutex_lock(&faults->lock);
    for (; i < end; i++) {
        faults->n_on -= faults->list[i].on;
        faults->list[i].on = false;
    }
    pthread_mutex_unlock(&faults->lock);
    return true;
}

bool lab_faults_command(struct lab_faults *faults, struct slice line, uint64_t now_ns, struct error *err) {
    struct slice rest = slice_trim(line), word = {0}, before = rest;
    if (!slice_next_word(&rest, &word))
        return true;
    rest = slice_trim(rest);
    if (slice_is(word, "clear") || slice_is(word, "off"))
        return lab_faults_clear(faults, rest.len ? rest : slice_str("all"), err);
    return lab_faults_switch(faults, slice_is(word, "fault") || slice_is(word, "on") ? rest : before, now_ns, err);
}

static bool counts(const struct lab_fault_row *row) { return row->kind == LAB_FAULT_OVERLOAD || row->kind == LAB_FAULT_PROPAGATION; }

static void see_one(const struct lab_fault_row *row, const struct lab_fault *fault, struct lab_seen *seen) {
    switch (row->kind) {
    case LAB_FAULT_ACCOUNT:
        seen->account[row->number] = true;
        if (row->number == LAB_ACCOUNT_REGION)
            memcpy(seen->region, fault->text, sizeof seen->region);
        return;
    case LAB_FAULT_CLOCK:
        if (row->number & LAB_CLOCK_SNTP)
            seen->clock_sntp = fault->value;
        if (row->number & LAB_CLOCK_DATE)
            seen->clock_date = fault->value;
        return;
    case LAB_FAULT_TICKET:
        seen->flaw = (struct lab_flaw){(enum lab_flaw_kind)row->number, {0}};
        break;
    case LAB_FAULT_REFUSE:
    case LAB_FAULT_CERTIFICATE:
        return;
    case LAB_FAULT_WIRE:
    case LAB_FAULT_HTTP:
    case LAB_FAULT_PAGE:
    case LAB_FAULT_OVERLOAD:
    case LAB_FAULT_STATUS:
    case LAB_FAULT_PROPAGATION:
    case LAB_FAULT_UNSIGNED:
        break;
    }
    if (seen->row && seen->row->kind <= row->kind)
        return;
    if (counts(row) && fault->left <= 0)
        return;
    seen->row = row;
    seen->fault = *fault;
}

/* A clock is off wherever it shows, and an account wherever it is asked for, so that these two hold for all that they touch. */
static bool befalls(const struct lab_fault_row *row, const struct lab_fault *fault, enum lab_place place) {
    return row->kind == LAB_FAULT_CLOCK || (fault->places >> place & 1);
}

void lab_faults_see(struct lab_faults *faults, enum lab_place place, struct lab_seen *ret_seen) {
    *ret_seen = (struct lab_seen){.row = NULL};
    pthread_mutex_lock(&faults->lock);
    for (size_t i = 0; faults->n_on && i < lab_n_fault_rows; i++)
        if (faults->list[i].on && befalls(&lab_fault_rows[i], &faults->list[i], place))
            see_one(&lab_fault_rows[i], &faults->list[i], ret_seen);
    if (ret_seen->row && counts(ret_seen->row))
        faults->list[ret_seen->row - lab_fault_rows].left--; /* one request less that it is for */
    pthread_mutex_unlock(&faults->lock);
    if (ret_seen->flaw.kind && ret_seen->row && ret_seen->row->kind == LAB_FAULT_TICKET)
        ret_seen->flaw.image = slice_str(ret_seen->fault.text);
    else
        ret_seen->flaw = (struct lab_flaw){LAB_FLAW_NONE, {0}};
}

bool lab_faults_refuse(struct lab_faults *faults, uint64_t now_ns) {
    bool refuse = false;
    pthread_mutex_lock(&faults->lock);
    for (size_t i = 0; faults->n_on && i < lab_n_fault_rows; i++) {
        struct lab_fault *f = &faults->list[i];
        if (!f->on || lab_fault_rows[i].kind != LAB_FAULT_REFUSE)
            continue;
        refuse = f->value == 0 || now_ns - f->since_ns < (uint64_t)f->value * NS_OF_A_SECOND;
        if (!refuse) { /* its time is over */
            f->on = false;
            faults->n_on--;
        }
    }
    pthread_mutex_unlock(&faults->lock);
    return refuse;
}

enum lab_certificate lab_faults_certificate(struct lab_faults *faults) {
    enum lab_certificate shown = LAB_CERTIFICATE_GOOD;
    pthread_mutex_lock(&faults->lock);
    for (size_t i = 0; faults->n_on && i < lab_n_fault_rows; i++)
        if (faults->list[i].on && lab_fault_rows[i].kind == LAB_FAULT_CERTIFICATE)
            shown = (enum lab_certificate)lab_fault_rows[i].number;
    pthread_mutex_unlock(&faults->lock);
    return shown;
}

void lab_faults_text(struct buffer *out) {
    for (size_t i = 0; i < lab_n_fault_rows; i++) {
        const struct lab_fault_row *r = &lab_fault_rows[i];
        buffer_printf(out, "%s%s%s\n    %s\n    a Mac logs: %s\n    cause: %s\n", r->name, r->value ? "=" : "", r->value ? r->value : "",
                      r->does, r->mac, r->cause);
    }
}

static void write_row(struct json_writer *j, const struct lab_fault_row *row, const struct lab_fault *fault) {
    json_open(j, '{');
    json_member_str(j, "name", row->name);
    json_key(j, "on");
    json_bool(j, fault->on);
    if (fault->on && fault->text[0])
        json_member_str(j, "value", fault->text);
    if (fault->on && counts(row))
        json_member_int(j, "left", fault->left);
    json_member_str(j, "takes", row->value);
    json_member_str(j, "does", row->does);
    json_member_str(j, "mac", row->mac);
    json_member_str(j, "cause", row->cause);
    json_close(j, '}');
}

void lab_faults_json(struct lab_faults *faults, struct buffer *out) {
    struct json_writer j = json_writer_to(out, 1);
    json_open(&j, '{');
    json_member_str(&j, "schema", "tailor.lab-faults/1");
    json_key(&j, "faults");
    json_open(&j, '[');
    pthread_mutex_lock(&faults->lock);
    for (size_t i = 0; i < lab_n_fault_rows; i++)
        write_row(&j, &lab_fault_rows[i], &faults->list[i]);
    pthread_mutex_unlock(&faults->lock);
    json_close(&j, ']');
    json_close(&j, '}');
    buffer_add_byte(out, '\n');
}

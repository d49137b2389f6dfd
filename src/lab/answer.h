/*
 * answer: the bytes of the lab's answers. Internal to this room.
 */
#ifndef TAILOR_LAB_ANSWER_H
#define TAILOR_LAB_ANSWER_H

#include "lab/exchange.h"

void lab_answer_status(int status, struct buffer *out);
void lab_answer_ticket(enum lab_kind kind, struct slice ticket, struct buffer *out);
void lab_answer_portal(struct buffer *out);
void lab_answer_pmv(const struct lab *lab, struct buffer *out);
/* betas, and whether anything is offered at all, by the account. */
void lab_answer_catalogue(const struct lab *lab, struct slice model, const struct lab_seen *seen, int64_t now_ns, struct buffer *out);
/* The same, signed, as a JWS in its compact form. */
bool lab_answer_assets(const struct lab *lab, struct slice model, const struct lab_seen *seen, int64_t now_ns, struct buffer *out) MUST_USE;
void lab_answer_account(const struct lab *lab, const struct lab_seen *seen, struct buffer *out);
void lab_answer_time(int64_t now_ns, struct buffer *out);

#endif

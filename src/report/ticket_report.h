/*
 * ticket_report: what was found of tickets, as text for a terminal or as JSON.
 */
#ifndef TAILOR_REPORT_TICKET_REPORT_H
#define TAILOR_REPORT_TICKET_REPORT_H

#include "base/buffer.h"
#include "engine/ticket_view.h"

/* `facts`: also every property of the ticket and of its images. */
void ticket_report_text(const struct ticket_view *v, bool facts, struct buffer *out);
/* {"schema":"tailor.ticket/1","tickets":[…],"missing":[…]} */
void ticket_report_json(const struct ticket_view *v, struct buffer *out);

#endif

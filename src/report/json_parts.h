/*
 * json_parts: what the verdict of a diagnosis and that of a rehearsal say in the same form. What comes from evidence is redacted here.
 */
#ifndef TAILOR_REPORT_JSON_PARTS_H
#define TAILOR_REPORT_JSON_PARTS_H

#include "base/json_writer.h"
#include "engine/diagnose.h"

/* A member whose text comes from evidence; null for NULL. */
void json_put_shown(struct json_writer *j, const struct diagnosis *d, const char *key, const char *value);
/* {"source":…,"line":…,"time":…,"text":…} */
void json_put_evidence(struct json_writer *j, const struct diagnosis *d, const struct evidence_row *row);
/* "plan":[…] */
void json_put_plan(struct json_writer *j, const struct diagnosis *d);
/* "missing":[…] */
void json_put_missing(struct json_writer *j, const struct missing *m);
/* "damaged":[…] */
void json_put_damaged(struct json_writer *j, const struct diagnosis *d);
/* "mac":{…},"tool":{…} */
void json_put_mac_and_tool(struct json_writer *j, const struct diagnosis *d);

#endif

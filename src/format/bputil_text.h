/*
 * bputil_text: what `bputil -d` prints of a LocalPolicy, as records.
 *
 * Two kinds of line, each with the field's four letters in brackets where it has them:
 *     Chip ID                                 (CHIP): 0x8103
 *     Security Mode:               Full        (smb0): absent
 * under the headings "OS environment:" and "Local policy:", once for each "Local policy for volume group UUID:".
 *
 *     struct bputil_text b = bputil_text_of(text);
 *     struct bputil_field field;
 *     while (bputil_text_next(&b, &field)) ... field.tag is "smb0", field.state "Full", field.value "absent" ...
 */
#ifndef TAILOR_FORMAT_BPUTIL_TEXT_H
#define TAILOR_FORMAT_BPUTIL_TEXT_H

#include "format/text_lines.h"

struct bputil_field {
    bool in_environment;     /* under "OS environment:"; else under "Local policy:" */
    bool complaint;          /* an error text; only `value` is set */
    struct slice group;      /* volume group of the policy, {NULL, 0} when not told */
    struct slice label, tag; /* "Security Mode", "smb0"; tag may be empty */
    struct slice state;      /* "Full": the meaning where bputil tells it; else {NULL, 0} */
    struct slice value;      /* "absent", "1", "0x8103" */
    int64_t line;
};

struct bputil_text {
    struct text_lines lines;
    struct slice group;
    bool in_environment, begun;
};

static inline struct bputil_text bputil_text_of(struct slice text) { return (struct bputil_text){.lines = text_lines_of(text)}; }
bool bputil_text_next(struct bputil_text *b, struct bputil_field *ret_field);

#endif

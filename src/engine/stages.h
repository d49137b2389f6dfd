/* stages: the stages of an update in the order in which a person thinks of them (DESIGN section 7, knowledge/stage.tsv). */
#ifndef TAILOR_ENGINE_STAGES_H
#define TAILOR_ENGINE_STAGES_H

#include <stddef.h>

enum { STAGES = 7 };
extern const char *const stages[STAGES];
/* Index in stages; STAGES for NULL and what is none. */
size_t stage_index(const char *stage);

#endif

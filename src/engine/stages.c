#include "engine/stages.h"

#include <string.h>

const char *const stages[STAGES] = {"scan", "download", "preflight", "personalize", "prepare", "apply", "boot"};

size_t stage_index(const char *stage) {
    size_t i = 0;
    while (i < STAGES && !(stage && strcmp(stages[i], stage) == 0))
        i++;
    return i;
}

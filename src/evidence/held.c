/* Files that were gathered into one open file, each a part of it. */
#include "evidence/visit.h"

static void visit_one(struct visit *v, const struct evidence_held *held) {
    struct part_source part;
    struct item item = {
        .path = slice_str(held->path), .size = held->size, .modified = held->modified, .owner = held->owner, .mode = held->mode};
    if (!visit_wants(v, &item))
        return;
    part_source_open(&part, v->options->held_fd, held->offset, held->size, v->file_buffer, VISIT_FILE_BUFFER);
    visit_stream(v, &item, &part.source);
}

void visit_held(struct visit *v) {
    for (size_t i = 0; i < v->options->n_held; i++)
        if (visit_count(v, slice_str(v->options->held[i].path)))
            visit_one(v, &v->options->held[i]);
}

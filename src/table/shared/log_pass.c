#include "table/shared/log_pass.h"

#include "table/shared/dialog_feed.h"
#include "table/shared/error_rows.h"

bool log_pass_feed(struct feed *f, struct error *err) {
    if (f->artefact->kind && strcmp(f->artefact->kind, "dialog") == 0)
        return dialog_feed(f, err);
    struct slice rest, line;
    if (!feed_text(f, &rest, err))
        return false;
    for (int64_t number = 1; slice_next_line(&rest, &line); number++) {
        struct log_record r = {.raw = line, .message = line, .line = number, .time = TIMESTAMP_NONE};
        if (!error_rows_from_record(f, &r))
            return error_set(err, "out of memory");
    }
    return true;
}

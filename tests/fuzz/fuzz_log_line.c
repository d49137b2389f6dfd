/* Every slice of the head lies in the line (or is a constant), and every field is in its range. */
#include <stdlib.h>

#include "format/log_line.h"

static void check_inside(struct slice line, struct slice part) {
    if (part.len && (part.data < line.data || part.data + part.len > line.data + line.len))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct slice line = slice_of(data, size);
    struct log_head h;
    int64_t ns = 0, count = 0;
    bool has_head = log_line_parse(line, size & 1, &h);
    check_inside(line, h.host);
    check_inside(line, h.process);
    check_inside(line, h.library);
    check_inside(line, h.subsystem);
    check_inside(line, h.category);
    check_inside(line, h.message);
    if (has_head != log_line_has_head(line, size & 1))
        abort();
    if (has_head == (h.style == LOG_UNDATED) || h.zone_minutes < -899 || h.zone_minutes > 899)
        abort();
    (void)!log_head_time(&h, &ns);
    (void)log_line_is_header(line);
    (void)log_line_is_repeat(line, &count);
    return 0;
}

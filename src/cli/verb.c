#include "cli/verb.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "os/os.h"

enum { PROGRESS_COLUMNS = 60 };

int complain(int status, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("tailor: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return status;
}

int write_output(const struct options *o, const struct buffer *out, int status) {
    const char *path = o->value[OPTION_OUTPUT];
    if (!buffer_ok(out))
        return complain(EXIT_SOFTWARE, "the answer does not fit into memory");
    FILE *f = path ? fopen(path, "wb") : stdout;
    if (!f)
        return complain(EXIT_IO, "%s cannot be written: %s", path, strerror(errno));
    bool good = out->len == 0 || fwrite(out->data, 1, out->len, f) == out->len;
    good = (path ? fclose(f) : fflush(f)) == 0 && good;
    return good ? status : complain(EXIT_IO, "%s could not be written whole", path ? path : "the answer");
}

bool output_has_colour(const struct options *o) {
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    return !o->value[OPTION_OUTPUT] && os_is_terminal(STDOUT_FILENO) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

size_t output_width(const struct options *o) { return o->value[OPTION_OUTPUT] ? 80 : os_terminal_width(STDOUT_FILENO); }

struct progress progress_start(const struct options *o) {
    return (struct progress){.enabled = !option_given(o, OPTION_QUIET) && os_is_terminal(STDERR_FILENO), .started_ns = os_monotonic_ns()};
}

/* Is it time for another line? */
static bool is_due(struct progress *p) {
    uint64_t now = p->enabled ? os_monotonic_ns() : 0;
    if (!p->enabled || now - p->started_ns < UINT64_C(1000000000) || now - p->last_ns < UINT64_C(100000000))
        return false;
    p->last_ns = now;
    p->shown = true;
    return true;
}

/* Its last columns, with nothing that acts on a terminal. */
static void add_shown(struct buffer *line, struct slice what) {
    for (size_t i = what.len > PROGRESS_COLUMNS ? what.len - PROGRESS_COLUMNS : 0; i < what.len; i++)
        buffer_add_byte(line, what.data[i] < ' ' || what.data[i] >= 0x7f ? '?' : what.data[i]);
}

void progress_tell(void *progress, struct slice path, uint64_t bytes_done) {
    if (!is_due(progress))
        return;
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(4096);
    add_shown(&line, path);
    fprintf(stderr, "\r\033[Kreading %.*s  %llu MB", SLICE_ARG(buffer_slice(&line)), (unsigned long long)(bytes_done >> 20));
    fflush(stderr);
}

void progress_say(struct progress *p, const char *doing, struct slice what) {
    if (!is_due(p))
        return;
    struct buffer line CLEANUP_BUFFER = buffer_with_limit(4096);
    add_shown(&line, what);
    fprintf(stderr, "\r\033[K%s %.*s", doing, SLICE_ARG(buffer_slice(&line)));
    fflush(stderr);
}

void progress_end(struct progress *p) {
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}

#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void hide_controls(char *text) {
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
}

bool error_set(struct error *err, const char *format, ...) {
    if (!err)
        return false;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    hide_controls(err->text);
    return false;
}

bool error_wrap(struct error *err, const char *format, ...) {
    if (!err)
        return false;
    struct error inner = *err;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    hide_controls(err->text);
    size_t used = strlen(err->text);
    snprintf(err->text + used, sizeof err->text - used, ": %s", inner.text);
    return false;
}

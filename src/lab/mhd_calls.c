#include "lab/mhd_calls.h"

#include <pthread.h>

#include "os/library.h"

/* A library belongs to the whole program: the one thing here that is no constant, written once. */
static struct {
    struct mhd_calls calls;
    bool loaded;
    struct error err;
} mhd;

static void load(void) {
    static const char *const files[] = {"libmicrohttpd.so.12", "libmicrohttpd.12.dylib", "/opt/homebrew/lib/libmicrohttpd.dylib",
                                        "/usr/local/lib/libmicrohttpd.dylib", NULL};
#define SYMBOL(name) {"MHD_" #name, (void **)&mhd.calls.name},
    static const struct os_symbol symbols[] = {MHD_CALLS(SYMBOL)};
    mhd.loaded = os_library_load("libmicrohttpd", files, symbols, sizeof symbols / sizeof *symbols, &mhd.err);
}

const struct mhd_calls *mhd_calls(struct error *err) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (mhd.loaded)
        return &mhd.calls;
    error_set(err, "%s", mhd.err.text);
    return NULL;
}

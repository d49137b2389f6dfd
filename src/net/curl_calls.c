#include "net/curl_calls.h"

#include <pthread.h>

#include "os/library.h"

/* A library belongs to the whole program: the one thing here that is no constant, written once. */
static struct {
    struct curl_calls calls;
    bool loaded;
    struct error err;
} curl;

static void load(void) {
    static const char *const files[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "/usr/lib/libcurl.4.dylib", NULL};
#define SYMBOL(name) {"curl_" #name, (void **)&curl.calls.name},
    static const struct os_symbol symbols[] = {CURL_CALLS(SYMBOL)};
    curl.loaded = os_library_load("libcurl", files, symbols, sizeof symbols / sizeof *symbols, &curl.err);
    if (curl.loaded)
        curl.calls.global_init(CURL_GLOBAL_DEFAULT);
}

const struct curl_calls *curl_calls(struct error *err) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (curl.loaded)
        return &curl.calls;
    error_set(err, "%s", curl.err.text);
    return NULL;
}

#include "net/fetch_library.h"

#include <dlfcn.h>
#include <pthread.h>

/* Debian and its like; Homebrew's and macOS's own. */
static const char *const names[] = {"libcurl.so.4", "libcurl.4.dylib", "/usr/lib/libcurl.4.dylib"};

static struct fetch_library loaded; /* written once, under the guard */
static bool is_loaded;

static bool find(void *library, const char *name, void *place) {
    void *address = dlsym(library, name);
    memcpy(place, &address, sizeof address);
    return address != NULL;
}

static void load(void) {
    void *library = NULL;
    for (size_t i = 0; !library && i < sizeof names / sizeof *names; i++)
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    bool good = library != NULL;
#define FETCH_FIND(name) good = good && find(library, #name, &loaded.name);
    FETCH_FUNCTIONS(FETCH_FIND)
    is_loaded = good && loaded.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const struct fetch_library *fetch_library(struct error *err) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (!is_loaded)
        error_set(err, "libcurl is not here, or too old (7.85 is needed)");
    return is_loaded ? &loaded : NULL;
}

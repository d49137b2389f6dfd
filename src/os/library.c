#include "os/library.h"

#include <dlfcn.h>

static bool find_symbols(void *library, const char *name, const struct os_symbol *symbols, size_t n, struct error *err) {
    for (size_t i = 0; i < n; i++) {
        *symbols[i].address = dlsym(library, symbols[i].name);
        if (!*symbols[i].address)
            return error_set(err, "this %s is too old: it has no %s", name, symbols[i].name);
    }
    return true;
}

bool os_library_load(const char *name, const char *const *files, const struct os_symbol *symbols, size_t n_symbols, struct error *err) {
    for (size_t i = 0; files[i]; i++) {
        void *library = dlopen(files[i], RTLD_NOW | RTLD_LOCAL);
        if (library)
            return find_symbols(library, name, symbols, n_symbols, err);
    }
    return error_set(err, "%s is not installed (looked for %s)", name, files[0]);
}

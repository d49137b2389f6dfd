/* Reads the bytes as probe.json and takes values of each kind from every endpoint. */
#include "format/probe_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct probe_file file;
    struct probe_endpoint e;
    struct error err = {{0}};
    int64_t line = 0;
    if (!probe_file_open(slice_of(data, size), &file, &err)) {
        if (err.text[0] == '\0')
            __builtin_trap();
        return 0;
    }
    while (probe_file_next(&file, &e)) {
        struct buffer text CLEANUP_BUFFER = buffer_with_limit(4096);
        double real = 0;
        if (e.line < line || e.json.len == 0)
            __builtin_trap();
        line = e.line;
        (void)probe_endpoint_text(&e, "host", &text);
        (void)probe_endpoint_text(&e, "tls.issuer", &text);
        (void)probe_endpoint_words(&e, "dns.system", &text);
        (void)probe_endpoint_real(&e, "sntp.offset_seconds", &real);
    }
    (void)probe_file_complete(&file);
    return 0;
}

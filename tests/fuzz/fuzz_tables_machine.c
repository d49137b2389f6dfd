/* Feeds arbitrary bytes to the tables that describe the machine. */
#include "tables_machine.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct knowledge *knowledge;
    if (!knowledge && !(knowledge = knowledge_open(NULL, NULL)))
        abort();
    tables_machine_run(knowledge, data, size, 64u << 20);
    return 0;
}

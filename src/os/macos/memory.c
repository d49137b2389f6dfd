/* The system's allocator keeps its pools by processor and gives back what is not used. */
#include "os/os.h"

void os_share_memory_pools(void) {}

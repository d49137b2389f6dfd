/* glibc gives threads up to eight arenas for each processor, each with memory of its own that it keeps. */
#include <stdlib.h>

#include "os/os.h"

#ifdef __GLIBC__
#include <malloc.h>

enum { FEW = 1 };

void os_share_memory_pools(void) { (void)mallopt(M_ARENA_MAX, FEW); }
#else
void os_share_memory_pools(void) {}
#endif

#include "os/files.h"

bool os_is_macos(void) { return true; }

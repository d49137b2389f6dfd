/* The bundle that macOS keeps for its own command-line tools: public authorities only, nothing that an administrator added. */
#include "os/os.h"

const char *const os_trust_files[] = {"/etc/ssl/cert.pem", NULL};

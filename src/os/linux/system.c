#include <sys/socket.h>

#include "os/files.h"

bool os_is_macos(void) { return false; }

/* Dissolving the association of a connected socket resets the connection (tcp_disconnect of the kernel). */
void os_reset_connection(int fd) {
    struct sockaddr none = {.sa_family = AF_UNSPEC};
    (void)connect(fd, &none, sizeof none);
}

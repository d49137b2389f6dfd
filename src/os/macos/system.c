#include <sys/socket.h>
#include <unistd.h>

#include "os/files.h"

bool os_is_macos(void) { return true; }

/* Closing with a lingering time of zero resets the connection; another socket takes the place of the one that is closed. */
void os_reset_connection(int fd) {
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    int other = socket(AF_INET, SOCK_STREAM, 0);
    if (other < 0 || setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) != 0)
        return;
    (void)dup2(other, fd);
    (void)close(other);
}

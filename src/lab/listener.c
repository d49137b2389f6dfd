#include "lab/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <unistd.h>

#include "lab/server.h"

enum { BACKLOG = 1024 };

static struct addrinfo *numeric(const char *address, int type, unsigned port) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = type, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE}, *list;
    char service[16];
    snprintf(service, sizeof service, "%u", port);
    return getaddrinfo(address, service, &hints, &list) == 0 ? list : NULL;
}

bool lab_address_is_loopback(const char *address) {
    struct addrinfo *a = numeric(address, SOCK_STREAM, 0);
    bool yes = false;
    if (a && a->ai_family == AF_INET)
        yes = ntohl(((const struct sockaddr_in *)(const void *)a->ai_addr)->sin_addr.s_addr) >> 24 == 127;
    else if (a && a->ai_family == AF_INET6)
        yes = IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)a->ai_addr)->sin6_addr);
    if (a)
        freeaddrinfo(a);
    return yes;
}

static unsigned bound_port(int fd) {
    struct sockaddr_storage s;
    socklen_t len = sizeof s;
    if (getsockname(fd, (struct sockaddr *)&s, &len) != 0)
        return 0;
    return ntohs(s.ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)(const void *)&s)->sin6_port
                                         : ((const struct sockaddr_in *)(const void *)&s)->sin_port);
}

int lab_listen(const char *address, int type, unsigned *port, struct error *err) {
    struct addrinfo *a = numeric(address, type, *port);
    const int on = 1;
    if (!a) {
        error_set(err, "%s is not an address as a number", address);
        return -1;
    }
    int fd = socket(a->ai_family, type, 0);
    bool good = fd >= 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
                (type != SOCK_STREAM || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0) &&
                bind(fd, a->ai_addr, a->ai_addrlen) == 0 && (type != SOCK_STREAM || listen(fd, BACKLOG) == 0);
    if (good) {
        *port = bound_port(fd);
    } else {
        error_set(err, "port %u of %s cannot be had: %s", *port, address, strerror(errno));
        if (fd >= 0)
            close(fd);
        fd = -1;
    }
    freeaddrinfo(a);
    return fd;
}

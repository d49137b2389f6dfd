/*
 * bench_lab: the other side of a lab that is measured.
 *
 *     bench_lab load PORT REQUEST SECONDS CONNECTIONS    sends the file REQUEST over and over on connections that stay open; prints
 * answers, seconds, and answers that were no ticket bench_lab sign KEY SECONDS                         signs with that key (PEM) and
 * nothing else; prints signatures a second of processor
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/buffer.h"
#include "os/os.h"

enum { MAX_CONNECTIONS = 1024, ANSWER_BYTES = 1 << 18 };

struct connection {
    int fd;
    char answer[ANSWER_BYTES];
    size_t got;
};

static int dial(unsigned port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    const int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
        return -1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static bool send_all(int fd, struct slice bytes) {
    for (size_t sent = 0; sent < bytes.len;) {
        ssize_t n = write(fd, bytes.data + sent, bytes.len - sent);
        if (n <= 0)
            return false;
        sent += (size_t)n;
    }
    return true;
}

/* Is the answer whole? */
static bool is_whole(const struct connection *c) {
    struct slice all = slice_of(c->answer, c->got), head, body, value;
    int64_t length = 0;
    if (!slice_cut(all, "\r\n\r\n", &head, &body) || !slice_cut(head, "Content-Length: ", &head, &value))
        return false;
    struct slice line = slice_sub(value, 0, slice_find_byte(value, '\r'));
    return slice_to_int64(line, &length) && body.len >= (size_t)length;
}

static bool read_file(const char *path, struct buffer *out) {
    FILE *f = fopen(path, "rb");
    char bytes[4096];
    size_t n;
    while (f && (n = fread(bytes, 1, sizeof bytes, f)) > 0)
        buffer_append(out, slice_of(bytes, n));
    if (f)
        fclose(f);
    return f && buffer_ok(out);
}

static int load(unsigned port, const char *path, double seconds, size_t n) {
    struct buffer body CLEANUP_BUFFER = buffer_with_limit(1 << 20), request CLEANUP_BUFFER = buffer_with_limit(2 << 20);
    struct connection *all = calloc(n, sizeof *all);
    struct pollfd *polled = calloc(n, sizeof *polled);
    unsigned long answers = 0, refused = 0;
    if (!all || !polled || !read_file(path, &body))
        return 1;
    buffer_printf(&request, "POST /TSS/controller?action=2 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %zu\r\n\r\n", body.len);
    buffer_append(&request, buffer_slice(&body));
    for (size_t i = 0; i < n; i++) {
        polled[i] = (struct pollfd){.fd = all[i].fd = dial(port), .events = POLLIN};
        if (all[i].fd < 0 || !send_all(all[i].fd, buffer_slice(&request)))
            return 1;
    }
    uint64_t start = os_monotonic_ns(), end = start + (uint64_t)(seconds * 1e9);
    while (os_monotonic_ns() < end && poll(polled, (nfds_t)n, 1000) > 0) {
        for (size_t i = 0; i < n; i++) {
            if (!polled[i].revents)
                continue;
            ssize_t got = read(all[i].fd, all[i].answer + all[i].got, ANSWER_BYTES - all[i].got);
            if (got <= 0)
                return 1;
            all[i].got += (size_t)got;
            if (!is_whole(&all[i]))
                continue;
            answers++;
            refused += !slice_contains(slice_of(all[i].answer, all[i].got), "STATUS=0&MESSAGE=SUCCESS&REQUEST_STRING=");
            all[i].got = 0;
            if (!send_all(all[i].fd, buffer_slice(&request)))
                return 1;
        }
    }
    printf("%lu %.3f %lu\n", answers, (double)(os_monotonic_ns() - start) / 1e9, refused);
    return 0;
}

static int sign(const char *path, double seconds) {
    FILE *f = fopen(path, "rb");
    EVP_PKEY *key = f ? PEM_read_PrivateKey(f, NULL, NULL, (void *)(uintptr_t) "") : NULL;
    EVP_PKEY_CTX *c = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
    unsigned char hash[48] = {1}, signature[1024];
    unsigned long n = 0;
    if (!c || EVP_PKEY_sign_init(c) != 1 || EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(c, EVP_sha384()) != 1)
        return 1;
    clock_t start = clock(), now = start;
    for (; (double)(now - start) / CLOCKS_PER_SEC < seconds; now = clock(), n++) {
        size_t len = sizeof signature;
        if (EVP_PKEY_sign(c, signature, &len, hash, sizeof hash) != 1)
            return 1;
    }
    printf("%.1f\n", (double)n / ((double)(now - start) / CLOCKS_PER_SEC));
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 6 && strcmp(argv[1], "load") == 0)
        return load((unsigned)atoi(argv[2]), argv[3], atof(argv[4]), (size_t)atoi(argv[5]) % MAX_CONNECTIONS);
    if (argc == 4 && strcmp(argv[1], "sign") == 0)
        return sign(argv[2], atof(argv[3]));
    return 64;
}

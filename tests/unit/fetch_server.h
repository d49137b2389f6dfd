/*
 * fetch_server: the other side of the tests of fetch.h, in a thread: reads one request, answers with given bytes, ends.
 *
 *     struct fetch_server s = fetch_server_start((struct fetch_script){.answer = "HTTP/1.1 200 OK\r\n\r\nyes"});
 *     ... http://127.0.0.1:<s.port>/ ...
 *     fetch_server_stop(&s);       s.request is what it got
 */
#ifndef TAILOR_TESTS_FETCH_SERVER_H
#define TAILOR_TESTS_FETCH_SERVER_H

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct fetch_script {
    const char *answer;        /* sent as it is */
    size_t filler;             /* then so many bytes more */
    unsigned pause_ms;         /* before the answer */
    unsigned linger_ms;        /* after it, before the end */
    bool reset;                /* instead of an answer */
    SSL_CTX *tls;              /* NULL: plain */
    size_t rounds;             /* requests on one connection (a CONNECT and what follows it); 0: 1 */
    const char *second_answer; /* of the second round */
};

struct fetch_server {
    struct fetch_script script;
    int fd;
    unsigned port;
    pthread_t thread;
    char request[1 << 16];
    size_t request_len;
};

struct fetch_peer {
    int fd;
    SSL *ssl;
};

static inline long peer_read(struct fetch_peer *p, char *out, size_t n) {
    return p->ssl ? SSL_read(p->ssl, out, (int)n) : recv(p->fd, out, n, 0);
}
static inline void peer_write(struct fetch_peer *p, const char *bytes, size_t n) {
    while (n > 0) {
        long done = p->ssl ? SSL_write(p->ssl, bytes, (int)n) : send(p->fd, bytes, n, MSG_NOSIGNAL);
        if (done <= 0)
            return;
        bytes += done;
        n -= (size_t)done;
    }
}

/* The head, and as much body as it announces. */
static inline bool read_request(struct fetch_server *s, struct fetch_peer *p) {
    size_t start = s->request_len;
    for (;;) {
        char *head = s->request + start, *end = strstr(head, "\r\n\r\n"), *length = strstr(head, "Content-Length: ");
        size_t body = length ? strtoul(length + 16, NULL, 10) : 0;
        if (end && strlen(end + 4) >= body)
            return true;
        long n = peer_read(p, s->request + s->request_len, sizeof s->request - 1 - s->request_len);
        if (n <= 0)
            return false;
        s->request_len += (size_t)n;
        s->request[s->request_len] = '\0';
    }
}

static inline void send_filler(struct fetch_peer *p, size_t n) {
    char block[4096];
    memset(block, 'x', sizeof block);
    for (; n > 0; n -= n < sizeof block ? n : sizeof block)
        peer_write(p, block, n < sizeof block ? n : sizeof block);
}

static inline void answer_all(struct fetch_server *s, struct fetch_peer *p) {
    for (size_t round = 0; round < (s->script.rounds ? s->script.rounds : 1) && read_request(s, p); round++) {
        usleep(s->script.pause_ms * 1000);
        if (s->script.reset)
            return;
        const char *text = round ? s->script.second_answer : s->script.answer;
        peer_write(p, text, strlen(text));
        send_filler(p, s->script.filler);
        usleep(s->script.linger_ms * 1000);
    }
}

static inline void *serve(void *context) {
    struct fetch_server *s = context;
    struct pollfd ready = {.fd = s->fd, .events = POLLIN};
    struct linger now = {1, 0};
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, NULL); /* of this thread alone: the other side has to look after itself */
    if (poll(&ready, 1, 5000) != 1)
        return NULL;
    struct fetch_peer p = {.fd = accept(s->fd, NULL, NULL)};
    if (s->script.tls) {
        p.ssl = SSL_new(s->script.tls);
        SSL_set_fd(p.ssl, p.fd);
        if (SSL_accept(p.ssl) != 1) {
            SSL_free(p.ssl);
            close(p.fd);
            return NULL;
        }
    }
    answer_all(s, &p);
    if (s->script.reset)
        setsockopt(p.fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    else if (p.ssl)
        SSL_shutdown(p.ssl);
    SSL_free(p.ssl);
    close(p.fd);
    return NULL;
}

static inline void fetch_server_start(struct fetch_server *s, struct fetch_script script) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    memset(s, 0, sizeof *s);
    s->script = script;
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s->fd, (struct sockaddr *)&a, sizeof a) || listen(s->fd, 4) || getsockname(s->fd, (struct sockaddr *)&a, &len))
        abort();
    s->port = ntohs(a.sin_port);
    pthread_create(&s->thread, NULL, serve, s);
}

static inline void fetch_server_stop(struct fetch_server *s) {
    shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->fd);
}

/* A certificate authority of the test and one server certificate for `name`, valid from and until so many seconds from now. */
struct fetch_pki {
    EVP_PKEY *key;
    X509 *root, *leaf;
    SSL_CTX *tls;
    char root_path[64];
};

static inline X509 *make_certificate(EVP_PKEY *key, const char *name, const X509 *issuer, long from, long until, const char *extension) {
    X509 *x = X509_new();
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), issuer ? 2 : 1);
    X509_gmtime_adj(X509_getm_notBefore(x), from);
    X509_gmtime_adj(X509_getm_notAfter(x), until);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(x, issuer ? X509_get_subject_name(issuer) : X509_get_subject_name(x));
    X509_set_pubkey(x, key);
    X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, issuer ? NID_subject_alt_name : NID_basic_constraints, extension);
    X509_add_ext(x, e, -1);
    X509_EXTENSION_free(e);
    X509_sign(x, key, EVP_sha256());
    return x;
}

static inline void fetch_pki_make(struct fetch_pki *p, const char *names, long from, long until) {
    p->key = EVP_RSA_gen(2048);
    p->root = make_certificate(p->key, "Test Root", NULL, -1000000, 1000000, "critical,CA:TRUE");
    p->leaf = make_certificate(p->key, "Test Server", p->root, from, until, names);
    p->tls = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate(p->tls, p->leaf);
    SSL_CTX_use_PrivateKey(p->tls, p->key);
    snprintf(p->root_path, sizeof p->root_path, "/tmp/tailor-test-root-XXXXXX");
    FILE *f = fdopen(mkstemp(p->root_path), "w");
    PEM_write_X509(f, p->root);
    fclose(f);
}

static inline void fetch_pki_free(struct fetch_pki *p) {
    unlink(p->root_path);
    SSL_CTX_free(p->tls);
    X509_free(p->leaf);
    X509_free(p->root);
    EVP_PKEY_free(p->key);
}

#endif

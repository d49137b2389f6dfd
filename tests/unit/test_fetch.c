/* One exchange of HTTP: what comes back, and at which step it failed, against a server in a thread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fetch_server.h"
#include "net/fetch.h"

static struct arena *arena;

static int open_arena(void **state) {
    (void)state;
    arena = arena_new(16 << 20);
    return arena ? 0 : -1;
}
static int close_arena(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static struct fetch_server server;
static struct fetch_answer a;

/* The answer of a server with this script, asked in this way; `url` without its host. */
static void ask(struct fetch_script script, const char *scheme, struct fetch_request q) {
    struct error err = {{0}};
    fetch_server_start(&server, script);
    q.url = arena_printf(arena, "%s://127.0.0.1:%u/TSS/controller?action=2", scheme, server.port);
    q.timeout_ms = q.timeout_ms ? q.timeout_ms : 3000;
    bool good = fetch_run(&q, arena, &a, &err);
    fetch_server_stop(&server);
    if (!good)
        print_message("%s\n", err.text);
    assert_true(good);
}

#define OK                                                                                                                                 \
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nRetry-After: 30\r\nDate: Tue, 24 Nov 2026 10:00:00 GMT\r\nContent-Length: "             \
    "8\r\n\r\nSTATUS=0"

static void a_body_is_posted_and_the_answer_kept(void **state) {
    (void)state;
    static const char *const headers[] = {"Content-Type: text/xml; charset=\"utf-8\"", "User-Agent: InetURL/1.0", NULL};
    ask((struct fetch_script){.answer = OK}, "http", (struct fetch_request){.body = slice_str("<plist/>"), .headers = headers});
    assert_int_equal(a.failed, FETCH_DONE);
    assert_int_equal(a.outcome, NET_OK);
    assert_int_equal(a.status, 200);
    assert_true(slice_is(a.body, "STATUS=0"));
    assert_string_equal(a.content_type, "text/html");
    assert_string_equal(a.retry_after, "30");
    assert_string_equal(a.date, "Tue, 24 Nov 2026 10:00:00 GMT");
    assert_string_equal(a.address, "127.0.0.1");
    assert_null(a.location);
    assert_string_equal(a.text, "");
    struct slice sent = slice_str(server.request);
    assert_true(slice_starts_with(sent, "POST /TSS/controller?action=2 HTTP/1.1\r\n"));
    assert_true(slice_contains(sent, "\r\nContent-Type: text/xml; charset=\"utf-8\"\r\n"));
    assert_true(slice_contains(sent, "\r\nUser-Agent: InetURL/1.0\r\n"));
    assert_true(slice_ends_with(sent, "\r\n\r\n<plist/>"));
    assert_false(slice_contains(sent, "Expect"));
    assert_false(slice_contains(sent, "Accept-Encoding"));
}

static void without_a_body_it_gets(void **state) {
    (void)state;
    ask((struct fetch_script){.answer = OK}, "http", (struct fetch_request){0});
    assert_true(slice_starts_with(slice_str(server.request), "GET /TSS/"));
}

static void a_redirect_is_told_and_not_followed(void **state) {
    (void)state;
    ask((struct fetch_script){.answer = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/portal\r\nContent-Length: 0\r\n\r\n"}, "http",
        (struct fetch_request){0});
    assert_int_equal(a.failed, FETCH_DONE);
    assert_int_equal(a.status, 302);
    assert_string_equal(a.location, "http://127.0.0.1:9/portal");
}

static void the_limit_holds_with_and_without_an_announced_length(void **state) {
    (void)state;
    ask((struct fetch_script){.answer = "HTTP/1.1 200 OK\r\nContent-Length: 102400\r\n\r\n", .filler = 102400}, "http",
        (struct fetch_request){.limit = 102400});
    assert_int_equal(a.failed, FETCH_DONE);
    assert_int_equal(a.body.len, 102400);
    ask((struct fetch_script){.answer = "HTTP/1.1 200 OK\r\nContent-Length: 102401\r\n\r\n", .filler = 102401}, "http",
        (struct fetch_request){.limit = 102400});
    assert_int_equal(a.failed, FETCH_TOO_LARGE);
    ask((struct fetch_script){.answer = "HTTP/1.1 200 OK\r\n\r\n", .filler = 300000}, "http", (struct fetch_request){.limit = 102400});
    assert_int_equal(a.failed, FETCH_TOO_LARGE);
    assert_string_equal(a.text, "the answer is larger than 102400 bytes");
}

static void an_endless_head_ends(void **state) {
    (void)state;
    char *head = arena_alloc(arena, 200000);
    strcpy(head, "HTTP/1.1 200 OK\r\n");
    for (size_t at = strlen(head); at < 150000; at += 1000)
        snprintf(head + at, 1001, "X-Filler: %0*d\r\n", 1000 - 12, 1);
    ask((struct fetch_script){.answer = head}, "http", (struct fetch_request){0});
    assert_int_equal(a.failed, FETCH_TOO_LARGE);
}

static void time_is_up_where_it_is_up(void **state) {
    (void)state;
    ask((struct fetch_script){.answer = OK, .pause_ms = 600}, "http", (struct fetch_request){.timeout_ms = 200});
    assert_int_equal(a.failed, FETCH_TIMEOUT);
    assert_int_equal(a.outcome, NET_SILENT);
    assert_string_equal(a.text, "connected, and no answer came in time");
    ask((struct fetch_script){.answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nS", .linger_ms = 600}, "http",
        (struct fetch_request){.timeout_ms = 200});
    assert_int_equal(a.failed, FETCH_TIMEOUT);
    assert_int_equal(a.outcome, NET_STALLED);
    assert_true(a.took_ns >= 150 * 1000000 && a.took_ns < 2 * NS_PER_SECOND);
}

static void broken_connections_and_what_is_no_http(void **state) {
    (void)state;
    ask((struct fetch_script){.reset = true}, "http", (struct fetch_request){0});
    assert_int_equal(a.failed, FETCH_HTTP);
    assert_int_equal(a.outcome, NET_RESET);
    ask((struct fetch_script){.answer = ""}, "http", (struct fetch_request){0});
    assert_int_equal(a.failed, FETCH_HTTP);
    assert_int_equal(a.outcome, NET_CLOSED);
    ask((struct fetch_script){.answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nSTATUS"}, "http", (struct fetch_request){0});
    assert_int_equal(a.failed, FETCH_HTTP);
    assert_int_equal(a.outcome, NET_CLOSED);
    ask((struct fetch_script){.answer = "SSH-2.0-OpenSSH\r\n"}, "http", (struct fetch_request){0});
    assert_int_equal(a.failed, FETCH_HTTP);
    assert_int_equal(a.outcome, NET_MALFORMED);
}

static void nobody_listens(void **state) {
    (void)state;
    struct error err;
    fetch_server_start(&server, (struct fetch_script){.answer = OK});
    fetch_server_stop(&server); /* its port is free again */
    struct fetch_request q = {.url = arena_printf(arena, "http://127.0.0.1:%u/", server.port), .timeout_ms = 2000};
    assert_true(fetch_run(&q, arena, &a, &err));
    assert_int_equal(a.failed, FETCH_TCP);
    assert_int_equal(a.outcome, NET_REFUSED);
    assert_int_equal(a.status, 0);
    assert_string_equal(a.text, "the connection is refused");
}

static void names_come_from_the_caller_where_he_gives_them(void **state) {
    (void)state;
    struct error err;
    fetch_server_start(&server, (struct fetch_script){.answer = OK});
    struct fetch_request q = {.url = arena_printf(arena, "http://signing.invalid:%u/", server.port),
                              .resolve = arena_printf(arena, "signing.invalid:%u:127.0.0.1", server.port),
                              .timeout_ms = 2000};
    assert_true(fetch_run(&q, arena, &a, &err));
    fetch_server_stop(&server);
    assert_int_equal(a.failed, FETCH_DONE);
    assert_true(slice_contains(slice_str(server.request), "Host: signing.invalid"));
    q = (struct fetch_request){.url = "http://signing.invalid/", .timeout_ms = 3000};
    assert_true(fetch_run(&q, arena, &a, &err));
    assert_true(a.failed == FETCH_NAME || a.failed == FETCH_TIMEOUT); /* the second where a resolver is silent */
}

static void bad_requests_are_told_at_once(void **state) {
    (void)state;
    struct error err;
    static const char *const urls[] = {"ftp://gs.apple.com/",       "file:///etc/passwd",         "gs.apple.com", "",
                                       "https://a:b@gs.apple.com/", "https://gs.apple.com:99999/"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        assert_false(fetch_run(&(struct fetch_request){.url = urls[i]}, arena, &a, &err));
    struct net_options o = {.extra_root_file = "/nowhere/root.pem"};
    assert_false(fetch_run(&(struct fetch_request){.url = "https://127.0.0.1:9/", .options = &o}, arena, &a, &err));
    assert_non_null(strstr(err.text, "/nowhere/root.pem"));
    assert_false(fetch_run(&(struct fetch_request){.url = "https://127.0.0.1:9/", .pinned = true}, arena, &a, &err));
    assert_string_equal(fetch_url_host("https://[::1]:8443/x", arena), "::1");
    assert_string_equal(fetch_url_host("http://gs.apple.com:80/TSS", arena), "gs.apple.com");
    assert_null(fetch_url_host("gopher://gs.apple.com/", arena));
}

/* Through TLS with this certificate, trusting the test's root or not. */
static enum net_outcome handshake(const char *names, long from, long until, bool trusted, bool pinned) {
    struct fetch_pki pki;
    fetch_pki_make(&pki, names, from, until);
    struct net_options o = {.extra_root_file = trusted ? pki.root_path : NULL};
    ask((struct fetch_script){.answer = OK, .tls = pki.tls}, "https", (struct fetch_request){.options = &o, .pinned = pinned && trusted});
    fetch_pki_free(&pki);
    return a.outcome;
}

static void certificates_are_believed_only_where_they_should(void **state) {
    (void)state;
    assert_int_equal(handshake("IP:127.0.0.1", -1000, 1000, true, false), NET_OK);
    assert_int_equal(handshake("IP:127.0.0.1", -1000, 1000, true, true), NET_OK);
    assert_int_equal(a.status, 200);
    assert_int_equal(handshake("IP:127.0.0.1", -1000, 1000, false, false), NET_UNTRUSTED);
    assert_int_equal(a.failed, FETCH_TLS);
    assert_int_equal(a.status, 0);
    assert_int_equal(handshake("DNS:gs.apple.com", -1000, 1000, true, true), NET_WRONG_NAME);
    assert_int_equal(handshake("IP:127.0.0.1", -1000, -500, true, true), NET_EXPIRED);
    assert_int_equal(handshake("IP:127.0.0.1", 500, 1000, true, true), NET_NOT_YET_VALID);
}

static void tls_where_none_is_spoken(void **state) {
    (void)state;
    struct fetch_pki pki;
    fetch_pki_make(&pki, "IP:127.0.0.1", -1000, 1000);
    struct net_options o = {.extra_root_file = pki.root_path};
    /* The server takes the first bytes of the handshake for a request, and has no end of a head to find: it answers when we give up. */
    ask((struct fetch_script){.answer = OK}, "https", (struct fetch_request){.options = &o, .timeout_ms = 300});
    assert_int_equal(a.failed, FETCH_TIMEOUT);
    assert_string_equal(a.text, "no connection with TLS came about in time");
    fetch_pki_free(&pki);
}

static void proxies_are_asked_and_their_refusals_told(void **state) {
    (void)state;
    struct error err;
    struct net_proxy p = {.kind = NET_HTTP_PROXY, .host = "127.0.0.1", .user = "jane", .password = "secret"};
    struct net_options o = {.proxy = &p, .no_proxy = "localhost"};
    fetch_server_start(&server, (struct fetch_script){.answer = OK});
    p.port = (uint16_t)server.port;
    struct fetch_request q = {.url = "http://signing.invalid/x", .options = &o, .timeout_ms = 2000};
    assert_true(fetch_run(&q, arena, &a, &err));
    fetch_server_stop(&server);
    assert_int_equal(a.failed, FETCH_DONE);
    assert_true(slice_starts_with(slice_str(server.request), "GET http://signing.invalid/x HTTP/1.1\r\n"));
    assert_true(slice_contains(slice_str(server.request), "Proxy-Authorization: Basic "));

    fetch_server_start(&server, (struct fetch_script){.answer = "HTTP/1.1 407 Proxy Authentication Required\r\n"
                                                                "Proxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n"});
    p.port = (uint16_t)server.port;
    q.url = "https://signing.invalid/x";
    assert_true(fetch_run(&q, arena, &a, &err));
    fetch_server_stop(&server);
    assert_true(slice_starts_with(slice_str(server.request), "CONNECT signing.invalid:443 HTTP/1.1\r\n"));
    assert_int_equal(a.failed, FETCH_PROXY);
    assert_int_equal(a.outcome, NET_PROXY_AUTHENTICATION);
    assert_int_equal(a.status, 407);
    assert_string_equal(a.text, "the proxy asks for a name and a password");

    assert_true(fetch_run(&q, arena, &a, &err)); /* nobody listens there any more */
    assert_int_equal(a.failed, FETCH_PROXY);
    assert_int_equal(a.outcome, NET_REFUSED);
    assert_string_equal(a.text, "the way to the proxy is refused");
}

static void the_environment_does_not_count(void **state) {
    (void)state;
    setenv("http_proxy", "http://127.0.0.1:9", 1);
    setenv("https_proxy", "http://127.0.0.1:9", 1);
    ask((struct fetch_script){.answer = OK}, "http", (struct fetch_request){0});
    assert_int_equal(a.failed, FETCH_DONE);
    unsetenv("http_proxy");
    unsetenv("https_proxy");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_is_posted_and_the_answer_kept),
        cmocka_unit_test(without_a_body_it_gets),
        cmocka_unit_test(a_redirect_is_told_and_not_followed),
        cmocka_unit_test(the_limit_holds_with_and_without_an_announced_length),
        cmocka_unit_test(an_endless_head_ends),
        cmocka_unit_test(time_is_up_where_it_is_up),
        cmocka_unit_test(broken_connections_and_what_is_no_http),
        cmocka_unit_test(nobody_listens),
        cmocka_unit_test(names_come_from_the_caller_where_he_gives_them),
        cmocka_unit_test(bad_requests_are_told_at_once),
        cmocka_unit_test(certificates_are_believed_only_where_they_should),
        cmocka_unit_test(tls_where_none_is_spoken),
        cmocka_unit_test(proxies_are_asked_and_their_refusals_told),
        cmocka_unit_test(the_environment_does_not_count),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}

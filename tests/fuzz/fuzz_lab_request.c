/* Reads the bytes as a request to the lab, judges it, and makes the ticket where it is granted: what is granted must be a ticket that can
 * be read back, with what the request says; and an exchange over the same bytes must end in an answer. */
#include "lab/exchange.h"

#include "format/img4_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct lab_image_name names[] = {{{(const uint8_t *)"Ap,LocalPolicy", 14}, IMG4_NAME('l', 'p', 'o', 'l')},
                                              {{(const uint8_t *)"Cryptex1,SystemOS", 17}, IMG4_NAME('c', 's', 'o', 's')},
                                              {{(const uint8_t *)"DeviceTree", 10}, IMG4_NAME('d', 't', 'r', 'e')},
                                              {{(const uint8_t *)"KernelCache", 11}, IMG4_NAME('k', 'r', 'n', 'l')},
                                              {{(const uint8_t *)"x86,EfiBootBase", 15}, IMG4_NAME('e', 'f', 'b', 'b')}};

static void check_ticket(const struct lab_request *r, struct slice body, struct arena *arena) {
    struct buffer out = buffer_with_limit(4 << 20);
    struct img4 read;
    struct slice certificate = slice_of("\x30\x00", 2);
    const struct img4_property *ecid, *board;
    img4_write_ticket(&out, body, slice_str("signature"), &certificate, 1);
    if (!buffer_ok(&out) || !img4_parse(buffer_slice(&out), arena, &read, NULL) || !read.has_manifest)
        __builtin_trap();
    ecid = img4_find(&read.manifest.manifest, IMG4_NAME('E', 'C', 'I', 'D'));
    board = img4_find(&read.manifest.manifest, IMG4_NAME('B', 'O', 'R', 'D'));
    if (read.manifest.n_objects != r->n_images || (ecid && ecid->integer != r->ecid) || (board && board->integer != r->board))
        __builtin_trap();
    buffer_free(&out);
}

static void judge(struct slice bytes, struct arena *arena) {
    static const struct lab_policy any;
    static const uint8_t issued[20];
    struct lab_image_names known = {names, sizeof names / sizeof *names};
    struct lab_flaw none = {LAB_FLAW_NONE, {0}};
    struct lab_request r = {0};
    struct lab_refusal bad = lab_request_read(bytes, &known, arena, &r);
    if (bad.status == 0)
        bad = lab_policy_judge(&any, &r);
    if (bad.status) {
        if (!bad.why)
            __builtin_trap();
        return;
    }
    struct buffer body = buffer_with_limit(4 << 20);
    struct error err;
    if (lab_ticket_body(&r, &none, issued, arena, &body, &err))
        check_ticket(&r, buffer_slice(&body), arena);
    buffer_free(&body);
}

/* The same bytes at the other places, and as lines that switch faults. */
static void exchange(struct slice bytes, struct arena *arena) {
    static const char *const paths[] = {"/lab/faults", "/TSS/controller", "/v2/pmv", "/catalogue", "/account"};
    struct lab lab = {.n_releases = 0};
    struct buffer out = buffer_with_limit(1 << 20);
    if (!lab_faults_open(&lab.faults, NULL))
        return;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct lab_call call = {.method = slice_str(i < 2 ? "POST" : "GET"),
                                .path = slice_str(paths[i]),
                                .action = slice_str("0"),
                                .body = bytes,
                                .from_here = true};
        struct lab_reply reply = {.body = &out};
        buffer_clear(&out);
        lab_exchange(&lab, &call, arena, &reply);
        if (reply.http < 200 || reply.http > 599 || !buffer_ok(&out))
            __builtin_trap();
    }
    buffer_free(&out);
    lab_faults_close(&lab.faults);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(64 << 20);
    if (!arena)
        return 0;
    judge(slice_of(data, size), arena);
    exchange(slice_of(data, size), arena);
    arena_free(arena);
    return 0;
}

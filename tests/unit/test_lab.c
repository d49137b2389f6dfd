/* The lab without a network: requests judged, tickets made, faults switched and seen, the time server's packet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "format/img4_write.h"
#include "lab/exchange.h"
#include "lab/sntp.h"
#include "net/sntp_packet.h"

#define SECOND UINT64_C(1000000000)

static const struct lab_image_name names[] = {{{(const uint8_t *)"DeviceTree", 10}, IMG4_NAME('d', 't', 'r', 'e')},
                                              {{(const uint8_t *)"KernelCache", 11}, IMG4_NAME('k', 'r', 'n', 'l')}};
static const struct lab_image_names known = {names, 2};

#define NONCE "<key>ApNonce</key><data>AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=</data>"
#define DIGEST "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
#define REQUEST(nonce, more)                                                                                                               \
    "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>@ApImg4Ticket</key><true/><key>ApECID</key><integer>0x1122</integer>"        \
    "<key>ApChipID</key><integer>33027</integer><key>ApBoardID</key><integer>34</integer><key>ApSecurityDomain</key>"                      \
    "<integer>1</integer><key>ApProductionMode</key><true/><key>ApSecurityMode</key><true/>"                                               \
    "<key>UniqueBuildID</key><data>AAECAwQFBgcICQoLDA0ODxAREhM=</data>" nonce more                                                         \
    "<key>KernelCache</key><dict><key>Digest</key><data>" DIGEST "</data><key>EPRO</key><false/></dict>"                                   \
    "<key>DeviceTree</key><dict><key>Digest</key><data>" DIGEST "</data></dict></dict></plist>"

static int open_arena(void **state) { return (*state = arena_new(32 << 20)) ? 0 : -1; }

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

static int status_of(struct arena *arena, const char *text, const struct lab_policy *policy) {
    struct lab_request r;
    struct lab_refusal bad = lab_request_read(slice_str(text), &known, arena, &r);
    return bad.status ? bad.status : lab_policy_judge(policy, &r).status;
}

static void requests_are_judged(void **state) {
    static const struct lab_policy any, one_mac = {.device = {.has_ecid = true, .ecid = 0x1123}};
    assert_int_equal(status_of(*state, REQUEST(NONCE, ""), &any), LAB_SUCCESS);
    assert_int_equal(status_of(*state, REQUEST("", ""), &any), LAB_NONCE);
    assert_int_equal(status_of(*state, REQUEST("", "<key>Ap,UseGlobalSigning</key><true/>"), &any), LAB_SUCCESS);
    assert_int_equal(status_of(*state, REQUEST(NONCE, ""), &one_mac), LAB_NOT_ELIGIBLE);
    assert_int_equal(status_of(*state, REQUEST(NONCE, "<key>BbChipID</key><string>0x1</string>"), &any), LAB_BASEBAND_CHIP);
    assert_int_equal(status_of(*state, "", &any), LAB_NO_DATA);
    assert_int_equal(status_of(*state, "{ApECID = 1;}", &any), LAB_NOT_A_REQUEST); /* only XML is sent */
}

static struct im4m ticket_of(struct arena *arena, struct lab_flaw flaw, struct buffer *body) {
    static const uint8_t issued[20] = {7};
    struct lab_request r;
    struct error err;
    struct img4 read;
    struct buffer whole = buffer_with_limit(1 << 20);
    struct slice certificate = slice_of("\x30\x00", 2);
    assert_int_equal(
        lab_request_read(slice_str(REQUEST(NONCE, "<key>Ap,OSLongVersion</key><string>25.1</string>")), &known, arena, &r).status, 0);
    assert_true(lab_ticket_body(&r, &flaw, issued, arena, body, &err));
    img4_write_ticket(&whole, buffer_slice(body), slice_str("s"), &certificate, 1);
    struct slice kept = arena_slice(arena, buffer_slice(&whole));
    buffer_free(&whole);
    if (!img4_parse(kept, arena, &read, &err))
        fail_msg("%s", err.text);
    return read.manifest;
}

static const struct img4_property *of(const struct img4_object *o, const char *name) {
    const struct img4_property *p = img4_find(o, IMG4_NAME(name[0], name[1], name[2], name[3]));
    if (!p)
        fail_msg("%s is missing", name);
    return p;
}

static void a_ticket_says_what_the_request_says(void **state) {
    struct buffer body CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct im4m t = ticket_of(*state, (struct lab_flaw){LAB_FLAW_NONE, {0}}, &body);
    assert_true(of(&t.manifest, "ECID")->integer == 0x1122 && of(&t.manifest, "CHIP")->integer == 0x8103);
    assert_true(of(&t.manifest, "CEPO")->integer == 1 && of(&t.manifest, "CPRO")->boolean);
    assert_int_equal(of(&t.manifest, "BNCH")->bytes.len, 32);
    assert_int_equal(of(&t.manifest, "srvn")->bytes.data[0], 7);
    assert_true(slice_is(of(&t.manifest, "love")->bytes, "25.1"));
    assert_int_equal(t.n_objects, 2);
    assert_int_equal(t.objects[0].name, IMG4_NAME('d', 't', 'r', 'e'));
    assert_int_equal(of(&t.objects[0], "DGST")->bytes.len, 48);
    assert_true(of(&t.objects[0], "EPRO")->boolean && !of(&t.objects[1], "EPRO")->boolean); /* by default as the device; as was said */
    for (size_t i = 1; i < t.manifest.n_properties; i++)
        assert_true(t.manifest.properties[i - 1].name < t.manifest.properties[i].name);
}

static void a_flaw_is_in_one_place(void **state) {
    struct buffer a CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct im4m good = ticket_of(*state, (struct lab_flaw){LAB_FLAW_NONE, {0}}, &a);
    static const struct {
        enum lab_flaw_kind kind;
        const char *image;
        size_t bytes; /* of the body that differ */
    } cases[] = {{LAB_FLAW_ECID, NULL, 1}, {LAB_FLAW_BOARD, NULL, 1}, {LAB_FLAW_NONCE, NULL, 32}, {LAB_FLAW_DIGEST, "DeviceTree", 48}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer b CLEANUP_BUFFER = buffer_with_limit(1 << 20);
        size_t differ = 0;
        (void)ticket_of(*state, (struct lab_flaw){cases[i].kind, slice_str(cases[i].image)}, &b);
        assert_int_equal(a.len, b.len);
        for (size_t k = 0; k < a.len; k++)
            differ += a.data[k] != b.data[k];
        assert_int_equal(differ, cases[i].bytes);
    }
    struct buffer b CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct im4m less = ticket_of(*state, (struct lab_flaw){LAB_FLAW_MISSING, slice_str("KernelCache")}, &b);
    assert_int_equal(less.n_objects, good.n_objects - 1);
    assert_int_equal(less.objects[0].name, IMG4_NAME('d', 't', 'r', 'e'));
}

/* Every row is whole and its name is its own; what is switched on is seen at its place. */
static void every_fault_is_a_whole_row(void **state) {
    struct lab_faults f;
    struct lab_seen seen;
    struct error err;
    (void)state;
    assert_true(lab_faults_open(&f, &err));
    for (size_t i = 0; i < lab_n_fault_rows; i++) {
        const struct lab_fault_row *r = &lab_fault_rows[i];
        assert_true(r->name && r->does && r->mac && r->cause);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(r->name, lab_fault_rows[k].name);
        assert_true(lab_faults_clear(&f, slice_str("all"), &err));
        if (!lab_faults_switch(&f, slice_str(r->name), 0, &err))
            fail_msg("%s: %s", r->name, err.text);
        lab_faults_see(&f, LAB_PLACE_TSS, &seen);
        assert_int_equal(f.n_on, 1);
        assert_int_equal(seen.row == r, r->places == 1 << LAB_PLACE_TSS);
        lab_faults_see(&f, LAB_PLACE_PMV, &seen);
        assert_null(seen.row);
    }
    lab_faults_close(&f);
}

static void faults_are_switched_by_lines(void **state) {
    static const struct {
        const char *line, *error; /* NULL: none */
    } cases[] = {{"status-94", NULL},
                 {" fault slow=3 ", NULL},
                 {"http-503@pmv=30", NULL},
                 {"clear slow", NULL},
                 {"", NULL},
                 {"status-94=1", "the fault status-94 takes no value"},
                 {"slow=x", "the value of slow is a number: SECONDS"},
                 {"slow=-1", "the value of slow is a number: SECONDS"},
                 {"slow=99999999999", "the value of slow is a number: SECONDS"},
                 {"clear nobody", "there is no fault of that name; `tailor lab --list-faults` lists them"},
                 {"reset@moon", "the fault reset has no such place: places are tss, pmv, catalogue, account, time, other, all"}};
    struct lab_faults f;
    struct lab_seen seen;
    struct error err;
    (void)state;
    assert_true(lab_faults_open(&f, &err));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(lab_faults_command(&f, slice_str(cases[i].line), 0, &err), !cases[i].error);
        if (cases[i].error)
            assert_string_equal(err.text, cases[i].error);
    }
    assert_int_equal(f.n_on, 2);
    lab_faults_see(&f, LAB_PLACE_PMV, &seen);
    assert_int_equal(seen.fault.value, 30);
    lab_faults_close(&f);
}

static void the_one_nearest_to_the_wire_wins(void **state) {
    static const char *const lines[] = {"wrong-ecid", "status-94", "overloaded=2", "captive-portal", "http-500", "reset"};
    struct lab_faults f;
    struct lab_seen seen;
    struct error err;
    (void)state;
    assert_true(lab_faults_open(&f, &err));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct slice name = slice_str(lines[i]), rest;
        (void)slice_cut(name, "=", &name, &rest);
        assert_true(lab_faults_switch(&f, slice_str(lines[i]), 0, &err));
        lab_faults_see(&f, LAB_PLACE_TSS, &seen);
        assert_true(slice_is(name, seen.row->name));
    }
    lab_faults_close(&f);
}

static void some_faults_end_by_themselves(void **state) {
    struct lab_faults f;
    struct lab_seen seen;
    struct error err;
    (void)state;
    assert_true(lab_faults_open(&f, &err) && lab_faults_switch(&f, slice_str("propagation=2"), 0, &err));
    for (int i = 0; i < 4; i++) {
        lab_faults_see(&f, LAB_PLACE_TSS, &seen);
        assert_int_equal(seen.row != NULL, i < 2);
    }
    assert_true(lab_faults_switch(&f, slice_str("refused=5"), 10 * SECOND, &err));
    assert_true(lab_faults_refuse(&f, 14 * SECOND));
    assert_false(lab_faults_refuse(&f, 15 * SECOND));
    lab_faults_close(&f);
}

static void hosts_of_apples_are_known(void **state) {
    static const char *const apples[] = {
        "gs.apple.com", "GDMF.APPLE.COM:443", "gs.apple.com.akadns.net", "www.icloud.com", "17.253.1.2", "mail.me.com", "me.com"};
    static const char *const others[] = {"", "localhost", "127.0.0.1:8443", "[::1]:8443", "lab.example.org", "some.com", "117.1.1.1"};
    (void)state;
    for (size_t i = 0; i < sizeof apples / sizeof *apples; i++)
        assert_true(lab_host_is_apples(slice_str(apples[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(lab_host_is_apples(slice_str(others[i])));
}

/* The probe's own reader is the other side. */
static void the_time_is_read_by_the_probe(void **state) {
    uint8_t question[SNTP_PACKET_BYTES], out[LAB_SNTP_BYTES];
    struct sntp_answer a;
    const int64_t now = INT64_C(1764000000123456789);
    (void)state;
    sntp_packet_request(0x0102030405060708, question);
    assert_true(lab_sntp_answer(slice_of(question, sizeof question), now + 3600 * NS_PER_SECOND, out));
    assert_int_equal(sntp_packet_read(slice_of(out, sizeof out), 0x0102030405060708, now, now, &a), NET_OK);
    assert_true(a.offset_seconds > 3599.99 && a.offset_seconds < 3600.01);
    assert_string_equal(a.reference, "LAB");
    assert_false(lab_sntp_answer(slice_of(question, 47), now, out));
    question[0] = 0x24; /* an answer is no question */
    assert_false(lab_sntp_answer(slice_of(question, sizeof question), now, out));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(requests_are_judged, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_ticket_says_what_the_request_says, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_flaw_is_in_one_place, open_arena, close_arena),
        cmocka_unit_test(every_fault_is_a_whole_row),
        cmocka_unit_test(faults_are_switched_by_lines),
        cmocka_unit_test(the_one_nearest_to_the_wire_wins),
        cmocka_unit_test(some_faults_end_by_themselves),
        cmocka_unit_test(hosts_of_apples_are_known),
        cmocka_unit_test(the_time_is_read_by_the_probe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

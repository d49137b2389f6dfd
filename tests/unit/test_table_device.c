/* Who this Mac is to the signing server, from each source; and the requests that logs hold. */
#include "base/base64.h"
#include "format/tss_text.h"
#include "property_text.h"
#include "table/shared/signing_request_rows.h"
#include "table_test.h"

extern const struct table table_device;

#define CHOSEN                                                                                                                             \
    DICT(KEY("IORegistryEntryName", "<string>chosen</string>") KEY("chip-id", "<data>A4EAAA==</data>")                                     \
             KEY("board-id", "<data>IgAAAA==</data>") KEY("unique-chip-id", "<data>iHdmVUQzIhE=</data>")                                   \
                 KEY("boot-nonce", "<data>AAEC</data>") KEY("security-domain", "<data>AQAAAA==</data>")                                    \
                     KEY("effective-production-status-ap", "<data>AQAAAA==</data>")                                                        \
                         KEY("effective-security-mode-ap", "<data>AAAAAA==</data>"))

static void the_device_tree_gives_little_endian_numbers(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_device, "ioreg", "commands/ioreg-chosen.plist", PROPERTY_LIST("<array>" CHOSEN "</array>")));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "origin"), "ioreg");
    assert_string_equal(cell(&c, 0, "chip"), "33027");
    assert_string_equal(cell(&c, 0, "board"), "34");
    assert_string_equal(cell(&c, 0, "security_domain"), "1");
    assert_string_equal(cell(&c, 0, "ecid"), "0x1122334455667788");
    assert_string_equal(cell(&c, 0, "nonce"), "000102");
    assert_string_equal(cell(&c, 0, "production"), "1");
    assert_string_equal(cell(&c, 0, "security"), "0");
    assert_null(cell(&c, 0, "device_class"));
    capture_free(&c);
    /* The whole tree: the class is the first of the root's names. */
    assert_true(capture_feed(
        &c, &table_device, "ioreg", "ioreg.plist",
        PROPERTY_LIST(DICT(
            KEY("IORegistryEntryChildren",
                "<array>" DICT(KEY("IORegistryEntryName", "<string>device-tree</string>") KEY("compatible", "<data>SjMxM0FQAE1hYwA=</data>")
                                   KEY("IORegistryEntryChildren", "<array>" CHOSEN "</array>")) "</array>")))));
    assert_string_equal(cell(&c, 0, "device_class"), "j313ap");
    assert_string_equal(cell(&c, 0, "chip"), "33027");
    capture_free(&c);
}

static void the_text_of_a_sysdiagnose_too(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_device, "ioreg_text", "ioreg/IODeviceTree.txt",
                     "+-o Root  <class IORegistryEntry, id 0x100000100>\n"
                     "  +-o J274AP  <class IOPlatformExpertDevice, id 0x100000200, registered, matched>\n"
                     "    | {\n    |   \"board-id\" = <99000000>\n    | }\n"
                     "    +-o chosen  <class IOService, id 0x100000201>\n"
                     "    | | {\n    | |   \"chip-id\" = <03810000>\n    | |   \"board-id\" = <22000000>\n"
                     "    | |   \"unique-chip-id\" = <0123>\n    | |   \"odd\" = <zz>\n    | |   \"board-id\" = <>\n    | | }\n"
                     "    +-o memory-map  <class IOService, id 0x100000202>\n      {\n        \"chip-id\" = <ffff0000>\n      }\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "chip"), "33027");
    assert_string_equal(cell(&c, 0, "board"), "34");
    assert_string_equal(cell(&c, 0, "ecid"), "0x2301");
    assert_string_equal(cell(&c, 0, "device_class"), "j274ap");
    assert_string_equal(cell(&c, 0, "line"), "6");
    capture_free(&c);
}

static void a_t2_keeps_it_in_nvram(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_device, "nvram", "commands/nvram.plist",
        PROPERTY_LIST(DICT(KEY("94B73556-2197-4702-82A8-3E1337DAFBFB:ApBoardID", "<data>DAAAAA==</data>") KEY(
            "94B73556-2197-4702-82A8-3E1337DAFBFB:ApChipID", "<data>EoAAAA==</data>") KEY("ApECID", "<data>//////////8=</data>")
                               KEY("HardwareModel", "<data>SjEzMkFQAA==</data>") KEY("boot-args", "<data>LXYA</data>")))));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "chip"), "32786");
    assert_string_equal(cell(&c, 0, "board"), "12");
    assert_string_equal(cell(&c, 0, "ecid"), "0xFFFFFFFFFFFFFFFF");
    assert_string_equal(cell(&c, 0, "device_class"), "j132ap");
    capture_free(&c);
    assert_true(
        capture_feed(&c, &table_device, "nvram", "commands/nvram.plist", PROPERTY_LIST(DICT(KEY("boot-args", "<data>LXYA</data>")))));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
}

static void system_profiler_knows_chip_and_number(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_device, "system_profiler", "commands/system_profiler.plist",
        PROPERTY_LIST("<array>" DICT(KEY("_dataType", "<string>SPHardwareDataType</string>") KEY(
            "_items", "<array>" DICT(KEY("machine_model", "<string>MacBookAir10,1</string>")
                                         KEY("provisioning_UDID", "<string>00008103-1122334455667788</string>")) "</array>")) "</array>")));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "chip"), "33027");
    assert_string_equal(cell(&c, 0, "ecid"), "0x1122334455667788");
    assert_string_equal(cell(&c, 0, "device_class"), "j313ap");
    assert_null(cell(&c, 0, "board"));
    capture_free(&c);
}

/* ---- requests in logs ---- */

#define REQUEST                                                                                                                            \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n\t<key>@ApImg4Ticket</key>\n\t<true/>\n"                 \
    "\t<key>@HostPlatformInfo</key>\n\t<string>mac</string>\n\t<key>@UUID</key>\n\t<string>00000000-0000-4000-8000-000000000001</"         \
    "string>\n"                                                                                                                            \
    "\t<key>@VersionInfo</key>\n\t<string>libauthinstall-1033.0.1</string>\n\t<key>Ap,OSLongVersion</key>\n\t<string>24.6.99.0.0,0</"      \
    "string>\n"                                                                                                                            \
    "\t<key>Ap,Target</key>\n\t<string>J313AP</string>\n\t<key>ApBoardID</key>\n\t<integer>34</integer>\n"                                 \
    "\t<key>ApChipID</key>\n\t<integer>33027</integer>\n\t<key>ApECID</key>\n\t<integer>9223372036854775809</integer>\n"                   \
    "\t<key>ApNonce</key>\n\t<data>\n\tAAEC\n\t</data>\n\t<key>ApProductionMode</key>\n\t<true/>\n\t<key>ApSecurityDomain</key>\n"         \
    "\t<integer>1</integer>\n\t<key>ApSecurityMode</key>\n\t<true/>\n\t<key>KernelCache</key>\n\t<dict>\n\t\t<key>Digest</key>\n"          \
    "\t\t<data>\n\t\tBwcH\n\t\t</data>\n\t</dict>\n</dict>\n</plist>\n"

/* In base64, in lines of so many columns with this in front of each. */
static const char *dump(struct buffer *out, size_t columns, const char *front) {
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    base64_append(&text, slice_str(REQUEST));
    for (size_t at = 0; at < text.len; at += columns) {
        buffer_add_str(out, at ? front : "");
        buffer_append(out, slice_sub(buffer_slice(&text), at, columns));
        buffer_add_byte(out, '\n');
    }
    buffer_add_byte(out, '\0');
    return (const char *)out->data;
}

static void check_row(struct capture *c, const char *answer, const char *process) {
    if (c->n_rows != 1)
        fail_msg("%zu rows: %s", c->n_rows, c->err.text);
    assert_string_equal(cell(c, 0, "kind"), "ap");
    assert_string_equal(cell(c, 0, "chip"), "33027");
    assert_string_equal(cell(c, 0, "board"), "34");
    assert_string_equal(cell(c, 0, "ecid"), "0x8000000000000001");
    assert_string_equal(cell(c, 0, "nonce"), "000102");
    assert_string_equal(cell(c, 0, "long_version"), "24.6.99.0.0,0");
    assert_string_equal(cell(c, 0, "target"), "j313ap");
    assert_string_equal(cell(c, 0, "client"), "libauthinstall-1033.0.1");
    assert_string_equal(cell(c, 0, "images"), "1");
    assert_string_equal(cell(c, 0, "production"), "1");
    if (answer)
        assert_string_equal(cell(c, 0, "answer"), answer);
    else
        assert_null(cell(c, 0, "answer"));
    if (process)
        assert_string_equal(cell(c, 0, "process"), process);
    capture_free(c);
}

#define HEAD "2026-11-10 10:38:57+01 studio osinstallersetupd[724]: AMAuthInstallRequestSendSync: "

static void a_request_in_the_install_log(void **state) {
    (void)state;
    static const size_t columns[] = {64, 76, 5000};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
        struct capture c;
        buffer_add_str(&out, HEAD "failed tss request:<<<<<<<<<<\n\t");
        dump(&out, columns[i], "\t");
        out.len--;
        buffer_add_str(&out, HEAD "failed tss request:>>>>>>>>>>\n");
        buffer_add_byte(&out, '\0');
        assert_true(capture_feed(&c, &table_signing_request, "install_log", "install.log", (const char *)out.data));
        assert_string_equal(cell(&c, 0, "line"), "1");
        assert_string_equal(cell(&c, 0, "time"), "2026-11-10T09:38:57Z");
        check_row(&c, "failed", "osinstallersetupd");
    }
}

static void a_granted_one_as_the_client_spells_it(void **state) {
    (void)state;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    struct capture c;
    buffer_add_str(&out, HEAD "succesful tss request:<<<<<<<<<<\n");
    assert_true(capture_feed(&c, &table_signing_request, "install_log", "install.log", dump(&out, 76, "")));
    check_row(&c, "granted", NULL);
}

/* Restore logs break at 128 columns, with 21 blanks in front of what continues. */
static void a_request_in_a_wrapped_restore_log(void **state) {
    (void)state;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    struct capture c;
    buffer_add_str(&out, "[10:38:57.0123-GMT]{1>6} CHECKPOINT NOTICE: nothing\n"
                         "amai: AMAuthInstallRequestSendSyncWithHeader: failed tss request:<<<<<<<<<<\n");
    dump(&out, 128, "                     ");
    out.len--;
    buffer_add_str(&out, "amai: AMAuthInstallRequestSendSyncWithHeader: failed tss request:>>>>>>>>>>\n");
    buffer_add_byte(&out, '\0');
    assert_true(capture_feed(&c, &table_signing_request, "restore_log", "restore.log", (const char *)out.data));
    check_row(&c, "failed", NULL);
}

static void a_request_in_the_output_of_a_tool(void **state) {
    (void)state;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    struct capture c;
    buffer_add_str(&out, "Sending TSS request attempt 1...\n");
    assert_true(capture_feed(&c, &table_signing_request, "host_tool", "commands/host-tool.txt", dump(&out, 76, "")));
    check_row(&c, NULL, NULL);
    assert_true(capture_feed(&c, &table_signing_request, "tss_request", "amai/debug/tss-request.plist", REQUEST));
    check_row(&c, NULL, NULL);
    assert_false(capture_feed(&c, &table_signing_request, "tss_request", "amai/debug/tss-request.plist", "<plist><dict/></plist>"));
    capture_free(&c);
}

static void a_torn_request_tells_what_is_left(void **state) {
    (void)state;
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 16);
    struct capture c;
    buffer_add_str(&out, HEAD "failed tss request:<<<<<<<<<<\n");
    dump(&out, 76, "");
    memcpy(out.data + 880, "...", 4); /* elided by the one who pasted it */
    assert_true(capture_feed(&c, &table_signing_request, "install_log", "install.log", (const char *)out.data));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "board"), "34");
    assert_null(cell(&c, 0, "production"));
    capture_free(&c);
    assert_true(capture_feed(&c, &table_signing_request, "install_log", "install.log",
                             HEAD "succesful tss request:<<<<<<<<<<\n\tPD94bWwgdmVyc2lv... 10 03:36:37 made osinstallersetupd[724]: x\n"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
}

static void values_are_looked_up_behind_their_keys(void **state) {
    (void)state;
    struct slice element, value;
    static const char text[] = "<key>A</key><string> x </string><key>AB</key>\n<true/><key>T</key><integer>5</int<key>U</key>text<true/>"
                               "<key>V</key><verylongelementname/><key>W</key><data></data><key>Z</key>";
    assert_true(tss_text_value(slice_str(text), "A", &element, &value));
    assert_true(slice_is(value, "x") && slice_is(element, "string"));
    assert_true(tss_text_value(slice_str(text), "AB", &element, &value) && slice_is(element, "true"));
    assert_true(tss_text_value(slice_str(text), "W", &element, &value) && value.len == 0);
    static const char *const absent[] = {"B", "T", "U", "V", "Z", ""};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_false(tss_text_value(slice_str(text), absent[i], &element, &value));
    for (size_t n = 0; n < sizeof REQUEST; n++) {
        struct slice xml;
        struct arena *arena CLEANUP_ARENA = arena_new(1 << 20);
        (void)!tss_text_find(slice_of(REQUEST, n), arena, &xml);
        (void)!tss_text_value(slice_of(REQUEST, n), "ApECID", &element, &value);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_device_tree_gives_little_endian_numbers),
        cmocka_unit_test(the_text_of_a_sysdiagnose_too),
        cmocka_unit_test(a_t2_keeps_it_in_nvram),
        cmocka_unit_test(system_profiler_knows_chip_and_number),
        cmocka_unit_test(a_request_in_the_install_log),
        cmocka_unit_test(a_granted_one_as_the_client_spells_it),
        cmocka_unit_test(a_request_in_a_wrapped_restore_log),
        cmocka_unit_test(a_request_in_the_output_of_a_tool),
        cmocka_unit_test(a_torn_request_tells_what_is_left),
        cmocka_unit_test(values_are_looked_up_behind_their_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

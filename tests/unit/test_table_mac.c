#include "property_text.h"
#include "table_test.h"

extern const struct table table_mac;

#define REPORT(hardware, more) PROPERTY_LIST(ARRAY(PROFILER_PART("SPHardwareDataType", hardware) more))

static void apple_silicon_in_full(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_mac, "system_profiler", "commands/system_profiler.plist",
        REPORT(KEY_STRING("machine_model", "Mac99,9") KEY_STRING("machine_name", "Test Mac") KEY_STRING("chip_type", "Apple M9")
                   KEY_STRING("boot_rom_version", "1.2.3") KEY_STRING("os_loader_version", "1.2.4") KEY_STRING("physical_memory", "8 GB")
                       KEY_STRING("serial_number", "TESTSERIAL") KEY_STRING("platform_UUID", "00000000-0000-1000-8000-000000000001")
                           KEY_STRING("provisioning_UDID", "00009999-0012ABCD0000001E")
                               KEY_STRING("activation_lock_status", "activation_lock_enabled"),
               PROFILER_PART("SPSoftwareDataType", KEY_STRING("boot_mode", "safe_boot") KEY_STRING("secure_vm", "secure_vm_disabled")
                                                       KEY_STRING("local_host_name", "tests") KEY_STRING("user_name", "Anna (anna)")))));
    assert_int_equal(c.n_rows, 1);
    static const char *const expected[][2] = {{"model", "Mac99,9"},       {"name", "Test Mac"},     {"chip", "Apple M9"},
                                              {"kind", "apple-silicon"},  {"firmware", "1.2.3"},    {"os_loader", "1.2.4"},
                                              {"memory", "8 GB"},         {"serial", "TESTSERIAL"}, {"ecid", "0x0012ABCD0000001E"},
                                              {"activation_lock", "1"},   {"secure_vm", "0"},       {"boot_mode", "safe_boot"},
                                              {"computer_name", "tests"}, {"user", "Anna (anna)"}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_string_equal(cell(&c, 0, expected[i][0]), expected[i][1]);
    assert_null(cell(&c, 0, "bridgeos_version"));
    capture_free(&c);
}

static void kinds_of_mac(void **state) {
    (void)state;
    static const struct {
        const char *text, *kind;
    } cases[] = {
        {REPORT(KEY_STRING("machine_model", "MacTest1,1") KEY_STRING("cpu_type", "Quad-Core Intel Core i5")
                    KEY_STRING("boot_rom_version", "2000.1.0 (iBridge: 20.1.2.0.0,0)"),
                ""),
         "t2"},
        {REPORT(KEY_STRING("machine_model", "MacTest1,1") KEY_STRING("cpu_type", "Dual-Core Intel Core i5"),
                PROFILER_PART("SPiBridgeDataType",
                              KEY_STRING("ibridge_model_name", "Apple T2 Security Chip") KEY_STRING("ibridge_build", "20P1"))),
         "t2"},
        {REPORT(KEY_STRING("machine_model", "MacTest1,1") KEY_STRING("cpu_type", "Dual-Core Intel Core i5"), ""), "intel"},
        {REPORT(KEY_STRING("machine_model", "VirtualMac2,1") KEY_STRING("chip_type", "Apple M1 (Virtual)"), ""), "vm"},
        {REPORT(KEY_STRING("machine_model", "VMware7,1") KEY_STRING("cpu_type", "Dual-Core Intel Core i5"), ""), "vm"},
        {REPORT(KEY_STRING("machine_model", "MacTest1,1") KEY_STRING("machine_name", "Apple Virtual Machine 1"), ""), "vm"},
        {REPORT(KEY_STRING("machine_model", "MacTest1,1"), ""), NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_mac, "system_profiler", "x.spx", cases[i].text));
        assert_int_equal(c.n_rows, 1);
        if (cases[i].kind)
            assert_string_equal(cell(&c, 0, "kind"), cases[i].kind);
        else
            assert_null(cell(&c, 0, "kind"));
        if (i == 0) {
            assert_string_equal(cell(&c, 0, "firmware"), "2000.1.0");
            assert_string_equal(cell(&c, 0, "bridgeos_version"), "20.1.2.0.0,0");
        }
        if (i == 1)
            assert_string_equal(cell(&c, 0, "bridgeos_version"), "20P1");
        capture_free(&c);
    }
}

static void an_intel_udid_is_no_ecid(void **state) {
    (void)state;
    static const char *const udids[] = {"00000000-0000-1000-8000-000000000001", "00009999-0012ABCD000000ZZ", "-", ""};
    for (size_t i = 0; i < sizeof udids / sizeof *udids; i++) {
        struct capture c;
        char text[600];
        snprintf(text, sizeof text,
                 "<plist><array><dict><key>_dataType</key><string>SPHardwareDataType</string><key>_items</key><array><dict>"
                 "<key>provisioning_UDID</key><string>%s</string></dict></array></dict></array></plist>",
                 udids[i]);
        assert_true(capture_feed(&c, &table_mac, "system_profiler", "x", text));
        assert_null(cell(&c, 0, "ecid"));
        assert_non_null(c.problem); /* no model */
        capture_free(&c);
    }
}

static void a_report_without_hardware_is_no_row(void **state) {
    (void)state;
    struct capture c;
    assert_true(
        capture_feed(&c, &table_mac, "system_profiler", "SPPowerDataType.spx", PROPERTY_LIST(ARRAY(PROFILER_PART("SPPowerDataType", "")))));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
}

static void damage_is_an_error(void **state) {
    (void)state;
    static const char *const texts[] = {"", PROPERTY_LIST(DICT("")), "Hardware:\n\n  Hardware Overview:\n",
                                        "<plist><array><dict><key>_data"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct capture c;
        assert_false(capture_feed(&c, &table_mac, "system_profiler", "x", texts[i]));
        assert_int_equal(c.n_rows, 0);
        capture_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apple_silicon_in_full),    cmocka_unit_test(kinds_of_mac),
        cmocka_unit_test(an_intel_udid_is_no_ecid), cmocka_unit_test(a_report_without_hardware_is_no_row),
        cmocka_unit_test(damage_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

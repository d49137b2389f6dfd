#include "storage_text.h"
#include "table_test.h"

extern const struct table table_security;

/* The value of the first fact of that name; "(private)" when it is in private_value; NULL when there is none. */
static const char *fact(const struct capture *c, const char *name) {
    for (size_t i = 0; i < c->n_rows; i++)
        if (strcmp(cell(c, i, "name"), name) == 0)
            return cell(c, i, "private_value") ? "(private)" : cell(c, i, "value");
    return NULL;
}

static void csrutil_states(void **state) {
    (void)state;
    static const struct {
        const char *text, *name, *value;
    } cases[] = {{"System Integrity Protection status: enabled.\n", "sip", "enabled"},
                 {"System Integrity Protection status: disabled (Apple Internal).\n", "sip", "disabled"},
                 {"System Integrity Protection status: unknown (Custom Configuration).\n\nConfiguration:\n\tKext Signing: disabled\n"
                  "\tNVRAM Protections: enabled\n\nThis is unusual.\n",
                  "sip", "custom"},
                 {"Authenticated Root status: disabled\n", "authenticated_root", "disabled"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_security, "csrutil", "commands/csrutil.txt", cases[i].text));
        assert_string_equal(fact(&c, cases[i].name), cases[i].value);
        if (i == 2) {
            assert_int_equal(c.n_rows, 3);
            assert_string_equal(fact(&c, "sip/kext-signing"), "disabled");
            assert_string_equal(cell(&c, 1, "line"), "4");
        }
        capture_free(&c);
    }
}

static void bputil_gives_policy_environment_and_headlines(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_security, "bputil", "commands/bputil.txt",
                             "A warning: do not do this!\n\n"
                             "Local policy for volume group 12121212-0000-0000-0000-000000000000:\nOS environment:\n"
                             "OS Type                                       : macOS\n"
                             "OS Pairing Status                             : Not Paired\n"
                             "Local Policy Nonce Hash                 (lpnh): 00FF\n\nLocal policy:\n"
                             "Unique Chip ID                          (ECID): 0x1234\n"
                             "OS Version                              (love): 99.1.2.0.0,0\n"
                             "User Authorized Kext List Hash          (auxp): absent\n\n"
                             "Security Mode:               Reduced     (smb0): 1\n"
                             "Signed System Volume Status: Enabled     (sip1): absent\n"
                             "Can't get local policy for Volume Group UUID 34\n"));
    assert_string_equal(fact(&c, "environment/os-type"), "macos");
    assert_string_equal(fact(&c, "pairing"), "not paired");
    assert_string_equal(fact(&c, "environment/lpnh"), "(private)");
    assert_string_equal(fact(&c, "policy/ecid"), "(private)");
    assert_string_equal(fact(&c, "policy/love"), "99.1.2.0.0,0");
    assert_string_equal(fact(&c, "policy/auxp"), "absent");
    assert_string_equal(fact(&c, "policy/smb0"), "reduced");
    assert_string_equal(fact(&c, "secure_boot_level"), "reduced");
    assert_string_equal(fact(&c, "policy/sip1"), "enabled");
    assert_null(fact(&c, "policy/a-warning"));
    assert_string_equal(c.problem, "bputil answered: Can't get local policy for Volume Group UUID 34");
    for (size_t i = 0; i < c.n_rows; i++) {
        assert_string_equal(cell(&c, i, "volume_group"), "12121212-0000-0000-0000-000000000000");
        if (strcmp(cell(&c, i, "name"), "policy/smb0") == 0) {
            assert_string_equal(cell(&c, i, "detail"), "Security Mode: 1");
            assert_string_equal(cell(&c, i, "text"), "Security Mode: Reduced (smb0): 1");
            assert_string_equal(cell(&c, i, "line"), "14");
        }
        if (strcmp(cell(&c, i, "name"), "environment/os-type") == 0)
            assert_string_equal(cell(&c, i, "text"), "OS Type: macOS");
        if (strcmp(cell(&c, i, "name"), "policy/love") == 0)
            assert_string_equal(cell(&c, i, "text"), "OS Version (love): 99.1.2.0.0,0");
    }
    capture_free(&c);
}

static void bputil_of_other_versions(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_security, "bputil", "bputil.txt",
                             "Current OS environment: one true recoveryOS\nCurrent local policy:\n"
                             "Security Mode:               Permissive (smb0 && smb1): 1\n"
                             "Kext Receipt Hash                       (auxr): \n"));
    assert_string_equal(fact(&c, "environment/os-type"), "one true recoveryos");
    assert_string_equal(fact(&c, "secure_boot_level"), "permissive");
    assert_string_equal(fact(&c, "policy/smb0"), "permissive");
    assert_non_null(fact(&c, "policy/auxr"));
    capture_free(&c);
}

static void fdesetup_states(void **state) {
    (void)state;
    static const struct {
        const char *text, *name, *value;
    } cases[] = {{"FileVault is On.\n", "filevault", "on"},
                 {"FileVault is Off, but will be enabled after the next restart.\n", "filevault", "off"},
                 {"FileVault is On.\nEncryption in progress: Percent completed = 45\n", "filevault/conversion", "45"},
                 {"FileVault is Off.\nDeferred enablement appears to be active for user 'anna'.\n", "filevault/deferred", "yes"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture c;
        assert_true(capture_feed(&c, &table_security, "fdesetup_status", "commands/fdesetup-status.txt", cases[i].text));
        assert_string_equal(fact(&c, cases[i].name), cases[i].value);
        for (size_t k = 0; k < c.n_rows; k++)
            assert_null(strstr(cell(&c, k, "text"), "anna"));
        capture_free(&c);
    }
}

static void the_seal_that_counts_is_the_snapshots(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_security, "diskutil_info", "x", DISKUTIL_INFO_PLIST));
    assert_string_equal(fact(&c, "seal"), "broken");
    assert_string_equal(fact(&c, "filevault"), "off");
    capture_free(&c);
    assert_true(capture_feed(&c, &table_security, "diskutil_apfs_list_text", "x", DISKUTIL_APFS_TEXT));
    assert_string_equal(fact(&c, "seal"), "yes");
    assert_string_equal(fact(&c, "filevault"), "on");
    capture_free(&c);
}

static void bless_names_folder_and_snapshot(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_security, "bless_info", "bless_info.txt",
                             "finderinfo[0]:      2 => Blessed System Folder is /System/Library/CoreServices\n"
                             "Snapshot \"com.apple.os.update-0A1B\" is next\n"
                             "Current EFI boot device string is: '<array>x</array>'\n"));
    assert_string_equal(fact(&c, "blessed_folder"), "/System/Library/CoreServices");
    assert_string_equal(fact(&c, "boot_snapshot"), "com.apple.os.update-0A1B");
    assert_string_equal(fact(&c, "boot_device"), "(private)");
    capture_free(&c);
}

static void profiler_gives_boot_policy(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(&c, &table_security, "system_profiler", "x",
                             PROPERTY_LIST(ARRAY(PROFILER_PART("SPSoftwareDataType", KEY_STRING("system_integrity", "integrity_disabled")
                                                                                         KEY_STRING("secure_vm", "secure_vm_enabled"))
                                                     PROFILER_PART("SPiBridgeDataType", KEY_STRING("ibridge_secure_boot", "Full Security")
                                                                                            KEY_STRING("ibridge_sb_ssv", "Disabled"))))));
    assert_string_equal(fact(&c, "sip"), "disabled");
    assert_string_equal(fact(&c, "secure_vm"), "enabled");
    assert_string_equal(fact(&c, "secure_boot_level"), "full");
    assert_string_equal(fact(&c, "boot_policy/ssv"), "disabled");
    capture_free(&c);
}

static void damage_is_an_error(void **state) {
    (void)state;
    static const char *const kinds[] = {"csrutil",        "csrutil_authenticated_root", "bputil", "fdesetup_status", "diskutil_info",
                                        "system_profiler"};
    static const char *const texts[] = {"", " \n", "zsh: command not found\n", "\x80:\xff (\n): \n"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            struct capture c;
            assert_false(capture_feed(&c, &table_security, kinds[i], "x", texts[k]));
            assert_int_equal(c.n_rows, 0);
            capture_free(&c);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csrutil_states),
        cmocka_unit_test(bputil_gives_policy_environment_and_headlines),
        cmocka_unit_test(bputil_of_other_versions),
        cmocka_unit_test(fdesetup_states),
        cmocka_unit_test(the_seal_that_counts_is_the_snapshots),
        cmocka_unit_test(bless_names_folder_and_snapshot),
        cmocka_unit_test(profiler_gives_boot_policy),
        cmocka_unit_test(damage_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * The tables of network, extensions, processes and management over the evaluation cases and the samples, where they are
 * present (../shared, or the folder named by TAILOR_SHARED): whatever is not empty or torn must be read.
 */
#include "table_test.h"

#include <dirent.h>
#include <stdlib.h>

extern const struct table table_account, table_enrollment, table_hosts_entry, table_interface, table_kext, table_launchd_job,
    table_network_service, table_process, table_profile, table_profile_setting, table_proxy, table_resolver, table_seed,
    table_system_extension;

static const struct {
    const struct table *table;
    const char *kind, *path;
    bool rows; /* a good file has at least one */
} inputs[] = {
    {&table_hosts_entry, "hosts", "root/private/etc/hosts", true},
    {&table_resolver, "scutil_dns", "commands/scutil-dns.txt", true},
    {&table_proxy, "scutil_proxy", "commands/scutil-proxy.txt", false},
    {&table_interface, "ifconfig", "commands/ifconfig.txt", true},
    {&table_kext, "kmutil_showloaded", "commands/kmutil-showloaded.txt", true},
    {&table_system_extension, "systemextensionsctl_list", "commands/systemextensionsctl-list.txt", false},
    {&table_process, "ps", "commands/ps.txt", true},
    {&table_enrollment, "profiles_status", "commands/profiles-status.txt", true},
    {&table_account, "profiles_bootstraptoken", "commands/profiles-bootstraptoken.txt", true},
    {&table_account, "sysadminctl_securetoken", "commands/sysadminctl-securetoken.txt", true},
    {&table_account, "fdesetup_status", "commands/fdesetup-status.txt", true},
    {&table_seed, "seedutil_current", "commands/seedutil-current.txt", true},
    {&table_profile, "profiles", "commands/profiles.plist", true},
    {&table_profile_setting, "profiles", "commands/profiles.plist", true},
    {&table_network_service, "network_prefs", "root/Library/Preferences/SystemConfiguration/preferences.plist", true},
};

static const struct {
    const struct table *table;
    const char *kind, *path;
    size_t rows;
} samples[] = {
    {&table_process, "ps", "8-cmdout/jc/osx-10.14.6/ps-axu.out", 300},
    {&table_process, "ps", "8-cmdout/jc/osx-10.11.6/ps-axu.out", 150},
    {&table_interface, "ifconfig", "8-cmdout/jc/osx-10.14.6/ifconfig.out", 15},
    {&table_interface, "ifconfig", "8-cmdout/jc/osx-10.11.6/ifconfig2.out", 7},
    {&table_interface, "ifconfig", "8-cmdout/glpi-agent/macos/ifconfig/macosx-01", 8},
    {&table_launchd_job, "launchd_job", "4-plists/plaso/plist/launchd.plist", 1},
    {&table_profile, "profiles", "4-plists/macadmins-osquery-extension/macos_profiles/test_profiles_stdout.plist", 2},
};

static const char *shared(void) {
    const char *folder = getenv("TAILOR_SHARED");
    return folder ? folder : "../shared";
}

/* False: no such file. */
static bool read_file(const char *path, char **ret_bytes, size_t *ret_len) {
    enum { MAX_BYTES = 4 << 20 };
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    *ret_bytes = malloc(MAX_BYTES);
    *ret_len = *ret_bytes ? fread(*ret_bytes, 1, MAX_BYTES, f) : 0;
    fclose(f);
    return *ret_bytes != NULL;
}

static bool is_damaged(struct slice bytes) { return slice_trim(bytes).len == 0 || slice_find_byte(bytes, 0) != SLICE_NOT_FOUND; }

static void check_case(const char *evidence, size_t *read) {
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        char path[1024], *bytes;
        size_t len;
        snprintf(path, sizeof path, "%s/%s", evidence, inputs[i].path);
        if (!read_file(path, &bytes, &len))
            continue;
        struct capture c;
        bool damaged = is_damaged(slice_of(bytes, len));
        bool good = capture_feed_slice(&c, inputs[i].table, inputs[i].kind, inputs[i].path, slice_of(bytes, len));
        if (good == damaged)
            fail_msg("%s: %s", path, good ? "read although it is damaged" : c.err.text);
        if (good && inputs[i].rows && c.n_rows == 0)
            fail_msg("%s: no row in table %s", path, inputs[i].table->name);
        *read += good;
        capture_free(&c);
        free(bytes);
    }
}

static void every_case_is_read(void **state) {
    (void)state;
    char path[1024];
    size_t read = 0;
    snprintf(path, sizeof path, "%s/cases", shared());
    DIR *dir = opendir(path);
    if (!dir) {
        print_message("skipped: %s is absent\n", path);
        skip();
    }
    for (struct dirent *e; (e = readdir(dir));) {
        snprintf(path, sizeof path, "%s/cases/%s/evidence", shared(), e->d_name);
        if (e->d_name[0] != '.')
            check_case(path, &read);
    }
    closedir(dir);
    print_message("%zu artefacts read\n", read);
    assert_true(read > 0);
}

static void samples_of_real_macs(void **state) {
    (void)state;
    size_t found = 0;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        char path[1024], *bytes;
        size_t len;
        snprintf(path, sizeof path, "%s/corpus/%s", shared(), samples[i].path);
        if (!read_file(path, &bytes, &len))
            continue;
        struct capture c;
        if (!capture_feed_slice(&c, samples[i].table, samples[i].kind, samples[i].path, slice_of(bytes, len)))
            fail_msg("%s: %s", path, c.err.text);
        if (c.n_rows < samples[i].rows)
            fail_msg("%s: %zu rows, at least %zu were expected", path, c.n_rows, samples[i].rows);
        assert_null(c.problem);
        capture_free(&c);
        free(bytes);
        found++;
    }
    if (found == 0) {
        print_message("skipped: %s/corpus is absent\n", shared());
        skip();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_case_is_read), cmocka_unit_test(samples_of_real_macs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

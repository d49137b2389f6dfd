/*
 * Feeds arbitrary bytes to the tables of the network, of extensions, processes, management and the signing exchange. The first byte chooses
 * the table and kind of artefact; the rest is the artefact. Every value of a row is read, as the engine would.
 */
#include <stdlib.h>

#include "table/table.h"

extern const struct table table_account, table_enrollment, table_hosts_entry, table_interface, table_kext, table_launchd_job,
    table_network_hardware, table_network_service, table_process, table_profile, table_profile_setting, table_proxy, table_resolver,
    table_seed, table_system_extension, table_offer, table_apple_account, table_exchange, table_device, table_signing_request, table_ticket;

static const struct {
    const struct table *table;
    const char *kind, *path;
} targets[] = {
    {&table_hosts_entry, "hosts", "root/private/etc/hosts"},
    {&table_resolver, "scutil_dns", "commands/scutil-dns.txt"},
    {&table_resolver, "resolver_file", "root/private/etc/resolver/example.org"},
    {&table_proxy, "scutil_proxy", "commands/scutil-proxy.txt"},
    {&table_proxy, "network_prefs", "root/Library/Preferences/SystemConfiguration/preferences.plist"},
    {&table_proxy, "profiles", "commands/profiles.plist"},
    {&table_interface, "ifconfig", "commands/ifconfig.txt"},
    {&table_network_service, "network_prefs", "root/Library/Preferences/SystemConfiguration/preferences.plist"},
    {&table_network_hardware, "network_interfaces", "root/Library/Preferences/SystemConfiguration/NetworkInterfaces.plist"},
    {&table_kext, "kmutil_showloaded", "commands/kmutil-showloaded.txt"},
    {&table_kext, "kext_info", "root/Library/Extensions/A.kext/Contents/Info.plist"},
    {&table_system_extension, "systemextensionsctl_list", "commands/systemextensionsctl-list.txt"},
    {&table_process, "ps", "commands/ps.txt"},
    {&table_launchd_job, "launchd_job", "root/Library/LaunchDaemons/org.example.plist"},
    {&table_account, "profiles_bootstraptoken", "commands/profiles-bootstraptoken.txt"},
    {&table_seed, "seedutil_current", "commands/seedutil-current.txt"},
    {&table_enrollment, "profiles_status", "commands/profiles-status.txt"},
    {&table_profile, "profiles", "commands/profiles.plist"},
    {&table_profile_setting, "profiles", "commands/profiles.plist"},
    {&table_profile_setting, "managed_prefs", "root/Library/Managed Preferences/com.apple.applicationaccess.plist"},
    {&table_resolver, "profiles", "commands/profiles.plist"},
    {&table_offer, "pmv", "commands/pmv.json"},
    {&table_apple_account, "apple_account", "commands/account.json"},
    {&table_exchange, "exchange", "commands/signing-exchange.json"},
    {&table_ticket, "exchange", "commands/signing-exchange.json"},
    {&table_device, "ioreg", "commands/ioreg-chosen.plist"},
    {&table_device, "ioreg_text", "ioreg/IODeviceTree.txt"},
    {&table_device, "nvram", "commands/nvram.plist"},
    {&table_signing_request, "tss_request", "amai/debug/tss-request.plist"},
};

static volatile unsigned sum;

static bool wants(const struct feed *f, const struct table *t) {
    (void)f;
    (void)t;
    return true;
}

static void row(struct feed *f, const struct table *t, const struct value *values, struct origin origin) {
    (void)f;
    if (origin.line < 0)
        abort();
    for (size_t i = 0; i < t->n_columns; i++)
        for (size_t j = 0; values[i].type == VALUE_TEXT && j < values[i].text.len; j++)
            sum += values[i].text.data[j];
}

static void progress(struct feed *f, uint64_t done) {
    (void)f;
    (void)done;
}

static void problem(struct feed *f, const char *text) {
    (void)f;
    sum += (unsigned)strlen(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct knowledge *knowledge;
    struct error err = {0};
    if (!knowledge)
        knowledge = knowledge_open(NULL, &err);
    if (!knowledge)
        abort();
    if (size == 0)
        return 0;
    size_t choice = data[0] % (sizeof targets / sizeof *targets);
    struct slice bytes = slice_of(data + 1, size - 1);
    struct arena *arena CLEANUP_ARENA = arena_new(64u << 20);
    struct artefact a = artefact_of_slice(targets[choice].path, targets[choice].kind, &bytes);
    struct feed f = {
        .artefact = &a, .arena = arena, .knowledge = knowledge, .wants = wants, .row = row, .progress = progress, .problem = problem};
    if (arena && !targets[choice].table->feed(&f, &err) && err.text[0] == '\0')
        abort();
    return 0;
}

/*
 * bench_make_log: writes a log in the form of install.log, the same one each time. The lines are ours; their form and their kinds are those
 * of real logs.
 *
 *     bench_make_log usual FILE MEGABYTES   what a Mac writes over the years: scans in the background, packages, clients that come and go;
 *                                           about one record in a hundred tells of an update attempt
 *     bench_make_log worst FILE MEGABYTES   every record tells of one: progress and failures
 *
 * In a line: %d a small number, %n a large one, %p a process id, %U a UUID, %x eight hexadecimal digits, %v a version, %b a build, %w one
 * of some names of software, %f a fraction.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"

struct kind {
    unsigned share; /* how often, beside the others */
    const char *process, *text;
};

static const struct kind quiet[] = {
    {70, "softwareupdated",
     "Adding client SUUpdateServiceClient pid=%p, uid=%d, installAuth=NO rights=(), transactions=0 (/usr/sbin/softwareupdate)"},
    {70, "softwareupdated",
     "Removing client SUUpdateServiceClient pid=%p, uid=%d, installAuth=NO rights=(), transactions=0 (/usr/sbin/softwareupdate)"},
    {30, "softwareupdated",
     "Adding client SUUpdateServiceClient pid=%p, uid=50%d, installAuth=NO rights=(), transactions=0 "
     "(/System/Library/ExtensionKit/Extensions/SoftwareUpdateSettings.appex/Contents/MacOS/SoftwareUpdateSettings)"},
    {20, "softwareupdated", "BackgroundActivity: Activity check-in with Interval %n"},
    {12, "softwareupdated", "BackgroundActivity: Finished Background Check Activity"},
    {12, "softwareupdated", "BackgroundActions: Automatic check parameters: autoDownload=YES, autoConfigData=YES, autoCriticalInstall=YES"},
    {12, "softwareupdated", "Refreshing available updates from scan"},
    {15, "softwareupdated", "SUOSUScheduler: ARMED (mode=%d)"},
    {12, "softwareupdated", "SUOSUTonightObserver: Predicted start date / end date: (null) / (null)"},
    {15, "softwareupdated",
     "SUOSNotificationBundleHandler: Should notify? NO (Notification pending=%d, bundle exists=0, "
     "mdmInitiatedNotificationBundleInstall=0)"},
    {15, "softwareupdated", "SUTelemetryReporter: SUCCESS: Report uploaded successfully."},
    {15, "softwareupdated", "-[SUOSUManagedServiceDaemon invalidAndRemoveOldDeclarations]_block_invoke: Removed 0 invalid declarations"},
    {25, "softwareupdated",
     "AssertionMgr: Take com.apple.softwareupdate.NotifyAgentAssertion-LoginDone assertion with type BackgroundTask for pid %p, id 0x%x"},
    {25, "softwareupdated",
     "AssertionMgr: Cancel com.apple.softwareupdate.NotifyAgentAssertion-LoginDone assertion with type BackgroundTask for pid %p, id 0x%x"},
    {10, "softwareupdated", "(null): softwareupdated: Service connection invalidated!"},
    {10, "softwareupdated", "Failed to find incompatible apps list on software update catalog"},
    {10, "softwareupdated", "OSISPredicateUpdateProduct: Incompatible Apps List: No product found"},
    {6, "softwareupdated", "SUOSUServiceDaemon: availableMobileSoftwareUpdates = (\n)"},
    {10, "softwareupdated", "JS: %v"},
    {10, "softwareupdated", "Package Authoring Error: has background scaling=\"proportional\" but it has unknown alignment (%w)"},
    {10, "softwareupdated", "SUPreferenceManager: Set object: %d for key: LastRecommendedUpdatesAvailable"},
    {10, "softwareupdated", "SUOSUPowerPreferences: on AC power=%d, battery level %d%d"},
    {8, "softwareupdated", "Product 0%d-%n: distribution evaluated in %f s, root volume /, choices (%w)"},
    {8, "softwareupdated", "SUStatisticsManager: Successfully wrote statistics to disk (%n bytes)"},
    {25, "system_installd",
     "PackageKit: Adding client PKInstallDaemonClient pid=%p, uid=0 "
     "(/System/Library/PrivateFrameworks/PackageKit.framework/Resources/installd)"},
    {12, "installd", "PackageKit: Using user space for com.example.%w.pkg, free blocks %n%n"},
    {25, "installd",
     "PackageKit: Extracting file:///private/var/folders/zz/%x/C/PKInstallSandboxManager/%U.activeSandbox/%w-%v.pkg#Payload.pkg "
     "(destination=/Library/InstallerSandboxes/.PKInstallSandboxManager/%U.activeSandbox/Root, uid=0)"},
    {25, "system_installd",
     "PackageKit: Extracting file:///Library/Updates/0%d-%n/%wPlistConfigData.pkg#Payload "
     "(destination=/Library/Apple/System/Library/InstallerSandboxes/.PKInstallSandboxManager-SystemSoftware/%U.activeSandbox/Root, uid=0)"},
    {12, "installd", "PackageKit: prevent user idle system sleep"},
    {12, "installd", "PackageKit: suspending backupd"},
    {12, "installd", "PackageKit: allow user idle system sleep"},
    {12, "installd", "PackageKit: Set reponsibility for install to %p"},
    {12, "installd", "PackageKit: Hosted team responsibility for install set to team:(%x)"},
    {14, "installd",
     "PackageKit: Using trashcan path /var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/PKInstallSandboxTrash/%U.sandboxTrash for sandbox "
     "/Library/InstallerSandboxes/.PKInstallSandboxManager/%U.activeSandbox"},
    {14, "installd", "PackageKit: Shoving /Library/InstallerSandboxes/.PKInstallSandboxManager/%U.activeSandbox/Root (%d items) to /"},
    {14, "package_script_service",
     "PackageKit: Preparing to execute script \"./postinstall\" in /private/tmp/PKInstallSandbox.%x/Scripts/com.example.%w.%x"},
    {14, "package_script_service",
     "PackageKit: Executing script \"./postinstall\" in /private/tmp/PKInstallSandbox.%x/Scripts/com.example.%w.%x"},
    {20, "package_script_service", "./postinstall: setting permissions of /Library/Application Support/%w/%U (%n files)"},
    {20, "package_script_service", "./postinstall: /Library/LaunchDaemons/com.example.%w.plist: service already loaded, restarting it"},
    {30, "installd", "PackageKit: Registered bundle file:///Applications/%w.app/Contents/PlugIns/%w-%d.appex/ for uid 0"},
    {30, "installd", "PackageKit: Touched bundle /Applications/%w.app/Contents/Frameworks/%w.framework/Versions/A"},
    {14, "installd", "PackageKit: Writing receipt for com.example.%w to /"},
    {10, "install_monitor", "Temporarily excluding: /Applications, /Library, /System, /bin, /private, /sbin, /usr (%p), token %U"},
    {10, "install_monitor", "Re-included: /Applications, /Library, /System, /bin, /private, /sbin, /usr"},
    {12, "installer", "Package name is %w %v"},
    {12, "installer", "Upgrading at base path /"},
    {12, "installer", "Preparing for installation of %n KiB"},
    {12, "Installer", "IFPKInstallElement (%d packages), choices %x"},
    {12, "Installer", "Current Path: /Users/admin/Downloads/%w-%v.pkg/Contents/%w"},
    {10, "Installer", "Set authorization level to root for session"},
    {12, "appstoreagent", "[%x] Received service client notification for %w, build %b, %n%n bytes"},
    {12, "appstoreagent", "UpdateController: Evaluating %d pending items for account %U"},
    {10, "Jamf App Installers", "Catalog item %w: version %v is current, next look in %n s"},
    {10, "suhelperd", "Verifying package integrity of %w.pkg, %n%n bytes, digest %x%x%x%x"},
    {8, "suhelperd", "Packages: (\n    \"com.example.%w.pkg.%x\",\n    \"com.example.%w.pkg.%x\",\n    \"com.example.%w.pkg.%x\"\n)"},
    {6, "softwareupdate_notify_agent", "AssertionMgr: Take com.apple.softwareupdate.NotifyAgentAssertion-%w assertion for pid %p, id 0x%x"},
    {6, "softwareupdated",
     "Got status {\n    Identifier = \"0%d-%n\";\n    PackageSize = %n;\n    Title = \"%w\";\n    Version = \"%v\";\n}"},
};
static const struct kind telling[] = {
    {20, "softwareupdated", "Scan (f=1, d=0) completed"},
    {10, "softwareupdated", "SUScan: Elapsed scan time = %f"},
    {10, "softwareupdated", "0 updates found:"},
    {2, "softwareupdated", "Progress: phase:ACCEPTED stalled:NO portionComplete:%f estimatedTimeRemaining:-1.000000"},
    {6, "softwareupdated", "Progress: phase:DOWNLOADING_UPDATE stalled:NO portionComplete:%f estimatedTimeRemaining:%n.000000"},
    {3, "softwareupdated", "Progress: phase:PREFLIGHT_PERSONALIZE stalled:NO portionComplete:%f estimatedTimeRemaining:1800.000000"},
    {9, "softwareupdated", "Progress: phase:PREPARING_UPDATE stalled:NO portionComplete:%f estimatedTimeRemaining:-1.000000"},
    {4, "installd", "Installed \"%w\" (%v)"},
    {4, "installd", "PackageKit: ----- Begin install -----"},
    {4, "installd", "PackageKit: ----- End install -----"},
    {3, "osinstallersetupd", "Operation success - OSISCreateMutableProductOperation"},
    {2, "softwareupdated",
     "SUOSUMobileSoftwareUpdateController: Scan failed: Error Domain=NSURLErrorDomain Code=-1004 \"Could not connect to the server.\" "
     "UserInfo={NSErrorFailingURLKey=https://gdmf.apple.com/v2/assets, NSUnderlyingError=0x%x%x {Error Domain=kCFErrorDomainCFNetwork "
     "Code=-1004 \"(null)\" UserInfo={_kCFStreamErrorCodeKey=61}}}"},
    {2, "osinstallersetupd", "Operation queue failed with error: Error Domain=com.apple.OSInstallerSetup.error Code=1004 \"(null)\""},
    {1, "softwareupdated",
     "Update finished: Error Domain=SUMacControllerError Code=7740 \"[SUMacControllerErrorPreflightPersonalizeFailed=7740] Failed to "
     "personalize\" UserInfo={NSDebugDescription=%x}"},
    {1, "system_installd", "tss_submit_job_with_retry: TSS Connection attempt 2 of 3.  (Will retry if TSS_ERR_SERVER_NOT_REACHABLE.)"},
    {2, "softwareupdated", "Running OS Build: macOS %v (%b)"},
};
static const char *const words[] = {"Spreadsheet", "BackupTool",       "XProtect",  "Gatekeeper", "Drawing Board",
                                    "MRTConfig",   "Chinese Wordlist", "Messenger", "Printer 5",  "PatchAgent",
                                    "Editor",      "Network Link",     "Fonts",     "SafetyCheck"};

enum { WORDS = sizeof words / sizeof *words };

struct maker {
    struct buffer out;
    uint32_t seed;
    uint64_t second;
    unsigned in_thousand; /* telling records */
};

static uint32_t next_random(struct maker *m) { return m->seed = m->seed * 1664525u + 1013904223u, m->seed >> 8; }

static const struct kind *choose(struct maker *m, const struct kind *kinds, size_t count) {
    unsigned all = 0;
    for (size_t i = 0; i < count; i++)
        all += kinds[i].share;
    unsigned place = next_random(m) % all;
    while (place >= kinds->share)
        place -= kinds++->share;
    return kinds;
}

static void add_hex(struct maker *m, size_t digits, const char *set) {
    for (; digits; digits--)
        buffer_add_byte(&m->out, (uint8_t)set[next_random(m) % 16]);
}

static void add_uuid(struct maker *m) {
    for (size_t i = 0; i < 5; i++) {
        if (i)
            buffer_add_byte(&m->out, '-');
        add_hex(m, i == 0 ? 8 : i == 4 ? 12 : 4, "0123456789ABCDEF");
    }
}

static void add_field(struct maker *m, char field) {
    uint32_t r = next_random(m);
    switch (field) {
    case 'd':
        return buffer_printf(&m->out, "%u", r % 10);
    case 'n':
        return buffer_printf(&m->out, "%u", 1000 + r % 90000);
    case 'p':
        return buffer_printf(&m->out, "%u", 100 + r % 80000);
    case 'U':
        return add_uuid(m);
    case 'x':
        return add_hex(m, 8, "0123456789abcdef");
    case 'v':
        return buffer_printf(&m->out, "%u.%u.%u", 10 + r % 6, r / 8 % 9, r / 128 % 5);
    case 'b':
        return buffer_printf(&m->out, "2%u%c%u", r % 5, (int)('A' + r / 8 % 8), 50 + r / 64 % 200);
    case 'w':
        return buffer_add_str(&m->out, words[r % WORDS]);
    default:
        return buffer_printf(&m->out, "0.%06u", r % 1000000);
    }
}

static void add_record(struct maker *m) {
    const struct kind *k = next_random(m) % 1000 < m->in_thousand ? choose(m, telling, sizeof telling / sizeof *telling)
                                                                  : choose(m, quiet, sizeof quiet / sizeof *quiet);
    m->second += next_random(m) % 30;
    uint64_t s = m->second;
    buffer_printf(&m->out, "20%02u-%02u-%02u %02u:%02u:%02u-07 MacBook-Pro %s[%u]: ", (unsigned)(19 + s / 29030400 % 8),
                  (unsigned)(s / 2419200 % 12 + 1), (unsigned)(s / 86400 % 28 + 1), (unsigned)(s / 3600 % 24), (unsigned)(s / 60 % 60),
                  (unsigned)(s % 60), k->process, 200 + next_random(m) % 700);
    for (const char *p = k->text; *p; p++)
        if (*p == '%')
            add_field(m, *++p);
        else
            buffer_add_byte(&m->out, (uint8_t)*p);
    buffer_add_byte(&m->out, '\n');
}

int main(int argc, char **argv) {
    FILE *f = argc == 4 ? fopen(argv[2], "wb") : NULL;
    if (!f)
        return fprintf(stderr, "usage: bench_make_log usual|worst FILE MEGABYTES\n"), 64;
    struct maker m = {.out = buffer_with_limit(4 << 20), .seed = 1, .in_thousand = strcmp(argv[1], "worst") == 0 ? 1000 : 10};
    bool written = true;
    for (size_t left = strtoul(argv[3], NULL, 10); left && written; left--) {
        buffer_clear(&m.out);
        while (m.out.len < 1 << 20)
            add_record(&m);
        written = fwrite(m.out.data, 1, m.out.len, f) == m.out.len;
    }
    buffer_free(&m.out);
    if (fclose(f) != 0 || !written)
        return perror(argv[2]), 1;
    return 0;
}

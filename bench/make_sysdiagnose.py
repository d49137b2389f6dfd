"""make_sysdiagnose.py FILE.tar.gz MEGABYTES: a sysdiagnose-like archive of about that compressed size, the same each time.

Half of it is what does not compress (traces, stacks: seeded random bytes), the rest text as logs and listings are. A failed
update stands in its install.log, so that there is something to find. Made of our own lines only.
"""
import gzip
import io
import random
import sys
import tarfile

TOP = "sysdiagnose_2024.10.01_09-40-00+0200_macOS_Mac_23G93/"
QUIET = [
    "softwareupdated[418]: SUOSUScheduler: ARMED (mode=1)",
    "softwareupdated[418]: BackgroundActivity: Activity check-in with Interval 21600",
    "softwareupdated[418]: Adding client SUUpdateServiceClient pid=1968, uid=501, installAuth=NO rights=(), transactions=0 (/usr/sbin/softwareupdate)",
    "softwareupdated[418]: Removing client SUUpdateServiceClient pid=1968, uid=501, installAuth=NO rights=(), transactions=0 (/usr/sbin/softwareupdate)",
    "system_installd[777]: PackageKit: Adding client PKInstallDaemonClient pid=410, uid=0 (/System/Library/PrivateFrameworks/PackageKit.framework/Resources/installd)",
    "softwareupdated[418]: SUOSNotificationBundleHandler: Should notify? NO (Notification pending=0, bundle exists=0, mdmInitiatedNotificationBundleInstall=0)",
]
FAILED = [
    "softwareupdated[418]: Progress: phase:ACCEPTED stalled:NO portionComplete:0.001000 estimatedTimeRemaining:-1.000000",
    "softwareupdated[418]: Progress: phase:PREFLIGHT_PERSONALIZE stalled:NO portionComplete:0.550000 estimatedTimeRemaining:1800.000000",
    "com.apple.MobileSoftwareUpdate.UpdateBrainService[2207]: amai: tss_submit_job: SendHttpRequest failed 503",
]


def install_log(rng, size):
    out, n = io.StringIO(), 0
    while out.tell() < size:
        n += 1
        out.write("2024-09-%02d %02d:%02d:%02d+02 Mac %s\n" % (1 + n // 90000 % 28, n // 3600 % 24, n // 60 % 60, n % 60, rng.choice(QUIET)))
    for i, line in enumerate(FAILED):
        out.write("2024-10-01 09:3%d:00+02 Mac %s\n" % (i, line))
    return out.getvalue().encode()


def listing(rng, size):
    words = ["Thread", "0x%x" % rng.getrandbits(40), "CFRunLoopRunSpecific", "mach_msg2_trap", "UserEventAgent", "running", "priority"]
    line = lambda: " ".join(rng.choice(words) for _ in range(12)) + " %d\n" % rng.getrandbits(32)
    block = "".join(line() for _ in range(20000)).encode()
    return (block * (size // len(block) + 1))[:size]


def main():
    path, megabytes = sys.argv[1], int(sys.argv[2])
    rng = random.Random(20241001)
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w|") as tar:

        def add(name, data):
            info = tarfile.TarInfo(TOP + name)
            info.size, info.mtime = len(data), 1727768400
            tar.addfile(info, io.BytesIO(data))

        add("sw_vers.txt", b"ProductName:\t\tmacOS\nProductVersion:\t\t14.6.1\nBuildVersion:\t\t23G93\n")
        add("csrutil-status.txt", b"System Integrity Protection status: enabled.\n")
        add("ps.txt", listing(rng, 1 << 20))
        add("logs/install.log", install_log(rng, 20 << 20))
        part = 0
        while raw.tell() < megabytes << 20:
            part += 1
            add("system_logs.logarchive/Persist/%016x.tracev3" % part, rng.randbytes(12 << 20))
            add("spindump-%d.txt" % part, listing(rng, 40 << 20))
    print("%s: %d bytes" % (path, __import__("os").path.getsize(path)))


if __name__ == "__main__":
    main()

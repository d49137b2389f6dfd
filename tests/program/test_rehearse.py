"""tailor rehearse: Macs in good order pass, and for each check one fault fails it alone."""
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
sys.dont_write_bytecode = True
from program_run import Program
from rehearsal_evidence import BOARDS, CONTAINER, NOW, OFFERS, PLIST, apfs, endpoint, healthy, pmv, probe, write
from recorded_mac import RecordedMac

tailor = Program(sys.argv[1])
temporary = tempfile.TemporaryDirectory()
UNKNOWN = {"account", "exchange"}  # nothing that is saved tells
DDM = "root/private/var/db/softwareupdate/SoftwareUpdateDDMStatePersistence.plist"


def rehearse(name, files, *words, **options):
    folder = write(files, os.path.join(temporary.name, name))
    return tailor("rehearse", "--json", folder, *words, **options)


def outcomes(answer):
    return {c["check"]: c["outcome"] for c in answer["checks"]}


def check_of(answer, name):
    return next((c for c in answer["checks"] if c["check"] == name), None)


def prefs(**keys):
    return PLIST % ("<dict>\n" + "".join("<key>%s</key>\n<string>%s</string>\n" % k for k in keys.items()) + "</dict>")


def space(available):
    return {"commands/df.txt": "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/disk3s1s1 482797652 9997384 %d 4%% /\n/dev/disk3s2 482797652 6290944 %d 3%% /System/Volumes/Preboot\n"
            "/dev/disk3s5 482797652 164391028 %d 36%% /System/Volumes/Data\n" % ((available // 1024,) * 3)}


def account(**changes):
    state = dict({"schema": "tailor.account/1", "status": "active", "two_factor": "done", "region": "US", "entitlements": ["public"], "changed": NOW}, **changes)
    return {"commands/account.json": json.dumps(state)}


def hosts(*lines):
    return {"root/private/etc/hosts": "127.0.0.1\tlocalhost\n" + "".join(l + "\n" for l in lines)}


def nvram(name, value):
    return {"commands/nvram.plist": PLIST % ("<dict><key>%s</key><string>%s</string></dict>" % (name, value))}


MANAGED = {"commands/profiles-status.txt": "Enrolled via DEP: Yes\nMDM enrollment: Yes (User Approved)\nMDM server: https://mdm.school.example/mdm/ServerURL\n"}
DEFERRED = {"root/Library/Managed Preferences/com.apple.applicationaccess.plist": PLIST % "<dict><key>enforcedSoftwareUpdateDelay</key><integer>30</integer><key>forceDelayedSoftwareUpdates</key><true/></dict>"}
ENFORCED = {DDM: PLIST % "<dict><key>Declarations</key><dict><key>x</key><dict><key>TargetOSVersion</key><string>14.7</string></dict></dict></dict>"}
NO_TOKEN = {"commands/profiles-bootstraptoken.txt": "profiles: Bootstrap Token supported on server: YES\nprofiles: Bootstrap Token escrowed to server: NO\n"}
NO_SECURE_TOKEN = {"commands/sysadminctl-securetoken.txt": "2024-09-20 10:41:12.221 sysadminctl[2911:61b0] Secure token is DISABLED for user Lab Admin\n"}
INTERCEPTED = endpoint("gs.apple.com", 443, "personalize", "failed", "tls", "re-signed", detail={"issuer": "CN=Example Inspection CA", "trust": "none"})

# name, kind of Mac, what is changed (None: the file is not there), the check that must fail, words of its sentence, a fix of the plan
FAULTS = [
    ("not-offered", "apple-silicon", {"--target": "14.5"}, "offered", "not among what Apple offers", "use-signed-build"),
    ("offer-over", "apple-silicon", {"commands/pmv.json": pmv(("14.7", "23H124", "2024-06-16", "2024-09-10"), ("14.6", "23G80", "2024-06-16", "2025-09-10"))}, "offered", "ended on 2024-09-10", "use-signed-build"),
    ("account-locked", "apple-silicon", account(status="locked"), "account", "locked", "unlock-account"),
    ("account-disabled", "t2", account(status="disabled"), "account", "disabled", "unlock-account"),
    ("two-factor", "apple-silicon", account(two_factor="pending"), "account", "Two-factor", "finish-two-factor"),
    ("not-entitled", "apple-silicon", dict(account(), **{"commands/pmv.json": pmv(*OFFERS, ("15.1", "24B5035e", "2024-09-17", "2025-01-10")), "--target": "24B5035e", "commands/seedutil-current.txt": None}),
     "account", "entitled to none", "fix-enrolment"),
    ("not-enrolled", "apple-silicon", {"commands/pmv.json": pmv(*OFFERS, ("15.1", "24B5035e", "2024-09-17", "2025-01-10")), "--target": "15.1"}, "enrolment", "no beta programme", "fix-enrolment"),
    ("clock-wrong", "apple-silicon", {"commands/sntp.txt": "+433012.0 +/- 0.02 time.apple.com 17.253.54.123\n"}, "clock", "wrong by +433012", "set-clock"),
    ("clock-old", "t2", {"commands/date.txt": "2016-01-01T00:10:00Z\n", "commands/sntp.txt": None}, "clock", "2016-01-01", "set-clock"),
    ("no-network", "apple-silicon", {"commands/ifconfig.txt": "en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500\n\tstatus: inactive\n"}, "network", "no network", "connect-network"),
    ("hosts-line", "t2", hosts("127.0.0.1 gdmf.apple.com"), "hosts-scan", "gdmf.apple.com", "remove-hosts-lines"),
    ("hosts-line-signing", "apple-silicon", hosts("74.208.105.171 gs.apple.com"), "hosts-personalize", "gs.apple.com", "remove-hosts-lines"),
    ("scan-blocked", "apple-silicon", {"commands/probe.json": probe(endpoint("gdmf.apple.com", 443, "scan", "failed", "tcp", "silent"))}, "hosts-scan", "gdmf.apple.com:443 is kept back", "exempt-apple-hosts"),
    ("download-name", "intel", {"commands/probe.json": probe(endpoint("updates.cdn-apple.com", 443, "download", "failed", "dns", "sinkhole"))}, "hosts-download", "not resolved", "fix-dns"),
    ("intercepted", "apple-silicon", {"commands/probe.json": probe(INTERCEPTED)}, "hosts-personalize", "re-signs", "exempt-apple-hosts"),
    ("proxy-denies", "vm", {"commands/probe.json": probe(endpoint("gs.apple.com", 443, "personalize", "failed", "proxy", "authentication-required"))}, "hosts-personalize", "proxy does not let", "exempt-apple-hosts"),
    ("catalogue", "t2", {"root/Library/Preferences/com.apple.SoftwareUpdate.plist": prefs(CatalogURL="http://reposado.school.example/index.sucatalog")}, "settings", "catalogue", "remove-catalog-override"),
    ("settings-damaged", "apple-silicon", {"root/Library/Preferences/com.apple.SoftwareUpdate.plist": (PLIST % "<dict><key>A</key><true/></dict>")[:-25]}, "settings", "damaged", "repair-preferences"),
    ("too-new", "intel", {"--target": "14.7"}, "supported", "not supported by macOS 14", "use-supported-mac"),
    ("space", "apple-silicon", space(12 * 10**9), "space", "12.0 GB are free, 20.0 GB should be", "free-space"),
    ("space-own-size", "apple-silicon", dict(space(25 * 10**9), **{"commands/softwareupdate-list.txt": "Software Update found the following new or updated software:\n* Label: macOS Sonoma 14.7-23H124\n"
     "\tTitle: macOS Sonoma 14.7, Version: 14.7, Size: 12543210KiB, Recommended: YES, Action: restart, \n"}), "space", "30.7 GB should be", "free-space"),
    ("battery", "apple-silicon", {"commands/pmset-ps.txt": "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=77)\t31%; discharging; 1:41 remaining present: true\n"}, "power", "31 %", "connect-power"),
    ("deferred", "apple-silicon", dict(MANAGED, **DEFERRED), "management", "until 2024-10-16", "lift-mdm-restriction"),
    ("signing-server-set", "apple-silicon", {"root/Library/Preferences/com.apple.MobileAsset.plist": prefs(MobileAssetPersonalizationServerURL="http://tss.lab.example")}, "signing-settings", "tss.lab.example", "remove-signing-override"),
    ("firmware-old", "apple-silicon", {"commands/system_profiler.plist": lambda text: text.replace("10151.140.19", "7429.81.3")}, "firmware", "older than the system", "revive-dfu"),
    ("recovery-missing", "apple-silicon", {"commands/diskutil_apfs.txt": apfs(None), "commands/diskutil_list.txt": lambda text: "".join(l for l in text.splitlines(1) if "Volume Recovery" not in l)}, "recovery", "no Recovery volume", "create-recovery"),
    ("recovery-missing-vm", "vm", {"commands/diskutil_apfs.txt": apfs(None), "commands/diskutil_list.txt": lambda text: "".join(l for l in text.splitlines(1) if "Recovery" not in l)}, "recovery", "has no Recovery", "create-recovery"),
    ("recovery-empty", "vm", {"commands/diskutil_apfs.txt": apfs(24000)}, "recovery", "is empty", "create-recovery"),
    ("preboot-full", "apple-silicon", {"commands/df.txt": lambda text: text.replace("6290944 301224116     3%", "482000000 10000   100%")}, "preboot", "Preboot volume is full", "free-preboot"),
    ("seal-broken", "apple-silicon", {"commands/diskutil_apfs.txt": apfs(sealed="Broken")}, "system", "seal", "reseal-system"),
    ("no-owner", "apple-silicon", NO_SECURE_TOKEN, "owner", "no secure token", "fix-ownership"),
    ("no-bootstrap-token", "apple-silicon", dict(MANAGED, **ENFORCED, **NO_TOKEN), "owner", "bootstrap token", "escrow-bootstrap-token"),
]


def changed(kind, changes):
    files = healthy(kind)
    for path, text in changes.items():
        if path.startswith("--"):
            continue
        if text is None:
            files.pop(path)
        else:
            files[path] = text(files[path]) if callable(text) else text
    return files


def healthy_macs_pass():
    for kind in BOARDS:
        run = rehearse("healthy-" + kind, healthy(kind))
        answer = run.json()
        odd = {k: v for k, v in outcomes(answer).items() if v != "passed" and k not in UNKNOWN and (kind, k) != ("t2", "startup-security")}
        tailor.check("a healthy %s passes %s" % (kind, odd), not odd and answer["status"] == "clear" and run.status == 0, run)
        tailor.check("what passes is quoted", all(c["evidence"] for c in answer["checks"] if c["outcome"] == "passed"), run)
        tailor.check("nothing to do", answer["plan"] == [] and answer["first"] is None, run)
        tailor.check("stages in order", [s for i, s in enumerate(c["stage"] for c in answer["checks"]) if i == 0 or s != answer["checks"][i - 1]["stage"]]
                     == [s for s in ["scan", "download", "preflight", "personalize", "prepare", "apply", "boot"] if s in {c["stage"] for c in answer["checks"]}], run)


def each_fault_fails_its_check():
    failing = set()
    for name, kind, changes, check, words, fix in FAULTS:
        options = [w for k, v in changes.items() if k.startswith("--") for w in (k, v)]
        run = rehearse(name, changed(kind, changes), *options)
        answer = run.json()
        failed = [k for k, v in outcomes(answer).items() if v == "failed"]
        c = check_of(answer, check)
        failing.add(check)
        tailor.check("%s fails %s, and nothing else: %s" % (name, check, failed), failed == [check] or (name == "clock-old" and check in failed), run)
        tailor.check("%s says %s: %s" % (name, words, c["says"]), words in c["says"], run)
        tailor.check("%s quotes" % name, c["evidence"] and all(e["text"] for r in c["reasons"] for e in r["evidence"]) and c["reasons"], run)
        tailor.check("%s stops it" % name, answer["status"] == "stopped" and run.status == 1 and answer["first"] == failed[0], run)
        tailor.check("%s is planned with %s: %s" % (name, fix, [s["action"] for s in answer["plan"]]), fix in [s["action"] for s in answer["plan"]], run)
        tailor.check("%s plans no last resort" % name, all(s["part"] != "last-resort" for s in answer["plan"]), run)
    left = {c["check"] for c in rehearse("all", healthy("apple-silicon")).json()["checks"]} - failing
    # These fail by no condition that is made up above: they tell, or are proved by lines of logs.
    tailor.check("each check has a fault: %s" % left, left <= {"software", "backup", "kexts", "startup-security", "exchange"})


def what_is_needed_decides():
    for path, check, status in (("commands/df.txt", "space", 2), ("commands/pmset-ps.txt", "power", 0), ("commands/pmv.json", "offered", 0), ("commands/probe.json", "hosts-personalize", 0)):
        files = healthy("apple-silicon")
        files.pop(path)
        if check == "space":
            files.pop("commands/diskutil_apfs.txt"), files.pop("commands/diskutil_list.txt")
        run = rehearse("without-" + check, files)
        answer = run.json()
        c = check_of(answer, check)
        tailor.check("without %s %s is unknown" % (path, check), c["outcome"] == "unknown" and c["missing"], run)
        tailor.check("%s: exit %d" % (path, status), run.status == status and answer["status"] == ("unknown" if status else "clear"), run)


def a_past_failure_is_not_judged():
    files = healthy("apple-silicon")
    files["root/private/var/log/install.log"] = (
        "2024-09-20 10:31:12+02 studio softwareupdated[418]: Progress: phase:ACCEPTED stalled:NO portionComplete:0.001000 estimatedTimeRemaining:-1.000000\n"
        "2024-09-20 10:38:28+02 studio softwareupdated[418]: Progress: phase:PREFLIGHT_PERSONALIZE stalled:NO portionComplete:0.550000 estimatedTimeRemaining:-1.000000\n"
        "2024-09-20 10:39:44+02 studio softwareupdated[418]: amai: AMAuthInstallRequestSendSyncWithHeader: failed tss submission: TSS_ERR_SERVER_NOT_REACHABLE\n")
    files["dialog.txt"] = "Failed to personalize the software update. Please try again.\n"
    run = rehearse("past-failure", files)
    tailor.check("a past failure stops nothing", run.status == 0 and run.json()["status"] == "clear", run)
    diagnosis = tailor("diagnose", "-q", os.path.join(temporary.name, "past-failure"))
    tailor.check("though a diagnosis judges it", diagnosis.status in (1, 2), diagnosis)


def the_target_is_chosen():
    files = healthy("apple-silicon")
    for words, version, build, origin in ((["--target", "15.0"], "15.0", "24A335", "named"), (["--target", "24A335"], "15.0", "24A335", "named"),
                                          ([], "14.7", "23H124", "the newest offered of this major version")):
        run = rehearse("target", files, *words)
        t = run.json()["target"]
        tailor.check("target %s: %s" % (words, t), (t["version"], t["build"], t["origin"]) == (version, build, origin), run)
    files["commands/sw_vers.txt"] = files["commands/sw_vers.txt"].replace("14.6.1", "14.7").replace("23G93", "23H124")
    t = rehearse("upgrade", files).json()["target"]
    tailor.check("then the upgrade: %s" % t, t["version"] == "15.0" and t["origin"] == "the newest offered")
    files["commands/sw_vers.txt"] = files["commands/sw_vers.txt"].replace("14.7", "15.0").replace("23H124", "24A335")
    answer = rehearse("newest", files).json()
    tailor.check("then none", answer["target"] == {"version": None, "build": None, "origin": None} and "newest macOS" in check_of(answer, "offered")["says"])
    files = dict(healthy("apple-silicon"), **MANAGED, **ENFORCED)
    t = rehearse("enforced", files).json()["target"]
    tailor.check("management comes first: %s" % t, (t["version"], t["build"]) == ("14.7", "23H124") and t["origin"] == "enforced by management")
    files = healthy("apple-silicon")
    files["commands/pmv.json"] = pmv(*OFFERS, boards=["J274AP", "J504AP"])
    answer = rehearse("other-board", files).json()
    tailor.check("another board's offer is none", check_of(answer, "offered")["outcome"] == "unknown" and answer["target"]["version"] is None)


def the_command_line():
    folder = write(healthy("apple-silicon"), os.path.join(temporary.name, "line"))
    answer = tailor("rehearse", "--json", "--stage", "preflight", folder).json()
    tailor.check("--stage", {c["stage"] for c in answer["checks"]} == {"preflight"} and len(answer["checks"]) > 3)
    for words in (["--stage", "lunch"], ["--target", "Sonoma"], ["--target", "14.7; DROP"], ["--format", "csv"]):
        run = tailor("rehearse", folder, *words)
        tailor.check("%s is refused" % words, run.status == 64 and not run.out, run)
    run = tailor("rehearse", os.path.join(temporary.name, "nowhere"))
    tailor.check("no evidence", run.status == 66, run)
    run = tailor("rehearse", folder)
    tailor.check("as text", run.status == 0 and run.text.startswith("Nothing stops it so far; unknown: ") and "checks passed" in run.text, run)
    tailor.check("quiet", tailor("rehearse", "-q", folder).out == b"")
    odd = os.path.join(temporary.name, "odd")
    write({"checks/999-mine.sql": "-- stage: boot\n-- title: mine\n-- because: x\n-- tells: df\n-- unknown: nothing\nSELECT 'failed' AS outcome, 'No' AS says, source, line, ns, text FROM os"}, odd)
    run = tailor("rehearse", "--json", "--rules", odd, folder)
    tailor.check("a check of one's own", run.status == 1 and run.json()["first"] == "mine", run)
    write({"checks/999-mine.sql": "-- stage: boot\n-- title: mine\nSELECT 1"}, odd)
    run = tailor("rehearse", "--rules", odd, folder)
    tailor.check("a mistake in it is named", run.status == 64 and "999-mine" in run.told, run)


def pages_say_the_same():
    """HTML as a strict browser reads it, Markdown as a ticket system does; evidence that would break out of either does not."""
    import test_html
    files = changed("apple-silicon", dict(hosts("74.208.105.171 gs.apple.com # <script>alert(1)</script> | `x` @all"), **space(12 * 10**9), **NO_SECURE_TOKEN))
    for name, those in (("stopped", files), ("clear", healthy("t2"))):
        folder = write(those, os.path.join(temporary.name, "pages-" + name))
        answer = tailor("rehearse", "--json", folder).json()
        for more in ([], ["-v"]):
            run = tailor("rehearse", "--format", "html", folder, *more)
            rows = [{"rule": c["check"], "evidence": r["evidence"]} for c in answer["checks"] for r in c["reasons"]]
            wrong = test_html.check_html(run.out, {"plan": answer["plan"], "findings": rows})
            tailor.check("HTML of one that is %s: %s" % (name, wrong), not wrong and all(c["title"] in run.text for c in answer["checks"]), run)
            run = tailor("rehearse", "--format", "markdown", folder, *more)
            wrong = test_html.check_markdown(run.out)
            lines = [l for l in run.text.splitlines() if l.startswith("| ") and not l.startswith(("| ---", "| stage"))]
            tailor.check("Markdown of one that is %s: %s" % (name, wrong), not wrong and len(lines) == len(answer["checks"]), run)


def nothing_personal_is_told():
    files = changed("apple-silicon", dict(NO_SECURE_TOKEN, **MANAGED, **ENFORCED, **NO_TOKEN))
    files["commands/scutil-proxy.txt"] = "<dictionary> {\n  HTTPSEnable : 1\n  HTTPSPort : 3128\n  HTTPSProxy : 10.44.3.9\n}\n"
    for words in (["--json"], ["-v"]):
        run = tailor("rehearse", *words, write(files, os.path.join(temporary.name, "personal")))
        tailor.check("redacted %s" % words, all(s not in run.text for s in ("Lab Admin", "FVFEXAMPLE0D", "mdm.school.example", "10.44.3.9", "192.168.7.21")), run)
    run = tailor("rehearse", "-v", "--no-redact", os.path.join(temporary.name, "personal"))
    tailor.check("kept when asked", "10.44.3.9" in run.text, run)


def this_mac_is_collected():
    if sys.platform == "darwin":
        return
    mac = RecordedMac(os.path.join(temporary.name, "mac"))
    for path, text in healthy("apple-silicon").items():
        if path.startswith("commands/") and os.path.basename(path) in mac_names():
            mac.say(os.path.basename(path), text.encode())
    run = tailor("rehearse", "--json", "--offline", env=mac.environment())
    answer = run.json()
    tailor.check("this Mac", answer["mac"]["model"] == "MacBookAir10,1" and check_of(answer, "power")["outcome"] == "passed", run)


def mac_names():
    from recorded_mac import COMMANDS
    return set(COMMANDS)


def hostile_lists():
    for name, text in (("cut", pmv(*OFFERS)[:200]), ("empty", ""), ("other", "[1,2]"), ("deep", "[" * 100000), ("no-devices", json.dumps({"PublicAssetSets": {"macOS": [{"ProductVersion": "14.7"}, 5, None]}}))):
        files = healthy("apple-silicon")
        files["commands/pmv.json"] = text
        run = rehearse("hostile-" + name, files)
        tailor.check("a list that is %s" % name, run.status in (0, 2) and check_of(run.json(), "offered")["outcome"] == "unknown", run)


healthy_macs_pass()
each_fault_fails_its_check()
what_is_needed_decides()
a_past_failure_is_not_judged()
the_target_is_chosen()
the_command_line()
pages_say_the_same()
nothing_personal_is_told()
this_mac_is_collected()
hostile_lists()
sys.exit(tailor.result())

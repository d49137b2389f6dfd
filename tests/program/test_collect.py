"""tailor collect: four Macs recorded in PATH, what is in the bundle, that nothing personal is, that it says the same, and what hostile
commands, files and disks do to it."""
import gzip
import io
import json
import os
import plistlib
import pty
import re
import resource
import signal
import socket
import stat
import subprocess
import sys
import tarfile
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
import case_files
import recorded_mac
from program_run import Program

tailor = Program(sys.argv[1])
check = tailor.check
PLAIN_PATH = dict(os.environ, PATH="/usr/bin:/bin")

# ---- four Macs, made up ----

USER, HOST, SERIAL, UUID = "k.novakova", "Kristynas-Mac", "FVFEXAMPLE0Q", "3F2504E0-4F89-41D3-9A0C-0305E82C3301"
ADDRESS, PUBLIC, MAC, MAIL = "192.168.77.31", "2001:470:1f0b:77::31", "3c:22:fb:aa:01:7e", "kristyna.novakova@example.org"
PERSONAL = [USER, HOST, SERIAL, UUID, ADDRESS, PUBLIC, MAC, MAIL, "0x001A2B3C4D5E6F"]

KINDS = {
    "apple-silicon": {"machine_model": "MacBookAir10,1", "machine_name": "MacBook Air", "chip_type": "Apple M1"},
    "t2": {"machine_model": "MacBookPro16,1", "machine_name": "MacBook Pro", "cpu_type": "6-Core Intel Core i7"},
    "intel": {"machine_model": "iMac18,3", "machine_name": "iMac", "cpu_type": "Quad-Core Intel Core i5"},
    "vm": {"machine_model": "VirtualMac2,1", "machine_name": "Apple Virtual Machine 1", "chip_type": "Apple M1 (Virtual)"},
}
INSTALL_LOG = """2024-09-20 10:31:02+02 {host} softwareupdated[418]: SUOSUServiceDaemon: Starting update for {user}, home /Users/{user}
2024-09-20 10:31:12+02 {host} softwareupdated[418]: request to https://gs.apple.com/TSS/controller?action=2 from {address} ({mac})
2024-09-20 10:31:13+02 {host} softwareupdated[418]: ECID=0x001A2B3C4D5E6F volume {uuid} account {mail}
"""


def hardware(kind):
    item = dict(KINDS[kind], _name="hardware_overview", serial_number=SERIAL, platform_UUID=UUID)
    parts = [{"_dataType": "SPHardwareDataType", "_items": [item]},
             {"_dataType": "SPSoftwareDataType", "_items": [{"_name": "os_overview", "local_host_name": HOST, "user_name": "Kristyna (%s)" % USER}]}]
    if kind == "t2":
        parts.append({"_dataType": "SPiBridgeDataType", "_items": [{"_name": "controller", "ibridge_model_name": "Apple T2 Security Chip", "ibridge_build": "21P4222"}]})
    return plistlib.dumps(parts)


def outputs(kind):
    container = {"Containers": [{"ContainerReference": "disk3", "CapacityCeiling": 494384795648, "CapacityFree": 308453494784, "Volumes": [
        {"DeviceIdentifier": "disk3s5", "Name": "Data", "Roles": ["Data"], "APFSVolumeUUID": UUID, "CapacityInUse": 168336412672}]}]}
    out = {
        "sw_vers.txt": b"ProductName:\t\tmacOS\nProductVersion:\t\t14.6.1\nBuildVersion:\t\t23G93\n",
        "date.txt": b"2024-09-20T08:41:09Z\n",
        "sntp.txt": b"+0.01172 +/- 0.021408 time.apple.com 17.253.54.123\n",
        "system_profiler.plist": hardware(kind),
        "diskutil-apfs-list.plist": plistlib.dumps(container),
        "diskutil-list.plist": plistlib.dumps({"AllDisks": ["disk0", "disk3"], "WholeDisks": ["disk0"]}),
        "df.txt": b"Filesystem     1024-blocks      Used Available Capacity  Mounted on\n/dev/disk3s1s1   482797652   9997384 301224116     4%    /\n"
                  b"/dev/disk3s5     482797652 164391028 301224116    36%    /System/Volumes/Data\n",
        "nvram.plist": plistlib.dumps({"boot-args": b"", "SystemAudioVolume": b"\x40", "fmm-computer-name": HOST.encode(), "current-network": os.urandom(90)}),
        "csrutil.txt": b"System Integrity Protection status: enabled.\n",
        "csrutil-authenticated-root.txt": b"Authenticated Root status: enabled\n",
        "scutil-dns.txt": ("DNS configuration\n\nresolver #1\n  nameserver[0] : %s\n  if_index : 15 (en0)\n" % ADDRESS).encode(),
        "scutil-proxy.txt": b"<dictionary> {\n  HTTPEnable : 0\n  HTTPSEnable : 0\n}\n",
        "ifconfig.txt": ("en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500\n\tether %s\n\tinet6 fe80::14ab:77ff:fe01:1%%en0 prefixlen 64\n"
                         "\tinet6 %s prefixlen 64\n\tinet %s netmask 0xffffff00 broadcast 192.168.77.255\n\tstatus: active\n" % (MAC, PUBLIC, ADDRESS)).encode(),
        "ps.txt": ("  PID  PPID USER             STARTED                         ELAPSED COMMAND\n  501     1 %s       Fri Sep 20 08:01:00 2024        40:09 /Users/%s/bin/agent\n"
                   % (USER, USER)).encode(),
        "fdesetup-status.txt": b"FileVault is On.\n",
        "pmset-ps.txt": b"Now drawing from 'AC Power'\n",
        "profiles-status.txt": b"Enrolled via DEP: No\nMDM enrollment: No\n",
        "tmutil-latestbackup.txt": ("/Volumes/Shelf of %s/2024-09-19-221503.backup/2024-09-19-221503.backup\n" % HOST).encode(),
        "tmutil-destinationinfo.txt": ("====================\nName          : Shelf of %s\nKind          : Local\nMount Point   : /Volumes/Shelf of %s\nID            : %s\n"
                                       % (HOST, HOST, UUID)).encode(),
    }
    if kind == "apple-silicon":
        out["bputil.txt"] = ("OS environment:\nOS Type                       : macOS\nLocal Policy Nonce Hash       (lpnh): %s\nSecurity Mode: Full (smb0): absent\n" % ("AB" * 24)).encode()
    if kind == "t2":
        out["sysadminctl-securetoken.txt"] = ("Secure token is ENABLED for user %s\n" % USER).encode()
    return out


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def fill(root):
    """The files of the made-up Mac, in every form that is rewritten."""
    log = INSTALL_LOG.format(host=HOST, user=USER, address=ADDRESS, mac=MAC, uuid=UUID, mail=MAIL).encode()
    prefs = {"CurrentSet": "/Sets/" + UUID, "Sets": {UUID: {"Network": {}}}, "NetworkServices": {}, "System": {"System": {"ComputerName": HOST}}}
    interfaces = {"Interfaces": [{"BSD Name": "en0", "IOMACAddress": bytes.fromhex(MAC.replace(":", "")), "SCNetworkInterfaceType": "IEEE80211"}]}
    write(root + "/private/var/log/install.log", log)
    write(root + "/private/var/log/install.log.0.gz", gzip.compress(log * 50))
    write(root + "/private/var/log/wide.log", b"\xff\xfe" + log.decode().encode("utf-16-le"))
    write(root + "/private/etc/hosts", b"127.0.0.1\tlocalhost\n255.255.255.255\tbroadcasthost\n::1             localhost\n")
    write(root + "/Library/Preferences/SystemConfiguration/preferences.plist", plistlib.dumps(prefs))
    write(root + "/Library/Preferences/SystemConfiguration/NetworkInterfaces.plist", plistlib.dumps(interfaces, fmt=plistlib.FMT_BINARY))
    write(root + "/Library/LaunchDaemons/com.example.agent.plist",
          plistlib.dumps({"Label": "com.example.agent", "ProgramArguments": ["/Users/%s/bin/agent" % USER, "ä " + HOST], "UserName": USER}, fmt=plistlib.FMT_BINARY))
    whole = plistlib.dumps({"Label": "com.example.torn", "Home": "/Users/" + USER, "Host": HOST, "Wide": "ä" + HOST}, fmt=plistlib.FMT_BINARY)
    write(root + "/Library/LaunchAgents/com.example.torn.plist", whole[:-20])
    write(root + "/Library/LaunchAgents/com.example.cut.plist", ("<?xml version=\"1.0\"?>\n<plist><dict><key>Host</key><string>%s &amp; %s</string><key>cut" % (HOST, USER)).encode())
    write(root + "/Library/Preferences/com.apple.SoftwareUpdate.plist", b"")
    write(root + "/Library/Logs/DiagnosticReports/Kernel_2024-09-20-110412_%s.panic" % HOST, ("panic(cpu 0) on %s\n" % HOST).encode())


class Machine:
    def __init__(self, folder, kind="apple-silicon"):
        self.root = os.path.join(folder, "root")
        self.mac = recorded_mac.RecordedMac(os.path.join(folder, "bin"))
        self.outputs = outputs(kind)
        for name, output in self.outputs.items():
            self.mac.say(name, output)
        fill(self.root)

    def collect(self, out, *words, seconds=60, root=True, **options):
        root = ("--root", self.root) if root else ()
        return tailor("collect", "-o", out, *root, *words, env=self.mac.environment(), seconds=seconds, **options)


def members(path):
    """-> {path: (TarInfo or None, bytes)} of an archive or a folder."""
    found = {}
    if os.path.isdir(path):
        for folder, _, names in os.walk(path):
            for name in names:
                full = os.path.join(folder, name)
                with open(full, "rb") as f:
                    found[os.path.relpath(full, path)] = (None, f.read())
        return found
    with tarfile.open(path) as t:
        for m in t:
            found[m.name] = (m, t.extractfile(m).read())
    return found


def plain(data):
    """Everything that is in there, also in other clothes."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    more = b""
    if data[:6] == b"bplist":
        try:
            more = repr(plistlib.loads(data)).encode()
        except Exception:
            pass
        more += data.replace(b"\0", b"")
    return data + more


def bundle_json(path):
    return json.loads(members(path)["bundle.json"][1])


def entries(path, key, name):
    return {e[name]: e for e in bundle_json(path)[key]}


def verdict(path):
    v = tailor("diagnose", "--json", path).json()
    x = v["verdict"] or {}
    return [v["status"], x.get("cause"), x.get("stage"), x.get("rule"), x.get("confidence"),
            sorted((f["rule"], f["strength"], str(f["explained_by"]), len(f["evidence"])) for f in v["findings"]), [p["action"] for p in v["plan"]], v["mac"]]


# ---- the bundle ----


def check_machine(folder, kind):
    m = Machine(folder, kind)
    out, raw = os.path.join(folder, "mac.tar.gz"), os.path.join(folder, "raw.tgz")
    run = m.collect(out)
    check("%s is collected" % kind, run.status == 0 and not run.out and "redacted" in run.told, run)
    check("only its owner may read it", stat.S_IMODE(os.stat(out).st_mode) == 0o600)
    got = members(out)
    wanted = {"commands/" + name for name in outputs(kind)} | {"commands/softwareupdate-list.txt"}  # whose complaint is evidence
    check("%s: the outputs" % kind, wanted == {n for n in got if n.startswith("commands/")}, sorted(wanted ^ {n for n in got if n.startswith("commands/")}))
    check("a path that is personal is replaced", "root/Library/Logs/DiagnosticReports/Kernel_2024-09-20-110412_<host-1>.panic" in got, sorted(got))
    for name, (_, data) in got.items():
        text = plain(data) + name.encode()
        for value in PERSONAL:
            check("%s: %s is in %s" % (kind, value, name), value.encode() not in text)
    hosts = {w for name in ("root/private/var/log/install.log", "commands/nvram.plist", "commands/system_profiler.plist",
                            "root/Library/Preferences/SystemConfiguration/preferences.plist")
             for w in plain(got[name][1]).replace(b"&lt;", b"<").replace(b"PGhvc3QtMT4=", b"<host-1>").split(b"<") if w.startswith(b"host-")}
    check("the same name by the same token", hosts and all(w.startswith(b"host-1>") or w.startswith(b"host-1&gt;") for w in hosts), hosts)
    check_lists(got)
    check("%s without redaction" % kind, m.collect(raw, "--no-redact").status == 0)
    kept = members(raw)
    check("what is not redacted is as it was", all(kept["commands/" + n][1] == data for n, data in m.outputs.items()))
    with open(m.root + "/private/var/log/install.log.0.gz", "rb") as f:
        check("also a compressed log", kept["root/private/var/log/install.log.0.gz"][1] == f.read())
    check("%s: the redacted bundle tells the same" % kind, verdict(out) == verdict(raw), (verdict(out), verdict(raw)))
    facts = tailor("diagnose", "--json", out).json()["mac"]
    check("%s is recognised" % kind, facts["model"] == KINDS[kind]["machine_model"] and facts["kind"] == kind, facts)
    return m


def check_lists(got):
    """Whole lists stay whole, in their own form; broken ones stay broken."""
    broken = {"root/Library/LaunchAgents/com.example.torn.plist", "root/Library/LaunchAgents/com.example.cut.plist", "root/Library/Preferences/com.apple.SoftwareUpdate.plist"}
    for name in got:
        if not name.endswith(".plist"):
            continue
        try:
            plistlib.loads(got[name][1])
            whole = True
        except Exception:
            whole = False
        check("%s is as whole as before" % name, whole == (name not in broken))
    agent = got["root/Library/LaunchDaemons/com.example.agent.plist"][1]
    check("a binary list stays one", agent.startswith(b"bplist00"))
    user = plistlib.loads(agent)["UserName"]
    check("its strings are replaced", user.startswith("<user-") and plistlib.loads(agent) == {
        "Label": "com.example.agent", "ProgramArguments": ["/Users/%s/bin/agent" % user, "ä <host-1>"], "UserName": user}, plistlib.loads(agent))
    check("the same in texts", ("/Users/%s/bin/agent" % user).encode() in got["commands/ps.txt"][1], got["commands/ps.txt"])
    interface = plistlib.loads(got["root/Library/Preferences/SystemConfiguration/NetworkInterfaces.plist"][1])["Interfaces"][0]
    check("a hardware address keeps its maker's half", interface["IOMACAddress"][:3] == bytes.fromhex(MAC[:8].replace(":", "")) and interface["IOMACAddress"][3:5] == b"\0\0", interface)
    nvram = plistlib.loads(got["commands/nvram.plist"][1])
    check("data that nobody can read is emptied, text and small values stay", nvram["current-network"] == b"" and nvram["SystemAudioVolume"] == b"\x40"
          and nvram["fmm-computer-name"] == b"<host-1>", nvram)
    prefs = plistlib.loads(got["root/Library/Preferences/SystemConfiguration/preferences.plist"][1])
    check("references hold", prefs["CurrentSet"][len("/Sets/"):] in prefs["Sets"], prefs)


def check_bundle_json(m, folder):
    out = os.path.join(folder, "json.tar")
    m.collect(out)
    b = bundle_json(out)
    check("it says what it is", b["schema"] == "tailor.bundle/1" and b["tool"].startswith("tailor ") and b["redacted"] is True and b["collected"].endswith("Z"), b)
    commands, files = entries(out, "commands", "name"), entries(out, "files", "path")
    check("every command is in it", set(commands) == set(recorded_mac.COMMANDS), set(commands) ^ set(recorded_mac.COMMANDS))
    ok, failed = commands["sw_vers.txt"], commands["diskutil-info.plist"]
    check("how one went", ok["status"] == "saved" and ok["exit"] == 0 and ok["bytes"] == len(outputs("apple-silicon")["sw_vers.txt"]) and ok["seconds"] >= 0, ok)
    check("how one failed", failed["status"] == "failed" and failed["exit"] == 1 and failed["stderr"] == "not on this Mac\n", failed)
    token = [a for a in commands["sysadminctl-securetoken.txt"]["argv"][1:]]
    check("an account is asked about", token[0] == "-secureTokenStatus" and len(token) == 2 and "%" not in token[1], token)
    check("a pattern that matched nothing is told", files["root/private/etc/resolver/*"]["problem"] == "not there", files)
    check("every saved file is in it", all(n in files for n in members(out) if n.startswith("root/")))
    folder_out = os.path.join(folder, "as-folder")
    run = m.collect(folder_out)
    check("a folder holds the same", run.status == 0 and set(members(folder_out)) == set(members(out)), run)
    check("for its owner alone", all(stat.S_IMODE(os.stat(d).st_mode) == 0o700 for d, _, _ in os.walk(folder_out))
          and all(stat.S_IMODE(os.stat(os.path.join(d, n)).st_mode) == 0o600 for d, _, names in os.walk(folder_out) for n in names))
    check("which tells the same", verdict(folder_out)[:5] == verdict(out)[:5])
    again = m.collect(folder_out)
    check("a folder with something in it is left alone", again.status == 74 and "no empty folder" in again.told, again)


def check_dialog(m, folder):
    out = os.path.join(folder, "dialog.tar.gz")
    run = m.collect(out, "--dialog", "Failed to personalize the software update. Please try again.", "-q")
    check("the sentence of the dialog", run.status == 0 and not run.err and members(out)["dialog.txt"][1] == b"Failed to personalize the software update. Please try again.\n", run)


def check_this_mac(m):
    run = tailor("diagnose", "--json", env=m.mac.environment())
    check("diagnose without evidence reads the commands", run.status in (0, 1, 2) and run.json()["mac"]["model"] == "MacBookAir10,1", run)
    check("nothing personal is in it", not any(v in run.text + run.told for v in PERSONAL))
    left = [n for n in os.listdir(tempfile.gettempdir()) if n.startswith("tailor.")]
    check("nothing is left behind", not left, left)


def check_rights(folder):
    """Under sudo: what needs root runs as root, the rest and the bundle are the caller's; an archive tells owners and modes."""
    if os.geteuid() != 0:
        return
    m = Machine(folder)
    os.chmod(folder, 0o755)
    m.mac.do("csrutil.txt", "id -u; id -G")
    m.mac.do("bputil.txt", "id -u")
    hosts, out = m.root + "/private/etc/hosts", os.path.join(folder, "s.tar")
    os.chmod(hosts, 0o666)
    os.chown(hosts, 501, 20)
    os.utime(hosts, (1700000000, 1700000000))
    run = tailor("collect", "-o", out, "--root", m.root, env=m.mac.environment(SUDO_UID="65534", SUDO_GID="65533", SUDO_USER="someone"))
    got = members(out)
    check("a command that needs no root has none", got["commands/csrutil.txt"][1] == b"65534\n65533\n", (got["commands/csrutil.txt"], run))
    check("one that needs it has it", got["commands/bputil.txt"][1] == b"0\n", got["commands/bputil.txt"])
    st = os.stat(out)
    check("the bundle is the caller's alone", (st.st_uid, st.st_gid, stat.S_IMODE(st.st_mode)) == (65534, 65533, 0o600), st)
    info = got["root/private/etc/hosts"][0]
    check("owner, mode and time of a file", (info.uid, info.mode, info.mtime) == (501, 0o666, 1700000000), (info.uid, oct(info.mode), info.mtime))
    told = tailor("query", out, "SELECT path FROM permission WHERE problem IS NOT NULL").text
    check("which is evidence", "private/etc/hosts" in told, told)


def check_left_out(folder):
    m = Machine(folder)
    write(m.root + "/private/var/log/wifi.log", b"joined the network at home\n")
    m.mac.say("softwareupdate-list.txt", b"No new software available.\n")
    out = os.path.join(folder, "o.tar")
    m.collect(out, "--offline", "--no-redact")
    got, c = members(out), entries(out, "commands", "name")
    check("--offline asks nothing over the network", all(c[n]["status"] == "not run" and "commands/" + n not in got for n in ("sntp.txt", "softwareupdate-list.txt")), c)
    wifi = entries(out, "files", "path")["root/private/var/log/wifi.log"]
    check("names of networks stay at home", "root/private/var/log/wifi.log" not in got and "networks" in wifi["problem"], wifi)


def check_progress(folder):
    m = Machine(folder)
    m.mac.do("csrutil.txt", "sleep 2")
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        print("skipped: progress on a terminal (%s)" % error)
        return
    process = tailor.start("collect", "-o", os.path.join(folder, "p.tar"), "--root", m.root, env=m.mac.environment(), stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    told = b""
    try:
        while chunk := os.read(ours, 65536):
            told += chunk
    except OSError:
        pass
    os.close(ours)
    check("progress on a terminal, gone at the end", process.wait() == 0 and b"running csrutil" in told and told.rindex(b"\x1b[K") < told.rindex(b"redacted"), told)


# ---- mistakes ----


def check_mistakes(folder):
    def refused(what, status, words, *args, **options):
        run = tailor("collect", *args, **options)
        check(what, run.status == status and not run.out and words in run.told and run.told.count("\n") == 1, run)

    out = os.path.join(folder, "x.tar.gz")
    refused("no -o", 64, "-o FILE", env=PLAIN_PATH)
    refused("an operand", 64, "--root", out, "-o", out, env=PLAIN_PATH)
    refused("no Mac", 69, "not a Mac", "-o", out, env=PLAIN_PATH)
    refused("an ending that is not written", 74, ".zip", "-o", os.path.join(folder, "x.zip"), "--root", folder, env=PLAIN_PATH)
    refused("no such folder", 74, "cannot be written", "-o", os.path.join(folder, "none", "x.tar"), "--root", folder, env=PLAIN_PATH)
    refused("no such root", 66, "cannot be opened", "-o", out, "--root", os.path.join(folder, "none"), env=PLAIN_PATH)
    refused("nothing there", 66, "nothing to collect", "-o", out, "--root", folder, env=PLAIN_PATH)
    run = tailor("diagnose", env=PLAIN_PATH)
    check("diagnose without evidence where there is no Mac", run.status == 64 and "name the evidence" in run.told, run)
    check("nothing was written", not os.listdir(folder), os.listdir(folder))


# ---- hostile commands ----


def check_commands(folder):
    m = Machine(folder)
    pids = os.path.join(folder, "pids")
    m.mac.do("csrutil.txt", "trap '' TERM; sleep 600 & echo $! $$ >%s; echo half; printf 'a line that is cut'; sleep 600" % pids)
    m.mac.do("df.txt", "yes 'a line of thirty bytes or so' | head -c 1000000000")
    m.mac.do("diskutil-list.plist", "yes '<?xml x>' | head -c 1000000000")
    m.mac.do("ps.txt", "echo before; kill -SEGV $$")
    m.mac.do("ifconfig.txt", "printf 'en0: flags=8863<UP> mtu 1500\\n\\0\\0\\0\\tether %s\\n'" % MAC)
    m.mac.do("nvram.plist", "echo 'nvram: this needs a password'")
    m.mac.do("scutil-proxy.txt", "echo '%s is not told' >&2; exit 9" % USER)
    m.mac.do("scutil-dns.txt", "sleep 600 & echo left behind")
    m.mac.do("pmset-ps.txt", "exec >&- 2>&-; sleep 0.2")
    m.mac.do("sntp.txt", "echo 'timeout, no server' >&2; exit 1")
    out = os.path.join(folder, "h.tar.gz")
    begin = time.monotonic()
    run = m.collect(out, seconds=120)
    check("hostile commands cost only themselves", run.status == 0 and time.monotonic() - begin < 100, run)
    c, got = entries(out, "commands", "name"), members(out)
    check("one that hangs is ended", c["csrutil.txt"]["timed_out"] and "not done after 10 s" in c["csrutil.txt"]["problem"] and c["csrutil.txt"]["status"] == "cut", c["csrutil.txt"])
    check("what it had printed is kept, in whole lines", got["commands/csrutil.txt"][1] == b"half\n", got["commands/csrutil.txt"])
    with open(pids) as f:
        check("and its children with it", not any(is_running(int(p)) for p in f.read().split()))
    check("one that prints without end is ended", c["df.txt"]["truncated"] and c["df.txt"]["bytes"] == 8192 << 10 and got["commands/df.txt"][1].endswith(b"or so\n"), c["df.txt"])
    check("a property list that is cut is not evidence of a damaged one", "commands/diskutil-list.plist" not in got and c["diskutil-list.plist"]["truncated"], c["diskutil-list.plist"])
    check("one that dies", c["ps.txt"]["signal"] == "SIGSEGV" and c["ps.txt"]["exit"] is None and got["commands/ps.txt"][1] == b"before\n", c["ps.txt"])
    check("NUL bytes", b"\0\0\0\tether <mac-1>" in got["commands/ifconfig.txt"][1], got["commands/ifconfig.txt"])
    check("a complaint is no property list", "commands/nvram.plist" not in got and "no property list" in c["nvram.plist"]["problem"], c["nvram.plist"])
    check("what it complains of is kept, redacted", c["scutil-proxy.txt"]["exit"] == 9 and "is not told" in c["scutil-proxy.txt"]["stderr"] and USER not in c["scutil-proxy.txt"]["stderr"], c["scutil-proxy.txt"])
    check("one that leaves a child behind is not waited for", c["scutil-dns.txt"]["status"] == "saved" and c["scutil-dns.txt"]["seconds"] < 5, c["scutil-dns.txt"])
    check("one that prints nothing", c["pmset-ps.txt"]["problem"] == "it printed nothing" and c["pmset-ps.txt"]["exit"] == 0, c["pmset-ps.txt"])
    check("standard error where it is what matters", got["commands/sntp.txt"][1] == b"timeout, no server\n", c["sntp.txt"])
    check("the summary is short", run.told.count("\n") < 15 and "commands/csrutil.txt" in run.told, run)


def is_running(pid):
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def check_interrupt(folder):
    m = Machine(folder)
    pids, out = os.path.join(folder, "pids"), os.path.join(folder, "i.tar.gz")
    m.mac.do("csrutil.txt", "echo $$ >%s; sleep 600" % pids)

    def interrupt(process):
        end = time.monotonic() + 20
        while not (os.path.exists(pids) and os.path.getsize(pids)) and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)

    run = m.collect(out, meanwhile=interrupt, statuses={-signal.SIGINT})
    with open(pids) as f:
        check("an interrupt ends the commands too", run.status == -signal.SIGINT and not is_running(int(f.read())), run)
    check("and leaves nothing", not [n for n in os.listdir(folder) if n.startswith("i.tar.gz")], os.listdir(folder))


# ---- hostile files ----


def check_files(folder):
    m = Machine(folder)
    log, outside = m.root + "/private/var/log/", os.path.join(folder, "outside")
    write(outside + "/secret.log", b"not to be read\n")
    os.symlink(outside + "/secret.log", log + "link.log")
    os.mkfifo(log + "fifo.log")
    s = socket.socket(socket.AF_UNIX)
    s.bind(log + "socket.log")
    os.mkdir(log + "folder.log")
    os.symlink(outside, m.root + "/Library/Management")
    os.remove(m.root + "/private/etc/hosts")
    os.symlink("../../../outside/secret.log", m.root + "/private/etc/hosts")
    write(log + "long.log", b"first line\n" + b"x" * 100 + b"\n" + b"".join(b"%09d\n" % i for i in range(1200000)))
    write(log + "oneline.log", b"y" * 3000000)
    write(log + "huge.log.gz", os.urandom(9 << 20))
    write(log + "damaged.log.0.gz", gzip.compress(b"good line\n" * 300000)[:-2000])
    write(log + "program.out", bytes(range(256)) * 100)
    write(log + "zeros.log", b"before\n" + b"\0" * 5000 + b"\nafter\n")
    write(log + "n\n\x1b[31m.log", b"x\n")
    write(log + "b\xff.log".encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape"), b"x\n")
    write(m.root + "/Library/LaunchDaemons/zero.plist", b"\0" * 4096)
    growing = log + "growing.log"
    write(growing, b"line\n" * 400000)
    writer = subprocess.Popen([sys.executable, "-c", "import sys\nwith open(sys.argv[1], 'ab') as f:\n while True:\n  f.write(b'line\\n' * 10000)", growing])
    try:
        out = os.path.join(folder, "f.tar.gz")
        run = m.collect(out, "--no-redact")
    finally:
        writer.kill()
        writer.wait()
        os.remove(growing)
    check("hostile files cost only themselves", run.status == 0, run)
    got, f = members(out), entries(out, "files", "path")
    at = "root/private/var/log/"
    check("nothing outside the root is read", not any(b"not to be read" in data for _, data in got.values()))
    for name in ("link.log", "fifo.log", "socket.log"):
        check("%s is told, not read" % name, at + name not in got and f[at + name]["status"] == "missing" and "not" in f[at + name]["problem"], f.get(at + name))
    check("a link in the place of a file or folder", "link" in f["root/private/etc/hosts"]["problem"] and "link" in f["root/Library/Management"]["problem"], f)
    long = got[at + "long.log"][1]
    check("of a long log the end is taken, in whole lines", f[at + "long.log"]["status"] == "cut" and len(long) <= 8 << 20 and long.endswith(b"001199999\n") and len(long.split(b"\n")[0]) == 9, f[at + "long.log"])
    check("a compressed one that is too long is left", at + "huge.log.gz" not in got and "larger" in f[at + "huge.log.gz"]["problem"], f[at + "huge.log.gz"])
    check("one that grows has an end", got[at + "growing.log"][1].count(b"\n") >= 200000 and len(got[at + "growing.log"][1]) <= 8 << 20)
    out = os.path.join(folder, "r.tar.gz")
    run = m.collect(out)
    got, f = members(out), entries(out, "files", "path")
    check("hostile files are redacted", run.status == 0, run)
    check("what is no text is left out, and told", at + "program.out" not in got and f[at + "program.out"]["status"] == "left out", f[at + "program.out"])
    cut = gzip.decompress(got[at + "damaged.log.0.gz"][1])
    check("of a damaged log what came before is kept", cut.startswith(b"good line\n") and f[at + "damaged.log.0.gz"]["status"] == "cut", f[at + "damaged.log.0.gz"])
    check("holes and long lines pass", got[at + "zeros.log"][1].count(b"\0") == 5000 and len(got[at + "oneline.log"][1]) == 3000000)
    check("a torn list stays torn", got["root/Library/LaunchDaemons/zero.plist"][1] == b"\0" * 4096)
    check("names reach no terminal", "\x1b" not in run.told and "\n\x1b" not in run.told, run)
    if os.geteuid() != 0:
        os.chmod(log + "install.log", 0)
        m.collect(out)
        problem = entries(out, "files", "path")[at + "install.log"]["problem"]
        check("one that may not be read", "Permission denied" in problem and "root" in problem, problem)
        os.chmod(log + "install.log", 0o600)


# ---- disks ----


def check_disks(folder):
    m = Machine(folder)
    write(m.root + "/private/var/log/random.log", os.urandom(3 << 20).hex().encode())
    if os.path.exists("/dev/full"):
        run = m.collect("/dev/full")
        check("a full disk", run.status == 74 and "No space left" in run.told, run)
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    out = os.path.join(folder, "d.tar")
    write(out, b"the bundle of yesterday")
    run = m.collect(out, "--no-redact", preexec_fn=limit)
    check("a disk on which a file does not fit", run.status in (0, 74), run)
    with open(out, "rb") as f:
        kept = f.read() == b"the bundle of yesterday"
    check("the old bundle is there, or a whole new one", kept if run.status else "bundle.json" in members(out))
    tiny = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    before = set(os.listdir(folder))
    run = m.collect(os.path.join(folder, "e.tar.gz"), preexec_fn=tiny)
    check("no room at all", run.status in (66, 74), run)
    check("nothing half is left", set(os.listdir(folder)) == before, set(os.listdir(folder)) ^ before)
    fifo = os.path.join(folder, "pipe")
    os.mkfifo(fifo)
    with tempfile.TemporaryFile() as f:
        reader = subprocess.Popen(["cat", fifo], stdout=f)
        run = m.collect(fifo)
        reader.wait(timeout=20)
        f.seek(0)
        data = f.read()
    with tarfile.open(fileobj=io.BytesIO(data)) as t:
        check("a pipe takes an archive", run.status == 0 and "bundle.json" in t.getnames(), run)


# ---- names that are words, evidence that was redacted before ----


def check_words(folder):
    """Somebody is called apple, and the Mac MacBook Air."""
    m = Machine(folder)
    log = b"2024-09-20 10:31:02+02 Mac softwareupdated[418]: com.apple.SoftwareUpdate of /Users/apple failed: update MacBook Air\n"
    write(m.root + "/private/var/log/install.log", log)
    m.mac.say("ps.txt", b"  PID  PPID USER             STARTED                         ELAPSED COMMAND\n  501     1 apple      Fri Sep 20 08:01:00 2024        40:09 /Users/apple/bin/agent\n")
    m.mac.say("system_profiler.plist", hardware("apple-silicon").replace(HOST.encode(), b"MacBook Air"))
    out, twice = os.path.join(folder, "w.tar.gz"), os.path.join(folder, "twice.tar.gz")
    m.collect(out)
    text = members(out)["root/private/var/log/install.log"][1]
    check("a name that is a word of the logs is replaced by its form only",
          re.fullmatch(re.escape(log.decode()).replace("/Users/apple", "/Users/<user-[0-9]+>"), text.decode()), text)
    unpacked = os.path.join(folder, "unpacked")
    with tarfile.open(out) as t:
        for member in t:
            if member.name.startswith("root/"):
                write(os.path.join(unpacked, member.name), t.extractfile(member).read())
    run = tailor("collect", "-o", twice, "--root", os.path.join(unpacked, "root"), env=PLAIN_PATH)
    first, second = members(out), members(twice)
    check("what was redacted stays as it is", run.status == 0 and all(first[n][1] == data for n, (_, data) in second.items() if n.startswith("root/") and not n.endswith(".gz")), run)


# ---- the cases ----


def check_case(path, folder):
    case_files.unpack(path, folder)
    evidence = os.path.join(folder, "evidence")
    mac, root = recorded_mac.of_case(evidence, os.path.join(folder, "bin"))
    words = ("--root", root) if root else ()
    out, raw = os.path.join(folder, "a.tar.gz"), os.path.join(folder, "b.tar.gz")
    runs = [tailor("collect", "-q", "-o", out, *words, env=mac.environment()), tailor("collect", "-q", "-o", raw, "--no-redact", *words, env=mac.environment())]
    name = os.path.relpath(path, case_files.CASES)
    check("%s is collected" % name, all(r.status == 0 for r in runs), runs[0])
    if all(r.status == 0 for r in runs):
        a, b = verdict(out), verdict(raw)
        check("%s: the redacted bundle tells the same" % name, a == b, [x for x in zip(a, b) if x[0] != x[1]])


def main():
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            m = check_machine(folder, kind)
            if kind == "apple-silicon":
                check_bundle_json(m, folder)
                check_dialog(m, folder)
                check_this_mac(m)
    for part in (check_mistakes, check_commands, check_interrupt, check_files, check_disks, check_words, check_rights, check_left_out, check_progress):
        with tempfile.TemporaryDirectory() as folder:
            part(folder)
    cases = [c for c in case_files.all_cases() if any(n.startswith(("root/", "commands/")) for n in case_files.load(c)[1])]
    for path in cases if "--all" in sys.argv else cases[:: 16]:
        with tempfile.TemporaryDirectory() as folder:
            check_case(path, folder)
    return tailor.result()


sys.exit(main())

"""noise: what can be done to evidence without changing what it proves, and how to take a proof out of it.

Evidence is a dict {path: bytes}. Each function of NOISE and FORMS takes it, with a random.Random, and gives other evidence, or None where it
does not apply. NOISE adds what has nothing to do with the failure; FORMS write the same facts in another way.
"""
import datetime
import gzip
import io
import os
import re
import tarfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STAMP = re.compile(rb"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)([+-]\d\d)(\d\d)?(?= )", re.M)
HEAD = re.compile(rb"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d(?:\d\d)? \S+ ", re.M)
INSTALL_LOG = re.compile(r"(^|/)(install\.log|Installer Log[^/]*\.txt)$")

# Rows of sense "benign" that nevertheless say something about an attempt: that there was no update to find, that it need not personalize,
# that a tool asks for a password.
TELLING = {"no-update-7301", "controller-error-benign", "personalize-skipped", "super-enforcement-note"}


def installed_logs(evidence):
    """The logs in the form of install.log that are plain text with whole dates."""
    return [p for p in sorted(evidence) if INSTALL_LOG.search(p) and HEAD.match(evidence[p]) and b"\r\n" not in evidence[p]]


def changed(evidence, path, data):
    return {**evidence, path: data}


def moved(stamp, **delta):
    return (datetime.datetime.strptime(stamp.decode(), "%Y-%m-%d %H:%M:%S") + datetime.timedelta(**delta)).strftime("%Y-%m-%d %H:%M:%S").encode()


# ---- noise ----


def kext(evidence, _):
    """A third-party kernel extension, the usual driver of an audio interface, is loaded."""
    if any(p.startswith("sysdiagnose") for p in evidence):
        return None
    path = "commands/kmutil-showloaded.txt"
    old = evidence.get(path, b"Index Refs Address            Size       Wired      Name (Version) UUID <Linked Against>\n")
    return changed(evidence, path, old.rstrip(b"\n") + b"\n  231    0 0                  0x2c000    0x2c000    com.example.midi.driver (2.1.7) "
                                                     b"2D8F3E45-8F37-4B66-8A6F-1C3A7A6E2B21 <5 4 3 1>\n")


def old_attempt(lines):
    """An attempt of five months before, in the first log that there is."""
    def add(evidence, _):
        logs = installed_logs(evidence)
        # A clock that went back is what some cases are about: a line before all others would be another such step.
        if not logs or stamps_go_back(evidence[logs[0]]):
            return None
        data = evidence[logs[0]]
        first = STAMP.match(data)
        begin = moved(first.group(1), days=-150)
        made = b"".join(moved(begin, seconds=40 * i) + first.group(2) + (first.group(3) or b"") + b" mac " + line + b"\n"
                        for i, line in enumerate(lines))
        return changed(evidence, logs[0], made + data)
    return add


def stamps_go_back(data):
    stamps = [m.group(1) for m in STAMP.finditer(data)]
    return any(a > b for a, b in zip(stamps, stamps[1:]))


old_disk = old_attempt([
    b"softwareupdated[311]: Progress: phase:ACCEPTED stalled:NO portionComplete:0.001000 estimatedTimeRemaining:-1.000000",
    b"softwareupdated[311]: Not enough free disk space: a total of 19 GB is required"])
old_personalize = old_attempt([
    b"softwareupdated[322]: Progress: phase:ACCEPTED stalled:NO portionComplete:0.001000 estimatedTimeRemaining:-1.000000",
    b"softwareupdated[322]: Progress: phase:PREFLIGHT_PERSONALIZE stalled:NO portionComplete:0.550000 estimatedTimeRemaining:1800.000000",
    b"com.apple.MobileSoftwareUpdate.UpdateBrainService[2207]: amai: AMAuthInstallRequestSendSyncWithHeader: failed tss submission: "
    b"TSS_ERR_SERVER_NOT_REACHABLE",
    b"softwareupdated[322]: Failed to personalize the software update. Please try again."])

old_refusal = old_attempt([
    b"softwareupdated[322]: Progress: phase:ACCEPTED stalled:NO portionComplete:0.001000 estimatedTimeRemaining:-1.000000",
    b"softwareupdated[322]: Progress: phase:PREFLIGHT_PERSONALIZE stalled:NO portionComplete:0.550000 estimatedTimeRemaining:1800.000000",
    b"com.apple.MobileSoftwareUpdate.UpdateBrainService[2207]: amai: tss_submit_job: STATUS=94&MESSAGE=This device isn't eligible for the requested build.",
    b"softwareupdated[322]: Failed to personalize the software update. Please try again."])


def offline_before(evidence, _):
    """Two days before, a scan in the background found no network; an hour later it did."""
    logs = installed_logs(evidence)
    if not logs or stamps_go_back(evidence[logs[0]]):
        return None
    first = STAMP.match(evidence[logs[0]])
    lines = [(0, b"BackgroundActivity: Starting Background Check Activity"),
             (2, b"Scan finished with error: Error Domain=NSURLErrorDomain Code=-1009 \"The Internet connection appears to be offline.\" "
                 b"UserInfo={NSErrorFailingURLStringKey=https://gdmf.apple.com/v2/assets}"),
             (3600, b"BackgroundActivity: Starting Background Check Activity"), (3604, b"SUScan: Elapsed scan time = 3.2"),
             (3605, b"Scan (f=0, d=0) completed")]
    made = b"".join(moved(moved(first.group(1), days=-2), seconds=at) + first.group(2) + (first.group(3) or b"") + b" mac softwareupdated[402]: " + line + b"\n"
                    for at, line in lines)
    return changed(evidence, logs[0], made + evidence[logs[0]])


def everyday_lines(evidence, random):
    """A thousand lines that every Mac writes, between the others."""
    logs = installed_logs(evidence)
    for path in logs:
        out = []
        for line in evidence[path].splitlines(keepends=True):
            stamp = STAMP.match(line)
            if stamp and HEAD.match(line):
                out += [stamp.group(0) + b" mac installd[612]: PackageKit: Registered bundle file:///Applications/Tool%d.app/ for uid 0\n" % random.randrange(900)
                        for _ in range(1000 // evidence[path].count(b"\n"))]
            out.append(line)
        evidence = changed(evidence, path, b"".join(out))
    return evidence if logs else None


def benign_examples():
    with open(os.path.join(ROOT, "knowledge/signal.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]
    head, rows = rows[0], rows[1:]
    name, process, sense, example = (head.index(c) for c in ("name", "process", "sense", "example"))
    return [r[example] for r in rows if r[sense] == "benign" and r[name] not in TELLING and not r[process]]


def benign_lines(evidence, random):
    """Lines that look bad and are not, before the last line of each log."""
    logs, lines = installed_logs(evidence), [e for e in benign_examples() if "\\n" not in e]
    for path in logs:
        heads = [m for m in HEAD.finditer(evidence[path])]
        stamp = STAMP.match(evidence[path], heads[-1].start()).group(0)
        random.shuffle(lines)
        made = b"".join(stamp + b" mac softwareupdated[418]: " + line.encode() + b"\n" for line in lines)
        at = heads[-1].start()
        evidence = changed(evidence, path, evidence[path][:at] + made + evidence[path][at:])
    return evidence if logs else None


def crash(evidence, _):
    """A program that has nothing to do with updates crashed, at the time of the last line of the log."""
    logs = installed_logs(evidence)
    when = STAMP.match(evidence[logs[0]], list(HEAD.finditer(evidence[logs[0]]))[-1].start()).group(1).decode() if logs else "2024-09-20 08:12:44"
    head = '{"app_name":"Calculator","timestamp":"%s.00 +0200","bug_type":"309","os_version":"macOS 14.6.1 (23G93)"}\n' % when
    body = ('{"procName":"Calculator","procPath":"/System/Applications/Calculator.app/Contents/MacOS/Calculator","exception":{"type":"EXC_BAD_ACCESS",'
            '"signal":"SIGSEGV"},"termination":{"namespace":"SIGNAL","indicator":"Segmentation fault: 11"}}\n')
    return changed(evidence, "root/Library/Logs/DiagnosticReports/Calculator-%s.ips" % re.sub(r"[ :]", "-", when), (head + body).encode())


def profiles(evidence, _):
    """Profiles that set the Wi-Fi, the dock and a certificate."""
    path = "commands/profiles.plist"
    if path in evidence:
        return None
    payload = "<dict><key>PayloadType</key><string>%s</string><key>PayloadIdentifier</key><string>org.example.%s</string><key>PayloadContent</key><dict>%s</dict></dict>"
    content = (payload % ("com.apple.wifi.managed", "wifi", "<key>SSID_STR</key><string>Office</string><key>AutoJoin</key><true/>")
               + payload % ("com.apple.dock", "dock", "<key>autohide</key><true/>")
               + payload % ("com.apple.security.root", "certificate", "<key>PayloadCertificateFileName</key><string>print-server.cer</string>"))
    text = ('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n'
            '<plist version="1.0"><dict><key>_computerlevel</key><array><dict><key>ProfileIdentifier</key><string>org.example.office</string>'
            '<key>ProfileDisplayName</key><string>Office</string><key>ProfileItems</key><array>%s</array></dict></array></dict></plist>\n' % content)
    return changed(evidence, path, text.encode())


def added(path, text):
    """A file that was not there."""
    return lambda evidence, _: None if path in evidence else changed(evidence, path, text.encode())


hosts = lambda evidence, _: changed(evidence, "root/private/etc/hosts", evidence["root/private/etc/hosts"].rstrip(b"\n") + b"\n0.0.0.0 ads.example.com\n"
                                    b"0.0.0.0 metrics.example.org # tracking\n") if b"local" in evidence.get("root/private/etc/hosts", b"") else None
extension = added("commands/systemextensionsctl-list.txt",
                  "1 extension(s)\n--- com.apple.system_extension.driver_extension\nenabled\tactive\tteamID\tbundleID (version)\tname\t[state]\n"
                  "*\t*\tABCDE12345\tcom.example.tablet.driver (3.2/3.2.1)\tTablet Driver\t[activated enabled]\n")
agent = added("root/Library/LaunchAgents/com.example.syncclient.plist",
              '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>Label</key><string>com.example.syncclient</string>'
              "<key>ProgramArguments</key><array><string>/Applications/Sync.app/Contents/MacOS/syncd</string></array><key>RunAtLoad</key><true/></dict></plist>\n")
panic = added("root/Library/Logs/DiagnosticReports/Kernel_2023-01-02-110412_mac.panic",
              '{"bug_type":"210","timestamp":"2023-01-02 11:04:12.00 +0100","os_version":"macOS 13.1 (22C65)"}\n'
              '{"panicString":"panic(cpu 2 caller 0xfffffe0012345678): userspace watchdog timeout: no successful checkins from WindowServer"}\n')


def everything(evidence, random):
    for noise in [n for n in NOISE.values() if n is not everything]:
        evidence = noise(evidence, random) or evidence
    return evidence


NOISE = {"a kext": kext, "an old full disk": old_disk, "an old failure to personalize": old_personalize, "an old refusal": old_refusal,
         "a scan without network two days before": offline_before, "everyday lines": everyday_lines,
         "benign lines": benign_lines, "a crash": crash, "profiles": profiles, "blocked advertisements": hosts, "a driver extension": extension,
         "an agent": agent, "an old panic": panic}


# ---- the same facts in another form ----


def is_text(path, data):
    return path.endswith((".log", ".txt", ".ndjson", "hosts")) and not data.startswith((b"\xff\xfe", b"{\\rtf", b"\x1f\x8b"))


def crlf(evidence, _):
    return {p: re.sub(rb"\r?\n", b"\r\n", d) if is_text(p, d) else d for p, d in evidence.items()}


def zipped_log(evidence, _):
    logs = [p for p in installed_logs(evidence) if p.endswith("install.log") and not any(q.startswith(p + ".") for q in evidence)]
    if not logs:
        return None
    return {**{p: d for p, d in evidence.items() if p not in logs}, **{p + ".0.gz": gzip.compress(evidence[p], mtime=0) for p in logs}}


def rotated_log(evidence, _):
    """The log was rotated in the middle: its older part is zipped."""
    logs = [p for p in installed_logs(evidence) if p.endswith("install.log") and not any(q.startswith(p + ".") for q in evidence)]
    if not logs:
        return None
    heads = [m.start() for m in HEAD.finditer(evidence[logs[0]])]
    if len(heads) < 2 or stamps_go_back(evidence[logs[0]]):
        return None  # of two files only the times tell the order
    cut = heads[len(heads) // 2]
    return {**evidence, logs[0]: evidence[logs[0]][cut:], logs[0] + ".0.gz": gzip.compress(evidence[logs[0]][:cut], mtime=0)}


def other_zone(evidence, random):
    """The same instants as a Mac in another time zone writes them."""
    logs = installed_logs(evidence)
    if not logs or any(is_text(p, d) and p not in logs and p.endswith(".log") for p, d in evidence.items()):
        return None  # other logs have stamps without a zone, which are then those of another Mac
    hours = random.choice([-8, -5, 0, 1, 5, 9])

    def there(m):
        here = int(m.group(2)) + (int(m.group(3) or 0) / 60) * (-1 if m.group(2).startswith(b"-") else 1)
        return moved(m.group(1), hours=hours - here) + b"%+03d" % hours
    return {p: STAMP.sub(there, d) if p in logs else d for p, d in evidence.items()}


def tar_gz(evidence, random):
    """One archive, its members in any order."""
    out, paths = io.BytesIO(), sorted(evidence)
    random.shuffle(paths)
    with tarfile.open(fileobj=out, mode="w:gz") as t:
        for path in paths:
            entry = tarfile.TarInfo("evidence/" + path)
            entry.size, entry.mode, entry.uid = len(evidence[path]), 0o644, 501 if "/Users/" in path else 0
            t.addfile(entry, io.BytesIO(evidence[path]))
    return out.getvalue()


NOISE["everything"] = everything

FORMS = {"CRLF": crlf, "a zipped log": zipped_log, "a rotated log": rotated_log, "another time zone": other_zone, "an archive in any order": tar_gz}


# ---- taking a proof out ----


def without_line(data, number, quoted):
    """Without the record at that line: in a log also the lines that follow it without a head of their own, as far as the quotation goes."""
    lines = data.splitlines(keepends=True)
    if not 0 < number <= len(lines):
        return None
    end = number
    if HEAD.match(lines[number - 1]) or quoted.count("\n"):
        while end < len(lines) and not HEAD.match(lines[end]) and (HEAD.match(lines[number - 1]) or end - number < quoted.count("\n")):
            end += 1
    return b"".join(lines[:number - 1] + lines[end:])


def without(evidence, rows):
    """Without what the rows (source, line, text) quote: the line of a text, all of another file. None: a source is not a file here."""
    evidence = dict(evidence)
    for source, line, text in sorted(rows, key=lambda r: -(r[1] or 0)):
        path = source if source in evidence else next((p for p in evidence if p.endswith("/" + source)), None)
        if path is None:
            if any(source.startswith(p + "/") or source.startswith(p) for p in evidence) or not source:
                return None
            continue
        data = evidence[path]
        zipped = data[:2] == b"\x1f\x8b"
        data = gzip.decompress(data) if zipped else data
        left = without_line(data, line, text or "") if line and is_text(path.removesuffix(".gz"), data) or INSTALL_LOG.search(path) else None
        if left:
            evidence[path] = gzip.compress(left, mtime=0) if zipped else left
        else:
            del evidence[path]
    return evidence

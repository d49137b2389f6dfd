"""What a hostile stranger may hand in: bombs, loops, links, broken copies, files that change while they are read.

Whatever comes, tailor must end with a documented status, in bounded time and memory, say which artefact it could not read and why,
answer valid JSON, write nothing, and still diagnose the rest. All inputs are made here.

    python3 tests/program/test_hostile.py build/tailor [NAME]     only the tests whose name holds NAME
"""
import io
import itertools
import os
import plistlib
import random
import shutil
import socket
import stat
import struct
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
import case_files
from program_run import Program, children_of, kill

MIB = 1 << 20
HOSTS = "root/private/etc/hosts"
LOG = "root/private/var/log/install.log"
PREFS = "root/Library/Preferences/com.apple.SoftwareUpdate.plist"
REDIRECT = b"127.0.0.1\tlocalhost\n127.0.0.1 gs.apple.com\n"
FAILED_LOG = (
    b"2024-09-20 10:31:12+02 studio softwareupdated[418]: Progress: phase:ACCEPTED stalled:NO portionComplete:0.001000 estimatedTimeRemaining:-1.000000\n"
    b"2024-09-20 10:38:28+02 studio softwareupdated[418]: Progress: phase:PREFLIGHT_PERSONALIZE stalled:NO portionComplete:0.550000 estimatedTimeRemaining:1800.000000\n"
    b"2024-09-20 10:38:44+02 studio com.apple.MobileSoftwareUpdate.UpdateBrainService[2207]: amai: AMAuthInstallRequestSendSyncWithHeader: failed tss submission: TSS_ERR_SERVER_NOT_REACHABLE\n"
)
GOOD = {HOSTS: REDIRECT, LOG: FAILED_LOG}

# DESIGN section 7: keys and their types.
TEXT, NUMBER, OPTIONAL = (str,), (int, float), (str, type(None))
SHAPE = {"schema": TEXT, "status": TEXT, "verdict": (dict,), "findings": (list,), "attempts": (list,), "plan": (list,), "missing": (list,),
         "damaged": (list,), "mac": (dict,), "tool": (dict,)}
PARTS = {
    "verdict": {"cause": OPTIONAL, "stage": OPTIONAL, "rule": OPTIONAL, "confidence": NUMBER, "summary": TEXT},
    "findings": {"rule": TEXT, "cause": OPTIONAL, "strength": TEXT, "title": TEXT, "evidence": (list,), "explained_by": OPTIONAL},
    "plan": {"action": TEXT, "title": TEXT, "kind": TEXT, "risk": TEXT, "steps": (list,)},
    "missing": {"artefact": TEXT, "would_tell": OPTIONAL, "get_with": OPTIONAL},
    "damaged": {"artefact": TEXT, "state": TEXT, "problem": TEXT},
    "attempts": {"outcome": OPTIONAL, "last_stage": OPTIONAL},
    "tool": {"version": TEXT, "rules": TEXT},
}
ROW = {"source": TEXT, "line": (int, type(None)), "time": OPTIONAL, "text": OPTIONAL}
tailor = Program(sys.argv[1])
check = tailor.check


def has_shape(thing, shape):
    return all(key in thing and isinstance(thing[key], types) for key, types in shape.items())


def verdict_of(run):
    """The JSON of the run, its shape checked; None when there is none."""
    try:
        verdict = run.json()
    except ValueError as e:
        check("JSON (%s)" % e, False, run)
        return None
    check("the verdict's keys and types", has_shape(verdict, SHAPE) and verdict["schema"] == "tailor.verdict/1", run)
    for name, shape in PARTS.items():
        part = verdict.get(name)
        for thing in part if isinstance(part, list) else [part]:
            check("keys and types of %s" % name, has_shape(thing, shape), run)
    for finding in verdict["findings"]:
        check("keys and types of evidence", all(has_shape(row, ROW) for row in finding["evidence"]), run)
    return verdict


def diagnose(*paths, **options):
    run = tailor("diagnose", "--json", *paths, **options)
    return run, verdict_of(run)


def put(folder, files):
    """Writes {path: bytes, or a list of chunks}. Large files come in chunks: the memory of this process would count as the program's."""
    for name, data in files.items():
        full = os.fsencode(os.path.join(folder, name))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            for chunk in [data] if isinstance(data, bytes) else data:
                f.write(chunk)


def told_of(verdict, name):
    """What the verdict says of the artefact that could not be read whole."""
    return " ".join("%s: %s" % (d["state"], d["problem"]) for d in verdict["damaged"] if name in d["artefact"]) if verdict else ""


def still_diagnosed(what, run, verdict):
    check("%s: the rest is still diagnosed" % what, verdict and verdict["verdict"]["rule"] == "network/hosts-redirect" and run.status == 1, run)


def beside_good(what, folder, files, name=None, problem=None, **options):
    """The hostile files in a bundle whose other artefacts name a cause."""
    put(folder, {**GOOD, **files})
    run, verdict = diagnose(folder, **options)
    still_diagnosed(what, run, verdict)
    check("%s: the reader was not ended" % what, verdict and "ended the reader" not in str(verdict["damaged"]), run)
    if name:
        check("%s: told of %s why (%s), not %r" % (what, name, problem, told_of(verdict, name)), problem in told_of(verdict, name), run)
    return run, verdict


# ---- property lists ----


def binary_plist(objects, top):
    """A binary property list of objects that are bytes already; references of one byte."""
    data, offsets = bytearray(b"bplist00"), []
    for o in objects:
        offsets.append(len(data))
        data += o
    table = len(data)
    data += b"".join(struct.pack(">I", o) for o in offsets)
    return bytes(data) + struct.pack(">6xBBQQQ", 4, 1, len(objects), top, table)


def exploding_plist():
    """450 bytes: 25 arrays, each of which holds the next one ten times."""
    arrays = [bytes([0xAA]) + bytes([i + 1] * 10) for i in range(25)]
    return binary_plist(arrays + [b"\x51a"], 0)


def deep_binary(levels):
    data, offsets = bytearray(b"bplist00"), []
    for i in range(levels):
        offsets.append(len(data))
        data += b"\xa1" + struct.pack(">I", i + 1)
    offsets.append(len(data))
    data += b"\x51a"
    table = len(data)
    data += b"".join(struct.pack(">I", o) for o in offsets)
    return bytes(data) + struct.pack(">6xBBQQQ", 4, 4, len(offsets), 0, table)


def test_property_lists(folder):
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">'
    n = 100000
    hostile = {
        "explosion": exploding_plist(),
        "cycle": binary_plist([b"\xa1\x01", b"\xa1\x00"], 0),
        "self": binary_plist([b"\xd1\x01\x00", b"\x51k"], 0),
        "deep binary": deep_binary(n),
        "deep arrays": head + b"<array>" * n + b"</array>" * n + b"</plist>",
        "deep dictionaries": head + b"<dict><key>a</key>" * n + b"<true/>" + b"</dict>" * n + b"</plist>",
        "deep, never closed": head + b"<array>" * n,
        "entities": b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "' + b"a" * 1000 + b'">' +
                    b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)) + b"]><plist><string>&j;</string></plist>",
        "a file named": b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><plist><string>&a;</string></plist>',
        "huge count": binary_plist([b"\xaf\x13" + b"\xff" * 8], 0),
        "NULs": b"\0" * 4096,
        "nothing": b"",
        "deep text": b"(" * n,
    }
    for what, data in hostile.items():
        where = os.path.join(folder, what)
        run, verdict = beside_good(what, where, {PREFS: data, "commands/profiles.plist": data, "commands/system_profiler.plist": data})
        check("%s: some word of the damage" % what, what in ("deep text",) or "SoftwareUpdate.plist" in run.text, run)
        check("%s: nothing of another file" % what, "root:x:0" not in run.text, run)


# ---- broken copies ----


def every_artefact():
    """{path: bytes}: one artefact of each kind: of the cases, the examples, and the fuzzers' seeds."""
    files = {}
    for path in case_files.all_cases():
        for name, (marks, text) in case_files.load(path)[1].items():
            files.setdefault(name, case_files.encode(marks, text))
    for top, _, names in os.walk(os.path.join(ROOT, "examples", "redirected-signing-server")):
        for name in names:
            full = os.path.join(top, name)
            with open(full, "rb") as f:
                files.setdefault(os.path.relpath(full, os.path.join(ROOT, "examples", "redirected-signing-server")), f.read())
    seeds = os.path.join(ROOT, "tests", "fuzz", "seeds")
    for place, name in SEEDS.items():
        with open(os.path.join(seeds, name), "rb") as f:
            data = f.read()
        files.setdefault(place, data[1:] if name.startswith("tables") else data)
    return files


SEEDS = {
    "commands/diskutil-list.plist": "tables_machine/23-list", "diskutil_list.txt": "tables_machine/24-list_text",
    "commands/diskutil-info.plist": "tables_machine/25-info", "commands/diskutil-apfs-list.plist": "tables_machine/26-apfs_list",
    "diskutil_apfs.txt": "tables_machine/27-apfs_text", "commands/nvram.plist": "tables_machine/06-nvram", "nvram.txt": "tables_machine/07-nvram_text",
    "root/Library/Receipts/InstallHistory.plist": "tables_machine/04-history", "commands/pmset-ps.txt": "tables_machine/12-pmset",
    "root/System/Library/CoreServices/SystemVersion.plist": "tables_machine/09-system_version", "root/EFI/OC/config.plist": "tables_machine/14-opencore",
    "root/private/var/db/receipts/a.plist": "tables_machine/15-receipt", "commands/bputil.txt": "tables_machine/17-bputil",
    "commands/fdesetup-status.txt": "tables_machine/18-fdesetup", "bless_info.txt": "tables_machine/19-bless",
    "commands/tmutil-snapshots.txt": "tables_machine/22-tmutil", "commands/scutil-dns.txt": "tables_network/01-scutil_dns",
    "root/private/etc/resolv.conf": "tables_network/02-resolver_file", "commands/scutil-proxy.txt": "tables_network/03-scutil_proxy",
    "root/Library/Preferences/SystemConfiguration/preferences.plist": "tables_network/04-network_prefs",
    "commands/profiles.plist": "tables_network/05-profiles", "commands/ifconfig.txt": "tables_network/06-ifconfig",
    "root/Library/Preferences/SystemConfiguration/NetworkInterfaces.plist": "tables_network/08-network_interfaces",
    "commands/kmutil-showloaded.txt": "tables_network/09-kmutil_showloaded", "commands/systemextensionsctl-list.txt": "tables_network/11-systemextensionsctl_list",
    "root/Library/Extensions/A.kext/Contents/Info.plist": "tables_network/10-kext_info", "commands/ps.txt": "tables_network/12-ps",
    "root/Library/LaunchDaemons/org.example.plist": "tables_network/13-launchd_job",
    "commands/profiles-bootstraptoken.txt": "tables_network/14-profiles_bootstraptoken", "commands/seedutil-current.txt": "tables_network/15-seedutil_current",
    "commands/profiles-status.txt": "tables_network/16-profiles_status",
    "root/Library/Managed Preferences/com.apple.applicationaccess.plist": "tables_network/19-managed_prefs",
    "commands/log-show.txt": "log_scan/compact-00", "root/private/var/log/system.log": "log_scan/syslog-00", "a.ndjson": "log_scan/ndjson-00",
    "dialog.txt": "dialog/two.txt", "commands/startosinstall.txt": "log_scan/tool-00", "commands/host-tool.txt": "log_scan/tool-09",
}


def broken(data, how, rng):
    data = bytearray(data)
    if how == "cut":
        return bytes(data[: rng.randrange(len(data) + 1)])
    if how == "doubled":
        at = rng.randrange(len(data) + 1)
        return bytes(data[:at] + data)
    for _ in range(1 + len(data) // (40 if how == "worn" else 2000)):
        if data:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def test_broken_copies(folder):
    files = every_artefact()
    rng = random.Random(7)
    tables = [line.split(":")[0] for line in tailor("query", "--schema").text.splitlines() if line and not line.startswith(" ")]
    union = " UNION ALL ".join("SELECT '%s', COUNT(*) FROM %s" % (t, t) for t in tables if not t.startswith("known_"))
    for turn in range(6):
        for how in ("cut", "flipped", "worn", "doubled"):
            where = os.path.join(folder, "%s-%d" % (how, turn))
            put(where, {name: broken(data, how, rng) for name, data in files.items()})
            run, verdict = diagnose(where)
            check("%s: every reader lives" % where, verdict and "ended the reader" not in run.text, run)
            asked = tailor("query", where, union)
            check("every table can be asked", asked.status == 0, asked)
    name = "a.tar.gz"
    whole = os.path.join(folder, name)
    with tarfile.open(whole, "w:gz") as t:
        for path, content in files.items():
            add(t, path, content)
    with open(whole, "rb") as f:
        data = f.read()
    for turn in range(8):
        for how in ("cut", "flipped"):
            put(folder, {name: broken(data, how, rng)})
            run, verdict = diagnose(whole)
            check("a broken archive is told", verdict and (verdict["damaged"] or how == "cut"), run)


# ---- archives ----


def add(tar, name, data=b"", **fields):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in fields.items():
        setattr(info, key, value)
    tar.addfile(info, io.BytesIO(data))


def zeros(n):
    """n zero bytes deflated, the blocks repeated, so that making them takes no time; ends unfinished."""
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = c.compress(bytes(16 * MIB)) + c.flush(zlib.Z_FULL_FLUSH)
    return first * (n // (16 * MIB))


def test_archive_bombs(folder):
    bundle = os.path.join(folder, "bundle")
    put(bundle, GOOD)
    info = tarfile.TarInfo(LOG)
    info.size = 5 << 30
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    tar_head = c.compress(info.tobuf(tarfile.GNU_FORMAT)) + c.flush(zlib.Z_FULL_FLUSH)
    end = b"\x03\x00" + b"\0" * 8
    bomb = {"bomb.tar.gz": b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + tar_head + zeros(5 << 30) + end}
    deflated = zeros(2 << 30) + b"\x03\x00"
    bomb["bomb.zip"] = (struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0x2821, 0, len(deflated), 2 << 30, len(LOG), 0) + LOG.encode() + deflated)
    bomb["install.log.0.gz"] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + zeros(5 << 30) + end
    put(folder, bomb)
    for name in bomb:
        run, verdict = diagnose(os.path.join(folder, name), bundle)
        still_diagnosed(name, run, verdict)
        check("%s: told as what it is: %r" % (name, told_of(verdict, name)), "times" in told_of(verdict, name) or "bomb" in told_of(verdict, name), run)
    beside_good("a bomb in a bundle", bundle, {"root/private/var/log/install.log.1.gz": bomb["install.log.0.gz"]}, "install.log.1.gz", "")


def test_nested_archives(folder):
    data, name = FAILED_LOG, "install.log"
    for level in range(12):
        out = io.BytesIO()
        if level % 2:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
                z.writestr(name, data)
            name = "level%d.zip" % level
        else:
            with tarfile.open(fileobj=out, mode="w:gz") as t:
                add(t, name, data)
            name = "level%d.tar.gz" % level
        data = out.getvalue()
    put(folder, {"deep/" + name: data, "good/" + HOSTS: REDIRECT, "good/" + LOG: FAILED_LOG})
    run, verdict = diagnose(os.path.join(folder, "deep", name), os.path.join(folder, "good"))
    still_diagnosed("archives in archives", run, verdict)
    asked = tailor("query", "--json", os.path.join(folder, "deep", name), "SELECT path, problem FROM evidence")
    check("archives in archives: told", "too many" in asked.text, asked)
    thrice = b"\n".join([FAILED_LOG] * 3)
    for _ in range(6):
        c = zlib.compressobj(9, zlib.DEFLATED, 31)
        thrice = c.compress(thrice) + c.flush()
    beside_good("gzip six times over", os.path.join(folder, "six"), {"root/private/var/log/install.log.2.gz": thrice}, "install.log.2.gz", "too many times")


def snapshot(folder):
    return sorted((top, name, os.lstat(os.path.join(top, name)).st_mtime_ns, os.lstat(os.path.join(top, name)).st_size)
                  for top, folders, names in os.walk(folder) for name in folders + names)


def test_archive_names(folder):
    archive = os.path.join(folder, "in", "evil.tar")
    os.makedirs(os.path.dirname(archive))
    work = os.path.join(folder, "in", "work")
    os.makedirs(work)
    with tarfile.open(archive, "w") as t:
        add(t, "../../escaped", b"x")
        add(t, "a/../../../escaped", b"x")
        add(t, os.path.join(folder, "absolute"), b"x")
        add(t, "root/private/etc/resolver", type=tarfile.SYMTYPE, linkname="/etc")
        add(t, "root/private/etc/resolver/passwd", b"nameserver 127.0.0.9\n")
        add(t, "root/private/var/log/install.log", type=tarfile.SYMTYPE, linkname="/etc/passwd")
        add(t, "root/private/var/log/install.log.1", type=tarfile.LNKTYPE, linkname="/etc/passwd")
        add(t, "root/dev/disk0", type=tarfile.BLKTYPE)
        add(t, "root/fifo.plist", type=tarfile.FIFOTYPE)
        add(t, "root/x\nCause found: apple-account\x1b[31m.plist", b"bad")
        add(t, "", b"x")
        add(t, "n" * 5000 + ".plist", b"x")
        add(t, "/".join(["d"] * 3000) + "/a.plist", b"x")
        add(t, HOSTS, REDIRECT)
        add(t, LOG, FAILED_LOG)
    before = snapshot(folder)
    run, verdict = diagnose(archive, cwd=work)
    still_diagnosed("names that lead away", run, verdict)
    check("nothing was written", snapshot(folder) == before, run)
    check("nothing of another file", "root:x:0" not in run.text, run)
    asked = tailor("query", "--json", "--no-redact", archive, "SELECT path, state, problem FROM evidence", cwd=work)
    rows = asked.json()
    for part in ("../../escaped", "a/../../../escaped", "absolute", "install.log.1", "fifo.plist", "disk0"):
        check("%s is refused: %r" % (part, [r for r in rows if r["path"].endswith(part)]),
              any(r["path"].endswith(part) and r["state"] in ("skipped", "listed") for r in rows), asked)
    check("nothing was written by query", snapshot(folder) == before, asked)
    # What hostile names and control characters look like to a terminal.
    for words in (("diagnose",), ("diagnose", "-v"), ("query",)):
        shown = tailor(*words, archive, *(["SELECT * FROM evidence"] if words[0] == "query" else []), cwd=work)
        check("no escape sequence (%s)" % words[0], b"\x1b" not in shown.out, shown)
        check("a name with a newline stays in its line (%s)" % words[0], b"\nCause found: apple-account" not in shown.out, shown)


# ---- the file system ----


def test_nothing_there(folder):
    os.makedirs(os.path.join(folder, "empty"))
    put(folder, {"empty.log": b"", "good/" + HOSTS: REDIRECT, "good/" + LOG: FAILED_LOG})
    for name, problem in (("empty", "empty"), ("empty.log", "empty"), ("absent", "No such file")):
        run, verdict = diagnose(os.path.join(folder, name))
        check("%s: exit 66" % name, run.status == 66, run)
        check("%s: told (%r)" % (name, told_of(verdict, name)), problem in told_of(verdict, name), run)
        check("%s: no claim of health" % name, verdict and verdict["status"] != "healthy" and verdict["verdict"]["cause"] is None, run)
        asked = tailor("query", os.path.join(folder, name), "SELECT * FROM mac")
        check("%s: query says so" % name, asked.status == 66 and (problem in asked.told or name != "absent"), asked)
    good = os.path.join(folder, "good")
    run, verdict = diagnose(good, os.path.join(folder, "absent"), good)
    still_diagnosed("one of three is missing", run, verdict)
    check("the missing one is told", "No such file" in told_of(verdict, "absent"), run)
    check("the same twice keeps two names", "good/root" in run.text and "good-2/root" in run.text, run)
    run, verdict = diagnose("")
    check("an empty name", run.status == 66, run)
    run, verdict = diagnose("n" * 5000)
    check("a name too long", run.status == 66 and "too long" in str(verdict["damaged"]), run)


def test_no_permission(folder):
    program, nobody = tailor.path, {}
    if os.geteuid() == 0:
        program = os.path.join(folder, "tailor")
        shutil.copy(tailor.path, program)
        os.chmod(folder, 0o755)
        nobody = {"user": 65534, "group": 65534, "extra_groups": []}
    good = os.path.join(folder, "good")
    put(good, {**GOOD, "commands/df.txt": b"x", "root/Library/Secret/a.plist": b"x"})
    os.chmod(os.path.join(good, "commands/df.txt"), 0)
    os.chmod(os.path.join(good, "root/Library/Secret"), 0)
    closed = os.path.join(folder, "closed")
    os.makedirs(closed, mode=0o700)
    os.chmod(closed, 0)
    for paths, status in (([good], 1), ([closed], 66), ([good, closed], 1)):
        p = subprocess.run([program, "diagnose", "--json", *paths], capture_output=True, timeout=60, **nobody)
        said = p.stdout.decode()
        check("%s: exit %d, %r" % (paths, p.returncode, p.stderr[:200]), p.returncode == status)
        check("%s: told why" % paths, said.count("Permission denied") == (2 if good in paths else 0) + (closed in paths))
    os.chmod(closed, 0o700)
    os.chmod(os.path.join(good, "root/Library/Secret"), 0o700)


def test_special_files(folder):
    put(folder, GOOD)
    os.mkfifo(os.path.join(folder, "root/private/var/log/system.log"))
    with socket.socket(socket.AF_UNIX) as s:
        here = os.getcwd()
        os.chdir(os.path.join(folder, "root/private/etc"))  # a socket's name may not be long
        s.bind("resolv.conf")
        os.chdir(here)
        os.symlink("/dev/zero", os.path.join(folder, "root/private/var/log/install.log.1"))
        os.symlink("/etc", os.path.join(folder, "commands"))
        os.symlink(".", os.path.join(folder, "root/again"))
        os.symlink("b", os.path.join(folder, "root/a"))
        os.symlink("a", os.path.join(folder, "root/b"))
        run, verdict = diagnose(folder)
        still_diagnosed("FIFO, socket, links", run, verdict)
        asked = tailor("query", "--json", folder, "SELECT path, state, problem FROM evidence").json()
        for name in ("system.log", "resolv.conf", "install.log.1", "commands", "again"):
            check("%s is passed over and told" % name, any(r["path"].endswith(name) and r["state"] == "skipped" and r["problem"] for r in asked))
        for path in (os.path.join(folder, "root/private/var/log/install.log.1"), "/dev/zero", os.path.join(folder, "root/private/var/log/system.log"),
                     os.path.join(folder, "root/private/etc/resolv.conf"), os.path.join(folder, "root/a")):
            run, verdict = diagnose(path)
            check("%s given by name: exit 66 and why" % path, run.status == 66 and verdict["damaged"], run)


def test_changing_files(folder):
    where = os.path.join(folder, LOG)
    put(folder, {HOSTS: REDIRECT, LOG: FAILED_LOG})
    stop = threading.Event()

    def change(grow):
        line = b"2024-09-20 10:00:00+02 studio softwareupdated[418]: nothing to tell\n" * 1000
        with open(where, "r+b") as f:
            while not stop.is_set():
                if not grow:
                    f.truncate(len(FAILED_LOG))
                f.seek(0, os.SEEK_END)
                for _ in range(20 if f.tell() < 64 * MIB else 0):
                    f.write(line)
                f.flush()

    for grow in (False, True):
        stop.clear()
        thread = threading.Thread(target=change, args=(grow,))
        thread.start()
        try:
            for _ in range(5):
                run, verdict = diagnose(folder)
                still_diagnosed("a log that %s" % ("grows" if grow else "shrinks"), run, verdict)
        finally:
            stop.set()
            thread.join()


def test_many_files(folder):
    put(folder, GOOD)
    crowd = os.path.join(folder, "root/Library/Preferences")
    os.makedirs(crowd)
    for i in range(100000):
        os.close(os.open("%s/com.example.%05d.plist" % (crowd, i), os.O_CREAT | os.O_WRONLY))
    run, verdict = diagnose(folder, seconds=60)
    still_diagnosed("100,000 files", run, verdict)
    check("100,000 files: the answer stays short", len(run.out) < MIB, run)
    told = [d["artefact"] for d in verdict["damaged"]] if verdict else []
    check("100,000 files: how many more are damaged is told: %s" % told[-1:], len(told) == 100 and told[-1] == "99901 more artefacts", run)


def test_deep_folders(folder):
    put(folder, GOOD)
    here = os.open(os.path.join(folder, "root"), os.O_RDONLY)
    for _ in range(2000):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    run, verdict = diagnose(folder)
    still_diagnosed("folders 2000 deep", run, verdict)
    subprocess.run(["rm", "-rf", os.path.join(folder, "root")])  # shutil recurses


# ---- logs and text ----


def test_large_texts(folder):
    beside_good("200 MB without a newline", os.path.join(folder, "line"), {"root/private/var/log/install.log.1": [b"a" * MIB] * 200})
    shutil.rmtree(os.path.join(folder, "line"))
    words = b"failed tss submission: TSS_ERR_SERVER_NOT_REACHABLE Error Domain=SUMacControllerError Code=7723 \"x\" UserInfo={NSUnderlyingError=0x1 {"
    beside_good("100 MB of signals without a newline", os.path.join(folder, "signals"), {"root/private/var/log/install.log.1": [words * (MIB // len(words))] * 100}, seconds=60)
    shutil.rmtree(os.path.join(folder, "signals"))
    beside_good("NULs", os.path.join(folder, "nul"), {"root/private/var/log/install.log.1": [bytes(MIB)] * 50, "commands/df.txt": bytes(MIB)})
    lines = (b"0.0.0.0 h%d.example.com\n" % i for i in range(1000000))
    beside_good("a hosts file of 1,000,000 lines", os.path.join(folder, "hosts"), {HOSTS: itertools.chain(lines, [REDIRECT])}, seconds=60)


def test_invalid_utf8(folder):
    rng = random.Random(3)
    junk = bytes(rng.randrange(128, 256) for _ in range(4000))
    files = {name: junk + b"\n" + data[: len(data) // 2] + junk[:50] + data[len(data) // 2 :] + b"\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80\n"
             for name, data in every_artefact().items() if name not in GOOD and "SystemConfiguration" not in name}  # damaged, those are a cause of their own
    files["root/Library/LaunchDaemons/" + "\udcff\udcfe.plist"] = b"\xff"
    beside_good("invalid UTF-8", folder, {})
    put(folder, files)
    run, verdict = diagnose(folder)
    still_diagnosed("invalid UTF-8 everywhere", run, verdict)
    for words in (["-f", "text"], ["-f", "markdown"], ["-f", "html"], ["-v"]):
        shown = tailor("diagnose", *words, folder)
        try:
            shown.text
        except UnicodeDecodeError as e:
            check("%s is UTF-8: %s" % (words, e), False, shown)
    for form, table in itertools.product(("table", "csv", "json"), ("evidence", "log")):
        shown = tailor("query", "-f", form, folder, "SELECT * FROM " + table)
        try:
            shown.text
        except UnicodeDecodeError as e:
            check("%s of %s is UTF-8: %s" % (form, table, e), False, shown)


def test_escape_sequences(folder):
    evil = b"\x1b]0;pwned\x07\x1b[2J\x1b[31m\xc2\x9b31m\x08\r\xe2\x80\xae"
    log = FAILED_LOG.replace(b"failed tss submission", b"failed tss submission" + evil).replace(b"TSS_ERR", evil + b" TSS_ERR")
    put(folder, {HOSTS: b"127.0.0.1 gs.apple.com " + evil + b"\n", LOG: FAILED_LOG + log + evil + b"\n",
                 "dialog.txt": b"Failed to personalize the software update. " + evil, "root/Library/Preferences/\x1b[31mred.plist": evil})
    for words in (["diagnose"], ["diagnose", "-v"], ["diagnose", "-f", "markdown"], ["diagnose", "-f", "html"], ["diagnose", "--json"],
                  ["query", "-f", "table"], ["query", "-f", "json"]):
        more = ["SELECT * FROM log"] if words[0] == "query" else []
        run = tailor(*words, folder, *more)
        check("no control character in %s" % words, not any(c in run.text for c in "\x1b\x07\x08\r\x9b\x7f"), run)
        check("no turn of the writing direction in %s" % words, words[-1] in ("json", "--json") or "\u202e" not in run.text, run)
    # csv is for programs: it keeps what stands there
    run = tailor("query", "-f", "csv", folder, "SELECT message FROM log")
    check("csv has the log", run.status == 0 and "TSS_ERR" in run.text, run)


def test_backtracking(folder):
    head = b"2024-09-20 10:38:44+02 studio softwareupdated[418]: "
    needles = []
    with open(os.path.join(ROOT, "knowledge", "signal.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]
    column = rows[0].index("needle") if "needle" in rows[0] else None
    pattern = rows[0].index("pattern")
    for row in rows[1:]:
        needles.append((row[column] if column is not None and len(row) > column and row[column] else row[pattern])[:80].encode())
    lines = []
    for needle in needles:
        for fill in (b"a" * 3000, b"(" * 3000, b" ," * 1500, b"=1 " * 1000, b'"{' * 1500, needle * (1 + 3000 // max(1, len(needle)))):
            lines.append(head + needle + b" " + fill + b" " + needle + fill)
    # Every signal there is stands in these lines, so any rule may fire; what counts is that they are read to their end.
    put(folder, {**GOOD, "root/private/var/log/install.log.1": b"\n".join(lines) + b"\n"})
    run, verdict = diagnose(folder, seconds=60)
    check("lines that make patterns go back and forth are read", run.status in (1, 2) and "ended the reader" not in str(verdict["damaged"]), run)


# ---- standard input ----


def feed(chunks):
    """-> (reading end, thread): writes the chunks until nobody listens."""
    r, w = os.pipe()

    def write():
        try:
            for chunk in chunks:
                view = memoryview(chunk)
                while view:
                    view = view[os.write(w, view):]
        except BrokenPipeError:
            pass
        os.close(w)

    thread = threading.Thread(target=write)
    thread.start()
    return r, thread


def test_standard_input(folder):
    put(folder, GOOD)
    run, verdict = diagnose("-")
    check("empty: exit 66, and said", run.status == 66 and "empty" in told_of(verdict, "stdin"), run)
    run, verdict = diagnose("-", folder)
    still_diagnosed("empty standard input beside a bundle", run, verdict)
    for closed in ([0], [0, 2]):
        run = tailor("diagnose", "--json", "-", preexec_fn=lambda: [os.close(fd) for fd in closed])
        verdict = verdict_of(run)
        check("closed %s: exit 66, and said" % closed, run.status == 66 and verdict and told_of(verdict, "stdin"), run)
        run = tailor("diagnose", "--json", folder, preexec_fn=lambda: [os.close(fd) for fd in closed])
        still_diagnosed("closed %s" % closed, run, verdict_of(run))
    run = tailor("diagnose", "--json", folder, preexec_fn=lambda: [os.close(fd) for fd in (0, 1, 2)])
    check("all closed: the answer cannot be written", run.status == 74, run)
    line = b"2024-09-20 10:00:00+02 studio softwareupdated[418]: nothing to tell\n"
    block = line * (MIB // len(line))
    r, thread = feed([FAILED_LOG] + [block] * 300)
    run, verdict = diagnose("-", stdin=r, seconds=60)
    os.close(r)
    thread.join()
    check("300 MB: the failure is seen", run.status in (1, 2) and verdict["attempts"], run)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as t:
        for name, data in GOOD.items():
            add(t, name, data)
    r, thread = feed([out.getvalue()])
    run, verdict = diagnose("-", stdin=r)
    os.close(r)
    thread.join()
    still_diagnosed("an archive on standard input", run, verdict)
    with tempfile.TemporaryFile() as f:
        f.write(FAILED_LOG)
        f.seek(0)
        run, verdict = diagnose("-", stdin=f)
        check("a file as standard input", run.status in (1, 2), run)
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packed.compress(FAILED_LOG * 50) + packed.flush()
    put(folder, {"cut/install.log.0.gz": packed[: len(packed) - 9]})
    run, verdict = diagnose(os.path.join(folder, "cut/install.log.0.gz"))
    check("a log that is cut short is judged by what is there", run.status in (1, 2) and "truncated" in told_of(verdict, "install.log"), run)
    fd = os.open(folder, os.O_RDONLY)
    run, verdict = diagnose("-", stdin=fd)
    os.close(fd)
    check("a folder as standard input is read or told", run.status in (1, 66), run)


# ---- a reader that is killed ----


def opens(pid, name):
    try:
        return any(os.readlink("/proc/%d/fd/%s" % (pid, fd)).endswith(name) for fd in os.listdir("/proc/%d/fd" % pid))
    except OSError:
        return False


def test_killed_reader(folder):
    if not os.path.isdir("/proc/self/fd"):
        print("skipped: a reader that is killed (no /proc here)")
        return
    large = "root/private/var/log/install.log.1"
    put(folder, {**GOOD, large: b""})
    os.truncate(os.path.join(folder, large), 4 << 30)  # a hole: long to read, nothing on the disk
    killed = []

    def murder(process):
        end = time.monotonic() + 20
        while time.monotonic() < end and not killed and process.poll() is None:
            for child in children_of(process.pid):
                if opens(child, "install.log.1"):
                    time.sleep(0.05)  # it has told by then what it reads
                    kill(child)
                    killed.append(child)

    run = tailor("diagnose", "--json", folder, meanwhile=murder, seconds=60)
    verdict = verdict_of(run)
    check("the reader was found and killed", killed, run)
    still_diagnosed("a reader that is killed", run, verdict)
    check("the artefact it was at is told: %r" % told_of(verdict, "install.log.1"), "SIGKILL" in told_of(verdict, "install.log.1"), run)
    check("no other artefact is lost", verdict and len(verdict["damaged"]) == 1, run)


def test_killed_reader_of_standard_input(folder):
    if not os.path.isdir("/proc/self/fd"):
        print("skipped: a reader that is killed (no /proc here)")
        return
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        for name, data in GOOD.items():
            add(t, name, data)
        large = tarfile.TarInfo("root/private/var/log/install.log.1")
        large.size = 64 * MIB
        t.addfile(large, io.BytesIO(bytes(64 * MIB)))
    sent, gone = threading.Event(), threading.Event()

    def chunks():
        data = out.getvalue()
        yield data[: 32 * MIB]
        sent.set()
        gone.wait(20)
        yield data[32 * MIB :]

    def murder(process):
        sent.wait(20)
        for child in children_of(process.pid):
            kill(child)
        gone.set()

    r, thread = feed(chunks())
    run, verdict = diagnose("-", stdin=r, meanwhile=murder)
    os.close(r)
    thread.join()
    still_diagnosed("a killed reader of standard input", run, verdict)
    check("the artefact is told", "SIGKILL" in told_of(verdict, "install.log.1"), run)
    check("and that the rest is left out", "cannot be read again" in told_of(verdict, "install.log.1"), run)


def test_killed_between_artefacts(folder):
    if not os.path.isdir("/proc/self/fd"):
        print("skipped: a reader that is killed (no /proc here)")
        return
    put(folder, GOOD)
    r, w = os.pipe()  # nothing ever comes

    def murder(process):
        time.sleep(5 if tailor.sanitized else 1)  # the folder is read, and the pipe is waited for
        for child in children_of(process.pid):
            kill(child)

    run, verdict = diagnose(folder, "-", stdin=r, meanwhile=murder)
    still_diagnosed("a reader killed between artefacts", run, verdict)
    check("told that the rest is left out: %s" % (verdict and verdict["damaged"]), verdict and "left out" in str(verdict["damaged"]), run)
    os.close(r)
    os.close(w)


def main():
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    for name, test in sorted(globals().items()):
        if not name.startswith("test_") or only not in name:
            continue
        begin = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            test(folder)
        print("%s: %.1f s" % (name, time.monotonic() - begin))
    return tailor.result()


if __name__ == "__main__":
    sys.exit(main())

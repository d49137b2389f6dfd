"""case_files: the project's own cases, one text file each, and how they become folders.

    tests/cases/<cause>/<name>.case

A case file holds the expected answer and the evidence, as sections:

    # what this case shows, and why an expert says so
    === expected
    status: failed
    cause: network
    stage: personalize
    quotes: 127.0.0.1 gs.apple.com | gs.apple.com
    fires: network/hosts-redirect
    not: signing-server/declined
    === root/private/etc/hosts
    127.0.0.1 gs.apple.com
    === root/private/var/log/install.log.0.gz [gzip]
    ...

`fires` and `not` name rules that must, or must not, be among the findings; `says` and `says_not` are parts of the summary that must, or must
not, be there; `confidence_at_most` bounds what the verdict claims. `include: base/NAME` in the first section takes the
sections of tests/cases/base/NAME.case first; a section of the same path replaces the included one, and `[absent]` removes it.
Marks behind a path: [gzip], [utf16], [crlf], [rtf], [bplist] (an XML property list made binary), [bom] (the lines of lsbom
made a bill of materials: boms.py), [macho] (settings made a Mach-O file: machos.py), [cut] (its last third is gone), [absent].
A path such as bundle.tar/root/private/etc/hosts goes into an archive, which alone tells owners and modes: root's, 0644 or marks such as [0666, uid501].
Unpacked, a case has the form that the scoring program reads: expected.json and evidence/.
"""
import gzip
import io
import json
import os
import plistlib
import re
import tarfile

import boms
import machos

HEAD = re.compile(r"^=== (\S.*?)(?: \[([a-z0-9, ]+)\])?$")
LISTS = {"quotes", "fix_mentions", "must_not", "also_acceptable", "also_stage", "fires", "not", "says", "says_not"}
CASES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "cases")


def parse(path):
    sections, current = [], None
    with open(path, encoding="utf-8") as f:
        for line in f:
            m = HEAD.match(line.rstrip("\n"))
            if m:
                current = [m.group(1), (m.group(2) or "").replace(",", " ").split(), []]
                sections.append(current)
            elif current is not None:
                current[2].append(line)
    return [(name, marks, "".join(body)) for name, marks, body in sections]


def expected_of(text):
    e = {"status": None, "cause": None, "stage": None, "include": None}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        key, _, value = line.partition(":")
        key, value = key.strip(), value.strip()
        e[key] = [v.strip() for v in value.split("|")] if key in LISTS else (value or None)
    for key in LISTS:
        e.setdefault(key, [])
    return e


def load(path):
    """-> (expected, {path: (marks, text)})"""
    expected, files = {}, {}
    for name, marks, body in parse(path):
        if name == "expected":
            expected = expected_of(body)
            if expected["include"]:
                files.update(load(os.path.join(CASES, expected["include"] + ".case"))[1])
        elif "absent" in marks:
            files.pop(name, None)
        else:
            files[name] = (marks, body)
    return expected, files


def encode(marks, text):
    if "crlf" in marks:
        text = text.replace("\n", "\r\n")
    data = text.encode("utf-8")
    if "utf16" in marks:
        data = b"\xff\xfe" + text.encode("utf-16-le")
    if "rtf" in marks:
        body = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").replace("\n", "\\\n")
        data = ("{\\rtf1\\ansi{\\fonttbl\\f0 Menlo;}\n\\f0 " + "".join(c if ord(c) < 128 else "\\u%d?" % ord(c) for c in body) + "}").encode("ascii")
    if "bplist" in marks:
        data = plistlib.dumps(plistlib.loads(data), fmt=plistlib.FMT_BINARY)
    if "bom" in marks:
        data = boms.of_text(text)
    if "macho" in marks:
        data = machos.of_text(text)
    if "cut" in marks:
        data = data[:len(data) * 2 // 3]
    if "gzip" in marks:
        data = gzip.compress(data, mtime=0)
    return data


def pack(archive, members):
    with tarfile.open(archive, "w") as t:
        for name, marks, text in members:
            data = encode(marks, text)
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            entry.mode = next((int(m, 8) for m in marks if m.isdigit()), 0o644)
            entry.uid = next((int(m[3:]) for m in marks if m.startswith("uid")), 0)
            t.addfile(entry, io.BytesIO(data))


def unpack(path, folder):
    """Writes expected.json and evidence/ below folder."""
    expected, files = load(path)
    evidence = os.path.join(folder, "evidence")
    os.makedirs(evidence, exist_ok=True)
    archives = {}
    for name, (marks, text) in files.items():
        archive, inside, member = name.partition(".tar/")
        if inside:
            archives.setdefault(archive + ".tar", []).append((member, marks, text))
            continue
        full = os.path.join(evidence, name)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            f.write(encode(marks, text))
    for name, members in archives.items():
        pack(os.path.join(evidence, name), members)
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as f:
        json.dump(expected, f, indent=2)
    return expected


def all_cases():
    found = []
    for folder, folders, names in os.walk(CASES):
        folders.sort()
        if os.path.basename(folder) != "base":
            found += [os.path.join(folder, n) for n in sorted(names) if n.endswith(".case")]
    return found

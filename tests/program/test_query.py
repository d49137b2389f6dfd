"""tailor query: every table, every form of the answer, what is refused, and that nothing personal is shown by any verb.

Redaction is tested over the project's cases, the example, and the cases beside the project in ../shared where they are.
"""
import collections
import csv
import gzip
import io
import json
import os
import plistlib
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
import case_files
from program_run import Program

tailor = Program(sys.argv[1])
check = tailor.check
EXAMPLE = os.path.join(ROOT, "examples", "redirected-signing-server")
SHARED = sys.argv[2] if len(sys.argv) > 2 and sys.argv[2] != "--all" else os.path.join(os.path.dirname(ROOT), "shared", "cases")


# ---- the schema ----


def schema():
    """-> {table: (sentence, {column: (type, sentence)}, what else is said)}"""
    run = tailor("query", "--schema")
    check("the schema", run.status == 0 and not run.err, run)
    tables, current = {}, None
    for line in run.text.splitlines():
        if line and not line.startswith(" "):
            name, _, doc = line.partition(": ")
            current = tables[name] = (doc, {}, [])
        elif line.strip():
            m = re.match(r"    (\w+) +(text|integer|real) +(\S.*)$", line)
            if m:
                current[1][m.group(1)] = (m.group(2), m.group(3))
            else:
                current[2].append(line.strip())
    return tables


def check_schema(tables):
    for name, (doc, columns, rest) in tables.items():
        if name.startswith("known_"):
            check("%s names its columns" % name, doc == "knowledge/%s.tsv" % name[6:] and rest and len(rest[0].split()) > 1)
            continue
        check("%s has a sentence" % name, len(doc.split()) > 3)
        check("%s has columns" % name, columns)
        for column, (_, sentence) in columns.items():
            check("%s.%s has a sentence" % (name, column), len(sentence.replace("(redacted)", "").split()) >= 1)
        check("%s says where its rows come from" % name, any(r.startswith("reads ") or r.startswith("made from ") for r in rest) or name == "evidence")
        one = tailor("query", "--schema", name)
        check("the schema of one table", one.status == 0 and one.text.startswith(name + ": ") and one.text.count("source, line, time, ns") == 1, one)
    none = tailor("query", "--schema", "no_such_table")
    check("the schema of a table that is not", none.status == 64 and "no_such_table" in none.told, none)
    for name in ("signal", "error", "attempt", "mac", "evidence", "hosts_entry", "known_signal", "known_cause"):
        check("table %s is there" % name, name in tables)


def columns_of(table):
    doc, columns, rest = table
    return rest[0].split() if doc.startswith("knowledge/") else [*columns, "source", "line", "time", "ns"]


def check_forms(tables):
    for name, table in tables.items():
        sql = "SELECT * FROM %s" % name
        as_json, as_csv, as_table = (tailor("query", "-f", form, EXAMPLE, sql) for form in ("json", "csv", "table"))
        for run in (as_json, as_csv, as_table):
            check("%s can be asked" % name, run.status == 0 and not run.err, run)
        rows = as_json.json()
        cells = list(csv.reader(io.StringIO(as_csv.text, newline="")))
        check("%s as csv has the columns" % name, cells[0] == columns_of(table), as_csv)
        check("%s as csv has every row" % name, len(cells) == 1 + len(rows) and all(len(c) == len(cells[0]) for c in cells), as_csv)
        check("%s as a table has every row" % name, as_table.text.count("\n") == 2 + len(rows) and as_table.text.split()[0] == cells[0][0], as_table)
        for row, line in zip(rows, cells[1:]):
            check("%s: csv and json agree" % name,
                  all(("" if v is None else v if isinstance(v, str) else None) in (c, None) for v, c in zip(row.values(), line)), as_csv)
            for column, (kind, _) in table[1].items():
                good = {"text": (str,), "integer": (int,), "real": (int, float)}[kind]
                check("%s.%s is of its type" % (name, column), row[column] is None or isinstance(row[column], good), as_json)
        if name.startswith("known_"):
            check("%s has rows" % name, rows)


def check_statements():
    refused = ["DELETE FROM mac", "DROP TABLE mac", "INSERT INTO mac(model) VALUES('x')", "UPDATE mac SET model = 'x'", "CREATE TABLE a(b)", "PRAGMA user_version",
               "ATTACH DATABASE '/tmp/x' AS x", "VACUUM INTO '/tmp/tailor-vacuum'", "SELECT load_extension('/tmp/x')", "SELECT readfile('/etc/passwd')",
               "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE mac", "WITH a AS (SELECT 1) DELETE FROM mac", "BEGIN", "EXPLAIN DELETE FROM mac", "REINDEX", "ANALYZE"]
    wrong = ["", "   ", "-- nothing", "SELEKT", "SELECT * FROM no_such_table", "SELECT no_such_column FROM mac", "SELECT (", "SELECT 'open", "SELECT 1 +",
             "SELECT abs(-9223372036854775808)", "SELECT " + ",".join(["1"] * 100), "SELECT * FROM mac WHERE x = ?" , "SELECT " + "(" * 5000 + "1" + ")" * 5000]
    for sql in refused + wrong:
        run = tailor("query", EXAMPLE, sql)
        check("refused: %r" % sql[:60], run.status == 64 and run.told.startswith("tailor: ") and run.told.count("\n") == 1 and len(run.told) > 15 and not run.out, run)
    check("nothing was written", not os.path.exists("/tmp/tailor-vacuum"))
    for sql, answer in [("SELECT 1 AS one", [{"one": 1}]), ("VALUES (1)", [{"column1": 1}]), ("SELECT 1 AS a, 2 AS a;", None), ("SELECT NULL AS n, 2.5 AS r, 'é' AS t", [{"n": None, "r": 2.5, "t": "é"}]),
                        ("WITH RECURSIVE c(n) AS (VALUES(1) UNION ALL SELECT n + 1 FROM c WHERE n < 3) SELECT n FROM c", [{"n": 1}, {"n": 2}, {"n": 3}]),
                        ("SELECT 1 WHERE 0", []), ("SELECT CASE WHEN 'Ab' REGEXP '^a' THEN 1 ELSE 0 END AS x", None)]:
        run = tailor("query", "--json", EXAMPLE, sql)
        if answer is None:
            check("%r ends well" % sql, run.status in (0, 64), run)
        else:
            check("%r is answered" % sql, run.status == 0 and run.json() == answer, run)
    for words in ([], [EXAMPLE], ["-f", "html", EXAMPLE, "SELECT 1"], ["-f", "nonsense", EXAMPLE, "SELECT 1"]):
        run = tailor("query", *words)
        check("query %s: usage" % words, run.status == 64 and run.told.startswith("tailor: "), run)
    with tempfile.TemporaryDirectory() as folder:
        place = os.path.join(folder, "root/private/etc")
        os.makedirs(place)
        with open(place + "/hosts", "w", encoding="utf-8") as f:
            f.write('127.0.0.1 gs.apple.com # a "quoted", part\n')
        run = tailor("query", "-f", "csv", folder, "SELECT *, 'a\nb\r\n\"c\",' AS hard FROM hosts_entry")
        cells = list(csv.reader(io.StringIO(run.text, newline="")))
        check("csv with quotes, commas and line ends", run.status == 0 and len(cells) == 2 and cells[1][-1] == 'a\nb\r\n"c",', run)


# ---- nothing personal ----

UUID = r"\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\b"
PERSONAL = {
    "serial": r"<key>(?:serial_number|IOPlatformSerialNumber)</key>\s*<string>([^<]{4,})</string>",
    "uuid": r"<key>(?:platform_UUID|provisioning_UDID)</key>\s*<string>([^<]{8,})</string>",
    "host": r"<key>(?:local_host_name|ComputerName|LocalHostName|HostName)</key>\s*<string>([^<]{3,})</string>",
    "user": r"/Users/([A-Za-z0-9._-]+)|<key>user_name</key>\s*<string>[^<(]*\(([^)<]+)\)</string>",
    "full name": r"<key>user_name</key>\s*<string>([^<(]*\S)\s*\(",
    "ecid": r"(?:ECID|UniqueChipID)[\"')]*\s*[:=]\s*\"?(0x[0-9A-Fa-f]{6,16}|[0-9]{8,20})",
    "mac": r"\b((?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})\b",
    "address": r"\b(10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})\b(?!/)",
    "log host": r"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d(?:\d\d)? (\S+) [\w.]+\[\d+\]",
}
# Names of nobody in particular; the forms that a redacted source itself uses.
COMMON = {"Shared", "localhost", "admin", "Admin", "root", "user", "User", "HOST", "test", "Mac", "none", "username", "USERNAME", "USER", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00",
          "MacBook-Pro", "MacBook-Air", "Mac-mini", "iMac", "MacBook", "Air", "Pro", "mini", "Studio", "nobody", "daemon"}


def personal_of(folder):
    """{kind: values} that the evidence holds."""
    found = collections.defaultdict(set)
    for top, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(top, name), "rb") as f:
                data = f.read()
            if data[:2] == b"\x1f\x8b":
                try:
                    data = gzip.decompress(data)
                except (OSError, EOFError):
                    continue
            if data[:6] == b"bplist":
                try:
                    data = plistlib.dumps(plistlib.loads(data))
                except Exception:
                    continue
            text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
            for kind, pattern in PERSONAL.items():
                for m in re.finditer(pattern, text):
                    value = next(g for g in m.groups() if g).strip()
                    if value not in COMMON and not re.search(r"[<>]|REDACTED|XXXX", value):
                        found[kind].add(value)
    return found


def shows(text, value):
    return re.search(r"(?<![A-Za-z0-9])%s(?![A-Za-z0-9])" % re.escape(value), text) is not None


OUTPUTS = [["diagnose", "-v"], ["diagnose", "--json"], ["diagnose", "-f", "html"], ["diagnose", "-v", "-f", "markdown"]]


def check_redaction(label, evidence, tables):
    personal = {(kind, value) for kind, values in personal_of(evidence).items() for value in values}
    runs = [tailor(*words, evidence) for words in OUTPUTS]
    for form in ("json", "csv"):
        for name in tables:
            if not name.startswith("known_"):
                runs.append(tailor("query", "-f", form, evidence, "SELECT * FROM %s" % name)) if form == "json" or name in ("mac", "log") else None
    leaks = collections.Counter()
    for run in runs:
        for kind, value in personal:
            if shows(run.text, value):
                where = " ".join(w for w in run.words if not w.startswith("/"))
                leaks["%s %r in %s" % (kind, value, where)] += 1
    check("%s: personal values are shown: %s" % (label, "; ".join(sorted(leaks)[:12])), not leaks)
    return personal


def check_same_token(evidence):
    """The base case, with one value in several places."""
    values = {"serial": "FVFEXAMPLE0D"}
    hidden = tailor("query", "--json", evidence, "SELECT * FROM mac")
    plain = tailor("query", "--json", "--no-redact", evidence, "SELECT * FROM mac")
    check("the serial number is replaced", "FVFEXAMPLE0D" not in hidden.text and "<serial-1>" in hidden.text, hidden)
    check("and kept with --no-redact", "FVFEXAMPLE0D" in plain.text and "<serial-" not in plain.text, plain)
    return values


def make_telltale(folder):
    """Evidence in which each personal value stands in several artefacts."""
    text = case_files.load(os.path.join(case_files.CASES, "base", "apple-silicon.case"))[1]
    files = {name: case_files.encode(marks, body) for name, (marks, body) in text.items()}
    uuid, mac = "5A3B0C1D-2E4F-4A6B-8C7D-9E0F1A2B3C4D", "a4:83:e7:12:34:56"
    files["commands/ifconfig.txt"] = (
        "en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500\n\tether %s\n\tinet 192.168.77.23 netmask 0xffffff00 broadcast 192.168.77.255\n"
        "\tinet6 fe80::1c2d:3e4f:5a6b:7c8d%%en0 prefixlen 64 secured scopeid 0x6\n\tstatus: active\n" % mac).encode()
    line = "2024-09-20 10:38:%02d+02 janes-air softwareupdated[418]: %s\n"
    words = ["serial FVFEXAMPLE0D on 192.168.77.23", "volume %s" % uuid, "again %s and FVFEXAMPLE0D" % uuid, "opened /Users/janedoe/Library/x by jane.doe@example.org",
             "link %s" % mac, "ECID = 0x1a2b3c4d5e6f70; ECID: 0x1a2b3c4d5e6f70", "fe80::1c2d:3e4f:5a6b:7c8d",
             "amai: AMAuthInstallRequestSendSyncWithHeader: failed tss submission: TSS_ERR_SERVER_NOT_REACHABLE /Users/janedoe 192.168.77.23 FVFEXAMPLE0D"]
    files["root/private/var/log/install.log"] = "".join(line % (i + 1, w) for i, w in enumerate(words)).encode()
    files["root/private/etc/hosts"] = b"192.168.77.23 gs.apple.com\n"
    files["root/Library/Preferences/of-/Users/janedoe/FVFEXAMPLE0D.plist"] = b"not a list"
    for name, data in files.items():
        full = os.path.join(folder, name)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            f.write(data)
    return ["FVFEXAMPLE0D", uuid, mac, "192.168.77.23", "janedoe", "jane.doe@example.org", "0x1a2b3c4d5e6f70", "fe80::1c2d:3e4f:5a6b:7c8d", "janes-air"]


def check_telltale():
    with tempfile.TemporaryDirectory() as folder:
        values = make_telltale(folder)
        log = tailor("query", "--json", folder, "SELECT message, host FROM log ORDER BY line").text
        plain = tailor("query", "--json", "--no-redact", folder, "SELECT message, host FROM log ORDER BY line").text
        for value in values:
            check("%s is not shown" % value, value not in log)
            check("%s is shown with --no-redact" % value, value in plain)
        for kind, times in (("serial", 3), ("uuid", 2), ("address", 2), ("user", 2), ("ecid", 2), ("mac", 1), ("mail", 1)):
            seen = re.findall(r"<%s-\d+>" % kind, log)
            check("%s: one value, one token (%s)" % (kind, seen), len(seen) >= times and (len(set(seen)) == 1 or kind == "address"))
        addresses = re.findall(r"on (<address-\d+>)|/Users/<user-\d+> (<address-\d+>)", log)
        check("the same address has the same token: %s" % addresses, len({a or b for a, b in addresses}) == 1)
        for words in OUTPUTS:
            hidden, plain = tailor(*words, folder), tailor(*words, "--no-redact", folder)
            leaked = [v for v in values if v in hidden.text]
            check("%s shows %s" % (words, leaked), not leaked, hidden)
            check("%s --no-redact keeps what it quotes" % words, "FVFEXAMPLE0D" in plain.text and "<serial-" not in plain.text and "&lt;serial-" not in plain.text, plain)
        for name in ("mac", "interface", "hosts_entry", "plist", "evidence"):
            hidden = tailor("query", "--json", folder, "SELECT * FROM %s" % name)
            leaked = [v for v in values if v in hidden.text]
            check("table %s shows %s" % (name, leaked), not leaked, hidden)


def main():
    tables = schema()
    check_schema(tables)
    check_forms(tables)
    check_statements()
    check_telltale()
    some = {"mac", "log", "interface", "process", "error", "account", "profile", "network_service", "nvram", "volume", "evidence", "security"}
    check_redaction("example", EXAMPLE, tables)
    # Every twentieth case: with all of them this test alone takes minutes (run it with --all before a release).
    step = 1 if "--all" in sys.argv else 20
    for path in case_files.all_cases()[::step]:
        with tempfile.TemporaryDirectory() as folder:
            case_files.unpack(path, folder)
            check_redaction(os.path.relpath(path, case_files.CASES), os.path.join(folder, "evidence"), some)
    if os.path.isdir(SHARED):
        for name in sorted(os.listdir(SHARED))[:: 1 if step == 1 else 5]:
            evidence = os.path.join(SHARED, name, "evidence")
            if os.path.isdir(evidence):
                check_redaction(name, evidence, some)
    else:
        print("skipped: the cases of ../shared (they are not here)")
    return tailor.result()


if __name__ == "__main__":
    sys.exit(main())

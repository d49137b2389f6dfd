"""The command line as a careful person uses it: help, options, files, rules of one's own, terminals of any width, closed pipes."""
import fcntl
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
import case_files
from program_run import Program

tailor = Program(sys.argv[1])
check = tailor.check
EXAMPLE = os.path.join(ROOT, "examples", "redirected-signing-server")
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def usage(what, run, *words):
    check("%s: exit 64 and one line that says why" % what, run.status == 64 and not run.out and run.told.startswith("tailor: ") and run.told.count("\n") == 1
          and all(w in run.told for w in words), run)


# ---- help and mistakes ----


def check_help():
    run = tailor("--help")
    verbs = re.findall(r"^  tailor (\w+)", run.text, re.M)
    check("help lists the verbs", run.status == 0 and {"diagnose", "explain", "query"} <= set(verbs) and not run.err, run)
    for words in (["-h"], ["help"]):
        check("help by %s" % words, tailor(*words).out == run.out)
    nothing = tailor()
    check("no verb at all: help, exit 64", nothing.status == 64 and nothing.out == run.out, nothing)
    for verb in verbs:
        told = tailor(verb, "--help")
        check("help of %s" % verb, told.status == 0 and told.text.startswith("tailor %s " % verb) and "--format" in told.text and not told.err, told)
        check("the same by help %s" % verb, tailor("help", verb).out == told.out and tailor(verb, "-h").out == told.out)
        check("lines of help fit", max(map(len, told.text.splitlines())) <= 110, told)
        check("an example of %s" % verb, "  tailor %s " % verb in told.text, told)
    for words in (["--version"], ["diagnose", "--version"]):
        run = tailor(*words)
        check("version by %s" % words, run.status == 0 and re.fullmatch(r"tailor \d+\.\d+\.\d+\n", run.text), run)


def check_mistakes():
    usage("an unknown verb", tailor("diagnoze", EXAMPLE), "diagnoze")
    usage("an unknown verb to help of", tailor("help", "diagnoze"), "diagnoze")
    usage("an option before the verb", tailor("--json", "diagnose", EXAMPLE), "--json")
    usage("an unknown option", tailor("diagnose", "--colour", EXAMPLE), "--colour")
    usage("an unknown letter", tailor("diagnose", "-qz", EXAMPLE), "-qz")
    usage("an option of another verb", tailor("diagnose", "--schema", EXAMPLE), "--schema")
    usage("an argument missing", tailor("diagnose", EXAMPLE, "-o"), "--output", "FILE")
    usage("an argument too many", tailor("diagnose", "--json=yes", EXAMPLE), "--json")
    usage("a format that is not", tailor("diagnose", "--format", "pdf", EXAMPLE), "pdf")
    usage("a format of another verb", tailor("diagnose", "-f", "csv", EXAMPLE), "csv")
    usage("an empty format", tailor("diagnose", "--format=", EXAMPLE))
    usage("no evidence", tailor("diagnose"), "evidence")
    usage("no SQL", tailor("query", EXAMPLE), "SQL")
    usage("no question", tailor("explain"), "code")
    usage("a format of another verb", tailor("explain", "-f", "html", "3194"), "html")
    usage("a question without an end", tailor("explain", "-", stdin=open("/dev/zero", "rb")), "longer")
    usage("no standard input", tailor("explain", "-", preexec_fn=lambda: os.close(0)), "standard input")
    whole = tailor("diagnose", "--json", EXAMPLE).out
    for words in (["-f", "json", EXAMPLE], ["-fjson", EXAMPLE], ["--format=json", EXAMPLE], [EXAMPLE, "--json"], ["--json", "--", EXAMPLE], ["--offline", "--json", EXAMPLE],
                  ["-f", "text", "--json", EXAMPLE], ["--json", EXAMPLE + "/"]):
        run = tailor("diagnose", *words)
        check("the same by %s" % words, run.status == 1 and run.out == whole, run)
    check("a word behind -- is no option", tailor("diagnose", "--", "--json").status == 66)


# ---- files ----


def check_output():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "answer")
        for form in ("text", "json", "html", "markdown"):
            to_file, to_pipe = tailor("diagnose", "-f", form, "-o", path, EXAMPLE), tailor("diagnose", "-f", form, EXAMPLE)
            with open(path, "rb") as f:
                check("-o has what would be printed (%s)" % form, f.read() == to_pipe.out and not to_file.out and not to_file.err and to_file.status == 1, to_file)
        quiet = tailor("diagnose", "-q", EXAMPLE)
        check("-q: only the exit status", quiet.status == 1 and not quiet.out and not quiet.err, quiet)
        os.remove(path)
        quiet = tailor("diagnose", "-q", "-o", path, EXAMPLE)
        check("-q -o: the file is written", quiet.status == 1 and os.path.getsize(path) > 100, quiet)
        plain, verbose = tailor("diagnose", EXAMPLE), tailor("diagnose", "-v", EXAMPLE)
        check("-v tells more", len(verbose.out) > len(plain.out) and verbose.status == 1, verbose)
        for bad in (folder, os.path.join(folder, "no/such/folder"), "/dev/full" if os.path.exists("/dev/full") else folder, ""):
            run = tailor("diagnose", "-o", bad, EXAMPLE)
            check("-o %r: exit 74, and why" % bad, run.status == 74 and bad in run.told and run.told.startswith("tailor: "), run)
        for words in (["query", EXAMPLE, "SELECT 1"], ["query", "--schema"], ["explain", "3194"]):
            run = tailor(*words, "-o", os.path.join(folder, "no/such/folder"))
            check("%s -o: exit 74" % words[0], run.status == 74, run)
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            for words in (["diagnose", EXAMPLE], ["query", EXAMPLE, "SELECT 1"], ["explain", "3194"], ["--help"], ["--version"], ["diagnose", "--help"]):
                run = tailor(*words, stdout=full)
                check("a full disk: exit 74, and said", run.status == 74 and run.told.startswith("tailor: "), run)


def check_closed_pipe():
    for words in (["diagnose", "-v", EXAMPLE], ["diagnose", "-f", "html", EXAMPLE], ["query", EXAMPLE, "SELECT a.* FROM known_signal a, known_cause"], ["--help"]):
        for restore in (True, False):
            r, w = os.pipe()
            os.close(r)
            # restore_signals puts SIGPIPE back to ending the process, as a shell has it; else writing fails.
            run = tailor(*words, stdout=w, restore_signals=restore, statuses=None)
            os.close(w)
            check("a closed pipe ends it quietly", run.status in ((-13,) if restore else (74,)) and b"Traceback" not in run.err and b"core" not in run.err, run)
    head = subprocess.run("'%s' query '%s' 'SELECT a.* FROM known_signal a, known_cause' | head -n 1" % (tailor.path, EXAMPLE), shell=True, capture_output=True, timeout=30)
    check("| head: %r" % head.stderr, head.returncode == 0 and not head.stderr and head.stdout.count(b"\n") == 1)


# ---- rules of one's own ----

RULE = """-- rule:       network/mine
-- strength:   proves
-- confidence: 0.99
-- title:      My own rule saw {name}
-- because:    It was told to.
-- stage:      personalize
SELECT source, line, ns, text, name FROM hosts_entry WHERE name = 'gs.apple.com'
"""


def with_rules(files, *words):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            full = os.path.join(folder, name)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as f:
                f.write(text)
        return tailor("diagnose", "--json", "--rules", folder, *words, EXAMPLE)


def rules_in(run):
    try:
        return {f["rule"]: f["title"] for f in run.json()["findings"]}
    except (ValueError, KeyError):
        return {}


def check_rules():
    built_in = rules_in(tailor("diagnose", "--json", EXAMPLE))
    run = with_rules({"rules/network/mine.sql": RULE})
    check("a rule is added", rules_in(run).get("network/mine") == "My own rule saw gs.apple.com" and set(built_in) <= set(rules_in(run)), run)
    run = with_rules({"rules/network/hosts-redirect.sql": RULE.replace("network/mine", "network/hosts-redirect")})
    check("a rule is replaced", rules_in(run).get("network/hosts-redirect") == "My own rule saw gs.apple.com", run)
    for what, text in {
        "SQL that is none": RULE.replace("SELECT", "SELEKT"), "a table that is not": RULE.replace("hosts_entry", "no_such_table"), "no head": "SELECT 1\n", "nothing": "",
        "a strength that is not": RULE.replace("proves", "swears"), "writing": RULE.split("SELECT")[0] + "DELETE FROM mac\n", "two statements": RULE + "; SELECT 2\n",
        "a cause that is not": RULE.replace("network/mine", "nonsense/mine"),
    }.items():
        name = "nonsense/mine" if what == "a cause that is not" else "network/mine"
        run = with_rules({"rules/%s.sql" % name: text})
        if what == "a cause that is not" and run.status == 1:
            continue
        check("a broken rule (%s) is named" % what, run.status == 64 and name in run.told and run.told.count("\n") == 1 and not run.out, run)
    run = with_rules({"knowledge/host.tsv": "host\tport\n\xff\x00broken"})
    check("broken knowledge is told", run.status in (1, 64, 66) and (run.status == 1 or "host" in run.told), run)
    run = with_rules({"knowledge/signal.tsv": "nonsense\n"})
    check("knowledge without its columns is told or does no harm", run.status in (0, 1, 2, 64, 66), run)
    run = with_rules({"readme.txt": "nothing here"})
    check("a folder with neither changes nothing", run.status == 1 and rules_in(run) == built_in, run)
    usage("no such folder of rules", tailor("diagnose", "--rules", "/no/such/folder", EXAMPLE), "/no/such/folder")


# ---- terminals ----


def on_terminal(columns, *words, **environment):
    """-> (exit status, what the terminal got). Standard output is a terminal; standard error is not."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
    env.update({"TERM": "xterm-256color"})
    env.update(environment)
    got = []

    def read():
        try:
            while True:
                data = os.read(master, 65536)
                if not data:
                    break
                got.append(data)
        except OSError:  # the other end is closed
            pass

    process = subprocess.Popen([tailor.path, *words], stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.DEVNULL, env=env)
    os.close(slave)
    thread = threading.Thread(target=read)
    thread.start()
    status = process.wait(timeout=60)
    thread.join()
    os.close(master)
    return status, b"".join(got).decode("utf-8").replace("\r\n", "\n")


def too_wide(text, columns):
    """Lines wider than the terminal that are not quoted evidence (indented by six, its place by four), nor a command to be copied."""
    wide = [line for line in ESCAPE.sub("", text).splitlines() if len(line) > columns]
    return [line for line in wide if not line.startswith("      ") and not re.match(r"    \S.*:\d+$", line) and len(line.split()) > 2]


def has_terminals():
    """A bare chroot without /dev/pts has none to give."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        print("skipped: what a terminal shows (%s)" % error)
        return False
    return True


def check_terminal(cases):
    for columns in (40, 80, 200):
        for name, evidence in cases.items():
            for more in ([], ["-v"]):
                status, text = on_terminal(columns, "diagnose", *more, evidence)
                check("%s fits %d columns: %s" % (name, columns, too_wide(text, columns)[:2]), status in (0, 1, 2) and not too_wide(text, columns))
                check("%s: nothing but colours" % name, not re.search(r"\x1b(?!\[[0-9;]*m)|[\x00-\x08\x0b-\x1a\x7f]", text))
    _, coloured = on_terminal(80, "diagnose", EXAMPLE)
    check("colours on a terminal", ESCAPE.search(coloured) and coloured.rstrip("\n").count("\x1b[0m") > 2)
    painted = len(re.findall(r"\x1b\[[1-9]", coloured))
    check("every colour ends (%d)" % painted, ESCAPE.sub("", coloured.splitlines()[-1]) is not None and coloured.rfind("\x1b[0m") >= coloured.rfind("\x1b[1m"))
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        _, text = on_terminal(80, "diagnose", EXAMPLE, **environment)
        check("no colours with %s" % environment, "\x1b" not in text and text == ESCAPE.sub("", coloured))
    _, text = on_terminal(80, "diagnose", EXAMPLE, NO_COLOR="")
    check("an empty NO_COLOR is none", "\x1b" in text)
    _, text = on_terminal(80, "diagnose", "--json", EXAMPLE)
    check("JSON has no colours", "\x1b" not in text and json.loads(text)["status"] == "failed")
    check("no colours in a pipe", b"\x1b" not in tailor("diagnose", EXAMPLE).out)
    _, text = on_terminal(0, "diagnose", EXAMPLE)
    check("a terminal without a width is 80 wide", ESCAPE.sub("", text) == ESCAPE.sub("", coloured))


def check_locale():
    usual = tailor("diagnose", EXAMPLE).out
    for environment in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "TZ": "Pacific/Kiritimati"}, {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}, {"LC_ALL": "no_SUCH"}, {}):
        for words in (["diagnose", EXAMPLE], ["diagnose", "--json", EXAMPLE], ["query", "--json", EXAMPLE, "SELECT * FROM clock"]):
            run, plain = tailor(*words, env=environment), tailor(*words)
            check("the same with %s" % environment, run.out == plain.out and run.status == plain.status, run)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLE, os.path.join(folder, "evidence"))
        run = tailor("diagnose", "evidence", cwd=folder)
        check("a relative path", run.status == 1 and run.out == usual, run)
        run = tailor("diagnose", ".", cwd=os.path.join(folder, "evidence"))
        check("the folder one stands in", run.status == 1 and run.out == usual, run)


def main():
    check_help()
    check_mistakes()
    check_output()
    check_closed_pipe()
    check_rules()
    check_locale()
    with tempfile.TemporaryDirectory() as folder:
        cases = {"the example": EXAMPLE}
        paths = case_files.all_cases()
        for path in paths[:: max(1, len(paths) // 12)]:
            name = os.path.relpath(path, case_files.CASES)
            case_files.unpack(path, os.path.join(folder, name))
            cases[name] = os.path.join(folder, name, "evidence")
        shared = os.path.join(os.path.dirname(ROOT), "shared", "cases")
        for name in sorted(os.listdir(shared))[::9] if os.path.isdir(shared) else []:
            if os.path.isdir(os.path.join(shared, name, "evidence")):
                cases[name] = os.path.join(shared, name, "evidence")
        if has_terminals():
            check_terminal(cases)
    return tailor.result()


if __name__ == "__main__":
    sys.exit(main())

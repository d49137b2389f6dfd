"""The plan: knowledge/fix.tsv read as a technician would, and the plans that the program makes from it over the own cases, each as it is
and with the Mac taken for each kind of hardware.

    python3 tests/program/test_plan.py build/tailor          every eighth case, each with every kind of Mac
    python3 tests/program/test_plan.py build/tailor --all
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
import case_files

ROOT = os.path.dirname(os.path.dirname(HERE))
KINDS = ("apple-silicon", "t2", "intel", "vm")
PROFILER = "commands/system_profiler.plist"
RISKY = ("medium", "high")
PARTS = ["cause", "also", "last-resort"]
SOURCE = re.compile(r"Apple support (HT)?\d{6}$|[\w.-]+/[\w.-]+#\d+$|man [\w.-]+\(\d\)$|RFC \d+$|Apple Platform (Security|Deployment), .+|https?://\S+$|"
                    r"[a-z0-9.-]+\.[a-z]{2,}( .*)?$|[\w.-]+/[\w.-]+ (source|Docs)$")
# What a step may not ask of a Mac that lacks it.
LACKS = {
    "apple-silicon": ["P and R", "Command-R", "holding T", "Firmware Password", "bridgeOS comes"],
    "t2": ["Loading startup options", "bputil", "Share Disk", "Erase Mac"],
    "intel": ["Loading startup options", "bputil", "Share Disk", "Erase Mac", "DFU", "Revive", "LocalPolicy", "bridgeOS comes"],
    "vm": ["P and R", "DFU", "Revive Device", "Startup Security Utility", "holding T", "Share Disk"],
}
ERASES = re.compile(r"\berases everything\b|\bErase Mac\b|\berase the (whole )?(disk|startup disk|Mac|old one)\b|choose Restore\b|diskutil (erase|apfs delete)", re.I)


def rows(name):
    with open(os.path.join(ROOT, "knowledge", name + ".tsv"), encoding="utf-8") as f:
        lines = [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def check_row(fix, names, values):
    wrong = []
    for column, text in fix.items():
        if column != "steps_all" and column.startswith("steps_"):
            if text.startswith("= ") and text[2:] not in names:
                wrong.append("%s leads to %s, which is no fix" % (column, text[2:]))
        elif not text or text.startswith("= ") or text == "-":
            wrong.append("%s is empty" % column)
        for hole in re.findall(r"\{([^}]*)\}", text):
            if not re.match(r"\d+\+ [^|]*\|", hole) and hole not in values:
                wrong.append("%s asks for {%s}, which nothing gives" % (column, hole))
        if column.startswith("steps") and ERASES.search(text) and fix["risk"] != "high" and "not Restore" not in text:
            wrong.append("%s erases, but the risk is %s: %s" % (column, fix["risk"], ERASES.search(text)[0]))
        if re.search(r"\bjournal\b", text):
            wrong.append("%s speaks of a journal that nobody keeps" % column)
    wrong += ["a source that nobody can open: %s" % s for s in fix["source"].split("; ") if not SOURCE.match(s)]
    order, risk = int(fix["order"]), fix["risk"]
    if risk == "high" and order < 80 or risk == "medium" and order < 15 or risk in ("none", "low") and order > 50 and fix["fix"] != "enable-automatic-time":
        wrong.append("order %d does not fit the risk %s" % (order, risk))
    return ["fix %s: %s" % (fix["fix"], w) for w in wrong]


def check_knowledge():
    fixes, values = rows("fix"), {v["value"] for v in rows("plan_value")}
    names = {f["fix"] for f in fixes}
    wrong = [w for fix in fixes for w in check_row(fix, names, values)]
    named = {"collect-more", "back-up"}
    for path in glob.glob(os.path.join(ROOT, "rules", "*", "*.sql")):
        with open(path, encoding="utf-8") as f:
            for line in re.findall(r"(?m)^-- fix:(.*)$", f.read()):
                named |= {n.strip() for n in line.split(",")}
    for cause in rows("cause"):
        named |= {n.strip() for n in cause["last_resort"].split(",")} - {"-"}
    wrong += ["a rule or a cause names the fix %s, which does not exist" % n for n in sorted(named - names)]
    texts = json.dumps(fixes)
    wrong += ["plan_value %s is used by no fix" % v for v in sorted(values) if "{%s}" % v not in texts]
    return wrong


def check_backup(plan):
    wrong, actions = [], [s["action"] for s in plan]
    risky = next((i for i, s in enumerate(plan) if s["risk"] in RISKY), None)
    if risky is not None and "back-up" not in actions[:risky]:
        wrong.append("no backup before %s" % actions[risky])
    for i, s in enumerate(plan):
        for text in s["steps"]:
            if ERASES.search(text) and "not Restore" not in text and ("back-up" not in actions[:i] or "ack up first" not in s["steps"][0] + s["steps"][1]):
                wrong.append("%s erases without a backup before it: %s" % (s["action"], text))
    return wrong


def check_order(plan):
    wrong, before = [], None
    for s in plan:
        if s["action"] == "back-up":
            continue
        now = (PARTS.index(s["part"]), s["order"])
        if before and now < before:
            wrong.append("%s (%s, %d) comes after what is more invasive" % (s["action"], s["part"], s["order"]))
        before = now
    most = max([s["order"] for s in plan if s["part"] == "cause" and s["action"] != "back-up"] or [0])
    wrong += ["%s is no last resort after what went before" % s["action"] for s in plan if s["part"] == "last-resort" and s["action"] != "back-up" and s["order"] < most]
    actions = [s["action"] for s in plan]
    if len(set(actions)) != len(actions):
        wrong.append("a step stands twice: %s" % actions)
    for s, after in zip(plan, plan[1:]):
        if s["action"] != "back-up" and s["next"] != after["action"]:
            wrong.append("%s leads to %s, not to the next step" % (s["action"], s["next"]))
    return wrong


def check_texts(plan, kind, version):
    wrong = []
    for s in plan:
        for field in ("title", "kind", "risk", "undo", "why", "worked"):
            if not s[field]:
                wrong.append("%s has no %s" % (s["action"], field))
        if not s["steps"] or s["minutes"] < 1:
            wrong.append("%s has no steps or takes no time" % s["action"])
        for text in s["steps"] + [s["title"], s["why"], s["worked"], s["undo"]]:
            if not text.strip() or re.search(r"[{}⏎]|^= |^-$| \?|\s$", text):
                wrong.append("%s: not filled: %r" % (s["action"], text))
            lacks = LACKS.get(kind, ()) if text != s["why"] else ()
            wrong += ["%s: a Mac of kind %s has no \"%s\": %s" % (s["action"], kind, word, text) for word in lacks if word in text]
            old = "System Preferences" if version and version >= 13 else "System Settings" if version and version < 13 else None
            if old and old in text:
                wrong.append("%s: macOS %d has no %s: %s" % (s["action"], version, old, text))
    return wrong


def check_parts(verdict, last_resort):
    plan, wrong, status = verdict["plan"], [], verdict["status"]
    if status == "healthy":
        return ["a healthy Mac has a plan"] if plan else []
    if not plan:
        return ["no plan"]
    resort = [s["action"] for s in plan if s["part"] == "last-resort"]
    if status == "undetermined" and (plan[0]["action"] != "collect-more" or resort or any(s["risk"] == "high" for s in plan)):
        wrong.append("the plan of an unproved cause does not begin with more evidence, or goes too far")
    if resort and last_resort.get(verdict["verdict"]["cause"]) == "-":
        wrong.append("%s needs no last resort, but has %s" % (verdict["verdict"]["cause"], resort))
    return wrong


def profiler_of(kind):
    return case_files.load(os.path.join(case_files.CASES, "base", kind + ".case"))[1][PROFILER][1]


def variants(path, folder, profilers):
    """The case as it is, and with the hardware report of each kind of Mac."""
    case_files.unpack(path, folder)
    evidence = os.path.join(folder, "evidence")
    yield evidence, None
    if not os.path.isdir(os.path.join(evidence, "commands")):
        return
    for kind in KINDS:
        with open(os.path.join(evidence, PROFILER), "w", encoding="utf-8") as f:
            f.write(profilers[kind])
        yield evidence, kind


def major(version):
    return int(version.split(".")[0]) if version else None


def check_case(tailor, path, profilers, last_resort):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for evidence, kind in variants(path, folder, profilers):
            p = subprocess.run([tailor, "diagnose", "--json", evidence], capture_output=True, timeout=60)
            if p.returncode > 2:
                wrong.append("exit %d: %s" % (p.returncode, p.stderr.decode("utf-8", "replace").strip()))
                continue
            verdict = json.loads(p.stdout)
            plan, mac = verdict["plan"], verdict["mac"]
            if kind and mac["kind"] != kind:
                wrong.append("the Mac is taken for %s, not %s" % (mac["kind"], kind))
            found = check_parts(verdict, last_resort) + check_backup(plan) + check_order(plan) + check_texts(plan, mac["kind"], major(mac["version"]))
            wrong += ["(%s) %s" % (kind or "as it is", w) for w in found]
    return wrong


def main():
    tailor, step = sys.argv[1], 1 if "--all" in sys.argv else 8
    wrong = check_knowledge()
    last_resort = {c["cause"]: c["last_resort"] for c in rows("cause")}
    profilers = {kind: profiler_of(kind) for kind in KINDS}
    cases = case_files.all_cases()[::step]
    for path in cases:
        wrong += ["%s: %s" % (os.path.relpath(path, case_files.CASES), w) for w in check_case(tailor, path, profilers, last_resort)]
    for text in wrong:
        print(text)
    print("plans: %d cases with every kind of Mac, %d complaints" % (len(cases), len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

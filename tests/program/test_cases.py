"""Runs tailor over the project's own cases (tests/lib/case_files.py) and compares the verdict with the expected one. Over all
cases it also asks that each rule is named by one under `fires:` and by one under `not:`.

    python3 tests/program/test_cases.py build/tailor [SUBSTRING]      only the cases whose path holds SUBSTRING
    python3 tests/program/test_cases.py --unpack FOLDER               the cases as folders, for the scoring program
"""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import case_files
from program_run import Program

RULES = os.path.join(os.path.dirname(os.path.dirname(case_files.CASES)), "rules")
EXIT = {"healthy": 0, "failed": 1, "undetermined": 2}


def complaints(expected, verdict, status, evidence_text):
    findings = verdict["findings"]
    fired = {f["rule"] for f in findings}
    found = verdict["verdict"]
    wrong = []

    def check(good, text):
        if not good:
            wrong.append(text)

    check(verdict["schema"] == "tailor.verdict/1", "schema is %r" % verdict["schema"])
    check(verdict["status"] == expected["status"], "status %s, expected %s" % (verdict["status"], expected["status"]))
    check(status == EXIT[verdict["status"]], "exit status %d for %s" % (status, verdict["status"]))
    if expected["cause"]:
        check(found["cause"] in [expected["cause"]] + expected["also_acceptable"], "cause %s, expected %s" % (found["cause"], expected["cause"]))
    if expected["stage"]:
        check(found["stage"] in [expected["stage"]] + expected["also_stage"], "stage %s, expected %s" % (found["stage"], expected["stage"]))
    for part in expected["says"]:
        check(part.casefold() in found["summary"].casefold(), "the summary does not say %r: %s" % (part, found["summary"]))
    for part in expected["says_not"]:
        check(part.casefold() not in found["summary"].casefold(), "the summary says %r: %s" % (part, found["summary"]))
    most = float(expected.get("confidence_at_most") or 1)
    check(found["confidence"] <= most, "confidence %.2f, at most %.2f is justified" % (found["confidence"], most))
    for rule in expected["fires"]:
        check(rule in fired, "rule %s did not fire" % rule)
    for rule in expected["not"]:
        check(rule not in fired, "rule %s fired" % rule)
    quoted = "\n".join(e["text"] or "" for f in findings for e in f["evidence"])
    check(not expected["quotes"] or any(q.casefold() in quoted.casefold() for q in expected["quotes"]), "none of the quotes is cited")
    plan = json.dumps(verdict["plan"], ensure_ascii=False).lower()
    check(not expected["fix_mentions"] or any(w.lower() in plan for w in expected["fix_mentions"]), "none of the fixes is in the plan")
    for f in findings:
        check(f["evidence"] and all(e["text"] for e in f["evidence"]), "finding %s quotes nothing" % f["rule"])
    check(found["cause"] is None or verdict["status"] == "failed", "a cause is named though the status is %s" % verdict["status"])
    return wrong


def run(tailor, path):
    with tempfile.TemporaryDirectory() as folder:
        expected = case_files.unpack(path, folder)
        p = subprocess.run([tailor, "diagnose", "--json", os.path.join(folder, "evidence")], capture_output=True, timeout=60)
        try:
            verdict = json.loads(p.stdout)
        except ValueError:
            return ["no JSON (exit %d): %s" % (p.returncode, p.stderr.decode("utf-8", "replace").strip())]
        return complaints(expected, verdict, p.returncode, "")


def rules_without_case():
    """Every rule is named by a case in which it fires, and by one in which it must not; and every named rule exists."""
    rules = {os.path.basename(folder) + "/" + n[:-4] for folder, _, names in os.walk(RULES) for n in names if n.endswith(".sql")}
    cases = [case_files.load(path)[0] for path in case_files.all_cases()]
    lacks = []
    for key in ("fires", "not"):
        named = {rule for expected in cases for rule in expected[key]}
        lacks += ["rule %s: no case names it under %s:" % (rule, key) for rule in sorted(rules - named)]
        lacks += ["rule %s: a case names it under %s:, and there is no such rule" % (rule, key) for rule in sorted(named - rules)]
    return lacks


def main():
    if sys.argv[1] == "--unpack":
        for path in case_files.all_cases():
            name = os.path.relpath(path, case_files.CASES)[:-5].replace(os.sep, "-")
            case_files.unpack(path, os.path.join(sys.argv[2], name))
        return 0
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    passed = failed = 0
    step = 2 if not only and Program(sys.argv[1]).sanitized else 1
    if step > 1:
        print("every second case: with sanitizers each takes half a second")
    for path in case_files.all_cases()[::step]:
        name = os.path.relpath(path, case_files.CASES)
        if only not in name:
            continue
        wrong = run(sys.argv[1], path)
        passed += not wrong
        failed += bool(wrong)
        for text in wrong:
            print("%s: %s" % (name, text))
    lacks = [] if only else rules_without_case()
    for text in lacks:
        print(text)
    print("cases: %d passed, %d failed" % (passed, failed))
    return 1 if failed or lacks or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

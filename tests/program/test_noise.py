"""What does not change the facts must not change the verdict, and what takes them away must.

Over a sample of the project's own cases (all of them with --all): noise is added, the same facts are written in another form, and the lines
that the verdict cites are taken out (tests/lib/noise.py).

    python3 tests/program/test_noise.py build/tailor [--all] [--cases DIR] [SUBSTRING]

--cases: other cases, each a folder with evidence/ in it, as the scoring program takes them.
"""
import argparse
import concurrent.futures
import json
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
import case_files
import noise

STEP, ROUNDS = 20, 6


def files_below(top):
    found = {}
    for place, _, names in os.walk(top):
        for name in names:
            full = os.path.join(place, name)
            with open(full, "rb") as f:
                found[os.path.relpath(full, top)] = f.read()
    return found


def evidence_of(path):
    """{path: bytes} of a case file or of a case's folder."""
    if os.path.isdir(path):
        return files_below(os.path.join(path, "evidence"))
    with tempfile.TemporaryDirectory() as folder:
        case_files.unpack(path, folder)
        return files_below(os.path.join(folder, "evidence"))


def diagnose(tailor, evidence):
    """The verdict over evidence: a dict becomes a folder, bytes an archive."""
    with tempfile.TemporaryDirectory() as folder:
        top = os.path.join(folder, "evidence")
        if isinstance(evidence, bytes):
            top += ".tar.gz"
            with open(top, "wb") as f:
                f.write(evidence)
        else:
            os.mkdir(top)
            for path, data in evidence.items():
                os.makedirs(os.path.dirname(os.path.join(top, path)), exist_ok=True)
                with open(os.path.join(top, path), "wb") as f:
                    f.write(data)
        run = subprocess.run([tailor, "diagnose", "--json", "--no-redact", top], capture_output=True, timeout=60)
        if run.returncode not in (0, 1, 2):
            raise AssertionError("exit %d: %s" % (run.returncode, run.stderr.decode("utf-8", "replace")))
        return json.loads(run.stdout)


def told(verdict):
    return verdict["status"], verdict["verdict"]["cause"], verdict["verdict"]["stage"]


def show(verdict):
    return "%s %s %s (%s, %.2f)" % (*told(verdict), verdict["verdict"]["rule"], verdict["verdict"]["confidence"])


def cited(verdict):
    """The rows of all findings of the verdict's cause."""
    cause = verdict["verdict"]["cause"]
    return [(e["source"], e["line"], e["text"]) for f in verdict["findings"] if f["cause"] == cause for e in f["evidence"]]


def check_pair(tailor, evidence, before):
    """-> None, or what is wrong when the proof is gone. Several rounds: a finding shows only some of its rows."""
    after = before
    for _ in range(ROUNDS):
        evidence = noise.without(evidence, cited(after))
        if evidence is None:
            return None
        if not evidence:
            return None
        after = diagnose(tailor, evidence)
        if after["verdict"]["cause"] != before["verdict"]["cause"]:
            break
    if after["verdict"]["cause"] == before["verdict"]["cause"]:
        return "without its proof: still %s" % show(after)
    if after["verdict"]["rule"] in [f["rule"] for f in before["findings"] if f["explained_by"]]:
        return None  # what the cause explained is now the first thing that is known
    if after["verdict"]["cause"] and after["verdict"]["confidence"] > before["verdict"]["confidence"]:
        return "without its proof (%s): surer of something else: %s" % (show(before), show(after))
    return None


def check_case(tailor, path):
    """-> (number of checks, complaints)"""
    name, evidence = os.path.relpath(path, case_files.CASES), evidence_of(path)
    before, wrong, checks = diagnose(tailor, evidence), [], 0
    for what, change in {**noise.NOISE, **noise.FORMS}.items():
        other = change(evidence, random.Random(name))
        if other is None:
            continue
        checks += 1
        after = diagnose(tailor, other)
        if told(after) != told(before):
            wrong.append("%s with %s: %s, before: %s" % (name, what, show(after), show(before)))
    if before["verdict"]["cause"]:
        checks += 1
        complaint = check_pair(tailor, evidence, before)
        wrong += ["%s %s" % (name, complaint)] if complaint else []
    return checks, wrong


def chosen(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("tailor")
    parser.add_argument("only", nargs="?", default="")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--cases")
    options = parser.parse_args(words)
    foreign = options.cases and [os.path.join(options.cases, n) for n in sorted(os.listdir(options.cases))]
    cases = [p for p in foreign or case_files.all_cases() if options.only in p and (not foreign or os.path.isdir(os.path.join(p, "evidence")))]
    return os.path.abspath(options.tailor), cases if options.all or options.only or foreign else cases[::STEP]


def main():
    tailor, cases = chosen(sys.argv[1:])
    checks, wrong = 0, []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for n, complaints in pool.map(lambda p: check_case(tailor, p), cases):
            checks, wrong = checks + n, wrong + complaints
    for text in wrong:
        print(text)
    print("%d cases, %d checks, %d failed" % (len(cases), checks, len(wrong)))
    return 1 if wrong or not checks else 0


if __name__ == "__main__":
    sys.exit(main())

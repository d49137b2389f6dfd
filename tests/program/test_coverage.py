"""docs/coverage.md is true: every row is there, and what it names exists and belongs together.

    python3 tests/program/test_coverage.py build/tailor
"""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
import case_files

# How many rows each chapter has.
CHAPTERS = {1: 6, 2: 5, 3: 5, 4: 6, 5: 4, 6: 4, 7: 5, 8: 11}
HEAD = ["id", "row", "tables", "rules", "cases", "fixes", "later"]
wrong = []


def check(good, text):
    if not good:
        wrong.append(text)


def names(cell):
    return [n.strip() for n in cell.split(",") if n.strip()]


def rows_of_page():
    """-> {id: {column: text}}"""
    rows = {}
    with open(os.path.join(ROOT, "docs/coverage.md"), encoding="utf-8") as f:
        for line in f:
            if not line.startswith("|") or re.match(r"\|(---\|)+$", line.strip()):
                continue
            cells = [c.strip() for c in line.strip()[1:-1].split("|")]
            if cells[0] == "id":
                check(cells == HEAD, "a table has the columns %s" % cells)
                continue
            check(len(cells) == len(HEAD), "row %s has %d cells" % (cells[0], len(cells)))
            check(cells[0] not in rows, "row %s stands twice" % cells[0])
            rows[cells[0]] = dict(zip(HEAD, cells))
    return rows


def known(tailor):
    """What there is: {column: names}."""
    schema = subprocess.run([tailor, "query", "--schema"], stdout=subprocess.PIPE, check=True).stdout.decode()
    with open(os.path.join(ROOT, "knowledge/fix.tsv"), encoding="utf-8") as f:
        fixes = {line.split("\t")[0] for line in f.readlines()[1:] if not line.startswith("#")}
    rules = {os.path.basename(top) + "/" + n[:-4] for top, _, found in os.walk(os.path.join(ROOT, "rules")) for n in found if n.endswith(".sql")}
    return {"tables": set(re.findall(r"(?m)^(\w+): ", schema)), "rules": rules, "fixes": fixes,
            "cases": {os.path.relpath(p, case_files.CASES)[:-5] for p in case_files.all_cases()}}


def fixes_of(rule):
    with open(os.path.join(ROOT, "rules", rule + ".sql"), encoding="utf-8") as f:
        return [n for line in f if line.startswith("-- fix:") for n in names(line.partition(":")[2])]


def check_row(row, there):
    for column, existing in there.items():
        for name in names(row[column]):
            check(name in existing, "row %s names %s %s, which is not there" % (row["id"], column, name))
        check(names(row[column]) or row["later"], "row %s has no %s, and nothing says what is to come later" % (row["id"], column))
    check(row["row"], "row %s has no words" % row["id"])
    rules, cases = names(row["rules"]), [n for n in names(row["cases"]) if n in there["cases"]]
    if rules and cases:
        fired = {rule for n in cases for rule in case_files.load(os.path.join(case_files.CASES, n + ".case"))[0]["fires"]}
        check(fired & set(rules), "row %s: no case of it lets a rule of it fire" % row["id"])
    offered = {fix for rule in rules if rule in there["rules"] for fix in fixes_of(rule)}
    fixes = names(row["fixes"])
    check(not fixes or not rules or offered & set(fixes), "row %s: none of its rules leads to one of its fixes" % row["id"])


def main():
    rows, there = rows_of_page(), known(sys.argv[1])
    ids = ["%d.%d" % (chapter, i + 1) for chapter, n in CHAPTERS.items() for i in range(n)]
    check(list(rows) == ids, "missing or out of place: %s" % sorted(set(rows) ^ set(ids)))
    for row in rows.values():
        check_row(row, there)
    named = {rule.split("/")[0] for row in rows.values() for rule in names(row["rules"])}
    with open(os.path.join(ROOT, "knowledge/cause.tsv"), encoding="utf-8") as f:
        causes = {line.split("\t")[0] for line in f.readlines()[1:] if not line.startswith("#")}
    folders = {rule.split("/")[0] for rule in there["rules"]}
    check(len(causes) == 17, "%d causes" % len(causes))
    for cause in sorted(causes | folders):
        check(cause in named, "no row names a rule of %s" % cause)
    for text in wrong:
        print(text)
    print("%d rows, %d complaints" % (len(rows), len(wrong)))
    return 1 if wrong or not rows else 0


if __name__ == "__main__":
    sys.exit(main())

"""calibration: how often a verdict that claims 90 % is right (a part of scripts/bench).

Three measures, each as a reliability curve and a Brier score (the mean of (confidence - right)², 0 is perfect, a coin that says 0.5 has 0.25):

  stated          the confidence that the verdict states
  leave-one-out   what the other cases would say of it: the share of right verdicts of its rule, drawn to that of its strength (proves,
                  suggests) while the rule has few cases. The case itself is left out.
  without rule    the rule of the verdict is taken away and the case is judged again, by its stated confidence: how it would go with
                  a failure that nobody wrote a rule for. What is then named is right, or is an overclaim.

The own cases were written together with the rules: on them nearly everything is right, which flatters. Cases that nobody saw while writing
rules tell more: scripts/bench calibration --cases DIR takes a folder of them (each with expected.json and evidence/).
"""
import concurrent.futures
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TAILOR = ROOT / "build/tailor"
sys.path.insert(0, str(ROOT / "tests/lib"))
import case_files

BINS = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001]
FEW = 4  # the strength weighs as much as so many cases of the rule


def own_cases(folder):
    for path in case_files.all_cases():
        name = os.path.relpath(path, case_files.CASES)[:-5].replace(os.sep, "/")
        place = os.path.join(folder, name.replace("/", "-"))
        yield name, case_files.unpack(path, place), os.path.join(place, "evidence")


def foreign_cases(folder):
    for name in sorted(os.listdir(folder)):
        place = os.path.join(folder, name)
        if os.path.isdir(os.path.join(place, "evidence")):
            with open(os.path.join(place, "expected.json"), encoding="utf-8") as f:
                yield name, json.load(f), os.path.join(place, "evidence")


def silenced(rule, folder):
    """A folder for --rules in which the rule finds nothing."""
    place = pathlib.Path(folder, rule.replace("/", "-"), "rules", rule + ".sql")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("-- rule: %s\n-- strength: hints\n-- title: silenced\nSELECT NULL AS text WHERE 0\n" % rule)
    return str(place.parent.parent.parent)


def diagnose(evidence, *options):
    run = subprocess.run([str(TAILOR), "diagnose", "--json", *options, evidence], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    if run.returncode not in (0, 1, 2):
        sys.exit("bench: tailor ends with %d over %s: %s" % (run.returncode, evidence, run.stderr.decode("utf-8", "replace")))
    return json.loads(run.stdout)


def judged(expected, verdict):
    """-> None when no cause is named, else what is claimed and whether it is right."""
    claim = verdict["verdict"]
    if not claim["cause"]:
        return None
    right = expected["status"] == "failed" and claim["cause"] in [expected.get("cause")] + (expected.get("also_acceptable") or [])
    strength = next(f["strength"] for f in verdict["findings"] if f["rule"] == claim["rule"])
    return {"rule": claim["rule"], "strength": strength, "stated": claim["confidence"], "right": bool(right)}


def examine(case, folder):
    name, expected, evidence = case
    claim = judged(expected, diagnose(evidence))
    without = judged(expected, diagnose(evidence, "--rules", silenced(claim["rule"], folder))) if claim else None
    return {"name": name, "expected": expected["status"], "claim": claim, "without": without}


def results_of(cases, folder):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(lambda c: examine(c, folder), cases))


def share(claims, prior, weight):
    return (weight * prior + sum(c["right"] for c in claims)) / (weight + len(claims))


def estimate(claim, others):
    """The chance that the claim is right, by other claims."""
    alike = share([c for c in others if c["strength"] == claim["strength"]], 0.5, 2)
    return share([c for c in others if c["rule"] == claim["rule"]], alike, FEW)


def brier(pairs):
    return sum((p - right) ** 2 for p, right in pairs) / len(pairs) if pairs else float("nan")


def likely_range(right, n):
    """The 90 % interval of a share (Wilson): few cases tell little."""
    z, p = 1.645, right / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def curve(pairs):
    """-> (verdicts, mean confidence, share right, its range) for each bin that is not empty."""
    rows = []
    for low, high in zip(BINS, BINS[1:]):
        inside = [(p, right) for p, right in pairs if low <= p < high]
        if inside:
            right = sum(r for _, r in inside)
            rows.append((len(inside), sum(p for p, _ in inside) / len(inside), right / len(inside), likely_range(right, len(inside))))
    return rows


def bar(mean, right):
    """The share that is right as a bar of twenty, and in it the place that was claimed."""
    cells = ["█" if i < round(20 * right) else "·" for i in range(20)]
    cells[min(19, round(20 * mean))] = "│"
    return "`" + "".join(cells) + "`"


def rows_of(measure, pairs):
    return [[measure if i == 0 else "", str(n), "%.2f" % mean, "%.2f" % right, "%.2f to %.2f" % span, bar(mean, right)]
            for i, (n, mean, right, span) in enumerate(curve(pairs))]


def picture(measures):
    """The curves as a small SVG: across what is claimed, upwards what is right; on the diagonal both agree."""
    at = lambda p, right: (40 + 240 * (p - 0.4) / 0.6, 250 - 240 * right)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 290" font-family="sans-serif" font-size="11">',
           '<rect width="420" height="290" fill="#fff"/><path d="M40 10V250H280" fill="none" stroke="#888"/>',
           '<path d="M%g %gL%g %g" stroke="#bbb" stroke-dasharray="4 3"/>' % (*at(0.4, 0.4), *at(1, 1))]
    out += ['<text x="%g" y="266" text-anchor="middle">%g</text>' % (at(p, 0)[0], p) for p in (0.4, 0.6, 0.8, 1)]
    out += ['<text x="34" y="%g" text-anchor="end">%g</text>' % (at(0, p)[1] + 4, p) for p in (0, 0.5, 1)]
    out.append('<text x="160" y="284" text-anchor="middle">claimed; upwards: right</text>')
    for i, ((name, pairs), colour) in enumerate(zip(measures.items(), ("#06c", "#080", "#c40"))):
        points = [at(mean, right) + (n,) for n, mean, right, _ in curve(pairs)]
        out.append('<polyline fill="none" stroke="%s" points="%s"/>' % (colour, " ".join("%.0f,%.0f" % p[:2] for p in points)))
        out += ['<circle cx="%.0f" cy="%.0f" r="%.1f" fill="%s"/>' % (x, y, 2 + math.sqrt(n) / 3, colour) for x, y, n in points]
        out.append('<text x="290" y="%d" fill="%s">%s</text>' % (30 + 18 * i, colour, name))
    return "\n".join(out + ["</svg>"]) + "\n"


def calibration(table, foreign=None):
    with tempfile.TemporaryDirectory() as folder:
        own = results_of(own_cases(folder), folder)
        shown = results_of(foreign_cases(foreign), folder) if foreign else own
    known = [r["claim"] for r in own if r["claim"]]
    claims = [r["claim"] for r in shown if r["claim"]]
    measures = {
        "stated": [(c["stated"], c["right"]) for c in claims],
        "leave-one-out": [(estimate(c, [o for o in known if o is not c]), c["right"]) for c in claims],
        "without rule": [(r["without"]["stated"], r["without"]["right"]) for r in shown if r["without"]],
    }
    failed = sum(r["expected"] == "failed" for r in shown)
    right = sum(c["right"] for c in claims)
    silent = sum(r["claim"] is not None and r["without"] is None for r in shown)
    title = "### Calibration over %d %s cases (%d with a cause to find; %d named, %d of them rightly)" % (
        len(shown), "foreign" if foreign else "own", failed, len(claims), right)
    table(title, ["measure", "verdicts", "claimed", "right", "90 % range", "right, and where the claim stands"],
          [row for name, pairs in measures.items() for row in rows_of(name, pairs)])
    table("Brier scores", ["measure", "verdicts", "Brier score"], [[name, str(len(pairs)), "%.4f" % brier(pairs)] for name, pairs in measures.items()])
    print("\nWithout its rule, %d of %d verdicts fall silent (undetermined or healthy)." % (silent, len(claims)))
    for r in shown:
        if r["claim"] and not r["claim"]["right"]:
            print("wrong: %s: %s at %.2f" % (r["name"], r["claim"]["rule"], r["claim"]["stated"]))
        if r["without"] and not r["without"]["right"]:
            print("wrong without %s: %s: %s at %.2f" % (r["claim"]["rule"], r["name"], r["without"]["rule"], r["without"]["stated"]))
    if not foreign:
        (ROOT / "docs/reliability.svg").write_text(picture(measures), encoding="utf-8")

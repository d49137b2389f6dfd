"""Writes reports as HTML and Markdown from real runs and reads them as a strict browser would.

    python3 tests/program/test_html.py build/tailor

Evidence: a folder made here, whose lines and file names try to break out of the page; a sample of the project's own
cases (all of them with --all); and the shared cases beside the project where they are (skipped, and said so, where not).
"""
import glob
import html.parser
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
import case_files

SHARED = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(HERE))), "shared", "cases")
VOID = {"meta", "link", "input", "line", "circle", "path"}
ALLOWED = {"html", "head", "meta", "link", "title", "style", "body", "header", "main", "footer", "section", "article", "h1", "h2", "h3", "p",
           "ol", "ul", "li", "dl", "dt", "dd", "div", "span", "small", "strong", "b", "code", "pre", "mark", "a", "figure", "figcaption",
           "time", "details", "summary", "label", "input", "svg", "line", "circle", "path", "text", "table", "caption", "thead", "tbody", "tr", "th", "td"}
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
PAIRS = ("ink ground, ink paper, ink quote, ink mark, soft ground, soft paper, soft quote, link paper, link ground, bad paper, good paper, "
         "open paper, over bad, over good, over open")
EVIL = "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>\"'&amp; \x1b[31m \u202etxet ``` @all"


class Page(html.parser.HTMLParser):
    """What a browser and a screen reader would find, and what is wrong with it."""
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.ids, self.links, self.levels, self.quotes = [], [], set(), [], [0], []
        self.rows = []  # how many columns each row of the table at hand takes
        self.seen, self.boxes, self.near, self.text, self.title, self.h1 = [], [], [], "", "", ""

    def can_be_used_by_all(self, tag, given):
        if tag in ("header", "main", "footer", "h1", "title") and tag in self.seen:
            self.wrong.append("a second %s" % tag)
        if tag == "section" and "main" not in self.open:
            self.wrong.append("a section outside main")
        if tag == "input":
            if "label" not in self.open or given.get("type") != "checkbox":
                self.wrong.append("a box to tick without a label")
            self.boxes.append("")
        if tag == "svg" and "svg" not in self.open and not (given.get("aria-hidden") == "true" or (given.get("role") == "img" and given.get("aria-label"))):
            self.wrong.append("a picture without words")
        if ("tabindex" in given or given.get("role") == "group") and not given.get("aria-label"):
            self.wrong.append("%s can be reached but has no name" % tag)
        if given.get("tabindex", "0") != "0":
            self.wrong.append("tabindex %s changes the order" % given["tabindex"])
        if self.open and self.open[-1] == "details" and self.seen[-1] == "details" and tag != "summary":
            self.wrong.append("details without a summary")

    def table_can_be_heard(self, tag, given):
        """Roles by name (the style sheet turns rows into grids), a scope for each heading, as many columns in each row."""
        if tag in ROLES and given.get("role") != ROLES[tag]:
            self.wrong.append("%s without its role" % tag)
        if tag == "th" and (given.get("scope"), given.get("role")) not in (("col", "columnheader"), ("row", "rowheader"), ("rowgroup", "rowheader")):
            self.wrong.append("th of scope %s and role %s" % (given.get("scope"), given.get("role")))
        if tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append(0)
        elif tag in ("th", "td"):
            self.rows[-1] += int(given.get("colspan", 1))

    def handle_starttag(self, tag, attributes):
        self.can_be_used_by_all(tag, dict(attributes))
        self.table_can_be_heard(tag, dict(attributes))
        self.seen.append(tag)
        if tag not in ALLOWED:
            self.wrong.append("element %s" % tag)
        for name, value in attributes:
            if name == "id":
                if value in self.ids:
                    self.wrong.append("id %s twice" % value)
                self.ids.add(value)
            elif name == "href":
                self.links.append(value)
            elif name.startswith("on") or name in ("src", "srcset", "style", "action", "formaction", "ping"):
                self.wrong.append("attribute %s" % name)
            if value and re.search("https?:", value):
                self.wrong.append("address in attribute %s" % name)
        if re.fullmatch("h[1-6]", tag):
            level = int(tag[1])
            if level > self.levels[-1] + 1 or (level == 1 and 1 in self.levels):
                self.wrong.append("heading %s behind h%d" % (tag, self.levels[-1]))
            self.levels.append(level)
        if tag == "pre":
            self.quotes.append("")
            self.near.append(dict(attributes).get("class") == "near")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        if tag not in VOID:
            self.wrong.append("%s closed in itself" % tag)
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append("</%s> closes nothing" % tag)
        if tag == "table" and len(set(self.rows)) != 1:
            self.wrong.append("rows of %s columns in one table" % sorted(set(self.rows)))

    def handle_data(self, data):
        if "pre" in self.open:
            self.quotes[-1] += data
        if "label" in self.open and self.boxes:
            self.boxes[-1] += data
        if "title" in self.open:
            self.title += data
        if "h1" in self.open:
            self.h1 += data
        if "main" in self.open:
            self.text += data

    def complaints(self):
        wrong = list(self.wrong)
        wrong += ["%s is left open" % tag for tag in self.open]
        wrong += ["no %s" % tag for tag in ("header", "main", "footer", "h1") if tag not in self.seen]
        if self.title != self.h1 or not self.title:
            wrong.append("the title of the page is not its heading")
        wrong += ["box %d reads %r" % (i + 1, b) for i, b in enumerate(self.boxes) if not re.match(r"\s*%d\.\s+\S" % (i + 1), b)]
        wrong += ["link to %s" % l for l in self.links if l != "data:," and not (l.startswith("#") and l[1:] in self.ids)]
        return wrong


def run(tailor, evidence, *options):
    p = subprocess.run([tailor, "diagnose", *options, evidence], capture_output=True, timeout=120)
    return p.returncode, p.stdout, p.stderr.decode("utf-8", "replace")


def visible(text):
    return ACTING.sub(lambda m: chr(0x2400 + ord(m[0])) if ord(m[0]) < 0x20 else "\u2421" if m[0] == "\x7f" else "\ufffd", text)


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def check_contrast(text):
    """WCAG 2.1, 1.4.3: at least 4.5 to 1 for each text colour on each ground that it stands on, by day, by night and on paper."""
    wrong, sets = [], [dict(re.findall(r"--(\w+):(#[0-9a-f]+)", s)) for s in re.findall(r":root\{([^}]*)\}", text)]
    if len(sets) != 3:
        return ["%d sets of colours, not three" % len(sets)]
    for name, colours in zip(("day", "night", "paper"), sets):
        for pair in PAIRS.split(", "):
            ink, ground = (colours[c] for c in pair.split())
            high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
            if (high + 0.05) / (low + 0.05) < 4.5:
                wrong.append("%s: %s has %.2f to 1" % (name, pair, (high + 0.05) / (low + 0.05)))
    return wrong


def check_html(data, verdict):
    text = data.decode("utf-8")
    page = Page()
    page.feed(text)
    page.close()
    wrong = page.complaints()
    if ACTING.search(text):
        wrong.append("an acting character in the page")
    if "default-src 'none'" not in text:
        wrong.append("no content security policy")
    wrong += check_contrast(text)
    if len(page.boxes) != len(verdict["plan"]) or not all(s["title"] in b for s, b in zip(verdict["plan"], page.boxes)):
        wrong.append("the boxes to tick are not the steps of the plan")
    for f in verdict["findings"]:
        for e in f["evidence"]:
            quoted = visible(e["text"])
            if not any(q == quoted or (len(q) > 3000 and quoted.startswith(q)) for q in page.quotes):
                wrong.append("not quoted: %s: %.80s" % (f["rule"], e["text"]))
    return wrong


def outside_code(line):
    """The line without escaped characters and code spans (CommonMark 6.1)."""
    plain, i = "", 0
    while i < len(line):
        ticks = re.match("`+", line[i:])
        close = ticks and re.search("(?<!`)%s(?!`)" % ticks[0], line[i + len(ticks[0]):])
        if line[i] == "\\":
            i += 2
        elif close:
            i += len(ticks[0]) + close.end()
        else:
            step = len(ticks[0]) if ticks else 1
            plain += line[i:i + step]
            i += step
    return plain


def check_markdown(data):
    wrong, fence = [], None
    for line in data.decode("utf-8").splitlines():
        m = re.match(r"\s*(`{3,})([a-z]*)$", line)
        if fence is None and m:
            fence = m[1]
        elif fence is not None and m and not m[2] and len(m[1]) >= len(fence):
            fence = None
        elif fence is None:
            if re.search(r"<|`|https?://|@\w", outside_code(line)):
                wrong.append("interpreted: %s" % line)
        if ACTING.search(line):
            wrong.append("an acting character: %r" % line)
    if fence:
        wrong.append("a fence is left open")
    return wrong


def check(tailor, evidence):
    status, data, complaint = run(tailor, evidence, "--json")
    if status > 2:
        return ["exit %d: %s" % (status, complaint.strip())]
    verdict = json.loads(data)
    wrong = []
    for more in ([], ["-v"]):
        again, page, complaint = run(tailor, evidence, "--format", "html", *more)
        if again != status or complaint:
            wrong.append("html: exit %d, not %d: %s" % (again, status, complaint))
        wrong += check_html(page, verdict)
        again, sheet, complaint = run(tailor, evidence, "--format", "markdown", *more)
        if again != status or complaint:
            wrong.append("markdown: exit %d, not %d: %s" % (again, status, complaint))
        wrong += check_markdown(sheet)
    return wrong


def write(folder, path, text):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(text)


def hostile(folder):
    write(folder, "dialog.txt", "Failed to personalize the software update. Please try again. %s\n" % EVIL)
    write(folder, "root/private/etc/hosts", "127.0.0.1 localhost\n127.0.0.1 gs.apple.com # %s\n" % EVIL)
    write(folder, "root/Library/Preferences/com.%s.plist" % EVIL.replace("/", "_"), "<plist><dict><key>a</key>%s" % EVIL)
    line = ("2024-10-01 09:33:5%d+02 mac softwareupdated[412]: SUOSUMobileSoftwareUpdateController: failed: Error Domain=NSURLErrorDomain "
            "Code=-1004 \"%s\" UserInfo={NSErrorFailingURLKey=https://gs.apple.com/TSS/controller?action=2, x=%s}\n")
    write(folder, "root/private/var/log/install.log", "".join(line % (i, EVIL, "y" * 10000) for i in range(9)))
    bad = {"host": EVIL, "port": 443, "stage": EVIL, "state": "failed", "step": "tls", "outcome": EVIL, "text": "x: " + EVIL, "through": EVIL, "pac": EVIL,
           "dns": {"outcome": EVIL}, "tls": {"outcome": EVIL, "issuer": EVIL}, "series": {"tries": 9, "failures": 9}}
    good = {"host": EVIL, "port": 123, "protocol": "ntp", "stage": "scan", "state": "good", "text": EVIL, "families": EVIL, "sntp": {"outcome": "ok", "offset_seconds": 1e300}}
    write(folder, "commands/probe.json", json.dumps({"schema": "tailor.probe/1", "start": EVIL, "endpoints": [bad, good]}))


def near_lines(tailor, evidence, stdin=None):
    """What stands round the quotes of the page: lines that are not quoted themselves."""
    p = subprocess.run([tailor, "diagnose", "--format", "html", evidence], input=stdin, capture_output=True, timeout=120)
    page = Page()
    page.feed(p.stdout.decode("utf-8"))
    lines = [line for text, near in zip(page.quotes, page.near) if near for line in text.splitlines()]
    return lines, page


def check_context(tailor, folder):
    """The lines round a quoted one are shown, from a folder, an archive and with other line ends; not from what cannot be read again."""
    wrong, log = [], ["2024-10-01 09:33:%02d+02 studio softwareupdated[412]: line %d of the log <b> \x1b" % (i, i) for i in range(1, 9)]
    log[4] = "2024-10-01 09:33:05+02 studio softwareupdated[412]: SUOSUMobileSoftwareUpdateController: failed to personalize: Error Domain=NSURLErrorDomain " \
             "Code=-1004 \"no\" UserInfo={NSErrorFailingURLKey=https://gs.apple.com/TSS/controller?action=2}"
    log[6] += "x" * 100000
    write(folder, "plain/root/private/var/log/install.log", "\n".join(log))
    write(folder, "crlf/root/private/var/log/install.log", "\r\n".join(log) + "\r\n")
    archive = os.path.join(folder, "packed.tar.gz")
    with tarfile.open(archive, "w:gz") as t:
        t.add(os.path.join(folder, "plain"), "top")
    expected = [visible(line).replace(" studio ", " <host-1> ") for line in log[1:4] + log[5:8]]
    for evidence in (os.path.join(folder, "plain"), os.path.join(folder, "crlf"), archive):
        lines, page = near_lines(tailor, evidence)
        if len(lines) < 6 or not all(any(got == e or (got.endswith("\u2026") and e.startswith(got[:-1]) and len(got) > 200) for got in lines) for e in expected):
            wrong.append("the lines round the quote are not shown: %s" % [line[:100] for line in lines])
        wrong += page.complaints()
    lines, _ = near_lines(tailor, "-", "\n".join(log).encode())
    if lines:
        wrong.append("standard input was read twice")
    return ["context: %s" % w for w in wrong]


def check_story(tailor, folder, name):
    """Two causes, one after the other, are told in order in every report, and what is overcome is no part of the plan."""
    folder = os.path.join(folder, name)
    case_files.unpack(os.path.join(case_files.CASES, "outcome", name + ".case"), folder)
    evidence, wrong = os.path.join(folder, "evidence"), []
    verdict = json.loads(run(tailor, evidence, "--json")[1])
    if [(e["cause"], e["stage"], e["overcome"]) for e in verdict["earlier"]] != [("disk-space", "download", True)]:
        return ["story %s: JSON tells %s" % (name, verdict["earlier"])]
    if any(s["action"] == "free-space" for s in verdict["plan"]):
        wrong.append("what is overcome is planned")
    titles = [verdict["earlier"][0]["title"], next(f["title"] for f in verdict["findings"] if f["rule"] == verdict["verdict"]["rule"])]
    for form in ("text", "markdown", "html"):
        text = " ".join(run(tailor, evidence, "--format", form)[1].decode("utf-8").split())
        at = text.find("One after the other")
        places = [text.find(t[:40], at) for t in titles]
        if at < 0 or -1 in places or places != sorted(places) or "It was overcome" not in text:
            wrong.append("%s does not tell both causes in order" % form)
    return ["story %s: %s" % (name, w) for w in wrong]


def main():
    tailor, failed, n = sys.argv[1], 0, 0
    places = []
    with tempfile.TemporaryDirectory() as folder:
        hostile(os.path.join(folder, "hostile"))
        places.append(os.path.join(folder, "hostile"))
        # Every sixteenth case: each costs a dozen runs of the program. All of them with --all, before a release.
        step = 1 if "--all" in sys.argv else 16
        for i, path in enumerate(case_files.all_cases()[::step]):
            case_files.unpack(path, os.path.join(folder, "own%d" % i))
            places.append(os.path.join(folder, "own%d" % i, "evidence"))
        shared = sorted(glob.glob(os.path.join(SHARED, "*", "evidence")))
        if not shared:
            print("skipped: no shared cases beside the project")
        status, _, complaint = run(tailor, places[0], "--json")
        if "no such table" in complaint:
            print("skipped: this build lacks a table that a rule reads: %s" % complaint.strip())
            return 0
        stories = [w for name in ("two-causes", "two-causes-close") for w in check_story(tailor, os.path.join(folder, "story"), name)]
        for text in check_context(tailor, os.path.join(folder, "context")) + stories:
            failed += 1
            print(text)
        for place in places + shared:
            n += 1
            for text in check(tailor, place):
                failed += 1
                print("%s: %s" % (place, text))
    print("reports: %d sets of evidence (one of %d of the own cases), %d complaints" % (n, step, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

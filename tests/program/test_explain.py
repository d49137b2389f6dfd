"""tailor explain as a person uses it: forms of the question, exit codes, JSON, time."""
import json
import subprocess
import sys
import time

TAILOR = sys.argv[1]
failures = []


def run(*words, stdin=None):
    begin = time.monotonic()
    done = subprocess.run([TAILOR, "explain", *words], input=stdin, capture_output=True, text=True, timeout=10)
    return done.returncode, done.stdout, done.stderr, time.monotonic() - begin


def check(what, good):
    if not good:
        failures.append(what)


for words, expected in [
    (["3194"], "AMAuthInstallErrorDomain 3194"),
    (["MobileSoftwareUpdateErrorDomain", "31"], "MSU_ERR_PERSONALIZATION_VERIFICATION_FAILURE"),
    (["MSU_ERR_NETWORK"], "MobileSoftwareUpdateErrorDomain 32"),
    (["-1202"], "NSURLErrorServerCertificateUntrusted"),
    (["STATUS=94"], "TSS 94"),
    (["Failed to personalise the software update."], "personalize-failed"),
    (['Error Domain=SUMacControllerError Code=7740 "x" UserInfo={NSUnderlyingError=0x1 {Error Domain=NSPOSIXErrorDomain Code=2 "y"}}'],
     "  NSPOSIXErrorDomain 2 (ENOENT): y"),
]:
    code, out, err, _ = run(*words)
    check(f"{words}: exit {code}, {out!r} {err!r}", code == 0 and expected in out and not err)

code, out, err, _ = run("123456789")
check(f"unknown number: exit {code}", code == 1 and "Nothing is known" in out)
code, out, err, _ = run()
check(f"no question: exit {code}", code == 64 and "name a code" in err and not out)
code, out, err, _ = run("--json", "3194")
answer = json.loads(out)
check("JSON", code == 0 and answer["schema"] == "tailor.explanation/1" and answer["explanations"][0]["stage"] == "personalize")
code, out, err, _ = run("--json", "no such thing at all")
check("JSON of nothing", code == 1 and json.loads(out)["explanations"] == [])
code, out, err, _ = run("-", stdin="(NSURLErrorDomain error -1009.)")
check("standard input", code == 0 and "NSURLErrorNotConnectedToInternet" in out)
# The program promises 10 ms; the limit here allows for a loaded machine.
check("time", min(run("3194")[3] for _ in range(5)) < 0.1)

for failure in failures:
    print(failure)
sys.exit(1 if failures else 0)

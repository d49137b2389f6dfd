"""tailor rehearse against tailor lab: a ticket is asked for and verified, and each fault of the server is named; saved answers rehearse alike."""
import importlib.util
import json
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from program_run import Program
from rehearsal_evidence import ECID, MANIFEST, PLIST, unasked, write

tailor = Program(sys.argv[1])
if not importlib.util.find_spec("lab") or tailor("lab", "--help").status != 0:
    print("skipped: this program has no lab")
    sys.exit(0)
from lab import Lab

temporary = tempfile.TemporaryDirectory()
NO_CLOCK = {"commands/sntp.txt": None}
GERMAN = {"root/Library/Preferences/.GlobalPreferences.plist": PLIST % "<dict><key>AppleLocale</key><string>en_US</string></dict>"}

# fault, what is changed on the Mac, the check that is the first to fail, its cause, words, a fix
FAULTS = [
    ("status-94", {}, "exchange", "signing-server", "STATUS 94", "use-signed-build"),
    ("status-5", {}, "exchange", "signing-server", "STATUS 5,", "wait-and-retry"),
    ("status-69", {}, "exchange", "signing-server", "STATUS 69", "use-signed-build"),
    ("status-100", {}, "exchange", "signing-server", "AMAuthInstallErrorDomain 3200", "wait-and-retry"),
    ("status-126", {}, "exchange", "signing-server", "AMAuthInstallErrorDomain 3226", "wait-and-retry"),
    ("status-168", {}, "exchange", "signing-server", "AMAuthInstallErrorDomain 3268", "wait-and-retry"),
    ("http-503=30", {}, "exchange", "signing-server", "HTTP 503 and asks to wait 30 s", "wait-and-retry"),
    ("http-500", {}, "exchange", "signing-server", "HTTP 500", "wait-and-retry"),
    ("http-403", {}, "exchange", "network", "HTTP 403", "exempt-apple-hosts"),
    ("http-407", {}, "exchange", "network", "HTTP 407", "exempt-apple-hosts"),
    ("redirect=http://portal.example/", {}, "exchange", "network", "HTTP 302", "exempt-apple-hosts"),
    ("captive-portal", {}, "exchange", "network", "no signing server", "connect-network"),
    ("no-ticket", {}, "exchange", "network", "holds nothing", "connect-network"),
    ("truncated", {}, "exchange", "network", "not reached", "connect-network"),
    ("reset", {}, "exchange", "network", "not reached", "connect-network"),
    ("wrong-ecid", {}, "exchange", "signing-server", "another Mac", "wait-and-retry"),
    ("wrong-nonce", {}, "exchange", "signing-server", "not the one that was asked for", "wait-and-retry"),
    ("wrong-digest=KernelCache", {}, "exchange", "signing-server", "KernelCache", "wait-and-retry"),
    ("wrong-signature", {}, "exchange", "network", "not the one that was asked for", "exempt-apple-hosts"),
    ("wrong-root", {}, "exchange", "network", "no root of Apple's", "exempt-apple-hosts"),
    ("interception", {}, "hosts-scan", "network", "re-signs", "exempt-apple-hosts"),
    ("certificate-expired", NO_CLOCK, "hosts-scan", "clock", "expired", "set-clock"),
    ("certificate-not-yet", NO_CLOCK, "hosts-scan", "clock", "not valid yet", "set-clock"),
    ("account-locked", {}, "account", "apple-account", "locked", "unlock-account"),
    ("account-disabled", {}, "account", "apple-account", "disabled", "unlock-account"),
    ("two-factor-pending", {}, "account", "apple-account", "Two-factor", "finish-two-factor"),
    ("region=DE", GERMAN, "account", "apple-account", "belongs to DE", "change-store-region"),
]


def mac(name, changes=(), saved=()):
    files = unasked()
    for path, text in dict(changes).items():
        files.pop(path) if text is None else files.update({path: text})
    files.update(dict(saved))
    folder = os.path.join(temporary.name, name)
    shutil.rmtree(folder, ignore_errors=True)
    return write(files, folder)


def failing(answer):
    return [c["check"] for c in answer["checks"] if c["outcome"] == "failed"]


manifest = os.path.join(temporary.name, "BuildManifest.plist")
with open(manifest, "wb") as f:
    f.write(MANIFEST)

with Lab(tailor, os.path.join(temporary.name, "lab"), manifest) as lab:
    ask = ["--server", lab.https, "--trust", lab.ready["tls_root"], "--ticket-root", lab.ready["ticket_root"], "--manifest", manifest]
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}

    def rehearse(folder, *more, words=ask):
        return tailor("rehearse", "--json", folder, *words, *more, env=environment)

    run = rehearse(mac("healthy"))
    answer = run.json()
    tailor.check("it will personalize: %s" % answer["summary"], answer["status"] == "will-personalize" and run.status == 0 and not failing(answer), run)
    tailor.check("and says so", answer["summary"] == "This update will personalize" and answer["target"]["build"] == "23H124", run)
    tailor.check("the ECID is sent, and not told", "%016x" % ECID not in run.text.lower() and "%x" % ECID not in run.text.lower(), run)

    for fault, changes, check, cause, words, fix in FAULTS:
        lab.faults(fault)
        run = rehearse(mac("fault", changes))
        answer = run.json()
        first = next((c for c in answer["checks"] if c["check"] == answer["first"]), None)
        good = run.status == 1 and first and first["check"] == check and first["reasons"][0]["cause"] == cause and words in first["says"]
        tailor.check("%s is named: %s" % (fault, first and (first["check"], first["reasons"][0]["cause"], first["says"])), good, run)
        tailor.check("%s is planned for: %s" % (fault, [s["action"] for s in answer["plan"]]), fix in [s["action"] for s in answer["plan"]], run)

    lab.faults("not-entitled")
    run = rehearse(mac("public"))
    tailor.check("who is entitled to no beta still gets public builds", run.status == 0, run)
    run = rehearse(mac("beta"), "--target", "24B5035e", words=[w for w in ask if w not in ("--manifest", manifest)])
    tailor.check("and no beta", "account" in failing(run.json()) or "offered" in failing(run.json()), run)

    lab.faults("propagation=1")
    tailor.check("a build that is not everywhere yet", failing(rehearse(mac("propagation")).json()) == ["exchange"])
    tailor.check("is granted on the next try", rehearse(mac("propagation")).json()["status"] == "will-personalize")

    lab.faults()
    run = rehearse(mac("no-manifest"), words=[w for w in ask if w not in ("--manifest", manifest)])
    tailor.check("without a manifest the ticket is unknown", run.status == 2 and run.json()["status"] == "unknown", run)
    run = rehearse(mac("other-build"), "--target", "15.0")
    tailor.check("a ticket for another build decides nothing", run.json()["status"] != "will-personalize", run)
    run = rehearse(mac("offline"), "--offline")
    tailor.check("--offline sends nothing", run.status == 0 and {c["check"]: c["outcome"] for c in run.json()["checks"]}["hosts-personalize"] == "unknown", run)
    before = lab.log().count("\n")
    tailor("rehearse", "--json", mac("quiet"), env=environment)
    tailor.check("nothing is sent for another's evidence", lab.log().count("\n") == before)
    for stage, n in (("boot", 1), ("preflight", 1), ("personalize", 3)):
        before = lab.log().count("\n")
        run = rehearse(mac("stage"), "--stage", stage)
        tailor.check("--stage %s asks no more than it needs" % stage, run.status == 0 and lab.log().count("\n") - before <= n, run)
    run = rehearse(mac("plain"), words=["--server", lab.http_url, *ask[2:]])
    tailor.check("over plain HTTP too: %s" % run.json()["summary"], run.json()["status"] == "will-personalize", run)
    for server in ("ftp://127.0.0.1/", "127.0.0.1", ""):
        run = rehearse(mac("bad"), words=["--server", server])
        tailor.check("a server %r is refused" % server, run.status == 64, run)
    run = rehearse("-", words=ask)
    tailor.check("standard input is refused", run.status == 64, run)

    # Saved answers rehearse alike, without a network.
    device = "ecid=%#x,class=j313ap,nonce=random,sepnonce=random" % ECID
    exchange = tailor("ticket", "request", "--send", "--json", "--no-redact", "--device", device, *ask, env=environment).out
    saved = {"commands/signing-exchange.json": exchange, "commands/pmv.json": lab.ask("GET", "/v2/pmv").body, "commands/account.json": lab.ask("GET", "/account").body,
             "commands/probe.json": json.dumps({"schema": "tailor.probe/1", "endpoints": [{"host": "127.0.0.1", "port": 8443, "stage": s, "state": "good", "text": "reached"} for s in ("scan", "download", "personalize")]})}

run = tailor("rehearse", "--json", "--offline", mac("saved", saved=saved))
tailor.check("saved answers: %s" % run.json()["summary"], run.json()["status"] == "will-personalize" and run.status == 0, run)
other = mac("other-mac", saved=saved)
profile = os.path.join(other, "commands/system_profiler.plist")
with open(profile) as f:
    text = f.read()
with open(profile, "w") as f:
    f.write(text.replace("%016X" % ECID, "0011223344556677"))
run = tailor("rehearse", "--json", "--offline", other)
tailor.check("another Mac's ticket decides nothing: %s" % run.json()["summary"], run.json()["status"] == "clear" and run.json()["checks"], run)
run = rehearse(mac("gone"))
tailor.check("a server that is gone: %s" % run.json()["summary"], run.status == 1 and run.json()["first"] == "hosts-scan", run)
sys.exit(tailor.result())

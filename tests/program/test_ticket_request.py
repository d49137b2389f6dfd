"""tailor ticket request: what is sent to a signing server, and what is said of each way in which it can answer, over a real connection."""
import base64
import os
import plistlib
import shutil
import socket
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from program_run import Program  # noqa: E402
import tickets  # noqa: E402

tailor = Program(sys.argv[1])
if not shutil.which("openssl"):
    print("skipped: requests for tickets, since openssl(1) is not here")
    sys.exit(0)
from signing_server import Server, granted, page, refused, reset  # noqa: E402

KERNEL, TREE, ECID, NONCE = bytes([7]) * 48, bytes([9]) * 48, 0x9122334455667788, bytes(range(32))
RULES = [{"Conditions": {"ApRawProductionMode": True, "ApRequiresImage4": True}, "Actions": {"EPRO": True}},
         {"Conditions": {"ApRawSecurityMode": True, "ApRequiresImage4": True}, "Actions": {"ESEC": True}}]
IMAGE = {"Trusted": True, "Info": {"RestoreRequestRules": RULES}}
IDENTITY = {"ApBoardID": "0x22", "ApChipID": "0x8103", "ApSecurityDomain": "0x01", "UniqueBuildID": bytes([3]) * 20,
            "Ap,OSLongVersion": "24.7.99.0.0,0",
            "Info": {"DeviceClass": "j313ap", "Variant": "macOS Customer", "RestoreBehavior": "Erase", "BuildNumber": "24Z99"},
            "Manifest": {"KernelCache": {**IMAGE, "Digest": KERNEL}, "DeviceTree": {**IMAGE, "Digest": TREE}}}
MANP = {"BNCH": NONCE, "BORD": 0x22, "CEPO": 1, "CHIP": 0x8103, "CPRO": True, "CSEC": True, "ECID": ECID, "SDOM": 1}
IMAGES = [("dtre", {"DGST": TREE, "EPRO": True, "ESEC": True}), ("krnl", {"DGST": KERNEL, "EPRO": True, "ESEC": True})]
folder = tempfile.mkdtemp(prefix="tailor-request-")
shop = tickets.Shop(os.path.join(folder, "shop"))
server = Server(os.path.join(folder, "server"))


def write(name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


manifest = write("BuildManifest.plist", plistlib.dumps({"BuildIdentities": [IDENTITY], "ProductBuildVersion": "24Z99", "ProductVersion": "15.9"}))
DEVICE = "chip=0x8103,board=0x22,ecid=%#x,nonce=%s" % (ECID, NONCE.hex())
ASK = ["ticket", "request", "--manifest", manifest, "--device", DEVICE]
ROOT = ["--ticket-root", shop.folder / "root.pem"]
environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}


def send(answer, *more, to=None, trust=True, **options):
    server.answer = answer
    del server.requests[:], server.heads[:]
    words = [*ASK, "--send", "--json", "--server", to or server.https, *ROOT, *more]
    return tailor(*words, *(["--trust", server.root] if trust else []), env=environment, **options)


def expect(what, answer, outcome, status=1, code=None, words=(), more=(), to=None, attempts=1, **options):
    """-> the JSON; `words` stand somewhere in it."""
    run = send(answer, *more, to=to, **options)
    x = run.json() if run.out else {}
    told = x.get("mac_code") and (x["mac_code"]["domain"], x["mac_code"]["code"])
    good = (run.status == status and x.get("outcome") == outcome and told == code and all(w in run.text for w in words)
            and len(x["attempts"]) == attempts and x["schema"] == "tailor.exchange/1")
    tailor.check("%s: %s" % (what, run.text[:900]), good, run)
    return x


def auth(code):
    return ("AMAuthInstallErrorDomain", code)


# The request, to a file and not to the terminal unless that is wished for.
path = os.path.join(folder, "request.plist")
run = tailor(*ASK, "-o", path)
with open(path, "rb") as f:
    request = plistlib.load(f)
uuid = request.pop("@UUID")
entry = {"EPRO": True, "ESEC": True, "Trusted": True}
tailor.check("the request: %s" % request, run.status == 0 and request == {
    "@HostPlatformInfo": "mac", "@VersionInfo": "libauthinstall-1104.0.9", "@ApImg4Ticket": True, "ApECID": ECID, "ApChipID": 0x8103,
    "ApBoardID": 0x22, "ApSecurityDomain": 1, "ApNonce": NONCE, "ApProductionMode": True, "ApSecurityMode": True,
    "UniqueBuildID": bytes([3]) * 20, "Ap,OSLongVersion": "24.7.99.0.0,0", "KernelCache": {"Digest": KERNEL, **entry},
    "DeviceTree": {"Digest": TREE, **entry}} and len(uuid) == 36 and uuid.upper() == uuid, run)
run = tailor(*ASK)
tailor.check("the Mac's number is not shown unasked", run.status == 64 and not run.out and "ECID" in run.told, run)
run = tailor(*ASK, "--no-redact")
tailor.check("asked for, it is", run.status == 0 and plistlib.loads(run.out)["ApECID"] == ECID and plistlib.loads(run.out)["@UUID"] != uuid, run)

# What is missing or wrong is told before anything is sent.
for words, told in [(["--device", "board=0x99,ecid=1,nonce=00"], "no identity for this board"), (["--device", "board=0x22,ecid=1"], "nonce="),
                    (["--kind", "teapot"], "teapot"), (["--variant", "Nobody's"], "Nobody's"), (["--kind", "x86"], ""),
                    (["--manifest", write("broken.plist", b"<plist>")], "broken.plist"), (["--manifest", "/nowhere"], "/nowhere"),
                    (["--kind", "local-policy"], "ticket-hash="), (["--send", "--offline"], "offline"),
                    (["--send", "--server", "ftp://127.0.0.1"], "ftp://"), (["--send", "--ticket-root", manifest], "certificate"),
                    (["--send", "--trust", "/nowhere"], "/nowhere"), (["--send", "--count", "0"], "--count")]:
    del server.requests[:]
    run = tailor(*ASK, *words, *([] if "--server" in words else ["--server", server.https]), "-o", path, env=environment)
    good = run.status == 64 and told in run.told if told else run.status == 0
    tailor.check("%s is told" % words, good and not server.requests, run)
tailor.check("a device must be named", tailor("ticket", "request", "--manifest", manifest).status == 64)

# The Mac, out of evidence; what --device says goes first, and what is another Mac's is left out.
evidence = os.path.join(folder, "mac")
os.makedirs(os.path.join(evidence, "commands"))
chosen = {"IORegistryEntryName": "chosen", "chip-id": (0x8103).to_bytes(4, "little"), "board-id": (0x22).to_bytes(4, "little"),
          "unique-chip-id": ECID.to_bytes(8, "little"), "boot-nonce": NONCE}
with open(os.path.join(evidence, "commands", "ioreg-chosen.plist"), "wb") as f:
    plistlib.dump([chosen], f)
logged = plistlib.dumps({"@ApImg4Ticket": True, "@HostPlatformInfo": "mac", "ApChipID": 0x8103, "ApBoardID": 0x24, "ApECID": 5, "Ap,Target": "J293AP"})
log = "2026-11-10 10:38:57+01 studio osinstallersetupd[7]: AMAuthInstallRequestSendSync: failed tss request:<<<<<<<<<<\n%s"
with open(os.path.join(evidence, "install.log"), "w") as f:
    f.write(log % base64.encodebytes(logged).decode())
for what, more, expected in [("as it is", [], {"ApECID": ECID, "ApNonce": NONCE, "ApBoardID": 0x22}),
                             ("with another nonce", ["--device", "nonce=%s" % bytes(32).hex()], {"ApECID": ECID, "ApNonce": bytes(32)}),
                             ("with another number", ["--device", "ecid=7"], {"ApECID": 7, "ApNonce": NONCE})]:
    run = tailor("ticket", "request", evidence, "--manifest", manifest, *more, "--no-redact")
    told = plistlib.loads(run.out) if run.out else {}
    tailor.check("the Mac of the evidence, %s" % what, run.status == 0 and all(told.get(k) == v for k, v in expected.items()), run)
os.remove(os.path.join(evidence, "commands", "ioreg-chosen.plist"))
run = tailor("ticket", "request", evidence, "--manifest", manifest, "--device", "nonce=random", "--no-redact")
tailor.check("the log alone names another board", run.status == 64 and "0x24" in run.told, run)
run = tailor("ticket", "request", evidence, "--manifest", manifest, "--device", "nonce=random,board=0x22,class=j313ap", "--no-redact")
tailor.check("unless it is overruled", run.status == 0 and plistlib.loads(run.out)["ApECID"] == 5 and len(plistlib.loads(run.out)["ApNonce"]) == 32, run)
run = tailor("ticket", "request", os.path.join(folder, "shop"), "--manifest", manifest, "--no-redact")
tailor.check("no Mac in the evidence", run.status == 64 and "board=" in run.told, run)

# Granted.
ticket = shop.ticket(MANP, IMAGES)
x = expect("granted by https", granted(ticket), "granted", 0)
sent, head = server.requests[0], server.heads[0]
tailor.check("what was sent is the request: %s" % sent, sent["ApECID"] == ECID and sent["KernelCache"] == {"Digest": KERNEL, **entry})
tailor.check("as Apple's client sends it: %s" % head, head.startswith("POST /TSS/controller?action=2 HTTP/1.1\r\n")
             and 'Content-Type: text/xml; charset="utf-8"' in head and "Expect" not in head)
tailor.check("no number of the Mac in what is told", x["request"]["ecid"] is None and x["ticket"] is None and x["mac_code"] is None
             and x["request"] == {"kind": "ap", "build": "24Z99", "board": 34, "chip": 33027, "ecid": None, "variant": "macOS Customer"}
             and {c["check"]: c["outcome"] for c in x["checks"]} == dict.fromkeys(
                 ["signature", "chain", "constraints", "chip", "board", "domain", "ecid", "nonce", "production", "security", "digest"], "passed"))
x = expect("the whole, asked for", granted(ticket), "granted", 0, more=["--no-redact"])
tailor.check("holds the ticket", base64.b64decode(x["ticket"]) == ticket and x["request"]["ecid"] == "%#x" % ECID)
run = tailor(*ASK, "--send", "--json", "--server", server.http, "--ticket-root", write("root.der", shop.root), env=environment)
tailor.check("a root in DER", run.status == 0, run)
x = expect("granted by http", granted(ticket), "granted", 0, to=server.http)
tailor.check("the transport is told", x["transport"] == "http" and x["host"] == "127.0.0.1" and x["url"].endswith("/TSS/controller?action=2"))
saved = os.path.join(folder, "evidence", "commands", "signing-exchange.json")
os.makedirs(os.path.dirname(saved))
run = send(granted(ticket), "--no-redact", "-o", saved)
run = tailor("ticket", "verify", os.path.join(folder, "evidence"), "--rules", shop.rules, "--device", DEVICE)
tailor.check("saved, its ticket is evidence", run.status == 0 and "exchanged ticket for chip 0x8103" in run.text, run)
run = tailor("query", os.path.join(folder, "evidence"), "SELECT e.outcome, x.build, x.board, e.asked_by, e.host FROM signing_exchange AS e JOIN exchange AS x",
             "--format", "csv")
tailor.check("and it is an exchange", run.status == 0 and "granted,24Z99,34,tailor,127.0.0.1" in run.text, run)
server.answer = granted(ticket)
run = tailor(*ASK, "--send", "--server", server.https + "/", *ROOT, "--trust", server.root, env=environment)
tailor.check("for people", run.status == 0 and "Granted" in run.text and "%x" % ECID not in run.text and NONCE.hex() not in run.text, run)
run = tailor(*ASK, "--send", "--server", server.https, *ROOT, "--trust", server.root, "--quiet", env=environment)
tailor.check("or quiet", run.status == 0 and not run.out, run)

# Refused: every STATUS that is known, and one that is not.
for status, message in [(5, "Invalid Option!"), (8, "An internal error occurred."), (49, "An internal error occurred."),
                        (69, "This device isn't eligible for the requested build."), (94, "This device isn't eligible for the requested build."),
                        (100, "An internal error occurred."), (126, "An internal error occurred."), (128, "An internal error occurred."),
                        (168, "An internal error occurred."), (4711, "Nobody knows")]:
    x = expect("STATUS %d" % status, refused(status, message), "refused", code=auth(3100 + status), words=[message])
    tailor.check("STATUS %d is told" % status, x["status"] == status and x["attempts"][0]["tss_status"] == status)
server.answer = refused(94, "This device isn't \x1b[31meligible")
run = tailor(*ASK, "--send", "--server", server.http, *ROOT, env=environment)
tailor.check("in words, and nothing that acts on a terminal", run.status == 1 and "3194" in run.text and "Refused" in run.text
             and "\x1b" not in run.text, run)

# HTTP.
for status, headers, words in [(401, [], []), (403, [], []), (404, [], []), (407, [], []), (500, [], []), (502, [], []),
                               (503, ["Retry-After: 120"], ['"retry_after": "120"']), (429, ["Retry-After: Tue, 24 Nov 2026 10:00:00 GMT"], ["10:00:00 GMT"]),
                               (302, ["Location: http://portal.example/login"], ["http://portal.example/login"])]:
    x = expect("HTTP %d" % status, page(status, b"<html>no</html>", headers), "http-error", code=auth(3100 + status), words=words)
    tailor.check("HTTP %d is told, and asked once" % status, x["attempts"][0]["http_status"] == status and len(server.requests) == 1)

# What is no answer.
XML = b"STATUS=0&MESSAGE=SUCCESS&REQUEST_STRING="
for what, body in [("a portal's page", b"<html><body>Welcome! Please sign in.</body></html>"), ("nothing", b""), ("no list", XML),
                   ("a torn list", XML + plistlib.dumps({"ApImg4Ticket": ticket})[:-100]),
                   ("a status without end", b"STATUS=" + b"9" * 5000), ("no message", b"STATUS=94"),
                   ("a binary list where XML was sent, torn", XML + plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY)[:-4])]:
    expect(what, page(200, body), "garbled", code=auth(14))
expect("a list without the ticket", page(200, XML + plistlib.dumps({"@ServerVersion": "2.1.0"})), "garbled", code=auth(8), words=["ApImg4Ticket"])
expect("too large", page(200, b"STATUS=94&MESSAGE=x\n" + b" " * 102400), "garbled", code=auth(14), words=["too-large"])

# Not reached: three times, as a restore's log shows it.
FEW = ["--count", "2", "--timeout", "1"]
gone = socket.create_server(("127.0.0.1", 0))
nobody = "http://127.0.0.1:%d" % gone.getsockname()[1]
gone.close()
expect("nobody listens", None, "unreachable", code=auth(11), words=["tcp", "refused"], more=FEW, to=nobody, attempts=2)
expect("reset", lambda r: reset, "unreachable", code=auth(11), words=["http"], more=FEW, attempts=2)
expect("silent", lambda r: lambda c: time.sleep(1.5), "unreachable", code=auth(12), words=["timeout"], more=FEW, attempts=2)
expect("slow", lambda r: lambda c: [c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nSTATUS="), time.sleep(1.5)], "unreachable",
       code=auth(12), words=["stalled"], more=FEW, attempts=2)
answers = iter([lambda c: reset(c), granted(ticket)])
expect("reset, then granted", lambda r: next(answers), "granted", 0, more=["--count", "3"], attempts=2)

# A certificate that is not to be trusted ends it at once.
x = expect("an unknown root", granted(ticket), "unreachable", code=auth(11), words=["tls", "untrusted"], more=["--count", "3"], trust=False)
tailor.check("and nothing was told to it", not server.requests)
with Server(os.path.join(folder, "other"), names="DNS:gs.apple.com") as other:
    run = tailor(*ASK, "--send", "--json", "--server", other.https, "--trust", other.root, *ROOT, env=environment)
    tailor.check("another name", run.status == 1 and run.json()["attempts"][0]["detail"] == "wrong-name", run)
    run = tailor(*ASK, "--send", "--json", "--server", other.http.replace("http:", "https:"), "--trust", other.root, *ROOT, *FEW, env=environment)
    tailor.check("no TLS at all", run.status == 1 and run.json()["attempts"][0]["failed_step"] in ("tls", "timeout"), run)

# Through a proxy.
for status, outcome, code in [(407, "http-error", 3507), (403, "http-error", 3503)]:
    server.answer = page(status)
    run = tailor(*ASK, "--send", "--json", "--server", "https://signing.invalid", "--proxy", server.http, *ROOT, env=environment)
    x = run.json()
    tailor.check("a proxy's %d" % status, run.status == 1 and x["outcome"] == outcome and x["mac_code"]["code"] == code
                 and x["attempts"][0]["failed_step"] == "proxy", run)
server.answer = granted(ticket)
run = tailor(*ASK, "--send", "--json", "--server", "http://signing.invalid", "--proxy", server.http, *ROOT, env=environment)
tailor.check("a proxy that passes it on", run.status == 0 and run.json()["outcome"] == "granted", run)
run = tailor(*ASK, "--send", "--json", "--server", "http://signing.invalid", *ROOT, env={**environment, "http_proxy": server.http})
tailor.check("as the environment has it", run.status == 0, run)

# A ticket that is not the one that was asked for.
MSU = ("MobileSoftwareUpdateErrorDomain", 31)


def without(p, *names):
    return {k: v for k, v in p.items() if k not in names}


def failed(x):
    return [c["check"] for c in x["checks"] if c["outcome"] == "failed"]


anything = shop.certificate("anything", "T8103-Practice-Anything", "root")
for what, p, images, check in [
        ("another Mac", {**MANP, "ECID": 5}, IMAGES, ["ecid"]), ("another board", {**MANP, "BORD": 0x24}, IMAGES, ["board"]),
        ("another chip", {**MANP, "CHIP": 0x6000}, IMAGES, ["chip"]), ("another nonce", {**MANP, "BNCH": bytes(32)}, IMAGES, ["nonce"]),
        ("no nonce", without(MANP, "BNCH"), IMAGES, ["nonce"]), ("an empty nonce", {**MANP, "BNCH": b""}, IMAGES, ["nonce"]),
        ("another domain", {**MANP, "SDOM": 0}, IMAGES, ["domain"]), ("for any Mac", without(MANP, "ECID"), IMAGES, ["ecid"]),
        ("development", {**MANP, "CPRO": False}, IMAGES, ["production"]),
        ("another kernel", MANP, [IMAGES[0], ("krnl", {"DGST": bytes(48), "EPRO": True, "ESEC": True})], ["digest"]),
        ("no image at all", MANP, [], ["digest"])]:
    x = expect(what, granted(shop.ticket(p, images, "anything", [anything])), "unverified", code=MSU)
    tailor.check("%s fails there: %s" % (what, x["checks"]), failed(x) == check)
x = expect("an image fewer", granted(shop.ticket(MANP, IMAGES[:1])), "granted", 0, words=["1 are not in the ticket"])
x = expect("beyond what its signer may sign", granted(shop.ticket({**MANP, "augs": 1}, IMAGES)), "unverified", code=MSU)
tailor.check("constraints: %s" % x["checks"], failed(x) == ["constraints"])
at = ticket.index(KERNEL)
x = expect("changed on the way", granted(ticket[:at] + b"\x08" + ticket[at + 1:]), "unverified", code=MSU)
tailor.check("the signature tells: %s" % x["checks"], failed(x) == ["signature", "digest"])
x = expect("no certificate", granted(shop.ticket(MANP, IMAGES, certificates=[])), "unverified", 2)
x = expect("no ticket at all", granted(b"\x30\x03abc"), "unverified", code=auth(23))
x = expect("an image in place of a ticket", granted(tickets.im4p("krnl", b"x")), "unverified", code=auth(23))
server.answer = granted(ticket)
run = tailor(*ASK, "--send", "--json", "--server", server.http, env=environment)
tailor.check("a practice root is none of Apple's", run.status == 1 and failed(run.json()) == ["chain"], run)
for step in range(0, len(ticket), 97):
    x = expect("torn at %d" % step, granted(ticket[:step] or b"x"), "unverified", code=auth(23))

# The other kinds.
HASH = bytes([5]) * 48
policy = {"CHIP": 0x8103, "BORD": 0x22, "SDOM": 1, "ECID": ECID, "CPRO": True, "CSEC": True, "lobo": True, "nsih": HASH, "ronh": HASH,
          "vuid": bytes(range(16)), "CEPO": 1}
EMPTY = bytes.fromhex("d1015438c4a89172a3048d5eaebcb2de657775c66af868916aa79619023d8286a14610c725e491ce67f40cbd58b77872")
who = "chip=0x8103,board=0x22,ecid=%#x,ticket-hash=%s,policy-nonce-hash=%s,volume=%s" % (ECID, HASH.hex(), HASH.hex(), bytes(range(16)).hex())
for what, p, status in [("the policy", policy, 0), ("another volume", {**policy, "vuid": bytes(16)}, 1), ("another stage", {**policy, "nsih": bytes(48)}, 1)]:
    server.answer = granted(shop.ticket(p, [("lpol", {"DGST": EMPTY})], "anything", [anything]))
    run = tailor("ticket", "request", "--kind", "recovery-policy", "--device", who, "--send", "--json", "--server", server.http, *ROOT, env=environment)
    tailor.check(what, run.status == status and server.requests[-1]["Ap,LocalBoot"] is True and "ApNonce" not in server.requests[-1], run)
intel = write("intel.plist", plistlib.dumps({"BuildIdentities": [{
    **without(IDENTITY, "Ap,OSLongVersion"), "ApChipID": "0x8012", "Info": {"DeviceClass": "j132ap", "Variant": "RecoveryBoot"},
    "Manifest": {"x86,EfiBootBase": {"Digest": KERNEL, "Trusted": False, "Info": {"RestoreRequestRules": RULES}}}}]}))
side = {"CHIP": 0x8012, "BORD": 0x22, "SDOM": 1, "ECID": ECID, "mpro": True, "msec": True, "CEPO": 2}
for what, kind, p, status in [("the Intel side", [], side, 0), ("for any Mac", ["--kind", "x86-global"], {**without(side, "ECID"), "xugs": 1}, 0),
                              ("for one where any was asked", ["--kind", "x86-global"], {**side, "xugs": 1}, 1),
                              ("for any where one was asked", [], {**without(side, "ECID"), "xugs": 1}, 1)]:
    server.answer = granted(shop.ticket(p, [("efbb", {"DGST": KERNEL, "EPRO": True, "ESEC": True})], "anything", [anything]), "x86,Ticket")
    run = tailor("ticket", "request", *kind, "--manifest", intel, "--device", "board=0x22,ecid=%#x" % ECID, "--send", "--json", "--server", server.http,
                 *ROOT, env=environment)
    tailor.check(what, run.status == status and server.requests[-1]["@x86,Ticket"] is True, run)
sys.exit(tailor.result())
